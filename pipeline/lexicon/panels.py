"""The columns of the wide panel: what each indicator and aspect is called there, in which unit, and how a base unit becomes that unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.figures import Unit
from pipeline.lexicon.indicators import Indicator
from pipeline.lexicon.rows import LexiconError, read_rows

_MAGNITUDES: Final = {"": 1, "万": 10**4, "百万": 10**6, "亿": 10**8, "万亿": 10**12}
_DISPLAY: Final = re.compile("(万亿|百万|亿|万|)(.*)")
_OTHER_MONEY: Final = {"CNY": "USD", "USD": "CNY"}
_YUAN: Final = {"CNY": "元", "USD": "美元"}
_TITLES: Final = {"growth": "{}增长", "change": "{}增减", "share": "{}占比"}
_ENGLISH: Final = {"growth": "growth of {}", "change": "change of {}", "share": "{} as a share"}


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """A column of the wide panel: its name, what people read, its unit, and what one of that unit is in the base unit ``base``."""

    name: str
    indicator: str
    aspect: str
    base: str
    unit: str
    factor: Decimal
    title: str
    english: str

    def convert(self, value: float) -> float:
        """Return a number of the base unit in the column's unit, divided in decimals and kept to twelve digits.

        >>> PanelColumn("gdp", "gdp", "level", "CNY", "亿元", Decimal(10**8), "", "").convert(9.5e9)
        95.0
        """
        return float(f"{Decimal(repr(value)) / self.factor:.12g}")


@dataclass(frozen=True, slots=True)
class Ceiling:
    """An indicator of which less is better: what a plan says of it without a bound is the most that it may be."""

    indicator: str


def load_ceilings(indicators: Sequence[Indicator], folder: Traversable | None = None) -> frozenset[str]:
    """Read ceilings.csv; raises LexiconError for an id that the registry has not."""
    known = {indicator.id for indicator in indicators}
    found = [row.indicator for row in read_rows("ceilings.csv", Ceiling, folder)]
    if unknown := [name for name in found if name not in known]:
        raise LexiconError(f"ceilings.csv: {unknown[0]} is no id of indicators.csv; write the id of an indicator")
    return frozenset(found)


def list_panel_columns(indicators: Iterable[Indicator], units: Iterable[Unit]) -> tuple[PanelColumn, ...]:
    """Return every column that the wide panel may have, in the order of the registry, an indicator's plain column first.

    The plain name holds the indicator's form (its level, or its share for a rate). Amounts in yuan and in dollars have columns of their
    own: what is not in the indicator's money ends in _usd or _cny.
    Raises LexiconError by id for a display that is no multiple of the indicator's unit.
    """
    factors: dict[str, dict[str, Decimal]] = {}
    for row in units:
        factors.setdefault(row.form, {}).setdefault(row.unit, row.factor)
    return tuple(column for indicator in indicators for column in _list_columns(indicator, factors))


def _list_columns(indicator: Indicator, factors: dict[str, dict[str, Decimal]]) -> list[PanelColumn]:
    own = (indicator.unit, indicator.display, find_factor(indicator.display, indicator.unit, factors))
    if own[2] <= 0:
        raise LexiconError(f"indicators.csv: {indicator.id}: display {own[1]!r} is no multiple of {own[0]!r}; write one, as 亿元 of CNY")
    percent = ("%", "%", Decimal(1))
    if indicator.form == "share":
        measured = {"share": own, "growth": ("pp", "百分点", Decimal(1))}
    else:
        measured = {"level": own, "growth": percent, "change": own, "share": percent}
    columns = [_make_column(indicator, aspect, unit, "") for aspect, unit in measured.items() if aspect in indicator.list_aspects()]
    if other := _OTHER_MONEY.get(indicator.unit):
        foreign = (other, indicator.display.replace(_YUAN[indicator.unit], _YUAN[other]), own[2])
        columns += [
            _make_column(indicator, aspect, foreign, f"_{other.lower()}")
            for aspect in ("level", "change")
            if aspect in indicator.list_aspects()
        ]
    return columns


def _make_column(indicator: Indicator, aspect: str, measured: tuple[str, str, Decimal], end: str) -> PanelColumn:
    base, unit, factor = measured
    plain = aspect == indicator.form
    name = indicator.id + ("" if plain else f"_{aspect}") + end
    title, english = ("{}", "{}") if plain else (_TITLES["change" if base == "pp" else aspect], _ENGLISH[aspect])
    told = f"（{unit}）" if unit else ""
    english = english.format(indicator.english) + (f" ({_write_unit(base, unit, factor)})" if unit else "")
    return PanelColumn(name, indicator.id, aspect, base, unit, factor, title.format(indicator.name) + told, english)


def _write_unit(base: str, unit: str, factor: Decimal) -> str:
    """Write a unit for readers of English: a power of ten of the base unit, else as it is (亿元 is 1e8 CNY)."""
    _, digits, exponent = factor.normalize().as_tuple()
    if factor == 1 or digits != (1,) or int(exponent) < 0:
        return base if factor == 1 else unit
    return f"1e{exponent} {base}"


def find_factor(display: str, base: str, factors: dict[str, dict[str, Decimal]]) -> Decimal:
    """Return what one of a display unit is in a base unit, 0 where it is no multiple of it.

    >>> find_factor("万吨", "kg", {"吨": {"kg": Decimal(1000)}})
    Decimal('10000000')
    """
    if display in (base, ""):
        return Decimal(1)
    above, _, below = display.partition("/")
    unit, _, per = base.partition("/")
    if below != per and factors.get(below, {}).get(per) != 1:
        return Decimal(0)
    match = _DISPLAY.fullmatch(above)
    assert match is not None
    magnitude, form = _MAGNITUDES[match[1]], match[2]
    return magnitude * (Decimal(1) if form == unit else factors.get(form, {}).get(unit, Decimal(0)))
