from __future__ import annotations

import pytest

from pipeline.grammar.statements import print_like, qualify
from tests.statements import tell


@pytest.mark.parametrize(
    ("printed", "value", "unit", "span"),
    [
        ("95亿元", 9.5e9, "CNY", (9.45e9, 9.55e9)),
        ("五亿二千万吨", 5.2e11, "kg", (5.15e11, 5.25e11)),
        ("七成", 70.0, "%", (65.0, 75.0)),
        ("四分之三", 75.0, "%", (72.5, 77.5)),
        ("百分之二十", 20.0, "%", (19.5, 20.5)),
    ],
)
def test_between_which_numbers_the_true_one_lies(printed: str, value: float, unit: str, span: tuple[float, float]) -> None:
    assert tell(printed, value, unit=unit).span() == pytest.approx(span)


@pytest.mark.parametrize(
    ("printed", "value", "other", "as_printed"),
    [
        ("1,864.7亿元", 1.8647e11, 1.8547e11, "1854.7亿元"),
        ("45,918元", 45_918.0, 45_198.0, "45198元"),
        ("3846亿元", 3.846e11, 3.846e7, "3846万元"),
        ("34.1%", 34.1, -34.12, "-34.1%"),
        ("７.２％", 7.2, 2.7, "2.7%"),
        ("七成", 70.0, 76.8, "76.8%"),
    ],
)
def test_another_value_is_printed_alike(printed: str, value: float, other: float, as_printed: str) -> None:
    assert print_like(tell(printed, value, unit="%" if value < 100 else "CNY"), other) == as_printed


@pytest.mark.parametrize(
    ("before", "after", "status", "aspect"),
    [
        ("全县规上工业企业达到", "，", "actual", "level"),
        ("新增规上工业企业", "，", "actual", "part"),
        ("粮食增产", "，", "actual", "part"),
        ("全年计划投资", "，", "target", "level"),
        ("全年完成投资", "以上的年初目标", "target", "level"),
    ],
)
def test_words_around_a_level(before: str, after: str, status: str, aspect: str) -> None:
    figure = tell("36家", 36.0, unit="家", name="规上企业")
    qualify(figure, before, after)
    assert (figure.status, figure.aspect) == (status, aspect)


@pytest.mark.parametrize(
    ("before", "real"),
    [("，按可比价格计算增长", True), ("，扣除价格因素实际增长", True), ("，实际使用外资增长", False), ("，同比增长", False)],
)
def test_growth_without_prices(before: str, real: bool) -> None:
    figure = tell("6.2%", 6.2)
    qualify(figure, before, "。")
    assert figure.real is real


def test_a_change_since_an_earlier_year_is_none_of_a_year() -> None:
    since, last = (tell("6.1个百分点", 6.1, unit="pp", aspect="growth", period="2021") for _ in range(2))
    qualify(since, "，比2016年提高", "。")
    qualify(last, "，比2020年提高", "。")
    assert (since.since, last.since) == (True, False)


def test_people_to_divide_by_are_the_population() -> None:
    figure = tell("288.6万人", 2.886e6, unit="人", series="~计算", name="计算")
    qualify(figure, "，按常住人口", "计算")
    assert (figure.series, figure.named) == ("resident_population", True)
