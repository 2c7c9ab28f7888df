"""What a report has from the one before it: how much, and which passages, in both texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.schema import Columns
from pipeline.views.explorer.register import Register, Report
from pipeline.views.explorer.rows import walk_rows
from pipeline.views.explorer.words import Series

_SHOWN: Final = 12  # passages of a report
_REACH: Final = 60  # characters of one
_SIGNS: Final = "，。；：、！？,.;:!?"


class Passage(NamedTuple):
    """A passage as a page lists it: where it begins, its first characters, how many it has, and the address of its place before."""

    start: int
    text: str
    characters: int
    address: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A report's share that its predecessor has too, in %, the number of passages, and the longest of these in the order of the text."""

    other: Report
    share: float
    count: int
    passages: list[Passage]


class Reuse:
    """The pairs of a report and its predecessor, with the passages that both have, kept as numbers."""

    def __init__(self, similarity: Series, passages: Iterable[Columns], register: Register) -> None:
        self._register = register
        rows = walk_rows(similarity, "doc_id", "other", "relation", "containment")
        self._before = {doc_id: (other, share) for doc_id, other, relation, share in rows if relation == "last_year"}
        self._own: dict[str, array[int]] = {}
        self._points: dict[str, set[int]] = {}
        names = ("doc_id", "other", "start", "end", "other_start", "characters")
        for doc_id, other, start, end, other_start, characters in walk_rows(passages, *names):
            if self._before.get(doc_id, ("",))[0] == other:
                self._own.setdefault(doc_id, array("q")).extend((start, end, other_start, characters))
                self._points.setdefault(doc_id, set()).add(start)
                self._points.setdefault(other, set()).add(other_start)

    def find_points(self, doc_id: str) -> list[int]:
        """Return the places of a report that others' pages, or its own list of passages, lead to."""
        return sorted(self._points.get(doc_id, ()))

    def list_spans(self) -> Iterator[Columns]:
        """Yield the passages of each report as spans, each with the name of the report that has it too."""
        for doc_id, flat in self._own.items():
            other = self._register.by_id[self._before[doc_id][0]].short
            count = len(flat) // 4
            yield {"doc_id": [doc_id] * count, "start": list(flat[::4]), "end": list(flat[1::4]), "other": [f"{other} 也有"] * count}

    def describe(self, doc_id: str, text: str) -> Likeness | None:
        """Return what a report has from its predecessor; None where it has none."""
        if doc_id not in self._before:
            return None
        other_id, share = self._before[doc_id]
        other = self._register.by_id[other_id]
        flat = self._own.get(doc_id, array("q"))
        rows = sorted(zip(flat[::4], flat[1::4], flat[2::4], flat[3::4], strict=True), key=lambda row: (-row[3], row))[:_SHOWN]
        passages = [
            Passage(start, _clip(text[start:end]), characters, f"../{other.page}#c{other_start}" if other.paged else "")
            for start, end, other_start, characters in sorted(rows)
        ]
        return Likeness(other, round(100 * share, 1), len(flat) // 4, passages)


def _clip(text: str) -> str:
    r"""Return a passage on one line, without the signs at its edges that end what is not of it, cut where it is long.

    >>> _clip("，深化改革、\n  扩大开放，")
    '深化改革、扩大开放'
    """
    line = "".join(text.split()).strip(_SIGNS)
    return line if len(line) <= _REACH else f"{line[:_REACH]}…"
