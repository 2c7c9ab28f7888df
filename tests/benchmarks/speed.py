"""How fast each stage is, told in the time that jieba.lcut takes for the same text in the same run.

Times are processor seconds, the least of several rounds in which everything is timed once: other work on the machine disturbs them less
than the clock's. In a round the whole folder is one batch in memory, and what corpus stages take is an Arrow table already: one is made
where a table is written, and timed there. ``run tables`` is a process of its own, from its start to its end.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.run import STAGES
from pipeline.schema import TABLES, Columns, Source
from pipeline.store.parts import write_part
from pipeline.views.tables import JOINED, join_sentences, write_table
from tests.benchmarks.segmenters import load_segmenters
from tests.benchmarks.sets import PROJECT, TextSet
from tests.benchmarks.sheets import Sheet
from tests.mined import OnePart, call_stage, hold_parts, mine_sources, read_folder

Times = dict[str, float]
_SENTENCE = "全镇有企业30家，比上年增长20%。"
_TOGETHER = ("measures", "quantities")
_INDICATORS = ("indicators", "panel", "targets", "audit")
_WORDS = ("counts", "themes", "forms", "terms", "keywords", "similarity", "networks", "phrases")
_FILES = ("Parquet", "CSV")
_SEGMENTERS = ("jieba.lcut", "rjieba.cut")
_LABELS = {"run tables": "**`run tables`**, start-up included", "start-up": "`run tables` on one sentence: the start-up"}


def time_call(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Return the processor seconds of a call, and what it returned."""
    gc.collect()
    begin = time.process_time()
    result = function(*arguments)
    return max(time.process_time() - begin, 1e-9), result


def time_stages(sources: Sequence[Source]) -> tuple[Times, dict[str, Columns]]:
    """Time each stage once, all sources one batch, and return the tables too."""
    times: Times = {}
    tables: dict[str, Columns] = {}
    held: dict[str, OnePart] = {}
    for stage in STAGES:
        if stage.scope != "view":
            if stage.scope == "corpus":
                hold_parts(stage, tables, held)
            times[stage.name], made = time_call(call_stage, stage, tables, sources, held)
            tables |= made
    return times, tables


def time_round(texts: TextSet, segmenters: Mapping[str, Callable[[str], Any]]) -> Times:
    """Time everything once on one set."""
    times = {name: time_call(lambda cut=cut: [cut(text) for text in texts.texts])[0] for name, cut in segmenters.items()}
    times["read"], _ = time_call(read_folder, texts.folder)
    stages, tables = time_stages(texts.sources)
    times |= stages
    with tempfile.TemporaryDirectory() as folder:
        times["Parquet"], _ = time_call(_write_parts, tables, Path(folder))
        times["CSV"], _ = time_call(_write_sheets, tables, Path(folder))
    return times


def take_least(found: Sequence[Times]) -> Times:
    """Return the least time of each name."""
    return {name: min(times[name] for times in found) for name in found[0]}


def measure_stages(texts: TextSet, rounds: int) -> Times:
    """Return the least time of each stage, and of jieba and rjieba; lexicon and dictionaries are loaded before."""
    segmenters = load_segmenters()
    time_stages(texts.sources[:1])
    return take_least([time_round(texts, segmenters) for _ in range(rounds)])


def measure_growth(texts: TextSet, times: Times, rounds: int) -> float:
    """Return the document stages' seconds a character on the whole set, over those on every fourth report of it: 1 is linear."""
    part = texts.sources[::4]
    least = take_least([time_stages(part)[0] for _ in range(rounds)])
    names = [stage.name for stage in STAGES if stage.scope == "batch"]
    whole, quarter = (sum(found[name] for name in names) for found in (times, least))
    return (whole / texts.characters) / (quarter / sum(len(source.reading.text) for source in part))


def time_run(folder: Path) -> float:
    """Return the processor seconds of ``run tables`` over a folder into a new one; by the clock where a system does not tell them.

    Python may keep what it compiles, as it does for a program that is installed.
    """
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as outputs:
        begin, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-m", *_command(folder, outputs)], cwd=PROJECT, env=given, check=True, stdout=subprocess.DEVNULL)
        wall, after = time.perf_counter() - begin, os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system or wall


