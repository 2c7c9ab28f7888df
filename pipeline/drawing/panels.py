"""One field of a picture: an indicator over the years of a place, over those of several places, or places in order of one year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from pipeline.drawing.labels import cover_line, find_room, spread, surround
from pipeline.drawing.page import Mark
from pipeline.drawing.scales import Scale, find_range, list_ticks, list_years
from pipeline.drawing.series import Figure, Measured, Point, Series, Target, starts_at_zero
from pipeline.drawing.sheet import COLOURS, GREY, INK, PALE, Box, Sheet, measure_text

_TOLD: Final = COLOURS[0]
_PROMISED: Final = COLOURS[1]
_TINT: Final = "#f1d8cd"
_DOTTED: Final = (1.0, 1.6)
_DASHED: Final = (3.0, 1.6)
_SPAN: Final = (0.8, (2.0, 1.2))  # width and dashes of a target for a span of years
_TITLE: Final = 8.5
_SMALL: Final = 6.5
_DEEP: Final = 7.0  # of the tint on the side of a target where it is met
_HALF: Final = (2.0, 8.0)  # the least and the most of half a target's mark
_LEFT: Final = 32.0  # for the numbers of the scale
_TICKS: Final = 4
_RIGHT: Final = 34.0  # for the last label
_LEAD: Final = 6.0  # from the end of a field to the names of lines
_ABOVE: Final = 26.0  # for the title
_BELOW: Final = 13.0  # for the years
_LINE: Final = 11.0  # of a place in an order
_RANKED: Final = 30  # places in an order
Years = tuple[int, int]


def draw_series(sheet: Sheet, box: Box, series: Series, years: Years) -> None:
    """Draw an indicator of a place over the years, its targets in theirs."""
    scale, taken = _draw_scale(sheet, box, series.measured, (series.heights, years))
    for target in series.targets:
        taken += _tint_target(sheet, scale, target)
    taken.append(_draw_baseline(sheet, scale))
    for target in series.targets:
        taken += _mark_target(sheet, scale, target)
    places = [scale.at(point.year, point.figure.height) for point in series.points]
    for point, other in _pair_points(series):
        ends = [scale.at(end.year, end.figure.height) for end in (point, other)]
        _link_points(sheet, point, other, ends)
        taken += cover_line(ends, 2.0)
    size = min(4.0, 0.9 * scale.year + 1.0)
    for point, place in zip(series.points, places, strict=True):
        sheet.dot(*place, _TOLD, shape=_choose_shape(point.figure), hollow=point.disputed, size=size)
        taken.append(surround(*place, size / 2 + 0.5))
    for place, text, colour in _list_labels(series, scale, places):
        _write_label(sheet, place, (text, colour), taken, Box(scale.field.left - 3, scale.field.top - 10, box.right, scale.field.bottom))


def draw_lines(sheet: Sheet, box: Box, measured: Measured, places: Mapping[str, Mapping[int, Figure]], years: Years) -> None:
    """Draw an indicator over the years as a line a place, its name at the line's end; at most eight places."""
    name = min(max(measure_text(place, _SMALL) for place in places), 0.4 * (box.right - box.left))
    heights = [figure.height for figures in places.values() for figure in figures.values()]
    scale, _ = _draw_scale(sheet, box, measured, (heights, years), right=name + _LEAD)
    _draw_baseline(sheet, scale)
    ends = []
    for number, figures in enumerate(places.values()):
        colour, dashes = COLOURS[number % len(COLOURS)], () if number < len(COLOURS) else _DASHED
        points = [scale.at(year, figures[year].height) for year in sorted(figures)]
        sheet.line(points, colour, dashes=dashes)
        for point in points:
            sheet.dot(*point, colour, size=3.2)
        ends.append((points[-1], colour))
    tops = spread([end[1] for end, _ in ends], _SMALL + 1.5, scale.field.top, scale.field.bottom)
    for place, ((x, y), colour), height in zip(places, ends, tops, strict=True):
        left = scale.field.right + _LEAD
        if left - x > 8 or abs(height - y) > 1:
            sheet.line([(x + 2.5, y), (left - 1, height)], PALE, width=0.5)
        sheet.write(left, height + 0.36 * _SMALL, shorten(place, name, _SMALL), _SMALL, colour=colour)


def measure_ranking(values: Sequence[tuple[str, Figure]]) -> float:
    """Return the height of the field that draw_ranking needs."""
    return _ABOVE + _LINE * min(len(values), _RANKED)


