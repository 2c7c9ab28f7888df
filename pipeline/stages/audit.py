"""Audit: where reports contradict themselves, one another, or arithmetic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import isfinite
from operator import itemgetter
from typing import Any, Final, NamedTuple

from pipeline.frames import find_rows, make_columns
from pipeline.grammar.arithmetic import AMONG, Pending, are_levels, relate_sentence
from pipeline.grammar.aspects import tell_basis
from pipeline.grammar.indicators import IndicatorFinder
from pipeline.grammar.ledger import Ledger, settle_prices
from pipeline.grammar.notes import write_note
from pipeline.grammar.place_names import PlaceNames
from pipeline.grammar.relations import Relation, find_middle
from pipeline.grammar.rules import CELL, LIST, ORIGIN, has_rule
from pipeline.grammar.slips import Contradiction, find_contradictions
from pipeline.grammar.statements import Statement
from pipeline.grammar.structure import relate_columns, relate_structure
from pipeline.grammar.wholes import Wholes, read_scope
from pipeline.grammar.years import read_span
from pipeline.lexicon.whole import Lexicon
from pipeline.piles import Piles
from pipeline.schema import AUDIT, OBSERVATIONS, QUANTITIES, TEXTS, Columns

_QUANTITY: Final = (
    "doc_id", "sentence", "start", "end", "kind", "value", "low", "high", "unit", "bound", "relation", "direction", "about", "period",
    "status", "rules",
)  # fmt: skip
_OBSERVATION: Final = ("indicator", "name", "aspect", "place", "period", "basis", "direction")
_RATES: Final = ("percent", "multiple", "point")
_ASPECTS: Final = {"level": "level", "share": "share", "delta": "change"}
_MARKS: Final = (ORIGIN, LIST, CELL)
_SHORT: Final = 3  # signs of a figure that says nothing where nothing is said of it
_SIGNS: Final = re.compile("^[*#_>]+")  # of Markdown, before a name

_PILE: Final = 1000  # reports whose places are settled together
_TABLES: Final = (OBSERVATIONS.narrow(("doc_id", "start", *_OBSERVATION)), QUANTITIES.narrow(_QUANTITY), TEXTS)

_Line = tuple[Any, ...]
_Known = Mapping[tuple[str, int], Sequence[_Line]]


class _Report(NamedTuple):
    doc_id: str
    home: str
    name: str  # of its place among places of one name
    parent: str
    year: int


class _Desk:
    """What is gathered until the last report of a place is read: by place a ledger and relations; the shares of places above."""

    def __init__(self, lexicon: Lexicon, reports: Mapping[str, _Report]) -> None:
        self.identities = lexicon.identities
        self.finder = _make_finder(lexicon)
        self.wholes = Wholes(report.parent for report in reports.values() if report.parent)
        self.ledgers: dict[str, Ledger] = {}
        self.relations: dict[str, list[Relation]] = {}

    def close(self, place: str) -> Iterator[Contradiction]:
        """Find what contradicts itself in a place, and forget it."""
        relations = [*self.ledgers.pop(place).relate(self.identities), *self.relations.pop(place)]
        relations = list({relation.identity: relation for relation in relations}.values())
        settle_prices(relations, self.identities.priced)
        return iter(find_contradictions(relations))


def audit_reports(
    observations: Iterable[Columns],
    quantities: Iterable[Columns],
    texts: Iterable[Columns],
    documents: Columns,
    lexicon: Lexicon,
    piles: Piles,
) -> dict[str, Columns]:
    """Make the table audit: a row a contradiction, in the order of the reports' ids and texts.

    Observations, quantities and texts come a part at a time, in the same parts. Figures agree where true ones may lie behind all of them
    as they are printed (95亿元 is 94.5 to 95.5); ``computed`` is what the others make of the figure at start and end, ``tolerance`` how far
    the two may lie apart. Of figures that do not agree the one is named that explains most; each wrong figure is one row. Reports with the
    text of an earlier one (duplicate_of) are left out. Reports are set aside in piles, a pile a stretch of places; a place is settled
    when its last report is read.
    """
    named = PlaceNames(documents)
    reports = _read_reports(documents, named)
    waiting = Counter(report.name for report in reports.values())
    desk = _Desk(lexicon, reports)
    rows: list[_Line] = []
    for observed, counted, bodies in _sort_parts(zip(observations, quantities, texts, strict=True), reports, named.cut_names(_PILE), piles):
        known = _read_known(observed)
        body = dict(zip(bodies["doc_id"], bodies["text"], strict=True))
        for doc_id, lines in groupby(zip(*(counted[name] for name in _QUANTITY), strict=True), key=itemgetter(0)):
            _read_report(reports[doc_id], body[doc_id], lines, known, desk)
        waiting.subtract(reports[doc_id].name for doc_id in body)
        for place in [place for place in desk.ledgers if not waiting[place]]:
            rows += map(_write_row, desk.close(place))
    for place in list(desk.ledgers):
        rows += map(_write_row, desk.close(place))
    rows += map(_write_row, find_contradictions(desk.wholes.relate()))
    rows.sort(key=lambda row: (row[1], row[8], row[0]))
    return {"audit": make_columns(AUDIT, rows)}


def _sort_parts(
    parts: Iterable[tuple[Columns, ...]], reports: Mapping[str, _Report], borders: Sequence[str], piles: Piles
) -> Iterator[tuple[Columns, ...]]:
    """Yield observations, quantities and texts again, those of a stretch of places together, each in the order in which it came."""
    for part in parts:
        for table, columns in zip(_TABLES, part, strict=True):
            for doc_id, rows in find_rows(columns).items():
                if doc_id in reports:
                    pile = bisect_right(borders, reports[doc_id].name)
                    piles.put(pile, table, {name: columns[name][rows] for name in table.names})
    for pile in range(len(borders) + 1):
        yield tuple(piles.take(pile, table) for table in _TABLES)


def _read_reports(documents: Columns, named: PlaceNames) -> dict[str, _Report]:
    """The reports that count."""
    names = ("doc_id", "place", "parent", "year", "duplicate_of")
    return {
        doc_id: _Report(doc_id, place or "", named.find_own(doc_id), parent or "", year or 0)
        for doc_id, place, parent, year, first in zip(*(documents[name] for name in names), strict=True)
        if not first
    }


def _read_known(observed: Columns) -> dict[tuple[str, int], list[_Line]]:
    """What each quantity is known to tell, by its place."""
    known: dict[tuple[str, int], list[_Line]] = {}
    for doc_id, start, *told in zip(observed["doc_id"], observed["start"], *(observed[name] for name in _OBSERVATION), strict=True):
        known.setdefault((doc_id, start), []).append(tuple(told))
    return known


@lru_cache(maxsize=1)
def _make_finder(lexicon: Lexicon) -> IndicatorFinder:
    return IndicatorFinder(lexicon.indicators)


def _read_report(report: _Report, text: str, lines: Iterable[_Line], known: _Known, desk: _Desk) -> None:
    """Read a report's figures and what its sentences and tables say of them."""
    relations = desk.relations.setdefault(report.name, [])
    every: list[Statement] = []
    pending: list[Pending] = []
    left = 0
    for _, group in groupby(lines, key=itemgetter(1)):
        own = list(group)
        row: list[Statement] = []
        begin = left
        telling = _may_relate(own, known) or text.find(AMONG, begin, own[-1][2]) >= 0
        for line in own:
            if telling or line[3] - line[2] > _SHORT:
                row += _read_figure(report, text, line, known, left, desk.finder)
            left = line[3]
        if telling and row:
            found, shares = relate_sentence(text, begin, row)
            relations += found
            for share in shares:
                pending += _settle_share(share, row, report, desk)
        every += row
    relations += [*relate_structure(text, every), *relate_columns(every)]
    desk.ledgers.setdefault(report.name, Ledger()).add([figure for figure in every if figure.place == report.name], pending)
    desk.wholes.add(report.name, every)


