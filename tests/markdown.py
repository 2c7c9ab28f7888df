"""What a Markdown file shows: blocks of code, tables, and code inside lines."""

from __future__ import annotations

import re

_FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|(.*)\|$")


def list_blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return [body for name, body in _FENCED.findall(text) if name == language]


def list_spans(text: str) -> list[str]:
    """Return the code inside lines."""
    return re.findall(r"`([^`\n]+)`", _FENCED.sub("", text))


def read_tables(text: str) -> dict[tuple[str, ...], list[list[str]]]:
    """Return the rows of each table by its heading; the marks of code inside lines are taken off."""
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    heading: tuple[str, ...] = ()
    for line in _FENCED.sub("", text).splitlines():
        row = _ROW.match(line)
        if not row:
            heading = ()
            continue
        cells = [cell.strip().replace("`", "") for cell in row[1].split("|")]
        if not heading:
            heading = tuple(cells)
            tables[heading] = []
        elif set(cells) != {"---"}:
            tables[heading].append(cells)
    return tables


def split_console(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with the output that is shown below it."""
    return [(command, output) for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
