"""Numerals: the number that a report writes in figures, in characters or in both.

A text is given as folded: half-width, no blanks inside (full-width signs are folded here too). Arithmetic is exact (integers, decimals,
fractions); a float is made last, so that 1.1亿 is 110000000.0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from pipeline.grammar.signs import ROLES, compile_numeral, compile_percent, load_signs, loose_pattern, role_forms
from pipeline.schema import Numeral

LONGEST: Final = 80  # characters; a longer run of signs is no number that anyone wrote
LARGEST: Final = 10**40
FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_FIGURES: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]").search
_PIECE: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+|.").findall

Exact = int | Fraction
Bounds = tuple[Exact, Exact, bool]  # low, high, and whether something more was said to be over


def parse_numeral(text: str) -> Numeral | None:
    """Return the number that the whole of ``text`` writes, or None where it is no numeral.

    余 多 来 make a lower bound (``gt``), 几 数 两三 a range. 十 百 千 万 亿, 几 and 半 alone are numbers here, though no pattern
    looks for them.

    >>> parse_numeral("600余万")
    Numeral(value=None, low=6000000.0, high=None, bound='gt')
    >>> parse_numeral("几百")
    Numeral(value=None, low=200.0, high=900.0, bound='range')
    >>> parse_numeral("3万5千").value, parse_numeral("二又四分之一").value, parse_numeral("3万5千元")
    (35000.0, 2.25, None)
    """
    return _parse_numeral(text) if len(text) <= LONGEST else None


def parse_percent(text: str) -> Numeral | None:
    """Return the percentage, in %, that the whole of ``text`` writes without a sign %, or None: 百分之 千分之, fractions, 成, 折, 一半.

    >>> parse_percent("百分之七点九").value, parse_percent("三成半").value, parse_percent("七五折").value
    (7.9, 35.0, 75.0)
    """
    return _parse_percent(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=1 << 14)
def _parse_numeral(text: str) -> Numeral | None:
    grammar = _grammar()
    short = grammar.figures(text)  # most of what there is: 288.5, 1270多万, 95亿
    if short:
        figures, inner, scales, outer = short.groups()
        value = float(figures.replace(",", ""))
        if scales:
            value = float(Decimal(figures.replace(",", "")) * math.prod([int(grammar.values[sign]) for sign in scales]))
        if value > LARGEST:
            return None
        return Numeral(None, value, None, "gt") if inner or outer else Numeral(value, value, value)
    text = _fold(text)
    return _state(text, _read_number) if grammar.numeral(text) or grammar.loose(text) else None


@lru_cache(maxsize=1 << 12)
def _parse_percent(text: str) -> Numeral | None:
    text = _fold(text)
    return _state(text, _read_percent) if _grammar().percent(text) else None


def _fold(text: str) -> str:
    return text.translate(FOLD) if _FULL_WIDTH(text) else text


def _state(text: str, read: Callable[[str], Bounds]) -> Numeral | None:
    """Read, and make the floats last of all; None for parts of nothing (三〇分之一 is a thirtieth, 0/0 no number) and absurd sizes."""
    try:
        low, high, over = read(text)
    except ZeroDivisionError:
        return None
    if not -LARGEST < low < LARGEST or not -LARGEST < high < LARGEST:
        return None
    value, other = float(low), float(high)
    if over:
        return Numeral(None, value, None, "gt") if low >= 0 else Numeral(None, None, value, "lt")
    if low != high:
        return Numeral(None, min(value, other), max(value, other), "range")
    return Numeral(value, value, value)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The signs as parsing needs them: role and value by form, and what is searched for in a numeral."""

    roles: dict[str, str]
    values: dict[str, Exact]
    forms: dict[str, tuple[str, ...]]
    figures: Callable[[str], re.Match[str] | None]
    numeral: Callable[[str], re.Match[str] | None]
    loose: Callable[[str], re.Match[str] | None]
    percent: Callable[[str], re.Match[str] | None]
    over: re.Pattern[str]
    few: re.Pattern[str]
    pair: re.Pattern[str]
    section: re.Pattern[str]


@cache
def _grammar() -> Grammar:
    zero, digit, magnitude = role_forms("zero"), role_forms("digit", "two", "capital"), role_forms("magnitude")
    over, scales = role_forms("over"), role_forms("magnitude", "trillion")
    return Grammar(
        roles={sign.form: sign.role for sign in load_signs()},
        values={sign.form: _to_number(sign.value) for sign in load_signs()},
        forms={role: tuple(sign.form for sign in load_signs() if sign.role == role) for role in ROLES},
        figures=re.compile(f"({_FIGURES})([{over}]?)([{role_forms('hundred', 'thousand')}]?[{magnitude}]*)([{over}]?)").fullmatch,
        numeral=compile_numeral().fullmatch,
        loose=re.compile(loose_pattern()).fullmatch,
        percent=compile_percent().fullmatch,
        over=re.compile(f"[{over}]"),
        few=re.compile(f"(?:(?<=[0-9])0)?[{role_forms('few', 'several')}]"),
        pair=re.compile(f"(?<![{zero}{digit}{role_forms('point')}])([{digit}])([{digit}])(?![{zero}{digit}])"),
        section=re.compile(f"([^{scales}]*)([{scales}]*)"),
    )


