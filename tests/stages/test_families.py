from __future__ import annotations

from typing import Any

from pipeline.schema import Columns
from pipeline.stages.families import JOINED, join_families
from tests.panels import LEXICON, Reports, make_panel, read_rows


def panel(*told: tuple[str, str, float, dict[str, Any]]) -> Columns:
    reports = Reports()
    reports.add("a", 2021)
    for indicator, period, value, more in told:
        reports.tell("a", "为", f"{value:g}元", indicator=indicator, period=period, value=value, **more)
    return make_panel(*reports.parts(), reports.documents)["panel_long"]


def join(*told: tuple[str, str, float, dict[str, Any]]) -> list[tuple[Any, ...]]:
    joined = join_families(panel(*told), LEXICON.indicators)
    assert list(joined) == list(JOINED)
    return [(row["family"], row["period"], row["indicator"], row["value"], row["broken_from"]) for row in read_rows(joined)]


def test_a_family_is_one_series_with_its_breaks_marked() -> None:
    assert join(
        ("rural_net_income", "2012", 7917.0, {}),
        ("rural_net_income", "2013", 8896.0, {}),
        ("rural_disposable_income", "2014", 10489.0, {}),
        ("rural_disposable_income", "2015", 11422.0, {}),
    ) == [
        ("rural_income", "2012", "rural_net_income", 7917.0, None),
        ("rural_income", "2013", "rural_net_income", 8896.0, None),
        ("rural_income", "2014", "rural_disposable_income", 10489.0, "rural_net_income"),
        ("rural_income", "2015", "rural_disposable_income", 11422.0, None),
    ]


def test_of_two_definitions_told_for_a_year_the_registry_s_first_is_taken() -> None:
    told = [("rural_net_income", "2014", 9892.0, {}), ("rural_disposable_income", "2014", 10489.0, {})]
    assert join(*told) == join(*reversed(told)) == [("rural_income", "2014", "rural_disposable_income", 10489.0, None)]


def test_places_aspects_and_money_are_series_of_their_own_and_spans_are_left_out() -> None:
    rows = join(
        ("gnp", "1992", 24036.0, {}),
        ("gdp", "1993", 31380.0, {"place": "柏溪镇"}),
        ("gdp", "1993", 13.4, {"aspect": "growth", "basis": "yoy", "unit": "%"}),
        ("gnp", "1991-1995", 12.0, {"aspect": "growth", "basis": "annual_average", "unit": "%"}),
        ("retail_sales", "1993", 9.0, {}),
        ("cpi", "1993", 9.0, {}),
    )
    assert [row for row in rows if row[0] == "national_product"] == [
        ("national_product", "1993", "gdp", 31380.0, None),
        ("national_product", "1993", "gdp", 13.4, None),
        ("national_product", "1992", "gnp", 24036.0, None),
    ]
    assert "cpi" not in {row[2] for row in rows}
