"""Stage measures: the numbers with their units in each text, and the numbers that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import attrgetter

from pipeline.frames import find_rows, make_columns
from pipeline.grammar.cells import is_row, read_caption, read_cells
from pipeline.grammar.folding import Cleaned, fold_text, squeeze_text
from pipeline.grammar.measures import MeasureFinder
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import MEASURES, Columns, Measure


@lru_cache(maxsize=1)
def _make_finder(lexicon: Lexicon) -> MeasureFinder:
    return MeasureFinder(lexicon.figures)


def find_measures(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the table measures from texts and sentences of a batch.

    A row of kind ``name`` is a span that no one may cut though it is no quantity: a date, a road, a slogan. A figure in a table's cell
    has its row's ``label`` and its column's ``head``.
    """
    finder = _make_finder(lexicon)
    rows: list[tuple[object, ...]] = []
    sentences = tables["sentences"]
    places = find_rows(sentences)
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        own = places.get(doc_id, slice(0, 0))
        cleaned = squeeze_text(fold_text(text), sentences["start"][own], sentences["end"][own])
        numbers = sentences["sentence"][own]
        for sentence, measure, label, head in _read_text(cleaned, finder):
            start, end = cleaned.place_span(measure.start, measure.end)
            rows.append((doc_id, numbers[sentence], start, end, *measure[2:], label, head))
    return {"measures": make_columns(MEASURES, rows)}


def _read_text(cleaned: Cleaned, finder: MeasureFinder) -> Iterator[tuple[int, Measure, str, str]]:
    """Measures of a clean text with the number of their sentence, and label and head where they are cells."""
    found, starts = finder.find(cleaned.text), cleaned.starts
    told = {measure.start: (measure, label, head) for measure, label, head in _read_tables(cleaned, finder)}
    if told:
        plain = (measure for measure in found if measure.start not in told)
        found = sorted([*plain, *(measure for measure, _, _ in told.values())], key=attrgetter("start"))
    sentence = 0
    for measure in found:
        while sentence + 1 < len(starts) and starts[sentence + 1] <= measure.start:
            sentence += 1
        _, label, head = told.get(measure.start, (measure, "", ""))
        yield sentence, measure, label, head


def _read_tables(cleaned: Cleaned, finder: MeasureFinder) -> Iterator[tuple[Measure, str, str]]:
    """Cells of all tables of a clean text: the measure with offsets in it, label and head."""
    if "\t" not in cleaned.text and "|" not in cleaned.text:
        return
    lines = cleaned.text.split("\n")
    first = 0
    while first < len(lines):
        if not is_row(lines[first]):
            first += 1
            continue
        last = first
        while last < len(lines) and is_row(lines[last]):
            last += 1
        caption = next((unit for line in reversed(lines[max(0, first - 2) : first]) if (unit := read_caption(line))), "")
        for cell in read_cells(lines[first:last], caption, finder.find):
            begin = cleaned.starts[first + cell.row]
            yield cell.measure._replace(start=cell.measure.start + begin, end=cell.measure.end + begin), cell.label, cell.head
        first = last
