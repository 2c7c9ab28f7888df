"""Columns as numbers: texts by their places among distinct ones, without a Python object a cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pipeline.schema import Columns

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class Coded(list[str]):
    """A text column that is known as numbers too: ``codes``, each cell's place among the distinct ``values``; ``places`` are theirs."""

    def __init__(self, cells: Iterable[str] = ()) -> None:
        """Number the cells, which stay as they are from then on."""
        import numpy as np

        super().__init__(cells)
        numbers = defaultdict[str, int](count().__next__)
        self.codes = np.fromiter(map(numbers.__getitem__, self), dtype=np.int32, count=len(self))
        self.places: dict[str, int] = dict(numbers)
        self.values = list(numbers)


def code_texts(cells: Sequence[str]) -> Coded:
    """Return a text column with its numbers; one that has them is returned itself."""
    return cells if isinstance(cells, Coded) else Coded(cells)


def view_integers(cells: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return an integer column without nulls as an array, be it that or a list."""
    import numpy as np

    return cells if isinstance(cells, np.ndarray) else np.fromiter(cells, dtype=np.int64, count=len(cells))


class Encoded(NamedTuple):
    """A column without nulls as numbers: an integer column's own; for text each cell's place among the ``values``.

    These are distinct where the column was read as a dictionary.
    """

    numbers: np.ndarray
    values: list[str]


class EncodedSeries(Protocol):
    """The parts of a table, each read as numbers."""

    def encode(self, *names: str) -> Iterator[Mapping[str, Encoded]]:
        """Yield columns of each part in their order."""


class PickedSeries(Protocol):
    """The parts of a table, which can be walked and of which single cells can be read."""

    def __iter__(self) -> Iterator[Columns]:
        """Walk the parts in their order."""

    def pick(self, number: int, row: int, column: str) -> Any:
        """Return one cell of a part by the part's number and its row there."""


def view_numbers(array: pa.Array) -> np.ndarray:
    """Return integers without nulls as numpy sees them; ``to_numpy`` would load pandas."""
    import numpy as np

    kind = np.dtype(str(array.type))
    return np.frombuffer(array.buffers()[1], dtype=kind, count=len(array), offset=kind.itemsize * array.offset)


def encode_columns(frame: pa.Table) -> dict[str, Encoded]:
    """Return an Arrow table as encoded columns; texts that are no dictionary are taken for distinct."""
    import numpy as np
    import pyarrow as pa

    found = {}
    for name in frame.column_names:
        column = frame.column(name).unify_dictionaries().combine_chunks()
        if pa.types.is_dictionary(column.type):
            found[name] = Encoded(view_numbers(column.indices), column.dictionary.to_pylist())
        elif pa.types.is_string(column.type):
            found[name] = Encoded(np.arange(len(column)), column.to_pylist())
        else:
            found[name] = Encoded(view_numbers(column), [])
    return found
