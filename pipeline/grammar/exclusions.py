"""Exclusions: the numbers that are no quantities, told by what stands at, before, behind or around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.lexicon.figures import Exclusion

KEEP: Final = "keep:"  # a rule of this name makes a number a quantity after all
_REACH: Final = 12  # characters before a number that a rule may look at

_Sides = tuple[re.Pattern[str] | None, re.Pattern[str] | None, str]


class Exclusions:
    """Exclusion rows of one lexicon, compiled into one expression for each side and each character that touches the number."""

    def __init__(self, rows: Iterable[Exclusion]) -> None:
        """Compile the rows; the first that matches decides."""
        rows = tuple(rows)
        self._at, self._before, self._after = (_compile(rows, side) for side in ("at", "before", "after"))
        self._around = _compile_around(rows)

    def exclude_number(self, text: str, start: int, end: int) -> tuple[int, str] | None:
        """Return where what is left out with the number ends, and the rule; None where no rule is against the number."""
        if (at := self._at.get(text[start])) and (hit := at[0].match(text, start)):
            return max(hit.end(), end), at[1][(hit.lastindex or 1) - 1]
        before = self._before.get(text[start - 1] if start else "\n")
        if before and (hit := before[0].search(text, max(0, start - _REACH), start)):
            return end, before[1][(hit.lastindex or 1) - 1]
        if (after := self._after.get(text[end : end + 1])) and (hit := after[0].match(text, end)):
            return hit.end(), after[1][(hit.lastindex or 1) - 1]
        return None

    def judge_measure(self, text: str, start: int, end: int, form: str) -> str:
        """Return the first rule on number and unit at a span, which leaves them out or (keep:) does not; nothing where there is none."""
        for before, after, rule in self._around.get(form, ()):
            if (before is None or before.search(text, max(0, start - _REACH), start)) and (after is None or after.match(text, end)):
                return rule
        return ""


def _compile(rows: Iterable[Exclusion], side: str) -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """For each character that touches the number, the patterns of one side as one expression, and the rule of each of its groups."""
    found: dict[str, list[Exclusion]] = {}
    for row in rows:
        if row.side == side:
            for sign in row.triggers():
                found.setdefault(sign, []).append(row)
    end = r"\Z" if side == "before" else ""
    return {
        sign: (re.compile("|".join(f"({row.pattern}){end}" for row in patterns)), tuple(row.id for row in patterns))
        for sign, patterns in found.items()
    }


def _compile_around(rows: Iterable[Exclusion]) -> dict[str, list[_Sides]]:
    """Patterns around number and unit, by the unit's form."""
    found: dict[str, list[_Sides]] = {}
    for row in rows:
        if row.side == "unit":
            before, _, after = row.pattern.partition("@")
            sides = (re.compile(f"(?:{before})\\Z") if before else None, re.compile(after) if after else None)
            for form in row.triggers():
                found.setdefault(form, []).append((*sides, row.id))
    return found
