"""log.jsonl: what happened when, one event a line, in UTC."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

LOG_JSONL = "log.jsonl"


def read_clock() -> str:
    """Return the time in UTC, to the second; it goes into run.json and log.jsonl and nowhere else."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def log_event(outputs: Path, event: str, facts: Mapping[str, object]) -> None:
    """Add one line to the log: the time, the event and its facts."""
    line = json.dumps({"time": read_clock(), "event": event, **facts}, ensure_ascii=False)
    with (outputs / LOG_JSONL).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(line + "\n")
