"""Cases kept as data: the rows of tests/cases/*.csv."""

from __future__ import annotations

import csv
from pathlib import Path

_SIGNS = {"\\n": "\n", "\\r": "\r", "\\t": "\t", "\\z": "\u200b"}


def read_cases(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of cases; lines that begin with # explain it."""
    text = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


def spell_out(text: str) -> str:
    """Put the signs in for the escapes of a case."""
    for escape, sign in _SIGNS.items():
        text = text.replace(escape, sign)
    return text
