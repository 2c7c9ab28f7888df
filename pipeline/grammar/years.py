"""Years: small numbers and years in digits or characters, five-year plans, and the years of a period as tables write it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

HAN_DIGITS: Final = "一二三四五六七八九"
SMALL_NUMBER: Final = r"[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|[1-9]\d?"
_DIGITS: Final = str.maketrans(f"０１２３４５６７８９〇○零{HAN_DIGITS}两", "0123456789" + "000" + "123456789" + "2")
_TENS: Final = re.compile("([0-9]*)(十?)([0-9]?)")
_PERIOD: Final = re.compile("([0-9]{4})(?:-([0-9]{4}))?")


@lru_cache(maxsize=1024)
def read_small_number(text: str) -> int:
    """Return a count below a hundred, or a year digit by digit, that is written in digits or characters; 0 for anything else.

    >>> read_small_number("十三"), read_small_number("二十六"), read_small_number("5"), read_small_number("二〇一五"), read_small_number("")
    (13, 26, 5, 2015, 0)
    """
    hit = _TENS.fullmatch(text.translate(_DIGITS))
    if hit is None:
        return 0
    return int(hit[1] or 1) * 10 + int(hit[3] or 0) if hit[2] else int(hit[1] or 0)


def plan_years(ordinal: int) -> tuple[int, int]:
    """Return the first and last year of a national five-year plan by its number; from the third on (1966) there is no gap.

    >>> plan_years(1), plan_years(2), plan_years(13)
    ((1953, 1957), (1958, 1962), (2016, 2020))
    """
    first = 1953 + 5 * (ordinal - 1) if ordinal < 3 else 1966 + 5 * (ordinal - 3)
    return first, first + 4


def find_plan(year: int) -> tuple[int, int]:
    """Return the first and last year of the national five-year plan that a year lies in; zeros where it lies in none.

    >>> find_plan(1956), find_plan(2022), find_plan(1964)
    ((1953, 1957), (2021, 2025), (0, 0))
    """
    ordinal = (year - 1953) // 5 + 1 if year < 1963 else (year - 1966) // 5 + 3
    first, last = plan_years(ordinal)
    return (first, last) if ordinal > 0 and first <= year <= last else (0, 0)


@lru_cache(maxsize=1024)
def read_span(period: str | None) -> tuple[int, int]:
    """Return the first and last year of a period, zeros where it is none of whole years.

    >>> read_span("2021"), read_span("2017-2021"), read_span("2022-H1")
    ((2021, 2021), (2017, 2021), (0, 0))
    """
    hit = _PERIOD.fullmatch(period or "")
    return (int(hit[1]), int(hit[2] or hit[1])) if hit else (0, 0)


def write_span(first: int, last: int) -> str | None:
    """Return the period from one year to another; None where one is 0 or they stand the wrong way round.

    >>> write_span(2021, 2021), write_span(2017, 2021), write_span(0, 2021)
    ('2021', '2017-2021', None)
    """
    if not first or not last or first > last:
        return None
    return str(last) if first == last else f"{first}-{last}"
