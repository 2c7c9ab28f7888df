"""Scopes: which place a figure is of — the report's own, or the one above it that a scope word names (全国, 全省)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_SCOPE: Final = re.compile(
    r"(?<![居占于超比列在对向为第和与])(?:(?P<word>[全我本][国省市县区镇乡旗州盟])(?!第|平均|前列|首|最|文明|人大|政协))"
)
_LEVELS: Final = {"国": "国家", "省": "省", "市": "市", "州": "市", "盟": "市", "县": "县", "旗": "县", "镇": "乡", "乡": "乡"}
_PORT: Final = re.compile("(?:[^港、和与]{0,4}?(?:机场|航空港)|港)(?:年度?)?(?=.{2}|$)")
_ORDER: Final = ("国家", "省", "市", "县", "乡")


class Home(NamedTuple):
    """The place of a report: its name, code and level, and the place above it."""

    place: str | None
    code: str | None
    level: str | None
    parent: str | None


def find_place(text: str, home: Home) -> tuple[str | None, str | None, str | None] | None:
    """Return place, code and level that a figure is of, by the last scope word before it; None where that is another place without a name.

    >>> home = Home("海棠县", None, "县", "青川市")
    >>> find_place("全市", home), find_place("2021年", home)
    (('青川市', None, '市'), ('海棠县', None, '县'))
    """
    own = (home.place, home.code, home.level)
    words = [hit["word"] for hit in _SCOPE.finditer(text)]
    if not words:
        return own
    said = words[-1][-1]
    if home.place and (home.place.endswith(said) or (said == "区" and home.level in ("省", "县"))):
        return own
    level = _LEVELS.get(said, "")
    if level == home.level or not home.level or not level:
        return own
    if level == "国家":
        return "全国", None, "国家"
    above = _ORDER.index(level) == _ORDER.index(home.level) - 1
    return (home.parent, None, level) if above and home.parent and home.parent.endswith(said) else None


def open_port(about: str, home: Home) -> str:
    """Return a name without the port or airport that bears the place's own name, whose figures are the place's.

    >>> home = Home("海棠县", None, "县", "青川市")
    >>> open_port("海棠机场年旅客吞吐量", home), open_port("青川港货物吞吐量", home)
    ('旅客吞吐量', '青川港货物吞吐量')
    """
    short = (home.place or "").rstrip("省市区县旗")
    hit = _PORT.match(about, len(short)) if short and about.startswith(short) else None
    return about[hit.end() :] if hit else about
