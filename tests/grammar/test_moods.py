from __future__ import annotations

import pytest

from pipeline.grammar.moods import MoodReader
from pipeline.lexicon.reports import PartCue, load_report_words
from tests.case_files import read_cases

CUES = load_report_words().cues
READER = MoodReader(CUES)
CASES = {(case["word"], case["where"]): case["text"] for case in read_cases("part_cues.csv")}


def mood_of(text: str, year: int | None = None, reader: MoodReader = READER) -> float:
    return reader.weigh(text, [(0, len(text))], reader.weigh_dates(year))[0]


def test_every_cue_has_a_case_and_every_case_a_cue() -> None:
    assert {(cue.word, cue.where) for cue in CUES} == set(CASES)


@pytest.mark.parametrize("row", CUES, ids=lambda row: f"{row.word}-{row.where}")
def test_a_cue_moves_its_sentence(row: PartCue) -> None:
    text = CASES[row.word, row.where]
    others = [cue for cue in CUES if cue.word in text and cue != row]
    moved = mood_of(text, reader=MoodReader([*others, row])) - mood_of(text, reader=MoodReader(others))
    if row.weight == 0 or any(cue.word in row.word for cue in others):
        assert moved != 0, f"{row.word} says what a shorter cue says already"
    else:
        assert moved > 0 if row.part == "plan" else moved < 0


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2020年的镇容", "review"),
        ("一九九八年的镇容", "review"),
        ("“十二五”的镇容", "review"),
        ("2021年的镇容", ""),
        ("比2020年的镇容", ""),
        ("较2020年的镇容", ""),
        ("2025年的镇容", "plan"),
        ("“十四五”的镇容", "plan"),
        ("十四五时期的镇容", "plan"),
        ("第十四个五年的镇容", "plan"),
        ("“十六五”的镇容", "plan"),
        ("2020号的镇容", ""),
    ],
)
def test_years_and_plans_are_weighed_against_the_reports_own(text: str, part: str) -> None:
    mood = mood_of(text, 2021)
    assert {"review": mood < 0, "plan": mood > 0, "": mood == 0}[part]
    assert mood_of(text, None) == 0


def test_a_figure_down_to_the_last_digit_speaks_of_a_review() -> None:
    assert mood_of("茶园1236亩") < mood_of("茶园1200亩")
    assert mood_of("亩产36.5斤") < mood_of("亩产36斤")
    assert mood_of("茶园1200多亩") < mood_of("茶园1200亩")
    assert mood_of("2023年") == mood_of("20年")


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("过去五年，镇里修了路。", True),
        ("各位代表！五年来，镇里修了路。", True),
        ("“十三五”时期，镇里修了路。", True),
        ("2020年，镇里修了路。", True),
        ("2021年，镇里修路。", False),
        ("“十四五”时期，镇里修路。", False),
        ("镇里过去五年修了路。", False),
    ],
)
def test_which_sentences_look_back(text: str, back: bool) -> None:
    assert READER.looks_back(text, (0, len(text)), READER.weigh_dates(2021)) == back


def test_under_a_heading_of_review_only_loud_cues_of_a_plan_are_heard() -> None:
    quiet = READER.weigh_dates(2021, quiet=True)
    assert READER.weigh("加快旧街改造。", [(0, 7)], quiet)[0] <= 0 < mood_of("加快旧街改造。", 2021)
    assert READER.weigh("路要修。", [(0, 4)], quiet)[0] == mood_of("路要修。", 2021) > 0
    assert READER.is_loud("今年要修桥，也要修路。", (0, 11))
    assert not READER.is_loud("重要的主要问题", (0, 7))


def test_a_line_of_dashes_is_read_at_once() -> None:
    text = "—" * 5000 + "全"
    assert not READER.looks_back(text, (0, len(text)), READER.weigh_dates(2021))
