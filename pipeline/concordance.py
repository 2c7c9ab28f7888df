"""Concordance: every place of a term in the reports of finished outputs, with the words around it (keyword in context)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.schema import Columns
from pipeline.shingles import fold_signs
from pipeline.store.parts import read_part
from pipeline.store.record import expect_finished
from pipeline.store.refusal import Refused

COLUMNS: Final = ("doc_id", "year", "start", "end", "left", "term", "right")
_AROUND: Final = 40  # characters of context on each side
_READ: Final = 3 * _AROUND  # characters that are looked at for them, blanks and breaks among these
_BLANKS: Final = re.compile(r"(?<![A-Za-z0-9,.;:])\s+|\s+(?![A-Za-z0-9])")  # all but those between words of letters


def find_places(term: str, outputs: Path | str) -> Columns:
    """Return every place of a term in finished outputs, in the order of the reports: columns doc_id, year, start, end, left, term, right.

    Blanks, line breaks and full-width forms do not matter; ``term`` is as the text has it. ``left`` and ``right`` are up to 40 characters
    of the text around it, without line breaks. A report with the text of another one (duplicate_of) is left out. Raises Refused for
    outputs without texts and for a term of blanks alone.
    """
    outputs = Path(outputs)
    record = expect_finished(outputs)
    if not (wanted := _fold(term)[0]):
        raise Refused(f"{term!r} is no term; write a word")
    found: Columns = {name: [] for name in COLUMNS}
    for texts, documents in zip(record.tables["texts"]["parts"], record.tables["documents"]["parts"], strict=True):
        told = read_part(outputs, documents, ("doc_id", "year", "duplicate_of"))
        rows = dict(zip(told["doc_id"], zip(told["year"], told["duplicate_of"], strict=True), strict=True))
        part = read_part(outputs, texts)
        for doc_id, text in zip(part["doc_id"], part["text"], strict=True):
            year, first = rows[doc_id]
            for start, end in _find_spans(wanted, text) if first is None else ():
                cells = (doc_id, year, start, end, *read_context(text, start, end))
                for name, cell in zip(COLUMNS, cells, strict=True):
                    found[name].append(cell)
    return found


def _fold(text: str) -> tuple[str, list[int]]:
    folded = fold_signs(text)
    return folded.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), folded.places.tolist()


def _find_spans(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    folded, places = _fold(text)
    at = folded.find(wanted)
    while at >= 0:
        yield places[at], places[at + len(wanted) - 1] + 1
        at = folded.find(wanted, at + len(wanted))


def read_context(text: str, start: int, end: int) -> tuple[str, str, str]:
    r"""Return what stands before a span, the span and what stands after it, each on one line.

    >>> read_context("一是优化\n营商　环境，便利企业。", 5, 10)
    ('一是优化', '营商环境', '，便利企业。')
    """
    left = _flatten(text[max(0, start - _READ) : start])
    right = _flatten(text[end : end + _READ])
    return left[-_AROUND:], _flatten(text[start:end]), right[:_AROUND]


def _flatten(text: str) -> str:
    return _BLANKS.sub("", text.replace("\ufeff", "").replace("\u200b", "")).replace("\n", " ")


def list_lines(places: Columns, *, limit: int, width: int) -> list[str]:
    """Return lines for a terminal: report, year, left context, term, right context, one under the other.

    A Han character takes two columns; ``width`` is the columns of each context, ``limit`` the most lines (0: all).
    """
    from rich.cells import cell_len, set_cell_size

    shown = len(places["start"]) if limit <= 0 else limit
    cells = list(zip(*(places[name][:shown] for name in COLUMNS), strict=True))
    longest = max((cell_len(row[0]) for row in cells), default=0)
    widest = max((cell_len(row[5]) for row in cells), default=0)
    lines = []
    for doc_id, year, _, _, left, term, right in cells:
        while cell_len(left) > width:
            left = left[1:]
        before = " " * (width - cell_len(left)) + left
        after = set_cell_size(right, width)
        lines.append(f"{set_cell_size(doc_id, longest)}  {year or '':>4}  {before}  {set_cell_size(term, widest)}  {after}".rstrip())
    return lines


def count_found(term: str, places: Columns, shown: int, outputs: Path) -> str:
    """Return the line that says how much was found, and how to see all of it."""
    total, reports = len(places["start"]), len(set(places["doc_id"]))
    if not total:
        return f"{term} stands in no report of {outputs}"
    counted = f"{total:,} {'place' if total == 1 else 'places'} in {reports:,} {'report' if reports == 1 else 'reports'}"
    return counted if shown == total else f"{shown:,} of {counted}; all with --limit 0"
