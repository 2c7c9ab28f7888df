from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.schema import PANEL_LONG, PANEL_WIDE, Columns
from tests.case_files import read_cases
from tests.panels import LEXICON, Reports, make_panel, read_figure, read_rows

CASES = {case: list(rows) for case, rows in groupby(read_cases("choices.csv"), lambda row: row["case"])}


def build(reports: Reports, *borders: int) -> dict[str, Columns]:
    made = make_panel(*reports.parts(*borders), reports.documents)
    for table in (PANEL_LONG, PANEL_WIDE):
        build_table(table, made[table.name])
    return made


def build_long(reports: Reports) -> list[dict[str, Any]]:
    return read_rows(build(reports)["panel_long"])


def build_wide(reports: Reports) -> list[dict[str, Any]]:
    return read_rows(build(reports)["panel_wide"])


@pytest.mark.parametrize("case", CASES)
def test_one_statement_is_chosen(case: str) -> None:
    reports, known = Reports(), set()
    for row in CASES[case]:
        doc_id = row["report"] + row["own"]
        if doc_id not in known:
            reports.add(doc_id, int(row["report"]), "环橙镇" if row["own"] == "y" else "临榆县")
        known.add(doc_id)
        growth = row["printed"].endswith("%")
        told = {"aspect": "growth", "unit": "%", "basis": "yoy"} if growth else {}
        span = reports.tell(
            doc_id, "为", row["printed"], bound=row["bound"], direction=row["direction"], status=row["status"], **told, **read_figure(row)
        )
        if row["chosen"]:
            expected = (doc_id, *span, int(row["reports"]), int(row["differing"]), row["status"])
            value = read_figure(row)["value"]
    (made,) = build_long(reports)
    assert tuple(made[name] for name in ("chosen_doc_id", "chosen_start", "chosen_end", "reports", "differing", "status")) == expected
    assert made["value"] == (-value if CASES[case][-1]["direction"] == "down" else value)


def test_each_case_has_one_choice() -> None:
    assert all(sum(bool(row["chosen"]) for row in rows) == 1 for rows in CASES.values())


def test_a_bound_that_fell_is_turned() -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.tell("a", "能耗降低", "3%", "以上。", aspect="growth", unit="%", low=3.0, high=None, bound="ge", direction="down")
    (row,) = build_long(reports)
    assert (row["value"], row["low"], row["high"], row["bound"]) == (None, None, -3.0, "le")
    assert build_wide(reports) == []


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [("失业率控制在", "的较低水平。", 3.9), ("失业率控制到", "，", 3.9), ("失业率控制在", "以内。", None), ("失业率不超过", "，", None)],
)
def test_what_was_kept_at_a_number_is_that_number(before: str, after: str, value: float | None) -> None:
    reports = Reports()
    reports.add("a", 2021)
    told = {"indicator": "registered_unemployment", "aspect": "share", "unit": "%"}
    reports.tell("a", before, "3.9%", after, low=None, high=3.9, bound="le", **told)
    (row,) = build_long(reports)
    assert (row["value"], row["high"], row["bound"]) == (value, 3.9, "eq" if value else "le")
    reports.add("b", 2020)
    reports.tell("b", "失业率为", "4%", value=4.0, **told)
    assert build_long(reports)[0]["value"] == 4.0, "a number told plainly goes before it"


def test_targets_and_what_has_no_period_or_place_are_no_part_of_it() -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.tell("a", "力争达到", "95亿元", value=9.5e9, status="target")
    reports.tell("a", "达到", "95亿元", value=9.5e9, period=None)
    reports.tell("a", "达到", "95亿元", value=9.5e9, place=None)
    assert build_long(reports) == []


def test_the_second_report_of_one_text_does_not_count() -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.add("b", 2021, duplicate_of="a")
    for doc_id in "ab":
        reports.tell(doc_id, "达到", "95亿元", value=9.5e9)
    (row,) = build_long(reports)
    assert (row["chosen_doc_id"], row["reports"]) == ("a", 1)


