"""The panel: of all that reports say of a place, an indicator and a period, one value, and how many reports agree with it.

The rule, from first to last: what came out goes before what was expected; the place's own report before another's; a plain number before
one told as about so much, and that before a bound alone; then the most recent report, so that a restated value replaces the first one. Of
the statements that agree with that one within their printed digits, the one with most digits is taken. Nothing is computed: a level is
there only where a report tells it, and what no report tells is empty. Targets are no part of the panel. What was kept at a number
(失业率控制在3.9%, without 以内) is taken for that number, as one told about so much is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from pipeline.frames import make_columns
from pipeline.grammar.amounts import Amount, read_amount
from pipeline.grammar.modifiers import BoundWords, compile_bounds
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.panels import PanelColumn, list_panel_columns
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import PANEL_LONG, PANEL_WIDE, Columns

_Key = tuple[str, str, str, str, str]  # place, indicator, aspect, basis, period; "" where none is told
_YEAR: Final = re.compile(r"\d{4}")
_NEAR: Final = 8  # characters
_EXACT: Final = {"eq": 2, "approx": 1}
# What a column of panel_wide holds, the first that is told: levels and shares on no other basis, a year's growth on any of one year.
_BASES: Final = ("", "yoy", "comparable_prices", "comparable_scope", "nominal")
_CELLS: Final = (
    "place", "indicator", "aspect", "basis", "period", "value", "low", "high", "unit", "bound", "direction", "status",
    "doc_id", "start", "end",
)  # fmt: skip


class _Claim(NamedTuple):
    """One statement; the first fields rank it, the highest first."""

    actual: bool
    own: bool
    exact: int
    year: int
    order: int
    amount: Amount
    unit: str
    doc_id: str
    start: int
    end: int

    @property
    def rank(self) -> tuple[bool, bool, int, int, int]:
        """How good it is: of two claims the one of higher rank is chosen."""
        return self[:5]


def build_panel(observations: Iterable[Columns], texts: Iterable[Columns], documents: Columns, lexicon: Lexicon) -> dict[str, Columns]:
    """Make panel_long and panel_wide from observations and the texts they point into, a part at a time, in the same parts.

    In the panel what fell is negative, and a growth told in times (增长1.4倍) is in per cent. ``reports`` counts the reports that tell
    the value, ``differing`` those of them that tell another. panel_wide has the values of whole years in the units of indicators.csv; a
    bound alone is no value there. Reports with the text of an earlier one (duplicate_of) are left out.
    """
    columns = list_panel_columns(lexicon.indicators, lexicon.figures.units)
    kept = compile_bounds(lexicon.figures.cues, kept=True)
    names = PlaceNames(documents)
    claims: dict[_Key, list[_Claim]] = {}
    for key, claim in _read_claims(zip(observations, texts, strict=True), documents, names, kept):
        claims.setdefault(key, []).append(claim)
    units: dict[tuple[str, str], str] = {}
    for column in columns:
        units.setdefault((column.indicator, column.aspect), column.base)
    rows = [(key[0], names.find_code(key[0]), *key[1:], *_choose_claim(claims[key], units.get(key[1:3], ""))) for key in sorted(claims)]
    panel_long = make_columns(PANEL_LONG, rows)
    panel_long["basis"] = [basis or None for basis in panel_long["basis"]]
    return {"panel_long": panel_long, "panel_wide": _spread_panel(panel_long, columns)}


def _read_claims(
    parts: Iterable[tuple[Columns, Columns]], documents: Columns, names: PlaceNames, kept: BoundWords
) -> Iterator[tuple[_Key, _Claim]]:
    """Yield each actual or expected observation of a known place and period as a claim under its key."""
    order = 0
    reports = zip(*(documents[name] for name in ("doc_id", "year", "duplicate_of")), strict=True)
    years = {doc_id: -1 if year is None else year for doc_id, year, first in reports if not first}
    for part, texts in parts:
        bodies = dict(zip(texts["doc_id"], texts["text"], strict=True))
        for row in zip(*(part[name] for name in _CELLS), strict=True):
            place, indicator, aspect, basis, period, *figure, unit, bound, direction, status, doc_id, start, end = row
            if doc_id not in years or status == "target" or not place or not period:
                continue
            order -= 1
            body, text = bodies[doc_id], bodies[doc_id][start:end]
            exact = 0 if figure[0] is None else _EXACT.get(bound, 0)
            if bound == "le" and kept.before.search(body, max(0, start - _NEAR), start) and not kept.after.match(body, end):
                figure, bound, exact = [figure[2]] * 3, "eq", 1
            amount = read_amount(text, tuple(figure), bound, falls=direction == "down")
            if unit == "x" and aspect == "growth":
                amount, unit = _to_percent(amount, 1.0 if "番" in text else 0.0), "%"
            name = names.find_place(doc_id, place)
            own = name == names.find_own(doc_id)
            claim = _Claim(status == "actual", own, exact, years[doc_id], order, amount, unit, doc_id, start, end)
            yield (name, indicator, aspect, basis or "", period), claim


def _to_percent(amount: Amount, whole: float) -> Amount:
    """Return a growth told in times in per cent: 增长1.4倍 is 140, and 翻一番, of which 1 is what there was, is 100."""
    value, low, high = (None if number is None else float(f"{100 * (number - whole):.12g}") for number in amount[:3])
    return Amount(value, low, high, amount.bound, 100 * amount.step)


def _choose_claim(claims: Sequence[_Claim], unit: str) -> tuple[Any, ...]:
    """Return the cells of panel_long behind the key: of claims in several units those in the indicator's own count."""
    chosen_unit = min({claim.unit for claim in claims}, key=lambda name: (name != unit, name))
    claims = [claim for claim in claims if claim.unit == chosen_unit]
    first = max(claims, key=lambda claim: claim.rank)
    same = [claim for claim in claims if claim.rank[:3] == first.rank[:3] and claim.amount.agrees(first.amount)]
    chosen = max(same, key=lambda claim: (-claim.amount.step, claim.rank))
    amount = chosen.amount
    agreed: dict[str, bool] = {}
    for claim in claims:
        agreed[claim.doc_id] = agreed.get(claim.doc_id, False) or claim.amount.agrees(amount)
    status = "actual" if chosen.actual else "estimate"
    figure = (amount.value, amount.low, amount.high, chosen_unit, amount.bound, status)
    return (*figure, len(agreed), list(agreed.values()).count(False), chosen.doc_id, chosen.start, chosen.end)


