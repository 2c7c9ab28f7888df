"""Parts: the tables of one batch, or of the whole corpus, as Parquet files that are made once and never changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pipeline.encoded import Encoded, encode_columns
from pipeline.frames import build_table, empty_columns, read_columns
from pipeline.schema import TABLES, Columns
from pipeline.store.refusal import Refused
from pipeline.store.replacing import replacing

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


_REPEATING = frozenset({"doc_id", "word", "pos", "term", "place", "scope_id"})
_DISTINCT = {"candidates": ("term",)}  # columns of such a name that hold no text twice
_WORKED = frozenset({"candidates"})  # tables of numbers that corpus stages read again and again
_UNLIKE = frozenset({"key", "head", "tail"})  # numbers that are all different
_MOST_OPEN = 32  # parts of which single cells are read
_KEPT = 250_000  # bytes of the cells that were read with one, and are kept while their part is open
_GROUPS = {"texts": 4}  # rows that are read at once where one is wanted


def part_name(table: str, name: str) -> str:
    """Return where a part lies below the outputs."""
    return f"data/{table}/{name}.parquet"


def has_part(outputs: Path, part: str) -> bool:
    """Tell whether a part is there: a part is whole or not there."""
    return (outputs / part).is_file()


def write_part(outputs: Path, table: str, name: str, columns: Columns | Iterable[Columns]) -> int:
    """Check a table's columns, or those that an iterable yields one after the other, write them as a part, return the number of rows."""
    pieces = (columns,) if isinstance(columns, Mapping) else columns
    return _write_frames(outputs, table, name, (build_table(TABLES[table], piece) for piece in pieces))


def _write_frames(outputs: Path, table: str, name: str, frames: Iterator[pa.Table]) -> int:
    import pyarrow.parquet as parquet

    rows = 0
    with replacing(outputs, part_name(table, name)) as temporary:
        first = next(frames, None)
        first = build_table(TABLES[table], empty_columns(TABLES[table])) if first is None else first
        with parquet.ParquetWriter(temporary, first.schema, **_choose_forms(table, first.schema.names)) as writer:
            for frame in chain((first,), frames):
                writer.write_table(frame, row_group_size=_GROUPS.get(table))
                rows += frame.num_rows
    return rows


def _choose_forms(table: str, names: Sequence[str]) -> dict[str, Any]:
    """Return how a table is written: words that repeat as dictionaries, whole numbers as steps from one to the next, all else plain."""
    columns = [column for column in TABLES[table].columns if column.name in names]
    steps = [column.name for column in columns if column.type == "integer" and column.name not in _UNLIKE]
    return {
        "compression": "lz4" if table in _WORKED else "zstd",
        "use_dictionary": [name for name in _list_short(table, names) if name not in steps],
        "column_encoding": dict.fromkeys(steps, "DELTA_BINARY_PACKED"),
        "write_statistics": False,
    }


class PartWriter:
    """Writes parts in a thread of its own while the next stage works: Parquet's writer does not hold Python.

    A context: when it is left, the parts are there, or the first fault is raised.
    """

    def __init__(self, outputs: Path) -> None:
        self._outputs = outputs
        self._thread = ThreadPoolExecutor(1, "parts")
        self._waiting: list[Future[int]] = []

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown(cancel_futures=error is not None)
        if error is None:
            for part in self._waiting:
                part.result()

    def write(self, table: str, name: str, columns: Columns) -> None:
        """Check a table's columns and have them written as a part; raises SchemaError at once."""
        frame = build_table(TABLES[table], columns)
        self._waiting.append(self._thread.submit(_write_frames, self._outputs, table, name, iter((frame,))))


@contextmanager
def _open_part(outputs: Path, part: str) -> Iterator[ParquetFile]:
    """Open a part; raises Refused for one that was damaged after it was made."""
    with _refusing(outputs, part), _open_file(outputs, part) as file:
        yield file


@contextmanager
def _refusing(outputs: Path, part: str) -> Iterator[None]:
    """Raise Refused where a part cannot be read."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError):
        raise Refused(f"{outputs / part}: cannot be read; remove it and run again") from None


def _open_file(outputs: Path, part: str) -> ParquetFile:
    import pyarrow.parquet as parquet

    with _refusing(outputs, part):
        return parquet.ParquetFile(outputs / part, read_dictionary=list_repeating(part.split("/")[1]), pre_buffer=False)


def list_repeating(table: str) -> list[str]:
    """Return the columns of a table whose texts are the same in many rows: they are read as dictionaries, each text once."""
    known = _REPEATING - {*_DISTINCT.get(table, ())}
    return [column.name for column in TABLES[table].columns if column.vocabulary or column.name in known]


def _list_short(table: str, names: Sequence[str]) -> list[str]:
    """Return the columns that are written as dictionaries: all but texts and numbers that are seldom the same."""
    free = {column.name for column in TABLES[table].columns if column.type == "string"} - {*list_repeating(table)}
    return [name for name in names if name not in free | _UNLIKE]


def read_part(outputs: Path, part: str, columns: Sequence[str] | None = None) -> Columns:
    """Return a part's columns, or some of them."""
    with _open_part(outputs, part) as file:
        return read_columns(file.read(columns=list(columns) if columns is not None else None, use_threads=False))


