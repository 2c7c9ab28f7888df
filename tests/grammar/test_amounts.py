from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.amounts import Amount, find_step, read_amount


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("95亿元", 9.5e9, 1e8),
        ("95.0亿元", 9.5e9, 1e7),
        ("1,244万人", 1.244e7, 1e4),
        ("４５２９１．６公里", 45291600.0, 100.0),
        ("95", 95.0, 1.0),
        ("3200亩", 2133333.33333344, 666.667),
        ("6.5‰", 0.65, 0.01),
        ("百分之二十", 20.0, 1.0),
        ("百分之七点五", 7.5, 0.1),
        ("一万一千一百七十亿元", 1.117e12, 1e8),
        ("二十亿元", 2e9, 1e8),
        ("3万5千元", 35000.0, 1000.0),
        ("1 6 5 5 亿美元", 1.655e11, 1e8),
        ("0", 0.0, 1.0),
    ],
)
def test_the_last_printed_digit(text: str, value: float, step: float) -> None:
    assert find_step(text, value) == pytest.approx(step, rel=1e-5)


NUMBERS = st.integers(-(10**6), 10**6).map(lambda number: number / 10)
AMOUNTS = st.one_of(
    st.builds(
        lambda number, bound, step: Amount(number, number, number, bound, step),
        NUMBERS,
        st.sampled_from(["eq", "approx"]),
        st.sampled_from([0.1, 1.0]),
    ),
    st.builds(lambda number, bound: Amount(None, number, None, bound, 0.1), NUMBERS, st.sampled_from(["gt", "ge"])),
    st.builds(lambda number, bound: Amount(None, None, number, bound, 0.1), NUMBERS, st.sampled_from(["lt", "le"])),
    st.builds(lambda number, width: Amount(None, number, number + abs(width), "range", 0.1), NUMBERS, NUMBERS),
)


@given(AMOUNTS, AMOUNTS)
def test_turning_keeps_what_agrees(one: Amount, other: Amount) -> None:
    assert one.turn().turn() == one
    assert one.agrees(one)
    assert one.agrees(other) == other.agrees(one)
    assert one.agrees(other) == one.turn().agrees(other.turn())


def test_what_is_read_falls_by_its_direction() -> None:
    assert read_amount("3.5%", (3.5, 3.5, 3.5), "eq", falls=True) == Amount(-3.5, -3.5, -3.5, "eq", 0.1)
    assert read_amount("3%", (None, 3.0, None), "gt", falls=True) == Amount(None, None, -3.0, "lt", 1.0)
    assert read_amount("近3000亿元", (None, None, 3e11), "lt", falls=False) == Amount(None, None, 3e11, "lt", 1e8)


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        (Amount(95.0, 95.0, 95.0, "eq", 1.0), Amount(94.6, 94.6, 94.6, "eq", 0.1), True),
        (Amount(95.0, 95.0, 95.0, "eq", 1.0), Amount(94.4, 94.4, 94.4, "eq", 0.1), False),
        (Amount(95.0, 95.0, 95.0, "eq", 1.0), Amount(96.0, 96.0, 96.0, "eq", 1.0), False),
        (Amount(100.0, 100.0, 100.0, "approx", 1.0), Amount(104.9, 104.9, 104.9, "eq", 0.1), True),
        (Amount(100.0, 100.0, 100.0, "approx", 1.0), Amount(105.2, 105.2, 105.2, "eq", 0.1), False),
        (Amount(None, 100.0, None, "gt", 1.0), Amount(99.0, 99.0, 99.0, "eq", 1.0), False),
        (Amount(None, 5.0, 6.0, "range", 1.0), Amount(6.2, 6.2, 6.2, "eq", 0.1), True),
        (Amount(None, 5.0, 6.0, "range", 0.1), Amount(6.2, 6.2, 6.2, "eq", 0.1), False),
    ],
)
def test_two_statements_agree_within_what_is_printed(one: Amount, other: Amount, agreed: bool) -> None:
    assert one.agrees(other) is agreed
