"""Which words stand foremost each year: a column a year, and lines that follow a word from year to year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from pipeline.drawing.page import WIDTH
from pipeline.drawing.panels import shorten
from pipeline.drawing.sheet import COLOURS, GREY, INK, Sheet
from pipeline.schema import Columns

MOST_YEARS: Final = 9
MOST_WORDS: Final = 15
_MARGIN: Final = 26.0
_HEAD: Final = 84.0  # title, note and years
_LINE: Final = 17.0
_SIZE: Final = 8.0
_APART: Final = 18.0  # between the words of two years, for the lines
_FOLLOWED: Final = 2  # columns that a word stands in to have a colour


def read_ranks(keywords: Columns, documents: Columns) -> dict[str, dict[int, list[str]]]:
    """Return for each place of at least two years the foremost keywords of its report of each of its last years."""
    words: dict[str, list[str]] = {}
    for scope, scope_id, term in zip(keywords["scope"], keywords["scope_id"], keywords["term"], strict=True):
        if scope == "document" and len(own := words.setdefault(scope_id, [])) < MOST_WORDS:
            own.append(term)
    places: dict[str, dict[int, list[str]]] = {}
    for doc_id, place, year in zip(documents["doc_id"], documents["place"], documents["year"], strict=True):
        if place and year is not None and doc_id in words:
            places.setdefault(place, {}).setdefault(year, words[doc_id])
    return {place: {year: years[year] for year in sorted(years)[-MOST_YEARS:]} for place, years in sorted(places.items()) if len(years) > 1}


def draw_ranks(title: str, note: str, years: Mapping[int, Sequence[str]]) -> Sheet:
    """Draw the words of each year below it, the first on top, and a line between a word's places in two columns that follow each other."""
    sheet = Sheet(WIDTH, _HEAD + _LINE * max(map(len, years.values())) + _MARGIN)
    sheet.write(_MARGIN, _MARGIN + 14, title, 16.0)
    sheet.write(_MARGIN, _MARGIN + 30, note, 8.0, colour=GREY)
    step = (WIDTH - 2 * _MARGIN) / len(years)
    room = min(step - _APART, 110.0)
    counts: dict[str, int] = {}
    for words in years.values():
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    followed = [word for word, count in counts.items() if count >= _FOLLOWED]
    colours = {word: COLOURS[number % len(COLOURS)] for number, word in enumerate(followed)}
    ends: list[dict[str, tuple[float, float, float]]] = []  # of each word of a column: its right end, the column's, and its height
    for number, (year, words) in enumerate(years.items()):
        left = _MARGIN + number * step
        sheet.write(left, _HEAD - 10, str(year), 9.0, colour=INK)
        heights = [_HEAD + (rank + 0.7) * _LINE for rank in range(len(words))]
        widths = [
            sheet.write(left, y, shorten(word, room, _SIZE), _SIZE, colour=colours.get(word, GREY))
            for word, y in zip(words, heights, strict=True)
        ]
        edge = left + max(widths, default=0.0)
        ends.append({word: (left + width, edge, y - 0.36 * _SIZE) for word, width, y in zip(words, widths, heights, strict=True)})
    for number, (before, after) in enumerate(pairwise(ends), 1):
        for word in sorted(before.keys() & after.keys()):
            right, edge, y = before[word]
            sheet.line([(right + 2, y), (edge + 2, y), (_MARGIN + number * step - 2, after[word][2])], colours[word], width=0.8)
    return sheet
