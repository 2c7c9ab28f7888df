from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import KEYWORDS, Columns
from pipeline.stages import keywords as stage
from pipeline.stages.keywords import rank_keywords
from tests.term_tables import make_counts

LEXICON = SimpleNamespace(terms=load_term_words())
# Names that general Chinese does not know: all are as rare as its median word.
NAMES = ["乙溪桥", "丙溪桥", "丁溪桥", "戊溪桥", "己溪桥"]
FIXED = SimpleNamespace(terms=SimpleNamespace(weigh_terms=lambda terms: {term: 4.0 + len(term) for term in terms}))


def make_documents(rows: Sequence[tuple[str, str | None, int | None, str | None]]) -> Columns:
    names = ("doc_id", "place", "year", "duplicate_of")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def rank(
    documents: dict[str, dict[str, int]], rows: Sequence[tuple[str, str | None, int | None, str | None]], **tags: str
) -> dict[tuple[str, str], list[str]]:
    table = rank_keywords([make_counts(documents, tags)], make_documents(rows), LEXICON)["keywords"]
    ranked: dict[tuple[str, str], list[str]] = {}
    for scope, scope_id, term in zip(table["scope"], table["scope_id"], table["term"], strict=True):
        ranked.setdefault((scope, scope_id), []).append(term)
    return ranked


def test_one_report_has_its_rare_words_first() -> None:
    ranked = rank({"a": {"经济": 4, "农村": 4, "宅基地": 4, "乙溪桥": 4, "营商环境": 1}}, [("a", "橙溪镇", 2021, None)])
    assert ranked["document", "a"][:2] == ["乙溪桥", "宅基地"]
    assert ranked["document", "a"].index("农村") < ranked["document", "a"].index("经济")
    assert ranked["document", "a"] == ranked["place", "橙溪镇"] == ranked["year", "2021"] == ranked["corpus", "corpus"]


def test_what_all_documents_have_is_worth_less() -> None:
    documents = {doc_id: {"乙溪桥": 2} for doc_id in "abcd"} | {"e": {"乙溪桥": 2, "丁溪桥": 2}}
    ranked = rank(documents, [(doc_id, None, None, None) for doc_id in "abcde"])
    assert ranked["document", "e"] == ["丁溪桥", "乙溪桥"]
    assert ranked["corpus", "corpus"] == ["乙溪桥", "丁溪桥"]


def test_a_word_of_many_documents_comes_before_one_of_a_single_document() -> None:
    documents = {doc_id: {"乙溪桥": 3} for doc_id in "abcd"} | {"e": {"丁溪桥": 12}}
    assert rank(documents, [(doc_id, None, 2021, None) for doc_id in "abcde"])["year", "2021"] == ["乙溪桥", "丁溪桥"]


def test_ties_end_in_the_term_and_scopes_are_sorted() -> None:
    rows = [("b", "橙溪镇", 2021, None), ("a", "柏溪镇", 2020, None), ("c", None, None, None)]
    ranked = rank({doc_id: dict.fromkeys(reversed(NAMES), 2) for doc_id in "bac"}, rows)
    places, years = [("place", "柏溪镇"), ("place", "橙溪镇")], [("year", "2020"), ("year", "2021")]
    assert list(ranked) == [*(("document", doc_id) for doc_id in "bac"), *places, *years, ("corpus", "corpus")]
    assert all(terms == sorted(NAMES) for terms in ranked.values())


def test_a_repeated_text_counts_once() -> None:
    documents = {"a": {"乙溪桥": 3}, "b": {"丁溪桥": 2}}
    rows = [("a", "橙溪镇", 2021, None), ("b", "橙溪镇", 2021, None)]
    alone = rank_keywords([make_counts(documents)], make_documents(rows), LEXICON)["keywords"]
    both = rank_keywords([make_counts(documents | {"c": {"乙溪桥": 3}})], make_documents([*rows, ("c", "橙溪镇", 2022, "a")]), LEXICON)[
        "keywords"
    ]
    kept = [row for row in zip(*both.values(), strict=True) if row[1] not in ("c", "2022")]
    assert kept == list(zip(*alone.values(), strict=True))
    assert [row[3:7] for row in zip(*both.values(), strict=True) if row[1] in ("c", "2022")] == [("乙溪桥", "n", 3, 1)] * 2


def test_an_unknown_word_that_stands_once_is_none() -> None:
    ranked = rank({"a": {"乙溪桥": 1, "丁溪桥": 2, "戊溪桥": 1}}, [("a", None, None, None)], 乙溪桥="x", 丁溪桥="x")
    assert ranked["document", "a"] == ["丁溪桥", "戊溪桥"]


def test_documents_have_fewer_ranks_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = {doc_id: {chr(0x4E00 + number) + "溪桥": 1 for number in range(150)} for doc_id in "ab"}
    rows = [(doc_id, None, None, None) for doc_id in "ab"]
    assert len(rank(documents, rows)["document", "a"]) == 100
    monkeypatch.setattr(stage, "_FEW", 1)
    ranked = rank(documents, rows)
    assert (len(ranked["document", "a"]), len(ranked["corpus", "corpus"])) == (10, 100)


def test_no_terms_no_rows() -> None:
    empty = rank_keywords([make_counts({})], make_documents([("a", "橙溪镇", 2021, None)]), LEXICON)["keywords"]
    assert empty == {name: [] for name in KEYWORDS.names}
    assert rank_keywords([], make_documents([]), LEXICON)["keywords"] == empty


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.dictionaries(st.sampled_from([*NAMES, "经济", "农村"]), st.integers(1, 40), min_size=1), min_size=1
    ),
    st.sets(st.integers(1, 7)),
    st.data(),
)
def test_keywords_do_not_hang_on_the_parts(documents: dict[str, dict[str, int]], cuts: set[int], data: st.DataObject) -> None:
    rows = [(doc_id, data.draw(st.sampled_from(["橙溪镇", None])), data.draw(st.sampled_from([2020, 2021])), None) for doc_id in documents]
    names = list(documents)
    borders = [0, *sorted(cut for cut in cuts if cut < len(names)), len(names)]
    parts = [make_counts({name: documents[name] for name in names[left:right]}) for left, right in pairwise(borders)]
    whole = rank_keywords([make_counts(documents)], make_documents(rows), FIXED)["keywords"]
    assert rank_keywords(parts, make_documents(rows), FIXED)["keywords"] == whole
    assert build_table(KEYWORDS, whole).num_rows == len(whole["rank"])
    for scope in dict.fromkeys(zip(whole["scope"], whole["scope_id"], strict=True)):
        own = [row for row in zip(*whole.values(), strict=True) if row[:2] == scope]
        assert [row[2] for row in own] == list(range(1, len(own) + 1))
        assert [row[7] for row in own] == sorted((row[7] for row in own), reverse=True)
        assert sum(row[7] ** 2 for row in own) == pytest.approx(1, abs=1e-4)
