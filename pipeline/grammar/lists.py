"""Lists: years that are given out to several numbers, and things of which one number tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.grammar.years import read_span
from pipeline.schema import Measure

Dated = tuple[str | None, str, str]  # period, status and rule of a measure

# Years that 分别 gives out one by one (前三年分别增长|5%、6%和7%, 2019、2020年分别为|3%和4%).
_EACH_YEAR: Final = re.compile("(?P<years>(?:[0-9]{4}年?[、和与])+[0-9]{4})?年分别[^，。；、0-9]{0,6}$")
_NEXT: Final = re.compile("(?:左右|以上|以下)?(?:[、和与及]|以及)")
# A list of products whose output is told in the next clause (钢、水泥、化肥等产品，产量都增长|20%).
_MADE: Final = re.compile("(?P<list>[^，。；：]+、[^，。；：]+)，[^，。；：]{0,12}产量(?:均|都)[^，。；]*$")
_REST: Final = re.compile("等[^、]*$")


def give_years(sentence: str, measures: Sequence[Measure], found: list[Dated]) -> list[Dated]:
    """Return what is found of the measures of a sentence, the years that 分别 stands behind given to as many numbers, one each."""
    dated = list(found)
    for first, (period, status, rule) in enumerate(found):
        hit = _EACH_YEAR.search(sentence, measures[first - 1].end if first else 0, measures[first].start)
        if not hit or not period:
            continue
        begin, end = read_span(period)
        years = [int(year) for year in re.findall("[0-9]{4}", hit["years"] or "")] or list(range(begin, end + 1))
        last = first
        while last + 1 < len(found) and _NEXT.fullmatch(sentence, measures[last].end, measures[last + 1].start):
            last += 1
        if begin and len(years) == last - first + 1:
            dated[first : last + 1] = [(str(year), status, rule) for year in years]
    return dated


def list_products(sentence: str, end: int) -> list[str]:
    """Return the products of which a number at ``end`` tells the output, named in the clause before; none where it tells of one.

    >>> list_products("钢、水泥等产品，产量都增长20%", 13)
    ['钢', '水泥']
    """
    hit = _MADE.search(sentence, 0, end)
    return _REST.sub("", hit["list"]).split("、") if hit else []
