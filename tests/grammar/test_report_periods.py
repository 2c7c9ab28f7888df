from __future__ import annotations

import pytest

from pipeline.grammar.report_periods import find_periods, find_years
from tests.case_files import read_cases


@pytest.mark.parametrize("case", read_cases("report_periods.csv"), ids=lambda case: case["year"] + case["headings"] + case["opening"])
def test_periods_of_a_case(case: dict[str, str]) -> None:
    headings = [(title, part) for title, _, part in (said.rpartition(":") for said in case["headings"].split("¦") if said)]
    periods = find_periods(int(case["year"]) if case["year"] else None, headings, case["opening"])
    assert (periods.review, periods.plan) == (case["review"], case["plan"])


def test_a_review_without_a_year_that_speaks_of_five_years_again_and_again_reviews_them() -> None:
    headings = [("一、工作回顾", "review"), ("二、2026年工作安排", "plan")]
    assert find_periods(2026, headings, "", "这五年，路更宽。这五年，水更清。五年来，人更富。").review == "2021-2025"
    assert find_periods(2026, headings, "", "这五年，路更宽。去年，水更清。").review == "2025"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("２０１５年", [(2015, 2015)]),
        ("2016—2020年", [(2016, 2020)]),
        ("“十五”期间", [(2001, 2005)]),
        ("“十五五”开局", [(2026, 2030)]),
        ("十三五规划", [(2016, 2020)]),
        ("第十四个五年规划", [(2021, 2025)]),
        ("一九八○年", [(1980, 1980)]),
        ("投资2000万元，面积2021亩，第二十五条，二十五年", []),
    ],
)
def test_years_and_plans_that_a_text_names(text: str, spans: list[tuple[int, int]]) -> None:
    assert find_years(text) == spans
