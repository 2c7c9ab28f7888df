"""A picture of a network: words that stand near the words they go with, on none of each other, and lines between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.drawing.sheet import COLOURS, GREY, PALE, Box, Sheet, measure_text

if TYPE_CHECKING:
    import numpy as np

_WIDTH: Final = 720.0
_MARGIN: Final = 26.0
_HEAD: Final = 62.0  # title and what the picture shows
_SIZES: Final = (8.5, 17.0)  # of the words
_ROOM: Final = 0.14  # of the picture that words may fill
_LEAST: Final = 380.0  # its height
_GAP: Final = (7.0, 5.0)  # between words, beside and below each other
_STEPS: Final = 600
_SEED: Final = 20
_JOINED: Final = 5  # terms that hang together; a smaller group is not drawn, since it would lie in a corner by itself
_WITHIN: Final = 3.0  # how much nearer the words of one group are drawn


class Tie(NamedTuple):
    """Two terms, how many sentences hold both, how strongly they go together (to 1), and the group that both are of, if it is one."""

    source: str
    target: str
    sentences: int
    strength: float
    group: int | None


def draw_network(title: str, note: str, ties: Sequence[Tie]) -> Sheet:
    """Draw a network: words larger by the sentences of their ties, lines wider by their strength, a colour a group.

    Made in order of the ties, the same for the same ties. The sheet grows with the words, so that none stands on another.
    """
    ties = keep_joined(ties)
    weights: dict[str, int] = {}
    for tie in ties:
        for term in tie[:2]:
            weights[term] = weights.get(term, 0) + tie.sentences
    groups = {term: tie.group for tie in ties if tie.group for term in tie[:2]}
    sizes = _choose_sizes(weights)
    boxes = {term: (measure_text(term, size), size) for term, size in sizes.items()}
    area = sum((width + _GAP[0]) * (height + _GAP[1]) for width, height in boxes.values())
    inner = _WIDTH - 2 * _MARGIN
    height = max(_LEAST, ceil(area / _ROOM / inner))
    centres = place_words(boxes, ties, (inner, height))
    sheet = Sheet(_WIDTH, _HEAD + height + _MARGIN)
    sheet.write(_MARGIN, _MARGIN + 14, title, 16.0)
    sheet.write(_MARGIN, _HEAD - 6, note, 8.0, colour=GREY)
    points = {term: (_MARGIN + x, _HEAD + y) for term, (x, y) in centres.items()}
    for tie in sorted(ties, key=lambda tie: (tie.group is not None, tie.strength)):
        colour = _soften(_choose_colour(tie.group), 0.5) if tie.group else _soften(PALE, 0.6)
        sheet.line([points[tie.source], points[tie.target]], colour, width=0.5 + 3.0 * tie.strength)
    for term, (x, y) in points.items():
        width, size = boxes[term]
        sheet.fill(Box(x - width / 2 - 1.5, y - 0.5 * size - 0.5, x + width / 2 + 1.5, y + 0.5 * size + 1.0), "white", front=True)
    for term, (x, y) in points.items():
        sheet.write(x, y + 0.36 * sizes[term], term, sizes[term], colour=_choose_colour(groups.get(term)), align="center")
    return sheet


def keep_joined(ties: Sequence[Tie]) -> list[Tie]:
    """Return the ties of terms that hang together, at least ``_JOINED`` of them; all of them where no term has so many.

    >>> keep_joined([Tie("农户", "收入", 3, 0.4, 1)])
    [Tie(source='农户', target='收入', sentences=3, strength=0.4, group=1)]
    """
    from networkx import Graph, connected_components

    graph = Graph()
    graph.add_edges_from(tie[:2] for tie in ties)
    joined = {term for group in connected_components(graph) if len(group) >= _JOINED for term in group}
    return [tie for tie in ties if tie.source in joined] or list(ties)


def place_words(boxes: Mapping[str, tuple[float, float]], ties: Sequence[Tie], room: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Return the middle of each word's box (width, height) in a room of a width and height: near its ties, overlapping no other.

    Source: Fruchterman and Reingold 1991 (networkx), then boxes that overlap are moved apart.
    """
    import networkx as nx
    import numpy as np

    terms = list(boxes)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(terms)))
    number = {term: place for place, term in enumerate(terms)}
    for tie in ties:
        graph.add_edge(number[tie.source], number[tie.target], weight=tie.strength * (_WITHIN if tie.group else 1.0))
    found = nx.spring_layout(graph, weight="weight", seed=_SEED, iterations=300, k=1.6 / np.sqrt(len(terms)))
    middles = np.array([found[place] for place in range(len(terms))])
    halves = np.array([boxes[term] for term in terms]) / 2
    free = np.array(room) - 2 * halves
    for axis in (0, 1):  # the order along each side, at nearly even distances, so that no corner is crowded
        order = np.argsort(np.argsort(middles[:, axis], kind="stable"), kind="stable") / max(1, len(terms) - 1)
        low, high = middles[:, axis].min(), middles[:, axis].max()
        straight = (middles[:, axis] - low) / (high - low) if high > low else order
        middles[:, axis] = halves[:, axis] + (0.5 * straight + 0.5 * order) * free[:, axis]
    _push_apart(middles, halves + np.array(_GAP) / 2, np.array(room))
    return {term: (round(float(x), 1), round(float(y), 1)) for term, (x, y) in zip(terms, middles, strict=True)}


def _push_apart(middles: np.ndarray, halves: np.ndarray, room: np.ndarray) -> None:
    """Move boxes that overlap apart, each pair half and half along the shorter way, until none does."""
    import numpy as np

    reach = halves[:, None, :] + halves[None, :, :]
    for _ in range(_STEPS):
        apart = middles[:, None, :] - middles[None, :, :]
        overlap = reach - np.abs(apart)
        firsts, seconds = np.nonzero(np.triu((overlap > 0.05).all(axis=2), 1))
        if not len(firsts):
            return
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True):
            gap = middles[one] - middles[other]
            over = reach[one, other] - np.abs(gap)
            if (over > 0).all():
                axis = int(over[1] <= over[0])
                move = (over[axis] / 2 + 0.1) * (1.0 if gap[axis] >= 0 else -1.0)
                middles[one, axis] += move
                middles[other, axis] -= move
        np.clip(middles, halves, room - halves, out=middles)


def _choose_sizes(weights: Mapping[str, int]) -> dict[str, float]:
    roots = {term: weight**0.5 for term, weight in weights.items()}
    low, high = min(roots.values()), max(roots.values())
    steps = {term: (root - low) / (high - low) if high > low else 0.5 for term, root in roots.items()}
    return {term: round(_SIZES[0] + (_SIZES[1] - _SIZES[0]) * step, 1) for term, step in steps.items()}


def _choose_colour(group: int | None) -> str:
    """Return the colour of a group: the first five have their own, the others and no group are grey."""
    return COLOURS[group - 1] if group and group <= len(COLOURS) else GREY


def _soften(colour: str, share: float) -> str:
    """Return a colour that has this share of it, the rest white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)
