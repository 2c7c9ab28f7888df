"""The signs of numerals and how they may combine, as regular expressions.

The signs are rows of ``resources/numerals.csv``, read when a pattern is first asked for. Every pattern has no groups, takes the longest
numeral that begins at a position, and is linear: a run of signs is taken at once or refused at once, and never entered in its middle.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline.lexicon.rows import read_rows

ROLES: Final = (
    "zero", "digit", "two", "capital", "ten", "hundred", "thousand", "tens", "magnitude", "trillion", "few", "several", "over", "point",
    "sign", "and", "part", "half", "dozen", "tenth", "off", "share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of numerals.csv: a form, its role and value, and where it is no sign of a numeral."""

    form: str
    role: str
    value: str
    not_after: str
    not_before: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.role not in ROLES:
            return f"role '{self.role}' is none of {' '.join(ROLES)}"
        try:
            Decimal(self.value)
            re.compile(self.pattern)
        except ArithmeticError:
            return f"value '{self.value}' is no number; write what '{self.form}' stands for, or 0"
        except re.error as error:
            return f"surroundings of '{self.form}': {error}; write regular expressions, not_after of one length"
        return ""

    @property
    def pattern(self) -> str:
        """The form as a regular expression, with its surroundings."""
        after = f"(?<!{self.not_after})" if self.not_after else ""
        return after + re.escape(self.form) + (f"(?!{self.not_before})" if self.not_before else "")


@cache
def load_signs() -> tuple[Sign, ...]:
    """Return the rows of numerals.csv; raises lexicon.LexiconError for a bad one."""
    return read_rows("numerals.csv", Sign)


@cache
def list_forms(*roles: str) -> tuple[str, ...]:
    """Return the forms of some roles."""
    return tuple(sign.form for sign in load_signs() if sign.role in roles)


@cache
def role_forms(*roles: str) -> str:
    """Return the one-character forms of some roles as one string."""
    return "".join(form for form in list_forms(*roles) if len(form) == 1)


@cache
def read_scale(magnitudes: str) -> int:
    """Return what a run of 百, 千, 万 and 亿 multiplies by.

    >>> read_scale("万亿"), read_scale("百万"), read_scale("")
    (1000000000000, 1000000, 1)
    """
    values = {sign.form: int(sign.value) for sign in load_signs() if sign.role in ("hundred", "thousand", "magnitude")}
    return math.prod(values[sign] for sign in magnitudes)


def _one_of(*roles: str) -> str:
    patterns = [sign.pattern for sign in load_signs() if sign.role in roles]
    return f"(?:{'|'.join(patterns)})"


@cache
def pair_pattern() -> str:
    """Match two digits that name a range: 两三, 七八, and 三五."""
    digits = [(sign.form, int(sign.value)) for sign in load_signs() if sign.role in ("digit", "two")]
    follow = {a: "".join(b for b, high in digits if high == low + 1 or (low, high) == (3, 5)) for a, low in digits}
    return f"(?:{'|'.join(a + b for a, after in follow.items() for b in after)})"


@cache
def _fragments() -> dict[str, str]:
    """Return what patterns are composed of: classes of signs by role, and a number below 万 in characters in its three shapes.

    ``units`` has small units (三千零五, 十几, 三四十), ``plain`` has none (三, 两三, 一九五八), ``last`` is the digit that ends a number
    (三千五).
    """
    roles = ("zero", "two", "ten", "hundred", "thousand", "tens", "few", "magnitude", "point", "half")
    part = {role: f"[{role_forms(role)}]" for role in roles}
    part |= {role: _one_of(role) for role in ("several", "over", "sign", "and", "part", "dozen", "tenth", "off", "share", "trillion")}
    part["myriad"] = f"[{''.join(sign.form for sign in load_signs() if sign.value == '10000')}]"
    part |= {"small": f"[{role_forms('ten', 'hundred', 'thousand')}]", "kilo": f"[{role_forms('hundred', 'thousand')}]"}
    part |= {"digit": f"[{role_forms('digit', 'capital')}]", "one": f"[{role_forms('digit', 'two', 'capital')}]"}
    part |= {
        "run": f"[{role_forms('zero', 'digit', 'capital')}]",
        "alone": f"[{role_forms('digit', 'two')}]",
        "more_than": f"[{role_forms('over')}]",
    }
    within = role_forms("zero", "digit", "two", "capital", "ten", "hundred", "thousand", "tens", "few", "magnitude")
    part["inside"] = f"(?<![0-9{within}])"
    part["pair"] = pair_pattern()
    part["scale"] = "(?:{more_than}?{magnitude}++)++".format(**part)
    part["some"] = "(?:{pair}|{one}|{few})".format(**part)
    part["last"] = "(?:(?:{pair}|{digit}|{few})(?!{run}|{two}|{small}))".format(**part)
    part["tail"] = "(?:{zero}?(?:{some}?{ten}|{tens}){last}?|{zero}?{last})?".format(**part)
    part["units"] = (
        "(?:{some}{thousand}(?:{zero}?{some}{hundred})?{tail}|{some}{hundred}{tail}|(?:{some}{ten}|{tens}){last}?|{ten}{last})"
    ).format(**part)
    part["plain"] = (
        "(?:{run}{{4,}}+|(?=.{{0,2}}{zero}){run}{{3}}(?!{run})|{pair}(?!{run}|{two})|{alone}(?!{run})"
        "|{one}(?={scale}|{point}{run}|{part}|{dozen}))"
    ).format(**part)
    return part


