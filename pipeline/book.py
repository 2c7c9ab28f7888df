"""What the workbook is made from: tables as readers see them, and the pages to which its reports lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from pipeline.frames import name_page
from pipeline.mining import Stage, find_function, load_words
from pipeline.publishing import Ledger, Parts, describe_tables, read_sheet_parts, sheet_name
from pipeline.schema import Column, Columns, Table
from pipeline.store.batches import hash_names
from pipeline.store.parts import PartSeries, count_rows
from pipeline.store.replacing import replacing
from pipeline.views.tables import JOINED, Label, csv_columns
from pipeline.views.workbook.sheet import Heading, Sheet

BOOK: Final = "reports.xlsx"
_PAGES: Final = "explorer/"
_PIECE: Final = 5_000  # rows of a table over all reports that are held at once
_COUNTED: Final = ("doc_id", "place", "year", "delivered", "duplicate_of", "status")


def publish_workbook(ledger: Ledger, stage: Stage, parts: Parts) -> None:
    """Let the workbook be written from the tables that the stage takes; pages of reports that are there already are linked in it."""
    outputs = ledger.outputs
    pages = sorted(name for name in ledger.files if name.startswith(f"{_PAGES}r/"))
    key = hash_names([parts[table] for table in stage.takes], pages)
    if ledger.keep(BOOK, key):
        return
    ledger.announce([BOOK])
    tables, labels = describe_tables(outputs, stage.takes, parts)
    words = _Words(labels)
    links = link_pages(PartSeries(outputs, parts["documents"], ("doc_id",)), set(pages))
    sheets = [
        Sheet(
            words.find(table).title,
            words.find(table).description,
            words.describe_columns(table) if table.book else (),
            sum(count_rows(outputs, part) for part in parts[table.name]),
            _read_pieces(outputs, table.name, parts),
            sheet_name(table.name) if table.csv else f"data/{table.name}/*.parquet",
            links if table.name == "documents" else {},
        )
        for table in tables
    ]
    with replacing(outputs, BOOK) as temporary:
        find_function(stage.function)(sheets, PartSeries(outputs, parts["documents"], _COUNTED), temporary)
    ledger.enter(BOOK, key)


def link_pages(documents: Iterable[Columns], files: Collection[str]) -> dict[str, str]:
    """Return for each report that has a page among the files the page's address, from the folder of the outputs.

    >>> link_pages([{"doc_id": ["甲镇/2020", "甲镇/2021"]}], {"explorer/r/2.html"})
    {'甲镇/2021': 'external:explorer/r/2.html'}
    """
    doc_ids = (doc_id for part in documents for doc_id in part["doc_id"])
    pages = {doc_id: f"{_PAGES}{name_page(number)}" for number, doc_id in enumerate(doc_ids, 1)}
    return {doc_id: f"external:{page}" for doc_id, page in pages.items() if page in files}


class _Words:
    """What tables, columns and codes are called in the workbook."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._labels = {(label.table, label.column, label.value): label for label in labels}
        self._indicators = {indicator.id: indicator.name for indicator in load_words().indicators}

    def find(self, table: Table, column: str = "", value: str = "") -> Label:
        """Return the words for a table, a column of it or a value of a column."""
        return self._labels.get((table.name, column, value)) or self._labels["*", column, value]

    def describe_columns(self, table: Table) -> tuple[Heading, ...]:
        """Return the headings of a table's sheet: codes are shown as words, indicators by name where there is no column for that."""
        return tuple(self._describe_column(table, column) for column in csv_columns(table))

    def _describe_column(self, table: Table, column: Column) -> Heading:
        label = self.find(table, column.name)
        if column.name == "indicator" and "name" not in table.names:
            return Heading(column, self._labels["observations", "name", ""].title, label.description, self._indicators)
        codes = {word: self.find(table, column.name, word).title for word in column.vocabulary if word.isascii()}
        return Heading(column, label.title, label.description, codes)


def _read_pieces(outputs: Path, table: str, parts: Parts) -> Iterable[Columns]:
    """Return a table's rows piece by piece, with the columns that its CSV has."""
    return read_sheet_parts(outputs, table, parts) if table in JOINED else PartSeries(outputs, parts[table], rows=_PIECE)
