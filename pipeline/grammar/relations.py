"""Relations: what figures must be to one another, solved for any of them between bounds that come from the digits printed.

The forms: ``growth`` (a rate in %, the later level, the earlier one, over ``years``), ``quotient`` (a quotient times ``scale``, what is
divided, by what), ``sum`` (a total and its parts; ``open`` where the parts need not be all), ``same`` (one figure told twice), ``order``
(two figures of one order: neither is more than ``scale`` times the other), ``most`` (a figure of at most ``scale`` times another),
``limit`` (a figure of at most ``limit``), ``hundred`` (shares that make up the whole).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.grammar.statements import Span, Statement

ENDLESS: Final = float("inf")
_FAR_POINTS: Final = 25.0
_FAR_SHARE: Final = 0.25


@dataclass(slots=True, eq=False)
class Relation:
    """Figures that must agree, under one check; the first is the one that the others tell.

    ``slack`` widens what is computed of the first figure: from so much below it to so much above it, in its own unit.
    ``limit`` is a number that the only figure must not pass. ``trust`` says how sure it is that the figures are of the same thing:
    ``sure`` (one sentence says so), ``apart`` (they stand apart: what is far off is taken for a misreading, unless a common slip of one
    figure mends it), ``weak`` (only what a common slip mends counts). ``priced`` growth may be at comparable prices.
    """

    check: str
    form: str
    figures: tuple[Statement, ...]
    years: float = 1.0
    scale: float = 1.0
    slack: Span = (0.0, 0.0)
    limit: float = ENDLESS
    trust: str = "sure"
    priced: bool = False

    def solve(self, at: int) -> Span:
        """Return between which numbers one of the figures lies by the others."""
        return SOLVERS[self.form](self, at)

    def holds(self) -> bool:
        """Tell whether the figures may all be true."""
        return meets(self.figures[0].span(), self.solve(0))

    def is_far(self) -> bool:
        """Tell whether what is told lies so far from what is computed that the figures are hardly of one thing.

        That is over 25 points of growth, else over a quarter of it.
        """
        told, computed = self.figures[0].amount.value, find_middle(self.solve(0))
        if told is None or self.form == "growth":
            return told is None or abs(told - computed) > _FAR_POINTS
        return abs(told - computed) > _FAR_SHARE * abs(computed)

    def would_hold(self, at: int, value: float, step: float) -> bool:
        """Tell whether the figures could all be true if one of them were ``value``, told to ``step``."""
        return meets((value - step / 2, value + step / 2), self.solve(at))


def meets(one: Span, other: Span) -> bool:
    """Tell whether two spans share a number; ends that meet within a hair of each other do.

    >>> meets((6.85, 6.95), (9.1, 10.1)), meets((94.5, 95.5), (95.5, 96.0))
    (False, True)
    """
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return low - high <= 1e-9 * max(1.0, abs(low) if math.isfinite(low) else 0.0)


def _solve_growth(relation: Relation, at: int) -> Span:
    figures, years = relation.figures, relation.years
    low, high = relation.slack
    if at == 0:
        later, earlier = figures[1].span(), figures[2].span()
        return 100 * (_root(later[0], earlier[1], years) - 1) - low, 100 * (_root(later[1], earlier[0], years) - 1) + high
    rate = figures[0].span()
    factors = (max(0.0, 1 + (rate[0] - high) / 100) ** years, max(0.0, 1 + (rate[1] + low) / 100) ** years)
    if at == 1:
        earlier = figures[2].span()
        return earlier[0] * factors[0], earlier[1] * factors[1]
    later = figures[1].span()
    return _divide(later[0], factors[1]), _divide(later[1], factors[0])


def _root(later: float, earlier: float, years: float) -> float:
    return float(max(0.0, _divide(later, earlier)) ** (1 / years))


def _divide(one: float, other: float) -> float:
    return one / other if other > 0 else ENDLESS


def _solve_quotient(relation: Relation, at: int) -> Span:
    figures, scale = relation.figures, relation.scale
    if at == 0:
        part, whole = figures[1].span(), figures[2].span()
        span = scale * _divide(part[0], whole[1]), scale * _divide(part[1], whole[0])
        return span[0] - relation.slack[0], span[1] + relation.slack[1]
    share = figures[0].span()
    share = (share[0] - relation.slack[1], share[1] + relation.slack[0])
    if at == 1:
        whole = figures[2].span()
        return share[0] * whole[0] / scale, share[1] * whole[1] / scale
    part = figures[1].span()
    return _divide(scale * part[0], share[1]), _divide(scale * part[1], share[0])


def _solve_sum(relation: Relation, at: int) -> Span:
    spans = [figure.span() for figure in relation.figures]
    others = [span for number, span in enumerate(spans[1:], 1) if number != at]
    low, high = sum(span[0] for span in others), sum(span[1] for span in others)
    if at:
        low, high = spans[0][0] - high, spans[0][1] - low
    if relation.form == "open":
        return (low, ENDLESS) if at == 0 else (-ENDLESS, high)
    return low - relation.slack[0], high + relation.slack[1]


def _solve_same(relation: Relation, at: int) -> Span:
    return relation.figures[1 - at].span()


def _solve_order(relation: Relation, at: int) -> Span:
    low, high = relation.figures[1 - at].span()
    return low / relation.scale, high * relation.scale


def _solve_most(relation: Relation, at: int) -> Span:
    low, high = relation.figures[1 - at].span()
    return (-ENDLESS, high * relation.scale) if at == 0 else (low / relation.scale, ENDLESS)


def _solve_hundred(relation: Relation, at: int) -> Span:
    spans = [figure.span() for number, figure in enumerate(relation.figures) if number != at]
    low, high = relation.slack
    return 100.0 - sum(span[1] for span in spans) - low, 100.0 - sum(span[0] for span in spans) + high


def _solve_limit(relation: Relation, at: int) -> Span:
    return -ENDLESS, relation.limit


SOLVERS = {
    "growth": _solve_growth, "quotient": _solve_quotient, "sum": _solve_sum, "open": _solve_sum, "same": _solve_same, "limit": _solve_limit,
    "order": _solve_order, "hundred": _solve_hundred, "most": _solve_most,
}  # fmt: skip


def find_middle(span: Span) -> float:
    """Return the middle of a span, or its only end.

    >>> find_middle((9.1, 10.1)), find_middle((-float("inf"), 100.0))
    (9.6, 100.0)
    """
    low, high = span
    if math.isfinite(low) and math.isfinite(high):
        return (low + high) / 2
    return low if math.isfinite(low) else high


def take_broken(relations: Sequence[Relation]) -> list[Relation]:
    """Return the relations that do not hold, in order."""
    return [relation for relation in relations if not relation.holds()]
