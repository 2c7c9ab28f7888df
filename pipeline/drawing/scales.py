"""Years and values as places on a sheet, and the round numbers that are written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from pipeline.drawing.sheet import Box

_STEPS: Final = (1, 2, 5, 10)
_EDGE: Final = 0.06  # of the height of a scale that is left free at an end that is not 0
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Scale:
    """A field of a sheet in which years lie from left to right and values from bottom to top."""

    field: Box
    first: int
    last: int
    low: float
    high: float

    def at(self, year: float, value: float) -> tuple[float, float]:
        """Return where a year's value lies; half a year is left free at either end."""
        x = self.field.left + (year - self.first + 0.5) * self.year
        return x, self.field.bottom - (value - self.low) / (self.high - self.low) * (self.field.bottom - self.field.top)

    @property
    def year(self) -> float:
        """The width of a year."""
        return (self.field.right - self.field.left) / (self.last - self.first + 1)

    @property
    def base(self) -> float:
        """The value on which the baseline lies: 0, or what lies lowest."""
        return min(max(self.low, 0.0), self.high)


def find_range(heights: Sequence[float], *, zero: bool) -> tuple[float, float]:
    """Return the lowest and the highest value of a scale that shows these, and 0 if asked to.

    >>> find_range([26.4, 50.0], zero=True), find_range([60.0, 70.0], zero=False)
    ((0.0, 53.0), (59.4, 70.6))
    """
    low, high = min(heights), max(heights)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - abs(low or 1.0) / 2, high + abs(high or 1.0) / 2
    free = _EDGE * (high - low)
    return low - free * (low != 0.0 or not zero), high + free * (high != 0.0 or not zero)


def list_ticks(low: float, high: float, most: int) -> list[float]:
    """Return the round numbers between two, at most so many, at least one where there is any.

    >>> list_ticks(0.0, 43.0, 4), list_ticks(-2.1, 12.4, 4), list_ticks(0.9, 0.97, 3)
    ([0.0, 20.0, 40.0], [0.0, 5.0, 10.0], [0.9, 0.95])
    """
    scale = 10.0 ** floor(log10((high - low) / most))
    for step in _STEPS:
        first, last = ceil(low / (step * scale) - 1e-9), floor(high / (step * scale) + 1e-9)
        if last - first + 1 <= most:
            return [float(f"{number * step * scale:.10g}") for number in range(first, last + 1)]
    return []


def list_years(first: int, last: int, most: int) -> list[int]:
    """Return the years to be written below a field: all of them, or every second, fifth, tenth and so on.

    >>> list_years(2015, 2020, 6), list_years(1954, 2023, 6)
    ([2015, 2016, 2017, 2018, 2019, 2020], [1960, 1980, 2000, 2020])
    """
    for step in _YEARS:
        years = [year for year in range(first, last + 1) if year % step == 0]
        if len(years) <= most:
            return years
    return [last]
