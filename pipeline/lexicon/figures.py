"""The words of figures: units, numbers that are no quantities, cues, and the words where a name begins or ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.rows import read_rows
from pipeline.schema import BASE_UNITS, BOUNDS, KINDS

_WORDS: Final = re.compile(r"[\w|]*")  # words one of which may not follow: of this form is no wrong expression, and most are of it


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or classifier as written, its base unit and the factor to it; ``not_before`` is what may not follow (a regular expression)."""

    form: str
    kind: str
    unit: str
    factor: Decimal
    not_before: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if not self.form:
            return "no form; write the unit as reports do"
        if self.kind not in KINDS:
            return f"kind {self.kind!r} is none of {' '.join(KINDS)}"
        allowed = BASE_UNITS.get(self.kind, ())
        if allowed and self.unit not in allowed:
            return f"unit {self.unit!r} is no {self.kind} unit ({' '.join(allowed)})"
        if self.kind == "money" and not re.fullmatch("[A-Z]{3}", self.unit):
            return f"unit {self.unit!r} is no ISO 4217 code (CNY, USD)"
        try:
            if not _WORDS.fullmatch(self.not_before):
                re.compile(self.not_before)
        except re.error as error:
            return f"not_before {self.not_before!r}: {error}"
        return "" if self.factor > 0 else f"factor {self.factor} is not positive"


_SIDES: Final = ("at", "before", "after", "unit")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A number that is no quantity: a pattern on one side of it, and the characters that may touch the number there.

    Side ``at`` matches from the number's first character, ``before`` up to it, ``after`` from its end; ``unit`` is ``BEFORE@AFTER``
    around number and unit, and ``trigger`` holds forms of units.
    """

    id: str
    side: str
    trigger: str
    pattern: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.side not in _SIDES:
            return f"side {self.side!r} is none of {' '.join(_SIDES)}"
        if not self.trigger:
            return "no trigger; write the characters that touch the number"
        try:
            groups = re.compile(self.pattern).groups
        except re.error as error:
            return f"pattern {self.pattern!r}: {error}"
        if groups:
            return f"pattern {self.pattern!r} has a group that captures; write (?:...)"
        if self.side == "unit" and self.pattern.count("@") != 1:
            return f"pattern {self.pattern!r} has no single @; write BEFORE@AFTER, @ for number and unit"
        return ""

    def triggers(self) -> tuple[str, ...]:
        """Return the characters (for side ``unit`` the forms) that call the pattern; ``0-9`` and ``A-Z`` are spelled out."""
        if self.side == "unit":
            return tuple(self.trigger.split("|"))
        text = self.trigger.replace("0-9", "0123456789").replace("A-Z", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return tuple(
            dict.fromkeys(text.replace("a-z", "abcdefghijklmnopqrstuvwxyz").replace("一-九", "一二三四五六七八九").replace("\\n", "\n"))
        )


CUE_ROLES: Final = (
    "bound_before", "bound_after", "trend", "trend_noun", "comparative", "object_trend", "gap", "reach", "origin", "rate", "stock",
    "target", "estimate", "done", "flow", "held", "index", "sum", "discourse",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says something of a number: its role, the word, and what it says."""

    role: str
    form: str
    value: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.role not in CUE_ROLES:
            return f"role {self.role!r} is none of {' '.join(CUE_ROLES)}"
        if not self.form:
            return "no form; write the word"
        if self.role.startswith("bound") and self.value not in BOUNDS:
            return f"bound {self.value!r} is none of {' '.join(BOUNDS)}"
        if "trend" in self.role and self.value not in ("up", "down"):
            return f"direction {self.value!r} is neither up nor down"
        if self.role == "flow" and self.value not in ("", "whole"):
            return f"value {self.value!r} of a flow is not whole; leave it empty"
        return ""


HEAD_ROLES: Final = ("step", "empty", "end", "head", "link", "adverb", "verb", "process", "money_verb", "property", "noun")


@dataclass(frozen=True, slots=True)
class HeadWord:
    """A word that tells where the name of what is measured begins or ends."""

    role: str
    form: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.role not in HEAD_ROLES:
            return f"role {self.role!r} is none of {' '.join(HEAD_ROLES)}"
        return "" if self.form else "no form; write the word"


@dataclass(frozen=True, eq=False, slots=True)
class FigureWords:
    """All rows that the reading of figures takes."""

    units: tuple[Unit, ...]
    exclusions: tuple[Exclusion, ...]
    cues: tuple[Cue, ...]
    heads: tuple[HeadWord, ...]


def load_figure_words(folder: Traversable | None = None) -> FigureWords:
    """Read units.csv, exclusions.csv, cues.csv and heads.csv; raises LexiconError by file and line."""
    return FigureWords(
        units=read_rows("units.csv", Unit, folder),
        exclusions=read_rows("exclusions.csv", Exclusion, folder),
        cues=read_rows("cues.csv", Cue, folder),
        heads=read_rows("heads.csv", HeadWord, folder),
    )
