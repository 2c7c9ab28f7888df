"""How much reports of a place speak of each theme, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.drawing.series import Figure, Point, Series
from pipeline.schema import Columns

UNIT = 1000  # words


@dataclass(frozen=True, slots=True)
class Attention:
    """A theme as something measured: how many of a thousand words speak of it."""

    title: str
    aspect: str = "level"
    base: str = ""
    unit: str = "次"

    @property
    def indicator(self) -> str:
        """The theme."""
        return self.title

    def convert(self, value: float) -> float:
        """Return the value as it is."""
        return value


def read_attention(themes: Iterable[Columns], documents: Columns) -> dict[str, list[Series]]:
    """Return for each place of at least two years its series, in the order of the themes: hits in a thousand words of a year's reports.

    ``themes`` is one set of columns (doc_id, theme, hits, tokens) or more; a repeated text (duplicate_of) is left out.
    """
    rows = zip(*(documents[name] for name in ("doc_id", "place", "year", "duplicate_of")), strict=True)
    homes = {doc_id: (place, year) for doc_id, place, year, first in rows if place and year is not None and not first}
    sums: dict[str, dict[str, dict[int, tuple[int, int]]]] = {}
    for part in themes:
        for doc_id, theme, hits, tokens in zip(*(part[name] for name in ("doc_id", "theme", "hits", "tokens")), strict=True):
            if doc_id in homes and tokens:
                place, year = homes[doc_id]
                years = sums.setdefault(place, {}).setdefault(theme, {})
                before = years.get(year, (0, 0))
                years[year] = (before[0] + hits, before[1] + tokens)
    found = {}
    for place, own in sorted(sums.items()):
        series = [_make_series(theme, years) for theme, years in own.items() if any(hits for hits, _ in years.values())]
        if series and len(series[0].points) > 1:
            found[place] = series
    return found


def _make_series(theme: str, years: dict[int, tuple[int, int]]) -> Series:
    heights = {year: UNIT * hits / tokens for year, (hits, tokens) in sorted(years.items())}
    points = tuple(Point(year, Figure(height, height, height, "eq"), estimate=False, disputed=False) for year, height in heights.items())
    return Series(Attention(theme), points, ())
