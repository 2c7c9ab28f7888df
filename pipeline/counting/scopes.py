"""Scopes of several documents: the places and the years, summed up as the parts come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.arrays import list_distinct, mark_changes
from pipeline.counting.groups import add_runs
from pipeline.counting.survey import Part, Survey, sum_documents, sum_groups
from pipeline.piles import Piles
from pipeline.schema import Column, Columns, Table

if TYPE_CHECKING:
    import numpy as np

Scope = tuple[str, str]


class Sums(NamedTuple):
    """The terms of a scope as places in the survey, in order, with counts, documents, lefts and rights; and how many words it has."""

    terms: np.ndarray
    counts: np.ndarray
    documents: np.ndarray
    lefts: np.ndarray
    rights: np.ndarray
    words: int

    def cast(self, kind: type[np.integer[Any]]) -> Sums:
        """Return a copy as integers of another size."""
        *columns, words = self
        return Sums(*(column.astype(kind) for column in columns), words)


_PLACES: Final = 16  # that are settled together
_SUMMED: Final = ("term", "count", "documents", "lefts", "rights")
_SUMS: Final = Table("sums", (), tuple(Column(name, "integer") for name in ("owner", *_SUMMED)))
_SIDES: Final = ("left", "right")


class ScopeSums:
    """Adds up the documents of each place and year as the parts come. Places, of which there may be many, wait in piles by their names."""

    def __init__(self, documents: Columns, piles: Piles) -> None:
        import numpy as np

        self._rows = {doc_id: row for row, doc_id in enumerate(documents["doc_id"])}
        self._places, self._years = _list_owners(documents, "place"), _list_owners(documents, "year")
        self._piles = piles
        self._held: dict[int, list[Sums]] = {}
        self._words = np.zeros(len(self._places.names), dtype=np.int64)

    def add(self, part: Part, places: np.ndarray) -> None:
        """Add the documents of a part, whose candidates have these places in the survey (-1: none).

        What a year has is held in half the bytes, and joined whenever as much has come as there was: so it is never held more than twice.
        """
        import numpy as np

        documents = np.array([self._rows[doc_id] for doc_id in part.doc_ids], dtype=np.int64)
        self._add_places(part, places, self._places.numbers[documents])
        owners = self._years.numbers[documents]
        rows = sum_documents(part.totals, owners, places)
        words = _sum_words(part, owners, len(self._years.names))
        numbers = np.unique(owners[owners >= 0]).tolist()
        for number, begin, end in zip(numbers, *(np.searchsorted(rows["owner"], numbers, side).tolist() for side in _SIDES), strict=True):
            held = self._held.setdefault(number, [])
            held.append(Sums(*(rows[name][begin:end] for name in _SUMMED), int(words[number])).cast(np.int32))
            if sum(len(sums.terms) for sums in held[1:]) >= len(held[0].terms):
                held[:] = [_join_sums(held).cast(np.int32)]

    def _add_places(self, part: Part, places: np.ndarray, owners: np.ndarray) -> None:
        """Set aside the sums of the documents that count for a place."""
        import numpy as np

        self._words += _sum_words(part, owners, len(self._words))
        rows = sum_documents(part.totals, owners, places)
        piles = rows["owner"] // _PLACES
        numbers = list_distinct(piles).tolist()
        for pile, begin, end in zip(numbers, *(np.searchsorted(piles, numbers, side).tolist() for side in _SIDES), strict=True):
            self._piles.put(pile, _SUMS, {name: rows[name][begin:end] for name in _SUMS.names})

    def list_places(self) -> Iterator[tuple[Scope, Sums]]:
        """Yield the places in the order of their names, once all parts have come."""
        import numpy as np

        names = self._places.names
        for first in range(0, len(names), _PLACES):
            rows = self._piles.take_arrays(first // _PLACES, _SUMS)
            order = np.argsort(rows["owner"], kind="stable")
            owner, *columns = (column[order] for column in rows.values())
            numbers = range(first, min(first + _PLACES, len(names)))
            borders = np.searchsorted(owner, np.arange(first, numbers.stop + 1)).tolist()
            for number, (begin, end) in zip(numbers, pairwise(borders), strict=True):
                own = Sums(*(column[begin:end] for column in columns), int(self._words[number]))
                yield ("place", names[number]), _join_sums([own])

    def list_years(self) -> Iterator[tuple[Scope, Sums]]:
        """Yield the years in their order, once all parts have come."""
        import numpy as np

        for number in sorted(self._held):
            yield ("year", self._years.names[number]), _join_sums(self._held.pop(number)).cast(np.int64)


def sum_corpus(survey: Survey) -> tuple[Scope, Sums]:
    """Return the corpus, which the survey has added up."""
    import numpy as np

    terms = np.flatnonzero(survey.documents)
    counts, documents, lefts, rights = (own[terms] for own in (survey.counts, survey.documents, survey.lefts, survey.rights))
    return ("corpus", "corpus"), Sums(terms, counts, documents, lefts, rights, survey.words)


@dataclass(frozen=True, slots=True)
class _Owners:
    """The places, or the years, that documents count for: their names in order, and the number of that of each document, -1 for none."""

    names: list[str]
    numbers: np.ndarray


def _list_owners(documents: Columns, column: str) -> _Owners:
    """Find what each document counts for: a document whose text counts there already does not."""
    import numpy as np

    several = {first for first in documents["duplicate_of"] if first}
    cells = sorted({cell for cell in documents[column] if cell not in (None, "")}, key=str)
    places = {cell: number for number, cell in enumerate(cells)}
    numbers = np.full(len(documents["doc_id"]), -1, dtype=np.int64)
    held: set[tuple[Any, str]] = set()
    for row, (doc_id, cell, first) in enumerate(zip(*(documents[name] for name in ("doc_id", column, "duplicate_of")), strict=True)):
        text = first or doc_id
        if cell in places and (cell, text) not in held:
            numbers[row] = places[cell]
            if text in several:
                held.add((cell, text))
    return _Owners([str(cell) for cell in cells], numbers)


def _sum_words(part: Part, owners: np.ndarray, size: int) -> np.ndarray:
    """Return how many words that can be terms each owner's documents have."""
    owner = owners[part.sections["document"]]
    return sum_groups(owner[owner >= 0], part.sections["words"][owner >= 0], size)


def _join_sums(held: Sequence[Sums]) -> Sums:
    """Join sums of one scope, in which a term may stand several times."""
    import numpy as np

    if len(held) == 1 and (held[0].terms[1:] > held[0].terms[:-1]).all():
        return held[0]
    terms, *numbers = (np.concatenate(arrays) for arrays in list(zip(*held, strict=True))[:-1])
    order = np.argsort(terms, kind="stable")
    begins = np.flatnonzero(mark_changes(terms[order]))
    return Sums(terms[order[begins]], *(add_runs(own[order], begins) for own in numbers), sum(own.words for own in held))
