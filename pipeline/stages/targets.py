"""Targets: what reports promise, beside what later reports say came out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pipeline.frames import make_columns
from pipeline.grammar.amounts import ABOUT, Amount, read_amount
from pipeline.grammar.modifiers import BoundWords, compile_bounds
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import TARGETS, Columns

_YEAR: Final = re.compile(r"\d{4}")
_WIDEST: Final = 12  # characters before a number that its bound words may take
# Bases of a growth or change that may stand for each other where no report tells the target's own.
_ALIKE: Final = ("yoy", "", "comparable_prices", "comparable_scope", "nominal")
_SAME: Final = TARGETS.names.index("wording")  # of the cells of a row, those that tell what is promised
_TINY: Final = 1e-9
_CELLS: Final = (
    "place", "period", "indicator", "aspect", "basis", "unit", "value", "low", "high", "bound", "direction", "doc_id", "start", "end",
)  # fmt: skip
_Series = tuple[str, str, str, str]  # place, indicator, aspect, period


class _Outcome(NamedTuple):
    """What came out, or was expected to, as the panel has it."""

    amount: Amount
    unit: str
    doc_id: str
    start: int
    end: int
    done: bool


def match_targets(
    observations: Iterable[Columns], texts: Iterable[Columns], panel_long: Iterable[Columns], documents: Columns, lexicon: Lexicon
) -> dict[str, Iterator[Columns]]:
    """Make the table targets, part by part: a row a promise, where a report makes it first, and what a later report tells of it.

    ``actual`` is the panel's value where a later report tells it: what was done, else what that report expected (预计).

    A report that says the same again (the same place, period, indicator, basis and bounds) has one row for it; one that promises more or
    less elsewhere has a row for each.
    ``plan_period`` is the year or span that the target is for; ``year`` is told for a single year alone, and never for a yearly average.
    What is to fall is negative. ``gap`` is the actual value minus the nearest bound. ``met`` says whether the bound is kept: a number
    without one is the least that is promised, of the indicators in ceilings.csv and of what is to fall the most; 左右 gives way by five
    per cent. It is unknown where no later report tells, or only a bound that does not decide it.
    """
    names = PlaceNames(documents)
    promised = {_key_series(row) for part in observations for row in _read_promised(part, names)}
    outcomes = _read_outcomes(panel_long, promised)
    years = dict(zip(documents["doc_id"], documents["year"], strict=True))
    words = compile_bounds(lexicon.figures.cues)

    def match_parts() -> Iterator[Columns]:
        for part, bodies in zip(observations, texts, strict=True):
            body = dict(zip(bodies["doc_id"], bodies["text"], strict=True))
            rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
            for row in _read_promised(part, names):
                written = _write_row(row, body[row["doc_id"]], words, _find_outcome(row, outcomes, years), lexicon.ceilings)
                rows.setdefault((row["doc_id"], *written[:_SAME]), written)
            yield make_columns(TARGETS, list(rows.values()))

    return {"targets": match_parts()}


def _read_promised(part: Columns, names: PlaceNames) -> Iterator[dict[str, Any]]:
    """The cells of each observation that is promised, its place called as in the panel."""
    promised = [status == "target" for status in part["status"]]
    for cells, keep in zip(zip(*(part[name] for name in _CELLS), strict=True), promised, strict=True):
        if keep:
            row = dict(zip(_CELLS, cells, strict=True))
            row["place"] = names.find_place(row["doc_id"], row["place"]) or None
            yield row


def _key_series(row: Mapping[str, Any]) -> _Series:
    return row["place"] or "", row["indicator"], row["aspect"], row["period"] or ""


def _read_outcomes(panel_long: Iterable[Columns], promised: Collection[_Series]) -> dict[_Series, dict[str, _Outcome]]:
    """What came out, by basis, of each series and period that anything is promised of."""
    outcomes: dict[_Series, dict[str, _Outcome]] = {}
    names = ("value", "low", "high", "bound", "unit", "chosen_doc_id", "chosen_start", "chosen_end", "status", "basis")
    keys = ("place", "indicator", "aspect", "period")
    for part in panel_long:
        keyed = zip(*(part[name] for name in keys), strict=True)
        for key, cells in zip(keyed, zip(*(part[name] for name in names), strict=True), strict=True):
            *figure, unit, doc_id, start, end, status, basis = cells
            if key in promised:
                outcomes.setdefault(key, {})[basis or ""] = _Outcome(Amount(*figure, 0.0), unit, doc_id, start, end, status == "actual")
    return outcomes


def _find_outcome(
    row: Mapping[str, Any], outcomes: Mapping[_Series, Mapping[str, _Outcome]], years: Mapping[str, int | None]
) -> _Outcome | None:
    """What a later report says came out of a target: on its own basis, else on one that may stand for it; estimates come last."""
    found = outcomes.get(_key_series(row), {})
    basis = row["basis"] or ""
    alike = _ALIKE if basis in _ALIKE and row["aspect"] in ("growth", "change") else ()
    told_of = [outcome for other in dict.fromkeys((basis, *alike)) if (outcome := found.get(other)) is not None]
    for outcome in sorted(told_of, key=lambda outcome: not outcome.done):
        if outcome.unit == row["unit"]:
            told, promised = years.get(outcome.doc_id), years.get(row["doc_id"])
            if told is not None and promised is not None and told > promised:
                return outcome
    return None


def _write_row(row: Mapping[str, Any], text: str, words: BoundWords, outcome: _Outcome | None, ceilings: frozenset[str]) -> tuple[Any, ...]:
    start, end, falls = row["start"], row["end"], row["direction"] == "down"
    amount = read_amount(text[start:end], (row["value"], row["low"], row["high"]), row["bound"], falls=falls)
    single = row["period"] is not None and _YEAR.fullmatch(row["period"]) and row["basis"] != "annual_average"
    promised = (
        row["place"], row["period"], int(row["period"]) if single else None, row["indicator"], row["aspect"], row["basis"], row["unit"],
        amount.low, amount.high, amount.bound, _read_wording(text, (start, end), amount.bound, words), row["doc_id"], start, end,
    )  # fmt: skip
    if outcome is None:
        return (*promised, None, None, None, None, None, "unknown")
    met = judge_target(amount, outcome.amount, most=falls or row["indicator"] in ceilings)
    return (*promised, outcome.amount.value, *outcome[2:5], _find_gap(amount, outcome.amount), met)


def judge_target(target: Amount, actual: Amount, *, most: bool) -> str:
    """Say whether a target is met: yes, no, or unknown where what is told of the actual value does not decide it.

    ``most`` says that a target without a bound is the most that may be. About so much (approx) gives way by five per cent of itself.

    >>> judge_target(Amount(None, 8.0, None, "ge", 1.0), Amount(7.9, 7.9, 7.9, "eq", 0.1), most=False)
    'no'
    """
    low, high = target.low, target.high
    if target.bound in ("eq", "approx", "range"):
        low, high = (None, high) if most else (low, None)
    slack = ABOUT * abs(target.value or 0.0) if target.bound == "approx" else 0.0
    least, greatest = _told_span(actual)
    if low is not None:
        limit = low - slack - _TINY * abs(low)
        kept, missed = least >= limit, greatest < limit
        if target.bound == "gt" and actual.value is not None:
            kept, missed = actual.value > low, actual.value <= low
    elif high is not None:
        limit = high + slack + _TINY * abs(high)
        kept, missed = greatest <= limit, least > limit
        if target.bound == "lt" and actual.value is not None:
            kept, missed = actual.value < high, actual.value >= high
    else:
        return "unknown"
    return "yes" if kept else "no" if missed else "unknown"


def _told_span(actual: Amount) -> tuple[float, float]:
    """Between which numbers the actual value lies; a plain number is taken as it is told."""
    if actual.value is not None:
        return actual.value, actual.value
    return -float("inf") if actual.low is None else actual.low, float("inf") if actual.high is None else actual.high


def _find_gap(target: Amount, actual: Amount) -> float | None:
    """The actual value minus the bound of the target that is nearest to it, the lower of two equally near."""
    value, bounds = actual.value, [bound for bound in (target.low, target.high) if bound is not None]
    if value is None or not bounds:
        return None
    nearest = min(bounds, key=lambda bound: (abs(value - bound), bound))
    return float(f"{value - nearest:.12g}")


def _read_wording(text: str, span: tuple[int, int], bound: str, words: BoundWords) -> str:
    """The number with the words straight before and after it that tell its bound, as they stand in the text."""
    start, end = span
    if bound != "eq":
        ahead = words.before.search(text, max(0, start - _WIDEST), start)
        behind = words.after.match(text, end)
        start, end = ahead.start() if ahead else start, behind.end() if behind else end
    return text[start:end]