@cache
def _number() -> str:
    """Match a number without sign, fraction and dozen."""
    part = dict(_fragments())
    part["more"] = (  # what may follow a magnitude: 1亿|2000万, 3万|4000, 5亿|1万4千6百, 一亿|零六万
        "(?:[0-9]{{1,4}}(?:\\.[0-9]++)?{kilo}?{scale}|[0-9]{kilo}(?:[0-9]{small}){{0,3}}+(?:{scale})?|[0-9]{{4}}(?![0-9.年])"
        "|{zero}?(?:{units}|{one}|{ten}){scale}){{0,6}}+".format(**part)
    )
    part["rest"] = "(?:{scale}|{trillion}){more}".format(**part)
    part["figures"] = (
        "(?<![0-9])(?<![0-9]\\.)(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,8}}+(?![0-9])|[0-9]++)(?:\\.[0-9]++|(?<=0){few})?+"
        "(?:{kilo_sign}(?:[0-9]{small}){{0,3}}+)?+".format(kilo_sign=_one_of("hundred", "thousand"), **part)
    )
    part["decimals"] = "(?:{point}{run}++(?!{small}))?+".format(**part)
    part["written"] = (
        "(?:(?:{units}|{plain}){decimals}|(?:{zero}|{ten}){point}{run}++|{several}(?={small}|{magnitude}){small}?"
        "|{small}(?={scale}|{over})|{myriad}(?!{myriad})(?={scale})|{magnitude}(?={over})|{ten}(?={part}))".format(**part)
    )
    return "(?:{figures}(?:{rest})?+|{inside}{written}(?:{rest}(?:{zero}?(?:{units}|{last}|{ten}))?+{decimals})?+){over}?+".format(**part)


@cache
def numeral_pattern() -> str:
    """Match the longest numeral: figures, characters or both, 余 多 几 in or after it, 二又四分之一, 一打; no 十 百 千 万 亿 alone."""
    part = _fragments() | {"number": _number()}
    part["whole"] = "(?:[0-9]++(?:\\.[0-9]++)?+|(?:{units}|{plain}|{one}|{ten})(?:{point}{run}++)?+){magnitude}*+".format(**part)
    return "(?>{sign}?+{number}(?:{and}{whole}{part}{whole}|{part}{sign}?+{whole})?+{dozen}?+)".format(**part)


@cache
def bare_pattern() -> str:
    """Match 十 百 千 万 亿 without a digit, which count only after a cue (上亿, 近百) or before a classifier (十大)."""
    return "(?>{inside}(?:{small}|{magnitude})++(?!{run}|{two}))".format(**_fragments())


@cache
def loose_pattern() -> str:
    """Match what is a numeral when told so, but begins too many other words to be looked for.

    百, 几, 半, 半百, 百三, 点五, .5, 3/5, 十打, 零.
    """
    return (
        "{sign}?(?:\\.[0-9]+|{point}{run}+|{few}|{half}{hundred}?|{kilo}?{digit}|{zero}{ten}?|{ten}{dozen}|[0-9]+/[0-9]+|(?:{small}|{magnitude})+)"
    ).format(**_fragments())


@cache
def percent_pattern() -> str:
    """Match what is a percentage by itself: 百分之七点九, 千分之三, 三分之一, 1/3, 三成半, -三成, 七五折, 一半; not figures with %."""
    part = _fragments() | {"number": _number()}
    part["tenths"] = "(?:(?<![0-9.])[0-9]{{1,3}}(?:\\.[0-9]++)?+|{inside}(?:{ten}|{pair}|{one}|{few})(?:{point}{run}++)?+)".format(**part)
    return (
        "(?>{sign}?+(?:{inside}(?:{small}|{magnitude})++|{number}){part}{sign}?+(?:{number}|{one}|{small})"
        "|(?<![0-9/.])[0-9]{{1,3}}/[1-9][0-9]{{0,3}}(?![0-9/.年])"
        "|{sign}?+(?:{tenths}(?:{over}?+{tenth}(?:{half}|{digit}(?!{run}|{small}|{magnitude}))?+{over}?+|{off})"
        "|{inside}{digit}{{2}}{off}|{share}))"
    ).format(**part)


@cache
def compile_numeral() -> re.Pattern[str]:
    """Return what ``numeral_pattern`` matches, compiled once a process: it is as long as all other rules together."""
    return re.compile(numeral_pattern())


@cache
def compile_percent() -> re.Pattern[str]:
    """Return what ``percent_pattern`` matches, compiled once a process."""
    return re.compile(percent_pattern())
