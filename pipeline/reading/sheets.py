"""Sheets whose rows are reports: .csv and .xlsx with a column of texts, read row by row."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from pipeline.limits import Allowance, Limits
from pipeline.reading.text import SURROGATE, cut_head, decode_bytes

SUFFIXES: Final = (".csv", ".xlsx")
TEXT_COLUMNS: Final = ("full_text", "text", "正文", "内容")
LONGEST_OF_EXCEL: Final = 32_767  # UTF-16 units that a cell keeps
_LONGEST: Final = 8_000_000  # characters of a cell; Python's own limit is 131,072


class SheetError(ValueError):
    """A sheet that cannot be read, or not from some row on: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a sheet: its number as spreadsheets count (the header is 1), the byte where it begins (of a .csv), its cells."""

    number: int
    offset: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: its encoding ("" of a workbook), cells a row, and in which column its text and what else is told stand."""

    encoding: str
    width: int
    text: int
    columns: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...] = ()


def find_layout(header: Sequence[str], wanted: str, known: Collection[str], encoding: str = "") -> Layout | None:
    """Tell from a sheet's header where its texts stand, in the column ``wanted`` or else one of TEXT_COLUMNS; None where nowhere.

    >>> find_layout(["地区", "year", "正文"], "", ["year"])
    Layout(encoding='', width=3, text=2, columns=(('year', 1),), unknown=('地区',))
    """
    names = [name.strip().lower() for name in header]
    text = next((names.index(name) for name in ([wanted.strip().lower()] if wanted else TEXT_COLUMNS) if name in names), None)
    if text is None:
        return None
    columns = tuple((name, names.index(name)) for name in known if name in names and names.index(name) != text)
    places = {text, *(place for _, place in columns)}
    unknown = tuple(name.strip() for place, name in enumerate(header) if place not in places and name.strip())
    return Layout(encoding, len(names), text, columns, unknown)


def find_encoding(file: BinaryIO) -> tuple[str, int]:
    """Return the encoding of a .csv and the byte where its header begins; raises SheetError for UTF-16 and UTF-32."""
    head = cut_head(file.read(4_000_001))
    encoding = decode_bytes(head).encoding
    if encoding.startswith(("utf-16", "utf-32")):
        raise SheetError(f"file is {encoding.upper()}; save it as CSV UTF-8")
    return encoding, 3 if head.startswith(b"\xef\xbb\xbf") else 0


def read_csv(file: BinaryIO, encoding: str, offset: int) -> Iterator[Record]:
    """Yield the rows of a .csv from a byte on, blank ones left out; raises SheetError where a row cannot be read."""
    file.seek(offset)
    lines = _Lines(file, encoding)
    reader = csv.reader(lines, strict=True)
    number = 0
    while True:
        number, start = number + 1, offset + lines.read
        try:
            with _long_cells():
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            left = file.seek(0, 2) - start
            raise SheetError(f"row {number}: {error}; see to its quotes: {left:,} bytes are left out from there on") from None
        if any(cell.strip() for cell in cells):
            yield Record(number, start, tuple(cells))


class _Lines:
    """The lines of a file, decoded, and how many bytes of it were read."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file, self._encoding = file, encoding
        self.read = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(4 * _LONGEST)
        if not line:
            raise StopIteration
        if len(line) == 4 * _LONGEST:
            raise csv.Error("line is too long")
        self.read += len(line)
        return line.decode(self._encoding, "replace")


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let a cell be longer than the csv module would have it, for this block alone."""
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@lru_cache(maxsize=1)
def read_workbook(path: Path, stamp: tuple[int, int], wanted: str, limits: Limits) -> tuple[Record, ...]:
    """Return the rows of a workbook's first sheet that has a column of texts, its header first; none where no sheet has one.

    Blank rows are left out. ``stamp`` is the file's size and time: the rows of the last workbook are kept as long as it is the same.
    Raises SheetError for a file that is no workbook, or unpacks to more than the limit of a file.
    """
    try:
        with zipfile.ZipFile(path) as package:
            size = sum(entry.file_size for entry in package.infolist() if entry.filename.endswith((".xml", ".rels")))
        if size > limits.file:
            raise SheetError(
                f"workbook unpacks to {size:,} bytes, {limits.file:,} are read; save the sheet as CSV UTF-8, which may be longer"
            )
        return _read_rows(path, wanted, Allowance(limits))
    except SheetError:
        raise
    except Exception as error:  # the library meets content it was not made for: this file is lost, the others are not
        raise SheetError(f"workbook cannot be read ({type(error).__name__}); open it in Excel or WPS and save it again") from None


def _read_rows(path: Path, wanted: str, allowance: Allowance) -> tuple[Record, ...]:
    from openpyxl import load_workbook

    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = enumerate(_walk_rows(sheet, allowance), 1)
            filled = (Record(number, 0, cells) for number, row in rows if any(cells := tuple(map(_write_cell, row))))
            header = next(filled, None)
            if header is not None and find_layout(header.cells, wanted, ()) is not None:
                return (header, *filled)
    return ()


def _walk_rows(sheet: Any, allowance: Allowance) -> Iterator[tuple[object, ...]]:
    for row in sheet.iter_rows(values_only=True):
        if allowance.is_spent:
            raise SheetError(f"workbook takes longer than {allowance.limits.seconds} s; save it as CSV UTF-8, or divide it")
        yield row


def _write_cell(value: object) -> str:
    r"""Return a cell's value as a .csv would have it.

    >>> [_write_cell(value) for value in (2021.0, 8.5, None, "正文_x000D_", datetime(2021, 2, 3))]
    ['2021', '8.5', '', '正文\r', '2021-02-03']
    """
    from openpyxl.utils.escape import unescape

    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return SURROGATE.sub("\ufffd", unescape(value) if isinstance(value, str) and "_x" in value else str(value))
