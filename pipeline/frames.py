"""Columns -> a checked, typed Arrow table, and back.

``pyarrow`` and ``numpy`` are imported by the functions that need them. Arrays are built from buffers and not by ``pyarrow.array``,
which would load all of pandas to ask whether a list is one of its objects.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.encoded import Coded, view_numbers
from pipeline.schema import Column, Columns, Table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_ALLOWED = {"string": {str}, "integer": {int}, "number": {int, float}}


class SchemaError(ValueError):
    """Columns that break their table's declaration: table, column, row and what is wrong, in one sentence."""


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table: string, int64 and float64 columns, in order."""
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    return pa.schema([pa.field(column.name, types[column.type], nullable=not column.required) for column in table.columns])


def build_table(table: Table, columns: Columns) -> pa.Table:
    """Check columns (lists of one length) against a table's declaration and return them typed, in its order; an open table takes more.

    Raises SchemaError for a column too many or too few, unequal lengths, a cell of another type, a null where a value is required, a
    word outside the vocabulary, a lone surrogate, and a number that is not finite.
    """
    import pyarrow as pa

    table = table.widen(columns)
    expect_names(table, columns)
    rows = {name: len(columns[name]) for name in table.names}
    if len(set(rows.values())) > 1:
        raise SchemaError(f"{table.name}: columns of unequal length: {', '.join(f'{name} {count}' for name, count in rows.items())}")
    arrays = [_build_array(table, column, columns[column.name]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def expect_names(table: Table, columns: Columns) -> None:
    """Raise SchemaError unless the columns are those of the table, in any order."""
    if missing := [name for name in table.names if name not in columns]:
        raise SchemaError(f"{table.name}: column missing: {', '.join(missing)}")
    if unknown := [name for name in columns if name not in table.names]:
        raise SchemaError(f"{table.name}: column not in the schema: {', '.join(unknown)}")


def empty_columns(table: Table) -> Columns:
    """Return a table's columns without rows."""
    return {name: [] for name in table.names}


def make_columns(table: Table, rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Return rows, their cells in the order of a table's columns, as its columns."""
    return {name: list(cells) for name, cells in zip(table.names, zip(*rows, strict=True), strict=True)} if rows else empty_columns(table)


def name_page(number: int) -> str:
    """Return where a report's page lies below the explorer: reports are numbered from 1 as the rows of ``documents`` are."""
    return f"r/{number}.html"


def find_rows(columns: Columns) -> dict[str, slice]:
    """Return where each document's rows stand in a table in which they stand together."""
    doc_ids = columns["doc_id"]
    found: dict[str, slice] = {}
    at = 0
    while at < len(doc_ids):
        first, doc_id = at, doc_ids[at]
        at = bisect_left(doc_ids, True, first, key=lambda other, own=doc_id: other != own)
        found[doc_id] = slice(first, at)
    return found


def read_columns(frame: pa.Table) -> Columns:
    """Return an Arrow table as columns: lists of str, int, float and None; equal texts of a dictionary column are one object."""
    return {name: [cell for chunk in frame.column(name).chunks for cell in _list_cells(chunk)] for name in frame.column_names}


def _list_cells(chunk: pa.Array) -> Iterable[Any]:
    import pyarrow as pa

    if not pa.types.is_dictionary(chunk.type) or chunk.null_count:
        return chunk.to_pylist()
    return map(chunk.dictionary.to_pylist().__getitem__, view_numbers(chunk.indices).tolist())


def _build_array(table: Table, column: Column, values: Sequence[Any]) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        return _build_numbers(table, column, values)
    if isinstance(values, Coded) and column.type == "string":
        distinct = _build_array(table, column, values.values)
        return pa.DictionaryArray.from_arrays(
            pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values.codes)]), distinct
        ).dictionary_decode()
    cells = values if isinstance(values, list) else list(values)
    if not column.vocabulary and (plain := _build_plain(column, cells)) is not None:
        return plain
    kinds = set(map(type, cells))
    if kinds - {type(None)} - _ALLOWED[column.type]:
        raise _fault(table, column, cells, lambda cell: type(cell) not in {type(None), *_ALLOWED[column.type]}, f"is no {column.type}")
    whole = type(None) not in kinds
    if column.required and not whole:
        raise _fault(table, column, cells, lambda cell: cell is None, "stands where a value is required")
    if column.vocabulary and set(cells) - {None, *column.vocabulary}:
        raise _fault(
            table, column, cells, lambda cell: cell not in (None, *column.vocabulary), f"is none of {', '.join(column.vocabulary)}"
        )
    known = None if whole else np.array([cell is not None for cell in cells], dtype=bool)
    bits = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    if column.type == "string":
        offsets, content = _join_strings(table, column, cells)
        return pa.Array.from_buffers(pa.string(), len(cells), [bits, pa.py_buffer(offsets), pa.py_buffer(content)])
    numbers = _join_numbers(table, column, cells)
    return pa.Array.from_buffers(pa.int64() if column.type == "integer" else pa.float64(), len(cells), [bits, pa.py_buffer(numbers)])


