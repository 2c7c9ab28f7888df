"""Tables as CSV that spreadsheets open rightly, and the data package that describes them.

The dialect: UTF-8 with BOM, lines ended by CR LF, quotes where needed (RFC 4180), a missing value is an empty cell. A text cell that a
spreadsheet would take for a formula begins with an apostrophe, which ``read_table`` takes off again.
"""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.frames import expect_names, find_rows
from pipeline.schema import SCHEMA_VERSION, Column, Columns, Link, Table

SENTENCE_TEXT = Column("sentence_text")
JOINED = ("quantities", "observations")  # their CSV has the sentence beside each row
_RISKY = "=+-@＝＋－＠\t\r"
_FORMULA = re.compile(f"'*[{re.escape(_RISKY)}]")
_GUARDED = re.compile(f"'+[{re.escape(_RISKY)}]")
_PLAIN = re.compile(r"[+\-＋－]?[0-9０-９][0-9０-９,，]*([.．][0-9０-９]+)?[%％]?")
_FIRST = frozenset(_RISKY + "'")
_WHOLE = 1e15
_CONVENTION = (
    "以 = + - @（及其全角形式）、制表符或回车开头而又不是普通数字的文字，前面多写一个撇号，免得表格软件当成公式；"
    "读入后，把撇号后面跟着这些符号的单元格去掉一个撇号。 / A text cell that begins with = + - @ (full-width too), tab or CR "
    "and is no plain number is written with an apostrophe more: after reading, take one off where apostrophes stand before such a sign."
)


@dataclass(frozen=True, slots=True)
class Label:
    """The Chinese and English words for a table, a column of it or a value of a column; table ``*`` stands for every table."""

    table: str
    column: str
    value: str
    title: str
    description: str
    english: str

    def check(self) -> str:
        """Return what is wrong with the row, or nothing."""
        return "" if self.title and self.english else "title and english are needed; write both"


def csv_columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table's CSV: its own, and for quantities and observations the text of the sentence."""
    return (*table.columns, SENTENCE_TEXT) if table.name in JOINED else table.columns


def join_sentences(rows: Columns, sentences: Columns) -> Columns:
    """Return the rows of a batch (doc_id, start, …) with the text of the sentence in which each one begins as a last column."""
    spans, starts, texts = find_rows(sentences), sentences["start"], sentences["text"]
    found = []
    for doc_id, start in zip(rows["doc_id"], rows["start"], strict=True):
        own = spans[doc_id]
        found.append(texts[bisect_right(starts, start, own.start, own.stop) - 1])
    return {**rows, SENTENCE_TEXT.name: found}


def write_table(table: Table, parts: Iterable[Columns], target: Path) -> int:
    """Write a table's parts, one after the other, as one CSV and return its rows; parts have the columns of ``csv_columns``.

    The first part says which columns an open table has.
    """
    parts = iter(parts)
    first = next(parts, None)
    columns = csv_columns(table.widen(first or ()))
    whole = Table(table.name, table.key, columns)
    rows = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")  # utf-8-sig would do so too, but encodes each row by itself in Python
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.name for column in columns)
        for part in parts if first is None else chain([first], parts):
            expect_names(whole, part)
            writer.writerows(zip(*(_format_cells(column, part[column.name]) for column in columns), strict=True))
            rows += len(part[columns[0].name])
    return rows


def read_table(table: Table, file: Path) -> Columns:
    """Read a table's CSV back: numbers as numbers, empty cells as None (an empty text where a value is required), apostrophes taken off."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            columns = csv_columns(table.widen(header))
            expect_names(Table(table.name, table.key, columns), {name: [] for name in header})
            cells = list(zip(*reader, strict=True)) or [()] * len(header)
    finally:
        csv.field_size_limit(limit)
    found = dict(zip(header, cells, strict=True))
    return {column.name: [_parse_cell(column, cell) for cell in found[column.name]] for column in columns}


def guard_cell(cell: str) -> str:
    """Return a text cell as it is written: with an apostrophe before what a spreadsheet would take for a formula.

    >>> guard_cell("=环橙镇"), guard_cell("-3.5%"), guard_cell("－3.5个百分点"), guard_cell("环橙镇")
    ("'=环橙镇", '-3.5%', "'－3.5个百分点", '环橙镇')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN.fullmatch(cell) else cell


def bare_cell(cell: str) -> str:
    """Return a text cell as it was before ``guard_cell``.

    >>> bare_cell("'=环橙镇"), bare_cell("-3.5%")
    ('=环橙镇', '-3.5%')
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def write_package(tables: Sequence[Table], labels: Sequence[Label], target: Path) -> None:
    """Write datapackage.json (Frictionless): every table and column in Chinese and English, keys between tables, the schema's version."""
    named = {(label.table, label.column, label.value): label for label in labels}

    def find(table: str, column: str = "", value: str = "") -> Label:
        return named.get((table, column, value)) or named["*", column, value]

    names = {table.name for table in tables}
    package = {
        "profile": "tabular-data-package",
        "name": "baogao",
        "title": "报告中的数字与词语 / Figures and words of reports",
        "description": "由报告正文逐句取出的表：每一行都指回原文的位置。 / Tables mined from reports; every row points back into the text.",
        "version": SCHEMA_VERSION,
        "resources": [_describe_table(table, find, names) for table in tables],
    }
    target.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _describe_table(table: Table, find: Callable[..., Label], names: set[str]) -> dict[str, Any]:
    links = [_describe_link(table, link) for link in table.links if link.table in names]
    keys = {"primaryKey": list(table.key), **({"foreignKeys": links} if links else {})}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"tables/{table.name}.csv",
        **_tell(find(table.name)),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "guard": _CONVENTION,
        "schema": {"fields": [_describe_column(table, column, find) for column in csv_columns(table)], **keys, "missingValues": [""]},
    }


def _describe_link(table: Table, link: Link) -> dict[str, Any]:
    """Return a link as a foreign key; one to a row of the same table names no table, as the standard has it."""
    return {
        "fields": list(link.columns),
        "reference": {"resource": "" if link.table == table.name else link.table, "fields": list(link.key)},
    }


def _describe_column(table: Table, column: Column, find: Callable[..., Label]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, **_tell(find(table.name, column.name))}
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required and (column.name in table.key or column.type != "string" or column.vocabulary):
        constraints["required"] = True
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
        values = {word: find(table.name, column.name, word) for word in column.vocabulary}
        field["values"] = {word: {"title": value.title, "english": value.english} for word, value in values.items()}
    return {**field, "constraints": constraints} if constraints else field


def _tell(label: Label) -> dict[str, str]:
    """Return what a table or column is called, and what it is in Chinese and English."""
    return {"title": label.title, "description": f"{label.description or label.title} / {label.english}"}


def _format_cells(column: Column, cells: Sequence[Any]) -> Iterable[Any]:
    if column.type == "number":
        return [_format_number(cell) for cell in cells]
    if column.type == "string" and not column.vocabulary:
        return [guard_cell(cell) if cell and cell[0] in _FIRST else cell for cell in cells]
    return cells


def _format_number(cell: float | None) -> float | int | None:
    if cell is None or abs(cell) >= _WHOLE or cell != int(cell):
        return cell  # csv writes a float as repr does
    return int(cell)


def _parse_cell(column: Column, cell: str) -> str | int | float | None:
    if not cell:
        return "" if column.required and column.type == "string" else None
    if column.type == "integer":
        return int(cell)
    if column.type == "number":
        return float(cell)
    return cell if column.vocabulary else bare_cell(cell)