def test_rows_are_sorted_and_their_keys_differ() -> None:
    reports = Reports()
    reports.add("a", 2021)
    for indicator, aspect, basis, period in (
        ("retail_sales", "level", None, "2020"), ("gdp", "growth", "yoy", "2020"), ("gdp", "growth", "comparable_prices", "2020"),
        ("gdp", "level", None, "2019"), ("gdp", "growth", "annual_average", "2016-2020"), ("gdp", "level", None, "2019"),
    ):  # fmt: skip
        reports.tell(
            "a",
            "为",
            "9",
            value=9.0,
            unit="CNY" if aspect == "level" else "%",
            indicator=indicator,
            aspect=aspect,
            basis=basis,
            period=period,
        )
    keys = [tuple(row[name] or "" for name in PANEL_LONG.key) for row in build_long(reports)]
    assert keys == sorted(set(keys))
    assert len(keys) == 5


def test_a_growth_told_in_times_is_in_per_cent() -> None:
    reports = Reports()
    reports.add("a", 2021)
    told = {"aspect": "growth", "unit": "x", "direction": "up"}
    reports.tell("a", "利用外资增长", "1.4倍", value=1.4, indicator="fdi_used", **told)
    reports.tell("a", "出口", "翻一番", value=2.0, indicator="exports", **told)
    rows = {row["indicator"]: (row["value"], row["low"], row["unit"]) for row in build_long(reports)}
    assert rows == {"fdi_used": (140.0, 140.0, "%"), "exports": (100.0, 100.0, "%")}


def test_the_wide_panel_is_in_the_units_people_expect_and_empty_where_nothing_is_told() -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.tell("a", "生产总值", "95亿元", value=9.5e9)
    reports.tell("a", "增长", "3%", value=3.0, aspect="growth", basis="yoy", unit="%", direction="down")
    reports.tell("a", "失业率", "4.1%", value=4.1, indicator="registered_unemployment", aspect="share", unit="%")
    reports.tell("a", "出口", "5亿美元", value=5e8, indicator="exports", unit="USD", period="2019")
    reports.tell("a", "粮食播种面积", "3.2万亩", value=21333333.3333344, indicator="grain_area", unit="m2", period="2019")
    reports.tell(
        "a", "失业率降低", "0.1个百分点", value=0.1, indicator="registered_unemployment", aspect="growth", unit="pp", direction="down"
    )
    told = {"place": "环橙镇", "place_code": None}
    wide = build_wide(reports)
    assert wide == [
        told | {"year": 2019, "gdp": None, "gdp_growth": None, "grain_area": 3.2, "exports_usd": 5.0}
        | {"registered_unemployment": None, "registered_unemployment_growth": None},
        told | {"year": 2020, "gdp": 95.0, "gdp_growth": -3.0, "grain_area": None, "exports_usd": None}
        | {"registered_unemployment": 4.1, "registered_unemployment_growth": -0.1},
    ]  # fmt: skip
    assert list(wide[0])[3:6] == ["gdp", "gdp_growth", "grain_area"], "in the order of the registry"


@pytest.mark.parametrize(
    ("aspect", "basis", "period", "unit"),
    [
        ("level", "", "2016-2020", "CNY"),
        ("level", "", "2020-Q1", "CNY"),
        ("growth", "annual_average", "2020", "%"),
        ("growth", "cumulative", "2020", "%"),
        ("level", "comparable_prices", "2020", "CNY"),
        ("level", "", "2020", "吨"),
    ],
)
def test_only_whole_years_on_their_own_basis_are_in_the_wide_panel(aspect: str, basis: str, period: str, unit: str) -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.tell("a", "为", "9", value=9.0, aspect=aspect, basis=basis or None, period=period, unit=unit)
    made = build(reports)
    assert made["panel_wide"] == {name: [] for name in PANEL_WIDE.names}
    assert len(made["panel_long"]["value"]) == 1