def draw_ranking(sheet: Sheet, box: Box, measured: Measured, values: Sequence[tuple[str, Figure]], year: int) -> None:
    """Draw places one below the other, each with its value of one year as a dot; of many the highest thirty."""
    many = f"，{len(values)}个中最高的{_RANKED}个" if len(values) > _RANKED else ""
    values = values[:_RANKED]
    _write_title(sheet, box, f"{measured.title}，{year}年{many}")
    name = min(max(measure_text(place, _SMALL) for place, _ in values), 0.4 * (box.right - box.left))
    right = box.right - max(measure_text(figure.spell(), _SMALL) for _, figure in values) - 6
    field = Box(box.left + name + 6, box.top + _ABOVE - 6, right, box.top + _ABOVE - 6 + _LINE * len(values))
    heights = [figure.height for _, figure in values]
    low, high = min(0.0, *heights), max(0.0, *heights)
    width = (field.right - field.left) / ((high - low) or 1.0)
    base = field.left - low * width
    sheet.line([(base, field.top), (base, field.bottom)], GREY, width=0.8)
    for number, (place, figure) in enumerate(values):
        x, y = field.left + (figure.height - low) * width, field.top + (number + 0.5) * _LINE
        sheet.line([(base, y), (x, y)], PALE, width=0.8)
        sheet.dot(x, y, _TOLD)
        sheet.write(field.left - 5, y + 0.36 * _SMALL, shorten(place, name, _SMALL), _SMALL, align="right")
        sheet.write(max(x, base) + 4, y + 0.36 * _SMALL, figure.spell(), _SMALL, colour=_TOLD)


def explain_series(chosen: Sequence[Series]) -> list[Mark]:
    """Return the marks that fields of these series have, each with what it means."""
    points = [point for series in chosen for point in series.points]
    shapes = {_choose_shape(point.figure) for point in points}
    pairs = [pair for series in chosen for pair in _pair_points(series)]
    targets = [target for series in chosen for target in series.targets]
    marks = [
        (True, _show_dot("o", False), "报告所述", _TOLD),
        (any(point.disputed for point in points), _show_dot("o", True), "各报告说法不一", _TOLD),
        ("^" in shapes, _show_dot("^", False), "只说了下限", _TOLD),
        ("v" in shapes, _show_dot("v", False), "只说了上限", _TOLD),
        (any(point.estimate for point in points), _show_line(_TOLD, 1.2, _DOTTED), "预计", _TOLD),
        (any(other.year - point.year > 1 for point, other in pairs), _show_line(PALE, 0.7), "其间年份未见", GREY),
        (any(target.first == target.last for target in targets), _show_line(_PROMISED, 1.5), "当年目标", _PROMISED),
        (any(target.figure.value is None for target in targets), _show_band, "目标范围", _PROMISED),
        (any(target.first < target.last for target in targets), _show_line(_PROMISED, *_SPAN), "年均目标", _PROMISED),
    ]
    return [Mark(draw, meaning, colour) for there, draw, meaning, colour in marks if there]


def _show_dot(shape: str, hollow: bool) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: sheet.dot(x + 6, y, _TOLD, shape=shape, hollow=hollow)


def _show_line(colour: str, width: float, dashes: tuple[float, ...] = ()) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: sheet.line([(x - 6, y), (x + 8, y)], colour, width=width, dashes=dashes)


def _show_band(sheet: Sheet, x: float, y: float) -> None:
    sheet.fill(Box(x - 3, y - 3.5, x + 8, y + 3.5), _TINT)
    sheet.line([(x - 3, y + 3.5), (x + 8, y + 3.5)], _PROMISED, width=1.5)


def shorten(text: str, width: float, size: float) -> str:
    """Cut a text to a width, with … where something is left out."""
    if measure_text(text, size) <= width:
        return text
    while text and measure_text(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text}…"


def _draw_scale(
    sheet: Sheet, box: Box, measured: Measured, shown: tuple[Sequence[float], Years], right: float = _RIGHT
) -> tuple[Scale, list[Box]]:
    """Write title, numbers and years of a field, and return its scale and the boxes of the numbers."""
    _write_title(sheet, box, measured.title)
    heights, years = shown
    low, high = find_range(heights, zero=starts_at_zero(measured))
    ticks = {tick: f"{tick:.10g}".replace("-", "−") for tick in list_ticks(low, high, _TICKS)}
    left = max(_LEFT, *(measure_text(text, _SMALL) + 6 for text in ticks.values()))
    field = Box(box.left + left, box.top + _ABOVE, box.right - right, box.bottom - _BELOW)
    scale = Scale(field, *years, low, high)
    taken = []
    for tick, text in ticks.items():
        y = scale.at(scale.first, tick)[1]
        width = sheet.write(field.left - 4, y + 0.36 * _SMALL, text, _SMALL, colour=GREY, align="right")
        taken.append(Box(field.left - 6 - width, y - 0.6 * _SMALL, field.left - 2, y + 0.6 * _SMALL))
    for year in list_years(*years, int((field.right - field.left) / (measure_text("2000", _SMALL) + 5))):
        sheet.write(scale.at(year, 0)[0], box.bottom - 3, str(year), _SMALL, colour=GREY, align="center")
    return scale, taken


