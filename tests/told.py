"""What a run tells on standard error: a line for each stage, with its time, and lines of what went wrong."""

from __future__ import annotations

import re

STAGE_LINE = re.compile(r"  (\w+) +\d+\.\d s(?:  [\d,]+ \w+(?:, [\d,]+ \w+)*)?")


def list_problems(told: str) -> list[str]:
    """Return the lines that are of no stage."""
    return [line for line in told.splitlines() if not STAGE_LINE.fullmatch(line)]
