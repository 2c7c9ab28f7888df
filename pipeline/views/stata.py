"""A table as a Stata file (.dta, format 118), with Chinese labels and the same bytes for the same rows.

Source: StataCorp, "File formats .dta", release 118. It is written here, piece by piece: pandas would hold a table of a hundred thousand
rows four times, and pyreadstat puts the time of day into the file. Both read it back in the tests.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from pipeline.schema import Column, Columns, Table

if TYPE_CHECKING:
    import numpy as np

_LONGEST: Final = 32  # characters of a name
_WIDEST: Final = 80  # characters of a label
_FORMAT: Final = 14  # characters of a format
_MOST: Final = 2045  # bytes of a text
_SHORT: Final = 4  # letters that are left of a word
_MADE: Final = b"\x1101 Jan 2000 00:00"  # the date that every file carries, after its length
_DOUBLE: Final = 65526
_LONG: Final = 65528
_MISSING: Final = 2.0**1023
_BEGIN: Final = b"<stata_dta>"
_END: Final = b"</stata_dta>"


class _Variable(NamedTuple):
    """A column as Stata has it: its name, label, type (of a text its most bytes), format, and what numpy calls the type."""

    name: str
    label: str
    type: int
    format: str
    dtype: str


def write_stata(table: Table, parts: Collection[Columns], labels: Mapping[str, str], target: Path) -> None:
    """Write a table as a Stata 118 file, each column with its label in Chinese (a column without one has none); its parts are walked twice.

    A missing text is empty and a missing number is missing; of a text longer than 2,045 bytes the beginning is written. Names longer than
    Stata allows are shortened by ``shorten_names``.
    """
    names = shorten_names(table.names)
    rows, widths = _measure_parts(table, parts)
    variables = [_make_variable(column, names[column.name], labels, widths.get(column.name, 0)) for column in table.columns]
    sections = _list_sections(variables, rows)
    sizes = {tag: len(content) for tag, content in sections.items()} | {"data": rows * _make_rows(variables, 0).itemsize}
    offsets = list(accumulate((sizes[tag] + 2 * len(tag) + 5 for tag in sections), initial=len(_BEGIN)))
    sections["map"] = struct.pack("<14Q", 0, *offsets[1:], offsets[-1] + len(_END))
    with target.open("wb") as file:
        file.write(_BEGIN)
        for tag, content in sections.items():
            file.write(b"<%b>%b" % (tag.encode(), content))
            if tag == "data":
                _write_rows(table, parts, variables, file)
            file.write(b"</%b>" % tag.encode())
        file.write(_END)


def _measure_parts(table: Table, parts: Iterable[Columns]) -> tuple[int, dict[str, int]]:
    """Return the number of rows, and of each column of texts the bytes of the longest."""
    texts = [column.name for column in table.columns if column.type == "string"]
    rows, widths = 0, dict.fromkeys(texts, 1)
    for part in parts:
        rows += len(part[table.columns[0].name])
        for name in texts:
            widths[name] = max(widths[name], *(len(_cut_text(cell)) for cell in {*part[name], ""}))
    return rows, widths


def _make_variable(column: Column, name: str, labels: Mapping[str, str], width: int) -> _Variable:
    label = labels.get(column.name, "")[:_WIDEST]
    if column.type == "string":
        return _Variable(name, label, width, f"%{width}s", f"S{width}")
    if column.type == "integer" and column.required:
        return _Variable(name, label, _LONG, "%12.0g", "<i4")
    return _Variable(name, label, _DOUBLE, "%10.0g", "<f8")


def _cut_text(text: str | None) -> bytes:
    return (text or "").encode()[:_MOST].decode(errors="ignore").encode()


def _list_sections(variables: Sequence[_Variable], rows: int) -> dict[str, bytes]:
    """Return the contents of the file's sections by their tags, in order; the map of offsets and the data are still empty."""
    count = struct.pack("<H", len(variables)), struct.pack("<Q", rows)
    header = {"release": b"118", "byteorder": b"LSF", "K": count[0], "N": count[1], "label": bytes(2), "timestamp": _MADE}
    return {
        "header": b"".join(b"<%b>%b</%b>" % (tag.encode(), content, tag.encode()) for tag, content in header.items()),
        "map": bytes(14 * 8),
        "variable_types": struct.pack(f"<{len(variables)}H", *(variable.type for variable in variables)),
        "varnames": _fill_cells((variable.name for variable in variables), _LONGEST),
        "sortlist": bytes(2 * len(variables) + 2),
        "formats": _fill_cells((variable.format for variable in variables), _FORMAT),
        "value_label_names": _fill_cells(("" for _ in variables), _LONGEST),
        "variable_labels": _fill_cells((variable.label for variable in variables), _WIDEST),
        "characteristics": b"",
        "data": b"",
        "strls": b"",
        "value_labels": b"",
    }


def _fill_cells(texts: Iterable[str], size: int) -> bytes:
    """Return texts with zeros behind each, in cells for so many characters of four bytes, and a zero."""
    return b"".join(text.encode().ljust(4 * size + 1, b"\0") for text in texts)


def _make_rows(variables: Sequence[_Variable], count: int) -> np.ndarray:
    import numpy as np

    return np.zeros(count, dtype=[(variable.name, variable.dtype) for variable in variables])


def _write_rows(table: Table, parts: Iterable[Columns], variables: Sequence[_Variable], file: BinaryIO) -> None:
    for part in parts:
        rows = _make_rows(variables, len(part[table.columns[0].name]))
        for column, variable in zip(table.columns, variables, strict=True):
            rows[variable.name] = _fill_missing(column, part[column.name])
        file.write(rows.tobytes())


def _fill_missing(column: Column, cells: Sequence[Any]) -> Sequence[Any]:
    if column.type == "string":
        return [_cut_text(cell) for cell in cells]
    return [_MISSING if cell is None else cell for cell in cells]


def shorten_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name one that Stata can hold: its words cut to four letters, the longest first, till it has 32 characters.

    >>> shorten_names(["gdp_growth", "large_industry_value_added_growth"])
    {'gdp_growth': 'gdp_growth', 'large_industry_value_added_growth': 'large_indu_value_added_growth'}
    """
    found: dict[str, str] = {}
    for name in names:
        words = name.split("_")
        while len("_".join(words)) > _LONGEST and (longest := max(words[:-1], key=len, default="")) and len(longest) > _SHORT:
            words[words.index(longest)] = longest[:_SHORT]
        short, number = "_".join(words)[:_LONGEST], 1
        while short in found.values():
            number += 1
            short = f"{'_'.join(words)[: _LONGEST - len(str(number))]}{number}"
        found[name] = short
    return found
