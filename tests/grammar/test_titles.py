from __future__ import annotations

import pytest

from pipeline.grammar.parts import compile_rules
from pipeline.grammar.sentences import find_paragraphs
from pipeline.grammar.titles import find_body, read_head
from pipeline.lexicon.reports import GenreWord, load_report_words
from tests.case_files import read_cases, spell_out

WORDS = load_report_words()
HEADING = compile_rules(WORDS).any_heading


def body_of(text: str) -> str:
    paragraphs = find_paragraphs(text)
    index = find_body(text, paragraphs, HEADING)
    return text[slice(*paragraphs[index])] if index < len(paragraphs) else ""


@pytest.mark.parametrize("case", read_cases("report_heads.csv"), ids=lambda case: case["title"] + case["doc_id"])
def test_what_first_lines_and_name_tell(case: dict[str, str]) -> None:
    front = [line for line in spell_out(case["front"]).split("\n") if line]
    head = read_head(front, case["opening"], case["doc_id"], WORDS)
    told = [
        head.title.value,
        head.place.value,
        head.parent,
        head.level.value,
        head.genre,
        head.delivered,
        head.year.value,
        head.year.source,
    ]
    assert told == [case[name] for name in ("title", "place", "parent", "level", "genre", "delivered", "year", "source")]


@pytest.mark.parametrize("row", WORDS.genres, ids=lambda row: row.word)
def test_each_genre_word_is_filed_by_the_first_row_in_it(row: GenreWord) -> None:
    first = next(other for other in WORDS.genres if other.word in row.word)
    assert read_head([f"柳塘镇{row.word}情况报告"], "", "a", WORDS).genre == first.genre


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("2021年政府工作报告\n镇长 张三\n各位代表：\n现在报告工作。", "现在报告工作。"),
        (
            "2021年政府工作报告\n各位代表，现在我代表镇政府向大会报告去年的工作，请审议。",
            "各位代表，现在我代表镇政府向大会报告去年的工作，请审议。",
        ),
        ("2021年党代会报告\n一、工作回顾\n全年向好。", "一、工作回顾"),
        ("2021年党代会报告\n回顾这一年\n全年向好，群众满意。", "回顾这一年"),
        ("# 2021年政府工作报告\n\n## 一、工作回顾\n\n全年向好。", "## 一、工作回顾"),
        ("全年向好，群众满意。", "全年向好，群众满意。"),
        ("柳塘镇", ""),
        (
            "2021年柳塘镇政府工作报告（节选）\n" + "镇里修路九条、植树六百株，" * 12 + "面貌一新。\n各位代表，去年全镇办成九件实事。",
            "镇里修路九条、植树六百株，" * 12 + "面貌一新。",
        ),
        ("2021年柳塘镇政府工作报告（节选）\n道路为九亿元，占三成；\n桥梁为六亿元，占两成。", "道路为九亿元，占三成；"),
    ],
)
def test_where_the_body_begins(text: str, body: str) -> None:
    assert body_of(text) == body
