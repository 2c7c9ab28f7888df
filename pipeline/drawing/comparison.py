"""What places can be compared by: indicators that at least two of them tell for the same year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.drawing.series import Figure, Measured, Series


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator's aspect, and its values by place and year, of the years alone that at least two places tell."""

    measured: Measured
    places: dict[str, dict[int, Figure]]

    @property
    def years(self) -> list[int]:
        """The years of all places, in order."""
        return sorted({year for values in self.places.values() for year in values})

    def has_lines(self) -> bool:
        """Tell whether more than half of the places have more than one year."""
        return 2 * sum(len(values) > 1 for values in self.places.values()) > len(self.places)

    def rank_places(self) -> tuple[int, list[tuple[str, Figure]]]:
        """Return the year that most places tell, the latest of several, and its values from the highest to the lowest."""
        counted = Counter(year for values in self.places.values() for year in values)
        year = max(counted, key=lambda year: (counted[year], year))
        values = [(place, told[year]) for place, told in self.places.items() if year in told]
        return year, sorted(values, key=lambda item: (-item[1].height, item[0]))


def compare_places(places: Mapping[str, Sequence[Series]], columns: Sequence[Measured], most: int) -> list[Comparison]:
    """Return what places can be compared by, in the order of ``columns``: at most so many, those that most places tell for most years."""
    found: dict[tuple[str, str, str], dict[str, dict[int, Figure]]] = {}
    for place, own in places.items():
        for series in own:
            told = {point.year: point.figure for point in series.points if point.figure.value is not None}
            found.setdefault(_name(series.measured), {})[place] = told
    comparisons = []
    for measured in columns:
        values = found.get(_name(measured), {})
        counted = Counter(year for told in values.values() for year in told)
        shared = {place: {year: value for year, value in told.items() if counted[year] > 1} for place, told in values.items()}
        if kept := {place: told for place, told in shared.items() if told}:
            comparisons.append(Comparison(measured, kept))
    best = sorted(comparisons, key=lambda one: (-len(one.places), -sum(map(len, one.places.values()))))[:most]
    return [comparison for comparison in comparisons if comparison in best]


def _name(measured: Measured) -> tuple[str, str, str]:
    return measured.indicator, measured.aspect, measured.base
