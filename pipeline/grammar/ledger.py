"""Ledgers: the figures of one place by series and year, and what those of different years, reports and series must be to one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.grammar.arithmetic import Pending
from pipeline.grammar.relations import Relation, find_middle
from pipeline.grammar.rules import ORIGIN
from pipeline.grammar.statements import Statement
from pipeline.lexicon.identities import Identities, Identity

_NAMED: Final = 4  # signs of a name that is no indicator's, from which on it is taken to be of one thing
_NEAR: Final = 6  # years within which two levels of a series are compared
_POWERS: Final = (1e4, 1e8)
_OLD_YUAN: Final = 1954  # till then money was told in a yuan of which 10,000 were one of 1955
_GROWTH: Final = 1.6  # times the level of a year near by
_ALIKE: Final = {"nominal": "yoy", "": "yoy"}
_OF_NO_YEAR: Final = ("comparable_scope", "sequential", "cumulative")
# By how many points the growth of levels may lie above and below growth at comparable prices: of one year, and a mean of several; since
# 1998, and before, when prices rose by a quarter in a year. GDP of 2011 grew by 18.6% as levels have it and by 9.2% as told.
_PRICES: Final = {True: (12.0, 4.0), False: (8.0, 3.0)}
_PRICES_BEFORE: Final = {True: (25.0, 4.0), False: (20.0, 3.0)}
_CALM: Final = 1997

_Key = tuple[str, str, str]  # series, unit, aspect


class Ledger:
    """All figures of one place; reports are added in any order."""

    def __init__(self) -> None:
        """Begin without a figure."""
        self._levels: dict[_Key, dict[int, list[Statement]]] = {}
        self._units: dict[tuple[str, str], list[str]] = {}
        self._growths: list[Statement] = []
        self._told: dict[tuple[str, ...], list[Statement]] = {}
        self._pending: list[Pending] = []

    def add(self, statements: Iterable[Statement], pending: Iterable[Pending]) -> None:
        """Take in one report's figures of the place, and its shares of wholes that are told elsewhere in it."""
        self._pending += pending
        for figure in statements:
            aspect, series = figure.aspect, figure.series
            if aspect == "part" or not figure.plain or not figure.years[0] or (not figure.named and len(series) <= _NAMED):
                continue
            if aspect in ("growth", "change"):
                self._growths.append(figure)
            elif figure.year and figure.unit != "x" and figure.basis == "":
                key = (series, figure.unit, aspect)
                if key not in self._levels:
                    self._levels[key] = {}
                    self._units.setdefault((series, aspect), []).append(figure.unit)
                self._levels[key].setdefault(figure.year, []).append(figure)
            kind = "target" if figure.status == "target" else "told"
            basis = "since" if figure.since else _ALIKE.get(figure.basis, figure.basis)
            when = str(figure.years[1]) if aspect == "level" else figure.period
            self._told.setdefault((kind, series, aspect, figure.unit, when, basis), []).append(figure)

    def relate(self, identities: Identities) -> list[Relation]:
        """Return what the figures must be to one another."""
        found = [*self._relate_repeats(), *self._relate_growths(), *self._relate_orders(), *self._relate_shares()]
        for identity in (*identities.totals, *identities.quotients):
            found += self._relate_identity(identity)
        return found

    def _find_level(self, key: _Key, year: int, near: Statement, *, own: bool = False) -> Statement | None:
        """A series' level of a year: the report's own, nearest in the text, else (not ``own``) of the last report before it.

        What a later report tells may have been revised since.
        """
        found = self._levels.get(key, {}).get(year, ())
        same = [figure for figure in found if figure.doc_id == near.doc_id]
        if same or own:
            same = [figure for figure in same if figure.status != "target" or near.status == "target"]
            return min(same, key=lambda figure: (abs(figure.start - near.start), figure.start), default=None)
        others = [figure for figure in found if figure.status != "target" and figure.told <= near.told]
        return min(others, key=lambda figure: (abs(figure.told - near.told), figure.doc_id, figure.start), default=None)

    def _relate_repeats(self) -> Iterator[Relation]:
        """One figure told twice: by one report, or by two of them."""
        for (kind, _, aspect, *_), figures in self._told.items():
            named = figures[0].named
            if len(figures) < 2 or not (named or aspect == "level"):
                continue
            reports: dict[str, list[Statement]] = {}
            for figure in figures:
                reports.setdefault(figure.doc_id, []).append(figure)
            for own in reports.values():
                yield from _relate_own(own, sure=named and kind == "told")
            if kind == "told" and named:
                yearly = ([one for one in own if (one.year or aspect != "level") and not _is_forecast(one)] for own in reports.values())
                ordered = sorted(filter(None, yearly), key=lambda own: (own[0].told, own[0].doc_id))
                for before, after in pairwise(ordered):
                    yield Relation("restated", "same", _find_pair(after, before), trust="apart")

    def _relate_growths(self) -> Iterator[Relation]:
        """Growth and change against the levels of two years, the later one told by the same report."""
        for growth in self._growths:
            first, last = growth.years
            if growth.since or growth.basis in _OF_NO_YEAR or (first != last) != (growth.basis == "annual_average"):
                continue
            aspect = "share" if growth.unit == "pp" else "level"
            for unit in self._units.get((growth.series, aspect), ()):
                key = (growth.series, unit, aspect)
                later = self._find_level(key, last, growth, own=True)
                earlier = self._find_level(key, first - 1, growth) if later is not None else None
                if later is None or earlier is None or (growth.status == "target") != (later.status == "target"):
                    continue
                trust = "sure" if len({(figure.doc_id, figure.sentence) for figure in (growth, later, earlier)}) == 1 else "apart"
                if growth.unit == "%":
                    yield Relation("growth", "growth", (growth, later, earlier), years=last - first + 1, trust=trust)
                elif growth.unit in (unit, "pp") and first == last:
                    yield Relation("growth", "sum", (later, earlier, growth), trust=trust)

    def _relate_orders(self) -> Iterator[Relation]:
        """Levels of one series in near years that are 10,000 times, or 100,000,000 times, apart."""
        for (_, unit, aspect), years in self._levels.items():
            if aspect != "level" or len(years) < 2:
                continue
            for before, after in pairwise(sorted(years)):
                earlier, later = years[before][0], years[after][0]
                old = unit == "CNY" and before <= _OLD_YUAN
                if after - before <= _NEAR and earlier.figure[0] and later.figure[0] and not old:
                    times = abs(later.figure[0] / earlier.figure[0])
                    if any(1 / _GROWTH < ratio / power < _GROWTH for power in _POWERS for ratio in (times, 1 / times)):
                        yield Relation("magnitude", "order", (later, earlier), scale=_POWERS[0] / 10)

    def _relate_shares(self) -> Iterator[Relation]:
        """Shares of a whole that the report tells in another sentence."""
        for share, part, whole in self._pending:
            level = self._find_level((whole, part.unit, "level"), part.year, share, own=True) if part is not None and part.year else None
            if part is not None and level is not None and level is not part:
                yield Relation("share", "quotient", (share, part, level), scale=100.0, trust="apart")

    def _relate_identity(self, identity: Identity) -> Iterator[Relation]:
        """What an indicator is by definition, where one report tells all of it."""
        form = "sum" if identity.form == "total" else "quotient"
        for aspect in ("level", "share"):
            for unit in self._units.get((identity.indicator, aspect), ()):
                for figures in self._levels[identity.indicator, unit, aspect].values():
                    for figure in figures:
                        parts = [self._find_part(name, unit if form == "sum" else "", figure) for name in identity.list_parts()]
                        known = tuple(part for part in parts if part is not None)
                        if len(known) == len(parts):
                            slack = identity.slack * abs(figure.value)
                            yield Relation(identity.finding, form, (figure, *known), 1, identity.scale, "apart", (slack, slack))

    def _find_part(self, series: str, unit: str, near: Statement) -> Statement | None:
        """The level of another series that the same report tells of the same year, in a unit or in any."""
        for name in self._units.get((series, "level"), ()):
            if name == (unit or name):
                part = self._find_level((series, name, "level"), near.year, near, own=True)
                if part is not None and (part.status == "target") == (near.status == "target"):
                    return part
        return None


