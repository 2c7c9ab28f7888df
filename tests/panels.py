"""Observations made by hand, with the texts and documents that they point into, for the tests of panel and targets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pipeline.lexicon.whole import Lexicon, load_lexicon
from pipeline.piles import HeldPiles, join_blocks
from pipeline.schema import DOCUMENTS, OBSERVATIONS, TABLES, Columns
from pipeline.stages.panel import build_panel

LEXICON: Lexicon = load_lexicon()
_PLAIN: dict[str, Any] = {
    "indicator": "gdp", "name": "地区生产总值", "aspect": "level", "place": "环橙镇", "period": "2020", "basis": None, "unit": "CNY",
    "bound": "eq", "direction": "none", "status": "actual", "place_code": None, "place_level": None, "pair_start": None, "pair_end": None,
}  # fmt: skip


class Reports:
    """Reports that are written statement by statement; ``parts`` are their observations and texts as one batch."""

    def __init__(self) -> None:
        """Begin without a report."""
        self._texts: dict[str, str] = {}
        self._documents: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []

    def add(self, doc_id: str, year: int | None, place: str = "环橙镇", **more: Any) -> None:
        """Add a report."""
        self._texts[doc_id] = ""
        self._documents.append({"doc_id": doc_id, "year": year, "place": place, "status": "ok", **more})

    def tell(self, doc_id: str, before: str, printed: str, after: str = "。", **row: Any) -> tuple[int, int]:
        """Let a report print a number and observe it; a value alone stands for its low and high too. Returns the number's span."""
        start = len(self._texts[doc_id]) + len(before)
        self._texts[doc_id] += f"{before}{printed}{after}"
        value = row.get("value")
        figure = {"value": value, "low": row.get("low", value), "high": row.get("high", value)}
        self._rows.append(_PLAIN | {"doc_id": doc_id, "start": start, "end": start + len(printed)} | row | figure)
        return start, start + len(printed)

    @property
    def documents(self) -> Columns:
        """The documents as columns."""
        return {name: [row.get(name) for row in self._documents] for name in DOCUMENTS.names}

    def parts(self, *borders: int) -> tuple[list[Columns], list[Columns]]:
        """Observations and texts, cut into parts before the reports of these numbers."""
        ids = list(self._texts)
        cuts = [0, *borders, len(ids)]
        groups = [ids[left:right] for left, right in pairwise(cuts)]
        observed = [sorted((row for row in self._rows if row["doc_id"] in own), key=lambda row: ids.index(row["doc_id"])) for own in groups]
        rows = [{name: [row[name] for row in own] for name in OBSERVATIONS.names} for own in observed]
        return rows, [{"doc_id": list(own), "text": [self._texts[doc_id] for doc_id in own]} for own in groups]


def make_panel(observations: Sequence[Columns], texts: Sequence[Columns], documents: Columns) -> dict[str, Columns]:
    """Return both tables of the panel, their blocks joined."""
    made = build_panel(observations, texts, documents, LEXICON, HeldPiles())
    return {table: join_blocks(TABLES[table], blocks) for table, blocks in made.items()}


def read_rows(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as rows."""
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def read_figure(case: dict[str, str], names: Sequence[str] = ("value", "low", "high")) -> dict[str, float | None]:
    """Return the numbers of a case; an empty cell is None."""
    return {name: float(case[name]) if case[name] else None for name in names}
