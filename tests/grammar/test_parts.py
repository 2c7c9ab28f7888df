from __future__ import annotations

from itertools import chain

import pytest

from pipeline.grammar.outline import build_sections, find_headings
from pipeline.grammar.parts import compile_rules, find_parts, judge_heading, mark_headings
from pipeline.grammar.sentences import find_paragraphs, find_sentences
from pipeline.lexicon.reports import HeadingWord, ResidueWord, load_report_words

WORDS = load_report_words()
RULES = compile_rules(WORDS)


def parts_of(text: str, year: int | None = 2021, body: int = 0) -> list[str]:
    paragraphs = find_paragraphs(text)
    paths = build_sections(find_headings(text, paragraphs, body), len(paragraphs), RULES.tops)
    sentences = [find_sentences(text, paragraph) for paragraph in paragraphs]
    return list(chain.from_iterable(find_parts(text, sentences, mark_headings(paths, body, year, RULES), year, RULES)))


@pytest.mark.parametrize(
    ("title", "year", "part"),
    [
        ("一、2020年工作回顾", 2021, "review"),
        ("二、2021年重点工作", 2021, "plan"),
        ("一、“十三五”时期发展成就", 2021, "review"),
        ("二、“十四五”时期主要目标", 2021, "plan"),
        ("一、２０２０年的工作", 2021, "review"),
        ("一、一九九一年的工作", 1992, "review"),
        ("二、2021年的工作", 2021, "plan"),
        ("一、2020年回顾和2021年任务", 2021, ""),
        ("三、产业发展", 2021, ""),
        ("一、过去五年的工作", None, "review"),
        ("二、今后五年的打算", None, "plan"),
        ("附件：名词解释", 2021, "other"),
        ("重点任务责任分工", 2021, "other"),
    ],
)
def test_what_a_heading_announces(title: str, year: int | None, part: str) -> None:
    assert judge_heading(title, year, RULES)[0] == part


@pytest.mark.parametrize("row", WORDS.headings, ids=lambda row: row.word)
def test_each_heading_word_announces_its_part(row: HeadingWord) -> None:
    assert judge_heading(f"三、全镇{row.word}", None, RULES)[0] == row.part


@pytest.mark.parametrize("row", WORDS.residue, ids=lambda row: row.word)
def test_each_word_of_residue_keeps_its_line_out_of_the_parts(row: ResidueWord) -> None:
    line = {"start": f"{row.word}某某", "end": f"某某{row.word}", "whole": row.word}[row.where]
    assert parts_of(f"全年产值增长5%，税收增长6%。\n{line}\n全镇办成了九件民生实事。")[1] == ""


def test_headings_decide_and_what_follows_a_plan_is_planned() -> None:
    text = "一、去年工作\n产值增长5%。\n二、今年任务\n产值达到36亿元。\n三、作风建设\n干部走访了36户。"
    assert parts_of(text) == ["review"] * 2 + ["plan"] * 2 + ["plan"] * 2


def test_without_headings_cues_find_the_one_place_where_the_plan_begins() -> None:
    text = (
        "去年，全镇完成产值36亿元，同比增长5%。\n企业上云取得了新进展，累计36家。\n"
        "今年，力争产值达到40亿元。\n抓好道路建设，年内开工3条。\n确保民生支出只增不减。"
    )
    assert parts_of(text) == ["review"] * 2 + ["plan"] * 3


def test_one_long_paragraph_is_cut_between_sentences() -> None:
    assert parts_of("去年完成了产值36亿元，同比增长5%。企业累计36家。今年力争40亿元。确保民生支出只增不减。") == [
        "review",
        "review",
        "plan",
        "plan",
    ]


def test_a_review_that_turns_to_the_coming_year_without_a_heading_becomes_a_plan() -> None:
    plan = "\n".join(f"今年力争办成第{number}件实事，确保年内完工。" for number in "一二三四五六七八")
    assert parts_of(f"一、2020年工作回顾\n全年产值增长5%，完成了任务。\n{plan}") == ["review"] * 2 + ["plan"] * 8


def test_a_review_told_in_verbs_of_planning_stays_a_review() -> None:
    text = "一、2020年工作回顾\n加快产业升级，推动企业上云。\n强化服务，支持创业。\n做好就业，拓展市场。\n健全机制，构建平台。"
    assert set(parts_of(text)) == {"review"}


def test_front_announcement_glossary_are_other_and_what_stands_below_residue_is_of_no_part() -> None:
    text = (
        "柳塘镇政府工作报告\n我代表镇政府报告工作，请予审议。\n一、去年工作\n产值增长5%。\n二、今年任务\n力争更好。\n"
        "附件1\n名词解释\n1.雪亮工程：用探头联网守护村庄。\n上一篇：通知\n镇长接待日安排公布。"
    )
    assert parts_of(text, body=1) == ["other"] * 2 + ["review"] * 2 + ["plan"] * 2 + ["plan"] + ["other"] * 2 + [""] * 2


def test_a_licence_whose_links_stand_on_their_own_lines_is_residue_to_its_end() -> None:
    report = "一、去年工作\n" + "产值增长5%，税收增长6%，乡亲们的日子越过越红火。\n" * 30
    licence = (
        "本作品是柳塘镇的\n条例\n、\n规约\n，任何人都可以抄录、翻印、转发和改编，而不必事先征得镇政府同意，也不必付费，各村不得阻拦，"
        "依照《\n镇志条例\n》办理。"
    )
    assert parts_of(f"{report}\n\n\n{licence}\n\n\n各村知悉。") == ["review"] * 31 + [""] * 2


def test_an_excerpt_of_review_plan_and_review_is_told_apart_by_its_moods() -> None:
    text = (
        "环镇路顺利通车，沿线夜市一年来客流达到36.5万人次，比上年多出9000多人次。\n"
        "五年来，镇里连续办成了实事，获评文明镇。\n"
        "今年全镇要修渠九里，力争秋后通水，确保春灌不误。\n"
        "继续做强茶业，扩大良种规模，进一步拓展销路。\n"
        "各村都要管好渠道。"
    )
    assert parts_of(text) == ["review", "review", "plan", "plan", "plan"]


def test_below_a_heading_of_a_plan_only_a_paragraph_that_looks_back_may_be_a_review() -> None:
    looking_back = "过去五年，镇里修通了36.5公里路，获评文明镇，取得了来之不易的成绩。"
    text = f"一、2020年工作回顾\n全年植树。\n二、2021年重点工作\n{looking_back}\n镇里修通了36.5公里路，获评文明镇。\n各村都要修渠。"
    assert parts_of(text) == ["review"] * 2 + ["plan", "review", "plan", "plan"]


def test_a_heading_of_a_review_holds_where_other_headings_follow() -> None:
    lesson = "必须办好实事，干部要走村入户，也要算好账。\n"
    assert set(parts_of(f"一、2020年工作回顾\n全年植树。\n{lesson * 2}二、2021年重点工作\n修渠。")[:4]) == {"review"}
    assert parts_of(f"一、2020年工作回顾\n全年累计修了9条路。\n{lesson * 2}")[-1] == "plan"


def test_bills_put_to_a_congress_are_no_opening_of_the_report() -> None:
    assert parts_of("镇里提请县人大常委会审议了9件议案。\n全年修了路。") == ["review"] * 2


def test_an_empty_text_has_no_parts() -> None:
    assert parts_of("") == []
