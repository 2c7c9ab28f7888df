"""Time words, and the period and status that they give a number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.grammar.time_words import ANCHOR, STARTS, Context, find_anchors
from tests.figures import list_rows, read_tables

REVIEW = Context(2021, (2016, 2020), (2021, 2025), "review")
PLAN = REVIEW._replace(part="plan")
NOWHERE = Context(0, (0, 0), (0, 0), "other")
PERIOD = re.compile(r"\d{4}(?:-\d{4}|-Q[1-4](?:-Q[1-4])?|-H[12]|-(?:0[1-9]|1[0-2])(?:-\d{4}-(?:0[1-9]|1[0-2]))?)?")
TIME_WORDS = st.sampled_from(
    [
        "2020年", "1957年", "一九五七年", "2016—2020年", "二零一六至二零二零年", "1953—57年", "上半年", "一季度", "前三季度",
        "今年1—11月", "5月", "2019年5月", "19月", "0月", "前五个月", "前十十个月", "提前两个月", "“十三五”", "“七五”期间",
        "十四五时期", "五年来", "十十年来", "近三年", "过去五年", "今后五年", "三年内", "全年", "年底", "年初", "去年", "前年",
        "明年", "上年", "本届政府", "上一个五年", "历时三年", "连续三年", "比", "较", "由", "从", "到", "的", "同期", "末", "，",
        "；", "2019、2020年", "2019和2020两年", "第一个五年", "第二个五年计划期间", "这一年", "共",
        "增长", "达到", "新建", "年均", "累计", "6所", "7%", "8亿元", "校舍",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "context", "first", "last", "label"),
    [
        ("2019年", REVIEW, 2019, 2019, ""),
        ("一九五七年", NOWHERE, 1957, 1957, ""),
        ("2016—2020年", NOWHERE, 2016, 2020, ""),
        ("1953至57年", NOWHERE, 1953, 1957, ""),
        ("2020年上半年", REVIEW, 2020, 2020, "2020-H1"),
        ("下半年", REVIEW, 2020, 2020, "2020-H2"),
        ("前三季度", REVIEW, 2020, 2020, "2020-Q1-Q3"),
        ("前一季度", REVIEW, 2020, 2020, "2020-Q1"),
        ("第四季度", PLAN, 2021, 2021, "2021-Q4"),
        ("2019年5月", REVIEW, 2019, 2019, "2019-05"),
        ("2019年1—11月", REVIEW, 2019, 2019, "2019-01-2019-11"),
        ("今年前四个月", REVIEW, 2021, 2021, "2021-01-2021-04"),
        ("“十三五”期间", NOWHERE, 2016, 2020, ""),
        ("“十四五”末", NOWHERE, 2025, 2025, ""),
        ("“八五”时期", NOWHERE, 1991, 1995, ""),
        ("五年来", REVIEW, 2016, 2020, ""),
        ("过去三年", REVIEW, 2018, 2020, ""),
        ("今后五年", PLAN, 2021, 2025, ""),
        ("三年内", PLAN, 2021, 2023, ""),
        ("全年", REVIEW, 2020, 2020, ""),
        ("全年", PLAN, 2021, 2021, ""),
        ("去年", REVIEW, 2020, 2020, ""),
        ("前年", REVIEW, 2019, 2019, ""),
        ("明年", REVIEW, 2022, 2022, ""),
        ("上年", REVIEW, 2019, 2019, ""),
        ("本届政府", REVIEW, 2016, 2020, ""),
        ("上一个五年", REVIEW, 2011, 2015, ""),
    ],
)
def test_time_word_is_resolved_by_the_report(text: str, context: Context, first: int, last: int, label: str) -> None:
    anchors = find_anchors(text + "，", context)
    assert [(anchor.first, anchor.last, anchor.label) for anchor in anchors] == [(first, last, label)]


@pytest.mark.parametrize("text", ["去年", "全年", "五年来", "一季度", "今后五年", "年初", "本届政府", "提前两个月"])
def test_without_years_of_the_report_nothing_is_guessed(text: str) -> None:
    assert find_anchors(text, NOWHERE) == []


@given(st.lists(TIME_WORDS).map("".join))
def test_no_time_word_is_passed_over(text: str) -> None:
    every = re.compile(f"(?!的){ANCHOR.pattern.removeprefix(STARTS)}")  # 的 joins a part to its year and begins none
    assert [hit.span() for hit in ANCHOR.finditer(text)] == [hit.span() for hit in every.finditer(text)]


def test_a_month_that_is_none_is_left_out_of_a_date() -> None:
    assert [(anchor.first, anchor.last, anchor.label) for anchor in find_anchors("2020年19月", NOWHERE)] == [(2020, 2020, "")]


def test_a_plan_does_not_end_with_the_term_of_the_government_so_far() -> None:
    rows = read_tables("今年是本届政府起步之年，造林900亩。", year="2021", review="2020", plan="2021", part="plan")["quantities"]
    assert rows["period"] == ["2021"]


def test_base_of_a_comparison_is_known() -> None:
    assert [(anchor.first, anchor.base) for anchor in find_anchors("2020年产量比2015年增长36%", REVIEW)] == [(2020, False), (2015, True)]


@pytest.mark.parametrize(
    ("text", "context", "periods"),
    [
        # a flow has the whole span, a stock or a level reached its last year
        ("新建校舍6所，病床达到300张。", {}, ["2016-2020", "2020"]),
        ("年均新建校舍6所。", {}, ["2016-2020"]),
        # a time word holds for what follows it, also in the next clauses
        ("2019年，新建校舍6所，造林900亩。", {}, ["2019", "2019"]),
        # the span that opens a paragraph holds for it
        ("“十二五”期间，大力兴修水利。新建泵站6座。\n造林900亩。", {}, ["2011-2015", "2016-2020"]),
        ("粮食产量比2010年增长36%，比上年增长2%。", {}, ["2011-2020", "2020"]),
        ("病床由300张增加到450张。", {}, ["2015", "2020"]),
        ("病床由300张增加到450张。", {"part": "plan"}, ["2020", "2025"]),
        ("病床由300张增加到450张。", {"review": "2020", "plan": "2021"}, [None, "2020"]),
        ("病床由上年的300张增加到450张。", {"review": "2020", "plan": "2021"}, ["2019", "2020"]),
        ("失业率一直低于3%，连续四年保持在3%以内。", {}, ["2016-2020", "2017-2020"]),
        ("累计发放贷款6亿元。", {"review": "2020", "plan": "2021"}, [None]),
    ],
)
def test_period_of_each_number(text: str, context: dict[str, str], periods: list[str | None]) -> None:
    assert [row["period"] for row in list_rows(read_tables(text, **context)["quantities"])] == periods


@pytest.mark.parametrize(
    ("text", "part", "statuses"),
    [
        ("新建校舍6所。", "review", ["actual"]),
        ("新建校舍6所。", "plan", ["target"]),
        ("新建校舍6所。力争新建校舍6所。", "other", ["actual", "target"]),
        ("去年新建校舍6所，今年新建8所。", "plan", ["actual", "target"]),
        ("预计全年税收6亿元，增长7%。", "review", ["estimate", "estimate"]),
        ("预计全年税收6亿元。", "plan", ["target"]),
        ("到2022年，新建校舍6所。", "review", ["target"]),
        ("目前联网的村屯有36个。", "plan", ["actual"]),
        ("全镇有水库9座，比现有的12座减少3座。", "plan", ["target", "actual", "target"]),
        ("目前起要修渠9公里。", "plan", ["target"]),
        ("产值增长7%，低于8%的预定目标。", "review", ["actual", "target"]),
        ("产值增长9%，高于8%的全县平均水平。", "review", ["actual", "actual"]),
    ],
)
def test_status_of_each_number(text: str, part: str, statuses: list[str]) -> None:
    assert [row["status"] for row in list_rows(read_tables(text, part=part)["quantities"])] == statuses


@settings(deadline=None, max_examples=200)
@given(st.lists(TIME_WORDS, max_size=12).map("".join), st.sampled_from(["review", "plan", "other"]))
def test_period_is_null_or_well_formed(text: str, part: str) -> None:
    for context in ({}, {"year": "", "review": "", "plan": ""}, {"review": "2020", "plan": "2021"}):
        for row in list_rows(read_tables(text, part=part, **context)["quantities"]):
            assert row["period"] is None or PERIOD.fullmatch(row["period"])
            first, _, last = (row["period"] or "").partition("-")
            assert not last.isdigit() or len(last) == 2 or first < last
