"""Similarity: how much of a report repeats its predecessor, or another place's report of that year, and which passages.

No report is set beside all others: a predecessor is known by place and year, and reports of a year find each other by the shingles that
their sketches share. Sketches alone are held; the texts of a pair are read again from their parts when it is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.arrays import list_distinct, mark_changes
from pipeline.encoded import PickedSeries
from pipeline.frames import make_columns
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.whole import Lexicon
from pipeline.piles import Piles
from pipeline.schema import PASSAGES, RELATIONS_OF_REPORTS, SIMILARITY, Column, Columns, Table
from pipeline.shelf import Shelf, Survey
from pipeline.shingles import BINS, Compared, Passage, count_pairs, fold_signs, sketch_shingles
from pipeline.sketches import Sketches

if TYPE_CHECKING:
    import numpy as np

    from pipeline.shelf import Weights

_EARLIER: Final = 8  # reports of a place and year that may be a predecessor
_NEIGHBOURS: Final = 3  # of a report, in its year
_FEW: Final = 200  # reports; of more than these
_OF_MANY: Final = 0.1  # of the smaller sketch must be shared (less is shared by chance, where so many have set phrases in common),
_PASSAGES: Final = 20  # and so many passages of a pair are told, the longest
_LEAST: Final = 0.01  # containment of a report in another one of its year
_DIGITS: Final = 4

_TOGETHER: Final = 1000  # reports, and pairs of them, that leave the stage at once
_KEYS: Final = tuple(Column(name, "integer") for name in ("one", "relation", "other"))
_LIKENESSES: Final = Table("likenesses", (), (*_KEYS, Column("cosine", "number"), Column("containment", "number")))
_RUNS: Final = Table("runs", (), (*_KEYS, *(Column(name, "integer") for name in ("start", "end", "other_start", "other_end"))))


class _Pair(NamedTuple):
    """Two reports that are compared, by their numbers, and how they are related (its place among the relations)."""

    one: int
    relation: int
    other: int


def compare_reports(texts: PickedSeries, documents: Columns, lexicon: Lexicon, piles: Piles) -> dict[str, Iterator[Columns]]:
    """Make similarity and passages, block by block: a row a pair of reports, and a row a passage that the first has from the other.

    ``last_year`` is the report of the same place and kind of the nearest earlier year; ``same_year`` are up to three of other places, of
    that year, and both ways. ``containment`` is the share of a report's shingles (eight characters) that the other has too (Broder 1997).
    ``cosine`` is that of the two reports' pairs of letters, weighed by TF-IDF with logarithmic counts (Salton and Buckley 1988), both
    from 0 to 1. A passage has at least 20 characters, whatever blanks and line breaks lie in it; none of a pair overlaps another in the
    first report. Reports with the text of another one (duplicate_of) are left out. Of many reports (over ``_FEW``) those of a year are
    neighbours only where a tenth of the smaller sketch is shared: among many any report has some that share a twentieth with it by
    their set phrases alone. And a pair has its longest passages alone.
    """
    import numpy as np

    repeated = {doc_id for doc_id, first in zip(documents["doc_id"], documents["duplicate_of"], strict=True) if first}
    shelf = Shelf(texts)
    survey = _survey_texts(texts, repeated, shelf)
    many = len(documents["doc_id"]) > _FEW
    scratch = np.zeros(BINS)
    waiting: list[tuple[_Pair, _Likeness]] = []
    for pair in _list_pairs(_describe_reports(documents, survey), survey.sketches, many=many):
        likeness = _compare_pair(shelf.fetch(pair.one, survey), shelf.fetch(pair.other, survey), scratch)
        if pair.relation == 0 or likeness.containment >= _LEAST:
            most = _PASSAGES if many else len(likeness.passages)
            waiting.append((pair, likeness._replace(passages=_choose_longest(likeness.passages, most))))
            if len(waiting) == _TOGETHER:
                _set_aside(waiting, piles)
    _set_aside(waiting, piles)
    return _list_blocks(survey.doc_ids, piles)


def _set_aside(waiting: list[tuple[_Pair, _Likeness]], piles: Piles) -> None:
    """Put what was found into piles, a pile a stretch of reports, and forget it."""
    likenesses: dict[int, list[tuple[Any, ...]]] = {}
    runs: dict[int, list[tuple[Any, ...]]] = {}
    for pair, likeness in waiting:
        pile = pair.one // _TOGETHER
        likenesses.setdefault(pile, []).append((*pair, likeness.cosine, likeness.containment))
        runs.setdefault(pile, []).extend((*pair, *passage) for passage in likeness.passages)
    for pile, rows in likenesses.items():
        piles.put(pile, _LIKENESSES, make_columns(_LIKENESSES, rows))
        piles.put(pile, _RUNS, make_columns(_RUNS, runs[pile]))
    waiting.clear()


def _list_blocks(doc_ids: Sequence[str], piles: Piles) -> dict[str, Iterator[Columns]]:
    """Return the blocks of both tables, in the order of the reports, relations and other reports."""
    count = -(-len(doc_ids) // _TOGETHER)

    def list_similarity() -> Iterator[Columns]:
        for pile in range(count):
            rows = sorted(zip(*piles.take(pile, _LIKENESSES).values(), strict=True))
            found = [(doc_ids[one], doc_ids[other], RELATIONS_OF_REPORTS[relation], *told) for one, relation, other, *told in rows]
            yield make_columns(SIMILARITY, found)

    def list_passages() -> Iterator[Columns]:
        for pile in range(count):
            rows = sorted(zip(*piles.take(pile, _RUNS).values(), strict=True))
            spans = ((one, other, span) for one, _, other, *span in rows)
            found = [(doc_ids[one], span[0], span[1], doc_ids[other], *span[2:], span[1] - span[0]) for one, other, span in spans]
            yield make_columns(PASSAGES, found)

    return {"similarity": list_similarity(), "passages": list_passages()}


def _survey_texts(texts: PickedSeries, repeated: set[str], shelf: Shelf) -> Survey:
    import numpy as np

    survey = Survey(np.zeros(BINS, dtype=np.int32))
    for part, columns in enumerate(texts):
        for row, (doc_id, text) in enumerate(zip(columns["doc_id"], columns["text"], strict=True)):
            folded = fold_signs(text)
            if doc_id not in repeated and len(folded.shingles):
                number = survey.add(doc_id, part, row, sketch_shingles(folded.shingles))
                pairs = count_pairs(folded.codes)
                survey.holders[pairs[0]] += 1
                shelf.put(number, folded, pairs)
    return survey


class _Reports(NamedTuple):
    """What is known of the surveyed reports, by number.

    These are the year (-1 for none), the numbers of place and of series (a place and kind; -1 for no place), and the rank by id.
    """

    years: np.ndarray
    places: np.ndarray
    series: np.ndarray
    ranks: np.ndarray


def _describe_reports(documents: Columns, survey: Survey) -> _Reports:
    import numpy as np

    names = PlaceNames(documents)
    numbers = {doc_id: number for number, doc_id in enumerate(survey.doc_ids)}
    years, places, series, ranks = np.full((4, len(numbers)), -1, dtype=np.int64)
    known: dict[str, int] = {}
    kinds: dict[tuple[str, str], int] = {}
    for doc_id, genre, year in zip(documents["doc_id"], documents["genre"], documents["year"], strict=True):
        number = numbers.get(doc_id)
        if number is not None and year is not None:
            years[number] = year
            if place := names.find_own(doc_id):
                places[number] = known.setdefault(place, len(known))
                series[number] = kinds.setdefault((place, genre or ""), len(kinds))
    ranks[sorted(range(len(numbers)), key=survey.doc_ids.__getitem__)] = np.arange(len(numbers))
    return _Reports(years, places, series, ranks)


def _list_pairs(reports: _Reports, sketches: Sketches, *, many: bool) -> Iterator[_Pair]:
    """Yield the pairs so that few reports are read twice: predecessors series by series, then year by year, both ways at once."""
    import numpy as np

    for one, other in _find_predecessors(reports, sketches):
        yield _Pair(one, 0, other)
    for year in list_distinct(reports.years[reports.years >= 0]).tolist():
        own = np.flatnonzero(reports.years == year)
        own = own[np.argsort(reports.ranks[own])]
        found = sketches.find_neighbours(own, reports.places[own], most=_NEIGHBOURS, share=_OF_MANY if many else 0.0)
        ones, others = (own[places] for places in found)
        order = np.lexsort((ones, np.maximum(ones, others), np.minimum(ones, others)))
        for one, other in zip(ones[order].tolist(), others[order].tolist(), strict=True):
            yield _Pair(one, 1, other)


def _find_predecessors(reports: _Reports, sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Yield each report with the one before it: of several of one year, of the first eight by id, that which shares most of its sketch."""
    import numpy as np

    rows = np.flatnonzero(reports.series >= 0)
    rows = rows[np.lexsort((reports.ranks[rows], reports.years[rows], reports.series[rows]))]
    series, years = reports.series[rows], reports.years[rows]
    begins = np.flatnonzero(mark_changes(series) | mark_changes(years))
    for before, begin, end in zip(begins, begins[1:], np.append(begins[2:], len(rows)), strict=False):
        if series[before] == series[begin]:
            others = rows[before:begin][:_EARLIER].tolist()
            for one in rows[begin:end].tolist():
                yield one, max(others, key=lambda other, own=one: sketches.count_shared(own, other)) if others[1:] else others[0]


class _Likeness(NamedTuple):
    """What a comparison found."""

    cosine: float
    containment: float
    passages: list[Passage]


def _compare_pair(one: tuple[Compared, Weights], other: tuple[Compared, Weights], scratch: np.ndarray) -> _Likeness:
    """Compare two reports; ``scratch`` has a zero for each bin, and again afterwards."""
    (compared, (bins, weights)), (others, (other_bins, other_weights)) = one, other
    matches = compared.match(others)
    scratch[bins] = weights
    cosine = float((scratch[other_bins] * other_weights).sum())
    scratch[bins] = 0
    passages = compared.find_passages(others, matches)
    return _Likeness(round(cosine, _DIGITS), round(compared.contain(matches), _DIGITS), passages)


def _choose_longest(passages: list[Passage], most: int) -> list[Passage]:
    """Return the longest passages, in the order of the text."""
    return sorted(sorted(passages, key=lambda passage: (passage.start - passage.end, passage))[:most])
