from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.counting.runs import find_terms

WORDS = ["雨", "污", "雨污", "分流", "路"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=7), max_size=5),
    st.sets(st.sampled_from(["雨污", "雨污分流", "污分流", "路路", "天"])),
)
def test_terms_stand_where_whole_tokens_of_one_sentence_write_them(sentences: list[list[int]], terms: set[str]) -> None:
    numbers = [number for sentence in sentences for number in sentence]
    rows = [row for row, sentence in enumerate(sentences) for _ in sentence]
    places = {term: place for place, term in enumerate(sorted(terms))}
    tokens, found = find_terms(WORDS, np.array(numbers, dtype=np.int64), np.array(rows, dtype=np.int64), places)
    expected = {
        (start, places["".join(WORDS[number] for number in numbers[start:end])])
        for start in range(len(numbers))
        for end in range(start + 1, min(start + 5, len(numbers)) + 1)
        if rows[start] == rows[end - 1] and "".join(WORDS[number] for number in numbers[start:end]) in places
    }
    told = list(zip(tokens.tolist(), found.tolist(), strict=True))
    assert sorted(told) == sorted(expected)
