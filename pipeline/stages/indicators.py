"""Stage indicators: the quantities that tell of a known indicator — which one, what of it, where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.frames import find_rows, make_columns
from pipeline.grammar.aspects import Number
from pipeline.grammar.contexts import Quantity
from pipeline.grammar.folding import fold_letters, fold_text, squeeze_sentence
from pipeline.grammar.observations import ObservationReader
from pipeline.grammar.pairs import Told
from pipeline.grammar.rules import DOUBLED, has_rule
from pipeline.grammar.scopes import Home
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import OBSERVATIONS, Columns


@lru_cache(maxsize=1)
def _make_reader(lexicon: Lexicon) -> ObservationReader:
    return ObservationReader(lexicon.indicators, lexicon.reports.places)


def link_observations(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the table observations: a row for each quantity and indicator that it tells of.

    Takes documents (place, place_code, level, parent), sentences and quantities. A quantity whose name is no indicator of the registry,
    or that is of another place without a name, has no row.
    """
    reader = _make_reader(lexicon)
    quantities, sentences = tables["quantities"], tables["sentences"]
    homes = _read_homes(tables["documents"])
    places = find_rows(sentences)
    rows: list[tuple[Any, ...]] = []
    for doc_id, number, first, stop in _walk_sentences(quantities):
        at = places[doc_id].start + number
        text, abouts = sentences["text"][at], quantities["about"][first:stop]
        if fold_letters(text) is not text:
            abouts = [fold_letters(about, old=True) for about in abouts]
        if reader.may_name(abouts):
            clean, found = _clean_sentence(text, sentences["start"][at], quantities, range(first, stop), abouts)
            rows += _write_rows(reader.read(clean, found, homes[doc_id]), quantities, first)
    return {"observations": make_columns(OBSERVATIONS, rows)}


def _read_homes(documents: Columns) -> dict[str, Home]:
    names = ("doc_id", "place", "place_code", "level", "parent")
    return {doc_id: Home(*place) for doc_id, *place in zip(*(documents[name] for name in names), strict=True)}


def _walk_sentences(quantities: Columns) -> Iterator[tuple[str, int, int, int]]:
    """Document, sentence, first row and last row (exclusive) of the quantities of each sentence."""
    first = 0
    keys = list(zip(quantities["doc_id"], quantities["sentence"], strict=True))
    for row, key in enumerate(keys):
        if row + 1 == len(keys) or keys[row + 1] != key:
            yield *key, first, row + 1
            first = row + 1


def _clean_sentence(text: str, start: int, quantities: Columns, rows: Sequence[int], abouts: Sequence[str]) -> tuple[str, list[Quantity]]:
    """A clean sentence, and its quantities in it."""
    clean, cleaned = squeeze_sentence(fold_text(text), 0, len(text))
    found = []
    left = 0
    for row, about in zip(rows, abouts, strict=True):
        begin, end = quantities["start"][row] - start, quantities["end"][row] - start
        if cleaned:
            begin, end = cleaned.find_clean_span(begin, end)
        figures = (quantities["value"][row], quantities["low"][row], quantities["high"][row])
        number = Number(
            *(quantities[name][row] for name in ("kind", "unit", "relation", "direction")), figures, clean[left:begin],
            has_rule(quantities["rules"][row], DOUBLED),
        )  # fmt: skip
        found.append(Quantity(begin, end, about, number, quantities["period"][row], quantities["status"][row]))
        left = end
    return clean, found


def _write_rows(told: Sequence[Told], quantities: Columns, first: int) -> Iterator[tuple[Any, ...]]:
    """The rows of one sentence whose quantities begin at row ``first``."""
    for one in told:
        row = first + one.at
        value, low, high = (quantities[name][row] for name in ("value", "low", "high"))
        if one.turned:
            value, low, high = (None if figure is None else -figure for figure in (value, high, low))
        pair = (None, None) if one.pair is None else (quantities["start"][first + one.pair], quantities["end"][first + one.pair])
        yield (
            one.indicator.id, one.indicator.name, one.aspect, *one.place, quantities["period"][row], one.basis or None, value, low, high,
            quantities["unit"][row], quantities["bound"][row], one.direction, quantities["status"][row], quantities["doc_id"][row],
            quantities["start"][row], quantities["end"][row], *pair,
        )  # fmt: skip
