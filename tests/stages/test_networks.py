from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.schema import KEYWORDS, NETWORKS, TOKENS, Columns
from pipeline.stages import networks as stage
from pipeline.stages.networks import build_networks
from tests.figures import list_rows
from tests.mined import OnePart

# Six sentences: 企业 and 创新 always together, 生态 and 治理 too, 收入 with each once.
SENTENCES = ["企业 创新", "企业 创新 收入", "企业 创新", "生态 治理", "生态 治理 收入", "道路"]
TERMS = ["企业", "创新", "收入", "生态", "治理"]


def connect(
    documents: dict[str, tuple[Any, ...]], sentences: dict[str, Sequence[str]], scopes: Sequence[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Rows of networks; ``documents`` are place, year and duplicate_of by id, a sentence is its words parted by blanks."""
    tokens: Columns = {name: [] for name in TOKENS.names}
    for doc_id, texts in sentences.items():
        place = 0
        for number, text in enumerate(texts):
            for word in text.split():
                row = (doc_id, number, place, place + len(word), word, "n")
                place += len(word)
                for name, cell in zip(TOKENS.names, row, strict=True):
                    tokens[name].append(cell)
    ranked = [(*scope, rank, term, "n", 1, 1, 0.5) for scope in scopes for rank, term in enumerate(TERMS, 1)]
    keywords = dict(zip(KEYWORDS.names, map(list, zip(*ranked, strict=True)), strict=True))
    told: Columns = {"doc_id": list(documents)}
    for name, cells in zip(("place", "year", "duplicate_of"), zip(*documents.values(), strict=True), strict=True):
        told[name] = list(cells)
    made = build_networks(OnePart("keywords", keywords), OnePart("tokens", tokens), told, None)["networks"]  # type: ignore[arg-type]
    assert build_table(NETWORKS, made).num_rows == len(made["source"])
    return list_rows(made)


def test_pairs_that_stand_together_are_told_with_their_strength_and_group() -> None:
    rows = connect({"a": ("橙溪镇", 2021, None)}, {"a": SENTENCES}, [("corpus", "corpus")])
    assert [(row["source"], row["target"], row["sentences"]) for row in rows] == [("企业", "创新", 3), ("治理", "生态", 2)]
    assert [row["npmi"] for row in rows] == [1.0, 1.0]  # never one without the other
    assert [row["community"] for row in rows] == [1, 2]


def test_npmi_is_that_of_sentences() -> None:
    texts = ["企业 创新", "企业 创新", "企业", "创新", "道路", "道路", "道路", "道路"]
    (row,) = connect({"a": ("橙溪镇", 2021, None)}, {"a": texts}, [("corpus", "corpus")])
    expected = math.log((2 / 8) / ((3 / 8) * (3 / 8))) / -math.log(2 / 8)
    assert row["npmi"] == pytest.approx(expected, abs=1e-4)


def test_a_word_twice_in_a_sentence_counts_once_and_pairs_by_chance_not_at_all() -> None:
    rows = connect({"a": ("橙溪镇", 2021, None)}, {"a": ["企业 企业 创新", "企业 创新", "道路"]}, [("corpus", "corpus")])
    assert [row["sentences"] for row in rows] == [2]
    assert connect({"a": ("橙溪镇", 2021, None)}, {"a": ["企业 创新", "企业 创新"]}, [("corpus", "corpus")]) == []
    assert connect({"a": ("橙溪镇", 2021, None)}, {"a": ["企业 创新", "道路"]}, [("corpus", "corpus")]) == []


def test_scopes_are_the_corpus_its_years_and_places_of_several_reports() -> None:
    documents = {"a": ("橙溪镇", 2020, None), "b": ("橙溪镇", 2021, None), "c": ("柏溪镇", 2021, None), "d": ("柏溪镇", 2021, "c")}
    scopes = [("place", "柏溪镇"), ("place", "橙溪镇"), ("year", "2020"), ("year", "2021"), ("corpus", "corpus")]
    rows = connect(documents, dict.fromkeys(documents, SENTENCES), scopes)
    found = {(row["scope"], row["scope_id"]): row["sentences"] for row in rows if row["source"] == "企业"}
    assert found == {("corpus", "corpus"): 9, ("year", "2020"): 3, ("year", "2021"): 6, ("place", "橙溪镇"): 6}


def test_full_width_letters_are_the_term_that_they_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stages.test_networks.TERMS", ["GDP", "企业"])
    rows = connect({"a": ("橙溪镇", 2021, None)}, {"a": ["ＧＤＰ 企业", "GDP 企业", "道路"]}, [("corpus", "corpus")])
    assert [(row["source"], row["target"], row["sentences"]) for row in rows] == [("GDP", "企业", 2)]


def test_a_phrase_stands_where_its_words_do_and_makes_no_pair_with_a_part_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stages.test_networks.TERMS", ["雨污分流", "分流", "道路"])
    rows = connect({"a": ("橙溪镇", 2021, None)}, {"a": ["雨污 分流 道路", "道路 雨污 分流", "雨污", "绿化"]}, [("corpus", "corpus")])
    assert [(row["source"], row["target"], row["sentences"]) for row in rows] == [("分流", "道路", 2), ("道路", "雨污分流", 2)]


def test_a_scope_has_its_strongest_pairs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, sentences, scopes = {"a": ("橙溪镇", 2021, None)}, {"a": ["企业 创新 收入 生态 治理"] * 2 + ["道路"]}, [("corpus", "corpus")]
    assert len(connect(documents, sentences, scopes)) == 10
    monkeypatch.setattr(stage, "_PAIRS", 1)
    assert len(connect(documents, sentences, scopes)) == 5
    monkeypatch.setitem(stage._TERMS, "corpus", 2)
    assert [(row["source"], row["target"]) for row in connect(documents, sentences, scopes)] == [("企业", "创新")]


def test_no_keywords_no_rows() -> None:
    assert connect({"a": ("橙溪镇", 2021, None)}, {"a": ["道路"]}, [("corpus", "corpus")]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*TERMS, "道路"]), min_size=1, max_size=5).map(" ".join), min_size=1, max_size=12))
def test_what_is_told_is_what_a_plain_count_finds(sentences: list[str]) -> None:
    rows = connect({"a": (None, None, None)}, {"a": sentences}, [("corpus", "corpus")])
    found = {(row["source"], row["target"]): row for row in rows}
    words = [set(sentence.split()) for sentence in sentences]
    for source, target in combinations(sorted(TERMS), 2):
        both = sum({source, target} <= held for held in words)
        expected = sum(source in held for held in words) * sum(target in held for held in words) / len(words)
        if both >= 2 and both > 1.001 * expected:
            assert found.pop((source, target))["sentences"] == both
    assert found == {}
    assert all(one < other for one, other in pairwise((row["source"], row["target"]) for row in rows))
