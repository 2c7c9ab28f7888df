"""Own names: what a report's own place is called, which every report of it says often and which therefore says nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.lexicon.reports import PlaceWord
from pipeline.schema import Columns

NOTHING: Final[frozenset[str]] = frozenset()
_SHORTEST: Final = 2  # characters of a name without its ending

_Place = tuple[str, str]  # what a document calls its place and the one above it


class OwnNames:
    """The names of the places of documents and of the places above them, with and without their endings.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> names = OwnNames({"doc_id": ["a"], "place": ["砚塘镇"], "parent": ["槐川县"]}, load_report_words().places)
    >>> sorted(names.find_document("a"))
    ['槐川', '槐川县', '槐川县砚塘镇', '砚塘', '砚塘镇']
    """

    def __init__(self, documents: Columns, words: Iterable[PlaceWord]) -> None:
        """Read doc_id, place and parent of documents; ``words`` tell how places end, and the short names of provinces."""
        words = list(words)
        self._endings = sorted((word.form for word in words if word.kind == "suffix"), key=lambda form: (-len(form), form))
        self._forms: dict[str, set[str]] = {}
        for word in words:
            if word.full:
                self._forms.setdefault(word.full, set()).add(word.form)
        self._documents: dict[str, _Place] = {}
        self._places: dict[str, list[_Place]] = {}
        known: dict[_Place, _Place] = {}
        for doc_id, *cells in zip(*(documents[name] for name in ("doc_id", "place", "parent")), strict=True):
            told = cells[0] or "", cells[1] or ""
            if told not in known and told[0]:
                self._places.setdefault(told[0], []).append(told)
            self._documents[doc_id] = known.setdefault(told, told)

    def find_document(self, doc_id: str) -> frozenset[str]:
        """Return what the place of a document, and the one above it, are called."""
        return self._call_both(*self._documents[doc_id]) if doc_id in self._documents else NOTHING

    def find_place(self, place: str) -> frozenset[str]:
        """Return what a place, and those above it, are called."""
        return NOTHING.union(*(self._call_both(*told) for told in self._places.get(place, ())))

    def _call_both(self, place: str, parent: str) -> frozenset[str]:
        return self._call(place) | self._call(parent) | ({parent + place} if parent and place else NOTHING)

    def _call(self, name: str) -> frozenset[str]:
        if not name:
            return NOTHING
        ending = next((form for form in self._endings if name.endswith(form) and len(name) >= len(form) + _SHORTEST), "")
        return frozenset({name, name.removesuffix(ending), *self._forms.get(name, ())})
