"""The registry: its columns, its ids, and rows that refuse themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.indicators import Indicator, load_indicators
from pipeline.lexicon.rows import LexiconError
from tests.figures import whole_lexicon

HEADER = "id,name,english,aliases,kind,unit,display,aspects,form,domain,family,part_of,not_for,note"
GDP = "gdp,地区生产总值,gross domestic product,GDP,money,CNY,亿元,level|growth,level,综合,,,,"
GNP = "gnp,国民生产总值,gross national product,GDP,money,CNY,亿元,level|growth,level,综合,,,,"
KEPT = (
    "general_budget_revenue total_fiscal_revenue local_general_budget_revenue fiscal_revenue local_fiscal_revenue rural_net_income"
    " rural_disposable_income urban_disposable_income urban_living_income gdp gnp cpi rpi retail_sales fixed_asset_investment"
    " local_fixed_asset_investment large_industry_output large_industry_value_added industrial_value_added grain_output trade_total"
    " urban_new_jobs registered_unemployment surveyed_unemployment energy_intensity fiscal_deficit central_fiscal_deficit"
    " local_fiscal_deficit deficit_rate forex_reserves rd_intensity"
)


def load(folder: Path, *rows: str) -> tuple[Indicator, ...]:
    (folder / "indicators.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return load_indicators(folder)


def test_ids_that_others_rely_on_are_kept() -> None:
    assert set(KEPT.split()) <= {row.id for row in whole_lexicon().indicators}


def test_families_have_several_members_and_parts_a_total() -> None:
    rows = whole_lexicon().indicators
    families = [row.family for row in rows if row.family]
    assert families
    assert all(families.count(family) > 1 for family in families)
    totals = {row.id: row for row in rows}
    assert all(totals[row.part_of].kind == row.kind for row in rows if row.part_of)
    assert all("share" not in row.aspects or row.part_of or row.kind == "percent" for row in rows)


def test_a_rate_is_told_as_a_share_and_in_per_cent() -> None:
    rates = [row for row in whole_lexicon().indicators if row.form == "share"]
    assert rates
    assert all((row.kind, row.unit) == ("percent", "%") and "share" in row.aspects for row in rates)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([GDP, GNP], "indicators.csv: gdp and gnp both claim GDP; leave it to one of them"),
        ([GDP, GDP], "indicators.csv: gdp stands there twice; give one row another id"),
        ([GDP.replace("综合,,,,", "综合,,gnp,,")], "indicators.csv: gdp is part of gnp, which is no id; write the id of its total"),
        ([GDP.replace("综合,,,,", "综合,,gdp,,")], "indicators.csv: gdp is part of itself; write the id of its total"),
        ([GDP.replace("gdp,", "GDP growth,")], "indicators.csv:2: id 'GDP growth' is no name of a column; write lower-case English"),
        ([GDP.replace("综合", "")], "indicators.csv:2: gdp lacks its name, english or domain"),
        ([GDP.replace("money", "cash")], "indicators.csv:2: kind 'cash' is none of money"),
        ([GDP.replace("money,CNY", "mass,吨")], "indicators.csv:2: unit '吨' is no mass unit (kg)"),
        ([GDP.replace("level|growth", "level|speed")], "indicators.csv:2: aspect 'speed' is none of level growth change share"),
        ([GDP.replace("growth,level", "growth,rate")], "indicators.csv:2: form 'rate' is neither level nor share"),
        ([GDP.replace(",GDP,", ",GDP@x,")], "indicators.csv:2: alias 'GDP@x' is none; write FORM, MARK:FORM"),
    ],
)  # fmt: skip
def test_a_bad_row_refuses_itself(tmp_path: Path, rows: list[str], message: str) -> None:
    with pytest.raises(LexiconError) as error:
        load(tmp_path, *rows)
    assert str(error.value).startswith(message)


def test_a_mark_and_a_place_give_a_form_to_another(tmp_path: Path) -> None:
    other = "trade,进出口总额,trade,growth:GDP|GDP@2,money,CNY,亿元,level|growth,level,贸易,,,,"
    gdp, trade = load(tmp_path, GDP, other)
    assert (gdp.id, trade.id) == ("gdp", "trade")
    assert [alias.form for alias in trade.list_aliases()][-2:] == ["GDP", "GDP"]
