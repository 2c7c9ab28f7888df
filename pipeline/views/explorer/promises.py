"""Pages of what was promised and what came, and of figures that contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from pipeline.drawing.series import Measured
from pipeline.schema import Columns
from pipeline.views.explorer.amounts import Amount, spell_amount, spell_plain, write_number
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import Register, Report
from pipeline.views.explorer.rendering import write_page
from pipeline.views.explorer.rows import walk_rows
from pipeline.views.explorer.windows import Quote, Windows

_ON_A_PAGE: Final = 800
_TARGETS: Final = (
    "place", "plan_period", "year", "indicator", "aspect", "basis", "unit", "low", "high", "bound", "wording", "doc_id", "start", "end",
    "actual", "actual_doc_id", "actual_start", "actual_end", "gap", "met",
)  # fmt: skip
_AUDIT: Final = (
    "check", "doc_id", "place", "period", "indicator", "stated", "computed", "start", "end", "other_doc_id", "other_start", "other_end",
    "note",
)  # fmt: skip


class Side(NamedTuple):
    """One side of a pair of sentences: the figure, the report, the address of its mark, and the sentence if it was kept."""

    amount: Amount
    report: Report | None
    address: str
    quote: Quote | None


@dataclass(slots=True)
class Group:
    """The rows of one place on a page, and where they stand."""

    place: str
    anchor: str
    page: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)


class Pairs:
    """Makes the two sides of targets and findings."""

    def __init__(self, register: Register, windows: Windows, facts: Facts) -> None:
        self._register, self._windows, self._facts = register, windows, facts
        self._columns: dict[tuple[str, str, str], Measured] = {
            (column.indicator, column.aspect, column.base): column for column in facts.columns
        }

    def ask(self, targets: Iterable[Columns], audit: Iterable[Columns]) -> tuple[Counter[str], Counter[str]]:
        """Ask for the sentences of all rows; return how many targets were kept or not, and how many findings each check has."""
        met: Counter[str] = Counter()
        checks: Counter[str] = Counter()
        for row in _walk(audit, _AUDIT):
            checks[row["check"]] += 1
            self._windows.ask(row["doc_id"], row["start"], row["end"])
            self._windows.ask(row["other_doc_id"], row["other_start"], row["other_end"])
        for row in _walk(targets, _TARGETS):
            met[row["met"]] += 1
            self._windows.ask(row["doc_id"], row["start"], row["end"])
            self._windows.ask(row["actual_doc_id"], row["actual_start"], row["actual_end"])
        return met, checks

    def write_targets(self, targets: Iterable[Columns], folder: Path, shared: dict[str, Any], met: Counter[str]) -> None:
        """Write targets.html, and targets-2.html … where the places are too many for one page."""
        rows = (self._describe_target(row) for row in _walk(targets, _TARGETS))
        _write_groups(rows, folder, "targets", {**shared, "met": met, "total": sum(met.values())})

    def write_audit(self, audit: Iterable[Columns], folder: Path, shared: dict[str, Any], checks: Counter[str]) -> None:
        """Write audit.html, and audit-2.html … where the findings are too many for one page."""
        rows = (self._describe_finding(row) for row in _walk(audit, _AUDIT))
        titles = {check: self._facts.find_title("audit", "check", check) for check in sorted(checks)}
        _write_groups(rows, folder, "audit", {**shared, "checks": titles, "counts": checks, "total": sum(checks.values())})

    def _describe_target(self, row: dict[str, Any]) -> dict[str, Any]:
        key = (row["indicator"], row["aspect"], row["unit"])
        low, high, actual, gap = row["low"], row["high"], row["actual"], row["gap"]
        promised = self._spell(key, low if low == high else None, low, high, row["bound"])
        came = self._spell(key, actual, actual, actual, "eq") if actual is not None else Amount("", "")
        return {
            "place": row["place"] or "",
            "period": row["plan_period"] if row["year"] is None else str(row["year"]),
            "indicator": self._facts.name_indicator(row["indicator"]),
            "aspect": self._facts.find_title("targets", "aspect", row["aspect"]),
            "series": f"indicators.html#i={quote(row['indicator'])}" + (f"&p={quote(row['place'])}" if row["place"] else ""),
            "wording": row["wording"] or "",
            "promise": self._find_side(promised, row["doc_id"], row["start"], row["end"]),
            "outcome": self._find_side(came, row["actual_doc_id"], row["actual_start"], row["actual_end"]),
            "gap": self._spell_gap(key, gap),
            "met": row["met"],
            "met_title": self._facts.find_title("targets", "met", row["met"]),
        }

    def _describe_finding(self, row: dict[str, Any]) -> dict[str, Any]:
        indicator = row["indicator"] or ""
        side = self._find_side(Amount("", ""), row["doc_id"], row["start"], row["end"])
        other = self._find_side(Amount("", ""), row["other_doc_id"], row["other_start"], row["other_end"])
        return {
            "place": row["place"] or "",
            "period": row["period"] or "",
            "check": row["check"],
            "check_title": self._facts.find_title("audit", "check", row["check"]),
            "indicator": self._facts.name_indicator(indicator) if indicator else "",
            "series": f"indicators.html#i={quote(indicator)}&p={quote(row['place'] or '')}" if indicator else "",
            "note": row["note"] or "",
            "sides": [side, other] if row["other_doc_id"] else [side],
            "met": row["check"],
        }

    def _find_side(self, amount: Amount, doc_id: str | None, start: int | None, end: int | None) -> Side:
        report = self._register.by_id.get(doc_id or "")
        return Side(amount, report, self._register.link_span(doc_id, start, end), self._windows.find(doc_id, start, end))

    def _spell(self, key: tuple[str, str, str], value: float | None, low: float | None, high: float | None, bound: str) -> Amount:
        column = self._columns.get(key)
        if column is None:
            return spell_amount(value, low, high, bound, key[2])
        converted = (None if number is None else column.convert(number) for number in (value, low, high))
        return Amount(spell_plain(*converted, bound), column.unit)

    def _spell_gap(self, key: tuple[str, str, str], gap: float | None) -> Amount | None:
        if gap is None:
            return None
        column = self._columns.get(key)
        number = gap if column is None else column.convert(gap)
        unit = "" if column is None else "个百分点" if column.unit in ("%", "百分点") else column.unit
        return Amount(("+" if number > 0 else "") + write_number(number), unit)


def _write_groups(rows: Iterable[dict[str, Any]], folder: Path, name: str, values: dict[str, Any]) -> None:
    """Write rows grouped by place, as many places on a page as it holds; the first page lists all places."""
    places: list[Group] = []
    pages = _fill_pages(rows, places, name)
    first = next(pages)
    held = next(pages, None)
    more = held is not None
    number = 1
    while held is not None:
        following, number = next(pages, None), number + 1
        whole = {**values, "groups": held, "places": [], "number": number, "more": following is not None}
        write_page(folder / f"{name}-{number}.html", f"{name}.html", whole)
        held = following
    write_page(folder / f"{name}.html", f"{name}.html", {**values, "groups": first, "places": places, "number": 1, "more": more})


def _fill_pages(rows: Iterable[dict[str, Any]], places: list[Group], name: str) -> Iterator[list[Group]]:
    page: list[Group] = []
    number, held = 1, 0
    for row in rows:
        fresh = not page or page[-1].place != row["place"]
        if held >= _ON_A_PAGE and fresh:
            yield page
            page, held, number = [], 0, number + 1
        if fresh:
            place = Group(row["place"], f"p{len(places) + 1}", f"{name}.html" if number == 1 else f"{name}-{number}.html")
            places.append(place)
            page.append(Group(place.place, place.anchor, place.page, met=place.met))
        page[-1].rows.append(row)
        page[-1].met[row["met"]] += 1
        held += 1
    yield page


def _walk(parts: Iterable[Columns], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    return (dict(zip(names, cells, strict=True)) for cells in walk_rows(parts, *names))
