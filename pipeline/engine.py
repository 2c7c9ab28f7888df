"""The engine: one function over many jobs, results in order; in this process, over processes, or on a Dask cluster.

joblib is the switch. A function and its jobs are pickled and nothing else is shared, so every engine gives the same results.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from mmap import PAGESIZE
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from pipeline.store.refusal import Refused

Job = TypeVar("Job")
Result = TypeVar("Result")

_LARGE = 20_000_000  # bytes of a corpus; a smaller one is mined before other processes are ready
_WASTE = 100_000_000  # bytes that a process has more than when it last gave some back: from here on it gives again
_PATIENCE = "10s"  # with a scheduler that does not answer


class Engine:
    """Where jobs are done: by so many processes of this machine (1: this one), or by the workers of the Dask scheduler at an address.

    A context: a cluster is joined when it is entered and left at its end. Raises Refused for a scheduler that does not answer.
    """

    def __init__(self, workers: int | str = 1) -> None:
        self.scheduler = workers if isinstance(workers, str) else ""
        self.processes = -1 if isinstance(workers, str) else workers
        self._client: Any = None
        self._told = threading.excepthook

    def __enter__(self) -> Engine:
        self._told = threading.excepthook
        if self.scheduler:
            self._client = _join_cluster(self.scheduler)
        elif self.processes != 1:
            threading.excepthook = self._tell_error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._client is not None:
            self._client.close()
        elif self.processes != 1:
            if error is not None:
                _stop_processes()
            threading.excepthook = self._told

    def _tell_error(self, fault: threading.ExceptHookArgs) -> None:
        """Tell what a thread raised, but for the one that hands out jobs: stopped by Ctrl-C it misses those that were taken from it."""
        if not (fault.exc_type is KeyError and fault.thread is not None and fault.thread.name == "ExecutorManagerThread"):
            self._told(fault)

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield the function's result for each job, in the order of the jobs, as soon as it is there."""
        waiting = list(jobs)
        if len(waiting) < 2 or (self.processes in (0, 1)):
            yield from map(_Tidy(function), waiting)
            return
        from joblib import Parallel, delayed, parallel_config

        where: dict[str, Any] = {"backend": "dask"} if self.scheduler else {"backend": "loky", "inner_max_num_threads": 1}
        with parallel_config(**where):
            parallel = Parallel(n_jobs=self.processes, return_as="generator", batch_size=1, pre_dispatch="3*n_jobs")
        tidy = _Tidy(function)
        yield from parallel(delayed(tidy)(job) for job in waiting)


@dataclass(frozen=True, slots=True)
class _Tidy:
    """A function that gives the memory it no longer needs back to the system when it is done."""

    function: Callable[[Any], Any]

    def __call__(self, job: Any) -> Any:
        memory = _find_memory()
        result = self.function(job)
        memory.give_back()
        return result


class _Memory:
    """The memory of this process.

    The C library and Arrow keep what was freed, in pieces that the next job may not fit into: after a few stages that is more than any
    one needs. But what is given back is taken anew page by page, so it is given where much has come together. Arrow's own allocator
    keeps the most, up to 80 MB beside what a stage holds, so Arrow is asked to use the C library's, unless it is loaded already or the
    user has named one.
    """

    def __init__(self) -> None:
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        self._kept = 0  # bytes that were left when some were last given back
        try:
            self._trim = ctypes.CDLL(None).malloc_trim  # of glibc; other C libraries have none
        except (AttributeError, OSError, TypeError):
            self._trim = None

    def give_back(self) -> None:
        """Give back what is not needed, unless it is known to be little."""
        size = _read_size()
        if size and size < self._kept + _WASTE:
            return
        if arrow := sys.modules.get("pyarrow"):
            arrow.default_memory_pool().release_unused()
        if self._trim is not None:
            self._trim(0)
        self._kept = _read_size()


@lru_cache(maxsize=1)
def _find_memory() -> _Memory:
    return _Memory()


def _read_size() -> int:
    """Return the bytes of memory that this process has, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def _stop_processes() -> None:
    """Stop the processes at once, so that none is left when the run ends before its time."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor(reuse=True).shutdown(wait=True, kill_workers=True)


def choose_workers(asked: int, size: int) -> int:
    """Return how many processes mine a corpus of ``size`` bytes: as many as asked for; 0 is one below 20 MB and all cores from there."""
    if asked or size < _LARGE:
        return asked or 1
    from joblib import cpu_count

    return int(cpu_count())


def _join_cluster(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Refused(f"{scheduler}: Dask is not installed; install the extra: pip install -c constraints.txt '.[cluster]'") from None
    try:
        return Client(scheduler, timeout=_PATIENCE, set_as_default=True)
    except (OSError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(f"{scheduler}: no Dask scheduler answers ({said}); start one, or run without --scheduler") from None
