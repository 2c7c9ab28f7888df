"""Ledgers: the figures of one place by series and year, and what those of different years, reports and series must be to one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.grammar.relations import Relation
from pipeline.grammar.statements import Statement
from pipeline.lexicon.identities import Identities, Identity

_NEAR: Final = 6  # years within which two levels of a series are compared
_NAMED: Final = 5  # signs of a name that is no indicator's, from which on it is taken to be of one thing
_POWERS: Final = (1e4, 1e8)
_GROWTH: Final = 1.6  # times the level of a year near by
# By how many points the growth of levels may lie above and below growth at comparable prices, until 1997 and since.
_PRICES: Final = (12.0, 6.0)
_PRICES_BEFORE: Final = (25.0, 6.0)
_CALM: Final = 1997
_ALIKE: Final = {"nominal": "yoy", "": "yoy"}

_Key = tuple[str, str, str]  # series, unit, aspect


class Ledger:
    """All figures of one place; reports are added in any order."""

    def __init__(self) -> None:
        """Begin without a figure."""
        self._levels: dict[_Key, dict[int, list[Statement]]] = {}
        self._growths: list[Statement] = []
        self._told: dict[tuple[str, ...], list[Statement]] = {}
        self._units: dict[tuple[str, str], list[str]] = {}

    def add(self, statements: Iterable[Statement]) -> None:
        """Take in one report's figures of the place."""
        for figure in statements:
            if not figure.plain or not figure.years[0] or (figure.series[0] == "~" and len(figure.series) <= _NAMED):
                continue
            if figure.aspect in ("level", "share") and figure.year and figure.unit != "x" and figure.basis == "":
                key = (figure.series, figure.unit, figure.aspect)
                years = self._levels.get(key)
                if years is None:
                    years = self._levels[key] = {}
                    self._units.setdefault((figure.series, figure.aspect), []).append(figure.unit)
                years.setdefault(figure.year, []).append(figure)
            elif figure.aspect in ("growth", "change"):
                self._growths.append(figure)
            kind = "target" if figure.status == "target" else "told"
            basis = _ALIKE.get(figure.basis, figure.basis)
            self._told.setdefault((kind, figure.series, figure.aspect, figure.unit, figure.period, basis), []).append(figure)

    def relate(self, identities: Identities) -> list[Relation]:
        """Return what the figures must be to one another."""
        found = [*self._relate_repeats(), *self._relate_growths(), *self._relate_orders()]
        for identity in (*identities.totals, *identities.quotients):
            found += self._relate_identity(identity)
        return found

    def find_level(self, key: _Key, year: int, near: Statement, *, own: bool = False) -> Statement | None:
        """Return a series' level of a year: the report's own, nearest in the text, else (not ``own``) of the report nearest in time."""
        found = self._levels.get(key, {}).get(year, ())
        same = [figure for figure in found if figure.doc_id == near.doc_id]
        if same or own:
            same = [figure for figure in same if (figure.status == "target") <= (near.status == "target")]
            return min(same, key=lambda figure: (abs(figure.start - near.start), figure.start), default=None)
        others = [figure for figure in found if figure.status != "target"]
        return min(others, key=lambda figure: (abs(figure.told - near.told), figure.doc_id, figure.start), default=None)

    def _relate_repeats(self) -> Iterator[Relation]:
        """One figure told twice: by one report, or by two of them."""
        for (kind, series, aspect, *_), figures in self._told.items():
            named = series[0] != "~"
            if len(figures) < 2 or aspect == "part" or not (named or aspect == "level"):
                continue
            reports: dict[str, list[Statement]] = {}
            for figure in figures:
                reports.setdefault(figure.doc_id, []).append(figure)
            for own in reports.values():
                for at, figure in enumerate(own[1:], 1):
                    others = [other for other in own[:at] if other.sentence != figure.sentence and other.mark != "origin"]
                    if others and figure.mark != "origin":
                        yield Relation("conflict", "same", (figure, _find_agreeing(figure, others)), trust="weak")
            if kind == "told" and named:
                ordered = sorted(reports.values(), key=lambda own: (own[0].told, own[0].doc_id))
                for before, after in pairwise(ordered):
                    yield Relation("restated", "same", _find_pair(after, before), trust="apart")

    def _relate_growths(self) -> Iterator[Relation]:
        """Growth and change against the levels of two years, the later one told by the same report."""
        for growth in self._growths:
            first, last = growth.years
            if growth.basis in ("comparable_scope", "sequential", "cumulative", "since") or (first != last) != (growth.basis == "annual_average"):
                continue
            aspect = "share" if growth.unit == "pp" else "level"
            for unit in self._units.get((growth.series, aspect), ()):
                key = (growth.series, unit, aspect)
                later = self.find_level(key, last, growth, own=True)
                earlier = self.find_level(key, first - 1, growth) if later is not None else None
                if later is None or earlier is None or (growth.status == "target") != (later.status == "target"):
                    continue
                trust = "sure" if _stand_together(growth, later, earlier) else "apart"
                if growth.unit == "%":
                    yield Relation("growth", "growth", (growth, later, earlier), years=last - first + 1, trust=trust)
                elif growth.unit in (unit, "pp"):
                    yield Relation("growth", "sum", (later, earlier, growth), trust=trust)

    def _relate_identity(self, identity: Identity) -> Iterator[Relation]:
        """What an indicator is by definition, where one report tells all of it."""
        form = {"total": "sum", "quotient": "quotient"}[identity.form]
        for aspect in ("level", "share"):
            for unit in self._units.get((identity.indicator, aspect), ()):
                for year, figures in self._levels[identity.indicator, unit, aspect].items():
                    for figure in figures:
                        parts = [self._find_part(name, unit if form == "sum" else "", year, figure) for name in identity.list_parts()]
                        known = [part for part in parts if part is not None]
                        if len(known) == len(parts):
                            slack = identity.slack * abs(figure.amount.value or 0.0)
                            yield Relation(
                                identity.finding, form, (figure, *known), scale=identity.scale, slack=(slack, slack), trust="apart"
                            )  # fmt: skip

    def _find_part(self, series: str, unit: str, year: int, near: Statement) -> Statement | None:
        units = [name for name in self._units.get((series, "level"), ()) if name == (unit or name)]
        found = [self.find_level((series, name, "level"), year, near, own=True) for name in units]
        return next((part for part in found if part is not None and (part.status == "target") == (near.status == "target")), None)

    def _relate_orders(self) -> Iterator[Relation]:
        """Levels of one series in near years that are 10,000 times, or 100,000,000 times, apart."""
        for (_, _, aspect), years in self._levels.items():
            order = sorted(years) if aspect == "level" and len(years) > 1 else ()
            for before, after in pairwise(order):
                earlier, later = years[before][0], years[after][0]
                if after - before > _NEAR or not earlier.figure[0] or not later.figure[0]:
                    continue
                times = later.figure[0] / earlier.figure[0]
                if any(1 / _GROWTH < abs(ratio) / power < _GROWTH for power in _POWERS for ratio in (times, 1 / times)):
                    yield Relation("magnitude", "order", (later, earlier), scale=_POWERS[0] / 10)


