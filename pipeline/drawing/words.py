"""Words of different sizes in a picture, none cut and none over another, and what their colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.drawing.sheet import INK

if TYPE_CHECKING:
    from PIL.Image import Image

    _Place = tuple[tuple[str, float], int, tuple[int, int], int | None, str]

SIZE: Final = (800, 500)  # of the layout
SCALE: Final = 2
_LETTERS: Final = (13, 96)  # smallest and largest
_GAP: Final = 5
_SEED: Final = 20
_LEGEND: Final = 34  # pixels of a letter
_MARGIN: Final = 40


def draw_words(scores: Mapping[str, float], colours: Mapping[str, str], size: tuple[int, int] = SIZE) -> tuple[Image, list[str]]:
    """Draw words in their colours, the larger the higher their score, into a picture twice ``size``: the same for the same words.

    The last word has the smallest letters, however near its score is to the first. Returned with the words that found room.
    """
    from pylopdf_fonts_zh_cn import sans_path
    from wordcloud import WordCloud

    def choose_colour(word: str, font_size: int, position: object, orientation: object, random_state: object, font_path: str) -> str:
        return colours[word]

    cloud = WordCloud(
        font_path=str(sans_path()),
        width=size[0],
        height=size[1],
        scale=SCALE,
        margin=_GAP,
        prefer_horizontal=1,
        min_font_size=_LETTERS[0],
        max_font_size=min(_LETTERS[1], size[0] // 5),
        background_color="white",
        color_func=choose_colour,
        relative_scaling=1,
        random_state=_SEED,
    )
    cloud.generate_from_frequencies(_spread_sizes(scores))
    cloud.layout_ = drop_nested(cloud.layout_, str(sans_path()))
    return cloud.to_image(), [word for (word, _), *_ in cloud.layout_]


def _spread_sizes(scores: Mapping[str, float]) -> dict[str, float]:
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


def add_legend(picture: Image, colours: Sequence[tuple[str, str]]) -> Image:
    """Return the picture with a strip below it that says what colours mean: squares and names, in as many lines as they need."""
    from PIL import Image, ImageDraw
    from PIL.ImageFont import truetype
    from pylopdf_fonts_zh_cn import sans_path

    font = truetype(str(sans_path()), _LEGEND)
    places, left, line = [], _MARGIN, 0
    for name, colour in colours:
        width = _LEGEND + 12 + font.getlength(name)
        if left + width > picture.width - _MARGIN and left > _MARGIN:
            left, line = _MARGIN, line + 1
        places.append((name, colour, left, picture.height + line * 2 * _LEGEND))
        left += round(width) + _LEGEND
    whole = Image.new("RGB", (picture.width, picture.height + (line + 1) * 2 * _LEGEND + _MARGIN // 2), "white")
    whole.paste(picture, (0, 0))
    pen = ImageDraw.Draw(whole)
    for name, colour, left, top in places:
        pen.rectangle((left, top + 6, left + _LEGEND - 6, top + _LEGEND), fill=colour)
        pen.text((left + _LEGEND + 6, top + _LEGEND), name, font=font, fill=INK, anchor="ls")
    return whole


def join_halves(halves: Sequence[tuple[str, str, Image]]) -> Image:
    """Return pictures side by side, each below its title in its colour."""
    from PIL import Image, ImageDraw
    from PIL.ImageFont import truetype
    from pylopdf_fonts_zh_cn import sans_path

    font = truetype(str(sans_path()), 2 * _LEGEND)
    head = 3 * _LEGEND
    whole = Image.new("RGB", (sum(half.width for _, _, half in halves), head + max(half.height for _, _, half in halves)), "white")
    pen = ImageDraw.Draw(whole)
    left = 0
    for title, colour, half in halves:
        whole.paste(half, (left, head))
        pen.text((left + half.width / 2, head - _LEGEND // 2), title, font=font, fill=colour, anchor="ms")
        left += half.width
    return whole
