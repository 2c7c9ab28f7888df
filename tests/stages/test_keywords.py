from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.lexicon.reports import load_report_words
from pipeline.lexicon.terms import load_term_words
from pipeline.piles import HeldPiles, join_blocks
from pipeline.schema import KEYNESS, KEYWORDS, TABLES, Columns
from pipeline.stages import keywords as stage
from pipeline.stages.keywords import rank_keywords
from tests.term_tables import count_parts, make_sentences

LEXICON: Any = SimpleNamespace(terms=load_term_words(), reports=load_report_words())
# Names that general Chinese does not know: all are as rare as its median word, and of one form.
NAMES = ["乙溪桥", "丙溪桥", "丁溪桥", "戊溪桥", "己溪桥"]

Documents = Mapping[str, Mapping[str, int]]
Rows = Sequence[tuple[str, str | None, int | None, str | None]]


def make_documents(rows: Rows, parent: str | None = None) -> Columns:
    names = ("doc_id", "place", "year", "duplicate_of")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)} | {"parent": [parent] * len(rows)}


def tabulate(parts: Sequence[Mapping[str, Any]], rows: Rows) -> dict[str, Columns]:
    blocks = rank_keywords(*count_parts(parts, LEXICON), make_documents(rows), LEXICON, HeldPiles())
    made = {table: join_blocks(TABLES[table], found) for table, found in blocks.items()}
    assert build_table(KEYWORDS, made["keywords"]).num_rows == len(made["keywords"]["rank"])
    assert build_table(KEYNESS, made["keyness"]).num_rows == len(made["keyness"]["term"])
    return made


def list_terms(table: Columns) -> dict[tuple[str, str], list[str]]:
    ranked: dict[tuple[str, str], list[str]] = {}
    for scope, scope_id, term in zip(table["scope"], table["scope_id"], table["term"], strict=True):
        ranked.setdefault((scope, scope_id), []).append(term)
    return ranked


def rank(documents: Documents, rows: Rows, **tags: str) -> dict[tuple[str, str], list[str]]:
    return list_terms(tabulate([make_sentences(documents, tags)], rows)["keywords"])


def read(*sentences: str | tuple[str, str]) -> dict[tuple[str, str], list[str]]:
    return list_terms(tabulate([{"a": sentences}], [("a", None, None, None)])["keywords"])


def test_what_a_reports_own_place_is_called_is_no_term_of_it() -> None:
    rows = [("a", "乙溪镇", 2021, None), ("b", "丁溪桥", 2021, None)]
    counts = {"乙溪镇": 9, "乙溪": 5, "丙溪县": 5, "宅基地": 3}
    parts = count_parts([make_sentences({"a": counts, "b": counts}, {})], LEXICON)
    blocks = rank_keywords(*parts, make_documents(rows, "丙溪县"), LEXICON, HeldPiles())
    ranked = list_terms(join_blocks(KEYWORDS, blocks["keywords"]))
    assert ranked["document", "a"] == ranked["place", "乙溪镇"] == ["宅基地"]
    assert set(ranked["document", "b"]) == {"乙溪镇", "宅基地"}
    assert set(ranked["year", "2021"]) == {"乙溪镇", "丙溪县", "宅基地"}


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


def test_a_phrase_is_a_keyword_and_its_words_are_folded_into_it() -> None:
    ranked = read(*["雨污/n 分流/n 改造/vn 。/w"] * 3, "道路/n 。/w")
    assert ranked["document", "a"] == ["雨污分流改造", "道路"]


def test_a_word_that_stands_much_more_often_than_its_phrase_stays() -> None:
    ranked = read(*["高新/n 企业/n 。/w"] * 2, *["企业/n 。/w"] * 12)
    assert set(ranked["document", "a"]) == {"高新企业", "企业"}
    assert len(read(*["高新/n 企业/n 。/w"] * 2, *["企业/n 。/w"] * 4)["document", "a"]) == 1


def test_a_phrase_that_stands_once_in_running_text_is_none_but_in_a_heading_it_is() -> None:
    assert read("雨污/n 分流/n 。/w")["document", "a"] == ["雨污", "分流"]
    assert read("雨污/n 分流/n")["document", "a"] == ["雨污分流"]


def test_what_stands_in_a_heading_counts_more() -> None:
    assert read("己溪桥/n", "己溪桥/n 。/w", *["乙溪桥/n 。/w"] * 2)["document", "a"] == ["己溪桥", "乙溪桥"]
    assert read(*["己溪桥/n 。/w"] * 2, *["乙溪桥/n 。/w"] * 2)["document", "a"] == ["乙溪桥", "己溪桥"]


def test_a_section_has_keywords_of_its_own_where_it_has_a_title() -> None:
    ranked = read("丁溪桥/n 。/w", ("一、交通", "丁溪桥/n 。/w"), ("二、水利", "乙溪桥/n 。/w"))
    assert {scope_id: terms for (scope, scope_id), terms in ranked.items() if scope == "section"} == {
        "a / 一、交通": ["丁溪桥"],
        "a / 二、水利": ["乙溪桥"],
    }


