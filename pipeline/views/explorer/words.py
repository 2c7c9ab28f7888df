"""The page of words: keywords, proposed terms, set phrases over the years, the network, and where indexed terms stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from pipeline.drawing.names import name_picture
from pipeline.schema import Columns
from pipeline.views.explorer.charts import draw_years
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import Register
from pipeline.views.explorer.rows import walk_rows
from pipeline.views.explorer.windows import Windows

_OWN: Final = 30  # keywords of a report
_APART: Final = 24  # words that set it apart
_LINE: Final = 12  # of a year or place
_TERMS: Final = 200
_PHRASES: Final = 60
_PAIRS: Final = 80

Series = Iterable[Columns]


class Keywords:
    """The first keywords of each scope, read piece by piece, and the pictures of their clouds."""

    def __init__(self, keywords: Series, facts: Facts) -> None:
        self._own: dict[str, str] = {}
        self._clouds: dict[str, str] = {}
        self.corpus: list[tuple[str, int, int, float]] = []
        self.years: dict[str, list[str]] = {}
        self.places: dict[str, list[str]] = {}
        lists = {"document": (self._own, _OWN), "year": (self.years, _LINE), "place": (self.places, _LINE)}
        names = ("scope", "scope_id", "rank", "term", "count", "documents", "score")
        taken: set[str] = set()
        for (scope, scope_id), rows in groupby(walk_rows(keywords, *names), lambda row: row[:2]):
            own = list(rows)
            if scope == "document" and any(row[6] > 0 for row in own):
                self._add_cloud(scope_id, taken, facts)
            if scope == "corpus":
                self.corpus += [(term, count, documents, score) for _, _, _, term, count, documents, score in own]
            elif scope in lists:
                target, most = lists[scope]
                terms = [row[3] for row in own if row[2] <= most]
                target[scope_id] = "\n".join(terms) if scope == "document" else terms

    def _add_cloud(self, doc_id: str, taken: set[str], facts: Facts) -> None:
        file = f"clouds/{name_picture('document', doc_id, taken)}.png"
        if file in facts.pictures:
            self._clouds[doc_id] = file

    def find_own(self, doc_id: str) -> list[str]:
        """Return the first keywords of a report."""
        return self._own.get(doc_id, "").split("\n") if doc_id in self._own else []

    def find_cloud(self, doc_id: str) -> str:
        """Return where the picture of a report's cloud lies below the outputs; "" where there is none."""
        return self._clouds.get(doc_id, "")


def read_keyness(keyness: Series) -> dict[str, list[tuple[str, int, int]]]:
    """Return the first terms that set each report apart from the rest, the furthest from chance first: term, count, count in the rest."""
    names = ("scope", "scope_id", "term", "count", "rest_count", "log_likelihood")
    rows = (row[1:] for row in walk_rows(keyness, *names) if row[0] == "document")
    found = {}
    for doc_id, own in groupby(rows, lambda row: row[0]):
        first = sorted(own, key=lambda row: (-row[4], row[1]))[:_APART]
        found[doc_id] = [(term, count, rest) for _, term, count, rest, _ in first]
    return found


def list_terms(terms: Series, register: Register, windows: Windows) -> Callable[[], list[dict[str, Any]]]:
    """Ask for the examples of the most frequent proposed terms, and return what gives their rows when they were found."""
    names = (
        "term", "count", "documents", "cohesion", "left_entropy", "right_entropy", "example_doc_id", "example_start", "example_end",
    )  # fmt: skip
    rows = sorted(walk_rows(terms, *names), key=lambda row: (-(row[1] or 0), row[0]))[:_TERMS]
    for row in rows:
        windows.ask(*row[6:])

    def describe() -> list[dict[str, Any]]:
        return [
            dict(zip(names, row, strict=True)) | {"quote": windows.find(*row[6:]), "address": register.link_span(*row[6:])} for row in rows
        ]

    return describe


def list_phrases(phrases: Series, phrase_years: Series, facts: Facts) -> list[tuple[Any, ...]]:
    """Return the phrases of most reports: phrase, kind, count, documents, first and last year, and a picture of its years."""
    names = ("phrase", "kind", "count", "documents", "first_year", "last_year")
    rows = sorted(walk_rows(phrases, *names), key=lambda row: (-(row[3] or 0), -(row[2] or 0), row[0]))[:_PHRASES]
    shown = {row[0] for row in rows}
    years: dict[str, dict[int, float]] = {}
    for phrase, year, documents in walk_rows(phrase_years, "phrase", "year", "documents"):
        if phrase in shown and year is not None:
            years.setdefault(phrase, {})[year] = documents
    told = [year for own in years.values() for year in own]
    span = (min(told), max(told)) if told else (0, 0)
    pictures = [draw_years(years.get(row[0], {}), span, f"{row[0]}各年出现的报告份数") for row in rows]
    kinds = [facts.find_title("phrases", "kind", row[1]) for row in rows]
    return [(row[0], kind, *row[2:], picture) for row, kind, picture in zip(rows, kinds, pictures, strict=True)]


def list_pairs(networks: Series) -> list[tuple[str, str, int, float]]:
    """Return the corpus's pairs of most sentences: two terms, sentences that hold both, and how strongly they go together (npmi)."""
    names = ("scope", "source", "target", "sentences", "npmi")
    found = [row[1:] for row in walk_rows(networks, *names) if row[0] == "corpus"]
    return sorted(found, key=lambda row: (-(row[2] or 0), row[0], row[1]))[:_PAIRS]


def describe_words(tables: Mapping[str, Series], keywords: Keywords, facts: Facts) -> dict[str, Any]:
    """Return what the template of the page takes, but for proposed terms and the index of the concordance."""
    return {
        "keywords": keywords,
        "phrases": list_phrases(tables["phrases"], tables["phrase_years"], facts),
        "pairs": list_pairs(tables["networks"]),
        "network": "../figures/network.svg" if "figures/network.svg" in facts.pictures else "",
    }
