"""What a person sees of a run: while it goes on, on standard error, a bar on a terminal and lines; at its end, the outcome."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from pipeline.store.record import Record

# What people open: what it is called, and where it lies in the outputs.
_OPENED: Final = {
    "page": "explorer/index.html",
    "workbook": "reports.xlsx",
    "tables": "tables",
    "clouds": "clouds",
    "figures": "figures",
}


def flatten_line(text: str) -> str:
    r"""Return a text as one line: what a terminal would not print, a line end or raw byte in a file's name say, is written as in Python.

    >>> flatten_line("环橙镇\n2021\udcb1.txt: failed")
    '环橙镇\\n2021\\xb1.txt: failed'
    """
    return "".join(character if character.isprintable() else ascii(character)[1:-1].replace("\\udc", "\\x") for character in text)


class Progress:
    """A bar that is drawn on a terminal only, a plain line for each stage, and problems. ``quiet`` leaves out all but the problems."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
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

    def end(self, stage: str, seconds: float, made: Mapping[str, int]) -> None:
        """Tell that a stage is done: in how many seconds, and how many rows or files of what it left."""
        if not self._quiet:
            self.tell(f"  {stage:<11}{seconds:7.1f} s  {', '.join(f'{count:,} {name}' for name, count in made.items())}".rstrip())

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
    """What came of a run: reports, files that gave less than all, rows of each table, files, what stands out, whether nothing was to do."""

    outputs: Path
    reports: int
    failed: int
    problems: tuple[tuple[str, str, str], ...]
    rows: dict[str, int]
    files: tuple[str, ...]
    findings: tuple[str, ...]
    nothing: bool

    @classmethod
    def of(cls, outputs: Path, record: Record, *, nothing: bool) -> Outcome:
        """Return the outcome that a record tells of."""
        problems = tuple((path, status, reason) for path, status, reason in record.problems)
        failed = sum(status == "failed" for _, status, _ in problems)
        rows = {name: table["rows"] for name, table in record.tables.items()}
        return cls(outputs, record.corpus["reports"], failed, problems, rows, tuple(record.files), tuple(record.findings), nothing)

    def list_lines(self) -> list[str]:
        """Return the lines that tell a person what was done and where to look."""
        counted = ", ".join(f"{self.rows[name]:,} {name}" for name in ("sentences", "quantities", "keywords") if name in self.rows)
        state = "nothing to do, all is up to date" if self.nothing else "done"
        lines = [f"{state}: {self.reports - self.failed:,} of {self.reports:,} reports read; {counted}"]
        partial = len(self.problems) - self.failed
        if self.problems:
            lines.append(f"  not read: {self.failed:,}; read in part: {partial:,} (documents.csv says why)")
        lines += [f"  {what:<9}{self.outputs / place}" for what, place in _OPENED.items() if self._has(place)]
        return lines + (["what stands out"] if self.findings else []) + [f"  {flatten_line(line)}" for line in self.findings]

    def _has(self, place: str) -> bool:
        return place in self.files or any(name.startswith(f"{place}/") for name in self.files)