def test_ties_end_in_the_term_and_scopes_are_sorted() -> None:
    rows = [("b", "橙溪镇", 2021, None), ("a", "柏溪镇", 2020, None), ("c", None, None, None)]
    ranked = rank({doc_id: dict.fromkeys(reversed(NAMES), 2) for doc_id in "bac"}, rows)
    places, years = [("place", "柏溪镇"), ("place", "橙溪镇")], [("year", "2020"), ("year", "2021")]
    assert list(ranked) == [*(("document", doc_id) for doc_id in "bac"), *places, *years, ("corpus", "corpus")]
    assert all(terms == sorted(NAMES) for terms in ranked.values())


def test_a_repeated_text_counts_once() -> None:
    documents = {"a": {"乙溪桥": 30}, "b": {"丁溪桥": 20}}
    rows = [("a", "橙溪镇", 2021, None), ("b", "橙溪镇", 2021, None)]
    alone = tabulate([make_sentences(documents)], rows)
    both = tabulate([make_sentences(documents | {"c": {"乙溪桥": 30}})], [*rows, ("c", "橙溪镇", 2022, "a")])
    for table in ("keywords", "keyness"):
        kept = [row for row in zip(*both[table].values(), strict=True) if row[1] not in ("c", "2022")]
        assert kept == list(zip(*alone[table].values(), strict=True))
    told = [row[3:7] for row in zip(*both["keywords"].values(), strict=True) if row[1] in ("c", "2022")]
    assert told == [("乙溪桥", "n", 30, 1)] * 2


def test_documents_have_fewer_ranks_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = {doc_id: {chr(0x4E00 + number) + "溪桥": 1 for number in range(400, 550)} for doc_id in "ab"}
    rows = [(doc_id, None, None, None) for doc_id in "ab"]
    assert len(rank(documents, rows)["document", "a"]) == 100
    monkeypatch.setattr(stage, "_FEW", 1)
    ranked = rank(documents, rows)
    assert (len(ranked["document", "a"]), len(ranked["corpus", "corpus"])) == (10, 100)


def test_what_sets_a_report_apart_is_told_with_its_figures() -> None:
    documents = {"a": {"乙溪桥": 30, "经济": 10}, "b": {"经济": 40, "丁溪桥": 1}}
    keyness = tabulate([make_sentences(documents)], [("a", "橙溪镇", 2021, None), ("b", "柏溪镇", 2021, None)])["keyness"]
    rows = list(zip(*keyness.values(), strict=True))
    assert [row[:5] for row in rows] == [
        ("document", "a", "乙溪桥", 30, 0),
        ("document", "b", "经济", 40, 10),
        ("place", "柏溪镇", "经济", 40, 10),
        ("place", "橙溪镇", "乙溪桥", 30, 0),
    ]
    assert rows[0][5] == pytest.approx(2 * 30 * 0.705577, abs=1e-3)  # 30 × ln(30 / (30 × 40 / 81)), twice
    assert rows[1][6] == pytest.approx(1.9645, abs=1e-3)  # log2((40 / 41) / (10 / 40))


def test_no_terms_no_rows() -> None:
    empty = tabulate([{"a": ["。/w"]}], [("a", "橙溪镇", 2021, None)])
    assert empty == {"keywords": {name: [] for name in KEYWORDS.names}, "keyness": {name: [] for name in KEYNESS.names}}
    assert tabulate([{}], []) == empty


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.lists(st.lists(st.sampled_from([*NAMES, "经济", "农村"]), min_size=1, max_size=4), min_size=1, max_size=8),
        min_size=1,
    ),
    st.sets(st.integers(1, 7)),
    st.data(),
)
def test_keywords_do_not_hang_on_the_parts(documents: dict[str, list[list[str]]], cuts: set[int], data: st.DataObject) -> None:
    rows: Rows = [(doc, data.draw(st.sampled_from(["橙溪镇", None])), data.draw(st.sampled_from([2020, 2021])), None) for doc in documents]
    texts = {doc: [" ".join(f"{word}/n" for word in sentence) + " 。/w" for sentence in own] for doc, own in documents.items()}
    names = list(documents)
    borders = [0, *sorted(cut for cut in cuts if cut < len(names)), len(names)]
    parts = [{name: texts[name] for name in names[left:right]} for left, right in pairwise(borders)]
    whole = tabulate([texts], rows)
    assert tabulate(parts, rows) == whole
    for scope in dict.fromkeys(zip(whole["keywords"]["scope"], whole["keywords"]["scope_id"], strict=True)):
        own = [row for row in zip(*whole["keywords"].values(), strict=True) if row[:2] == scope]
        assert [row[2] for row in own] == list(range(1, len(own) + 1))
        assert [row[7] for row in own] == sorted((row[7] for row in own), reverse=True)
        assert own[0][7] == 1
