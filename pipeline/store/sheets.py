"""Bought corpora: the rows of a .csv or .xlsx as reports, each with its id, its hash and what its other columns say of it."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.limits import Allowance, Limits
from pipeline.reading.sheets import (
    LONGEST_OF_EXCEL,
    TEXT_COLUMNS,
    Layout,
    Record,
    SheetError,
    find_encoding,
    find_layout,
    read_csv,
    read_workbook,
)
from pipeline.schema import Reading
from pipeline.store.batches import Item, find_long_name
from pipeline.store.catalogue import COLUMNS, TEXT_COLUMN, find_fault
from pipeline.store.refusal import Refused
from pipeline.store.scan import Found, Row, Scan, refuse_empty

Cells = dict[str, str]
_DATE = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?: 0?0:00(?::00)?)?")
_NAMES = ", ".join(TEXT_COLUMNS)


def list_rows(scan: Scan, rows: Mapping[str, Mapping[str, str]], limits: Limits) -> list[Item]:
    """Return the rows of the corpus's sheets as items, in order, and tell the scan of what is no report.

    A .csv without a column of texts is counted as skipped, an .xlsx is failed unless it lies beside its report. A sheet that cannot be
    read, or not to its end, is an item that says so. Raises Refused for a corpus without any report, and where a file is called
    as a row is.
    """
    items: list[Item] = []
    for sheet in scan.sheets:
        catalogue = rows.get(sheet.doc_id, {})
        items += _list_sheet(scan, sheet, catalogue, limits)
    if not scan.reports and not items:
        refuse_empty(scan, f"a .csv or .xlsx needs a column {_NAMES}")
    _refuse_taken(scan)
    return items


def _list_sheet(scan: Scan, sheet: Found, catalogue: Mapping[str, str], limits: Limits) -> Iterator[Item]:
    wanted = catalogue.get(TEXT_COLUMN, "")
    said = {name: cell for name, cell in catalogue.items() if name != TEXT_COLUMN}
    notes = _Notes(sheet.path)
    number = 0
    try:
        layout, records = _open_sheet(sheet, wanted, limits)
        if layout is None:
            if fault := _skip_sheet(scan, sheet, wanted):
                yield Item(sheet, "", 0, said, fault)
            return
        notes.add_unknown(layout.unknown)
        for record in records:
            number = record.number
            yield _make_item(sheet, record, layout, wanted, said, notes)
    except OSError as error:
        yield Item(sheet, "", 0, said, f"cannot be opened ({error.strerror}); see to its access rights")
    except SheetError as error:
        found = replace(sheet, doc_id=f"{sheet.path}#{number + 1}", row=Row(number + 1, 0, wanted, None)) if number else sheet
        yield Item(found, "", 0, said, str(error))
    scan.notes += notes.lines


def _open_sheet(sheet: Found, wanted: str, limits: Limits) -> tuple[Layout | None, Iterator[Record]]:
    """Return a sheet's layout, and its rows below the header."""
    if sheet.file.suffix.lower() == ".xlsx":
        records = iter(read_workbook(sheet.file, _stamp(sheet.file), wanted, limits))
        header = next(records, None)
        return (find_layout(header.cells, wanted, COLUMNS) if header else None), records
    return _open_csv(sheet.file, wanted)


def _open_csv(path: Path, wanted: str) -> tuple[Layout | None, Iterator[Record]]:
    with path.open("rb") as file:
        encoding, start = find_encoding(file)
        try:
            header = next(read_csv(file, encoding, start), None)
        except SheetError:  # no table at all
            header = None
    layout = find_layout(header.cells, wanted, COLUMNS, encoding) if header else None
    return layout, _read_below(path, encoding, start)


def _read_below(path: Path, encoding: str, start: int) -> Iterator[Record]:
    with path.open("rb") as file:
        records = read_csv(file, encoding, start)
        next(records)
        yield from records


def _skip_sheet(scan: Scan, sheet: Found, wanted: str) -> str:
    """Enter a sheet without a column of texts as what it is; return why it is failed, if it is."""
    if wanted:
        return f"no column {wanted!r}; write in catalogue.csv under {TEXT_COLUMN} what the column of its texts is called"
    stem = sheet.path[: sheet.path.rindex(".")]
    beside = bisect_left(scan.reports, stem, key=lambda report: report.doc_id)
    if sheet.file.suffix.lower() == ".csv":
        scan.skipped[".csv"] += 1
    elif scan.reports[beside : beside + 1] and scan.reports[beside].doc_id == stem:
        report = scan.reports[beside]
        scan.reports[beside] = replace(report, forms=(*report.forms, sheet.path))
    else:
        return f"no column is called {_NAMES}; call the column of the texts so, or name it in catalogue.csv under {TEXT_COLUMN}"
    return ""


