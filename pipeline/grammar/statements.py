"""Statements: one figure of a report as an audit reads it — of what, where, when, how much — and how such a figure is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.grammar.amounts import Amount, read_amount
from pipeline.grammar.folding import JUNK, fold_text

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_TO_ONE: Final = re.compile("[:∶]1$")
_DIGIT: Final = re.compile(r"\d")
_TENTHS: Final = re.compile("成")
_FRACTION: Final = re.compile("(?<![百千万])分之")

_REAL: Final = re.compile(r"可比|不变价|实际(?!利用|使用|到位|完成)|(?:扣除|剔除)[^，。；]{0,6}(?:价格|物价)")
_NEW: Final = re.compile(
    r"(?:新增|净增|新认定|新培育|新开工|新登记|新建|损失|少(?:收|产|支)|多(?:收|产|支)|每)[^，。；]{0,12}$|增(?:产|收|加)(?:了)?$"
)
_PLANNED: Final = re.compile("(?:计划|预定|拟定|预期)[^，。；]{0,6}$")
_GOAL: Final = re.compile("(?:左右|以上|以下|以内)?的[^，。；]{0,4}(?:目标|预期|计划|任务|指标)")
_SINCE: Final = re.compile(r"比(\d{4})年[^，。；]{0,12}$")
_PEOPLE: Final = re.compile("常住人口(?:约|为|达到?|共)?$")

Span = tuple[float, float]


@dataclass(slots=True, eq=False)
class Statement:
    """One figure; two statements are equal where they are one.

    ``series`` is an indicator's id or, behind a ~, the name that the report gives. ``figure`` is value, low and high as in quantities;
    ``falls`` says that it is a fall told without a sign. ``told`` is the year of the report; ``mark`` says how it stands in its sentence:
    origin (from so much), list (one more of a list), cell (of a table), or nothing. ``years`` are the first and last of its period, (0, 0)
    where that is none of whole years; ``real`` growth is without what prices did,
    and a change ``since`` an earlier year than the last is one of no year.
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
    since: bool = False
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
    def value(self) -> float:
        """The signed number, 0 where only bounds are told."""
        return self.amount.value or 0.0

    @property
    def year(self) -> int:
        """The year that it is of, 0 where that is no single one."""
        return self.years[0] if self.years[0] == self.years[1] else 0

    @property
    def plain(self) -> bool:
        """Whether it is one number, told without a bound."""
        return self.figure[0] is not None and self.bound in ("eq", "approx")

    @property
    def named(self) -> bool:
        """Whether it is of a known indicator."""
        return self.series[:1] != "~"

    def span(self) -> Span:
        """Return between which numbers the true one lies."""
        return self.amount.span()

    def _find_han_step(self, amount: Amount) -> float:
        """What the last digit of a number in Han numerals is worth: of its last that is not 0."""
        if self.unit == "%":
            return 10.0 if _TENTHS.search(self.printed) else 5.0 if _FRACTION.search(self.printed) else amount.step
        exponent = Decimal(f"{amount.value:.10g}").normalize().as_tuple().exponent
        return float(10.0**exponent) if isinstance(exponent, int) else amount.step


def qualify(figure: Statement, before: str, after: str) -> None:
    """Mark in place what the clean text around a figure says of it.

    That is: growth without what prices did; what is planned (增长7%的目标) is no result; what is new, lost or of each one is no level; a
    change since an earlier year than the last is none of a year; people by whom something is divided are the population.
    """
    if _GOAL.match(after) or _PLANNED.search(before):
        figure.status = "target"
    if figure.aspect == "level":
        if _NEW.search(before) and "新" not in figure.name and "产能" not in figure.name:
            figure.aspect = "part"
        elif figure.unit == "人" and not figure.named and _PEOPLE.search(before):
            figure.series, figure.name = "resident_population", "常住人口"
    elif figure.aspect in ("growth", "change"):
        figure.real = bool(_REAL.search(before))
        since = _SINCE.search(before) if figure.aspect == "change" or figure.unit == "pp" else None
        if since and int(since[1]) != figure.year - 1:
            figure.since = True


def find_number(printed: str) -> tuple[str, re.Match[str] | None]:
    """Return a figure as printed, folded and without blanks, and its only number in digits (1.56∶1 has one), if it has just one."""
    text = fold_text(JUNK.sub("", printed))
    hits = list(_NUMBER.finditer(_TO_ONE.sub("", text)))
    return text, hits[0] if len(hits) == 1 else None


def print_like(statement: Statement, value: float) -> str:
    """Return another value as a statement prints its own: in its unit and with as many decimals.

    >>> told = Statement("a", 0, 7, "14.9亿元", "", "", "level", "", "2019", "", "CNY", (1.49e9,) * 3, "eq", False, "actual", 0, 0)
    >>> print_like(told, 1.4306e9), print_like(told, 1.49e5)
    ('14.3亿元', '15万元')
    """
    text, hit = find_number(statement.printed)
    own = abs(statement.figure[0] or 0.0)
    number = float(hit[0].replace(",", "")) if hit else 0.0
    if not hit or not own or not number:
        return f"{value:.4g}{'%' if statement.unit in ('%', 'pp') else ''}"
    unit, after, digits = own / number, text[hit.end() :], len(hit[1] or "")
    if "亿" in after and 0 < abs(value) < unit:
        unit, after, digits = unit / 1e4, after.replace("亿", "万", 1), 0
    return ("-" if value < 0 else "") + text[: hit.start()] + f"{abs(value) / unit:.{digits}f}" + after
