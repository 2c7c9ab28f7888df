"""How time and memory grow with a corpus: ``run tables`` over made-up reports of a town's size, once for each number of them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.make_corpus import take_sentences, write_reports
from tests.benchmarks.sets import PROJECT, TextSet
from tests.benchmarks.sheets import Sheet
from tests.benchmarks.speed import time_start

_SEED = 1
_WAIT = 0.05  # seconds between two looks at the memory
_MEGABYTE = 1e6


class Growth(NamedTuple):
    """What a run took: reports, characters, seconds by the clock and of processors, and the bytes of the largest of its processes."""

    reports: int
    characters: int
    clock: float
    seconds: float
    peak: int


def measure_run(folder: Path, workers: int) -> tuple[float, float, int]:
    """Return the clock's seconds, the processors' seconds and the largest process of ``run tables``, its workers among them."""
    import psutil

    peak = 0
    done = threading.Event()
    with tempfile.TemporaryDirectory() as outputs:
        command = ["run", "tables", "--quiet", "--corpus", str(folder), "--outputs", outputs, "--workers", str(workers)]
        begin = time.perf_counter()
        process = psutil.Popen([sys.executable, "-m", "pipeline", *command], cwd=PROJECT, stdout=subprocess.DEVNULL)
        seconds: dict[int, float] = {}

        def watch() -> None:
            nonlocal peak
            while not done.wait(_WAIT):
                try:
                    for found in (process, *process.children(recursive=True)):
                        with found.oneshot():
                            peak = max(peak, found.memory_info().rss)
                            times = found.cpu_times()
                            seconds[found.pid] = times.user + times.system
                except psutil.Error:
                    continue

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        clock = time.perf_counter() - begin
        done.set()
        watcher.join()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return clock, sum(seconds.values()), peak


def measure_growth(texts: TextSet, sizes: Sequence[int], workers: int) -> list[Growth]:
    """Measure a run over so many reports each, made of the set's sentences."""
    taken = take_sentences(texts.folder)
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_reports(taken, size, folder, _SEED)
            characters = sum(len(path.read_bytes().decode()) for path in folder.rglob("*.txt"))
            found.append(Growth(size, characters, *measure_run(folder, workers)))
    return found


def make_sheet(texts: TextSet, sizes: Sequence[int], workers: int) -> Sheet:
    """Measure, and tell a row a size: seconds with the start-up and a report's milliseconds without it, and the largest process."""
    start = time_start()
    rows = []
    for growth in measure_growth(texts, sizes, workers):
        each = 1000 * (growth.seconds - start) / growth.reports
        told = (f"{growth.clock:.1f}", f"{growth.seconds:.1f}", f"{each:.1f}", f"{growth.peak / _MEGABYTE:,.0f} MB")
        rows.append((f"{growth.reports:,}", f"{growth.characters:,}", *told))
    header = ("reports", "characters", "seconds by the clock", "seconds of processors", "milliseconds a report", "largest process")
    notes = [f"`run tables` with {workers} processes; the start-up of {start:.1f} seconds is taken off the milliseconds."]
    return Sheet("Growth with the number of reports, made of these texts' sentences", header, rows, notes)
