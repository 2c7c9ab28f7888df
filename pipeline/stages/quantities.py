"""Stage quantities: what is said of each measure — bound, relation, about, period, status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.encoded import view_integers
from pipeline.frames import find_rows, make_columns
from pipeline.grammar.folding import JUNK, Cleaned, fold_letters, fold_signs, squeeze_sentence
from pipeline.grammar.heads import HeadReader
from pipeline.grammar.modifiers import Modifier, ModifierReader, compile_forms, share_bounds
from pipeline.grammar.openings import find_last, open_paragraph
from pipeline.grammar.periods import PeriodReader
from pipeline.grammar.roles import Words
from pipeline.grammar.rules import BARE, CELL, has_rule
from pipeline.grammar.signs import role_forms
from pipeline.grammar.stretches import Stretches
from pipeline.grammar.time_words import Anchor, Context
from pipeline.grammar.years import read_span
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import PARTS, QUANTITIES, Columns, Measure, Table

_ROW = Table("rows", (), tuple(column for column in QUANTITIES.columns if column.name not in ("doc_id", "text")))  # a row as it is read
_ABOUT = 11  # where the name stands in it
_OPENING = 60  # characters of a sentence without figures that may open its paragraph with a span of years
_ADDRESS = 8  # characters of a sentence that only addresses the listeners (各位代表！)
_TURNING = ("五年来", "一年来", "过去五年", "过去一年", "过去的五年", "过去的一年")  # a sentence turns with them wherever it stands
_YEARS = re.compile("年|五”|五时期|本届")
_HEADS = frozenset("五一过去今明二12")  # what those and these begin with
_LEAD = re.compile(r"\s*(?:过去|去年|今年|明年|一年来|(?:19|20)\d\d年|[一二][零一二三四五六七八九]{3}年)")  # of a sentence without figures
_GROWTH = re.compile(r"增长|增幅|增速|±|涨幅|同比")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_PLANNED = re.compile(r"计划|目标|预期|任务|拟")


class _Readers(NamedTuple):
    modifiers: ModifierReader
    heads: HeadReader
    periods: PeriodReader
    sums: re.Pattern[str]


class _Report(NamedTuple):
    """A text, the same in new letters, that with its signs folded, and the tables that its measures and tokens stand in."""

    text: str
    lettered: str
    folded: str
    measures: Columns
    tokens: Columns


@lru_cache(maxsize=1)
def _make_readers(lexicon: Lexicon) -> _Readers:
    words = lexicon.figures
    trends = [cue.form for cue in words.cues if cue.role in ("trend", "object_trend", "comparative")]
    rates = [cue.form for cue in words.cues if cue.role == "trend_noun"]
    sums = re.compile(f"(?:{compile_forms(cue.form for cue in words.cues if cue.role == 'sum')})$")
    return _Readers(ModifierReader(words.cues), HeadReader(words.heads, trends, rates), PeriodReader(words.cues), sums)


def describe_quantities(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the table quantities from the measures of a batch, read in their sentences' words.

    Takes documents (year and periods), texts, sentences (part), measures and tokens.
    """
    readers = _make_readers(lexicon)
    contexts = _read_contexts(tables["documents"])
    rows: list[tuple[Any, ...]] = []
    doc_ids: list[str] = []
    texts: list[str] = []
    rows_of = {name: find_rows(tables[name]) for name in ("sentences", "measures", "tokens")}
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        places = {name: rows_of[name].get(doc_id, slice(0, 0)) for name in rows_of}
        found = _read_document(text, tables, places, contexts[doc_id], readers)
        rows += found
        doc_ids += [doc_id] * len(found)
        texts += [text[row[1] : row[2]] for row in found]
    return {"quantities": {"doc_id": doc_ids, "text": texts, **make_columns(_ROW, rows)}}


def _read_contexts(documents: Columns) -> dict[str, Context]:
    rows = zip(documents["doc_id"], documents["year"], documents["review_period"], documents["plan_period"], strict=True)
    return {doc_id: Context(year or 0, read_span(review), read_span(plan), "") for doc_id, year, review, plan in rows}


