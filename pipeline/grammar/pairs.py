"""Pairs: what is told of indicators, a growth joined with the level that it led to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.grammar.contexts import Quantity
from pipeline.lexicon.indicators import Indicator


class Told(NamedTuple):
    """What one quantity (``at``, counted in the sentence) tells of an indicator, and the quantity it is paired with.

    ``turned`` says that its sign must be turned, since ``direction`` tells it.
    """

    at: int
    indicator: Indicator
    aspect: str
    basis: str
    direction: str
    turned: bool
    place: tuple[str | None, str | None, str | None]
    pair: int | None = None


def pair_growths(found: list[Told], quantities: Sequence[Quantity]) -> list[Told]:
    """Return what is told, each growth joined with the nearest level of the same thing, place, time and status that has none yet."""
    paired: dict[int, int] = {}
    for number, told in enumerate(found):
        if told.aspect != "growth":
            continue
        for _, _, other in sorted((abs(other - number), other > number, other) for other in range(len(found))):
            if other not in paired and _belongs(told, found[other], quantities):
                paired[other], paired[number] = number, other
                break
    return [told._replace(pair=found[paired[k]].at) if k in paired else told for k, told in enumerate(found)]


def _belongs(growth: Told, level: Told, quantities: Sequence[Quantity]) -> bool:
    """Whether a level is what a growth led to."""
    plain = "share" if level.indicator.form == "share" else "level"
    if level.aspect != plain or growth.indicator is not level.indicator or growth.place != level.place:
        return False
    one, other = quantities[growth.at], quantities[level.at]
    return one.status == other.status and (one.period or "").rpartition("-")[2] == (other.period or "").rpartition("-")[2]