def test_of_several_bases_the_plain_growth_is_in_the_wide_panel() -> None:
    reports = Reports()
    reports.add("a", 2021)
    for basis, value in (("comparable_prices", 6.0), ("nominal", 9.0), ("yoy", 8.0)):
        reports.tell("a", "增长", f"{value}%", value=value, aspect="growth", basis=basis, unit="%")
    reports.tell("a", "实际增长", "5%", value=5.0, aspect="growth", basis="comparable_prices", unit="%", period="2019")
    assert [row["gdp_growth"] for row in build_wide(reports)] == [5.0, 8.0]


def test_towns_of_one_name_are_told_apart_by_what_is_above_them() -> None:
    reports = Reports()
    for doc_id, parent in (("a", "槐川县"), ("b", "临榆县")):
        reports.add(doc_id, 2021, "城关镇", parent=parent)
        reports.tell(doc_id, "为", "95亿元", value=9.5e9, place="城关镇")
    for doc_id, parent in (("c", "临榆县"), ("d", None)):
        reports.add(doc_id, 2021, "柏溪镇", parent=parent)
        reports.tell(doc_id, "为", "95亿元", value=9.5e9, place="柏溪镇")
    assert [(row["place"], row["reports"]) for row in build_long(reports)] == [("临榆县城关镇", 1), ("柏溪镇", 2), ("槐川县城关镇", 1)]


def test_what_is_told_in_another_money_stays_out_where_the_indicators_own_is_told() -> None:
    reports = Reports()
    reports.add("a", 2021)
    reports.add("b", 2022)
    reports.tell("a", "进出口总额", "650亿元", value=6.5e10, indicator="trade_total")
    reports.tell("b", "进出口总额", "100亿美元", value=1e10, indicator="trade_total", unit="USD")
    (row,) = build_long(reports)
    own = next(indicator.unit for indicator in LEXICON.indicators if indicator.id == "trade_total")
    assert (row["unit"], row["reports"], row["differing"]) == (own, 1, 0)


@given(st.lists(st.integers(1, 5), unique=True).map(sorted), st.randoms(use_true_random=False))
def test_the_panel_does_not_hang_on_the_parts(borders: list[int], chance: Any) -> None:
    reports = Reports()
    for number in range(6):
        reports.add(f"d{number}", 2018 + number % 3)
        for _ in range(3):
            value = chance.choice([94.0, 95.0, 95.4])
            period = chance.choice(["2019", "2020"])
            reports.tell(
                f"d{number}", "为", f"{value:g}亿元", value=value * 1e8, period=period, status=chance.choice(["actual", "estimate"])
            )
    assert build(reports, *borders) == build(reports)


def test_a_place_whose_code_changed_is_one_series() -> None:
    reports = Reports()
    for doc_id, year, place, code in (("a", 1996, "海棠市", "339005"), ("b", 2001, "海棠市", "330181"), ("c", 2001, "临榆县", None)):
        reports.add(doc_id, year, place, place_code=code)
    reports.tell("a", "生产总值", "95亿元", value=9.5e9, place="海棠市", place_code="339005", period="1995")
    reports.tell("b", "生产总值", "120亿元", value=1.2e10, place="海棠市", place_code="330181", period="2000")
    reports.tell("c", "全市生产总值", "121亿元", value=1.21e10, place="海棠市", period="2000")
    long = [(row["place"], row["place_code"], row["period"], row["value"], row["reports"], row["differing"]) for row in build_long(reports)]
    assert long == [("海棠市", "330181", "1995", 9.5e9, 1, 0), ("海棠市", "330181", "2000", 1.2e10, 2, 1)]
    assert [(row["place_code"], row["year"], row["gdp"]) for row in build_wide(reports)] == [
        ("330181", 1995, 95.0),
        ("330181", 2000, 120.0),
    ]
