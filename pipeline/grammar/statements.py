"""Statements: one figure of a report as an audit reads it — of what, where, when, how much — and how such a figure is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.grammar.amounts import Amount, read_amount
from pipeline.grammar.folding import JUNK, fold_text

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_DIGIT: Final = re.compile(r"\d")
_TENTHS: Final = re.compile("成")
_FRACTION: Final = re.compile("(?<![百千万])分之")
_REAL: Final = re.compile(r"可比|不变价|实际(?!利用|使用|到位|完成)|(?:扣除|剔除)[^，。；]{0,6}(?:价格|物价)")
_NEW: Final = re.compile(r"(?:新增|净增|新认定|新培育|新开工|新登记|新建|损失|少(?:收|产|支)|多(?:收|产|支)|每)[^，。；]{0,12}$")
_SINCE: Final = re.compile(r"比(\d{4})年[^，。；]{0,12}$")
_YEAR: Final = re.compile(r"(\d{4})(?:-(\d{4}))?")

Span = tuple[float, float]


@dataclass(slots=True, eq=False)
class Statement:
    """One figure: ``series`` is an indicator's id or, behind a ~, the name that the report gives; two statements are equal where they are one.

    ``years`` are the first and last year of its period, (0, 0) where it is of no whole years. ``figure`` is value, low and high as in
    quantities; ``falls`` says that the figure is a fall told without a sign. ``told`` is the year of the report; ``mark`` says how it stands
    in its sentence: origin (from so much), list (one more of a list), cell (of a table), or nothing.
    """

    doc_id: str
    start: int
    end: int
    printed: str
    series: str
    name: str
    aspect: str
    place: str
    period: str
    basis: str
    unit: str
    figure: tuple[float | None, float | None, float | None]
    bound: str
    falls: bool
    status: str
    told: int
    sentence: int
    mark: str = ""
    years: tuple[int, int] = (0, 0)
    real: bool = False
    _amount: Amount | None = None

    @property
    def amount(self) -> Amount:
        """The figure, signed, with what its last printed digit is worth; what is told in tenths (七成) or as a fraction is told roughly."""
        if self._amount is None:
            amount = read_amount(self.printed, self.figure, self.bound, falls=self.falls)
            if amount.value and not _DIGIT.search(self.printed):
                amount = amount._replace(step=self._find_han_step(amount))
            self._amount = amount
        return self._amount

    @property
    def year(self) -> int:
        """The year that it is of, 0 where that is no single one."""
        return self.years[0] if self.years[0] == self.years[1] else 0

    @property
    def plain(self) -> bool:
        """Whether it is one number, told without a bound."""
        return self.figure[0] is not None and self.bound in ("eq", "approx")

    def _find_han_step(self, amount: Amount) -> float:
        """What the last digit of a number in Han numerals is worth: of its last that is not 0."""
        if self.unit == "%":
            return 10.0 if _TENTHS.search(self.printed) else 5.0 if _FRACTION.search(self.printed) else amount.step
        exponent = Decimal(f"{amount.value:.10g}").normalize().as_tuple().exponent
        return 10.0**exponent if isinstance(exponent, int) else amount.step

    def span(self) -> Span:
        """Return between which numbers the true one lies."""
        return self.amount.span()


def qualify(figure: Statement, gap: str) -> None:
    """Mark in place what the text before a figure says of it: growth without what prices did; what is new, lost or of each one is no level;
    a change since an earlier year than the last is none of a year.
    """
    if figure.aspect == "growth":
        figure.real = bool(_REAL.search(gap))
    if figure.aspect == "change" or figure.unit == "pp":
        since = _SINCE.search(gap)
        if since and int(since[1]) != figure.year - 1:
            figure.basis = "since"
    elif figure.aspect == "level" and "新" not in figure.name and "产能" not in figure.name and _NEW.search(gap):
        figure.aspect = "part"


def read_years(period: str | None) -> tuple[int, int]:
    """Return the first and last year of a period, (0, 0) where it is none of whole years.

    >>> read_years("2021"), read_years("2017-2021"), read_years("2022-H1")
    ((2021, 2021), (2017, 2021), (0, 0))
    """
    hit = _YEAR.fullmatch(period or "")
    return (int(hit[1]), int(hit[2] or hit[1])) if hit else (0, 0)


def print_like(statement: Statement, value: float) -> str:
    """Return another value as a statement prints its own: in its unit and with as many decimals.

    >>> told = Statement("a", 0, 7, "14.9亿元", "", "", "level", "", "2019", "", "CNY", (1.49e9,) * 3, "eq", False, "actual", 0, 0)
    >>> print_like(told, 1.4306e9)
    '14.3亿元'
    """
    printed = fold_text(JUNK.sub("", statement.printed))
    hits = list(_NUMBER.finditer(printed))
    own = statement.figure[0]
    if len(hits) != 1 or not own or not float(hits[0][0].replace(",", "")):
        return f"{value:.4g}{'%' if statement.unit in ('%', 'pp') else ''}"
    unit = abs(own) / float(hits[0][0].replace(",", ""))
    before, after = printed[: hits[0].start()], printed[hits[0].end() :]
    digits = len(hits[0][1] or "")
    if "亿" in after and 0 < abs(value) < unit:
        unit, after, digits = unit / 1e4, after.replace("亿", "万", 1), 0
    return ("-" if value < 0 else "") + before + f"{abs(value) / unit:.{digits}f}" + after
