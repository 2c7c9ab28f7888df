"""Cells: figures of a table, which take their unit from a header, a caption or a column of units, and their name from the row's label."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.rules import CELL
from pipeline.schema import Measure

_CAPTION: Final = re.compile(r"单位[：:]?([\u4e00-\u9fffA-Za-z%/]{1,8})")
_BRACKET: Final = re.compile(r"[（(]([^（）()]{1,8})[）)]$")
_NUMBER: Final = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?%?")
_NO_FIGURE: Final = re.compile(r"序号|编号|年份|页码|时间|日期|代码|电话|完成时限")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
SEPARATORS: Final = re.compile(r"[\t|]")


class Cell(NamedTuple):
    """A cell with a figure: its measure (offsets in the row), its row's label, its column's head."""

    row: int
    measure: Measure
    label: str
    head: str


def is_row(sentence: str) -> bool:
    """Whether a clean sentence is the row of a table: cells parted by tabs, or a Markdown row."""
    return "\t" in sentence or sentence.count("|") > 2


def read_caption(sentence: str) -> str:
    """Return the unit that a caption tells (单位：万元), or nothing.

    >>> read_caption("主要项目表（单位：万元）")
    '万元'
    """
    hit = _CAPTION.search(sentence)
    return hit[1] if hit else ""


def read_cells(rows: Sequence[str], caption: str, find: Callable[[str], list[Measure]]) -> list[Cell]:
    """Return the cells of a table's rows that hold a bare figure whose unit is told; ``find`` reads measures in a text.

    The first row is the head when none of its cells is a figure; numbers of a list, years and figures without a unit are left out.
    """
    table = [_split_row(row) for row in rows]
    heads = [text for _, text in table[0]] if table and not any(_is_figure(text) for _, text in table[0]) else []
    units = next((column for column, head in enumerate(heads) if head in ("单位", "计量单位")), None)
    found = []
    for index, cells in enumerate(table):
        label = next((text for _, text in cells if text and not _NUMBER.fullmatch(text)), "")
        own = cells[units][1] if units is not None and units < len(cells) else ""
        for column, (start, text) in enumerate(cells):
            head = heads[column] if column < len(heads) else ""
            if not _is_figure(text) or _NO_FIGURE.search(head) or (index == 0 and heads):
                continue
            unit = _unit_of(head, label, own, caption)
            if measure := _read_figure(text, unit, start, find):
                found.append(Cell(index, measure, _BRACKET.sub("", label), head))
    return found


def _split_row(row: str) -> list[tuple[int, str]]:
    """Cells of a row with their offsets; the outer bars of a Markdown row make none."""
    cells, at = [], 0
    for piece in SEPARATORS.split(row):
        cells.append((at, piece))
        at += len(piece) + 1
    if "|" in row and len(cells) > 2:
        cells = [cell for number, cell in enumerate(cells) if cell[1] or 0 < number < len(cells) - 1]
    return cells


def _is_figure(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def _unit_of(head: str, label: str, own: str, caption: str) -> str:
    """The unit of a cell: its head's bracket, its row's unit or bracket, the caption."""
    for text in (_BRACKET.search(head), _BRACKET.search(label)):
        if text:
            return text[1]
    return own or caption


def _read_figure(text: str, unit: str, start: int, find: Callable[[str], list[Measure]]) -> Measure | None:
    if text.endswith("%"):
        unit = ""
    elif not unit:
        return None
    sign = -1 if text[0] in "-−" else 1
    bare = text.lstrip("+-−")
    measures = find(bare + unit)
    if len(measures) != 1 or measures[0].kind == "name" or measures[0].start or measures[0].end != len(bare + unit):
        return None
    measure = measures[0]
    value, low, high = (None if number is None else sign * number for number in (measure.value, measure.low, measure.high))
    return measure._replace(start=start, end=start + len(text), value=value, low=low, high=high, rules=f"{measure.rules};{CELL}")
