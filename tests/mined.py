"""Folders of reports mined in memory, by the stages of the flow and without an outputs folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.encoded import Encoded, encode_columns
from pipeline.frames import build_table
from pipeline.mining import Stage, find_function, load_tokenizer, load_words
from pipeline.piles import HeldPiles, join_blocks
from pipeline.run import STAGES
from pipeline.schema import TABLES, Columns, Source, Table
from pipeline.store.batches import Item, list_items
from pipeline.store.catalogue import find_rows
from pipeline.store.parts import list_repeating
from pipeline.store.scan import scan_corpus
from pipeline.store.sources import read_sources


def build_frame(table: Table, columns: Columns) -> pa.Table:
    """Return a table as a part of it is read back: texts that repeat are dictionaries."""
    frame = build_table(table, columns)
    for name in list_repeating(table.name):
        frame = frame.set_column(frame.column_names.index(name), name, frame.column(name).dictionary_encode())
    return frame


class Parts(list[Columns]):
    """Parts of a table in memory, of which single cells can be read."""

    def pick(self, number: int, row: int, column: str) -> Any:
        """Return one cell of a part."""
        return self[number][column][row]


class OnePart(Parts):
    """A table in memory as a series of one part, which can be encoded too."""

    def __init__(self, table: str, columns: Columns) -> None:
        super().__init__([columns])
        self._table = TABLES[table]

    @cached_property
    def _frame(self) -> pa.Table:
        return build_frame(self._table, self[0])

    def encode(self, *names: str) -> Iterator[Mapping[str, Encoded]]:
        """Yield columns of the part as numbers."""
        yield encode_columns(self._frame.select(list(names)))


def write_reports(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write texts as files of a folder, by their names below it, and return the folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def find_reports(folder: Path) -> list[Item]:
    """Return the reports of a folder, with their rows of its catalogue."""
    reports = scan_corpus([folder], folder / ".outputs").reports
    return list_items(reports, find_rows(reports, ())[0])


def read_folder(folder: Path) -> list[Source]:
    """Read every report of a folder."""
    return read_sources(find_reports(folder))


def hold_parts(stage: Stage, tables: dict[str, Columns], held: dict[str, OnePart]) -> None:
    """Build the Arrow tables of what a corpus stage takes; a run does so once, where a table is written."""
    for table in stage.takes:
        if table not in held and table != "documents":
            held[table] = OnePart(table, tables[table])
            next(held[table].encode())


def call_stage(
    stage: Stage, tables: dict[str, Columns], sources: Sequence[Source], held: Mapping[str, OnePart] | None = None
) -> dict[str, Columns]:
    """Return the tables that one stage makes of what the stages before it made, the whole folder as one batch.

    A corpus stage is given the parts that are ``held`` already.
    """
    function = find_function(stage.function)
    if stage.scope == "corpus":
        parts = held or {}
        given: list[Any] = [
            tables[table] if table == "documents" else parts.get(table) or OnePart(table, tables[table]) for table in stage.takes
        ]
        made = function(*given, load_words(), *((HeldPiles(),) if stage.given == "piles" else ()))
        return {table: columns if isinstance(columns, dict) else join_blocks(TABLES[table], columns) for table, columns in made.items()}
    word_source = load_tokenizer("rjieba") if stage.given == "tokenizer" else load_words()
    return function(sources if stage.name == "ingest" else tables, word_source)


def mine_sources(sources: Sequence[Source], last: str = "quantities") -> dict[str, Columns]:
    """Run the stages up to one, by its name, and return all their tables."""
    tables: dict[str, Columns] = {}
    for stage in STAGES:
        tables |= call_stage(stage, tables, sources)
        if stage.name == last:
            break
    return tables