def _make_item(sheet: Found, record: Record, layout: Layout, wanted: str, said: Mapping[str, str], notes: _Notes) -> Item:
    found = replace(sheet, doc_id=f"{sheet.path}#{record.number}", row=Row(record.number, record.offset, wanted, layout))
    if fault := find_long_name(found):
        return Item(found, "", 0, said, fault)
    if layout.encoding and any(record.cells[layout.width :]):
        reason = f"row has {len(record.cells)} cells where the header has {layout.width}; quote a cell that holds a comma"
        return Item(found, "", 0, said, reason)
    text, cells = split_record(record, layout, notes)
    if not text.strip():
        return Item(found, "", 0, said, "the text of this row is empty; fill it in, or remove the row")
    return Item(found, hash_row(text, cells), len(text.encode()), said)


def split_record(record: Record, layout: Layout, notes: _Notes | None = None) -> tuple[str, Cells]:
    """Return a row's text, and what its other columns say that a catalogue may say; a cell that is none is left out, and noted."""
    cells = {}
    for name, place in layout.columns:
        cell = record.cells[place].strip() if place < len(record.cells) else ""
        if name == "delivered" and (told := _DATE.fullmatch(cell)):
            cell = f"{told[1]}-{told[2]:0>2}-{told[3]:0>2}"
        if fault := find_fault(name, cell) if cell else "":
            if notes is not None:
                notes.add_fault(f"row {record.number}: {fault}")
        elif cell:
            cells[name] = cell
    return (record.cells[layout.text] if layout.text < len(record.cells) else ""), cells


def hash_row(text: str, cells: Mapping[str, str]) -> str:
    """Return the hash of all that is read of a row."""
    digest = hashlib.sha256(text.encode())
    digest.update(json.dumps(sorted(cells.items())).encode())
    return digest.hexdigest()


def read_row(item: Item, limits: Limits) -> tuple[Reading, Cells]:
    """Read the report of one row, and what its other columns say."""
    kind = item.report.file.suffix.lower().lstrip(".")
    try:
        record, layout = _find_record(item.report, limits)
    except (OSError, SheetError, StopIteration):
        record = layout = None
    text, cells = split_record(record, layout) if record and layout else ("", {})
    if hash_row(text, cells) != item.sha256:
        return Reading("", kind, status="failed", reason="file was changed while it was read; run again"), {}
    allowance = Allowance(limits)
    allowance.take(text)
    if LONGEST_OF_EXCEL in (len(text), len(text.encode("utf-16-le", "replace")) // 2):
        allowance.leave_out(
            f"text has {LONGEST_OF_EXCEL:,} characters, the most that a cell of Excel holds: the rest was cut; get it whole"
        )
    encoding = layout.encoding if layout else ""
    return allowance.close(Reading("", kind, encoding, text.count("\ufffd") if encoding else 0)), cells


def _find_record(found: Found, limits: Limits) -> tuple[Record | None, Layout | None]:
    row = found.row
    if row is None or row.layout is None:
        return None, None
    if found.file.suffix.lower() == ".xlsx":
        records = read_workbook(found.file, _stamp(found.file), row.wanted, limits)
        return next((record for record in records if record.number == row.number), None), row.layout
    with found.file.open("rb") as file:
        return next(read_csv(file, row.layout.encoding, row.offset)), row.layout


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def _refuse_taken(scan: Scan) -> None:
    """Raise Refused where a report or a folder has the name that a row of a sheet, or its text, will have."""
    sheets = {sheet.path for sheet in scan.sheets}
    for report in scan.reports:
        for name in (report.doc_id, *(f"{parent}" for parent in Path(report.path).parents)):
            bare = name.removesuffix(".txt")
            if bare.rpartition("#")[0] in sheets and bare.rpartition("#")[2].isdecimal():
                raise Refused(f"{report.path}: has the name of a row of {bare.rpartition('#')[0]}; rename one")


class _Notes:
    """What is to be told of one sheet, a line a kind."""

    def __init__(self, path: str) -> None:
        self._path, self._first, self._faults, self._unknown = path, "", 0, ""

    def add_unknown(self, names: Sequence[str]) -> None:
        """Note columns that are not known."""
        if names:
            self._unknown = f"{self._path}: unknown columns {' '.join(names)}, left out; call those that matter {' '.join(COLUMNS)}"

    def add_fault(self, fault: str) -> None:
        """Note a cell that is left out."""
        self._first = self._first or fault
        self._faults += 1

    @property
    def lines(self) -> list[str]:
        """The lines, at most one a kind."""
        more = f" (and {self._faults - 1:,} more)" if self._faults > 1 else ""
        return ([self._unknown] if self._unknown else []) + ([f"{self._path}: {self._first}, left out{more}"] if self._faults else [])
