"""Aspects: what a number tells of an indicator — level, growth, change or share — and on which basis.

``before`` is always the clean text between the measure before a number, or the beginning of the sentence, and the number.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_AVERAGE: Final = re.compile(
    r"年均(?!浓度)|平均每年|年平均(?!工资|浓度)|每年平均|年递增|每年(?:[^，。；]{0,6})?(?:增长|递增|提高|增加|新增|增产)|逐年"
)
_SCOPE: Final = re.compile(
    "口径|(?:扣除|剔除)(?![^，。；]{0,6}(?:价格|物价))[^，。；]{1,12}(?:因素|影响)|考虑[^，。；]{0,4}退税[^，。；]{0,4}因素"
)
_PRICES: Final = re.compile(
    r"可比价|不变价|实际(?:[^，。；使利到]{0,4})?(?:增|上升|下降|提高|年均)|(?:扣除|剔除|考虑)[^，。；]{0,4}(?:价格|物价)"
)
_LEVEL_PRICES: Final = re.compile(r"可比价|不变价|按[^，。；]{0,8}年[^，。；]{0,4}价格")
_NOMINAL: Final = re.compile(r"名义|现价|当年价格")
_SEQUENTIAL: Final = re.compile(r"环比|比上月|比上季")
_SUMMED: Final = re.compile(r"累计|翻[一两]?番")
# The sum of a span of years against that of the span before it: none of these.
_OF_SPANS: Final = re.compile(r"比[^，。；比]{0,8}(?:五[”\"]?(?:时期|期间)|(?:前|上)(?:一?个)?[二三四五]年)[^，。；]{0,6}$")
_YEARLY: Final = re.compile(r"同比|[比较](?:上年|去年|上一年)")
_SPAN: Final = re.compile(r"(\d{4})-(\d{4})")

_RATE: Final = re.compile(r"增长率|增长速度|增速|增幅|涨幅|升幅|降幅|增长幅度|上涨幅度")
_FALL: Final = re.compile("降幅|下降幅度|跌幅")
_OF_RATE: Final = re.compile(
    r"(?:增长率|增长速度|增速|增幅|涨幅|升幅|降幅|增长幅度|上涨幅度|占比|比重|贡献率)[^，。；]{0,14}$"
    r"|(?:回落|收窄|加快|放缓|拉动|贡献)[^，。；]{0,4}$"
)
_ELSEWHERE: Final = re.compile(
    r"(?:高于|低于|快于|慢于|高出|低出|高过|领先|优于|好于|超出|超过|超(?=全)|落后|拉动)[^，。；]{2,16}$"
    r"|(?<![同环])比(?!上|去|前|19|20|同期|年初|[一二三四五六七八九十]|期初|重|率|例)[^，。；]{1,14}(?:高|低|快|慢|多|少)(?:出|了)?(?:近|约|超|将近)?$"
    r"|比(?!上年|去年|上一年)[^，。；]{0,6}(?:预算|计划|预期|目标|原定|指标)[^，。；]{0,10}$|(?:超收|短收|超支|减收|多收|少收|超额完成)[^，。；]{0,4}$"
)
_SHARE: Final = re.compile(r"占(?!比|用|全[国省市])(?P<whole>[^，。；]{2,24})$")


class Number(NamedTuple):
    """What a quantity is: its kind, unit, relation, direction, figures and the text before it."""

    kind: str
    unit: str
    relation: str
    direction: str
    figures: tuple[float | None, float | None, float | None]
    before: str
    doubled: bool = False


def tell_aspect(number: Number, near: str, *, rate: bool) -> str:
    """Return what a number tells of a thing: level, growth, change, share, or nothing that can be said of it alone.

    ``near`` is the text from the thing's name to the number, ``rate`` says that the name is one of a growth rate (增速). A share may be the
    value of a rate, or a part of a whole.

    >>> tell_aspect(Number("percent", "%", "delta", "up", (8.0, 8.0, 8.0), "地区生产总值增长"), "增长", rate=False)
    'growth'
    >>> tell_aspect(Number("point", "pp", "delta", "up", (2.1, 2.1, 2.1), "，增速比上年提高"), "，增速比上年提高", rate=False)
    ''
    """
    if number.relation == "delta" and _ELSEWHERE.search(near):
        return ""
    if number.kind == "point":
        return "" if number.relation != "delta" or rate or _OF_RATE.search(near) else "growth"
    if number.kind == "percent":
        if number.relation == "delta":
            return "" if _OF_RATE.search(near) and not _RATE.search(near) else "growth"
        return "growth" if rate or _RATE.search(near[-12:]) else "share"
    if number.kind == "multiple":
        return "growth" if number.relation == "delta" or number.doubled else ""
    return {"level": "level", "delta": "change"}.get(number.relation, "")


def tell_direction(number: Number, aspect: str) -> tuple[str, bool]:
    """Return the direction of what a number tells, and whether its sign must be turned: a growth of -3% is 3% down."""
    if aspect not in ("growth", "change"):
        return "none", False
    negative = any((figure or 0) < 0 for figure in number.figures)
    if number.relation == "delta":
        return ({"up": "down", "down": "up"}.get(number.direction, "down"), True) if negative else (number.direction, False)
    return ("down", negative) if negative or _FALL.search(number.before) else ("up", False)


def tell_basis(aspect: str, before: str, period: str | None, *, doubled: bool = False) -> str:
    """Return against what a number is measured, one of BASES, or nothing where that cannot be said; ``doubled`` is told by 番.

    >>> tell_basis("growth", "，按可比价格计算，同比增长", "2018"), tell_basis("growth", "年均增长", "2016-2020")
    ('comparable_prices', 'annual_average')
    """
    near = before[max(before.rfind(stop) for stop in "。；") + 1 :]
    if aspect == "share" or _OF_SPANS.search(near):
        return ""
    if _AVERAGE.search(near[near.rfind("，") + 1 :] if aspect == "level" else near):
        return "annual_average"
    if aspect == "level":
        return "comparable_prices" if _LEVEL_PRICES.search(near) else ""
    for basis, cue in (("comparable_scope", _SCOPE), ("comparable_prices", _PRICES), ("nominal", _NOMINAL), ("sequential", _SEQUENTIAL)):
        if cue.search(near):
            return basis
    span = _SPAN.fullmatch(period or "")
    if (span and span[1] != span[2]) or ((doubled or _SUMMED.search(near)) and not _YEARLY.search(near)):
        return "cumulative"
    return "yoy" if period or _YEARLY.search(near) else ""


def find_whole(before: str) -> str:
    """Return the whole that a share before a number is of (占地区生产总值的比重为 -> 地区生产总值的比重为), or nothing."""
    hit = _SHARE.search(before)
    return hit["whole"] if hit else ""
