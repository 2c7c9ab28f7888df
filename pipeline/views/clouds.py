"""Word clouds: of the corpus, its years, places and documents, of each theme, coloured by themes, and of what sets two years apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from pipeline.drawing.names import name_picture
from pipeline.drawing.sheet import COLOURS
from pipeline.drawing.words import SIZE, add_legend, draw_words, join_halves
from pipeline.schema import Columns

_OF_THEMES: Final = (*COLOURS[:4], "#b07d00", "#5b3fa8", "#2f7d1f", "#c2185b", "#0277bd", "#795548", "#7c8500", "#e0560b")
_OTHER: Final = ("其他", "#8c8c8c")
_WORDS: Final = 100
_Scores = dict[str, float]


def write_clouds(tables: Mapping[str, Columns], target: Path) -> None:
    """Draw the clouds into a folder: corpus.png, year-2021.png, place-….png, doc-….png, theme-….png, themes.png, compare-….png.

    ``tables`` are keywords, documents and terms (theme, term, count). A word's size is its score, in theme-….png its count. themes.png is
    the corpus's cloud with a colour a theme; compare-….png has what sets the last two years of a place apart, where each document has
    keywords. Pictures are 1600 pixels wide, the same bytes for the same tables. ``/`` in a name is written ``__``; a name that a file
    system could not hold is changed, and told apart by a part of its hash.
    """
    taken: set[str] = set()
    scopes = {(scope, scope_id): scores for scope, scope_id, scores in _list_scopes(tables["keywords"]) if scores}
    for (scope, scope_id), scores in scopes.items():
        _draw_cloud(scores, target / f"{name_picture(scope, scope_id, taken)}.png")
    themes = _count_terms(tables["terms"])
    for theme, counts in themes.items():
        _draw_cloud(counts, target / f"{name_picture('theme', theme, taken)}.png")
    if themes and (scores := scopes.get(("corpus", "corpus"))):
        _draw_themes(scores, themes, target / "themes.png")
    for name, halves in _list_pairs(tables["documents"], scopes):
        _draw_pair(halves, target / f"{name_picture('compare', name, taken)}.png")


def _list_scopes(keywords: Columns) -> Iterator[tuple[str, str, _Scores]]:
    rows = zip(*(keywords[name] for name in ("scope", "scope_id", "term", "score")), strict=True)
    for (scope, scope_id), run in groupby(rows, lambda row: row[:2]):
        if scope != "section":
            yield scope, scope_id, {term: score for _, _, term, score in run if score > 0}


def _draw_cloud(scores: _Scores, file: Path) -> None:
    colours = {word: COLOURS[rank % len(COLOURS)] for rank, word in enumerate(scores)}
    draw_words(scores, colours)[0].save(file, format="PNG")


def _count_terms(terms: Columns) -> dict[str, _Scores]:
    """Return the commonest terms of each theme with the roots of their counts, which keep the rarer ones readable."""
    found: dict[str, _Scores] = {}
    rows = sorted(zip(terms["theme"], terms["term"], terms["count"], strict=True), key=lambda row: (-row[2], row[1]))
    for theme, term, count in rows:
        own = found.setdefault(theme, {})
        if len(own) < _WORDS:
            own[term] = count**0.5
    return dict(sorted(found.items()))


def _draw_themes(scores: _Scores, themes: Mapping[str, _Scores], file: Path) -> None:
    """Draw the corpus's words in the colours of their themes; those of the themes that have most of it have a colour of their own."""
    of_words = {word: find_theme(word, themes) for word in scores}
    sums: dict[str, float] = {}
    for word, theme in of_words.items():
        if theme:
            sums[theme] = sums.get(theme, 0.0) + scores[word]
    first = sorted(sums, key=lambda theme: (-sums[theme], theme))[: len(_OF_THEMES)]
    legend = dict(zip(first, _OF_THEMES, strict=False))
    colours = {word: legend.get(theme, _OTHER[1]) for word, theme in of_words.items()}
    picture, words = draw_words(scores, colours)
    shown = {colours[word] for word in words}
    add_legend(picture, [entry for entry in (*legend.items(), _OTHER) if entry[1] in shown]).save(file, format="PNG")


def find_theme(word: str, themes: Mapping[str, Mapping[str, float]]) -> str:
    """Return the theme that has a word among its terms, or the longest term in the word, of several the commonest; "" if none has.

    >>> find_theme("农村公路养护", {"三农": {"农村": 9.0}, "交通": {"农村公路": 2.0}}), find_theme("发展", {"三农": {"农村": 9.0}})
    ('交通', '')
    """
    found = [(len(term), count, theme) for theme, terms in themes.items() for term, count in terms.items() if term in word]
    return max(found, key=lambda row: (*row[:2], row[2]))[2] if found else ""


def _list_pairs(documents: Columns, scopes: Mapping[tuple[str, str], _Scores]) -> Iterator[tuple[str, list[tuple[str, _Scores]]]]:
    """Yield the last two years of each place, each with what its report has above the other's."""
    places: dict[str, dict[int, _Scores]] = {}
    for doc_id, place, year in zip(documents["doc_id"], documents["place"], documents["year"], strict=True):
        if place and year is not None and (scores := scopes.get(("document", doc_id))):
            places.setdefault(place, {}).setdefault(year, scores)
    for place, years in sorted(places.items()):
        for pair in list(pairwise(sorted(years)))[-1:]:
            older, newer = (years[year] for year in pair)
            halves = [
                (str(year), subtract_scores(own, other)) for year, own, other in zip(pair, (older, newer), (newer, older), strict=True)
            ]
            if all(scores for _, scores in halves):
                yield f"{place}-{pair[0]}-{pair[1]}", [(f"{place} {year}年", scores) for year, scores in halves]


def subtract_scores(own: Mapping[str, float], other: Mapping[str, float]) -> _Scores:
    """Return by how much words score higher here than there, the highest first.

    >>> subtract_scores({"冬奥": 0.5, "就业": 0.25}, {"就业": 0.5})
    {'冬奥': 0.5}
    """
    more = {word: score - other.get(word, 0.0) for word, score in own.items()}
    return {word: more[word] for word in sorted(more, key=lambda word: (-more[word], word)) if more[word] > 0}


def _draw_pair(halves: list[tuple[str, _Scores]], file: Path) -> None:
    size = (SIZE[0] // 2, SIZE[1])
    drawn = [
        (title, colour, draw_words(scores, dict.fromkeys(scores, colour), size)[0])
        for (title, scores), colour in zip(halves, COLOURS, strict=False)
    ]
    join_halves(drawn).save(file, format="PNG")
