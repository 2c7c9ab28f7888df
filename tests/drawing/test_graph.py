from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.drawing.graph import Tie, keep_joined, place_words

TERMS = ["企业", "创新", "收入", "生态治理", "营商环境", "国家高新技术企业", "农村公路", "游客"]
PAIRS = list(combinations(range(len(TERMS)), 2))


def tie(one: int, other: int) -> Tie:
    return Tie(TERMS[one], TERMS[other], 2 + one, 0.2 + 0.1 * other / len(TERMS), 1 if one % 2 == other % 2 else None)


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from(PAIRS), min_size=1))
def test_no_word_stands_on_another_or_beyond_the_edge(pairs: set[tuple[int, int]]) -> None:
    ties = [tie(*pair) for pair in sorted(pairs)]
    boxes = {term: (12.0 * len(term), 12.0) for own in ties for term in own[:2]}
    placed = place_words(boxes, ties, (700.0, 400.0))
    assert set(placed) == set(boxes)
    for term, (x, y) in placed.items():
        width, height = boxes[term]
        assert width / 2 - 0.1 <= x <= 700.1 - width / 2
        assert height / 2 - 0.1 <= y <= 400.1 - height / 2
    for one, other in combinations(placed, 2):
        across = abs(placed[one][0] - placed[other][0]) >= (boxes[one][0] + boxes[other][0]) / 2 - 0.2
        along = abs(placed[one][1] - placed[other][1]) >= (boxes[one][1] + boxes[other][1]) / 2 - 0.2
        assert across or along


def test_small_groups_are_left_out_where_there_is_a_large_one() -> None:
    chain = [tie(number, number + 1) for number in range(4)]
    assert keep_joined([*chain, tie(6, 7)]) == chain
    assert keep_joined([tie(0, 1), tie(6, 7)]) == [tie(0, 1), tie(6, 7)]


def test_the_same_ties_give_the_same_places() -> None:
    ties = [tie(*pair) for pair in PAIRS[:12]]
    places = [place_words({term: (30.0, 12.0) for term in TERMS}, ties, (700.0, 400.0)) for _ in range(2)]
    assert places[0] == places[1]
