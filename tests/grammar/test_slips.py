from __future__ import annotations

import pytest

from pipeline.grammar.relations import Relation
from pipeline.grammar.slips import find_contradictions, find_slip, list_slips
from pipeline.grammar.statements import Statement
from tests.statements import tell


def growth(rate: Statement, later: Statement, earlier: Statement, trust: str = "sure") -> Relation:
    return Relation("growth", "growth", (rate, later, earlier), trust=trust)


@pytest.mark.parametrize(
    ("printed", "value", "slips"),
    [
        ("6.9%", 6.9, [9.6, 69.0, 0.69, 6.9e4]),
        ("45,918元", 45_918.0, [54_918.0, 49_518.0, 45_198.0, 45_981.0]),
        ("100%", 100.0, [1000.0, 10.0]),
        ("1.56∶1", 1.56, [5.16, 1.65]),
        ("七成", 70.0, []),
        ("2×35万千瓦", 7e8, []),
    ],
)
def test_common_slips_of_a_figure(printed: str, value: float, slips: list[float]) -> None:
    found = [slip for slip, _ in list_slips(tell(printed, value))]
    assert found[: len(slips)] == pytest.approx(slips)
    assert bool(found) is bool(slips)


def test_a_turned_growth_is_named_with_what_would_mend_it() -> None:
    relation = growth(tell("6.9%", 6.9, 30), tell("14.9亿元", 1.49e9, 10), tell("13.6亿元", 1.36e9))
    (found,) = find_contradictions([relation])
    assert (found.at, found.more) == (0, 0)
    assert found.mended == pytest.approx(9.6)


def test_the_figure_that_breaks_most_is_named_once() -> None:
    whole, wrong, other = tell("104.9亿元", 1.049e10), tell("45.2亿元", 4.52e9, 10), tell("49.7亿元", 4.97e9, 20)
    total = Relation("total", "sum", (whole, wrong, other))
    share = Relation("share", "quotient", (tell("52.6%", 52.6, 30, aspect="share"), wrong, whole), scale=100.0)
    (found,) = find_contradictions([share, total])
    assert (found.relation, found.at, found.more) == (total, 1, 1)


def test_a_figure_that_others_agree_with_is_not_suspected() -> None:
    now, before, after = tell("14.9亿元", 1.49e9, 10), tell("13.6亿元", 1.36e9), tell("15.6亿元", 1.56e9, 50)
    relations = [growth(tell("7.4%", 7.4, 30), now, before), growth(tell("4.7%", 4.7, 60), after, now)]
    (found,) = find_contradictions(relations)
    assert found.relation.figures[found.at] is not now


@pytest.mark.parametrize(
    ("trust", "told", "found"),
    [("sure", 63.0, 1), ("apart", 63.0, 0), ("apart", 28.0, 1), ("weak", 28.0, 0), ("weak", 59.0, 1), ("apart", 59.0, 1)],
)
def test_trust_says_what_counts(trust: str, told: float, found: int) -> None:
    relation = growth(tell(f"{told:.1f}%", told, 30), tell("14.9亿元", 1.49e9, 10), tell("14.07亿元", 1.407e9), trust)
    assert len(find_contradictions([relation])) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("1864.7亿元", "1854.7亿元", 1),
        ("1864.7亿元", "1853.7亿元", 0),
        ("1864.7亿元", "186.47亿元", 1),
        ("16家", "18家", 0),
        ("36家", "360家", 0),
    ],
)
def test_one_figure_told_in_two_ways(one: str, other: str, found: int) -> None:
    figures = tuple(tell(text, float(text.rstrip("亿元家")) * (1e8 if "亿" in text else 1), at) for at, text in enumerate((one, other)))
    assert len(find_contradictions([Relation("conflict", "same", figures, trust="weak")])) == found


def test_over_100_has_no_slip() -> None:
    share = tell("128.6%", 128.6, aspect="share")
    assert find_slip(share, [(Relation("share", "limit", (share,), scale=100.0), 0)]) is None


def test_what_holds_is_no_contradiction() -> None:
    assert find_contradictions([growth(tell("9.6%", 9.6, 30), tell("14.9亿元", 1.49e9, 10), tell("13.6亿元", 1.36e9))]) == []
