"""What a person sees while a run goes on: a bar on a terminal, and a line for each thing to know; both on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.store.record import Record


def flatten_line(text: str) -> str:
    r"""Return a text as one line: what a terminal would not print, a line end or raw byte in a file's name say, is written as in Python.

    >>> flatten_line("环橙镇\n2021\udcb1.txt: failed")
    '环橙镇\\n2021\\xb1.txt: failed'
    """
    return "".join(character if character.isprintable() else ascii(character)[1:-1].replace("\\udc", "\\x") for character in text)


class Progress:
    """A bar that is drawn on a terminal only, and lines that are always told. ``quiet`` leaves out the bar."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar: Any = None
        self._task: Any = None
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, what: str, steps: int) -> None:
        """Begin a part of the run that has so many steps."""
        if self._bar is not None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(what, total=steps)

    def step(self) -> None:
        """Count one step."""
        if self._bar is not None:
            self._bar.advance(self._task)

    def tell(self, line: str) -> None:
        """Print one line to standard error."""
        line = flatten_line(line)
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr)

    def tell_problems(self, problems: Sequence[Sequence[str]]) -> None:
        """Print a line for each file that was not, or not wholly, read: what, where and what to do."""
        for path, status, reason in problems:
            self.tell(f"{path}: {status}: {reason}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: reports, files that gave less than all, rows of each table, files, and whether nothing was to do."""

    outputs: Path
    reports: int
    failed: int
    problems: tuple[tuple[str, str, str], ...]
    rows: dict[str, int]
    files: tuple[str, ...]
    nothing: bool

    @classmethod
    def of(cls, outputs: Path, record: Record, *, nothing: bool) -> Outcome:
        """Return the outcome that a record tells of."""
        problems = tuple((path, status, reason) for path, status, reason in record.problems)
        failed = sum(status == "failed" for _, status, _ in problems)
        rows = {name: table["rows"] for name, table in record.tables.items()}
        return cls(outputs, record.corpus["reports"], failed, problems, rows, tuple(record.files), nothing)

    def list_lines(self) -> list[str]:
        """Return the lines that tell a person what was done and where to look."""
        counted = ", ".join(f"{self.rows[name]:,} {name}" for name in ("sentences", "quantities", "keywords") if name in self.rows)
        state = "nothing to do, all is up to date" if self.nothing else "done"
        lines = [f"{state}: {self.reports - self.failed:,} of {self.reports:,} reports read; {counted}"]
        partial = len(self.problems) - self.failed
        if self.problems:
            lines.append(f"  not read: {self.failed:,}; read in part: {partial:,} (documents.csv says why)")
        for what, folder in (("texts", "texts"), ("tables", "tables"), ("clouds", "clouds"), ("figures", "figures")):
            if any(name.startswith(f"{folder}/") for name in self.files):
                lines.append(f"  {what:<8} {self.outputs / folder}")
        if "explorer/index.html" in self.files:
            lines.append(f"  {'page':<8} {self.outputs / 'explorer/index.html'}")
        if "reports.xlsx" in self.files:
            lines.append(f"  {'workbook':<8} {self.outputs / 'reports.xlsx'}")
        return lines
