"""Small numbers, years, plans and spans of years."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.years import HAN_DIGITS, SMALL_NUMBER, plan_years, read_small_number, read_span, write_span


@given(st.integers(1, 99))
def test_small_numbers_are_read_back(number: int) -> None:
    tens, ones = divmod(number, 10)
    spelled = ("" if tens < 1 else "十" if tens == 1 else HAN_DIGITS[tens - 1] + "十") + (HAN_DIGITS[ones - 1] if ones else "")
    for text in (spelled, str(number)):
        assert re.fullmatch(SMALL_NUMBER, text)
        assert read_small_number(text) == number


@given(st.integers(1900, 2099), st.integers(0, 20))
def test_spans_are_read_back(first: int, length: int) -> None:
    assert read_span(write_span(first, first + length)) == (first, first + length)


def test_spans_that_are_none() -> None:
    assert [read_span(text) for text in (None, "", "近年", "2020-H1", "2020-05")] == [(0, 0)] * 5
    assert [write_span(*span) for span in ((0, 0), (2020, 2019), (0, 2020))] == [None] * 3


@given(st.integers(3, 20))
def test_five_year_plans_follow_each_other(ordinal: int) -> None:
    assert plan_years(ordinal + 1)[0] == plan_years(ordinal)[1] + 1 == plan_years(ordinal)[0] + 5


@pytest.mark.parametrize(("number", "first"), [(1, 1953), (2, 1958), (3, 1966), (10, 2001), (15, 2026)])
def test_five_year_plans_by_arithmetic(number: int, first: int) -> None:
    assert plan_years(number) == (first, first + 4)


@given(st.integers(1000, 2999), st.sampled_from("零〇○"))
def test_years_are_read_back_digit_by_digit(year: int, zero: str) -> None:
    spelled = "".join((zero + HAN_DIGITS)[int(digit)] for digit in str(year))
    assert read_small_number(spelled) == read_small_number(str(year)) == year


@pytest.mark.parametrize("text", ["", "十十", "年", "三十二十"])
def test_what_is_no_small_number_is_nothing(text: str) -> None:
    assert read_small_number(text) == 0