def _spread_panel(panel_long: Columns, columns: Sequence[PanelColumn]) -> Columns:
    """Make panel_wide: a row a place and year, a column each indicator and aspect that has a value, in the columns' order and units."""
    known = {(column.indicator, column.aspect, column.base): column for column in columns}
    cells: dict[tuple[str, str | None, int], dict[str, float]] = {}
    names = ("place", "place_code", "period", "indicator", "aspect", "unit", "value", "basis")
    rows = [row for row in zip(*(panel_long[name] for name in names), strict=True) if (row[7] or "") in _BASES]
    for place, code, period, indicator, aspect, unit, value, basis in sorted(rows, key=lambda row: _BASES.index(row[7] or "")):
        column = known.get((indicator, aspect, unit))
        if column is None or value is None or not _YEAR.fullmatch(period) or (basis and aspect in ("level", "share")):
            continue
        cells.setdefault((place, code, int(period)), {}).setdefault(column.name, column.convert(value))
    found = {name for row in cells.values() for name in row}
    keys = sorted(cells, key=itemgetter(0, 2))
    wide: Columns = {name: [key[at] for key in keys] for at, name in enumerate(PANEL_WIDE.names)}
    return wide | {column.name: [cells[key].get(column.name) for key in keys] for column in columns if column.name in found}
