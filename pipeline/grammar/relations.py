"""Relations: what figures must be to one another, solved for any of them between bounds that come from the digits printed.

The forms: ``growth`` (a rate in %, the later level, the earlier one, over ``years``), ``quotient`` (a quotient times ``scale``, what is
divided, by what), ``sum`` (a total and its parts), ``open`` (a total and parts that need not be all), ``hundred`` (shares that make up the
whole), ``same`` (one figure told twice), ``order`` (neither of two figures is more than ``scale`` times the other), ``limit`` (a figure of
at most ``scale``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.grammar.statements import Span, Statement

ENDLESS: Final = float("inf")
_FAR_POINTS: Final = 25.0
_FAR_SHARE: Final = 0.25
_HAIR: Final = 1e-9


@dataclass(slots=True, eq=False)
class Relation:
    """Figures that must agree, under one check; the first is the one that the others tell.

    ``trust`` says how sure it is that the figures are of the same thing: ``sure`` (one sentence says so), ``apart`` (they stand apart: what
    is far off is taken for a misreading, unless a common slip of one figure mends it), ``weak`` (only what a common slip mends counts).
    ``slack`` widens what is computed of the first figure: from so much below it to so much above it, in its own unit.
    """

    check: str
    form: str
    figures: tuple[Statement, ...]
    years: int = 1
    scale: float = 1.0
    trust: str = "sure"
    slack: Span = (0.0, 0.0)

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from other relations."""
        return self.check, self.form, *((figure.doc_id, figure.start) for figure in self.figures)

    def solve(self, at: int) -> Span:
        """Return between which numbers one of the figures lies by the others."""
        return _SOLVERS[self.form](self, at)

    def holds(self) -> bool:
        """Tell whether the figures may all be true."""
        return meets(self.figures[0].span(), self.solve(0))

    def would_hold(self, at: int, value: float, step: float) -> bool:
        """Tell whether the figures could all be true if one of them were ``value``, told to ``step``."""
        return meets((value - step / 2, value + step / 2), self.solve(at))

    def is_far(self) -> bool:
        """Tell whether what is told lies so far from what is computed that the figures are hardly of one thing.

        That is over 25 points of what is told in per cent, else over a quarter of it.
        """
        computed = find_middle(self.solve(0))
        away = abs(self.figures[0].value - computed)
        return away > (_FAR_POINTS if self.figures[0].unit == "%" else _FAR_SHARE * abs(computed))


def meets(one: Span, other: Span) -> bool:
    """Tell whether two spans share a number; ends that meet within a hair of each other do.

    >>> meets((6.85, 6.95), (9.1, 10.1)), meets((94.5, 95.5), (95.5, 96.0))
    (False, True)
    """
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return low - high <= _HAIR * max(1.0, abs(low) if math.isfinite(low) else 0.0)


def find_middle(span: Span) -> float:
    """Return the middle of a span, or its only end.

    >>> find_middle((9.1, 10.1)), find_middle((-float("inf"), 100.0))
    (9.6, 100.0)
    """
    low, high = span
    if math.isfinite(low) and math.isfinite(high):
        return (low + high) / 2
    return low if math.isfinite(low) else high


def _divide(one: float, other: float) -> float:
    return one / other if other > 0 else ENDLESS


def _solve_growth(relation: Relation, at: int) -> Span:
    figures, years = relation.figures, relation.years
    below, above = relation.slack
    if at == 0:
        later, earlier = figures[1].span(), figures[2].span()
        low, high = (max(0.0, _divide(*pair)) ** (1 / years) for pair in ((later[0], earlier[1]), (later[1], earlier[0])))
        return 100 * (low - 1) - below, 100 * (high - 1) + above
    rate = figures[0].span()
    factors = max(0.0, 1 + (rate[0] - above) / 100) ** years, max(0.0, 1 + (rate[1] + below) / 100) ** years
    if at == 1:
        earlier = figures[2].span()
        return earlier[0] * factors[0], earlier[1] * factors[1]
    later = figures[1].span()
    return _divide(later[0], factors[1]), _divide(later[1], factors[0])


def _solve_quotient(relation: Relation, at: int) -> Span:
    figures, scale = relation.figures, relation.scale
    below, above = relation.slack
    if at == 0:
        part, whole = figures[1].span(), figures[2].span()
        return scale * _divide(part[0], whole[1]) - below, scale * _divide(part[1], whole[0]) + above
    low, high = figures[0].span()
    low, high = low - above, high + below
    if at == 1:
        whole = figures[2].span()
        return low * whole[0] / scale, high * whole[1] / scale
    part = figures[1].span()
    return _divide(scale * part[0], high), _divide(scale * part[1], low)


def _add_others(relation: Relation, at: int, first: int) -> Span:
    spans = [figure.span() for number, figure in enumerate(relation.figures) if number >= first and number != at]
    return sum(span[0] for span in spans), sum(span[1] for span in spans)


def _solve_sum(relation: Relation, at: int) -> Span:
    low, high = _add_others(relation, at, 1)
    if at == 0:
        return low, high
    total = relation.figures[0].span()
    return total[0] - high, total[1] - low


def _solve_open(relation: Relation, at: int) -> Span:
    low, high = _solve_sum(relation, at)
    return (low, ENDLESS) if at == 0 else (-ENDLESS, high)


def _solve_hundred(relation: Relation, at: int) -> Span:
    low, high = _add_others(relation, at, 0)
    return 100.0 - high - relation.slack[0], 100.0 - low + relation.slack[1]


def _solve_same(relation: Relation, at: int) -> Span:
    return relation.figures[1 - at].span()


def _solve_order(relation: Relation, at: int) -> Span:
    low, high = relation.figures[1 - at].span()
    return low / relation.scale, high * relation.scale


def _solve_limit(relation: Relation, at: int) -> Span:
    return -ENDLESS, relation.scale


_SOLVERS: Final[dict[str, Callable[[Relation, int], Span]]] = {
    "growth": _solve_growth, "quotient": _solve_quotient, "sum": _solve_sum, "open": _solve_open, "hundred": _solve_hundred,
    "same": _solve_same, "order": _solve_order, "limit": _solve_limit,
}  # fmt: skip
