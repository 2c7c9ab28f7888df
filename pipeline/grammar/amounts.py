"""Amounts as reports tell them: signed by direction, with the width of what is printed, and whether two of them agree."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.grammar.folding import fold_text
from pipeline.grammar.signs import read_scale, role_forms

ABOUT: Final = 0.05  # of a number told as about so much (约, 左右), either way
_FIGURE: Final = re.compile(r"\d+(?:\.(\d+))?")
_TURNED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_HAIR: Final = 1e-6  # of a step: neighbours that meet in one point do not agree
_ENDLESS: Final = float("inf")


class Amount(NamedTuple):
    """A number as told: value, low and high as in quantities, its bound, and what one of its last printed digit is worth (``step``)."""

    value: float | None
    low: float | None
    high: float | None
    bound: str
    step: float

    def turn(self) -> Amount:
        """Return the amount with its sign turned: what fell by so much changed by less than nothing.

        >>> Amount(None, 3.0, None, "ge", 1.0).turn()
        Amount(value=None, low=None, high=-3.0, bound='le', step=1.0)
        """
        value, low, high = (None if number is None else -number for number in (self.value, self.low, self.high))
        return Amount(value, high, low, _TURNED.get(self.bound, self.bound), self.step)

    def span(self) -> tuple[float, float]:
        """Return between which numbers the true one lies, as far as it is told and printed.

        >>> Amount(95.0, 95.0, 95.0, "eq", 1.0).span(), Amount(None, 100.0, None, "gt", 1.0).span()
        ((94.5, 95.5), (99.5, inf))
        """
        low, high = (self.low, self.high) if self.value is None else (self.value, self.value)
        slack = self.step / 2
        if self.bound == "approx":
            slack = max(slack, ABOUT * abs(self.value or 0.0))
        return -_ENDLESS if low is None else low - slack, _ENDLESS if high is None else high + slack

    def agrees(self, other: Amount) -> bool:
        """Tell whether one true number may stand behind both.

        >>> Amount(95.0, 95.0, 95.0, "eq", 1.0).agrees(Amount(95.4, 95.4, 95.4, "eq", 0.1))
        True
        """
        if self.value is not None and self.value == other.value:
            return True
        low, high = zip(self.span(), other.span(), strict=True)
        return min(high) - max(low) > _HAIR * min(self.step, other.step)


def find_step(text: str, value: float) -> float:
    """Return what one of the last printed digit of a number is worth, in the unit of its value.

    ``text`` is the number as printed, ``value`` what it is in its base unit. A number in Han numerals, or of several figures, is taken to
    be told to its last digit that is not 0, and at least to one of its magnitude.

    >>> find_step("95亿元", 9.5e9), find_step("８２.７万亿元", 8.27e13), find_step("百分之二十", 20.0), find_step("七点五亿", 7.5e8)
    (100000000.0, 100000000000.0, 1.0, 10000000.0)
    """
    folded = fold_text(text).replace(",", "")
    figures = list(_FIGURE.finditer(folded))
    if len(figures) == 1 and value and (number := float(figures[0][0])):
        return float(f"{abs(value) / number * 10.0 ** -len(figures[0][1] or ''):.6g}")
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    if not value or not isinstance(exponent, int):
        return 1.0
    magnitude = next((sign for sign in reversed(folded) if sign in role_forms("magnitude")), "")
    return float(min(10.0**exponent, read_scale(magnitude)))


def read_amount(text: str, figure: tuple[float | None, float | None, float | None], bound: str, *, falls: bool) -> Amount:
    """Return the amount printed as ``text``, of which ``figure`` is value, low and high; with a turned sign where it ``falls``."""
    told = next((number for number in figure if number is not None), 0.0)
    amount = Amount(*figure, bound, find_step(text, told))
    return amount.turn() if falls else amount
