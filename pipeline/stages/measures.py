"""Stage measures: the numbers with their units in each text, and the numbers that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

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
    at = 0
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        first = at
        while at < len(sentences["doc_id"]) and sentences["doc_id"][at] == doc_id:
            at += 1
        cleaned = squeeze_text(fold_text(text), sentences["start"][first:at], sentences["end"][first:at])
        numbers = sentences["sentence"][first:at]
        for sentence, measure, label, head in _read_text(cleaned, finder):
            start, end = cleaned.place_span(measure.start, measure.end)
            rows.append((doc_id, numbers[sentence], start, end, *measure[2:], label, head))
    names = MEASURES.names
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {"measures": {name: list(column) for name, column in zip(names, columns, strict=True)}}


def _read_text(cleaned: Cleaned, finder: MeasureFinder) -> Iterator[tuple[int, Measure, str, str]]:
    """Measures of a clean text with the number of their sentence, and label and head where they are cells."""
    cells = _read_tables(cleaned, finder)
    starts = cleaned.starts
    sentence = 0
    found = finder.find(cleaned.text)
    if cells:
        taken = {cell.start for _, cell, _, _ in cells}
        plain = [measure for measure in found if measure.start not in taken]
        spans = sorted((cell.start, number) for number, (_, cell, _, _) in enumerate(cells))
        found = sorted([*plain, *(cells[number][1] for _, number in spans)], key=lambda measure: measure.start)
    told = {cell.start: (label, head) for _, cell, label, head in cells}
    for measure in found:
        while sentence + 1 < len(starts) and starts[sentence + 1] <= measure.start:
            sentence += 1
        yield (sentence, measure, *told.get(measure.start, ("", "")))


def _read_tables(cleaned: Cleaned, finder: MeasureFinder) -> list[tuple[int, Measure, str, str]]:
    """Cells of all tables of a clean text, their measures with offsets in it."""
    if "\t" not in cleaned.text and "|" not in cleaned.text:
        return []
    lines = cleaned.text.split("\n")
    found = []
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
            measure = cell.measure._replace(start=cell.measure.start + begin, end=cell.measure.end + begin)
            found.append((first + cell.row, measure, cell.label, cell.head))
        first = last
    return found
