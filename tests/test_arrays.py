from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arrays import list_distinct, mark_changes

NUMBERS = st.lists(st.integers(-9, 9) | st.integers(-(2**63), 2**63 - 1))


@given(NUMBERS)
def test_the_distinct_numbers_are_those_of_the_set(numbers: list[int]) -> None:
    assert list_distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))


@given(NUMBERS)
def test_a_change_is_where_a_number_is_not_that_before_it(numbers: list[int]) -> None:
    told = mark_changes(np.array(numbers, dtype=np.int64)).tolist()
    assert told == [place == 0 or number != numbers[place - 1] for place, number in enumerate(numbers)]
