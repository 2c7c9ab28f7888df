"""Names of indicators: every form of the registry is read as its owner's, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from pipeline.grammar.indicators import IndicatorFinder, is_measured
from pipeline.lexicon.indicators import Indicator
from tests.figures import whole_lexicon


@cache
def finder() -> IndicatorFinder:
    return IndicatorFinder(whole_lexicon().indicators)


def rows_by_id() -> dict[str, Indicator]:
    return {row.id: row for row in whole_lexicon().indicators}


def test_every_form_is_its_owners() -> None:
    wrong = []
    for row in whole_lexicon().indicators:
        for alias in row.list_aliases():
            name = finder().read_name(alias.form)
            if name.form != alias.form or finder().find_owner(name.form, alias.mark, alias.place) is not row:
                wrong.append((row.id, alias.form))
    assert wrong == []


@pytest.mark.parametrize("lead", ["全县", "2020年全区", "我市", "全社会", "其中，"])
def test_scope_and_time_words_may_lead(lead: str) -> None:
    assert finder().find_indicator(f"{lead}粮食产量", "mass", "kg") is rows_by_id()["grain_output"]


@pytest.mark.parametrize(
    "name", ["民营经济增加值率", "县域固定资产投资", "地区生产总值质量", "绿色食品产量", "柳塘镇财政总收入", "收入", "率", ""]
)
def test_another_statistic_is_none(name: str) -> None:
    assert finder().find_indicator(name, "money", "CNY") is None


def test_the_longest_form_wins() -> None:
    assert finder().read_name("规模以上工业增加值").form == "规模以上工业增加值"
    assert finder().read_name("地方财政总收入").form == "地方财政总收入"


def test_a_word_of_change_behind_a_name_makes_it_a_rate() -> None:
    assert [finder().read_name(name)[:2] for name in ("居民消费价格涨幅", "地区生产总值年均增速", "固定资产投资")] == [
        ("居民消费价格", True),
        ("地区生产总值", True),
        ("固定资产投资", False),
    ]


def test_a_list_shares_the_end_of_its_last_name() -> None:
    assert [name.form for name in finder().list_names("化学需氧量、氨氮排放量")] == ["化学需氧量排放量", "氨氮排放量"]
    assert [name.form for name in finder().list_names("城镇和农村居民人均可支配收入")] == [
        "城镇居民人均可支配收入",
        "农村居民人均可支配收入",
    ]
    assert finder().list_names("民生和社会事业支出") == ()


@pytest.mark.parametrize(
    ("about", "before", "behind", "whole"),
    [
        ("收入", "全年旅游", "36亿元", "旅游收入"),
        ("清洁能源消费", "", "比重提高", "清洁能源消费比重"),
        ("收入", "全年门票", "", "收入"),
        ("粮食产量", "夏季", "达到", "粮食产量"),
    ],
)
def test_a_name_is_read_whole(about: str, before: str, behind: str, whole: str) -> None:
    assert finder().extend_name(about, before, behind) == whole


def test_units_may_differ_where_they_mean_the_same() -> None:
    rows = rows_by_id()
    assert is_measured(rows["urban_new_jobs"], "count", "")
    assert is_measured(rows["trade_total"], "money", "USD")
    assert is_measured(rows["energy_intensity"], "mass", "kg")
    assert not is_measured(rows["energy_intensity"], "mass", "kg/人")
    assert is_measured(rows["old_communities"], "count", "户")
    assert not is_measured(rows["old_communities"], "count", "套")
    assert not is_measured(rows["gdp"], "money", "CNY/人")


def test_a_mark_narrows_a_form() -> None:
    gdp = rows_by_id()["gdp"]
    assert finder().find_indicator("经济", "percent", "%", mark="growth") is gdp
    assert finder().find_indicator("经济", "money", "CNY") is None


def test_an_added_row_is_found() -> None:
    row = replace(rows_by_id()["tea_output"], id="walnut_output", name="核桃产量", aliases="growth:核桃")
    found = IndicatorFinder([*whole_lexicon().indicators, row]).find_indicator("全县核桃产量", "mass", "kg")
    assert found is row
