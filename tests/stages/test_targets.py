from __future__ import annotations

from typing import Any

import pytest

from pipeline.frames import build_table
from pipeline.piles import join_blocks
from pipeline.schema import TARGETS
from pipeline.stages.targets import match_targets
from tests.case_files import read_cases
from tests.panels import LEXICON, Reports, make_panel, read_figure, read_rows

GROWTH: dict[str, Any] = {"aspect": "growth", "basis": "yoy", "unit": "%", "direction": "up"}


def match(reports: Reports) -> list[dict[str, Any]]:
    observations, texts = reports.parts()
    panel = make_panel(observations, texts, reports.documents)
    targets = join_blocks(TARGETS, match_targets(observations, texts, [panel["panel_long"]], reports.documents, LEXICON)["targets"])
    build_table(TARGETS, targets)
    return read_rows(targets)


def two_years() -> Reports:
    reports = Reports()
    reports.add("a", 2020)
    reports.add("b", 2021)
    return reports


@pytest.mark.parametrize("case", read_cases("promises.csv"), ids=lambda case: "-".join(case.values()))
def test_a_target_is_met_or_not(case: dict[str, str]) -> None:
    reports = two_years()
    shared = {"indicator": case["indicator"], "aspect": case["aspect"], "unit": "%", "basis": "yoy" if case["aspect"] == "growth" else None}
    reports.tell(
        "a", "力争", case["printed"], status="target", bound=case["bound"], direction=case["direction"], **shared, **read_figure(case)
    )
    value, low, high = read_figure(case, ("actual", "actual_low", "actual_high")).values()
    direction = "down" if case["fell"] else "up"
    span = reports.tell("b", "实际", "8.5%", bound=case["actual_bound"], direction=direction, value=value, low=low, high=high, **shared)
    (row,) = match(reports)
    assert row["gap"] == (float(case["gap"]) if case["gap"] else None)
    assert row["met"] == case["met"]
    assert (row["actual_doc_id"], row["actual_start"], row["actual_end"]) == ("b", *span)
    assert row["actual"] == (-value if value and case["fell"] else value)


def test_a_promise_that_a_report_repeats_has_one_row_where_it_stands_first() -> None:
    reports = two_years()
    told: dict[str, Any] = {"indicator": "gdp", **GROWTH, "status": "target"}
    first = reports.tell("a", "力争", "8%", value=8.0, low=8.0, high=8.0, bound="eq", **told)
    reports.tell("a", "再次强调", "8%", value=8.0, low=8.0, high=8.0, bound="eq", **told)
    other = reports.tell("a", "争取", "8%", "以上，", low=8.0, bound="ge", **told)
    later = reports.tell("b", "力争", "8%", value=8.0, low=8.0, high=8.0, bound="eq", **told)
    assert [(row["doc_id"], row["start"], row["end"]) for row in match(reports)] == [("a", *first), ("a", *other), ("b", *later)]


def test_what_falls_is_negative_and_its_bounds_are_turned() -> None:
    reports = two_years()
    told = {"indicator": "energy_intensity", **GROWTH, "direction": "down", "status": "target"}
    reports.tell("a", "能耗降低", "3%", "以上，", low=3.0, high=None, bound="ge", **told)
    reports.tell("a", "能耗降低", "3%—4%", low=3.0, high=4.0, bound="range", **told)
    assert [(row["low"], row["high"], row["bound"]) for row in match(reports)] == [(None, -3.0, "le"), (-4.0, -3.0, "range")]


@pytest.mark.parametrize(
    ("before", "printed", "after", "bound", "wording"),
    [
        ("增长", "8%", "左右，", "approx", "8%左右"),
        ("增长", "6.5%—7%", "，", "range", "6.5%—7%"),
        ("涨幅控制在", "3%", "以内。", "le", "控制在3%以内"),
        ("新增就业不低于", "900万人", "。", "ge", "不低于900万人"),
        ("达到", "95亿元", "\r\n以上", "ge", "95亿元\r\n以上"),
        ("年均增长保持在", "6.5%", "以上", "ge", "6.5%以上"),
        ("投到附近", "95亿元", "的", "eq", "95亿元"),
    ],
)
def test_the_wording_is_the_number_with_its_bound_words(before: str, printed: str, after: str, bound: str, wording: str) -> None:
    reports = two_years()
    reports.tell("a", before, printed, after, value=9.0, status="target", bound=bound)
    assert match(reports)[0]["wording"] == wording


@pytest.mark.parametrize(
    ("period", "basis", "year"),
    [
        ("2020", "yoy", 2020),
        ("2021-2025", "annual_average", None),
        ("2020", "annual_average", None),
        ("2016-2020", "cumulative", None),
        (None, "yoy", None),
    ],
)
def test_only_a_target_of_one_year_has_a_year(period: str | None, basis: str, year: int | None) -> None:
    reports = two_years()
    reports.tell("a", "增长", "7%", value=7.0, period=period, status="target", **GROWTH | {"basis": basis})
    (row,) = match(reports)
    assert (row["plan_period"], row["year"]) == (period, year)


