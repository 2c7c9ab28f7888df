"""Units: which unit stands behind a number, and a number in its base unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.lexicon.figures import Unit
from pipeline.schema import Measure, Numeral

_PER: Final = re.compile(r"[/每]")
_BRACKET: Final = re.compile(r"（([^（）]{1,3})）")

_NO_ROWS: Final = (re.compile("(?!)").match, ())


class Units:
    """Unit rows of one lexicon by their first character, longest first."""

    def __init__(self, rows: Iterable[Unit]) -> None:
        """Compile the forms of each first character, with what may not follow them, into one expression."""
        heads: dict[str, list[Unit]] = {}
        for row in sorted(rows, key=lambda row: -len(row.form)):
            heads.setdefault(row.form[0], []).append(row)
        self._rows = {head: (re.compile("|".join(map(_write_pattern, own))).match, tuple(own)) for head, own in heads.items()}

    @property
    def heads(self) -> str:
        """The characters that a unit may begin with."""
        return "".join(self._rows)

    def find_unit(self, text: str, at: int) -> tuple[Unit, int] | None:
        """Return the unit that stands at an offset and where it ends, with a second classifier in brackets: 头（只）."""
        match, rows = self._rows.get(text[at : at + 1], _NO_ROWS)
        hit = match(text, at)
        if hit is None or not hit.lastindex:
            return None
        row, end = rows[hit.lastindex - 1], hit.end()
        if row.kind == "count" and text.startswith("（", end) and (second := _BRACKET.match(text, end)) and self.find_unit(second[1], 0):
            return row, second.end()
        return row, end

    def find_denominator(self, text: str, end: int, row: Unit) -> tuple[str, int] | None:
        """Return what a unit is told by (元/吨, 元每平方米) and where that ends; a base unit where its factor is 1."""
        if text.startswith("/月", end):
            return "月", end + 2
        if text.startswith("/万元", end):
            return "万元", end + 3
        if not _PER.match(text, end) or not (unit := self.find_unit(text, end + 1)):
            return None
        below, below_end = unit
        if text[end] == "每" and row.kind != "money":
            return None
        return (below.unit if below.factor == 1 and below.kind != "duration" else below.form), below_end


def _write_pattern(row: Unit) -> str:
    return f"({re.escape(row.form)})" + (f"(?!{row.not_before})" if row.not_before else "")


@lru_cache(maxsize=4096)
def _scale(number: float | None, factor: Decimal) -> float | None:
    return None if number is None else float(Decimal(repr(number)) * factor)


def make_measure(span: tuple[int, int], number: Numeral, row: Unit, *, per: str = "", rule: str = "") -> Measure:
    """Return a number with its unit as a measure in the base unit, multiplied in decimals."""
    value, low, high = number.value, number.low, number.high
    if row.factor != 1:
        value, low, high = _scale(value, row.factor), _scale(low, row.factor), _scale(high, row.factor)
    unit = f"{row.unit}/{per}" if per else row.unit
    rules = f"unit:{row.form}" + (f";{rule}" if rule else "")
    return Measure(*span, row.kind, value, low, high, unit, number.bound, rules)
