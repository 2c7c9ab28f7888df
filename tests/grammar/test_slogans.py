"""Slogans: what may be a set phrase, at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.grammar.folding import JUNK, fold_text
from pipeline.grammar.slogans import SloganReader
from pipeline.lexicon.figures import load_figure_words
from pipeline.lexicon.slogans import SLOGAN_ROLES, SloganWord, load_slogan_words
from pipeline.schema import Reading, Source
from tests.case_files import read_cases
from tests.mined import mine_sources

WORDS = load_slogan_words()
READER = SloganReader(WORDS, load_figure_words().units)
CASES = read_cases("slogans.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_forms_of_cases(case: dict[str, str]) -> None:
    source = Source("a", "a.txt", "", Reading(case["text"], "txt"), {})
    forms = mine_sources([source], "forms")["phrase_forms"]
    rows = zip(forms["kind"], forms["phrase"], forms["whole"], strict=True)
    assert [f"{kind}:{phrase}{f'/{whole}' if whole else ''}" for kind, phrase, whole in rows] == case["forms"].split()


@pytest.mark.parametrize("verb", WORDS.verbs)
def test_each_verb_begins_a_clause(verb: str) -> None:
    assert [form.phrase for form in READER.find(f"{verb}青山常在，")] == [f"{verb}青山常在"]


@pytest.mark.parametrize("word", WORDS.opens)
def test_no_clause_goes_on_with_a_word_that_joins(word: str) -> None:
    assert READER.find(f"坚持{word}青山常在，") == []


@pytest.mark.parametrize("word", WORDS.points)
def test_no_phrase_holds_a_word_that_points(word: str) -> None:
    assert READER.find(f"坚持青山{word}常在，“青山{word}常在”") == []


@pytest.mark.parametrize("word", WORDS.lists)
def test_each_word_leads_to_members(word: str) -> None:
    forms = READER.find(f"“两净”{word}水净、路净。")
    assert [(form.phrase, form.whole) for form in forms if form.kind == "member"] == [("水净", "两净"), ("路净", "两净")]


def test_a_row_says_what_it_is_for() -> None:
    assert SloganWord("sets", "六稳").check() == f"role 'sets' is none of {' '.join(SLOGAN_ROLES)}"
    assert SloganWord("set", "稳").check() == "form '稳' stands in too many words; write two characters or more"
    assert SloganWord("verb", "").check() == "no form; write the word"


PIECES = st.sampled_from(
    ["“", "”", '"', "坚持", "三早", "青山常在", "：", "、", "，", "。\n", " ", "（", "）", "早发现", "3", "这", "四个全面"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_forms_stand_in_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    forms = READER.find(text)
    assert forms == sorted(forms, key=lambda form: (form.start, form.end))
    assert len({form[:2] for form in forms}) == len(forms)
    for form in forms:
        assert fold_text(JUNK.sub("", text[form.start : form.end])) == form.phrase
