"""Scopes of several documents: the places, the years and the corpus, summed up as the parts come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.counting.groups import group_keys
from pipeline.counting.survey import Part, sum_candidates, sum_groups
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


_PLACES: Final = 40  # that are settled together
_MANY: Final = 8  # sums of a scope that are held before they are joined
_SUMS: Final = Table("sums", (), tuple(Column(name, "integer") for name in ("place", "terms", "counts", "documents", "lefts", "rights")))


class ScopeSums:
    """Adds up the documents of each scope as the parts come. Places, of which there may be many, are set aside in piles by their names."""

    def __init__(self, documents: Columns, piles: Piles) -> None:
        self._scopes = _list_scopes(documents)
        self._piles = piles
        self._held: dict[Scope, list[Sums]] = {}
        self._places = sorted({name for own in self._scopes.values() for kind, name in own if kind == "place"})
        self._numbers = {name: number for number, name in enumerate(self._places)}
        self._words = [0] * len(self._places)

    def add(self, part: Part, places: np.ndarray) -> None:
        """Add the documents of a part, whose candidates have these places in the survey (-1: none)."""
        import numpy as np

        members: dict[Scope, list[int]] = {}
        owners = np.full(len(part.doc_ids), -1, dtype=np.int64)
        for number, doc_id in enumerate(part.doc_ids):
            for scope in self._scopes.get(doc_id, ()):
                if scope[0] == "place":
                    owners[number] = self._numbers[scope[1]]
                else:
                    members.setdefault(scope, []).append(number)
        self._add_places(part, places, owners)
        for scope, numbers in members.items():
            inside = np.zeros(len(part.doc_ids), dtype=bool)
            inside[numbers] = True
            held = self._held.setdefault(scope, [])
            held.append(_sum_documents(part, places, inside))
            if len(held) == _MANY:
                held[:] = [_join_sums(held)]

    def _add_places(self, part: Part, places: np.ndarray, owners: np.ndarray) -> None:
        """Set aside the rows of the documents that count for a place."""
        import numpy as np

        for owner, words in zip(owners[part.sections["document"]].tolist(), part.sections["words"].tolist(), strict=True):
            if owner >= 0:
                self._words[owner] += words
        totals = part.totals
        owner, terms = owners[totals["document"]], places[totals["term"]]
        rows = np.flatnonzero((owner >= 0) & (terms >= 0))
        rows = rows[np.argsort(owner[rows], kind="stable")]
        columns = dict(zip(_SUMS.names, (owner[rows], terms[rows], totals["count"][rows], np.ones(len(rows), dtype=np.int64),
                                         totals["lefts"][rows], totals["rights"][rows]), strict=True))  # fmt: skip
        piles = owner[rows] // _PLACES
        for pile in np.unique(piles).tolist():
            begin, end = np.searchsorted(piles, [pile, pile + 1]).tolist()
            self._piles.put(pile, _SUMS, {name: column[begin:end].astype(np.int64) for name, column in columns.items()})

    def list_places(self) -> Iterator[tuple[Scope, Sums]]:
        """Yield the places in the order of their names, once all parts have come."""
        import numpy as np

        for first in range(0, len(self._places), _PLACES):
            rows = self._piles.take_arrays(first // _PLACES, _SUMS)
            order = np.argsort(rows["place"], kind="stable")
            owner, *columns = (column[order] for column in rows.values())
            numbers = range(first, min(first + _PLACES, len(self._places)))
            borders = np.searchsorted(owner, np.arange(first, numbers.stop + 1)).tolist()
            for number, (begin, end) in zip(numbers, pairwise(borders), strict=True):
                own = Sums(*(column[begin:end] for column in columns), self._words[number])
                yield ("place", self._places[number]), _join_sums([own])

    def list_others(self) -> Iterator[tuple[Scope, Sums]]:
        """Yield the years and the corpus."""
        return ((scope, _join_sums(held)) for scope, held in self._held.items())


def _list_scopes(documents: Columns) -> Mapping[str, list[Scope]]:
    """Return the scopes that each document counts for besides itself: not those that have its text already."""
    scopes: dict[str, list[Scope]] = {}
    held: set[tuple[Scope, str]] = set()
    for doc_id, place, year, first in zip(*(documents[name] for name in ("doc_id", "place", "year", "duplicate_of")), strict=True):
        named = [("place", place), ("year", "" if year is None else str(year)), ("corpus", "corpus")]
        own = [scope for scope in named if scope[1] and (scope, first or doc_id) not in held]
        held.update((scope, first or doc_id) for scope in own)
        scopes[doc_id] = own
    return scopes


def _sum_documents(part: Part, places: np.ndarray, inside: np.ndarray) -> Sums:
    """Add up the counts of a part's chosen documents."""
    import numpy as np

    documents = sum_candidates(part, inside)
    found = np.flatnonzero((documents > 0) & (places >= 0))
    counts, lefts, rights = (sum_candidates(part, inside, name)[found] for name in ("count", "lefts", "rights"))
    words = int(part.sections["words"][inside[part.sections["document"]]].sum())
    return Sums(places[found], counts, documents[found], lefts, rights, words)


def _join_sums(held: list[Sums]) -> Sums:
    import numpy as np

    terms, *numbers = (np.concatenate(arrays) for arrays in list(zip(*held, strict=True))[:-1])
    firsts, rows = group_keys(terms)
    counts, documents, lefts, rights = (sum_groups(rows, own, len(firsts)) for own in numbers)
    return Sums(terms[firsts], counts, documents, lefts, rights, sum(own.words for own in held))
