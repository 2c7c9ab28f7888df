"""Stretches: which years a section, or a run of its paragraphs, is about."""

from __future__ import annotations

import pytest

from pipeline.grammar.stretches import Stretches
from pipeline.grammar.time_words import Context

CONTEXT = Context(2026, (2021, 2025), (2026, 2026), "")


def read(*steps: tuple[str, str], context: Context = CONTEXT, part: str = "review") -> tuple[int, int] | None:
    """Years held after a walk through sections (``=``) and beginnings of paragraphs (``>``)."""
    stretches = Stretches(context)
    for kind, text in steps:
        if kind == "=":
            stretches.enter(text, part)
        else:
            stretches.turn(text, part)
    return (stretches.held.first, stretches.held.last) if stretches.held else None


@pytest.mark.parametrize(
    ("title", "part", "years"),
    [
        ("一、2025年工作回顾", "review", (2025, 2025)),
        ("一、“十四五”时期工作回顾", "review", (2021, 2025)),
        ("一、过去五年工作回顾", "review", (2021, 2025)),
        ("二、“十五五”时期主要目标任务", "plan", (2026, 2030)),
        ("三、2026年重点工作", "plan", (2026, 2026)),
        ("第十五个五年规划的基本任务", "plan", (2026, 2030)),
        ("三、全面提升治理效能", "plan", None),
        ("一、2025年工作和“十四五”发展回顾", "review", (2025, 2025)),
        ("一、“十四五”时期和2025年工作回顾", "review", (2021, 2025)),
        ("二、“十五五”时期主要目标 / （一）坚持科技打头阵", "plan", (2026, 2030)),
        ("二、工作安排 / （二）2026年实事", "plan", (2026, 2026)),
    ],
)
def test_a_title_says_of_which_years_a_section_is(title: str, part: str, years: tuple[int, int] | None) -> None:
    assert read(("=", title), part=part) == years


BOTH = ("=", "一、2025年和“十四五”时期工作回顾")
TERM_FIRST = ("=", "一、“十四五”时期和2025年工作回顾")


@pytest.mark.parametrize(
    ("steps", "years"),
    [
        ([BOTH, (">", "五年来，我们坚定不移推动发展")], (2021, 2025)),
        ([BOTH, (">", "“十四五”时期，全县上下同心")], (2021, 2025)),
        ([BOTH, (">", "2025年目标任务的完成，标志着“十四五”圆满收官")], (2021, 2025)),
        ([BOTH, (">", "这是发展动能加快转换的五年。")], (2021, 2025)),
        ([BOTH, (">", "五年来，我们攻坚克难"), (">", "过去一年，我们从严治政")], (2025, 2025)),
        ([BOTH, (">", "全县新增学位多个")], (2025, 2025)),
        ([TERM_FIRST, (">", "刚刚过去的2025年，很不平凡")], (2025, 2025)),
        ([TERM_FIRST, (">", "2025年是很不平凡的一年")], (2025, 2025)),
        ([("=", "一、过去五年工作回顾"), (">", "2025年建成大桥一座")], (2021, 2025)),
        ([("=", "一、工作回顾"), (">", "2025年是收官之年")], (2025, 2025)),
        ([BOTH, (">", "五年来，成绩来之不易"), ("=", "一、2025年和“十四五”时期工作回顾 / （二）改革")], (2021, 2025)),
        ([BOTH, (">", "五年来，成绩来之不易"), ("=", "二、存在问题")], None),
        ([BOTH, (">", "与2020年相比，产值翻番")], (2025, 2025)),
    ],
)
def test_paragraphs_turn_with_their_first_words(steps: list[tuple[str, str]], years: tuple[int, int] | None) -> None:
    assert read(*steps) == years


def test_a_review_of_one_year_knows_no_turns() -> None:
    year = Context(2021, (2020, 2020), (2021, 2021), "")
    assert read(("=", "一、工作回顾"), (">", "“十三五”时期，全县脱贫"), context=year) is None


def test_a_plan_turns_from_its_term_to_its_year() -> None:
    both = ("=", "二、“十五五”时期目标任务和2026年工作安排")
    assert read(both, part="plan") == (2026, 2030)
    assert read(both, (">", "2026年是开局之年"), part="plan") == (2026, 2026)


def test_a_section_of_two_terms_turns_to_the_one_that_a_paragraph_begins_with() -> None:
    both = ("=", "二、“十四五”时期发展成就和“十五五”时期主要目标")
    assert read(both, part="plan") == (2026, 2030)
    assert read(both, (">", "“十四五”时期，全县面貌一新"), part="plan") == (2021, 2025)
    assert read(both, (">", "“十四五”时期，全县面貌一新"), (">", "“十五五”时期是夯实基础的五年"), part="plan") == (2026, 2030)


@pytest.mark.parametrize(
    ("title", "part", "years"),
    [
        ("第六个五年计划的基本任务", "plan", (1981, 1985)),
        ("第六个五年计划的执行情况", "review", (1981, 1985)),
        ("一、工作回顾", "review", (1981, 1985)),
    ],
)
def test_a_section_on_a_numbered_plan_is_of_the_plan(title: str, part: str, years: tuple[int, int]) -> None:
    context = Context(1982, (1981, 1981), (1981, 1985), "review")
    stretches = Stretches(context)
    stretches.enter(title, "review")
    assert (stretches.place(context).part, stretches.place(context).plan) == (part, years)


def test_a_section_on_a_numbered_plan_may_look_back_first() -> None:
    context = Context(2026, (2025, 2025), (2026, 2026), "review")
    stretches = Stretches(context)
    stretches.enter("二、第十五个五年规划纲要的说明", "review")
    stretches.turn("“十四五”时期，全县走过不平凡的历程", "review")
    assert stretches.place(context) == context
    stretches.turn("“十五五”时期是夯实基础的五年", "review")
    assert stretches.place(context) == context._replace(part="plan", plan=(2026, 2030))


def test_what_is_to_come_holds_for_the_plan_and_what_is_past_for_the_rest() -> None:
    stretches = Stretches(CONTEXT)
    stretches.enter("二、“十五五”时期主要目标", "plan")
    assert stretches.past is None
    assert stretches.place(CONTEXT._replace(part="plan")).plan == (2026, 2030)
    stretches.enter("一、“十四五”时期工作回顾", "review")
    assert stretches.past is not None
    assert stretches.place(CONTEXT) == CONTEXT
