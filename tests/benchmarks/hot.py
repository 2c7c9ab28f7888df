"""Where a stage spends its time."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

from pipeline.run import STAGES
from pipeline.schema import Columns
from tests.benchmarks.sets import PROJECT, TextSet
from tests.benchmarks.sheets import Sheet
from tests.mined import call_stage, mine_sources

_HOTTEST = 5


def profile_stages(texts: TextSet) -> Sheet:
    """Return the five functions of each stage that take most time themselves; the profiler makes small functions look larger."""
    mine_sources(texts.sources[:1], "keywords")
    tables: dict[str, Columns] = {}
    rows: list[tuple[str, ...]] = []
    for stage in STAGES:
        if stage.scope != "view":
            profiler = cProfile.Profile()
            tables |= profiler.runcall(call_stage, stage, tables, texts.sources)
            rows += [(stage.name, *row) for row in _list_hottest(profiler)]
    return Sheet(f"Hottest functions on {texts.words}", ("stage", "share", "calls", "function"), rows)


def _list_hottest(profiler: cProfile.Profile) -> list[tuple[str, ...]]:
    stats = pstats.Stats(profiler).stats
    whole = sum(own for _, _, own, _, _ in stats.values()) or 1.0
    hottest = sorted(stats.items(), key=lambda item: -item[1][2])[:_HOTTEST]
    return [(f"{own / whole:.0%}", f"{calls:,}", _name_function(*key)) for key, (_, calls, own, _, _) in hottest]


def _name_function(file: str, line: int, name: str) -> str:
    path = Path(file)
    if not path.is_absolute():
        return name.replace("|", "/")
    module = path.relative_to(PROJECT).as_posix() if PROJECT in path.parents else path.name
    return f"`{module}:{line} {name}`"
