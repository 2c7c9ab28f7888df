"""The sentences that pages over all reports quote: asked for first, found when the reports pass by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.views.explorer.report import clip_sentence

MOST: Final = 40_000  # that are kept
_REACH: Final = 90  # characters each side


class Quote(NamedTuple):
    """A span in its sentence."""

    before: str
    text: str
    after: str


class Windows:
    """Quotes by report and span; beyond 40,000 none is kept, and pages link to the reports alone."""

    def __init__(self) -> None:
        self._wanted: dict[str, dict[tuple[int, int], Quote | None]] = {}
        self._count = 0

    def ask(self, doc_id: str | None, start: int | None, end: int | None) -> None:
        """Ask for a span."""
        if doc_id and start is not None and end is not None and self._count < MOST:
            self._wanted.setdefault(doc_id, {})[start, end] = None
            self._count += 1

    def fill(self, documents: Mapping[str, tuple[str, Sequence[int], Sequence[int]]]) -> None:
        """Find what was asked of these reports: each has its text and the edges of its sentences."""
        for doc_id, (text, starts, ends) in documents.items():
            own = self._wanted.get(doc_id, {})
            for span in own:
                own[span] = Quote(*clip_sentence(text, starts, ends, span, _REACH))

    def find(self, doc_id: str | None, start: int | None, end: int | None) -> Quote | None:
        """Return a quote that was asked for and found."""
        if doc_id is None or start is None or end is None:
            return None
        return self._wanted.get(doc_id, {}).get((start, end))
