"""catalogue.csv: what its user knows better than the text: a row a report, a column an answer."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.schema import LEVELS
from pipeline.store.refusal import Refused
from pipeline.store.scan import Found

COLUMNS = ("title", "place", "parent", "place_code", "level", "genre", "delivered", "year", "review_period", "plan_period")
TEXT_COLUMN = "text_column"  # of a sheet whose rows are reports: which column holds the texts
_YEAR = "[1-9][0-9]{3}"
_SPAN = (f"{_YEAR}(-{_YEAR})?", "a year (2020) or two (2016-2020)")
_FORMS = {
    "year": (_YEAR, "four digits"),
    "delivered": (f"{_YEAR}(-[01][0-9](-[0-3][0-9])?)?", "a date (2021-02-03), or as much of it as is known"),
    "review_period": _SPAN,
    "plan_period": _SPAN,
}


@dataclass(slots=True)
class Catalogue:
    """The rows of one catalogue by path (column -> cell, empty cells left out), where each stands, and what in it is of no use."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_catalogue(file: Path) -> Catalogue:
    """Read a catalogue (UTF-8 or GB18030); a column that is not known is noted and left out.

    Raises Refused for a file in another encoding, a quote that is not closed, no ``path`` column, a column or path that stands twice, a row
    longer than the header, and a year, period, date or level that is none.
    """
    lines = list(_split_rows(file))
    header = [name.strip() for name in lines[0][1]] if lines else []
    if "path" not in header:
        raise Refused(f"{file}:1: no column 'path'; the header is path and any of {' '.join(COLUMNS)}")
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise Refused(f"{file}:1: column {twice[0]!r} stands twice; keep one")
    catalogue = Catalogue()
    for name in header:
        if name not in ("path", TEXT_COLUMN, *COLUMNS):
            catalogue.notes.append(f"{file}:1: unknown column {name!r}, left out; write one of {' '.join(COLUMNS)}")
    for number, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            _add_row(catalogue, f"{file}:{number}", header, cells)
    return catalogue


def find_rows(reports: Sequence[Found], whole: Collection[Path]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Return each report's catalogue row by doc_id, and a line for every column and path that is not known.

    A path may name any form of a report. ``whole`` are the catalogues whose folder was scanned as a whole: only of these a path that
    names no report is told.
    """
    rows: dict[str, dict[str, str]] = {}
    notes: list[str] = []
    for file in dict.fromkeys(report.catalogue for report in reports):
        if not file.is_file():
            continue
        if not file.resolve().is_relative_to(file.parent.resolve()):
            notes.append(f"{file}: a link out of the corpus, left out; put the catalogue itself there")
            continue
        catalogue = read_catalogue(file)
        notes += catalogue.notes
        left = dict(catalogue.rows)
        for report in reports:
            if report.catalogue == file:
                prefix = report.path.removesuffix(report.key)
                for path in (report.path, *report.forms):
                    if (row := left.pop(path.removeprefix(prefix), None)) is not None:
                        rows.setdefault(report.doc_id, row)
        if file in whole:
            notes += [f"{catalogue.places[path]}: no report {path!r}, its row is left out; correct the path, or remove it" for path in left]
    return rows, notes


def _split_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's line and cells."""
    reader = csv.reader(decode_file(file).splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Refused(f"{file}:{reader.line_num}: {error}; see to the quotes there") from None


def decode_file(file: Path) -> str:
    """Return the text of a file that a user wrote; raises Refused for one in another encoding than UTF-8 and GB18030."""
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{file}: neither UTF-8 nor GB18030; save it as UTF-8")


def _add_row(catalogue: Catalogue, where: str, header: Sequence[str], cells: Sequence[str]) -> None:
    if len(cells) > len(header):
        raise Refused(f"{where}: {len(cells)} cells where the header has {len(header)}; quote a cell that holds a comma")
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    path = row.pop("path", "").replace("\\", "/").removeprefix("./")
    if path in catalogue.rows:
        raise Refused(f"{where}: {path!r} stands twice; keep one row")
    for name, cell in row.items():
        if fault := find_fault(name, cell):
            raise Refused(f"{where}: {fault}")
    catalogue.places[path] = where
    catalogue.rows[path] = {name: row[name] for name in (*COLUMNS, TEXT_COLUMN) if name in row}


def find_fault(name: str, cell: str) -> str:
    """Say why a cell of a column is none and what to write, or "" where it is good.

    >>> find_fault("year", "2021年")
    "year '2021年' is none; write four digits"
    """
    form, advice = _FORMS.get(name, ("", ""))
    if form and not re.fullmatch(form, cell):
        return f"{name} {cell!r} is none; write {advice}"
    if name == "level" and cell not in LEVELS:
        return f"level {cell!r} is none; write one of {' '.join(LEVELS)}"
    return ""
