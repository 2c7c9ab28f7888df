"""A map of reports: those that speak of the same lie near each other, and each place goes its way through the years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from pipeline.drawing.labels import find_room, surround
from pipeline.drawing.page import WIDTH
from pipeline.drawing.sheet import COLOURS, GREY, INK, PALE, Box, Sheet, measure_text
from pipeline.schema import Columns

FEWEST: Final = 6  # reports; fewer are no map,
MOST: Final = 200  # and more cannot be told apart
_POLE: Final = 5  # words that an end of an axis is named by
_DIGITS: Final = 3
_MARGIN: Final = 26.0
_HEAD: Final = 66.0  # title and note
_FOOT: Final = 22.0  # the names of an axis's ends
_HEIGHT: Final = 460.0
_SIZE: Final = 8.0


class Spot(NamedTuple):
    """A report: its place and year, and where it lies, each way from 0 to 1, upwards and to the right."""

    place: str
    year: int
    x: float
    y: float


_Placed = tuple[Spot, tuple[float, float]]


class Plane(NamedTuple):
    """Reports in the order of places and years, and the words that draw to the left, right, bottom and top."""

    spots: tuple[Spot, ...]
    poles: tuple[tuple[str, ...], ...]


def read_plane(keywords: Columns, documents: Columns) -> Plane | None:
    """Lay reports out by their keywords (scope, scope_id, term, score): the two directions in which they differ most.

    A report without place or year and a repeated text (duplicate_of) are left out; None for fewer than ``FEWEST`` reports or more than
    ``MOST``. Source: principal components of unit vectors (scikit-learn).
    """
    rows = zip(*(documents[name] for name in ("doc_id", "place", "year", "duplicate_of")), strict=True)
    homes = {doc_id: (place, year) for doc_id, place, year, first in rows if place and year is not None and not first}
    words: dict[str, dict[str, float]] = {}
    for scope, scope_id, term, score in zip(*(keywords[name] for name in ("scope", "scope_id", "term", "score")), strict=True):
        if scope == "document" and scope_id in homes and score > 0:
            words.setdefault(scope_id, {})[term] = score
    if not FEWEST <= len(words) <= MOST:
        return None
    doc_ids = sorted(words, key=lambda doc_id: (*homes[doc_id], doc_id))
    places, poles = _reduce([words[doc_id] for doc_id in doc_ids])
    return Plane(tuple(Spot(*homes[doc_id], x, y) for doc_id, (x, y) in zip(doc_ids, places, strict=True)), poles)


def _reduce(vectors: Sequence[Mapping[str, float]]) -> tuple[list[tuple[float, float]], tuple[tuple[str, ...], ...]]:
    from sklearn.decomposition import PCA
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import normalize

    vectorizer = DictVectorizer()
    matrix = normalize(vectorizer.fit_transform(vectors)).toarray()
    reduced = PCA(2, svd_solver="full").fit(matrix)
    found = reduced.transform(matrix)
    low, high = found.min(axis=0), found.max(axis=0)
    places = ((found - low) / (high - low).clip(1e-9)).round(_DIGITS).tolist()
    terms = vectorizer.get_feature_names_out().tolist()
    poles = []
    for weights in reduced.components_.round(_DIGITS).tolist():
        ranked = sorted(zip(weights, terms, strict=True))
        poles += [tuple(term for _, term in end) for end in (ranked[:_POLE], ranked[: -_POLE - 1 : -1])]
    return [(x, y) for x, y in places], tuple(poles)


def draw_plane(title: str, note: str, plane: Plane) -> Sheet:
    """Draw a dot a report, a line through the reports of a place in the order of years, labels where they have room."""
    sheet = Sheet(WIDTH, _HEAD + _HEIGHT + 2 * _FOOT + _MARGIN)
    sheet.write(_MARGIN, _MARGIN + 14, title, 16.0)
    sheet.write(_MARGIN, _MARGIN + 30, note, 8.0, colour=GREY)
    field = Box(_MARGIN, _HEAD + _FOOT, WIDTH - _MARGIN, _HEAD + _FOOT + _HEIGHT)
    _name_poles(sheet, field, plane.poles)
    inner = Box(field.left + 40, field.top + 14, field.right - 60, field.bottom - 14)
    ways = [
        [(spot, (inner.left + spot.x * (inner.right - inner.left), inner.bottom - spot.y * (inner.bottom - inner.top))) for spot in own]
        for _, own in groupby(plane.spots, lambda spot: spot.place)
    ]
    taken = [surround(*point, 3.0) for way in ways for _, point in way]
    several = [way for way in ways if len(way) > 1]
    colours = {way[0][0].place: COLOURS[number % len(COLOURS)] for number, way in enumerate(several)}
    for way in several:
        sheet.line([point for _, point in way], PALE, width=0.8)
    for way in ways:
        for spot, point in way:
            sheet.dot(*point, colours.get(spot.place, INK), size=4.5)
    for text, point, colour in _list_labels(ways, colours):
        box = find_room(point, (measure_text(text, _SIZE), _SIZE), taken, field)
        if box:
            sheet.write(box.left, box.bottom - 0.1 * _SIZE, text, _SIZE, colour=colour)
            taken.append(box)
    return sheet


def _list_labels(ways: Sequence[Sequence[_Placed]], colours: Mapping[str, str]) -> Iterator[tuple[str, tuple[float, float], str]]:
    """Yield labels in the order in which they get room: place and year of the first and last report of each place, years of the others."""
    for way in ways:
        for spot, point in way if len(way) == 1 else (way[0], way[-1]):
            yield f"{spot.place} {spot.year}", point, colours.get(spot.place, INK)
    for way in ways:
        for spot, point in way[1:-1]:
            yield str(spot.year), point, colours[spot.place]


def _name_poles(sheet: Sheet, field: Box, poles: Sequence[Sequence[str]]) -> None:
    left, right, bottom, top = ("、".join(words) for words in poles)
    middle = (field.left + field.right) / 2
    sheet.line([(field.left, field.bottom), (field.right, field.bottom)], PALE, width=0.8)
    sheet.write(field.left, field.bottom + 14, f"← {left}", _SIZE, colour=GREY)
    sheet.write(field.right, field.bottom + 14, f"{right} →", _SIZE, colour=GREY, align="right")
    sheet.write(middle, field.top - 8, f"↑ {top}", _SIZE, colour=GREY, align="center")
    sheet.write(middle, field.bottom + 28, f"↓ {bottom}", _SIZE, colour=GREY, align="center")
