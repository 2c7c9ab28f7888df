from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.counting.picking import find_first, pick_terms


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 8))
def test_the_first_are_among_those_that_are_looked_at(scores: list[int], limit: int) -> None:
    rows = find_first(np.array(scores, dtype=np.float64), limit).tolist()
    best = sorted((score for score in scores if score), reverse=True)
    assert sorted((scores[row] for row in rows), reverse=True)[:limit] == best[:limit]
    assert all(row in rows for row, score in enumerate(scores) if score and score >= best[: 2 * limit][-1])


@pytest.mark.parametrize(
    ("terms", "picked"),
    [
        ([("国家高新技术企业", 9, 5), ("高新技术企业", 8, 6)], ["国家高新技术企业"]),
        ([("高新技术企业", 9, 6), ("国家高新技术企业", 8, 5)], ["高新技术企业"]),
        ([("企业", 9, 21), ("国家企业", 8, 5)], ["企业", "国家企业"]),
        ([("国家企业", 9, 5), ("企业", 8, 21)], ["国家企业", "企业"]),
        ([("国家企业", 9, 5), ("企业", 8, 20)], ["国家企业"]),
        ([("道路", 9, 1), ("绿化", 9, 1), ("改造", 9, 1)], ["改造", "绿化"]),
        ([("道路", 9, 1), ("道路", 8, 1)], ["道路"]),
        ([], []),
    ],
)
def test_nested_terms_are_folded(terms: list[tuple[str, float, int]], picked: list[str]) -> None:
    names, scores, counts = ([row[place] for row in terms] for place in range(3))
    assert [names[place] for place in pick_terms(names, scores, counts, 2)] == picked
