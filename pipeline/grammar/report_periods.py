"""Which years a report reviews and plans, as its headings and opening say, and the arithmetic of five-year plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.grammar.years import HAN_DIGITS, plan_years, read_small_number, write_span

_HAN: Final = HAN_DIGITS + "十"
_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}
_NAMED = re.compile(r"[\d０-９]{4}|一九|二[〇○零]|五")  # a text without one of these names no year and no plan
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:[-—–~至到]+\s*((?:19|20)\d{2})\s*)?(?=年|\Z|[，,、：:。）)和与及]|工作|政府|党)")
_HAN_YEAR = re.compile(rf"(?:一九|二[〇○零])[〇○零{HAN_DIGITS}]{{2}}(?=年)")
_PLAN = re.compile(rf"[“\"「](十?[{_HAN}]五)[”\"」]|(?<![{_HAN}])(十?[{_HAN}]五)(?=时期|期间|规划|计划|以来|开局|收官|末)")
_PLAN_LONG = re.compile(rf"第([{_HAN}]{{1,3}})个五年(?:规划|计划)")
_PAST = re.compile(
    rf"(?:过去|这)的?([两{_HAN}])年|([两{_HAN}])年来|成[就绩]的([{_HAN}])年|(?<![〇○零\d{_HAN}])([两{_HAN}])年(?:工作|任期)?的?回顾"
)
_FIVE = re.compile(r"(?:这|过去)五年|五年(?:来|间|共|累计)")
_AGAIN = 3  # times
_AHEAD = re.compile(r"(?:今后|未来)(?:的)?([二两三四五六七八九十])年")


@dataclass(frozen=True, slots=True)
class Periods:
    """What a report reviews and plans, as ``2020`` or ``2016-2020`` ("" where it cannot be told), and whether the text says so."""

    review: str = ""
    review_told: bool = False
    plan: str = ""
    plan_told: bool = False


def find_years(text: str) -> list[tuple[int, int]]:
    """Return the years and five-year plans that a heading or a sentence names, as (first, last), in order.

    >>> find_years("二、“十四五”时期和2025年工作回顾")
    [(2021, 2025), (2025, 2025)]
    """
    if not _NAMED.search(text):
        return []
    text = text.translate(_WIDE)
    found = [(match.start(), int(match[1]), int(match[2] or match[1])) for match in _YEAR.finditer(text)]
    found += [(match.start(), year, year) for match in _HAN_YEAR.finditer(text) for year in [read_small_number(match.group())]]
    for pattern in (_PLAN, _PLAN_LONG):
        for match in pattern.finditer(text):
            number = read_small_number((match[1] or match[2])[:-1] if pattern is _PLAN else match[1])
            if number:
                found.append((match.start(), *plan_years(number)))
    return [(first, last) for _, first, last in sorted(found)]


def find_periods(year: int | None, headings: Sequence[tuple[str, str]], opening: str, reviewed: str = "") -> Periods:
    """Say what a report of ``year`` reviews and plans.

    ``headings`` holds the titles of its top headings with the part each announces ("" for none or both), ``opening`` its first
    sentences, ``reviewed`` the text of its review. A report reviews the year before it and plans its own, unless a heading or the
    opening names a span, or a review whose heading names no year tells of five years again and again.

    >>> find_periods(2023, [("一、过去一年和五年工作回顾", "review"), ("二、今年工作建议", "plan")], "")
    Periods(review='2018-2022', review_told=True, plan='2023', plan_told=True)
    """
    told = ((title, part) for title, part in headings if part == "review" or (part == "" and _tells_past(title, year)))
    said, part = next(told, ("", ""))
    latest = year if year is None or part == "review" else year - 1
    review = _past_span(said, year, latest) or _opening_span(opening, year)
    if review is None and said and year is not None and "年" not in said and len(_FIVE.findall(reviewed)) >= _AGAIN:
        review = year - 5, year - 1
    plan = _plan_span([title for title, part in headings if part == "plan"], year)
    if year is not None and plan is None:
        spans = [span for title, part in headings if part == "" for span in find_years(title)]
        plan = next((span for span in spans if span[0] <= year <= span[1] and span[0] < span[1]), None)
    if year is None and review and not plan:
        plan_default = review[1] + 1
    elif year is None:
        return Periods(_write(review), bool(review), _write(plan), bool(plan))
    else:
        plan_default = year + 1 if review and review[1] == year else year
    reviewed_years, planned_years = review or (plan_default - 1, plan_default - 1), plan or (plan_default, plan_default)
    return Periods(_write(reviewed_years), bool(review), _write(planned_years), bool(plan))


def _tells_past(title: str, year: int | None) -> bool:
    return bool(_PAST.search(title)) or any(year is not None and last < year for _, last in find_years(title))


def _past_span(said: str, year: int | None, latest: int | None) -> tuple[int, int] | None:
    """Return the span that a heading or an opening says is reviewed: years up to ``latest``, plans up to the year before ``year``."""
    spans = find_years(said)
    if year is not None and latest is not None:
        spans = [(first, last if first == last else min(last, year - 1)) for first, last in spans]
        spans = [(first, last) for first, last in spans if first <= last <= latest]
    counts = [read_small_number(group) for match in _PAST.finditer(said.translate(_WIDE)) for group in match.groups() if group]
    last = max((last for _, last in spans), default=None) if year is None else year - 1
    if last is not None and max(counts, default=0) > 1:
        spans.append((last - max(counts) + 1, last))
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _opening_span(opening: str, year: int | None) -> tuple[int, int] | None:
    """Return the span of years or the plan just ended that the first sentences speak of; single years in them are no such word."""
    if year is None:
        return None
    for match in _PAST.finditer(opening):
        span = _past_span(match.group(), year, year - 1)
        if span and span[1] - span[0] >= 2:
            return span
    return next(((first, last) for first, last in find_years(opening) if last == year - 1 and last - first == 4), None)


def _plan_span(titles: Sequence[str], year: int | None) -> tuple[int, int] | None:
    """Return the span that the headings of the plan name: the report's own year where one names it, else the first span."""
    spans = [span for title in titles for span in find_years(title) if year is None or span[0] >= year or span[1] > year]
    if year is not None:
        if (year, year) in spans or any("今年" in title for title in titles):
            return year, year
        for title in titles:
            if match := _AHEAD.search(title):
                spans.append((year, year + read_small_number(match[1]) - 1))
    single = [span for span in spans if span[0] == span[1]]
    return next(iter(single or spans), None)


def _write(span: tuple[int, int] | None) -> str:
    return (write_span(*span) or "") if span else ""
