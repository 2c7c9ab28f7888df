"""A table as a sheet: Chinese headings with comments, numbers in their formats, panes, filter, widths and colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from pipeline.schema import RATIO, Column, Columns
from pipeline.views.workbook.cells import Pen, measure_text

MOST_ROWS: Final = 50_000
RED, ORANGE, YELLOW, GREEN, GREY = "#F4C7C3", "#FCE0B8", "#FFF4C2", "#D7EBD3", "#E8E8E8"
# What colours a row: a column, the cells that take its colour, and the colour for each of its words.
COLOURS: Final = {
    "check": (
        ("check", "stated", "computed"),
        {"magnitude": RED, "restated": YELLOW, "conflict": YELLOW}
        | dict.fromkeys(("growth", "total", "share", "per_head", "ratio"), ORANGE),
    ),
    "met": (("met",), {"yes": GREEN, "no": RED, "unknown": GREY}),
    "status": (("status",), {"failed": RED, "partial": YELLOW}),
}  # fmt: skip
_PLAIN, _GROUPED, _PARTS, _PERCENT = "0", "#,##0", "#,##0.0#####", 'General"%"'
_LEAST, _LARGE = 1e-4, 1e6  # what is smaller is shown as it is; what is larger, without decimals
_LISTED: Final = 20  # words that a comment lists
_SAMPLE: Final = 200  # rows that are measured for the width of a column
_WIDTHS: Final = (6, 44)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as readers see it: its declaration, what it is called, what it is, and the words of its vocabulary that are codes."""

    column: Column
    title: str
    description: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as readers see it: what it is called, what a row is, its columns, its rows in all, its parts, and where all of it lies.

    Without columns it is only told of on the cover. ``pages`` are addresses from the workbook's folder, to which cells of the first
    column lead.
    """

    title: str
    description: str
    headings: tuple[Heading, ...]
    rows: int
    parts: Iterable[Columns]
    file: str
    pages: Mapping[str, str] = field(default_factory=dict)


class SheetWriter:
    """Writes one sheet with one pen."""

    def __init__(self, pen: Pen, sheet: Sheet) -> None:
        self._pen, self._sheet = pen, sheet
        self._names = [heading.column.name for heading in sheet.headings]
        self._unit_at = self._names.index("unit") if "unit" in self._names else None
        self._widths = [measure_text(heading.title) + 3 for heading in sheet.headings]
        self._inks = [self._choose_ink(heading) for heading in sheet.headings]
        self._colours = [
            (self._names.index(name), [self._names.index(other) for other in coloured if other in self._names], by_word)
            for name, (coloured, by_word) in COLOURS.items()
            if name in self._names
        ]

    def write(self) -> int:
        """Write the headings and at most MOST_ROWS rows, and return how many rows there are."""
        for at, heading in enumerate(self._sheet.headings):
            self._pen.write_text(0, at, heading.title, self._pen.looks.find(style="heading"))
            self._pen.write_comment(0, at, _describe(heading))
        row = 0
        for row, cells in enumerate(islice(self._walk_rows(), MOST_ROWS), 1):
            self._write_row(row, cells)
        self._set_out(row)
        return row

    def _walk_rows(self) -> Iterator[Sequence[Any]]:
        for part in self._sheet.parts:
            yield from zip(*(part[name] for name in self._names), strict=True)

    def _write_row(self, row: int, cells: Sequence[Any]) -> None:
        unit = "" if self._unit_at is None else cells[self._unit_at]
        fills: dict[int, str] = {}
        for word_at, coloured, by_word in self._colours:
            if colour := by_word.get(cells[word_at]):
                fills |= dict.fromkeys(coloured, colour)
        for at, cell in enumerate(cells):
            if cell is not None and cell != "":
                self._inks[at](row, at, cell, unit, fills.get(at))
                if row <= _SAMPLE:
                    self._widths[at] = max(self._widths[at], self._measure(at, cell))

    def _choose_ink(self, heading: Heading) -> Callable[[int, int, Any, str, str | None], None]:
        """Return the function that writes a cell of a column: its row, its column, the cell, the row's unit and its colour."""
        pen, column, words, pages = self._pen, heading.column, heading.words, self._sheet.pages

        def write_whole(row: int, at: int, cell: int, unit: str, fill: str | None) -> None:
            pen.write_number(row, at, cell, pen.looks.find(_PLAIN if column.unit in ("year", "character") else _GROUPED, fill))

        def write_number(row: int, at: int, cell: float, unit: str, fill: str | None) -> None:
            pen.write_number(row, at, cell, pen.looks.find(choose_format(cell, unit or column.unit), fill))

        def write_text(row: int, at: int, cell: str, unit: str, fill: str | None) -> None:
            if at == 0 and cell in pages:
                pen.write_link(row, at, pages[cell], cell)
            else:
                pen.write_text(row, at, words.get(cell, cell), pen.looks.find(fill=fill, style="text"))

        return {"integer": write_whole, "number": write_number}.get(column.type, write_text)

    def _measure(self, at: int, cell: Any) -> int:
        if isinstance(cell, str):
            return measure_text(self._sheet.headings[at].words.get(cell, cell)[: _WIDTHS[1]])
        return len(f"{cell:,}")

    def _set_out(self, rows: int) -> None:
        worksheet = self._pen.worksheet
        for at, width in enumerate(self._widths):
            self._pen.set_width(at, min(max(width + 1, _WIDTHS[0]), _WIDTHS[1]))
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, rows, len(self._widths) - 1)
        worksheet.repeat_rows(0)
        worksheet.set_landscape()
        worksheet.set_paper(9)  # A4


def choose_format(number: float, unit: str) -> str:
    """Return a number format: whole numbers in groups of three, others with their decimals; those in % say so, a ratio becomes one.

    >>> choose_format(194230000000.0, "CNY"), choose_format(93.5, "%"), choose_format(0.12, "ratio"), choose_format(0.5, "pp")
    ('#,##0', 'General"%"', '0.0%', '#,##0.0#####')
    """
    if unit == "%":
        return _PERCENT
    if unit == RATIO:
        return "0.0%"
    if number == int(number) or abs(number) >= _LARGE:
        return _GROUPED
    return _PARTS if abs(number) >= _LEAST else "General"


def _describe(heading: Heading) -> str:
    """Return a heading's comment: what the column is, what it is called in the CSV, and the codes that stand there for its words."""
    lines = [heading.description or heading.title, f"CSV 中的列名：{heading.column.name}"]
    if 0 < len(heading.words) <= _LISTED:
        lines.append("CSV 中的写法：" + "，".join(f"{title} {word}" for word, title in heading.words.items()))
    return "\n".join(lines)
