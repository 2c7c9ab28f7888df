"""Cells of a workbook: texts that fit in, looks, and every write looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_767  # UTF-16 units in a cell
_LINE: Final = 16  # points
CUT: Final = "……（这一格放不下，全文见 CSV）"
STYLES: Final[dict[str, dict[str, Any]]] = {
    "": {},
    "text": {"align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 18},
    "strong": {"bold": True},
    "wrapped": {"text_wrap": True},
    "heading": {"bold": True, "text_wrap": True, "bg_color": "#EFEBE2", "bottom": 1, "align": "left", "valign": "vcenter"},
    "link": {"font_color": "#0B5394", "underline": 1},
}
_BREAKS: Final = re.compile("\r\n?")
_UNSEEN: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}
_ODD: Final = re.compile(f"[\r{''.join(map(chr, _UNSEEN))}]")


class WorkbookError(RuntimeError):
    """A cell that could not be written: sheet, cell and what came back, in one sentence."""


def fit_text(text: str) -> tuple[str, bool]:
    r"""Return a text as a cell can hold it, and whether some of it had to go.

    Lines end in \n, control characters are pictures of themselves, and what has more than 32,767 UTF-16 units ends in CUT.

    >>> fit_text("环橙镇\r\n2021年\x00")
    ('环橙镇\n2021年␀', False)
    """
    if _ODD.search(text):
        text = _BREAKS.sub("\n", text).translate(_UNSEEN)
    if len(text) <= LONGEST // 2 or _count_units(text) <= LONGEST:
        return text, False
    return text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT, True


def measure_text(text: str) -> int:
    """Return how many narrow characters wide the longest line of a text is.

    >>> measure_text("环橙镇2021")
    10
    """
    return max((sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line) for line in text.split("\n")), default=0)


def _count_units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Format] = {}

    def find(self, number: str = "General", fill: str | None = None, *, style: str = "") -> Format:
        """Return the format with a number format, a colour of the cell, and one of the STYLES."""
        key = (number, fill, style)
        if key not in self._made:
            colour = {"bg_color": fill} if fill else {}
            self._made[key] = self._workbook.add_format({"valign": "top", "num_format": number, **colour, **STYLES[style]})
        return self._made[key]


class Pen:
    """Writes cells of one worksheet, from the top down; ``cut`` counts the texts that did not fit in."""

    def __init__(self, worksheet: Worksheet, looks: Looks) -> None:
        self.worksheet, self.looks = worksheet, looks
        self.cut = 0

    def write_text(self, row: int, column: int, text: str, look: Format) -> None:
        """Write a text as a text, whatever it looks like."""
        self._expect(self.worksheet.write_string(row, column, self._fit(text), look), row, column)

    def write_number(self, row: int, column: int, number: float, look: Format) -> None:
        """Write a number."""
        self._expect(self.worksheet.write_number(row, column, number, look), row, column)

    def write_link(self, row: int, column: int, address: str, text: str) -> None:
        """Write a text that leads to a file beside the workbook (external:…) or to a sheet of it (internal:…)."""
        look = self.looks.find(style="link")
        self._expect(self.worksheet.write_url(row, column, address, look, self._fit(text)), row, column)

    def set_height(self, row: int, lines: int) -> None:
        """Make a row, not yet written, high enough for some lines."""
        self._expect(self.worksheet.set_row(row, _LINE * lines), row, 0)

    def set_width(self, column: int, width: float) -> None:
        """Make a column so many characters wide."""
        self._expect(self.worksheet.set_column(column, column, width), 0, column)

    def write_comment(self, row: int, column: int, text: str) -> None:
        """Write what is shown when the pointer rests on a cell."""
        lines = sum(1 + measure_text(line) // 40 for line in text.split("\n"))
        shape = {"author": "", "font_size": 9, "width": 300, "height": 20 + 16 * lines}
        self._expect(self.worksheet.write_comment(row, column, text, shape), row, column)

    def _fit(self, text: str) -> str:
        fitting, cut = fit_text(text)
        self.cut += cut
        return fitting

    def _expect(self, answer: int | None, row: int, column: int) -> None:
        if answer:
            raise WorkbookError(f"sheet {self.worksheet.name}, row {row + 1}, column {column + 1}: not written ({answer})")