def _read_document(
    text: str, tables: Mapping[str, Columns], places: Mapping[str, slice], context: Context, readers: _Readers
) -> list[tuple[Any, ...]]:
    """Rows of one document, sentence by sentence."""
    sentences, own = tables["sentences"], places["sentences"]
    starts, ends, numbers, titles, parts = (sentences[name][own] for name in ("start", "end", "sentence", "section", "part"))
    lettered = fold_letters(text)
    folded = fold_signs(lettered)
    report = _Report(text, lettered, folded, tables["measures"], tables["tokens"])
    sentence_of, kinds, at, stop = report.measures["sentence"], report.measures["kind"], places["measures"].start, places["measures"].stop
    opened: Anchor | None = None
    told: tuple[str, Context] | None = None  # the sentence with figures before this one
    stretches, fresh, before = Stretches(context), False, 0
    firsts, lasts = _find_tokens(report.tokens, places["tokens"], starts, ends)
    contexts = {part: context._replace(part=part) for part in PARTS}
    rows: list[tuple[Any, ...]] = []
    for index, (start, end, number) in enumerate(zip(starts, ends, numbers, strict=True)):
        new_paragraph = not before or (before < start and ("\n" in text[before:start] or "\r" in text[before:start]))
        before, first = end, at
        while at < stop and sentence_of[at] == number:
            at += 1
        if new_paragraph:
            opened = None
        timed = folded[start] in _HEADS or folded[start].isspace()
        begins = new_paragraph or fresh or (timed and folded.startswith(_TURNING, start))
        fresh = end - start <= _ADDRESS and begins
        if not index or titles[index] != titles[index - 1]:
            stretches.enter(titles[index] or "", parts[index])
        led = begins and _YEARS.search(folded, start, min(end, start + _OPENING))
        if first == at and not led and not (timed and _LEAD.match(folded, start)):
            continue
        clean, cleaned = squeeze_sentence(folded, start, end)
        if first == at:
            clean = clean[:_OPENING]
        if begins:
            stretches.turn(clean, parts[index])
        here = stretches.place(contexts[parts[index]])
        opened = open_paragraph(clean, here, opened, leads=begins or first == at)
        if taken := [k for k in range(first, at) if kinds[k] != "name"]:
            held = (find_last(*told) if told and clean.startswith("其中") else None) or opened or stretches.past
            told = clean, here
            near = slice(firsts[index], lasts[index])
            rows += _read_figures(report, (start, end, cleaned), near, taken, (clean, here, held), readers)
    return rows


def _read_figures(
    report: _Report,
    place: tuple[int, int, Cleaned | None],
    near: slice,
    taken: Sequence[int],
    said: tuple[str, Context, Anchor | None],
    readers: _Readers,
) -> Iterable[tuple[Any, ...]]:
    """Rows of the figures of one sentence, of which ``place`` is its span and what was squeezed of it, ``near`` its tokens."""
    start, end, cleaned = place
    clean, context, held = said
    rewritten = report.lettered is not report.text and report.lettered[start:end] != report.text[start:end]
    found = [_clean_measure(report.measures, k, start, cleaned) for k in taken]
    words = _words(report.tokens, near, start, len(clean) < end - start, report.lettered if rewritten else "")
    rows = _read_sentence((clean, words, context, held), report.measures, taken, found, readers)
    return (_write_source(row, clean, start, cleaned, report.text) for row in rows) if rewritten else rows