def _relate_own(figures: Sequence[Statement], *, sure: bool) -> Iterator[Relation]:
    """What one report tells of one thing in several sentences; what something grew from has no year of its own for sure.

    A level of several years may be that of their last one, for all that the text says.
    """
    own = [figure for figure in figures if figure.mark != ORIGIN]
    for at, figure in enumerate(own[1:], 1):
        others = [other for other in own[:at] if other.sentence != figure.sentence]
        same = [other for other in others if other.period == figure.period]
        if others:
            trust = "apart" if sure and same and figure.year else "weak"
            yield Relation("conflict", "same", (figure, _find_agreeing(figure, same or others)), trust=trust)


def _is_forecast(figure: Statement) -> bool:
    """Whether a report expects a figure of its own year, which is not over: another outcome is none of its errors."""
    return figure.status == "estimate" and figure.years[1] >= figure.told > 0


def _find_agreeing(figure: Statement, others: Sequence[Statement]) -> Statement:
    """The first of other tellings that agrees with a figure, else the last."""
    return next((other for other in others if figure.amount.agrees(other.amount)), others[-1])


def _find_pair(after: Sequence[Statement], before: Sequence[Statement]) -> tuple[Statement, Statement]:
    """What two reports tell of one thing: what agrees, else what each tells first."""
    pairs = [(figure, _find_agreeing(figure, before)) for figure in after]
    return next((pair for pair in pairs if pair[0].amount.agrees(pair[1].amount)), (after[0], before[0]))


def settle_prices(relations: Iterable[Relation], priced: frozenset[str]) -> None:
    """Widen growth that may be at comparable prices, in place, unless the place's growth agrees with its levels as they are.

    ``priced`` are the indicators that grow at comparable prices where nothing is said. A place's growth agrees where at least three of its
    growths do and no more do not, or two and at most one does not: real growth seldom keeps to levels in the prices of each year. Targets
    say nothing of it: what is planned is reckoned from the level of the year before.
    """
    growths = [relation for relation in relations if relation.form == "growth"]
    real = [relation for relation in growths if relation.figures[0].real or relation.figures[0].basis == "comparable_prices"]
    meant = [relation for relation in growths if relation.figures[0].series in priced and relation not in real]
    told = [relation.holds() for relation in meant if relation.figures[0].status != "target"]
    agreed, differing = told.count(True), told.count(False)
    tight = agreed >= max(3, differing) or (agreed == 2 and differing < 2)
    for relation in (*real, *(() if tight else meant)):
        first, last = relation.figures[0].years
        years = last - first + 1 if relation.years == 1 else 1  # over which it grew so much in all
        rises, falls = (_PRICES if first > _CALM else _PRICES_BEFORE)[relation.years == years == 1]
        if years > 1:
            later = 100 + find_middle(relation.solve(0))
            rises, falls = later * (1 - (1 + rises / 100) ** -years), later * ((1 - falls / 100) ** -years - 1)
        relation.slack = rises, falls
