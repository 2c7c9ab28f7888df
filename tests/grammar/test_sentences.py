from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.sentences import BLANK, find_paragraphs, find_sentences
from tests.case_files import read_cases, spell_out

ALPHABET = "镇产值增3５.，、；。！？：“”《》（）—一二\n\r\t \u3000\u200bA"


def sentences(text: str) -> list[str]:
    return [text[start:end] for paragraph in find_paragraphs(text) for start, end in find_sentences(text, paragraph)]


@pytest.mark.parametrize("case", read_cases("sentences.csv"), ids=lambda case: case["about"])
def test_sentences_of_a_case(case: dict[str, str]) -> None:
    assert sentences(spell_out(case["text"])) == [spell_out(part) for part in case["sentences"].split("¦")]


@given(st.text(alphabet=ALPHABET, max_size=120))
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    last = 0
    for paragraph in find_paragraphs(text):
        for start, end in find_sentences(text, paragraph):
            assert last <= start < end
            assert not text[last:start].strip(BLANK)
            assert text[start:end] == text[start:end].strip(BLANK)
            last = end
    assert not text[last:].strip(BLANK)


LINES = (
    "过去一年，全镇上下拧成一股绳，全年实现地区\n生产总值41.6亿元，同比增长3.7%，增速居全县\n"
    "第二。工业投资连续三年增长，新建厂房5万平方\n米，引进企业36家，其中规模以上企业8家，带动\n"
    "就业1200人。\n一、抓项目\n今年开工项目21个，完工15个，还有6个正在收尾，\n力争年底前全部建成投用。"
)


def test_hard_wrapped_lines_are_joined_and_a_short_line_without_a_stop_is_not() -> None:
    assert [part.replace("\n", "") for part in sentences(LINES)] == [
        "过去一年，全镇上下拧成一股绳，全年实现地区生产总值41.6亿元，同比增长3.7%，增速居全县第二。",
        "工业投资连续三年增长，新建厂房5万平方米，引进企业36家，其中规模以上企业8家，带动就业1200人。",
        "一、抓项目",
        "今年开工项目21个，完工15个，还有6个正在收尾，力争年底前全部建成投用。",
    ]


def test_where_blank_lines_part_paragraphs_a_single_line_end_breaks_a_sentence() -> None:
    text = "\n\n".join(["第一段完了。", "全镇\n经济总量\n再上台阶，收入更多。", "第三段完了。", "第四段完了。", "第五段完了。"])
    assert sentences(text)[1] == "全镇\n经济总量\n再上台阶，收入更多。"


def test_scraps_of_links_above_running_text_are_one_sentence_but_two_headings_are_not() -> None:
    tail = "的重要部署，为全镇发展指明了方向，也提出了更高的要求，我们要认真学习、全面落实、干出成效。再加一句。"
    assert sentences(f"上一段。\n县委全会\n明确提出\n乡村振兴\n{tail}")[1].startswith("县委全会\n明确提出\n乡村振兴\n的重要部署")
    assert sentences(f"主要成绩\n工业经济\n{tail}")[:2] == ["主要成绩", "工业经济"]


def test_web_lines_before_the_salutation_stay_apart() -> None:
    assert sentences("字号：\n大\n中\n小\n】\n2021年柳塘镇政府工作报告\n来源：镇政府\n各位代表：\n我作报告。")[-4:] == [
        "2021年柳塘镇政府工作报告",
        "来源：镇政府",
        "各位代表：",
        "我作报告。",
    ]


def test_an_empty_text_has_no_paragraph() -> None:
    assert find_paragraphs(" \n\u200b\u3000\r\n") == []
