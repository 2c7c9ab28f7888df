"""Three things that a corpus tells at first sight, chosen from finished tables by fixed rules; each with place, year and figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.grammar.place_names import PlaceNames
from pipeline.mining import load_words
from pipeline.schema import Columns
from pipeline.store.parts import PartSeries
from pipeline.views.explorer.amounts import spell_amount

Series = Iterable[Columns]

_MOST: Final = 3
_LEAST_HITS: Final = 10  # of a theme that is said to have grown
_LEAST_REPORTS: Final = 2  # that have a phrase which is said to be new
_OF_TELLING: Final = ("conflict", "restated")  # checks that may be another definition or a revision, and no slip
_OF_TARGETS: Final = (
    *("met", "gap", "low", "high", "place", "plan_period", "doc_id", "start", "end", "indicator", "aspect", "unit", "wording"),
    *("actual", "actual_doc_id"),
)
_OF_AUDIT: Final = ("check", "stated", "computed", "tolerance", "doc_id", "start", "end", "place", "period", "note")
_OF_THEMES: Final = ("doc_id", "theme", "hits", "tokens")
_OF_PHRASES: Final = ("phrase", "first_year", "documents", "count")
_OF_DOCUMENTS: Final = ("doc_id", "place", "parent", "place_code", "place_id", "year", "duplicate_of")


def gather_findings(outputs: Path, parts: Mapping[str, list[str]]) -> list[str]:
    """Return at most three lines on what stands out in the tables whose parts these are; fewer, or none, where little was found.

    In order: the promise that was missed by most, the clearest contradiction, the theme that grew most from a place's report to the
    next, the phrase of most reports that is new in the last year. The same lines for the same tables.
    """
    names = {indicator.id: indicator.name for indicator in load_words().indicators}
    takes: tuple[tuple[Callable[..., str], dict[str, tuple[str, ...]]], ...] = (
        (lambda targets: tell_promise(targets, names), {"targets": _OF_TARGETS}),
        (tell_contradiction, {"audit": _OF_AUDIT}),
        (tell_growth, {"themes": _OF_THEMES, "documents": _OF_DOCUMENTS}),
        (tell_phrase, {"phrases": _OF_PHRASES, "documents": _OF_DOCUMENTS}),
    )
    lines: list[str] = []
    for tell, tables in takes:
        if len(lines) < _MOST and all(table in parts for table in tables):
            line = tell(*(PartSeries(outputs, parts[table], columns) for table, columns in tables.items()))
            lines += [line] if line else []
    return lines


def tell_promise(targets: Series, names: Mapping[str, str]) -> str:
    """Return a line on the promise that was missed by the greatest share of itself; "" where each was kept or its end is not told.

    >>> row = ("no", -3.0, 8.0, None, "青禾镇", "2020", "青禾镇/2020", 5, 9, "gdp", "growth", "%", "8%以上", 5.0, "青禾镇/2021")
    >>> tell_promise([dict(zip(_OF_TARGETS, zip(row)))], {"gdp": "地区生产总值"})
    'target  青禾镇 2020 地区生产总值 growth: 8%以上 promised (青禾镇/2020, 5–9), 5% came (青禾镇/2021)'
    """
    best: tuple[Any, ...] = ()
    for met, gap, low, high, place, period, doc_id, start, end, *rest in _walk_rows(targets, _OF_TARGETS):
        promised = max((abs(bound) for bound in (low, high) if bound is not None), default=0)
        if met == "no" and gap is not None and promised:
            best = _prefer(best, (-abs(gap) / promised, doc_id, start, end, place, period, *rest))
    if not best:
        return ""
    _, doc_id, start, end, place, period, indicator, aspect, unit, wording, actual, other = best
    amount = spell_amount(actual, actual, actual, "eq", unit)
    what = f"{place} {period} {names.get(indicator, indicator)}{'' if aspect == 'level' else f' {aspect}'}"
    return f"target  {what}: {wording} promised ({doc_id}, {start}–{end}), {amount.figure}{amount.unit} came ({other})"


def tell_contradiction(audit: Series) -> str:
    """Return a line on the finding furthest beyond its tolerance, sums before figures told in two ways; "" where there is none.

    >>> row = ("growth", 8.0, 5.0, 0.1, "青禾镇/2021", 5, 9, "青禾镇", "2020", "总产值：105÷100-1=5%，文中为8%")
    >>> tell_contradiction([dict(zip(_OF_AUDIT, zip(row)))])
    'audit   青禾镇 2020 总产值：105÷100-1=5%，文中为8% (青禾镇/2021, 5–9)'
    """
    best: tuple[Any, ...] = ()
    for check, stated, computed, tolerance, *rest in _walk_rows(audit, _OF_AUDIT):
        if None not in (stated, computed) and tolerance:
            best = _prefer(best, (check in _OF_TELLING, -abs(stated - computed) / tolerance, *rest))
    if not best:
        return ""
    _, _, doc_id, start, end, place, period, note = best
    return f"audit   {' '.join(filter(None, (place, period)))} {note} ({doc_id}, {start}–{end})"


def tell_growth(themes: Series, documents: Series) -> str:
    """Return a line on the theme that grew most, in hits in 1,000 words, between the last two reports of a place; "" where none did."""
    reports = _list_reports(documents)
    pairs = {own[-1][1]: (own[-2][1], place, own[-2][0], own[-1][0]) for place, own in reports.items() if len(own) > 1}
    wanted = {*pairs, *(pair[0] for pair in pairs.values())}
    told: dict[tuple[str, str], tuple[int, float]] = {}
    for doc_id, theme, hits, tokens in _walk_rows(themes, _OF_THEMES):
        if doc_id in wanted and tokens:
            told[doc_id, theme] = (hits, 1000 * hits / tokens)
    best: tuple[Any, ...] = ()
    for (doc_id, theme), (hits, share) in told.items():
        if doc_id in pairs and hits >= _LEAST_HITS and (pairs[doc_id][0], theme) in told:
            earlier, *where = pairs[doc_id]
            before = told[earlier, theme][1]
            if share > before:
                best = _prefer(best, (round(before - share, 9), *where, theme, before, share, earlier, doc_id))
    if not best:
        return ""
    _, place, first, last, theme, before, share, earlier, doc_id = best
    return f"theme   {place} {first}→{last} {theme}: {before:.1f} → {share:.1f} hits in 1,000 words ({earlier}, {doc_id})"


def tell_phrase(phrases: Series, documents: Series) -> str:
    """Return a line on the phrase of most reports of the last year that no report of an earlier year has; "" where there is none."""
    years = Counter(year for own in _list_reports(documents).values() for year, _ in own)
    if len(years) < 2:
        return ""
    best: tuple[Any, ...] = ()
    for phrase, first_year, count, uses in _walk_rows(phrases, _OF_PHRASES):
        if first_year == max(years) and count >= _LEAST_REPORTS:
            best = _prefer(best, (-count, -uses, phrase))
    return f"phrase  {max(years)} {best[2]}: in {-best[0]} of {years[max(years)]} reports, and in none before" if best else ""


def _list_reports(documents: Series) -> dict[str, list[tuple[int, str]]]:
    """Return the year and id of each report of a place, in order: one report a year, those with another's text left out."""
    parts = list(documents)
    columns = {name: [cell for part in parts for cell in part[name]] for name in _OF_DOCUMENTS}
    names = PlaceNames(columns)
    own: dict[str, dict[int, str]] = defaultdict(dict)
    for doc_id, year, original in sorted(zip(columns["doc_id"], columns["year"], columns["duplicate_of"], strict=True)):
        if year is not None and original is None and (place := names.find_own(doc_id)):
            own[place].setdefault(year, doc_id)
    return {place: sorted(found.items()) for place, found in sorted(own.items())}


def _prefer(best: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the lesser of two rows; what is missing counts as empty."""
    other = tuple("" if cell is None else cell for cell in other)
    return other if not best or other < best else best


def _walk_rows(series: Series, names: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
    for part in series:
        yield from zip(*(part[name] for name in names), strict=True)