def _find_tokens(tokens: Columns, own: slice, starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
    """Where the tokens of each sentence of a document begin and end among those of all."""
    import numpy as np

    places = view_integers(tokens["start"][own])
    return (own.start + np.searchsorted(places, starts)).tolist(), (own.start + np.searchsorted(places, ends)).tolist()


def _write_source(row: tuple[Any, ...], clean: str, start: int, cleaned: Cleaned | None, text: str) -> tuple[Any, ...]:
    """A row whose name is written as the text has it."""
    name = row[_ABOUT]
    at = clean.find(name)
    if at < 0:
        return row
    places = range(at, at + len(name))
    written = "".join([text[cleaned.place(place) if cleaned else start + place] for place in places])
    return (*row[:_ABOUT], fold_signs(written), *row[_ABOUT + 1 :])


def _clean_measure(measures: Columns, k: int, begin: int, cleaned: Cleaned | None) -> Measure:
    """A measure with its offsets in the sentence that begins at an offset: a clean one where it was squeezed."""
    start, end = measures["start"][k] - begin, measures["end"][k] - begin
    if cleaned:
        start, end = cleaned.find_clean_span(start + begin, end + begin)
    return Measure(
        start, end, measures["kind"][k], measures["value"][k], measures["low"][k], measures["high"][k], measures["unit"][k],
        measures["bound"][k], measures["rules"][k],
    )  # fmt: skip


def _words(tokens: Columns, side: slice, start: int, squeezed: bool, lettered: str) -> Words:
    """The words of a sentence with their starts in the clean sentence, as ``lettered`` writes them if it is given."""
    words, tags = tokens["word"][side], tokens["pos"][side]
    starts = view_integers(tokens["start"][side])
    if lettered:
        words = [lettered[begin:end] for begin, end in zip(starts.tolist(), tokens["end"][side], strict=True)]
    if not squeezed:
        return Words((starts - start).tolist(), words, tags)
    begins, kept, at = [], [], 0
    for number, word in enumerate(words):
        if clean := JUNK.sub("", word):
            begins.append(at)
            kept.append((clean, tags[number]))
            at += len(clean)
        elif "\t" in word:
            begins.append(at)
            kept.append(("\t", "x"))
            at += 1
    return Words(begins, [word for word, _ in kept], [tag for _, tag in kept])


def _read_sentence(
    place: tuple[str, Words, Context, Anchor | None], measures: Columns, taken: Sequence[int], found: Sequence[Measure], readers: _Readers
) -> Iterator[tuple[Any, ...]]:
    """Rows of one sentence, without the document's id."""
    clean, words, context, opened = place
    modifiers: list[Modifier] = []
    previous = None
    for index, measure in enumerate(found):
        left = found[index - 1].end if index else 0
        right = found[index + 1].start if index + 1 < len(found) else len(clean)
        previous = readers.modifiers.read(clean, left, measure, right, previous)
        modifiers.append(previous)
    share_bounds(clean, found, modifiers)
    abouts = readers.heads.read(clean, words, found, modifiers)
    dated = readers.periods.read(clean, found, modifiers, abouts, context, opened)
    for k, measure, modifier, about, (period, status, rule) in zip(taken, found, modifiers, abouts, dated, strict=True):
        start, end = measures["start"][k], measures["end"][k]
        if measure.rules == BARE and readers.sums.search(about) and clean[measure.end - 1] in role_forms("magnitude"):
            measure = measure._replace(kind="money", unit="CNY", rules=f"{BARE};sum")
        rules = ";".join((measure.rules, *modifier.rules, rule, f"status:{status}"))
        row = (
            measures["sentence"][k], start, end, measure.kind, modifier.value, modifier.low, modifier.high, measure.unit, modifier.bound,
            modifier.relation, modifier.direction, about, period, status, rules,
        )  # fmt: skip
        yield _read_cell(row, measures["label"][k], measures["head"][k], measure, context) if has_rule(measure.rules, CELL) else row


def _read_cell(row: tuple[Any, ...], label: str, head: str, measure: Measure, context: Context) -> tuple[Any, ...]:
    """A cell is about its row's label; its head may tell the year, a change or a plan."""
    relation, direction, value, low, high = row[9], row[10], measure.value, measure.low, measure.high
    if _GROWTH.search(head) and measure.kind in ("percent", "point"):
        relation, direction = "delta", "down" if (value or 0) < 0 else "up"
        value, low, high = (None if number is None else abs(number) for number in (value, low, high))
    elif measure.kind != "percent":
        relation, direction = "level", "none"
    year = _YEAR.search(head)
    planned = bool(_PLANNED.search(head)) or (context.part == "plan" and not year)
    span = context.plan if planned else context.review
    period = year[1] if year else (str(span[1]) if span[1] else row[12])
    status = "target" if planned or (year and context.review[1] and int(year[1]) > context.review[1]) else "actual"
    return (*row[:4], value, low, high, row[7], measure.bound, relation, direction, label, period, status, row[14])
