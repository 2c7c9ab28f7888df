"""What is drawn: the yearly values of an indicator in a place, and the targets for single years and spans of years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from pipeline.schema import Columns

# As in panel_wide: levels and shares on no other basis, a year's growth on any of one year, the first that is told.
_BASES: Final = ("", "yoy", "comparable_prices", "comparable_scope", "nominal")
_SPAN: Final = re.compile(r"(\d{4})-(\d{4})")
_YEAR: Final = re.compile(r"\d{4}")
_SIGNS: Final = {"gt": "≥", "ge": "≥", "lt": "<", "le": "≤", "approx": "≈"}
_AHEAD: Final = 6  # years after the last value that a target may lie
_RATES: Final = ("", "岁", "年")  # units of which nobody expects to see the distance from 0


class Measured(Protocol):
    """An aspect of an indicator in a unit: what people read, and how a number of the base unit becomes one of theirs."""

    @property
    def indicator(self) -> str: ...  # noqa: D102
    @property
    def aspect(self) -> str: ...  # noqa: D102
    @property
    def base(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    def convert(self, value: float) -> float: ...  # noqa: D102


def tells_change(measured: Measured) -> bool:
    """Tell whether an aspect is a change, and not how much there is."""
    return measured.aspect in ("growth", "change")


class Figure(NamedTuple):
    """A number as it was told: the value, or bounds where no single number was."""

    value: float | None
    low: float | None
    high: float | None
    bound: str

    @property
    def height(self) -> float:
        """Where it is drawn: at the number, in the middle of a range, at the bound that there is."""
        told = [bound for bound in (self.low, self.high) if bound is not None]
        return sum(told) / len(told) if self.value is None else self.value

    def spell(self) -> str:
        """Write it with the sign of its bound.

        >>> Figure(None, 6.5, 7.0, "range").spell(), Figure(None, 50.0, None, "gt").spell(), Figure(None, 99.95, None, "ge").spell()
        ('6.5—7', '≥50', '≥99.95')
        """
        if self.value is None and self.low is not None and self.high is not None:
            return f"{format_number(self.low)}—{format_number(self.high)}"
        return _SIGNS.get(self.bound, "") + format_number(self.height)


class Point(NamedTuple):
    """The value of a year; ``disputed`` where reports tell different ones."""

    year: int
    figure: Figure
    estimate: bool
    disputed: bool


class Target(NamedTuple):
    """What is promised for the years from first to last; a span is of a yearly average."""

    first: int
    last: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's aspect in a place, in the unit of ``measured``: its values and its targets in order of years."""

    measured: Measured
    points: tuple[Point, ...]
    targets: tuple[Target, ...]

    @property
    def heights(self) -> list[float]:
        """The heights of all that is drawn."""
        bounds = [bound for target in self.targets for bound in target.figure[1:3] if bound is not None]
        return [point.figure.height for point in self.points] + bounds

    def list_years(self) -> list[int]:
        """Return the years of its values and targets; the spans of yearly averages need none of their own."""
        single = [target.first for target in self.targets if target.first == target.last]
        return sorted({*single, *(point.year for point in self.points)})


_Key = tuple[str, str, str]  # indicator, aspect, base unit


def format_number(value: float) -> str:
    """Write a number in four digits or a little more, a small one in two.

    >>> [format_number(number) for number in (990865.12, 1942.34, 40.126, 7.0, -0.5, 0.0123)]
    ['990865', '1942.3', '40.13', '7', '−0.5', '0.012']
    """
    decimals = 0 if abs(value) >= 10_000 else 1 if abs(value) >= 100 else 2
    text = f"{value:.{decimals}f}" if abs(value) >= 0.1 else f"{value:.2g}"
    return (text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text).replace("-", "−")


def read_series(panel_long: Columns, targets: Columns, columns: Sequence[Measured]) -> dict[str, list[Series]]:
    """Return the series of each place in the order of ``columns``, those alone that have a value."""
    points, promised = _read_points(panel_long), _read_targets(targets)
    places: dict[str, list[Series]] = {}
    for place in sorted({key[0] for key in points}):
        for measured in columns:
            key = (place, (measured.indicator, measured.aspect, measured.base))
            if told := points.get(key):
                own = [_convert_point(told[year], measured) for year in sorted(told)]
                ahead = [target for target in promised.get(key, []) if target.first <= own[-1].year + _AHEAD]
                converted = sorted({target._replace(figure=_convert(target.figure, measured)) for target in ahead}, key=_order_target)
                places.setdefault(place, []).append(Series(measured, tuple(own), tuple(converted)))
    return places


def _read_points(panel_long: Columns) -> dict[tuple[str, _Key], dict[int, Point]]:
    names = ("place", "indicator", "aspect", "unit", "period", "basis")
    figures = ("value", "low", "high", "bound", "status", "differing")
    rows = zip(_rows(panel_long, names), _rows(panel_long, figures), strict=True)
    found: dict[tuple[str, _Key], dict[int, Point]] = {}
    usable = [row for row in rows if _YEAR.fullmatch(row[0][4]) and _is_usual(row[0][2], row[0][5])]
    for (place, *key, period, _), figure in sorted(usable, key=lambda row: _BASES.index(row[0][5] or "")):
        value, low, high, bound, status, differing = figure
        if value is not None or low is not None or high is not None:
            point = Point(int(period), Figure(value, low, high, bound), status == "estimate", bool(differing))
            series = found.setdefault((place, tuple(key)), {})
            kept = series.setdefault(point.year, point)
            if kept.figure.value is None and value is not None:
                series[point.year] = point
    return found


def _read_targets(targets: Columns) -> dict[tuple[str, _Key], list[Target]]:
    names = ("place", "indicator", "aspect", "unit", "year", "plan_period", "basis", "low", "high", "bound")
    found: dict[tuple[str, _Key], list[Target]] = {}
    for place, *key, year, period, basis, low, high, bound in _rows(targets, names):
        span = _SPAN.fullmatch(period or "") if basis == "annual_average" else None
        single = year is not None and _is_usual(key[1], basis)
        if place and (single or span) and (low is not None or high is not None):
            first, last = (int(span[1]), int(span[2])) if span else (year, year)
            value = low if low == high else None
            entry = Target(first, last, Figure(value, low, high, bound))
            found.setdefault((place, tuple(key)), []).append(entry)
    return found


def _is_usual(aspect: str, basis: str | None) -> bool:
    return not basis if aspect in ("level", "share") else (basis or "") in _BASES


def _rows(columns: Columns, names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def _convert(figure: Figure, measured: Measured) -> Figure:
    value, low, high = (None if number is None else measured.convert(number) for number in figure[:3])
    return Figure(value, low, high, figure.bound)


def _convert_point(point: Point, measured: Measured) -> Point:
    return point._replace(figure=_convert(point.figure, measured))


def _order_target(target: Target) -> tuple[Any, ...]:
    return target.first, target.last, target.figure.height, target.figure.spell()


def starts_at_zero(measured: Measured) -> bool:
    """Tell whether a scale shows the distance from 0: all do but those of shares, ratios and ages."""
    return measured.aspect != "share" and measured.unit not in _RATES
