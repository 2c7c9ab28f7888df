"""Word clouds of the corpus, its years, places and documents, from the keywords table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.drawing.names import name_picture
from pipeline.drawing.sheet import COLOURS
from pipeline.schema import Columns

if TYPE_CHECKING:
    from PIL.Image import Image

    _Place = tuple[tuple[str, float], int, tuple[int, int], int | None, str]

_SIZE: Final = (800, 500)  # of the layout
_SCALE: Final = 2
_LETTERS: Final = (13, 96)  # smallest and largest
_GAP: Final = 5
_SEED: Final = 20


def write_clouds(keywords: Columns, target: Path) -> None:
    """Draw a cloud for each scope of the keywords but sections into a folder: corpus.png, year-2021.png, place-….png, doc-….png.

    A word's size is its score. Pictures are 1600 × 1000 pixels, the same bytes for the same keywords. ``/`` in a name is written ``__``;
    a name that a file system could not hold is changed, and told apart by a part of its hash.
    """
    taken: set[str] = set()
    for scope, scope_id, scores in _list_scopes(keywords):
        if scores:
            _draw_cloud(scores).save(target / f"{name_picture(scope, scope_id, taken)}.png", format="PNG")


def _list_scopes(keywords: Columns) -> Iterator[tuple[str, str, dict[str, float]]]:
    rows = zip(*(keywords[name] for name in ("scope", "scope_id", "term", "score")), strict=True)
    for (scope, scope_id), run in groupby(rows, lambda row: row[:2]):
        if scope != "section":
            yield scope, scope_id, {term: score for _, _, term, score in run if score > 0}


def _draw_cloud(scores: dict[str, float]) -> Image:
    from pylopdf_fonts_zh_cn import sans_path
    from wordcloud import WordCloud

    ranks = {term: rank for rank, term in enumerate(scores)}

    def choose_colour(word: str, font_size: int, position: object, orientation: object, random_state: object, font_path: str) -> str:
        return COLOURS[ranks[word] % len(COLOURS)]

    cloud = WordCloud(
        font_path=str(sans_path()),
        width=_SIZE[0],
        height=_SIZE[1],
        scale=_SCALE,
        margin=_GAP,
        prefer_horizontal=1,
        min_font_size=_LETTERS[0],
        max_font_size=_LETTERS[1],
        background_color="white",
        color_func=choose_colour,
        relative_scaling=1,
        random_state=_SEED,
    )
    cloud.generate_from_frequencies(_spread_sizes(scores))
    cloud.layout_ = drop_nested(cloud.layout_, str(sans_path()))
    return cloud.to_image()


def _spread_sizes(scores: dict[str, float]) -> dict[str, float]:
    """Return the sizes of words as parts of the largest: the last has the smallest size, however near its score is to the first."""
    least = _LETTERS[0] / _LETTERS[1]
    low, high = min(scores.values()), max(scores.values())
    return {term: least + (1 - least) * ((score - low) / (high - low) if high > low else 1) for term, score in scores.items()}


def drop_nested(layout: list[_Place], font_path: str) -> list[_Place]:
    """Leave out the words whose middle lies between the strokes of a larger word."""
    from PIL.ImageFont import truetype

    kept = []
    boxes: list[tuple[float, float, float, float]] = []
    for place in layout:
        (word, _), size, (top, left), *_ = place
        box = truetype(font_path, size).getbbox(word)
        middle = (left + (box[0] + box[2]) / 2, top + (box[1] + box[3]) / 2)
        if not any(x0 < middle[0] < x1 and y0 < middle[1] < y1 for x0, y0, x1, y1 in boxes):
            kept.append(place)
            boxes.append((left + box[0], top + box[1], left + box[2], top + box[3]))
    return kept
