from __future__ import annotations

import pytest

from pipeline.grammar.outline import build_sections, find_headings
from pipeline.grammar.parts import compile_rules
from pipeline.grammar.sentences import find_paragraphs
from pipeline.lexicon.reports import load_report_words
from tests.case_files import read_cases, spell_out

TOPS = compile_rules(load_report_words()).tops


def paths_of(text: str) -> list[str]:
    paragraphs = find_paragraphs(text)
    paths = build_sections(find_headings(text, paragraphs, 0), len(paragraphs), TOPS)
    return ["/".join(heading.title for heading in path) or "-" for path in paths]


@pytest.mark.parametrize("case", read_cases("outlines.csv"), ids=lambda case: case["about"])
def test_paths_of_a_case(case: dict[str, str]) -> None:
    assert paths_of(spell_out(case["text"])) == case["paths"].split("¦")


def test_numbers_of_headings_are_read_in_every_script() -> None:
    text = "十二、甲乙\n（二十）丙丁\n３．戊己\n（4）庚辛\n⑤壬癸"
    assert [heading.number for heading in find_headings(text, find_paragraphs(text), 0)] == [12, 20, 3, 4, 5]


def test_paragraphs_in_front_of_the_body_are_no_headings() -> None:
    text = "一、甲\n二、乙\n全年向好。"
    assert [heading.title for heading in find_headings(text, find_paragraphs(text), 1)] == ["二、乙"]


def test_a_heading_broken_by_a_link_is_one_title_without_breaks() -> None:
    assert paths_of("三、关于《\n规划纲要（草案）\n》的说明\n草案已经印发。")[0] == "三、关于《规划纲要（草案）》的说明"


def test_a_number_that_is_repeated_again_and_again_does_not_nest_forever() -> None:
    text = "一、甲乙\n" * 30
    paragraphs = find_paragraphs(text)
    assert max(map(len, build_sections(find_headings(text, paragraphs, 0), len(paragraphs), TOPS))) == 3
