"""Stage ingest: readings -> documents, their texts, and their sentences with section and part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.frames import empty_columns
from pipeline.grammar.outline import Heading, build_sections, find_headings
from pipeline.grammar.parts import PartRules, compile_rules, find_parts, judge_heading, mark_headings
from pipeline.grammar.places import lower_level, parse_place
from pipeline.grammar.report_periods import Periods, find_periods, find_years
from pipeline.grammar.sentences import Span, find_paragraphs, find_sentences
from pipeline.grammar.titles import Head, Told, find_body, read_head
from pipeline.lexicon.reports import HasReportWords, ReportWords
from pipeline.schema import DOCUMENTS, SENTENCES, TEXTS, Columns, Source

_TOLD = ("title", "place", "level", "year")
_OPENING = 600  # characters of the body that may tell place, genre and period


@dataclass(frozen=True, slots=True)
class _Body:
    """What was found in one text: its paragraphs, their sentences, paths and parts, the first lines and the periods."""

    sentences: list[list[Span]]
    paths: list[tuple[Heading, ...]]
    parts: list[list[str]]
    head: Head
    periods: Periods


def read_reports(sources: Sequence[Source], lexicon: HasReportWords) -> dict[str, Columns]:
    """Make the tables documents, texts and sentences of a batch of readings.

    A failed reading has a row of documents, told from its name and catalogue, and no text. A cell of the catalogue overrides what
    text and name tell. ``sentences``, ``tokens``, ``quantities`` and ``duplicate_of`` of documents stay empty here.
    """
    words = lexicon.reports
    rules = compile_rules(words)
    tables = {table.name: empty_columns(table) for table in (DOCUMENTS, TEXTS, SENTENCES)}
    for source in sources:
        text = source.reading.text
        body = _read_body(source, words, rules)
        row = _describe(source, body)
        for name, column in tables["documents"].items():
            column.append(row.get(name))
        if source.reading.status != "failed":
            tables["texts"]["doc_id"].append(source.doc_id)
            tables["texts"]["text"].append(text)
            _add_sentences(tables["sentences"], source.doc_id, text, body)
    return tables


def _read_body(source: Source, words: ReportWords, rules: PartRules) -> _Body:
    """Find all that one text tells of itself, and its name and catalogue of it."""
    text = source.reading.text
    paragraphs = find_paragraphs(text)
    body = find_body(text, paragraphs, rules.any_heading)
    opening = text[paragraphs[body][0] :][:_OPENING] if body < len(paragraphs) else ""
    head = read_head([text[start:end] for start, end in paragraphs[:body]], opening, _tell_name(source), words)
    head = _correct_head(head, source.catalogue, words)
    headings = find_headings(text, paragraphs, body)
    paths = build_sections(headings, len(paragraphs), rules.tops)
    tops = [heading.title for heading in headings if paths[heading.paragraph][0] is heading]
    year = int(head.year.value) if head.year.value else _year_of_headings(tops, rules)
    if year and not head.year.value:
        head = replace(head, year=Told(str(year), "text"))
    sentences = [find_sentences(text, paragraph) for paragraph in paragraphs]
    parts = find_parts(text, sentences, mark_headings(paths, body, year, rules), year, rules)
    judged = [(title, judge_heading(title, year, rules)[0]) for title in tops]
    reviewed = "\n".join(text[start:end] for (start, end), marks in zip(paragraphs, parts, strict=True) if "review" in marks[:1])
    return _Body(sentences, paths, parts, head, find_periods(year, judged, opening, reviewed))


def _tell_name(source: Source) -> str:
    """Return the name that tells of a report; that of a sheet tells nothing of one of its rows."""
    return "" if source.doc_id.startswith(f"{source.path}#") else source.doc_id


def _year_of_headings(titles: Sequence[str], rules: PartRules) -> int | None:
    """Return the year of a report that only its headings tell: the year of its plan, or the one after its review."""
    for part, step in (("plan", 0), ("review", 1)):
        for title in titles:
            spans = [span for span in find_years(title) if span[0] == span[1]]
            if spans and judge_heading(title, None, rules)[0] == part:
                return spans[-1][1] + step
    return None


def _correct_head(head: Head, cells: Mapping[str, str], words: ReportWords) -> Head:
    """Put the catalogue's cells in place of what text and name tell; a place of the catalogue brings its level and parent along."""
    said = {name: Told(cells[name].strip(), "catalogue") for name in _TOLD if cells.get(name, "").strip()}
    parent, level = head.parent, head.level
    if "place" in said:
        place = parse_place(said["place"].value, words.places)
        parent, level = (place.parent, Told(place.level, "catalogue")) if place else ("", Told())
    parent = cells.get("parent", "").strip() or parent
    return Head(
        title=said.get("title", head.title),
        place=said.get("place", head.place),
        parent=parent,
        level=said.get("level") or replace(level, value=lower_level(level.value, parent, words.places)),
        genre=cells.get("genre", "").strip() or head.genre,
        delivered=cells.get("delivered", "").strip() or head.delivered,
        year=said.get("year", head.year),
    )


def _describe(source: Source, body: _Body) -> dict[str, Any]:
    """Build a report's row of documents, the catalogue over all."""
    reading, head, periods = source.reading, body.head, body.periods
    told = {name: getattr(head, name) for name in _TOLD}
    for name, period, is_told in (
        ("review_period", periods.review, periods.review_told),
        ("plan_period", periods.plan, periods.plan_told),
    ):
        cell = source.catalogue.get(name, "").strip()
        told[name] = Told(cell, "catalogue") if cell else Told(period, "text" if is_told else head.year.source or "text")
    row: dict[str, Any] = {
        "doc_id": source.doc_id, "path": source.path, "sha256": source.sha256, "format": reading.format,
        "encoding": reading.encoding or None, "replaced": reading.replaced, "pages": reading.pages,
        "parent": head.parent or None, "place_code": source.catalogue.get("place_code", "").strip() or None,
        "genre": head.genre or None, "delivered": head.delivered or None,
        "characters": len(reading.text), "status": reading.status, "reason": reading.reason or None,
    }  # fmt: skip
    for name, said in told.items():
        row[name], row[f"{name}_from"] = (said.value, said.source) if said.value else (None, None)
    row["year"] = int(row["year"]) if row["year"] else None
    return row


def _add_sentences(columns: Columns, doc_id: str, text: str, body: _Body) -> None:
    """Append the sentences of one text to the columns of the table sentences."""
    kept: list[Span] = []
    last: tuple[Heading, ...] = ()
    section: str | None = None
    for spans, path, parts in zip(body.sentences, body.paths, body.parts, strict=True):
        if "" in parts:  # residue of a web page: kept in the text, but no sentence of the report
            continue
        if path is not last:
            last, section = path, " / ".join([heading.title for heading in path]) or None
        kept += spans
        columns["section"] += [section] * len(spans)
        columns["part"] += parts
    columns["start"] += [start for start, _ in kept]
    columns["end"] += [end for _, end in kept]
    columns["text"] += [text[start:end] for start, end in kept]
    columns["doc_id"] += [doc_id] * len(kept)
    columns["sentence"] += range(len(kept))