def time_start() -> float:
    """Return the processor seconds of ``run tables`` over a report of one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "2021.txt").write_text(_SENTENCE, encoding="utf-8")
        return time_run(Path(folder))


def count_quantities(texts: TextSet) -> int:
    """Return how many quantities a set has; one at least."""
    return max(1, len(mine_sources(texts.sources)["quantities"]["doc_id"]))


def run_peak(command: list[str], file: Path) -> int | None:
    """Return the bytes that a module run as a program takes at most; ``file`` is where it writes them."""
    whole = [sys.executable, "-m", "tests.benchmarks.peak", str(file), *command]
    subprocess.run(whole, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    peak = file.read_text(encoding="ascii")
    return int(peak) if peak else None


def measure_peaks(texts: TextSet) -> dict[str, int | None]:
    """Return the bytes that ``run tables`` and jieba.lcut over the same text take at most."""
    with tempfile.TemporaryDirectory() as folder:
        joined = Path(folder, "joined.txt")
        joined.write_text("".join(texts.texts), encoding="utf-8")
        return {
            "run tables": run_peak(_command(texts.folder, f"{folder}/outputs"), Path(folder, "run")),
            "jieba.lcut": run_peak(["tests.benchmarks.segmenters", str(joined)], Path(folder, "jieba")),
        }


def make_sheet(texts: TextSet, rounds: int) -> Sheet:
    """Measure a set: time by stage, growth with size, and peak memory."""
    runs = {"run tables": min(time_run(texts.folder) for _ in range(rounds)), "start-up": min(time_start() for _ in range(rounds))}
    peaks = measure_peaks(texts)
    times = measure_stages(texts, rounds)
    growth = measure_growth(texts, times, rounds)
    parts = {name: seconds for name, seconds in times.items() if name not in _SEGMENTERS}
    whole = sum(parts.values())
    sums = {
        "measures + quantities": sum(times[name] for name in _TOGETHER),
        "indicators to audit": sum(times[name] for name in _INDICATORS if name in times),
        "words": sum(times[name] for name in _WORDS if name in times),
        "Parquet + CSV": sum(times[name] for name in _FILES),
        "all of these in one process": whole,
    }
    rows = [_make_row(name, seconds, times, texts.characters, whole if name in parts else 0) for name, seconds in {**times, **sums}.items()]
    rows += [_make_row(_LABELS[name], seconds, times, texts.characters) for name, seconds in runs.items()]
    notes = [f"One quantity in every {texts.characters / count_quantities(texts):,.0f} characters."]
    notes += [
        f"Growth: in the document stages a character of the whole set takes {growth:.2f} times as long as one of every fourth report."
    ]
    told = "; ".join(f"{name} {peak / 1e6:,.0f} MB" for name, peak in peaks.items() if peak is not None)
    notes.append(f"Peak memory: {told}." if told else "Peak memory: this system does not tell it without psutil.")
    header = ("", "of jieba.lcut", "of rjieba.cut", "share", "seconds", "characters a second")
    return Sheet(f"Speed on {texts.describe()}", header, rows, notes)


def _make_row(name: str, seconds: float, times: Times, characters: int, whole: float = 0) -> tuple[str, ...]:
    ratios = [f"{seconds / times[segmenter]:.2f}" if segmenter in times else "" for segmenter in _SEGMENTERS]
    return (name, *ratios, f"{seconds / whole:.0%}" if whole else "", f"{seconds:.3f}", f"{characters / seconds:,.0f}")


def _command(folder: Path, outputs: str) -> list[str]:
    return ["pipeline", "run", "tables", "--corpus", str(folder.resolve()), "--outputs", outputs, "--quiet"]


def _write_parts(tables: Mapping[str, Columns], folder: Path) -> None:
    for name, columns in tables.items():
        write_part(folder, name, "part", columns)


def _write_sheets(tables: Mapping[str, Columns], folder: Path) -> None:
    for name, columns in tables.items():
        if TABLES[name].public and TABLES[name].csv:
            rows = join_sentences(columns, tables["sentences"]) if name in JOINED else columns
            write_table(TABLES[name], [rows], folder / f"{name}.csv")
