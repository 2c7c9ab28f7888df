from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sketches import Sketches

Shingles = list[set[int]]


def hold(texts: Shingles) -> Sketches:
    sketches = Sketches()
    for shingles in texts:
        sketches.add(np.array(sorted(shingles), dtype=np.uint32))
    return sketches


def find(texts: Shingles, places: list[int], *, most: int = 3, share: float = 0.0) -> set[tuple[int, int]]:
    found = hold(texts).find_neighbours(np.arange(len(texts)), np.array(places, dtype=np.int64), most=most, share=share)
    pairs = list(zip(*(own.tolist() for own in found), strict=True))
    assert len(set(pairs)) == len(pairs)
    return set(pairs)


def find_plainly(texts: Shingles, places: list[int], *, most: int, share: float) -> set[tuple[int, int]]:
    """The same, each text set beside all others."""
    near: dict[int, list[tuple[int, int]]] = {}
    for one, other in combinations(range(len(texts)), 2):
        shared = len(texts[one] & texts[other])
        least = max(2, min(len(texts[one]), len(texts[other])) * share)
        if shared >= least and places[one] != places[other] and -1 not in (places[one], places[other]):
            near.setdefault(one, []).append((-shared, other))
            near.setdefault(other, []).append((-shared, one))
    return {(one, other) for one, others in near.items() for _, other in sorted(others)[:most]}


TEXTS = st.lists(st.tuples(st.sets(st.integers(0, 20), min_size=1, max_size=12), st.integers(-1, 5)), max_size=9)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 3), st.sampled_from([0.0, 0.5]), st.sampled_from([1, 1 << 20]))
def test_few_texts_find_the_neighbours_that_a_look_at_all_pairs_finds(
    texts: list[tuple[set[int], int]], most: int, share: float, together: int
) -> None:
    shingles, places = [own for own, _ in texts], [place for _, place in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.sketches._PAIRS", together)
        assert find(shingles, places, most=most, share=share) == find_plainly(shingles, places, most=most, share=share)


def test_a_shingle_of_very_many_sets_each_holder_beside_the_next_eight_alone() -> None:
    texts: Shingles = [{1, 2}] * 40
    pairs = find(texts, list(range(40)), most=40)
    assert {abs(one - other) for one, other in pairs} == set(range(1, 9))
    assert (0, 8) in pairs


def test_neighbours_are_told_by_their_places_among_the_texts_that_are_asked_for() -> None:
    sketches = hold([{1}, {2, 3, 4}, {5}, {2, 3}])
    ones, others = sketches.find_neighbours(np.array([1, 3]), np.array([0, 1]), most=1, share=0.0)
    assert (ones.tolist(), others.tolist()) == ([0, 1], [1, 0])
    assert sketches.count_shared(1, 3) == 2
    assert sketches.count_shared(0, 2) == 0
