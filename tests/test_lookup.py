"""Known words in a text, against the plainest way to find them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lookup import Lookup

WORDS = st.text("生态环境\U00020000a\ud800", min_size=2, max_size=5)


def find_plainly(words: set[str], text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    while at < len(text):
        word = max((word for word in words if text.startswith(word, at)), key=len, default="")
        if word:
            found.append((at, word))
        at += len(word) or 1
    return found


@settings(max_examples=300)
@given(st.sets(WORDS, max_size=6), st.text("生态环境\U00020000a\ud800", max_size=30))
def test_words_are_found_as_in_the_plainest_way(words: set[str], text: str) -> None:
    assert list(zip(*Lookup(words).find(text), strict=True)) == find_plainly(words, text)


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="'水' is shorter than two characters"):
        Lookup(["水利", "水"])
