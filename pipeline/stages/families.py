"""Families: the panel with series of one idea joined, and each break between two definitions marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from pipeline.lexicon.indicators import Indicator
from pipeline.schema import PANEL_LONG, Columns

JOINED: Final = ("family", "broken_from", *PANEL_LONG.names)
_YEAR: Final = re.compile(r"\d{4}")
_SERIES: Final = ("place", "aspect", "basis", "unit")


def join_families(panel_long: Columns, indicators: Sequence[Indicator]) -> Columns:
    """Join the yearly series of each family: of the indicators told for a year the one that stands first in the registry is taken.

    Returns the columns of panel_long behind family and broken_from: in the first year of another definition than the year's before, the
    indicator of that one, else None. Rows are sorted by family, place, aspect, basis, unit and year.
    """
    order = {indicator.id: number for number, indicator in enumerate(indicators)}
    families = {indicator.id: indicator.family for indicator in indicators if indicator.family}
    rows = [dict(zip(panel_long, cells, strict=True)) for cells in zip(*panel_long.values(), strict=True)]
    rows = [row for row in rows if row["indicator"] in families and _YEAR.fullmatch(row["period"])]

    def name_series(row: dict[str, Any]) -> tuple[str, ...]:
        return families[row["indicator"]], *(row[name] or "" for name in _SERIES)

    rows.sort(key=lambda row: (*name_series(row), row["period"], order[row["indicator"]]))
    joined: Columns = {name: [] for name in JOINED}
    for series, members in groupby(rows, name_series):
        before = None
        for _, told in groupby(members, lambda row: row["period"]):
            row = next(told)
            broken = before if before not in (None, row["indicator"]) else None
            before = row["indicator"]
            for name, cell in {"family": series[0], "broken_from": broken, **row}.items():
                joined[name].append(cell)
    return joined
