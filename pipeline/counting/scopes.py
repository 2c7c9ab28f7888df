"""Scopes of several documents: the places, the years and the corpus, summed up as the parts come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.counting.groups import group_keys
from pipeline.counting.survey import Part, sum_candidates, sum_groups
from pipeline.schema import Columns

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


class ScopeSums:
    """Adds up the documents of each scope, and gives a scope away when its last document has come."""

    def __init__(self, documents: Columns) -> None:
        self._scopes = _list_scopes(documents)
        self._waiting = Counter(scope for own in self._scopes.values() for scope in own)
        self._held: dict[Scope, list[Sums]] = {}

    def add(self, part: Part, places: np.ndarray) -> Iterator[tuple[Scope, Sums]]:
        """Add the documents of a part, whose candidates have these places in the survey (-1: none), and yield what is complete."""
        import numpy as np

        members: dict[Scope, list[int]] = {}
        for number, doc_id in enumerate(part.doc_ids):
            for scope in self._scopes.get(doc_id, ()):
                members.setdefault(scope, []).append(number)
        for scope, numbers in members.items():
            inside = np.zeros(len(part.doc_ids), dtype=bool)
            inside[numbers] = True
            self._held.setdefault(scope, []).append(_sum_documents(part, places, inside))
            self._waiting[scope] -= len(numbers)
            if not self._waiting[scope]:
                yield scope, _join_sums(self._held.pop(scope))

    def finish(self) -> Iterator[tuple[Scope, Sums]]:
        """Yield the scopes of which some documents never came: they have no text."""
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
