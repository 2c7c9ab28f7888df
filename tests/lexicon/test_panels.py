from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.lexicon.indicators import Indicator
from pipeline.lexicon.panels import PanelColumn, list_panel_columns, load_ceilings
from pipeline.lexicon.rows import LexiconError
from tests.panels import LEXICON

INDICATORS = {indicator.id: indicator for indicator in LEXICON.indicators}


def columns_of(*indicators: Indicator) -> dict[str, PanelColumn]:
    return {column.name: column for column in list_panel_columns(indicators, LEXICON.figures.units)}


def test_every_indicator_has_its_plain_column_and_no_name_or_title_stands_twice() -> None:
    columns = list_panel_columns(LEXICON.indicators, LEXICON.figures.units)
    assert set(INDICATORS) - {indicator.id for indicator in LEXICON.indicators if indicator.form not in indicator.list_aspects()} <= {
        column.name for column in columns
    }
    for names in ([column.name for column in columns], [column.title for column in columns], [column.english for column in columns]):
        assert sorted(names) == sorted(set(names))


def test_a_level_is_plain_and_the_rest_has_its_suffix() -> None:
    columns = columns_of(INDICATORS["gdp"], INDICATORS["registered_unemployment"])
    told = {name: (column.aspect, column.base, column.title) for name, column in columns.items()}
    assert told == {
        "gdp": ("level", "CNY", "地区生产总值（亿元）"),
        "gdp_growth": ("growth", "%", "地区生产总值增长（%）"),
        "gdp_change": ("change", "CNY", "地区生产总值增减（亿元）"),
        "gdp_usd": ("level", "USD", "地区生产总值（亿美元）"),
        "gdp_change_usd": ("change", "USD", "地区生产总值增减（亿美元）"),
        "registered_unemployment": ("share", "%", "城镇登记失业率（%）"),
        "registered_unemployment_growth": ("growth", "pp", "城镇登记失业率增减（百分点）"),
    }
    assert columns["gdp"].english == "gross domestic product (1e8 CNY)"


@pytest.mark.parametrize(
    ("unit", "display", "value", "shown", "english"),
    [
        ("CNY", "亿元", 9.5e9, 95.0, "1e8 CNY"),
        ("kg", "万吨", 6.85e11, 68500.0, "1e7 kg"),
        ("m2", "万亩", 21333333.3333344, 3.2, "万亩"),
        ("%", "‰", 0.648, 6.48, "‰"),
        ("人", "万人", 12690000.0, 1269.0, "1e4 人"),
        ("CNY/人", "元/人", 420000.0, 420000.0, "CNY/人"),
        ("kg/m3", "微克/立方米", 2.3e-8, 23.0, "微克/立方米"),
        ("year", "岁", 78.0, 78.0, "year"),
    ],
)
def test_a_base_unit_becomes_the_one_that_people_expect(unit: str, display: str, value: float, shown: float, english: str) -> None:
    column = columns_of(replace(INDICATORS["gdp"], unit=unit, display=display))["gdp"]
    assert column.convert(value) == shown
    assert column.english == f"gross domestic product ({english})"


def test_a_display_that_is_no_multiple_is_refused_by_id() -> None:
    with pytest.raises(LexiconError, match=r"indicators\.csv: gdp: display '万吨' is no multiple of 'CNY'"):
        columns_of(replace(INDICATORS["gdp"], display="万吨"))
    with pytest.raises(LexiconError, match="display '元/人'"):
        columns_of(replace(INDICATORS["gdp"], unit="CNY", display="元/人"))


def test_a_ceiling_is_an_indicator(tmp_path: Path) -> None:
    assert "cpi" in LEXICON.ceilings
    assert "gdp" not in LEXICON.ceilings
    (tmp_path / "ceilings.csv").write_text("indicator\ncpi\nnosuch\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"ceilings\.csv: nosuch is no id of indicators\.csv"):
        load_ceilings(LEXICON.indicators, tmp_path)


def test_a_unit_is_divided_in_decimals() -> None:
    assert PanelColumn("x", "x", "level", "CNY", "亿元", Decimal(10**8), "", "").convert(1.1e8) == 1.1
