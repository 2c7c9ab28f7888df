"""Themes: what is found, at its place in the source, and how much of a report it is."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.grammar.folding import fold_text
from pipeline.lexicon.themes import load_codebooks
from pipeline.lexicon.whole import Lexicon, load_lexicon
from pipeline.schema import THEME_HITS, THEMES, Columns, Reading, Source
from pipeline.stages.themes import find_themes
from tests.case_files import read_cases, spell_out
from tests.mined import mine_sources

CASES = read_cases("themes.csv")
BOOK = load_codebooks()[0]


@lru_cache(maxsize=1)
def load_with_own() -> Lexicon:
    return load_lexicon(themes=("themes.csv", "theme,term\n碧水,水环境\n碧水,河湖\n三农,麦田\n清单,乡村振兴项目\n-,湖河湖海\n!,告别\n"))


def find(*texts: str, lexicon: Lexicon | None = None) -> dict[str, Columns]:
    sources = [Source(f"{at:03}", f"{at:03}.txt", "", Reading(text, "txt"), {}) for at, text in enumerate(texts)]
    return find_themes(mine_sources(sources, "segment"), lexicon or load_lexicon_once())


@lru_cache(maxsize=1)
def load_lexicon_once() -> Lexicon:
    return load_lexicon()


def list_hits(hits: Columns) -> list[str]:
    return [f"{theme}:{term}" for theme, term in zip(hits["theme"], hits["term"], strict=True)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_hits_of_cases(case: dict[str, str]) -> None:
    text = spell_out(case["text"])
    hits = find(text)["theme_hits"]
    assert list_hits(hits) == case["hits"].split()
    assert [fold_text(text[start:end].replace("\u200b", "")) for start, end in zip(hits["start"], hits["end"], strict=True)] == hits["term"]


def test_every_term_is_found_where_it_stands_alone() -> None:
    terms = sorted(BOOK.terms)
    hits = find(*terms)["theme_hits"]
    found = {(terms[int(doc_id)], theme) for doc_id, theme, term in zip(hits["doc_id"], hits["theme"], hits["term"], strict=True)}
    assert found == {(term, theme) for term, themes in BOOK.terms.items() for theme in themes}
    assert [term for term, doc_id in zip(hits["term"], hits["doc_id"], strict=True) if term != terms[int(doc_id)]] == []


def test_every_theme_has_enough_terms_and_one_that_covers_hides_another() -> None:
    counts = {theme: sum(theme in themes for themes in BOOK.terms.values()) for theme in BOOK.themes}
    assert len(counts) == 17
    assert all(30 <= count <= 80 for count in counts.values())
    told = {term for term, themes in BOOK.terms.items() if themes}
    covers = [term for term, themes in BOOK.terms.items() if not themes]
    assert [cover for cover in covers if not any(term in cover or term[-1] == cover[0] or term[0] == cover[-1] for term in told)] == []


def test_a_report_is_counted_with_its_words_and_han_characters() -> None:
    themes = find("粮食增产，粮食安全。GDP达100亿元。\n", "会议闭幕。\n", "3.5%")["themes"]
    assert build_table(THEMES, themes).num_rows == 3 * 17
    rows = {(doc_id, theme): cells for doc_id, theme, *cells in zip(*(themes[name] for name in THEMES.names), strict=True)}
    # 粮食 增产 粮食安全 GDP 达 100亿元
    assert rows["000", "三农"] == [2, 6, 6, 11, 0.333333333, 0.545454545]
    assert rows["000", "交通"] == [0, 0, 6, 11, 0.0, 0.0]
    assert rows["001", "三农"] == [0, 0, 2, 4, 0.0, 0.0]
    assert rows["002", "三农"][:4] == [0, 0, 1, 0] and rows["002", "三农"][5] is None


def test_a_users_themes_stand_beside_those_of_the_house() -> None:
    text = "推进乡村振兴项目，治理水环境和河湖，告别河湖污染。麦田丰收。湖河湖海。"
    made = find(text, lexicon=load_with_own())
    assert list_hits(made["theme_hits"]) == [
        "清单:乡村振兴项目", "生态环境:水环境", "碧水:水环境", "生态环境:河湖", "碧水:河湖", "生态环境:河湖", "生态环境:污染", "三农:麦田",
        "生态环境:河湖",
    ]  # fmt: skip
    assert made["themes"]["theme"].count("三农") == 1
    assert set(made["themes"]["theme"]) == {*BOOK.themes, "碧水", "清单"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*list(BOOK.terms)[::40], "不", "没有", "，", "。\n", " ", "\u200b", "３", "的", "银行", "x"]), max_size=30)
)
def test_hits_stand_in_the_text_and_add_up(pieces: list[str]) -> None:
    text = "".join(pieces)
    made = find(text)
    hits, themes = made["theme_hits"], made["themes"]
    assert build_table(THEME_HITS, hits).num_rows == sum(themes["hits"])
    spans = list(zip(hits["start"], hits["end"], strict=True))
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for (start, end), term in zip(spans, hits["term"], strict=True):
        assert "".join(sign for sign in text[start:end] if not sign.isspace() and sign != "\u200b") == term
