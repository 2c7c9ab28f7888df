from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.frames import build_table
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import TERMS
from pipeline.stages.terms import propose_terms
from tests.figures import list_rows
from tests.term_tables import count_parts

LEXICON: Any = SimpleNamespace(terms=load_term_words())
PLACES = ["槐川", "砚塘", "青屏", "柏溪", "橙溪", "环橙"]
# 雨污分流 after six places and before six others; 道路 and 绿化 together and apart; all else is by itself.
RAIN = [f"{left}/ns 雨污/n 分流/n {right}/ns 。/w" for left, right in zip(PLACES, reversed(PLACES), strict=True)]
ALONE = ["道路/n 。/w", "绿化/n 。/w"] * 20


def propose(*parts: Mapping[str, Sequence[str]], repeated: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    names = [doc_id for part in parts for doc_id in part]
    documents = {"doc_id": names, "duplicate_of": [(repeated or {}).get(name) for name in names]}
    terms = propose_terms(*count_parts(parts, LEXICON), documents, LEXICON)["terms"]
    assert build_table(TERMS, terms).num_rows == len(terms["term"])
    return list_rows(terms)


def test_a_run_that_holds_together_and_stands_freely_is_a_term() -> None:
    (row,) = propose({"a": [*RAIN, *ALONE], "b": [*RAIN, *RAIN]})
    words = 18 * 4 + 40
    assert {name: row[name] for name in ("term", "pos", "count", "documents", "in_dictionary")} == {
        "term": "雨污分流", "pos": "n", "count": 18, "documents": 2, "in_dictionary": "yes",
    }  # fmt: skip
    assert row["cohesion"] == pytest.approx(math.log(18 * words / (18 * 18)) / -math.log(18 / words), abs=1e-4)
    assert row["left_entropy"] == row["right_entropy"] == pytest.approx(math.log(6), abs=1e-4)
    assert (row["example_doc_id"], row["example_start"], row["example_end"]) == ("a", 2, 6)


def test_an_end_of_a_run_of_words_is_like_no_other_word() -> None:
    (row,) = propose({"a": [*["雨污/n 分流/n 。/w"] * 8, *ALONE], "b": ["雨污/n 分流/n 。/w"] * 2})
    assert row["left_entropy"] == row["right_entropy"] == pytest.approx(math.log(10), abs=1e-4)


def test_a_part_of_a_longer_term_alone_is_none() -> None:
    rows = propose({doc_id: [*["雨污/n 分流/n 改造/vn 。/w"] * 6, *ALONE] for doc_id in "ab"})
    assert [row["term"] for row in rows] == ["雨污分流改造"]


def test_words_that_meet_by_chance_are_none() -> None:
    met = ["道路/n 绿化/n 。/w"] * 3
    assert propose({doc_id: [*met, *ALONE, *["道路/n 。/w", "绿化/n 。/w"] * 100] for doc_id in "ab"}) == []
    assert [row["term"] for row in propose({doc_id: [*met, *ALONE[:2]] for doc_id in "ab"})] == ["道路绿化"]


def test_a_term_of_a_single_document_is_none_unless_there_is_but_one() -> None:
    rain = [*RAIN, *ALONE]
    assert propose({"a": rain, "b": ALONE}) == []
    assert [row["term"] for row in propose({"a": rain})] == ["雨污分流"]


def test_a_repeated_text_counts_once() -> None:
    rain = [*RAIN, *ALONE]
    assert propose({"a": rain, "b": ALONE, "c": rain}, repeated={"c": "a"}) == []
    assert propose({"a": rain, "b": rain, "c": rain}, repeated={"c": "a"}) == propose({"a": rain, "b": rain})


def test_terms_do_not_hang_on_the_parts() -> None:
    documents = {doc_id: [*RAIN, *ALONE, *["垃圾/n 分类/vn 。/w"] * number] for number, doc_id in enumerate("abcd", 2)}
    whole = propose(documents)
    assert {row["term"] for row in whole} == {"雨污分流", "垃圾分类"}
    assert propose(*({doc_id: own} for doc_id, own in documents.items())) == whole


def test_a_dictionary_has_some_already() -> None:
    rows = propose({doc_id: [*["营商/n 环境/n 。/w", "笔尖/n 小镇/n 。/w"] * 6, *ALONE] for doc_id in "ab"})
    assert {row["term"]: row["in_dictionary"] for row in rows} == {"营商环境": "yes", "笔尖小镇": "no"}


def test_no_phrases_no_rows() -> None:
    assert propose({"a": ["。/w"]}) == []
    assert propose({}) == []
