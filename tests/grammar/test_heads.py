"""What a number is about: every row of heads.csv by its line in tests/cases/heads.csv."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.grammar.roles import Words, clean_name, split_list
from pipeline.lexicon.whole import Lexicon
from tests.case_files import read_cases
from tests.figures import list_rows, read_tables, whole_lexicon

CASES = read_cases("heads.csv")


def test_every_head_word_has_a_line() -> None:
    rows = [(row.role, row.form) for row in whole_lexicon().figures.heads]
    assert sorted(rows) == sorted((case["role"], case["form"]) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['role']} {case['form']}")
def test_number_is_about_what_its_line_says_and_the_row_is_needed_for_it(case: dict[str, str]) -> None:
    words = whole_lexicon()
    figures = words.figures
    others = tuple(row for row in figures.heads if (row.role, row.form) != (case["role"], case["form"]))
    assert _read(case, words) == case["about"]
    assert _read(case, replace(words, figures=replace(figures, heads=others))) != case["about"]


def _read(case: dict[str, str], words: Lexicon) -> str:
    return next(row["about"] for row in list_rows(read_tables(case["text"], lexicon=words)["quantities"]) if row["text"] == case["span"])


@pytest.mark.parametrize(
    ("text", "abouts"),
    [
        ("关税、盐税收入分别为4.6万元和2.1万元。", ["关税、盐税收入"] * 2),
        ("城镇居民可支配收入和农村居民可支配收入分别为4.6万元和2.1万元。", ["城镇居民可支配收入", "农村居民可支配收入"]),
        ("茶叶产值6亿元，增长9%，占农业产值的三成。", ["茶叶产值", "茶叶产值", "茶叶产值"]),
        ("粮食产量增长7%左右和8%以上。", ["粮食产量", "粮食产量"]),
        ("完成石漠化治理60平方公里以上、水土流失治理29平方公里。", ["石漠化治理", "水土流失治理"]),
        ("新建泵站8座。9座。", ["泵站", ""]),
    ],
)
def test_names_are_shared_in_a_sentence_and_never_across_one(text: str, abouts: list[str]) -> None:
    assert [row["about"] for row in list_rows(read_tables(text)["quantities"])] == abouts


def test_names_are_trimmed_and_lists_are_split() -> None:
    assert clean_name("“”") == "“”"
    assert clean_name("的、和") == ""
    assert split_list("文化和旅游、及时雨") == ["文化", "旅游", "及时雨"]


def test_words_are_found_by_their_offset() -> None:
    words = Words([0, 2, 4], ["茶园", "面积", "达"], ["n", "n", "v"])
    assert [words.find_index(offset) for offset in (0, 1, 2, 4, 5)] == [0, 1, 1, 2, 3]