def test_every_promise_is_a_row_in_the_order_of_the_text() -> None:
    reports = two_years()
    reports.tell("b", "增长", "9%", value=9.0, period="2021", status="target", **GROWTH)
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    reports.tell("a", "达到", "95亿元", value=9.5e9, status="target")
    reports.tell("a", "达到", "90亿元", value=9e9, period="2019")
    assert [(row["doc_id"], row["low"]) for row in match(reports)] == [("a", 7.0), ("a", 9.5e9), ("b", 9.0)]


@pytest.mark.parametrize(
    "changed",
    [
        {"place": "柏溪镇"},
        {"indicator": "gnp"},
        {"period": "2019"},
        {"aspect": "share"},
        {"basis": "annual_average"},
        {"unit": "pp"},
        {"status": "target"},
    ],
)
def test_another_series_or_a_promise_is_not_what_came_out(changed: dict[str, str]) -> None:
    reports = two_years()
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    reports.tell("b", "增长", "8%", **GROWTH | {"value": 8.0} | changed)
    row = match(reports)[0]
    assert (row["actual"], row["actual_doc_id"], row["gap"], row["met"]) == (None, None, None, "unknown")


def test_an_estimate_of_a_later_report_stands_for_what_came_out_until_one_tells_it_as_done() -> None:
    reports = two_years()
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    reports.tell("b", "预计增长", "8%", value=8.0, status="estimate", **GROWTH)
    row = match(reports)[0]
    assert (row["actual"], row["actual_doc_id"], row["gap"], row["met"]) == (8.0, "b", 1.0, "yes")
    reports.add("c", 2022)
    reports.tell("c", "按可比价格增长", "6.5%", value=6.5, **GROWTH | {"basis": "comparable_prices"})
    row = match(reports)[0]
    assert (row["actual"], row["actual_doc_id"], row["gap"], row["met"]) == (6.5, "c", -0.5, "no")


def test_an_estimate_of_the_same_report_is_not_what_came_out() -> None:
    reports = two_years()
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    reports.tell("a", "预计增长", "8%", value=8.0, status="estimate", **GROWTH)
    assert match(reports)[0]["met"] == "unknown"


def test_only_a_later_report_tells_what_came_out() -> None:
    reports = Reports()
    reports.add("a", 2020)
    reports.add("b", 2020)
    reports.add("c", None)
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    for doc_id in "bc":
        reports.tell(doc_id, "增长", "8%", value=8.0, **GROWTH)
    assert match(reports)[0]["met"] == "unknown"
    reports.add("d", 2021)
    reports.tell("d", "增长", "7.5%", value=7.5, **GROWTH)
    assert match(reports)[0]["actual"] == 7.5


def test_a_growth_on_its_own_basis_goes_before_one_that_may_stand_for_it() -> None:
    reports = two_years()
    reports.tell("a", "增长", "7%", value=7.0, status="target", **GROWTH)
    reports.tell("b", "按可比价格增长", "6%", value=6.0, **GROWTH | {"basis": "comparable_prices"})
    assert match(reports)[0]["actual"] == 6.0
    reports.tell("b", "增长", "8%", value=8.0, **GROWTH)
    assert match(reports)[0]["actual"] == 8.0


def test_a_level_in_the_prices_of_another_year_is_not_what_came_out() -> None:
    reports = two_years()
    reports.tell("a", "按2015年价格计算将超过", "90亿元", low=9e9, high=None, bound="gt", basis="comparable_prices", status="target")
    reports.tell("b", "达到", "95亿元", value=9.5e9)
    assert match(reports)[0]["met"] == "unknown"


def test_a_town_that_shares_its_name_finds_its_own_results() -> None:
    reports = Reports()
    for doc_id, year, parent in (("a", 2020, "槐川县"), ("b", 2021, "临榆县"), ("c", 2021, "槐川县")):
        reports.add(doc_id, year, "城关镇", parent=parent)
    reports.tell("a", "增长", "7%", value=7.0, status="target", place="城关镇", **GROWTH)
    reports.tell("b", "增长", "9%", value=9.0, place="城关镇", **GROWTH)
    reports.tell("c", "增长", "8%", value=8.0, place="城关镇", **GROWTH)
    (row,) = match(reports)
    assert (row["place"], row["actual"]) == ("槐川县城关镇", 8.0)


def test_no_targets_no_rows() -> None:
    assert join_blocks(TARGETS, match_targets([], [], [], two_years().documents, LEXICON)["targets"]) == {
        name: [] for name in TARGETS.names
    }