def _cut(text: str, role: str) -> tuple[str, str, str]:
    """Part a text at its first form of a role: before, the form, after; all before where there is none."""
    for form in _grammar().forms[role]:
        if form in text:
            return text.partition(form)
    return text, "", ""


def _read_number(text: str) -> Bounds:
    """Read a signed number, a fraction, a mixed number or dozens."""
    roles = _grammar().roles
    if roles.get(text[0]) == "sign":
        low, high, over = _read_number(text[1:])
        return -low, -high, over
    if roles.get(text[-1]) == "dozen":
        low, high, over = _read_number(text[:-1])
        return low * 12, high * 12, over
    whole, both, rest = _cut(text, "and")
    if both:
        low, high, over = _read_number(rest)
        first = Fraction(_add_up(whole))
        return first + low, first + high, over
    below, part, above = _cut(text, "part")
    if not part:
        above, part, below = text.partition("/")
    if not part:
        return _find_bounds(text)
    low, high, over = _read_number(above)
    under = Fraction(_add_up(below))
    return Fraction(low) / under, Fraction(high) / under, over


def _read_percent(text: str) -> Bounds:
    """Read a percentage in one of its shapes, in %."""
    values, roles = _grammar().values, _grammar().roles
    if roles.get(text[0]) == "sign":
        low, high, over = _read_percent(text[1:])
        return -low, -high, over
    if roles.get(text) == "share":
        return values[text], values[text], False
    left, off, _ = _cut(text, "off")
    if off:
        digits = [values[sign] for sign in left if sign in values]
        low = digits[0] * 10 + digits[1] if len(digits) == len(left) == 2 else Fraction(_add_up(left))
        low = low if low >= 10 else low * 10
        return low, low, False
    left, tenth, right = _cut(text, "tenth")
    if tenth:
        over = bool(_grammar().over.search(text))
        more = sum(10 * values[sign] if values[sign] < 1 else values[sign] for sign in right if roles[sign] != "over")
        low, high, _ = _find_bounds(left)
        return low * 10 + more, high * 10 + more, over
    low, high, over = _read_number(text)
    return Fraction(low) * 100, Fraction(high) * 100, over


def _find_bounds(text: str) -> Bounds:
    """Read an unsigned number; 几 数 and two digits in a row (两三) stand for a range, 余 多 来 for something more."""
    grammar = _grammar()
    bare = grammar.over.sub("", text)
    low = high = bare
    if grammar.few.search(bare):
        tens = "0" + role_forms("ten", "tens")  # 十几, 20几: eleven, twenty-one at least; 几百: two hundred
        low = grammar.few.sub(lambda few: "1" if few[0][0] in tens or (few.start() and bare[few.start() - 1] in tens) else "2", bare)
        high = grammar.few.sub("9", bare)
    low, high = grammar.pair.sub(r"\1", low), grammar.pair.sub(r"\2", high)
    first = _add_up(low)
    return first, first if low == high else _add_up(high), bare != text


def _add_up(text: str) -> Exact:
    """Add up a number in figures and characters: sections below 万, each times its magnitudes.

    A magnitude larger than the last multiplies all that stands before it: 一万五千亿 is 15000 times 亿.
    """
    grammar = _grammar()
    total: Exact = 0
    last = 10
    for section, magnitudes in grammar.section.findall(text):
        if not section and not magnitudes:
            break
        scale = math.prod([int(grammar.values[sign]) for sign in magnitudes])
        value = _add_section(section, 10 if magnitudes else last) if section else 1
        total = (total + value) * scale if scale > last > 10 else total + value * scale
        last = scale
    return total


def _to_number(figures: str) -> Exact:
    plain = figures.replace(",", "")
    return Fraction(plain) if "." in plain else int(plain)


def _add_section(text: str, unit: int) -> Exact:
    """Add up a number below 万; its last digit counts tenths of the ``unit`` before it (三千五, 三万五), unless 零 stands between."""
    roles, values = _grammar().roles, _grammar().values
    text, point, decimals = _cut(text, "point")
    total: Exact = 0
    number: Exact | None = None
    for piece in _PIECE(text):
        role = roles.get(piece, "figures")
        if role == "figures":
            number, unit = _to_number(piece), 10
        elif role in ("digit", "two", "capital", "half"):
            number = number * 10 + values[piece] if number is not None else values[piece]
        elif role == "zero":
            number, unit = (number * 10, 10) if number is not None else (None, 10)
        elif role == "tens":
            total, number, unit = total + values[piece], None, 10
        else:
            unit = int(values[piece])
            total, number = total + (1 if number is None else number) * unit, None
    total += 0 if number is None else number * (unit // 10)
    return total + Fraction("0." + "".join(str(values[sign]) for sign in decimals)) if point else total
