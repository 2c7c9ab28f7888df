"""Audit: where reports contradict themselves, one another, or arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from pipeline.grammar.arithmetic import Pending, relate_sentence
from pipeline.grammar.aspects import tell_basis
from pipeline.grammar.homonyms import name_places
from pipeline.grammar.indicators import IndicatorFinder
from pipeline.grammar.ledger import Ledger, settle_prices
from pipeline.grammar.notes import write_note
from pipeline.grammar.relations import Relation, find_middle
from pipeline.grammar.slips import Contradiction, find_contradictions
from pipeline.grammar.statements import Statement, read_years
from pipeline.grammar.structure import relate_structure
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import AUDIT, Columns

_QUANTITY: Final = (
    "doc_id", "sentence", "start", "end", "kind", "value", "low", "high", "unit", "bound", "relation", "direction", "about", "period",
    "status", "rules",
)  # fmt: skip
_OBSERVATION: Final = ("doc_id", "start", "indicator", "name", "aspect", "place", "period", "basis", "direction")
_ASPECTS: Final = {"level": "level", "share": "share", "delta": "change"}
_MARKS: Final = ("origin", "list", "cell")


class _Report(NamedTuple):
    doc_id: str
    home: str | None
    name: str
    parent: str | None
    year: int


class _Place:
    """What is gathered of one place until its last report is read."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.relations: list[Relation] = []
        self.pending: list[Pending] = []


def audit_reports(
    observations: Iterable[Columns], quantities: Iterable[Columns], sentences: Iterable[Columns], texts: Iterable[Columns],
    documents: Columns, lexicon: Lexicon,
) -> dict[str, Columns]:  # fmt: skip
    """Make the table audit."""
    reports = _read_reports(documents)
    waiting = Counter(report.name for report in reports.values())
    places: dict[str, _Place] = {}
    rows: list[tuple[Any, ...]] = []
    for observed, counted, cut, bodies in zip(observations, quantities, sentences, texts, strict=True):
        known = _read_known(observed)
        starts = dict(zip(zip(cut["doc_id"], cut["sentence"], strict=True), cut["start"], strict=True))
        body = dict(zip(bodies["doc_id"], bodies["text"], strict=True))
        for doc_id, lines in groupby(zip(*(counted[name] for name in _QUANTITY), strict=True), key=itemgetter(0)):
            if doc_id in reports:
                report = reports[doc_id]
                _read_report(report, body[doc_id], lines, known, starts, places.setdefault(report.name, _Place()), lexicon)
        waiting.subtract(reports[doc_id].name for doc_id in body if doc_id in reports)
        for place in [place for place in places if not waiting[place]]:
            rows += _write_rows(places.pop(place), lexicon)
    for place in list(places):
        rows += _write_rows(places.pop(place), lexicon)
    rows.sort(key=lambda row: (row[1], row[8], row[0]))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(AUDIT.names)
    return {"audit": {name: list(column) for name, column in zip(AUDIT.names, columns, strict=True)}}


def _read_reports(documents: Columns) -> dict[str, _Report]:
    named = name_places(documents)
    names = ("doc_id", "place", "parent", "year", "duplicate_of")
    return {
        doc_id: _Report(doc_id, place, named[doc_id], parent, year or 0)
        for doc_id, place, parent, year, first in zip(*(documents[name] for name in names), strict=True)
        if not first
    }


def _read_known(observed: Columns) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
    known: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for doc_id, start, *rest in zip(*(observed[name] for name in _OBSERVATION), strict=True):
        known.setdefault((doc_id, start), []).append(tuple(rest))
    return known


@lru_cache(maxsize=1)
def _make_finder(lexicon: Lexicon) -> IndicatorFinder:
    return IndicatorFinder(lexicon.indicators)


def _read_report(report, text, lines, known, starts, place, lexicon) -> None:
    every: list[Statement] = []
    finder = _make_finder(lexicon)
    for number, own in groupby(lines, key=itemgetter(1)):
        begin = starts[report.doc_id, number]
        row: list[Statement] = []
        left = begin
        for line in own:
            row += _read_statements(report, text, line, known, left)
            left = line[3]
        if row:
            more, shares = relate_sentence(text, begin, row)
            place.relations += more
            for share in shares:
                whole = _find_series(finder, share.whole)
                level = next((x for x in row if x.series == whole and x.aspect == "level" and x.plain), None)
                if level is not None and share.part is not None and level is not share.part and level.unit == share.part.unit:
                    place.relations.append(Relation("share", "quotient", (share.share, share.part, level), scale=100.0))
            every += row
    place.relations += relate_structure(text, every)
    place.ledger.add(figure for figure in every if figure.place == report.name)


def _find_series(finder: IndicatorFinder, name: str) -> str:
    form = finder.read_name(name).form
    owner = finder.find_owner(form, "", 0) if form else None
    return owner.id if owner else "~" + name


def _read_statements(report, text, line, known, left) -> Iterator[Statement]:
    doc_id, sentence, start, end, kind, value, low, high, unit, bound, relation, direction, about, period, status, rules = line
    if value is None and low is None and high is None:
        return
    mark = next((mark for mark in _MARKS if f";{mark}" in rules), "")
    found = known.get((doc_id, start))
    if found is None:
        aspect = _ASPECTS[relation]
        if aspect == "change" and kind in ("percent", "multiple", "point"):
            aspect = "growth"
        basis = tell_basis(aspect, text[left:start], period) if aspect == "growth" else ""
        found = [("~" + about, about, aspect, report.home, period, basis, direction)]
    for indicator, name, aspect, place, when, basis, trend in found:
        here = report.name if place == report.home else place or ""
        yield Statement(
            doc_id, start, end, text[start:end], indicator, name, aspect, here, when or "", basis or "", unit, (value, low, high), bound,
            trend == "down", status, report.year, sentence, mark, read_years(when),
        )  # fmt: skip


def _write_rows(place: _Place, lexicon: Lexicon) -> Iterator[tuple[Any, ...]]:
    relations = [*place.relations, *place.ledger.relate(lexicon.identities)]
    settle_prices(relations, lexicon.identities.priced)
    return (_write_row(found) for found in find_contradictions(relations))


def _write_row(found: Contradiction) -> tuple[Any, ...]:
    relation, at = found.relation, found.at
    figure = relation.figures[at]
    solved = relation.solve(at)
    computed = find_middle(solved)
    tolerance = figure.amount.step / 2 + (solved[1] - solved[0]) / 2
    tolerance = figure.amount.step / 2 if tolerance == float("inf") else tolerance
    other = relation.figures[_find_other(relation, at)] if len(relation.figures) > 1 else None
    place = (other.doc_id, other.start, other.end) if other else (None, None, None)
    return (
        relation.check, figure.doc_id, figure.place, figure.period or None, None if figure.series[:1] == "~" else figure.series,
        figure.amount.value, computed, tolerance, figure.start, figure.end, *place, write_note(found),
    )  # fmt: skip


def _find_other(relation: Relation, at: int) -> int:
    if at == 0:
        return 2 if relation.form in ("growth", "quotient") else 1
    return (2 if at == 1 else 1) if relation.form == "growth" else 0
