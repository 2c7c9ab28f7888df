"""Sheets: what a benchmark found, as tables that print as Markdown, and RESULTS.md, which keeps them by the title of their set."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.batches import find_versions

HEAD = """# Results

Written by `make bench` (`python -m tests.benchmarks --write TITLE`), a section for each set. Ratios come first, since seconds differ from
machine to machine: a ratio is told within one run, of the same text.
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title, the names of its columns, its rows, and what is to be said below it."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def format_sheet(sheet: Sheet) -> str:
    """Return a sheet as Markdown, the columns after the first to the right."""
    rules = ("---", *("---:" for _ in sheet.header[1:]))
    lines = [f"| {' | '.join(cells)} |" for cells in (sheet.header, rules, *sheet.rows)] if sheet.rows else []
    notes = [f"- {note}" for note in sheet.notes]
    return "\n".join([f"### {sheet.title}", "", *lines, *([""] if lines and notes else []), *notes, ""])


def describe_machine() -> str:
    """Return the machine and what is installed on it in words."""
    versions = ", ".join(f"{name} {version or 'not installed'}" for name, version in find_versions(("jieba", "rjieba", "baogao")).items())
    load = f"; load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, {platform.python_implementation()} {platform.python_version()}, {versions}{load}"


def replace_section(whole: str, title: str, body: str) -> str:
    """Put a section in place of the one with its title, or at the end.

    >>> replace_section("# Results\\n\\n## One\\n\\n1\\n", "Two", "2")
    '# Results\\n\\n## One\\n\\n1\\n\\n## Two\\n\\n2\\n'
    >>> replace_section("# Results\\n\\n## One\\n\\n1\\n\\n## Two\\n\\n2\\n", "One", "3")
    '# Results\\n\\n## One\\n\\n3\\n\\n## Two\\n\\n2\\n'
    """
    first, *sections = re.split(r"^## ", whole, flags=re.MULTILINE)
    new = f"{title}\n\n{body.strip()}\n"
    titles = [section.partition("\n")[0] for section in sections]
    if title in titles:
        sections[titles.index(title)] = new
    else:
        sections.append(new)
    return "\n\n".join([first.strip(), *(f"## {section.strip()}" for section in sections)]) + "\n"


def write_results(file: Path, title: str, body: str) -> None:
    """Write a section of RESULTS.md."""
    whole = file.read_text(encoding="utf-8") if file.is_file() else HEAD
    file.write_text(replace_section(whole, title, body), encoding="utf-8", newline="\n")
