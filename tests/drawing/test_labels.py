from __future__ import annotations

import random
from itertools import pairwise

import pytest

from pipeline.drawing.labels import cover_line, find_room, spread, surround
from pipeline.drawing.sheet import Box

PAPER = Box(0, 0, 100, 100)


def test_a_label_stands_right_of_its_point_and_elsewhere_where_that_is_taken() -> None:
    first = find_room((50, 50), (20, 6), [surround(50, 50, 3)], PAPER)
    assert first is not None
    assert first.left > 53
    assert first.top < 50 < first.bottom
    second = find_room((50, 50), (20, 6), [surround(50, 50, 3), first], PAPER)
    assert second is not None
    assert not second.overlaps(first)
    assert second.bottom <= 47


def test_there_may_be_no_room() -> None:
    assert find_room((50, 50), (20, 6), [PAPER], PAPER) is None
    assert find_room((50, 50), (120, 6), [], PAPER) is None


def test_a_line_is_covered_without_gaps() -> None:
    boxes = list(cover_line([(0, 0), (30, 40), (30, 41)], 4.0))
    assert all(one.overlaps(other) for one, other in pairwise(boxes))
    assert (boxes[0], boxes[-1]) == (surround(0, 0, 2.0), surround(30, 41, 2.0))


@pytest.mark.parametrize("seed", range(20))
def test_labels_that_are_spread_keep_their_order_gap_and_field(seed: int) -> None:
    chance = random.Random(seed)
    heights = [chance.choice((chance.uniform(0, 100), 0.0, 50.0)) for _ in range(chance.randint(1, 8))]
    placed = spread(heights, 10.0, 0.0, 100.0)
    ordered = sorted(placed)
    assert all(later - sooner > 10 - 1e-9 for sooner, later in pairwise(ordered))
    assert ordered[0] >= -1e-9
    assert ordered[-1] <= 100 + 1e-9
    assert [place for _, place in sorted(zip(heights, placed, strict=True))] == ordered
