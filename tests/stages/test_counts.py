from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import COUNTS
from pipeline.stages.counts import count_terms, name_term
from tests.case_files import read_cases

TERMS = load_term_words()
LEXICON = SimpleNamespace(terms=TERMS)
CASES = read_cases("terms.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_terms_of_cases(case: dict[str, str]) -> None:
    assert name_term(case["word"], case["pos"], TERMS.stopwords) == case["term"]


def test_counts_are_sorted_and_take_the_commonest_tag() -> None:
    words = [
        ("改造", "v"),
        ("ＧＤＰ", "eng"),
        ("改造", "vn"),
        ("，", "w"),
        ("GDP", "eng"),
        ("改造", "vn"),
        ("加强", "v"),
        ("企业", "n"),
        ("企业", "nz"),
    ]
    tokens = {
        "doc_id": ["b"] * 9 + ["a", "c"],
        "word": [word for word, _ in words] + ["加强", "企业"],
        "pos": [tag for _, tag in words] + ["v", "n"],
    }
    counts = count_terms({"tokens": tokens}, LEXICON)["counts"]
    assert counts == {
        "doc_id": ["b", "b", "b", "c"],
        "term": ["GDP", "企业", "改造", "企业"],
        "pos": ["eng", "n", "vn", "n"],
        "count": [2, 2, 3, 1],
    }
    assert build_table(COUNTS, counts).num_rows == 4


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(CASES)), max_size=40))
def test_counts_add_up_to_the_tokens_that_are_terms(rows: list[tuple[str, dict[str, str]]]) -> None:
    rows = sorted(rows, key=lambda row: row[0])
    tokens = {
        "doc_id": [doc_id for doc_id, _ in rows],
        "word": [case["word"] for _, case in rows],
        "pos": [case["pos"] for _, case in rows],
    }
    counts = count_terms({"tokens": tokens}, LEXICON)["counts"]
    assert sum(counts["count"]) == sum(1 for _, case in rows if case["term"])
    keys = list(zip(counts["doc_id"], counts["term"], strict=True))
    assert keys == sorted(set(keys))
