from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.arrays import mark_changes
from pipeline.counting.groups import find_keys, group_keys, hash_words, measure_words, number_runs, raise_base, sort_groups

WORDS = st.text("营商环境雨污分流GDP𠮷", max_size=6)
NUMBERS = st.lists(st.integers(-5, 5), max_size=30)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_the_key_of_a_run_is_that_of_its_characters(left: str, right: str) -> None:
    whole, first, last = hash_words([left + right, left, right])
    size = measure_words([right])
    with np.errstate(over="ignore"):
        assert first * raise_base(size)[0] + last == whole
        assert (whole - last) * raise_base(size, inverse=True)[0] == first
    assert (whole == first) == (not right)


@given(NUMBERS)
def test_equal_numbers_are_grouped(numbers: list[int]) -> None:
    array = np.array(numbers, dtype=np.int64)
    firsts, groups = group_keys(array)
    assert array[firsts].tolist() == sorted(set(numbers))
    assert [numbers.index(number) for number in sorted(set(numbers))] == firsts.tolist()
    assert array[firsts][groups].tolist() == numbers


@given(NUMBERS, NUMBERS)
def test_keys_are_found_or_not(known: list[int], keys: list[int]) -> None:
    ordered = sorted(set(known))
    found = find_keys(np.array(ordered, dtype=np.int64), np.array(keys, dtype=np.int64))
    assert found.tolist() == [ordered.index(key) if key in ordered else -1 for key in keys]


@given(st.lists(st.integers(0, 9), max_size=30), st.sampled_from([10, 1 << 20]))
def test_rows_are_sorted_by_group_and_otherwise_as_they_were(groups: list[int], size: int) -> None:
    order = sort_groups(np.array(groups, dtype=np.int64), size)
    assert order.tolist() == sorted(range(len(groups)), key=groups.__getitem__)


def test_changes_and_runs() -> None:
    assert mark_changes(np.array([1, 1, 2, 1])).tolist() == [True, False, True, True]
    assert number_runs(["a", "a", "b", "a"]).tolist() == [0, 0, 1, 2]
    assert number_runs([]).tolist() == mark_changes(np.zeros(0)).tolist() == []