def _write_title(sheet: Sheet, box: Box, title: str) -> None:
    sheet.write(box.left, box.top + _TITLE, shorten(title, box.right - box.left, _TITLE), _TITLE, colour=INK)


def _draw_baseline(sheet: Sheet, scale: Scale) -> Box:
    y = scale.at(scale.first, scale.base)[1]
    sheet.line([(scale.field.left, y), (scale.field.right, y)], GREY, width=0.8)
    return Box(scale.field.left, y - 0.6, scale.field.right, y + 0.6)


def _pair_points(series: Series) -> Iterator[tuple[Point, Point]]:
    """Yield each two that are linked by a line: those of which a bound alone is told stand by themselves."""
    return pairwise(point for point in series.points if _choose_shape(point.figure) == "o")


def _link_points(sheet: Sheet, point: Point, other: Point, ends: Sequence[tuple[float, float]]) -> None:
    """Link two values: by a pale line over years of which no value is told, by a dotted one to or from an estimate."""
    if other.year - point.year > 1:
        sheet.line(ends, PALE, width=0.7)
    else:
        sheet.line(ends, _TOLD, dashes=_DOTTED if other.estimate or point.estimate else ())


def _choose_shape(figure: Figure) -> str:
    """A triangle points to where a value lies of which a bound alone is told."""
    if figure.value is not None or None not in (figure.low, figure.high):
        return "o"
    return "^" if figure.high is None else "v"


def _find_sides(scale: Scale, target: Target) -> tuple[float, float]:
    """Return from where to where a target's mark goes: over its year, or its span."""
    half = min(max(0.38 * scale.year, _HALF[0]), _HALF[1]) if target.first == target.last else 0.38 * scale.year
    return scale.at(max(target.first, scale.first), 0)[0] - half, scale.at(min(target.last, scale.last), 0)[0] + half


def _tint_target(sheet: Sheet, scale: Scale, target: Target) -> list[Box]:
    """Tint where a target is met: between its bounds, or a little on the side of the one that it has."""
    figure = target.figure
    if figure.value is not None:
        return []
    (left, right), field = _find_sides(scale, target), scale.field
    low, high = (None if bound is None else scale.at(0, bound)[1] for bound in (figure.low, figure.high))
    top = max((low or 0.0) - _DEEP, field.top - 6) if high is None else high
    bottom = min((high or 0.0) + _DEEP, field.bottom) if low is None else low
    sheet.fill(Box(left, top, right, bottom), _TINT)
    return [Box(left, top, right, bottom)]


def _mark_target(sheet: Sheet, scale: Scale, target: Target) -> list[Box]:
    """Draw a target's bounds in its year; those of a span are dashed."""
    left, right = _find_sides(scale, target)
    marks = []
    for bound in dict.fromkeys((target.figure.low, target.figure.high)):
        if bound is not None:
            y = scale.at(target.first, bound)[1]
            width, dashes = (1.5, ()) if target.first == target.last else _SPAN
            sheet.line([(left, y), (right, y)], _PROMISED, width=width, dashes=dashes)
            marks.append(Box(left, y - 2, right, y + 2))
    return marks


def _list_labels(series: Series, scale: Scale, places: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], str, str]]:
    """Return what is labelled, the first to be the first placed: the last value, the last target, the first value, highest and lowest."""
    heights = [place[1] for place in places]
    chosen = dict.fromkeys((len(places) - 1, 0, heights.index(min(heights)), heights.index(max(heights))))
    labels = [(places[number], series.points[number].figure.spell(), _TOLD) for number in chosen]
    if series.targets:
        last = series.targets[-1]
        right = _find_sides(scale, last)[1]
        labels.insert(1, ((right, scale.at(0, last.figure.height)[1]), last.figure.spell(), _PROMISED))
    return labels


def _write_label(sheet: Sheet, place: tuple[float, float], text: tuple[str, str], taken: list[Box], within: Box) -> None:
    """Write a label where there is room, or not at all."""
    size = (measure_text(text[0], _SMALL), 0.9 * _SMALL)
    if box := find_room(place, size, taken, within):
        sheet.write(box.left, box.bottom - 0.1 * _SMALL, text[0], _SMALL, colour=text[1])
        taken.append(box)
