from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.relations import Relation, find_middle
from tests.statements import tell

TENTHS = st.integers(11, 9_999).map(lambda number: number / 10)


def money(value: float, start: int = 0) -> object:
    return tell(f"{value:.1f}亿元", round(value, 1) * 1e8, start)


def rate(value: float) -> object:
    return tell(f"{abs(value):.1f}%", round(abs(value), 1), 90, falls=value < 0)


@given(TENTHS, TENTHS, st.integers(1, 5))
def test_growth_worked_out_from_levels_holds_from_each_side(later: float, earlier: float, years: int) -> None:
    growth = 100 * ((later / earlier) ** (1 / years) - 1)
    relation = Relation("growth", "growth", (rate(growth), money(later), money(earlier, 20)), years=years)
    assert relation.holds()
    for at, value in enumerate((growth, later * 1e8, earlier * 1e8)):
        low, high = relation.solve(at)
        slack = relation.figures[at].amount.step
        assert low - slack <= value <= high + slack


@given(TENTHS, TENTHS)
def test_a_share_worked_out_from_its_whole_holds_from_each_side(part: float, whole: float) -> None:
    share = tell(f"{100 * part / whole:.1f}%", round(100 * part / whole, 1), 90, aspect="share")
    relation = Relation("share", "quotient", (share, money(part), money(whole, 20)), scale=100.0)
    assert relation.holds()
    if share.value:
        for at, value in ((1, part * 1e8), (2, whole * 1e8)):
            low, high = relation.solve(at)
            assert low * (1 - 1e-9) <= value <= high * (1 + 1e-9) or relation.would_hold(at, value, relation.figures[at].amount.step)


@given(st.lists(TENTHS, min_size=2, max_size=5))
def test_a_total_holds_and_gives_each_part(parts: list[float]) -> None:
    figures = (money(sum(parts), 99), *(money(part, at) for at, part in enumerate(parts)))
    relation = Relation("total", "sum", figures)
    assert relation.holds()
    for at, part in enumerate(parts, 1):
        assert find_middle(relation.solve(at)) == pytest.approx(part * 1e8, abs=1e6)
    assert Relation("total", "open", figures).holds()


@pytest.mark.parametrize(
    ("form", "figures", "holds"),
    [
        ("same", ((95e8, "95亿元"), (95.4e8, "95.4亿元")), True),
        ("same", ((95e8, "95亿元"), (95.6e8, "95.6亿元")), False),
        ("open", ((3.2e8, "3.2亿元"), (1.9e8, "1.9亿元"), (0.6e8, "0.6亿元")), True),
        ("open", ((3.2e8, "3.2亿元"), (2.9e8, "2.9亿元"), (0.6e8, "0.6亿元")), False),
        ("order", ((3846e8, "3846亿元"), (3327e4, "3327万元")), False),
        ("order", ((3846e4, "3846万元"), (3327e4, "3327万元")), True),
        ("hundred", ((12.4, "12.4%"), (44.8, "44.8%"), (42.8, "42.8%")), True),
        ("hundred", ((12.4, "12.4%"), (44.8, "44.8%"), (48.2, "48.2%")), False),
        ("limit", ((100.0, "100%"),), True),
        ("limit", ((100.1, "100.1%"),), False),
    ],
)
def test_each_form(form: str, figures: tuple[tuple[float, str], ...], holds: bool) -> None:
    scale = {"order": 1e3, "limit": 100.0}.get(form, 1.0)
    relation = Relation("total", form, tuple(tell(printed, value, at) for at, (value, printed) in enumerate(figures)), scale=scale)
    assert relation.holds() is holds


def test_slack_lets_real_growth_lie_below_that_of_levels() -> None:
    figures = (rate(6.2), money(104.9), money(96.3, 20))
    assert not Relation("growth", "growth", figures).holds()
    assert Relation("growth", "growth", figures, slack=(8.0, 3.0)).holds()
    assert not Relation("growth", "growth", (rate(13.2), *figures[1:]), slack=(8.0, 3.0)).holds()


def test_far_off_is_taken_for_a_misreading() -> None:
    levels = (money(104.9), money(96.3, 20))
    assert not Relation("growth", "growth", (rate(33.0), *levels)).is_far()
    assert Relation("growth", "growth", (rate(36.0), *levels)).is_far()
    assert Relation("restated", "same", (money(130.0), money(100.0, 20))).is_far()
    assert not Relation("restated", "same", (money(120.0), money(100.0, 20))).is_far()


def test_what_cannot_be_divided_has_no_end() -> None:
    zero = tell("0亿元", 0.0, 20)
    low, high = Relation("growth", "growth", (rate(5.0), money(3.0), zero)).solve(0)
    assert math.isfinite(low)
    assert high == math.inf
