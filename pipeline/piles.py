"""Piles: rows set aside until what belongs together has come; how a stage groups a corpus that is too large to be held.

``HeldPiles`` are those of tests and small tables; the store has some that lie on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.frames import empty_columns
from pipeline.schema import Columns, Table

if TYPE_CHECKING:
    import numpy as np


class Piles(Protocol):
    """Rows set aside in numbered piles until a pile is wanted: what belongs together of a corpus that is too large to be held."""

    def put(self, pile: int, table: Table, columns: Columns) -> None:
        """Add rows of a table, lists or arrays, to a pile, behind those that are there."""

    def take(self, pile: int, table: Table) -> Columns:
        """Return the rows of a table in a pile, in the order in which they came, and let go of them."""

    def take_arrays(self, pile: int, table: Table) -> dict[str, np.ndarray]:
        """Return the same of a table of numbers, none missing, as arrays."""


class HeldPiles:
    """Piles that are held in memory."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], list[Columns]] = {}

    def put(self, pile: int, table: Table, columns: Columns) -> None:
        """Add rows of a table to a pile."""
        self._held.setdefault((pile, table.name), []).append(columns)

    def take(self, pile: int, table: Table) -> Columns:
        """Return the rows of a table in a pile and let go of them."""
        return join_blocks(table, self._held.pop((pile, table.name), []))

    def take_arrays(self, pile: int, table: Table) -> dict[str, np.ndarray]:
        """Return the rows of a table of numbers in a pile as arrays and let go of them."""
        return join_arrays(table, self._held.pop((pile, table.name), []))


def join_arrays(table: Table, blocks: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Return columns of numbers, none missing, that came block by block as arrays."""
    import numpy as np

    kinds = {column.name: np.int64 if column.type == "integer" else np.float64 for column in table.columns}
    return {name: np.concatenate([np.zeros(0, kind), *(block[name] for block in blocks)]) for name, kind in kinds.items()}


def join_blocks(table: Table, blocks: Iterable[Columns]) -> Columns:
    """Return columns that came block by block as one set of columns; of an open table all blocks have the same."""
    whole: Columns = {}
    for block in blocks:
        for name, cells in block.items():
            whole.setdefault(name, []).extend(cells)
    return whole or empty_columns(table)
