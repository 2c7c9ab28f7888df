from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from pipeline.lexicon.panels import list_panel_columns
from pipeline.schema import PANEL_WIDE, Columns
from pipeline.views.stata import shorten_names, write_stata
from tests.panels import LEXICON

ROWS: Columns = {
    "place": ["全国", "环橙镇", "𠮷野镇"],
    "place_code": [None, "330109", None],
    "year": [2019, 2020, 2021],
    "gdp": [990865.1, None, 95.0],
    "large_industry_value_added_growth": [-3.25, 0.0, None],
}
TABLE = PANEL_WIDE.widen(ROWS)
LABELS = {"place": "地方", "gdp": "地区生产总值（亿元）", "large_industry_value_added_growth": "规" * 90, "nosuch": "无"}


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    write_stata(TABLE, [ROWS], LABELS, tmp_path / "panel.dta")
    frame, told = pyreadstat.read_dta(tmp_path / "panel.dta")
    assert list(frame["place"]) == ROWS["place"]
    assert list(frame["place_code"]) == ["", "330109", ""]
    assert list(frame["year"]) == ROWS["year"]
    assert str(frame["year"].dtype).startswith("int")
    for name, short in shorten_names(ROWS).items():
        if name not in PANEL_WIDE.names:
            assert [None if math.isnan(cell) else cell for cell in frame[short]] == ROWS[name]
    labels = dict(zip(told.column_names, told.column_labels, strict=True))
    assert labels["gdp"] == LABELS["gdp"]
    assert labels["large_indu_value_added_growth"] == "规" * 80
    assert not labels["year"]


def test_pandas_reads_the_same_from_it(tmp_path: Path) -> None:
    write_stata(TABLE, [ROWS], LABELS, tmp_path / "panel.dta")
    with pd.io.stata.StataReader(tmp_path / "panel.dta") as reader:
        frame, labels = reader.read(), reader.variable_labels()
    assert list(frame["gdp"].fillna(-1.0)) == [990865.1, -1.0, 95.0]
    assert list(frame["place"]) == ROWS["place"]
    assert labels["gdp"] == LABELS["gdp"]


def test_parts_are_written_one_behind_the_other(tmp_path: Path) -> None:
    write_stata(TABLE, [ROWS], LABELS, tmp_path / "whole")
    write_stata(TABLE, [{name: cells[at : at + 1] for name, cells in ROWS.items()} for at in range(3)], LABELS, tmp_path / "parts")
    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()


def test_of_a_text_that_stata_cannot_hold_the_beginning_is_written(tmp_path: Path) -> None:
    rows = {"place": ["a" + "镇" * 700], "place_code": [None], "year": [2020]}
    write_stata(PANEL_WIDE, [rows], {}, tmp_path / "panel.dta")
    assert list(pyreadstat.read_dta(tmp_path / "panel.dta")[0]["place"]) == ["a" + "镇" * 681]


def test_the_same_rows_are_the_same_bytes_of_format_118(tmp_path: Path) -> None:
    for name in "ab":
        write_stata(TABLE, [ROWS], LABELS, tmp_path / name)
    content = (tmp_path / "a").read_bytes()
    assert content == (tmp_path / "b").read_bytes()
    assert content.startswith(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>")
    assert b"01 Jan 2000 00:00" in content


def test_a_panel_without_rows_can_be_written(tmp_path: Path) -> None:
    write_stata(PANEL_WIDE, [], {"place": "地方"}, tmp_path / "panel.dta")
    assert pyreadstat.read_dta(tmp_path / "panel.dta")[0].empty


def test_every_column_that_a_panel_may_have_fits_into_stata() -> None:
    columns = list_panel_columns(LEXICON.indicators, LEXICON.figures.units)
    names = shorten_names([*PANEL_WIDE.names, *(column.name for column in columns)])
    assert len(set(names.values())) == len(names)
    assert all(name.isascii() and name.isidentifier() and len(name) <= 32 for name in names.values())
    assert all(short == name for name, short in names.items() if len(name) <= 32)
    assert all(0 < len(column.title) <= 80 for column in columns)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["a" * 40], ["a" * 32]),
        (["a" * 40, "a" * 41], ["a" * 32, "a" * 31 + "2"]),
        (["strategic_emerging_value_added_change"], ["stra_emerging_value_added_change"]),
        (["gdp", "gdp_growth"], ["gdp", "gdp_growth"]),
    ],
)
def test_long_names_are_shortened_and_stay_apart(names: list[str], short: list[str]) -> None:
    assert list(shorten_names(names).values()) == short
