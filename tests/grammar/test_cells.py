"""Figures in the cells of tables: their unit, label and head."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.grammar.cells import is_row, read_caption, read_cells
from pipeline.grammar.measures import MeasureFinder
from tests.figures import whole_lexicon

FIND = MeasureFinder(whole_lexicon().figures).find
CELLS = st.sampled_from(
    ["", "4200", "-3.1%", "2020", "2020年", "1,200", "+5", "道路", "金额（万元）", "单位", "亿元", "序号", "项目", "第1", "3至5", "·", "万"]
)


def _read(rows: list[str], caption: str = "") -> list[tuple[Any, ...]]:
    """Row, text, value, unit, label and head of each cell."""
    return [
        (cell.row, rows[cell.row][cell.measure.start : cell.measure.end], cell.measure.value, cell.measure.unit, cell.label, cell.head)
        for cell in read_cells(rows, caption, FIND)
    ]


@pytest.mark.parametrize(
    ("rows", "caption", "cells"),
    [
        (
            ["项目\t2019年\t2020年", "道路\t4200\t1,800"],
            "万元",
            [(1, "4200", 4.2e7, "CNY", "道路", "2019年"), (1, "1,800", 1.8e7, "CNY", "道路", "2020年")],
        ),
        (["项目\t金额（万元）", "道路\t42.5"], "", [(1, "42.5", 425000.0, "CNY", "道路", "金额（万元）")]),
        (["项目\t金额（万元）", "道路\t42.5"], "亿元", [(1, "42.5", 425000.0, "CNY", "道路", "金额（万元）")]),
        (["指标\t数量", "农家书屋（个）\t26"], "", [(1, "26", 26.0, "个", "农家书屋", "数量")]),
        (
            ["指标\t单位\t2020年", "粮食\t万吨\t6.2", "税收\t亿元\t4.5"],
            "",
            [(1, "6.2", 6.2e7, "kg", "粮食", "2020年"), (2, "4.5", 4.5e8, "CNY", "税收", "2020年")],
        ),
        (["指标\t增幅", "税收\t-2.6%"], "万元", [(1, "-2.6%", -2.6, "%", "税收", "增幅")]),
        (["税收\t+12", "粮食\t9"], "万吨", [(0, "+12", 1.2e8, "kg", "税收", ""), (1, "9", 9e7, "kg", "粮食", "")]),
        (["|项目|金额（万元）|", "|---|---|", "|道路|42|"], "", [(2, "42", 420000.0, "CNY", "道路", "金额（万元）")]),
    ],
)
def test_cell_takes_the_unit_of_its_table(rows: list[str], caption: str, cells: list[tuple[Any, ...]]) -> None:
    assert _read(rows, caption) == cells


@pytest.mark.parametrize(
    "rows",
    [
        ["序号\t名称\t编号", "1\t道路\t32"],  # numbers of a list
        ["项目\t页码", "道路\t42"],
        ["项目\t完成时限", "道路\t12"],
        ["项目\t年份", "道路\t2019"],  # a year is none, whatever the caption
        ["项目\t说明", "道路\t第3标段"],
    ],
)
def test_numbers_of_a_table_that_are_no_figures(rows: list[str]) -> None:
    assert _read(rows, "万元") == []


def test_cell_without_a_unit_is_left_out() -> None:
    assert _read(["项目\t数", "道路\t42"]) == []


@pytest.mark.parametrize(
    ("sentence", "unit"), [("附表（单位：万元）", "万元"), ("单位:亿元", "亿元"), ("单位 万人次", ""), ("各单位：", ""), ("主要指标", "")]
)
def test_caption_tells_the_unit(sentence: str, unit: str) -> None:
    assert read_caption(sentence.replace(":", "：")) == unit


def test_rows_are_known_by_their_separators() -> None:
    assert [is_row(text) for text in ("道路\t42", "|道路|42|", "甲|乙", "道路42")] == [True, True, False, False]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5).map("\t".join), max_size=5), st.sampled_from(["", "万元", "个", "无"]))
def test_cells_stand_in_their_rows(rows: list[str], caption: str) -> None:
    rows = ["项目\t数（万元）", "道路\t42", *rows]
    cells = read_cells(rows, caption, FIND)
    assert cells
    for cell in cells:
        text = rows[cell.row][cell.measure.start : cell.measure.end]
        assert text in rows[cell.row].split("\t")
        assert cell.measure.rules.endswith(";cell")
