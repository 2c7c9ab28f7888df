"""Piles: rows that a corpus stage sets aside until it wants them together, on disk once there are many.

They lie in a temporary folder of the outputs that goes when the stage ends; a run that is killed leaves it to the next, which removes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.encoded import encode_columns
from pipeline.frames import build_table, read_columns
from pipeline.piles import join_arrays, join_blocks
from pipeline.schema import Columns, Table
from pipeline.store.replacing import make_folder

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_HELD: Final = 1_000_000  # cells in memory; of arrays
_AS_ONE: Final = 4  # are as one

_Key = tuple[int, str]  # a pile and the name of a table in it


@contextmanager
def open_piles(outputs: Path) -> Iterator[FilePiles]:
    """Yield piles whose files lie in a temporary folder of the outputs while the block runs."""
    with make_folder(outputs) as folder:
        yield FilePiles(folder)


class FilePiles:
    """Piles of rows: the last million cells in memory, those before them in files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[_Key, tuple[Table, list[Columns]]] = {}
        self._files: dict[_Key, list[Path]] = {}
        self._cells = self._written = 0

    def put(self, pile: int, table: Table, columns: Columns) -> None:
        """Add rows of a table, lists or arrays, to a pile, behind those that are there."""
        self._held.setdefault((pile, table.name), (table, []))[1].append(columns)
        self._cells += _count_cells(columns)
        if self._cells > _HELD:
            self._write_all()

    def take(self, pile: int, table: Table) -> Columns:
        """Return the rows of a table in a pile, in the order in which they came, and let go of them."""
        written = (read_columns(frame) for frame in self._read_files((pile, table.name)))
        return join_blocks(table, chain(written, self._let_go((pile, table.name))))

    def take_arrays(self, pile: int, table: Table) -> dict[str, np.ndarray]:
        """Return the same of a table of numbers, none missing, as arrays."""
        written = (encode_columns(frame) for frame in self._read_files((pile, table.name)))
        numbers = ({name: column.numbers for name, column in columns.items()} for columns in written)
        return join_arrays(table, [*numbers, *self._let_go((pile, table.name))])

    def _read_files(self, key: _Key) -> Iterator[pa.Table]:
        import pyarrow as pa

        for file in self._files.pop(key, ()):
            with pa.OSFile(str(file)) as source:
                yield pa.ipc.open_file(source).read_all()
            file.unlink()

    def _let_go(self, key: _Key) -> list[Columns]:
        blocks = self._held.pop(key)[1] if key in self._held else []
        self._cells -= sum(map(_count_cells, blocks))
        return blocks

    def _write_all(self) -> None:
        """Write what is held, a file a pile and table."""
        import numpy as np
        import pyarrow as pa

        for key, (table, blocks) in self._held.items():
            arrays = all(isinstance(cells, np.ndarray) for block in blocks for cells in block.values())
            frame = build_table(table, join_arrays(table, blocks) if arrays else join_blocks(table, blocks))
            file = self._folder / str(self._written)
            with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, frame.schema) as writer:
                writer.write_table(frame)
            self._files.setdefault(key, []).append(file)
            self._written += 1
        self._held.clear()
        self._cells = 0


def _count_cells(columns: Columns) -> int:
    return sum(len(cells) if isinstance(cells, list) else len(cells) // _AS_ONE for cells in columns.values())