def _may_relate(lines: Sequence[_Line], known: _Known) -> bool:
    """Tell at once whether a sentence has figures that may have to do with others: of an indicator, a rate, in a table, or from so much."""
    return any(line[4] in _RATES or (line[0], line[2]) in known or has_rule(line[15], ORIGIN) or has_rule(line[15], CELL) for line in lines)


def _read_figure(report: _Report, text: str, line: _Line, known: _Known, left: int, finder: IndicatorFinder) -> Iterator[Statement]:
    """The statements of a quantity: of each indicator that it is known to tell of, else of the thing that it names."""
    doc_id, sentence, start, end, kind, value, low, high, unit, bound, relation, direction, about, period, status, rules = line
    if value is None and low is None and high is None:
        return
    mark = next((mark for mark in _MARKS if has_rule(rules, mark)), "")
    told = known.get((doc_id, start))
    if told is None:
        aspect = "growth" if relation == "delta" and kind in _RATES else _ASPECTS[relation]
        basis = tell_basis(aspect, text[left:start], period) if aspect == "growth" else ""
        name = _SIGNS.sub("", about)
        owner = finder.find_indicator(name, kind, unit) if name != about else None
        series, name = (owner.id, owner.name) if owner else ("~" + name, name)
        told = ((series, name, aspect, report.home, period, basis, direction),)
    for indicator, name, aspect, place, when, basis, trend in told:
        yield Statement(
            doc_id, start, end, text[start:end], indicator, name, aspect, report.name if place == report.home else place or "", when or "",
            basis or "", unit, (value, low, high), bound, trend == "down", status, report.year, sentence, mark, read_span(when),
        )  # fmt: skip


