"""The reports of a run: their numbers, which of them have a page, and how one is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.frames import name_page
from pipeline.schema import Columns
from pipeline.views.explorer.escaping import quote_path
from pipeline.views.explorer.rows import walk_rows

MOST_PAGES: Final = 10_000
CELLS: Final = (
    "doc_id", "path", "format", "title", "place", "parent", "level", "genre", "delivered", "year", "review_period", "plan_period",
    "characters", "sentences", "quantities", "duplicate_of", "status", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A row of documents with its number from 1; ``paged`` where it has a page."""

    number: int
    paged: bool
    doc_id: str
    path: str
    format: str
    title: str
    place: str
    parent: str
    level: str
    genre: str
    delivered: str
    year: int | None
    review_period: str
    plan_period: str
    characters: int
    sentences: int
    quantities: int
    duplicate_of: str
    status: str
    reason: str

    @property
    def page(self) -> str:
        """Where its page lies below the explorer; "" where it has none."""
        return name_page(self.number) if self.paged else ""

    @property
    def name(self) -> str:
        """What it is called in a line: its title, with place and year where that does not tell them."""
        title = self.title or self.doc_id
        place = "" if not self.place or self.place in title else self.place
        year = "" if self.year is None or str(self.year) in title else f"{self.year}年"
        return f"{place}{year}{title}"

    @property
    def short(self) -> str:
        """Place and year, or its id where these are not known."""
        return f"{self.place} {self.year}" if self.place and self.year is not None else self.doc_id

    @property
    def source(self) -> str:
        """The address of its text, from a page in r/."""
        return f"../../texts/{quote_path(self.doc_id)}.txt"


class Register:
    """All reports in order of their ids; beyond 10,000 the newest have pages."""

    def __init__(self, documents: Iterable[Columns], most: int = MOST_PAGES) -> None:
        """Read the rows of documents; ``most`` is how many get a page."""
        rows = list(walk_rows(documents, *CELLS))
        year, status = CELLS.index("year"), CELLS.index("status")
        readable = [number for number, row in enumerate(rows, 1) if row[status] != "failed"]
        newest = sorted(readable, key=lambda number: (-(rows[number - 1][year] or 0), rows[number - 1][0]))
        paged = set(newest[:most])
        self.reports: Sequence[Report] = [Report(number, number in paged, *_fill(row)) for number, row in enumerate(rows, 1)]
        self.by_id = {report.doc_id: report for report in self.reports}
        self.paged = len(paged)
        self.readable = len(readable)
        self._neighbours: dict[int, tuple[Report | None, Report | None]] = {}
        places: dict[str, list[Report]] = {}
        for report in sorted(self.reports, key=lambda report: (report.year or 0, report.doc_id)):
            if report.paged and report.place:
                places.setdefault(report.place, []).append(report)
        for own in places.values():
            for before, report, after in zip([None, *own], own, [*own[1:], None], strict=False):
                self._neighbours[report.number] = before, after

    def find_neighbours(self, report: Report) -> tuple[Report | None, Report | None]:
        """Return the reports of the same place before and after one."""
        return self._neighbours.get(report.number, (None, None))

    def link_span(self, doc_id: str | None, start: int | None, end: int | None) -> str:
        """Return the address of a mark, from a page beside the index; "" where the report has no page."""
        report = self.by_id.get(doc_id or "")
        return f"{report.page}#q{start}-{end}" if report and report.paged and start is not None else ""


def _fill(row: Sequence[Any]) -> Iterable[Any]:
    """Yield a row's cells: a missing text as "", a missing count as 0, a missing year as it is."""
    counts = ("characters", "sentences", "quantities")
    for name, cell in zip(CELLS, row, strict=True):
        yield cell if cell is not None or name == "year" else 0 if name in counts else ""
