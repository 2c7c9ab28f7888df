"""Where a label stands: beside its point, on none of the marks, lines and labels that are there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot
from typing import Final

from pipeline.drawing.sheet import Box

_STEP: Final = 3.0  # between the boxes that stand for a line
_NEAR: Final = (4.5, 9.0, 14.0)  # how far a label may be from its point, the nearest first
_PARTS: Final = (0.5, 0.0, 1.0)  # of a label's width that lies left of its point


def cover_line(points: Sequence[tuple[float, float]], width: float) -> Iterator[Box]:
    """Yield small boxes that cover a line."""
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = max(1, ceil(hypot(x1 - x0, y1 - y0) / _STEP))
        for step in range(steps + 1):
            yield surround(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps, width / 2)


def surround(x: float, y: float, reach: float) -> Box:
    """Return the square around a point."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def find_room(point: tuple[float, float], size: tuple[float, float], taken: Sequence[Box], within: Box) -> Box | None:
    """Return the first free box for a label of a width and height at a point: to the right, above, below, further off; or None."""
    for box in _list_boxes(*point, *size):
        inside = within.left <= box.left and box.right <= within.right and within.top <= box.top and box.bottom <= within.bottom
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    return None


def _list_boxes(x: float, y: float, width: float, height: float) -> Iterator[Box]:
    for near in _NEAR:
        yield Box(x + near, y - height / 2, x + near + width, y + height / 2)
        for part in _PARTS:
            left = x - part * width
            yield Box(left, y - near - height, left + width, y - near)
            yield Box(left, y + near, left + width, y + near + height)
        yield Box(x - near - width, y - height / 2, x - near, y + height / 2)


def spread(heights: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Move labels apart that would stand closer than ``gap``, each as little as may be, and keep them between top and bottom.

    >>> spread([10.0, 12.0, 40.0], 8.0, 0.0, 60.0)
    [7.0, 15.0, 40.0]
    """
    order = sorted(range(len(heights)), key=lambda number: (heights[number], number))
    groups: list[tuple[float, list[int]]] = []  # where the first of a group stands, and the group
    for number in order:
        start, group = min(max(heights[number], top), bottom), [number]
        while groups and groups[-1][0] + gap * len(groups[-1][1]) > start:
            group = groups.pop()[1] + group
            start = sum(heights[member] - gap * place for place, member in enumerate(group)) / len(group)
            start = min(max(start, top), bottom - gap * (len(group) - 1))
        groups.append((start, group))
    placed = {member: start + gap * place for start, group in groups for place, member in enumerate(group)}
    return [placed[number] for number in range(len(heights))]
