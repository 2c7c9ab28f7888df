from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.grammar.words import name_term
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import CANDIDATES, COUNTS, SECTIONS, Columns
from pipeline.stages.counts import count_terms
from tests.case_files import read_cases
from tests.term_tables import make_tokens

TERMS = load_term_words()
LEXICON: Any = SimpleNamespace(terms=TERMS)
CASES = read_cases("terms.csv")
PHRASES = read_cases("phrases_of_words.csv")
COUNTED = ("count", "heads", "lefts", "rights", "start")


def count(*sentences: str | tuple[str, str]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Section and term -> count, heads, lefts, rights and start, of one document."""
    return list_counts(count_terms(make_tokens({"a": sentences}), LEXICON))


def list_counts(tables: dict[str, Columns]) -> dict[tuple[str, str], tuple[int, ...]]:
    sections, candidates, counts = (tables[name] for name in ("sections", "candidates", "counts"))
    for table, columns in ((SECTIONS, sections), (CANDIDATES, candidates), (COUNTS, counts)):
        assert build_table(table, columns).num_rows == len(columns[table.names[0]])
    names = [f"{doc_id}{section}" for doc_id, section in zip(sections["doc_id"], sections["section"], strict=True)]
    cells = zip(counts["section"].tolist(), counts["term"].tolist(), *(counts[name].tolist() for name in COUNTED), strict=True)
    return {(names[section], candidates["term"][term]): tuple(own) for section, term, *own in cells}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_terms_of_cases(case: dict[str, str]) -> None:
    assert name_term(case["word"], case["pos"], frozenset().union(*TERMS.stop_lists)) == case["term"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_words_of_cases_are_terms_by_themselves_or_not(case: dict[str, str]) -> None:
    candidates = count_terms(make_tokens({"a": [f"{case['word']}/{case['pos']}"]}), LEXICON)["candidates"]
    alone = [term for term, own in zip(candidates["term"], candidates["alone"].tolist(), strict=True) if own]
    assert alone == ([case["term"]] if case["term"] else [])


@pytest.mark.parametrize("case", PHRASES, ids=lambda case: case["about"])
def test_phrases_of_cases(case: dict[str, str]) -> None:
    candidates = count_terms(make_tokens({"a": [case["tokens"]]}), LEXICON)["candidates"]
    found = [term for term, size in zip(candidates["term"], candidates["tokens"].tolist(), strict=True) if size > 1]
    assert sorted(found) == sorted(case["phrases"].split())


def test_where_a_term_stands_is_counted() -> None:
    counts = count("雨污/n 分流/n 改造/vn 。/w", "推进/v 雨污/n 分流/n 。/w", "雨污/n 分流/n")
    assert counts["a", "雨污分流"] == (3, 1, 3, 2, 0)
    assert counts["a", "分流改造"] == (1, 0, 0, 1, 2)
    assert counts["a", "改造"] == (1, 0, 0, 1, 4)


def test_a_term_is_one_however_it_is_cut_and_written() -> None:
    counts = count("垃圾/n 分类/vn 。/w", "垃圾分类/n 。/w", "ＧＤＰ/eng 。/w GDP/eng 。/w")
    assert counts["a", "垃圾分类"][0] == 2
    assert counts["a", "GDP"][0] == 2


def test_the_tag_of_a_term_is_its_commonest_and_that_of_a_phrase_its_last_word() -> None:
    tables = make_tokens({"a": ["改造/v 。/w", "改造/vn 。/w", "道路/n 改造/vn 。/w"]})
    candidates = count_terms(tables, LEXICON)["candidates"]
    tags = dict(zip(candidates["term"], candidates["pos"], strict=True))
    assert tags == {"改造": "vn", "道路": "n", "道路改造": "vn"}


def test_a_heading_is_a_short_line_without_a_stop() -> None:
    sections = count_terms(
        make_tokens({"a": ["道路/n 改造/vn", "道路/n 改造/vn 。/w ”/w", "农村/n 。/w", "农村/n " * 31, "，/w"]}), LEXICON
    )["sections"]
    assert sections["headings"].tolist() == [1]
    assert sections["words"].tolist() == [36]


def test_sections_are_counted_apart_and_a_document_without_words_has_one_too() -> None:
    tables = count_terms(make_tokens({"a": [("一", "道路/n 。/w"), ("二", "道路/n 。/w 道路/n 。/w")], "b": ["。/w"]}), LEXICON)
    assert {name: own[0] for (name, term), own in list_counts(tables).items() if term == "道路"} == {"a一": 1, "a二": 2}
    again = count(("一", "道路/n 。/w"), ("二", "道路/n 。/w"), ("一", "道路/n 。/w"))
    assert again == {("a一", "道路"): (2, 0, 2, 2, 0), ("a二", "道路"): (1, 0, 1, 1, 3)}
    assert (tables["sections"]["doc_id"], tables["sections"]["section"]) == (["a", "a", "b"], ["一", "二", ""])


def test_a_phrase_is_a_term_where_a_document_has_it_twice_or_in_a_heading() -> None:
    documents = {"a": [("一", "道路/n 改造/vn 。/w"), ("二", "道路/n 改造/vn 。/w"), "土地/n 流转/vn"], "b": ["危房/n 改造/vn 。/w"]}
    candidates = count_terms(make_tokens(documents), LEXICON)["candidates"]
    alone = dict(zip(candidates["term"], candidates["alone"].tolist(), strict=True))
    assert (alone["道路改造"], alone["土地流转"], alone["危房改造"], alone["改造"]) == (1, 1, 0, 1)


def test_a_phrase_knows_its_parts_by_their_keys() -> None:
    candidates = count_terms(make_tokens({"a": ["雨污/n 分流/n 改造/vn"]}), LEXICON)["candidates"]
    keys = dict(zip(candidates["key"].tolist(), candidates["term"], strict=True))
    place = candidates["term"].index("雨污分流改造")
    parts = [keys[candidates[name][place]] for name in ("first", "last", "head", "tail")]
    assert parts == ["雨污", "改造", "雨污分流", "分流改造"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(CASES)), max_size=40))
def test_counts_add_up_to_the_tokens_that_are_terms(rows: list[tuple[str, dict[str, str]]]) -> None:
    documents: dict[str, list[str]] = {}
    for doc_id, case in sorted(rows, key=lambda row: row[0]):
        documents.setdefault(doc_id, []).append(f"{case['word']}/{case['pos']}")
    tables = count_terms(make_tokens(documents), LEXICON)
    assert tables["sections"]["words"].sum() == sum(1 for _, case in rows if case["term"])
    assert tables["candidates"]["key"].tolist() == sorted(set(tables["candidates"]["key"].tolist()))
    alone = tables["candidates"]["alone"][tables["counts"]["term"]] > 0
    assert tables["counts"]["count"][alone].sum() == sum(1 for _, case in rows if case["term"])
