"""Stage indicators: each indicator by its lines in tests/cases/indicators.csv, and what the rows of a sentence have in common."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from pipeline.frames import build_table
from pipeline.schema import BASES, OBSERVATIONS
from pipeline.stages.indicators import link_observations
from tests.case_files import read_cases
from tests.figures import list_rows, read_tables, whole_lexicon

CASES = read_cases("indicators.csv")
TOLD = ("indicator", "aspect", "basis", "unit", "period", "status")


@cache
def observe(text: str, year: str = "2021", review: str = "2020", part: str = "review") -> list[dict[str, Any]]:
    """Observations of a text of 海棠县, with the text of each."""
    tables = read_tables(text, year=year, review=review, plan="2021", part=part)
    rows = list_rows(link_observations(tables, whole_lexicon())["observations"])
    return [row | {"text": text[row["start"] : row["end"]]} for row in rows]


def told(text: str, **context: str) -> list[tuple[str, str, str]]:
    return [(row["indicator"], row["aspect"], row["text"]) for row in observe(text, **context)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['indicator'] or 'none'}: {case['text']}")
def test_a_quantity_tells_of_its_indicator(case: dict[str, str]) -> None:
    found = [row for row in observe(case["text"]) if row["text"] == case["span"]]
    if not case["indicator"]:
        assert found == []
        return
    (row,) = found
    assert [row[name] for name in TOLD] == [case[name] or None for name in TOLD]
    assert row["value"] == (pytest.approx(float(case["value"])) if case["value"] else None)


def test_every_indicator_has_a_line_and_no_line_is_of_an_unknown_one() -> None:
    assert {case["indicator"] for case in CASES} - {""} == {row.id for row in whole_lexicon().indicators}


def test_every_basis_but_the_rare_has_a_line() -> None:
    assert {case["basis"] for case in CASES} - {""} == set(BASES) - {"sequential", "nominal"}


def test_rows_are_what_the_schema_declares() -> None:
    tables = link_observations(read_tables("地区生产总值95亿元，增长7%。"), whole_lexicon())
    assert build_table(OBSERVATIONS, tables["observations"]).num_rows == 2


def test_a_text_without_indicators_has_no_rows() -> None:
    tables = link_observations(read_tables("全年召开会议12次。"), whole_lexicon())
    assert tables["observations"] == {name: [] for name in OBSERVATIONS.names}


def test_a_level_and_its_growth_point_at_each_other() -> None:
    text = "财政总收入25.6亿元，增长2.0%；一般公共预算收入增长2.7%，达到15.2亿元。"
    level, growth, other, reached = observe(text)
    assert (level["pair_start"], level["pair_end"]) == (growth["start"], growth["end"])
    assert (growth["pair_start"], growth["pair_end"]) == (level["start"], level["end"])
    assert (other["pair_start"], reached["pair_start"]) == (reached["start"], other["start"])


def test_pairs_go_by_indicator_and_not_by_neighbourhood() -> None:
    rows = observe("城镇、农村居民人均可支配收入分别为41412元和26142元，分别增长4.1%和7.5%。")
    pairs = {row["text"]: next((other["text"] for other in rows if other["start"] == row["pair_start"]), "") for row in rows}
    assert pairs == {"41412元": "4.1%", "26142元": "7.5%", "4.1%": "41412元", "7.5%": "26142元"}


def test_a_level_of_the_year_before_has_no_part_in_the_growth() -> None:
    rows = observe("地区生产总值由2019年的88亿元增加到95亿元，增长7%。")
    assert [(row["text"], row["pair_start"] is not None) for row in rows] == [("88亿元", False), ("95亿元", True), ("7%", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县地区生产总值95亿元。", ("海棠县", "县")),
        ("地区生产总值95亿元。", ("海棠县", "县")),
        ("全国粮食产量13000亿斤。", ("全国", "国家")),
        ("全市地区生产总值1200亿元。", ("青川市", "市")),
    ],
)
def test_a_figure_is_of_the_place_that_its_scope_word_names(text: str, expected: tuple[str, str]) -> None:
    (row,) = observe(text)
    assert (row["place"], row["place_level"]) == expected


@pytest.mark.parametrize("text", ["全省地区生产总值95000亿元。", "全镇粮食产量1.2万吨。"])
def test_a_figure_of_a_place_that_has_no_name_is_left_out(text: str) -> None:
    assert observe(text) == []


def test_one_number_of_several_things_is_each_ones() -> None:
    assert told("城镇和农村居民人均可支配收入均增长8%。") == [
        ("urban_disposable_income", "growth", "8%"),
        ("rural_disposable_income", "growth", "8%"),
    ]


def test_numbers_that_nobody_gives_out_are_left_out() -> None:
    assert told("财政总收入前三年增长4.9%、5.5%、0.2%。") == []


def test_a_figure_of_part_of_a_year_keeps_its_period() -> None:
    assert [row["period"] for row in observe("2020年上半年，地区生产总值48亿元，增长3.1%。")] == ["2020-H1", "2020-H1"]


def test_a_fall_is_told_by_its_direction() -> None:
    rows = observe("固定资产投资增速为-2.6%。出口总额下降4%。")
    assert [(row["value"], row["low"], row["high"], row["direction"]) for row in rows] == [(2.6, 2.6, 2.6, "down"), (4, 4, 4, "down")]


def test_blanks_and_full_width_signs_hide_nothing() -> None:
    text = "　　地区生产 总值达到９５ 亿元，增长　７％。"
    assert [(row["indicator"], row["value"], row["text"]) for row in observe(text)] == [
        ("gdp", 9.5e9, "９５ 亿元"),
        ("gdp", 7.0, "７％"),
    ]


def test_documents_are_told_apart() -> None:
    first, second = read_tables("粮食产量3万吨。"), read_tables("棉花产量2万吨。")
    both = {
        table: {name: cells + [cell if name != "doc_id" else "b" for cell in second[table][name]] for name, cells in first[table].items()}
        for table in ("documents", "sentences", "quantities")
    }
    rows = list_rows(link_observations(both, whole_lexicon())["observations"])
    assert [(row["doc_id"], row["indicator"]) for row in rows] == [("a", "grain_output"), ("b", "cotton_output")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("钢、陶器、水泥等主要产品，2020年的产量都比上年增长8%。", {"steel_output", "cement_output"}),
        ("财政收支都增长8%。", {"fiscal_revenue", "fiscal_expenditure"}),
        ("生产总值和村民收入比2015年翻一番。", {"gdp"}),
        ("粮食和花卉种植面积增长8%。", set()),
        ("陶器等主要产品，2020年的产量都比上年增长8%。", set()),
        ("二氧化硫、氨氮排放量由上年分别上升5%和6%，转为下降1%和2%。", {"so2_emissions", "ammonia_emissions"}),
    ],
)
def test_a_number_of_several_things_tells_of_each(text: str, expected: set[str]) -> None:
    found = [row for row in observe(text) if row["text"] in ("8%", "翻一番", "1%", "2%")]
    assert {row["indicator"] for row in found} == expected
    assert len(found) == len(expected)