def read_names(outputs: Path, part: str) -> list[str]:
    """Return the names of a part's columns without reading them."""
    import pyarrow.parquet as parquet

    return list(parquet.read_schema(outputs / part).names)


def count_rows(outputs: Path, part: str) -> int:
    """Return the number of rows of a part without reading them."""
    with _open_part(outputs, part) as file:
        return file.metadata.num_rows


def count_values(outputs: Path, part: str, column: str) -> dict[str, int]:
    """Return how often each value of a text column stands in a part."""
    with _open_part(outputs, part) as file:
        found = file.read(columns=[column], use_threads=False).column(column).value_counts()
    return dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True))


class PartTables(Mapping[str, Columns]):
    """The tables of one batch, read from their parts when they are asked for, or as a stage just made them."""

    def __init__(self, outputs: Path, name: str) -> None:
        self._outputs, self._name = outputs, name
        self._tables: dict[str, Columns | None] = {}

    def add(self, table: str, columns: Columns | None) -> None:
        """Keep a table that was just made; None for one that lies in its part."""
        self._tables[table] = columns

    def __getitem__(self, table: str) -> Columns:
        columns = self._tables[table]
        if columns is None:
            columns = self._tables[table] = read_part(self._outputs, part_name(table, self._name))
        return columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class PartSeries(Sequence[Columns]):
    """The parts of one table, one after the other, as often as it is walked, or by number; never more than one is held.

    With ``rows`` a walk yields pieces of at most so many rows instead of whole parts.
    """

    def __init__(self, outputs: Path, parts: Sequence[str], columns: Sequence[str] | None = None, *, rows: int = 0) -> None:
        self._outputs, self._parts, self._columns, self._rows = outputs, parts, columns, rows
        self._open: OrderedDict[int, ParquetFile] = OrderedDict()
        self._groups: dict[int, tuple[tuple[int, str], pa.ChunkedArray]] = {}  # of open parts the cells last read

    def __iter__(self) -> Iterator[Columns]:
        if self._rows:
            return self._walk_pieces()
        return (read_part(self._outputs, part, self._columns) for part in self._parts)

    def _walk_pieces(self) -> Iterator[Columns]:
        import pyarrow as pa

        for part in self._parts:
            with _open_part(self._outputs, part) as file:
                for piece in file.iter_batches(self._rows, columns=self._columns, use_threads=False):
                    yield read_columns(pa.Table.from_batches([piece]))

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, number: Any) -> Any:
        return read_part(self._outputs, self._parts[number], self._columns)

    def pick(self, number: int, row: int, column: str) -> Any:
        """Return one cell of a part by the part's number and its row there, without reading the whole part; the last parts stay open."""
        if number not in self._open:
            if len(self._open) == _MOST_OPEN:
                closed, file = self._open.popitem(last=False)
                file.close()
                self._groups.pop(closed, None)
            self._open[number] = _open_file(self._outputs, self._parts[number])
        self._open.move_to_end(number)
        file = self._open[number]
        group, place = divmod(row, file.metadata.row_group(0).num_rows)
        known, cells = self._groups.get(number, ((-1, ""), None))
        if known != (group, column):
            with _refusing(self._outputs, self._parts[number]):
                cells = file.read_row_group(group, columns=[column], use_threads=False).column(column)
            if cells.nbytes <= _KEPT:
                self._groups[number] = (group, column), cells
        return cells[place].as_py()

    def encode(self, *names: str) -> Iterator[dict[str, Encoded]]:
        """Yield columns of each part as numbers, without a Python object a cell: what a walk over all tokens can afford."""
        import pyarrow as pa

        for part in self._parts:
            with _open_part(self._outputs, part) as file:
                if not self._rows:
                    yield encode_columns(file.read(columns=list(names), use_threads=False))
                    continue
                for piece in file.iter_batches(self._rows, columns=list(names), use_threads=False):
                    yield encode_columns(pa.Table.from_batches([piece]))

    def join(self) -> Columns:
        """Return all parts as one set of columns."""
        whole: Columns = {}
        for part in self:
            for name, cells in part.items():
                whole.setdefault(name, []).extend(cells)
        return whole
