"""Rows of tables: some of their cells, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.schema import Columns


def zip_rows(columns: Columns, *names: str) -> Iterator[tuple[Any, ...]]:
    """Return the rows of one part, with the cells of these columns.

    >>> list(zip_rows({"start": [0, 4], "end": [3, 9], "text": ["a", "b"]}, "start", "end"))
    [(0, 3), (4, 9)]
    """
    return zip(*(columns[name] for name in names), strict=True)


def walk_rows(parts: Iterable[Columns], *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of all parts, with the cells of these columns."""
    for part in parts:
        yield from zip_rows(part, *names)