def _build_numbers(table: Table, column: Column, values: np.ndarray) -> pa.Array:
    """Return the array of a column that a stage left as numpy's: whole numbers or finite ones, none missing."""
    import numpy as np
    import pyarrow as pa

    kinds = {"integer": (np.dtype(np.int64), pa.int64()), "number": (np.dtype(np.float64), pa.float64())}
    kind, arrow = kinds.get(column.type, (None, None))
    if values.dtype != kind or not np.isfinite(values).all():
        raise SchemaError(f"{table.name}.{column.name}: an array of {values.dtype} is no column of finite {column.type} cells")
    return pa.Array.from_buffers(arrow, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def _build_plain(column: Column, cells: list[Any]) -> pa.Array | None:
    """Return the array of cells that are all there and all of the column's type; None where one is not, or cannot be told so fast."""
    import numpy as np
    import pyarrow as pa

    try:
        if column.name == "doc_id" and (runs := _find_runs(cells)):
            texts, counts = [cell.encode() for cell, _ in runs], [count for _, count in runs]
            offsets = np.zeros(len(cells) + 1, dtype=np.int32)
            np.cumsum(np.repeat([len(text) for text in texts], counts), out=offsets[1:])
            content = b"".join([text * count for text, count in zip(texts, counts, strict=True)])
            return pa.Array.from_buffers(pa.string(), len(cells), [None, pa.py_buffer(offsets), pa.py_buffer(content)])
        if column.type == "string":
            joined = np.frombuffer("\0".join(cells).encode(), dtype=np.uint8)
            ends = np.flatnonzero(joined == 0)
            if len(ends) != max(len(cells) - 1, 0) or not cells:
                return None
            offsets = np.zeros(len(cells) + 1, dtype=np.int32)
            offsets[1:-1] = ends - np.arange(len(ends))
            offsets[-1] = len(joined) - len(ends)
            content = joined[joined != 0]
            return pa.Array.from_buffers(pa.string(), len(cells), [None, pa.py_buffer(offsets), pa.py_buffer(content)])
        if column.type == "integer":
            numbers = array("q", cells)
            doubtful = np.flatnonzero(np.frombuffer(numbers, dtype=np.uint64) < 2).tolist() if numbers else ()  # True and False are 1 and 0
            if bool not in set(map(type, map(cells.__getitem__, doubtful))):
                return pa.Array.from_buffers(pa.int64(), len(cells), [None, pa.py_buffer(numbers)])
    except (AttributeError, TypeError, OverflowError, UnicodeEncodeError):
        pass
    return None


def _find_runs(cells: list[Any]) -> list[tuple[Any, int]]:
    """Return cells that are alike in long runs, each once with how many there are of it; none for others."""
    runs: list[tuple[Any, int]] = []
    at = 0
    while at < len(cells):
        first, cell = at, cells[at]
        at = bisect_left(cells, True, first, key=lambda other, own=cell: other != own)
        if cells[first:at].count(cell) != at - first or len(runs) > len(cells) // 16:
            return []
        runs.append((cell, at - first))
    return runs


def _join_strings(table: Table, column: Column, cells: list[str | None]) -> tuple[np.ndarray, bytes]:
    import numpy as np

    distinct = set(cells)
    try:
        sizes = {cell: 0 if cell is None else len(cell.encode()) for cell in distinct}
    except UnicodeEncodeError:
        raise _fault(table, column, cells, has_surrogate, "holds half a character (a lone surrogate)") from None
    offsets = np.zeros(len(cells) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(sizes.__getitem__, cells), dtype=np.int32, count=len(cells)), out=offsets[1:])
    return offsets, "".join(["" if cell is None else cell for cell in cells] if None in distinct else cells).encode()


def _join_numbers(table: Table, column: Column, cells: list[float | None]) -> np.ndarray:
    import numpy as np

    filled = [0 if cell is None else cell for cell in cells]
    if column.type == "number":
        numbers = np.array(filled, dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise _fault(table, column, cells, lambda cell: cell is not None and not abs(cell) < float("inf"), "is not finite")
        return numbers
    try:
        return np.array(filled, dtype=np.int64)
    except OverflowError:
        raise _fault(table, column, cells, lambda cell: cell is not None and abs(cell) >= 2**63, "is too large") from None


def has_surrogate(cell: str | None) -> bool:
    """Tell whether a text holds half a character: a byte of a file name that is no UTF-8, say."""
    return cell is not None and any("\ud800" <= character <= "\udfff" for character in cell)


def _fault(table: Table, column: Column, cells: list[Any], wrong: Callable[[Any], bool], what: str) -> SchemaError:
    row = next((number for number, cell in enumerate(cells) if wrong(cell)), 0)
    return SchemaError(f"{table.name}.{column.name}, row {row}: {cells[row]!r} {what}")
