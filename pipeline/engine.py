"""The engine: one function over many batches, results in order.

One process is the only engine so far. ``function`` and its jobs can be pickled, and it is called with nothing else, so that processes or a
cluster may take its place without a change elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def map_batches(function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
    """Yield the function's result for each job, in the order of the jobs, as soon as it is there."""
    yield from map(function, jobs)
