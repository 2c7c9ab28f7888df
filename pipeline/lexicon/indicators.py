"""The registry of indicators: every statistic that reports state, what it is called, and what it must not be taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

from pipeline.lexicon.rows import LexiconError, read_rows
from pipeline.schema import ASPECTS, BASE_UNITS, KINDS

FORMS: Final = ("level", "share")
MARKS: Final = ("growth", "share", "new", "begun", "done")
_ID: Final = re.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_ALIAS: Final = re.compile(rf"(?:(?P<mark>{'|'.join(MARKS)}):)?(?P<form>[^@:]+)(?:@(?P<place>[1-9]))?")


class Alias(NamedTuple):
    """A way to write an indicator: the form, what alone it tells (a mark, or ""), and which of several numbers it is (0: the only one)."""

    form: str
    mark: str
    place: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A statistic as it is defined; the columns of indicators.csv, which explains them."""

    id: str
    name: str
    english: str
    aliases: str
    kind: str
    unit: str
    display: str
    aspects: str
    form: str
    domain: str
    family: str
    part_of: str
    not_for: str
    note: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if not _ID.fullmatch(self.id):
            return f"id {self.id!r} is no name of a column; write lower-case English words joined by _"
        if not self.name or not self.english or not self.domain:
            return f"{self.id} lacks its name, english or domain"
        if self.kind not in KINDS:
            return f"kind {self.kind!r} is none of {' '.join(KINDS)}"
        allowed = BASE_UNITS.get(self.kind, ())
        if allowed and self.unit.partition("/")[0] not in allowed:
            return f"unit {self.unit!r} is no {self.kind} unit ({' '.join(allowed)})"
        if wrong := set(self.list_aspects()) - set(ASPECTS):
            return f"aspect {min(wrong)!r} is none of {' '.join(ASPECTS)}"
        if self.form not in FORMS:
            return f"form {self.form!r} is neither level nor share"
        for alias in self.aliases.split("|"):
            if alias and not _ALIAS.fullmatch(alias):
                return f"alias {alias!r} is none; write FORM, MARK:FORM ({' '.join(MARKS)}) or FORM@1"
        return ""

    def list_aspects(self) -> tuple[str, ...]:
        """Return what can be told of it."""
        return tuple(self.aspects.split("|"))

    def list_aliases(self) -> tuple[Alias, ...]:
        """Return its name and every other way to write it."""
        found = [Alias(self.name, "", 0)]
        for text in self.aliases.split("|"):
            if hit := _ALIAS.fullmatch(text):
                found.append(Alias(hit["form"], hit["mark"] or "", int(hit["place"] or 0)))
        return tuple(dict.fromkeys(found))


def load_indicators(folder: Traversable | None = None) -> tuple[Indicator, ...]:
    """Read the registry; raises LexiconError for a bad row by line, and by id for an alias with two owners or a total that is none."""
    rows = read_rows("indicators.csv", Indicator, folder)
    _check_ids(rows)
    owners: dict[Alias, str] = {}
    for row in rows:
        for alias in row.list_aliases():
            owner = owners.setdefault(alias, row.id)
            if owner != row.id:
                raise LexiconError(f"indicators.csv: {owner} and {row.id} both claim {alias.form}; leave it to one of them")
    return rows


def _check_ids(rows: Sequence[Indicator]) -> None:
    known: set[str] = set()
    for row in rows:
        if row.id in known:
            raise LexiconError(f"indicators.csv: {row.id} stands there twice; give one row another id")
        known.add(row.id)
    for row in rows:
        if row.part_of and row.part_of not in known:
            raise LexiconError(f"indicators.csv: {row.id} is part of {row.part_of}, which is no id; write the id of its total")
        if row.part_of == row.id:
            raise LexiconError(f"indicators.csv: {row.id} is part of itself; write the id of its total")