def _stand_together(*figures: Statement) -> bool:
    return len({(figure.doc_id, figure.sentence) for figure in figures}) == 1


def _find_agreeing(figure: Statement, others: Sequence[Statement]) -> Statement:
    """The first of other tellings that agrees with a figure, else the last."""
    return next((other for other in others if figure.amount.agrees(other.amount)), others[-1])


def _find_pair(after: Sequence[Statement], before: Sequence[Statement]) -> tuple[Statement, Statement]:
    """What two reports tell of one thing: what agrees, else what each tells first."""
    pairs = [(figure, _find_agreeing(figure, before)) for figure in after]
    return next((pair for pair in pairs if pair[0].amount.agrees(pair[1].amount)), (after[0], before[0]))


def settle_prices(relations: Iterable[Relation], priced: frozenset[str]) -> None:
    """Widen growth that may be at comparable prices, in place, unless the place's growth agrees with its levels as they are.

    ``priced`` are the indicators that grow at comparable prices where nothing is said. A place's growth agrees where at least two of
    its growths do, and twice as many as do not: real growth never keeps to levels in the prices of each year for long.
    """
    growths = [relation for relation in relations if relation.form == "growth"]
    real = [relation for relation in growths if relation.figures[0].real or relation.figures[0].basis == "comparable_prices"]
    meant = [relation for relation in growths if relation not in real and relation.figures[0].series in priced]
    agreed = sum(relation.holds() for relation in meant)
    tight = agreed >= 2 and agreed >= 2 * (len(meant) - agreed)
    for relation in (*real, *(() if tight else meant)):
        relation.priced = True
        relation.slack = _PRICES if relation.figures[0].years[0] > _CALM else _PRICES_BEFORE