def _settle_share(share: Pending, row: Sequence[Statement], report: _Report, desk: _Desk) -> Iterator[Pending]:
    """Find the whole of a share: in its sentence, of the place above, or else somewhere in the report."""
    whose, name = read_scope(share.whole, report.home, report.parent)
    form = desk.finder.read_name(name).form
    owner = desk.finder.find_owner(form, "", 0) if form else None
    series = owner.id if owner else "~" + name if name else ""
    if whose != report.home:
        desk.wholes.add_share(share, whose, series)
        return
    part = share.part
    level = next((figure for figure in row if figure.series == series and part is not None and are_levels(figure, part)), None)
    if level is not None and part is not None and level is not part:
        desk.relations[report.name].append(Relation("share", "quotient", (share.share, part, level), scale=100.0))
    elif series:
        yield share._replace(whole=series)


def _write_row(found: Contradiction) -> _Line:
    relation, at = found.relation, found.at
    figure = relation.figures[at]
    low, high = relation.solve(at)
    if at == 0 and isfinite(high - low):
        low, high = low + relation.slack[0], high - relation.slack[1]
    computed = find_middle((low, high))
    tolerance = ((high - low) / 2 if isfinite(high - low) else 0.0) + max(relation.slack)
    if relation.form == "order":
        computed, tolerance = relation.figures[1 - at].value if found.mended is None else found.mended, 0.0
    other = relation.figures[_find_other(relation, at)] if len(relation.figures) > 1 else None
    return (
        relation.check, figure.doc_id, figure.place or None, figure.period or None, figure.series if figure.named else None, figure.value,
        computed, tolerance + figure.amount.step / 2, figure.start, figure.end,
        *((other.doc_id, other.start, other.end) if other else (None, None, None)), write_note(found),
    )  # fmt: skip


def _find_other(relation: Relation, at: int) -> int:
    """Which other figure is shown beside one: of a growth or a share what it is reckoned from, else the first."""
    if at:
        return 2 if relation.form == "growth" and at == 1 else 1 if relation.form == "growth" else 0
    return 2 if relation.form in ("growth", "quotient") else 1
