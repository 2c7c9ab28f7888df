"""Resources -> frozen rows: the words of the language, read once and checked row by row.

A resource is a CSV file in ``resources/``: lines that begin with ``#`` explain it, then a header, then the rows. A bad row refuses
itself with its file, line and the way out.
"""

from __future__ import annotations

import csv
import typing
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import InvalidOperation
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

Row = TypeVar("Row")


class LexiconError(ValueError):
    """A resource row that cannot be used: file, line, what is wrong and the way out, in one sentence."""


def resource_folder() -> Traversable:
    """Return the folder of the resources that come with the package."""
    return files("pipeline") / "resources"


def read_rows(name: str, row_type: type[Row], folder: Traversable | None = None) -> tuple[Row, ...]:
    """Read one resource file into frozen rows of ``row_type``, a dataclass whose fields are the header's columns.

    Cells are stripped and converted by the field's annotation (str, int, float). A method ``check(self) -> str`` of the row type may
    return what is wrong with a row. Raises LexiconError for a wrong header, a cell that is no number, or a row that refuses itself.
    """
    return tuple(parse_rows(name, read_lines(name, folder), row_type).values())


def parse_rows(name: str, lines: Sequence[tuple[int, str]], row_type: type[Row]) -> dict[int, Row]:
    """Make frozen rows of the numbered lines of a file, as ``read_rows`` does, and return them by line."""
    hints = typing.get_type_hints(row_type)
    names = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    if not lines:
        raise LexiconError(f"{name}:1: no header; write {','.join(names)}")
    rows = {}
    for number, line in lines:
        cells = _split_line(f"{name}:{number}", line)
        if number == lines[0][0]:
            if cells != names:
                raise LexiconError(f"{name}:{number}: header is {','.join(cells)}; write {','.join(names)}")
            continue
        rows[number] = _build_row(f"{name}:{number}", row_type, hints, names, cells)
    return rows


def read_lines(name: str, folder: Traversable | None = None) -> list[tuple[int, str]]:
    """Return the lines of a resource with their numbers, without comments and blank lines; raises LexiconError where it is no UTF-8."""
    content = ((folder or resource_folder()) / name).read_bytes()
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{name}:{line}: this line is no UTF-8; save the file as UTF-8") from None
    return number_lines(lines)


def number_lines(lines: Iterable[str]) -> list[tuple[int, str]]:
    """Number lines from 1 and leave out comments and blank ones."""
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]


def _split_line(where: str, line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise LexiconError(f"{where}: {error}; see to its quotes") from None


def _build_row(where: str, row_type: type[Row], hints: dict[str, Any], names: list[str], cells: list[str]) -> Row:
    if len(cells) != len(names):
        raise LexiconError(f"{where}: {len(cells)} cells where the header has {len(names)}; quote a cell that holds a comma")
    try:
        row = row_type(**{name: hints[name](cell.strip()) for name, cell in zip(names, cells, strict=True)})
    except (ValueError, InvalidOperation) as error:
        raise LexiconError(f"{where}: {error}; write a plain number") from None
    check = getattr(row, "check", None)
    if check is not None and (wrong := check()):
        raise LexiconError(f"{where}: {wrong}")
    return row
