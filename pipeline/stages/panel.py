"""The panel: of all that reports say of a place, an indicator and a period, one value, and how many reports agree with it.

The rule, from first to last: what came out goes before what was expected; the place's own report before another's; a plain number before
one told as about so much, and that before a bound alone; then the most recent report, so that a restated value replaces the first one. Of
the statements that agree with that one within their printed digits, the one with most digits is taken. Nothing is computed: a level is
there only where a report tells it, and what no report tells is empty. Targets are no part of the panel. What was kept at a number
(失业率控制在3.9%, without 以内) is taken for that number, as one told about so much is.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from pipeline.frames import make_columns
from pipeline.grammar.amounts import Amount, read_amount
from pipeline.grammar.modifiers import BoundWords, compile_bounds
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.panels import PanelColumn, list_panel_columns
from pipeline.lexicon.whole import Lexicon
from pipeline.piles import Piles
from pipeline.schema import PANEL_LONG, PANEL_WIDE, Column, Columns, Table

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


_PILE: Final = 1000  # reports whose places are settled together
_BLOCK: Final = 2_000  # rows of panel_wide that leave the stage at once
_WIDE: Final = ("place", "place_code", "period", "indicator", "aspect", "unit", "value", "basis")
_CLAIMS: Final = Table("claims", (), (
    *(Column(name) for name in ("place", "indicator", "aspect", "basis", "period")),
    *(Column(name, "integer") for name in ("actual", "own", "exact", "year")),
    *(Column(name, "number") for name in ("value", "low", "high")), Column("bound"), Column("step", "number"),
    Column("unit"), Column("doc_id"), Column("start", "integer"), Column("end", "integer"),
))  # fmt: skip


class _Claim(NamedTuple):
    """One statement; the first fields rank it, the highest first."""

    actual: int
    own: int
    exact: int
    year: int
    order: int
    amount: Amount
    unit: str
    doc_id: str
    start: int
    end: int

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """How good it is: of two claims the one of higher rank is chosen."""
        return self[:5]


def build_panel(
    observations: Iterable[Columns], texts: Iterable[Columns], documents: Columns, lexicon: Lexicon, piles: Piles
) -> dict[str, Iterator[Columns]]:
    """Make panel_long and panel_wide, block by block, from observations and the texts they point into, a part at a time, in the same parts.

    In the panel what fell is negative, and a growth told in times (增长1.4倍) is in per cent. ``reports`` counts the reports that tell
    the value, ``differing`` those of them that tell another. panel_wide has the values of whole years in the units of indicators.csv; a
    bound alone is no value there. Reports with the text of an earlier one (duplicate_of) are left out. What is said of a place is set
    aside in piles, a pile a stretch of places. The blocks of panel_long have to be read to their end before those of panel_wide.
    """
    kept = compile_bounds(lexicon.figures.cues, kept=True)
    names = PlaceNames(documents)
    borders = names.cut_names(_PILE)
    reports = zip(*(documents[name] for name in ("doc_id", "year", "duplicate_of")), strict=True)
    years = {doc_id: -1 if year is None else year for doc_id, year, first in reports if not first}
    for part in zip(observations, texts, strict=True):
        rows: dict[int, list[tuple[Any, ...]]] = {}
        for row in _read_claims(part, years, names, kept):
            rows.setdefault(bisect_right(borders, row[0]), []).append(row)
        for pile, own in rows.items():
            piles.put(pile, _CLAIMS, make_columns(_CLAIMS, own))
    columns = list_panel_columns(lexicon.indicators, lexicon.figures.units)
    wide = _WidePanel(columns)
    return {"panel_long": _settle_places(piles, len(borders) + 1, names, columns, wide), "panel_wide": wide.list_blocks()}


def _settle_places(piles: Piles, count: int, names: PlaceNames, columns: Sequence[PanelColumn], wide: _WidePanel) -> Iterator[Columns]:
    """Yield panel_long pile by pile, and hand each block on to the wide panel."""
    units: dict[tuple[str, str], str] = {}
    for column in columns:
        units.setdefault((column.indicator, column.aspect), column.base)
    for pile in range(count):
        claims: dict[_Key, list[_Claim]] = {}
        for number, cells in enumerate(zip(*piles.take(pile, _CLAIMS).values(), strict=True)):
            claims.setdefault(cells[:5], []).append(_Claim(*cells[5:9], -number, Amount(*cells[9:14]), *cells[14:]))
        rows = [(key[0], names.find_code(key[0]), *key[1:], *_choose_claim(claims[key], units.get(key[1:3], ""))) for key in sorted(claims)]
        block = make_columns(PANEL_LONG, rows)
        block["basis"] = [basis or None for basis in block["basis"]]
        wide.add(block)
        yield block


def _read_claims(part: tuple[Columns, Columns], years: Mapping[str, int], names: PlaceNames, kept: BoundWords) -> Iterator[tuple[Any, ...]]:
    """Yield each actual or expected observation of a known place and period, of a report that counts, as a row of claims."""
    observations, texts = part
    bodies = dict(zip(texts["doc_id"], texts["text"], strict=True))
    for row in zip(*(observations[name] for name in _CELLS), strict=True):
        place, indicator, aspect, basis, period, *figure, unit, bound, direction, status, doc_id, start, end = row
        if doc_id not in years or status == "target" or not place or not period:
            continue
        body, text = bodies[doc_id], bodies[doc_id][start:end]
        exact = 0 if figure[0] is None else _EXACT.get(bound, 0)
        if bound == "le" and kept.before.search(body, max(0, start - _NEAR), start) and not kept.after.match(body, end):
            figure, bound, exact = [figure[2]] * 3, "eq", 1
        amount = read_amount(text, tuple(figure), bound, falls=direction == "down")
        if unit == "x" and aspect == "growth":
            amount, unit = _to_percent(amount, 1.0 if "番" in text else 0.0), "%"
        name = names.find_place(doc_id, place)
        rank = (int(status == "actual"), int(name == names.find_own(doc_id)), exact, years[doc_id])
        yield (name, indicator, aspect, basis or "", period, *rank, *amount, unit, doc_id, start, end)


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


class _WidePanel:
    """The wide panel as it is gathered: a row a place and year, a column each indicator and aspect that has a value."""

    def __init__(self, columns: Sequence[PanelColumn]) -> None:
        self._columns = columns
        self._known = {(column.indicator, column.aspect, column.base): at for at, column in enumerate(columns)}
        self._keys: list[tuple[str, str | None, int]] = []
        self._ends = array("q")  # of each row's cells
        self._places, self._values = array("h"), array("d")  # of each cell its column and what it holds

    def add(self, panel_long: Columns) -> None:
        """Add the rows of a block, which has all of the places that it has."""
        cells: dict[tuple[str, str | None, int], dict[int, float]] = {}
        rows = [row for row in zip(*(panel_long[name] for name in _WIDE), strict=True) if (row[7] or "") in _BASES]
        for place, code, period, indicator, aspect, unit, value, basis in sorted(rows, key=lambda row: _BASES.index(row[7] or "")):
            at = self._known.get((indicator, aspect, unit))
            if at is None or value is None or not _YEAR.fullmatch(period) or (basis and aspect in ("level", "share")):
                continue
            cells.setdefault((place, code, int(period)), {}).setdefault(at, self._columns[at].convert(value))
        for key in sorted(cells, key=itemgetter(0, 2)):
            self._keys.append(key)
            self._places.extend(cells[key])
            self._values.extend(cells[key].values())
            self._ends.append(len(self._places))

    def list_blocks(self) -> Iterator[Columns]:
        """Yield the rows, each with all columns that any row has a value in, in the columns' order."""
        found = sorted(set(self._places))
        for first in range(0, max(len(self._keys), 1), _BLOCK):
            keys = self._keys[first : first + _BLOCK]
            block: Columns = {name: [key[at] for key in keys] for at, name in enumerate(PANEL_WIDE.names)}
            columns: dict[int, list[float | None]] = {at: [None] * len(keys) for at in found}
            for row in range(len(keys)):
                begin = self._ends[first + row - 1] if first + row else 0
                for cell in range(begin, self._ends[first + row]):
                    columns[self._places[cell]][row] = self._values[cell]
            yield block | {self._columns[at].name: cells for at, cells in columns.items()}
