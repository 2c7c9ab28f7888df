"""Similarity: how much of a report repeats its predecessor, or another place's report of that year, and which passages.

No report is set beside all others: a predecessor is known by place and year, and reports of a year find each other by the shingles that
their sketches share. Sketches alone are held; the texts of a pair are read again from their parts when it is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.encoded import PickedSeries
from pipeline.frames import make_columns
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.whole import Lexicon
from pipeline.piles import Piles
from pipeline.schema import PASSAGES, RELATIONS_OF_REPORTS, SIMILARITY, Column, Columns, Table
from pipeline.shelf import Shelf, Survey
from pipeline.shingles import BINS, Compared, Passage, count_pairs, fold_signs, sketch_shingles

if TYPE_CHECKING:
    import numpy as np

    from pipeline.shelf import Weights

_EARLIER: Final = 8  # reports of a place and year that may be a predecessor
_REACH: Final = 8  # holders of a shingle behind a report that it is set beside
_SHARED: Final = 2  # shingles that the sketches of two reports of a year have in common
_NEIGHBOURS: Final = 3  # of a report, in its year
_FEW: Final = 200  # reports; of more than these
_OF_MANY: Final = 0.05  # of the smaller sketch must be shared,
_PASSAGES: Final = 20  # and so many passages of a pair are told, the longest
_LEAST: Final = 0.01  # containment of a report in another one of its year
_DIGITS: Final = 4

_TOGETHER: Final = 1000  # reports, and pairs of them, that leave the stage at once
_KEYS: Final = tuple(Column(name, "integer") for name in ("one", "relation", "other"))
_LIKENESSES: Final = Table("likenesses", (), (*_KEYS, Column("cosine", "number"), Column("containment", "number")))
_RUNS: Final = Table("runs", (), (*_KEYS, *(Column(name, "integer") for name in ("start", "end", "other_start", "other_end"))))


class _Pair(NamedTuple):
    """Two reports that are compared, and how they are related (its place among the relations)."""

    one: str
    relation: int
    other: str


def compare_reports(texts: PickedSeries, documents: Columns, lexicon: Lexicon, piles: Piles) -> dict[str, Iterator[Columns]]:
    """Make similarity and passages, block by block: a row a pair of reports, and a row a passage that the first has from the other.

    ``last_year`` is the report of the same place and kind of the nearest earlier year; ``same_year`` are up to three of other places, of
    that year, and both ways. ``containment`` is the share of a report's shingles (eight characters) that the other has too (Broder 1997).
    ``cosine`` is that of the two reports' pairs of letters, weighed by TF-IDF with logarithmic counts (Salton and Buckley 1988), both
    from 0 to 1. A passage has at least 20 characters, whatever blanks and line breaks lie in it; none of a pair overlaps another in the
    first report. Reports with the text of another one (duplicate_of) are left out. Of many reports (over ``_FEW``) those of a year are
    neighbours only where a twentieth is shared, and a pair has its longest passages alone.
    """
    import numpy as np

    repeated = {doc_id for doc_id, first in zip(documents["doc_id"], documents["duplicate_of"], strict=True) if first}
    shelf = Shelf(texts)
    survey = _survey_texts(texts, repeated, shelf)
    many = len(documents["doc_id"]) > _FEW
    pairs = [_Pair(one, 0, other) for one, other in _find_predecessors(documents, survey)]
    pairs += [_Pair(one, 1, other) for one, other in _find_neighbours(documents, survey, many=many)]
    scratch = np.zeros(BINS)
    numbers = {doc_id: number for number, doc_id in enumerate(survey.seats)}
    waiting: list[tuple[_Pair, _Likeness]] = []
    for pair in _order_reading(pairs, survey):
        likeness = _compare_pair(shelf.fetch(pair.one, survey), shelf.fetch(pair.other, survey), scratch)
        if pair.relation == 0 or likeness.containment >= _LEAST:
            most = _PASSAGES if many else len(likeness.passages)
            waiting.append((pair, likeness._replace(passages=_choose_longest(likeness.passages, most))))
            if len(waiting) == _TOGETHER:
                _set_aside(waiting, numbers, piles)
    _set_aside(waiting, numbers, piles)
    return _list_blocks(list(numbers), piles)


def _set_aside(waiting: list[tuple[_Pair, _Likeness]], numbers: dict[str, int], piles: Piles) -> None:
    """Put what was found into piles, a pile a stretch of reports, and forget it."""
    likenesses: dict[int, list[tuple[Any, ...]]] = {}
    runs: dict[int, list[tuple[Any, ...]]] = {}
    for pair, likeness in waiting:
        key = (numbers[pair.one], pair.relation, numbers[pair.other])
        pile = key[0] // _TOGETHER
        likenesses.setdefault(pile, []).append((*key, likeness.cosine, likeness.containment))
        runs.setdefault(pile, []).extend((*key, *passage) for passage in likeness.passages)
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


def _order_reading(pairs: list[_Pair], survey: Survey) -> list[_Pair]:
    """Return pairs so that few reports are read twice: predecessors as reports stand, then year by year, both ways at once."""

    def order(pair: _Pair) -> tuple[object, ...]:
        one, other = survey.seats[pair.one], survey.seats[pair.other]
        return (pair.relation, 0, one, other) if pair.relation == 0 else (1, survey.years[pair.one], *sorted((one, other)), one)

    return sorted(pairs, key=order)


def _survey_texts(texts: PickedSeries, repeated: set[str], shelf: Shelf) -> Survey:
    import numpy as np

    survey = Survey(np.zeros(BINS, dtype=np.int32))
    for number, part in enumerate(texts):
        for row, (doc_id, text) in enumerate(zip(part["doc_id"], part["text"], strict=True)):
            folded = fold_signs(text)
            if doc_id not in repeated and len(folded.shingles):
                survey.seats[doc_id] = (number, row)
                survey.sketches[doc_id] = sketch_shingles(folded.shingles)
                pairs = count_pairs(folded.codes)
                survey.holders[pairs[0]] += 1
                shelf.put(doc_id, folded, pairs)
    return survey


def _find_predecessors(documents: Columns, survey: Survey) -> Iterator[tuple[str, str]]:
    """Yield each report with the one before it: of several of one year, of the first eight by id, that which shares most of its sketch."""
    names = PlaceNames(documents)
    series: dict[tuple[str, str], dict[int, list[str]]] = {}
    for doc_id, genre, year in zip(documents["doc_id"], documents["genre"], documents["year"], strict=True):
        if doc_id in survey.seats and year is not None and (place := names.find_own(doc_id)):
            series.setdefault((place, genre or ""), {}).setdefault(year, []).append(doc_id)
    for years in series.values():
        for earlier, year in pairwise(sorted(years)):
            for doc_id in years[year]:
                others = sorted(years[earlier])[:_EARLIER]
                yield doc_id, max(others, key=lambda other: _count_shared(survey, doc_id, other)) if others[1:] else others[0]


def _count_shared(survey: Survey, one: str, other: str) -> int:
    import numpy as np

    return len(np.intersect1d(survey.sketches[one], survey.sketches[other], assume_unique=True))


def _find_neighbours(documents: Columns, survey: Survey, *, many: bool) -> Iterator[tuple[str, str]]:
    """Yield each report of a year with those of other places whose sketches share most with its own, the first by id of equals."""
    names = PlaceNames(documents)
    years: dict[int, list[str]] = {}
    for doc_id, year in zip(documents["doc_id"], documents["year"], strict=True):
        if doc_id in survey.seats and year is not None:
            years.setdefault(year, []).append(doc_id)
            survey.years[doc_id] = year
    for ids in years.values():
        ids.sort()
        places = [names.find_own(doc_id) for doc_id in ids]
        found: dict[int, list[tuple[int, int]]] = {}
        for one, other, shared in _share_shingles([survey.sketches[doc_id] for doc_id in ids]):
            least = min(len(survey.sketches[ids[one]]), len(survey.sketches[ids[other]])) * _OF_MANY if many else 0.0
            if places[one] and places[other] and places[one] != places[other] and shared >= max(_SHARED, least):
                found.setdefault(one, []).append((-shared, other))
                found.setdefault(other, []).append((-shared, one))
        for one, others in found.items():
            yield from ((ids[one], ids[other]) for _, other in sorted(others)[:_NEIGHBOURS])


def _share_shingles(sketches: Sequence[np.ndarray]) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs of sketches (the lower number first) that have shingles in common, and how many.

    Each holder of a shingle is set beside the next eight, so that the work grows with the sketches and not with their pairs.
    """
    import numpy as np

    owners = np.repeat(np.arange(len(sketches), dtype=np.uint64), [len(sketch) for sketch in sketches])
    packed = np.sort(np.concatenate(sketches).astype(np.uint64) << np.uint64(32) | owners)
    pairs = []
    for step in range(1, _REACH + 1):
        same = packed[:-step] >> np.uint64(32) == packed[step:] >> np.uint64(32)
        low, high = (np.uint64(0xFFFFFFFF) & packed[own][same] for own in (slice(None, -step), slice(step, None)))
        pairs.append(low << np.uint64(32) | high)
    values, counts = np.unique(np.concatenate(pairs), return_counts=True)
    yield from zip((values >> np.uint64(32)).tolist(), (values & np.uint64(0xFFFFFFFF)).tolist(), counts.tolist(), strict=True)


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
