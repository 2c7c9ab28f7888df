"""Spans that tint a report's text (set phrases, words of themes, passages of the report before), kept small for many reports."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

from pipeline.schema import Columns
from pipeline.views.explorer.body import Layer
from pipeline.views.explorer.rows import walk_rows

_KINDS: Final = ("phrase", "theme", "reused")


class LayerIndex:
    """The spans of each report, as numbers."""

    def __init__(self) -> None:
        self._titles: dict[str, int] = {}
        self._spans: dict[str, array[int]] = {}

    def add(self, parts: Iterable[Columns], kind: str, title: str) -> None:
        """Take the rows of a table (doc_id, start, end) as spans of a kind; the column ``title`` says what each is."""
        number = _KINDS.index(kind)
        for doc_id, start, end, name in walk_rows(parts, "doc_id", "start", "end", title):
            titled = self._titles.setdefault(name, len(self._titles))
            self._spans.setdefault(doc_id, array("q")).extend((start, end, len(_KINDS) * titled + number))

    def take(self, doc_id: str) -> list[Layer]:
        """Return the spans of a report in order, and forget them."""
        flat = self._spans.pop(doc_id, array("q"))
        names = list(self._titles)
        rows = zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        return sorted(Layer(start, end, _KINDS[code % len(_KINDS)], names[code // len(_KINDS)]) for start, end, code in rows)
