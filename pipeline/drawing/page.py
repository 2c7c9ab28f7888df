"""A page of fields: a title, what the marks mean in a line, and rows of three fields under their heads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from pipeline.drawing.sheet import GREY, PALE, Box, Sheet

WIDTH: Final = 720.0
ACROSS: Final = 3
_MARGIN: Final = 26.0
_TITLE: Final = 16.0
_KEY: Final = 8.0
_SECTION: Final = 9.5
_HEAD: Final = 60.0  # title and key
_BETWEEN: Final = (18.0, 14.0)  # fields beside and below each other


class Field(NamedTuple):
    """A field of a page: its height, and what draws it into its box."""

    height: float
    draw: Callable[[Sheet, Box], None]


class Mark(NamedTuple):
    """A mark that a page explains: what draws it around a point, and what it means."""

    draw: Callable[[Sheet, float, float], None]
    meaning: str
    colour: str


def draw_page(title: str, marks: Sequence[Mark], sections: Sequence[tuple[str, Sequence[Field]]]) -> Sheet:
    """Draw a page; sections without fields are left out, and a section without a head has no line for it."""
    shown = [(head, _split_rows(fields)) for head, fields in sections if fields]
    heights = [_measure_section(rows) for _, rows in shown]
    sheet = Sheet(WIDTH, _HEAD + sum(heights) + _MARGIN)
    sheet.write(_MARGIN, _MARGIN + _TITLE - 2, title, _TITLE)
    _explain_marks(sheet, marks)
    top = _HEAD
    for (head, rows), height in zip(shown, heights, strict=True):
        _draw_section(sheet, top, head, rows)
        top += height
    return sheet


def _split_rows(fields: Sequence[Field]) -> list[Sequence[Field]]:
    return [fields[start : start + ACROSS] for start in range(0, len(fields), ACROSS)]


def _measure_section(rows: Sequence[Sequence[Field]]) -> float:
    return 2.4 * _SECTION + sum(max(field.height for field in row) + _BETWEEN[1] for row in rows)


def _draw_section(sheet: Sheet, top: float, head: str, rows: Sequence[Sequence[Field]]) -> None:
    sheet.write(_MARGIN, top + 1.4 * _SECTION, head, _SECTION, colour=GREY)
    sheet.line([(_MARGIN, top + 1.9 * _SECTION), (WIDTH - _MARGIN, top + 1.9 * _SECTION)], PALE, width=0.6)
    top += 2.4 * _SECTION
    width = (WIDTH - 2 * _MARGIN - (ACROSS - 1) * _BETWEEN[0]) / ACROSS
    for row in rows:
        for number, field in enumerate(row):
            left = _MARGIN + number * (width + _BETWEEN[0])
            field.draw(sheet, Box(left, top, left + width, top + field.height))
        top += max(field.height for field in row) + _BETWEEN[1]


def _explain_marks(sheet: Sheet, marks: Sequence[Mark]) -> None:
    left, line = _MARGIN, _HEAD - 6
    for mark in marks:
        mark.draw(sheet, left + 8, line - 0.36 * _KEY)
        left += 20 + sheet.write(left + 20, line, mark.meaning, _KEY, colour=mark.colour) + 16
