"""Indicators: the statistic that a name stands for (全省地区生产总值 -> gdp), and the several that a list of names stands for.

A name is an indicator only where nothing but scope and time words stand before one of its forms: 民营经济增加值 is no 增加值 of the
registry, 全区地区生产总值 is. The longest form wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipeline.grammar.roles import split_list
from pipeline.lexicon.indicators import Indicator

# What may stand before a form without making it another statistic.
_LEAD: Final = re.compile(
    r"(?:全[国省市县区镇乡旗州盟村]|全社会|[我本][国省市县区镇乡旗州盟]|(?:1[89]|20)\d\d年?|[去今本上当明]年|全年|年[末底内]|年度|当前|目前|累计|合计|预计"
    r"|初步核算|实现|完成|力争|确保|争取|计划|安排|主要是|其中|[一二三四五六七八九]五|期间|时期|每年|年均|平均|同期|的|年|，|、|“|”|（|）|全部|各类|各项|总|达到|保持|新的)*"
)
# What may stand behind it: a word of change told as a noun, which makes any number its growth, and words that only lead to the number.
_RATE: Final = re.compile(r"(?:年均|平均|年平均|实际|名义|同比|平均每年)?(?:增长率|增长速度|增速|增幅|涨幅|升幅|增长幅度|上涨幅度|总?涨幅|降幅)$")
_TAIL: Final = re.compile(r"(?:稳定|连续|约|拟|累计|合计|预计|计划|仍|首次|平均|预期|一般|分别|双双|降|升|目标)$")
_JOINED: Final = re.compile(r"[、和与及]|以及")
_ALIKE: Final = (
    frozenset(["人", "名", "位", "口", ""]), frozenset(["家", "户", "个", ""]), frozenset(["人次", "人", "名", ""]), frozenset(["台", "辆", "架", "部", ""]),
    frozenset(["头", "只", "头只", "口", ""]), frozenset(["件", "项", ""]), frozenset(["起", "件", "宗", ""]), frozenset(["个", "座", "处", ""]),
    frozenset(["张", "个", ""]), frozenset(["标箱", "标准箱", "TEU"]), frozenset(["套", "台", ""]),
)  # fmt: skip


class Name(NamedTuple):
    """What a name says: the form it ends in (empty where it is none), whether it names the change itself (增速), and what leads to it."""

    form: str
    rate: bool
    lead: str


_NOTHING: Final = Name("", False, "")


class IndicatorFinder:
    """The forms of one registry; ``find_indicator`` says which statistic a name stands for."""

    def __init__(self, rows: Iterable[Indicator]) -> None:
        """Index the forms by what they tell."""
        self._owners: dict[str, dict[tuple[str, int], Indicator]] = {}
        for row in rows:
            for alias in row.list_aliases():
                self._owners.setdefault(alias.form, {})[alias.mark, alias.place] = row
        self._longest = max(map(len, self._owners), default=0)
        self._ends = frozenset(form[cut:] for form in self._owners for cut in range(1, len(form) - 1))
        self._names: dict[str, Name] = {}
        self._lists: dict[str, tuple[str, ...]] = {}

    def find_indicator(self, about: str, kind: str, unit: str, *, mark: str = "") -> Indicator | None:
        """Return the indicator that ``about`` names for a number of this kind and unit, or None.

        A percentage, multiple or number of points may tell the growth or share of any indicator; another number must be of its kind and
        unit. ``mark`` says what the number tells (growth, share, new), for forms that hold for that alone.

        >>> from pipeline.lexicon.indicators import load_indicators
        >>> finder = IndicatorFinder(load_indicators())
        >>> finder.find_indicator("全区地区生产总值", "money", "CNY").id
        'gdp'
        >>> finder.find_indicator("县域经济增加值", "money", "CNY") is None
        True
        """
        name = self.read_name(about)
        found = self.find_owner(name.form, mark, 0) if name.form else None
        return found if found and (kind in ("percent", "multiple", "point") or is_measured(found, kind, unit)) else None

    def may_name(self, about: str) -> bool:
        """Tell at once whether a name may be an indicator's, by itself, in a list or with what stands before it."""
        return bool(about) and (bool(self.read_name(about).form) or about in self._ends or bool(self.list_forms(about)) or "占" in about)

    def read_name(self, about: str) -> Name:
        """Return the longest form in which a name ends, behind scope and time words only."""
        name = self._names.get(about)
        if name is None:
            name = self._names[about] = self._read(about)
        return name

    def find_owner(self, form: str, mark: str, place: int) -> Indicator | None:
        """Return whose form it is: of what ``mark`` tells first, else of all that can be told; ``place`` counts in a list of numbers."""
        owners = self._owners[form]
        return owners.get((mark, place)) or owners.get(("", place))

    def count_places(self, form: str) -> int:
        """Return how many numbers a form gives out (三次产业增加值: 3); 0 where it gives out none."""
        return max((place for _, place in self._owners[form]), default=0)

    def list_forms(self, about: str) -> tuple[str, ...]:
        """Return the forms of a list of names that share an end (城镇、农村居民人均可支配收入); empty where one of them is none."""
        forms = self._lists.get(about)
        if forms is None:
            forms = self._lists[about] = self._split(about)
        return forms

    def extend_name(self, about: str, before: str) -> str:
        """Return a name with what stands straight before it in the text, where both together are a form (旅游|收入); else the name."""
        if about in self._ends:
            for cut in range(max(0, len(before) - self._longest), len(before)):
                if before[cut:] + about in self._owners:
                    return before[cut:] + about
        return about

    def _read(self, about: str) -> Name:
        text, rate = about, False
        for _ in range(3):
            for cut in range(max(0, len(text) - self._longest), len(text)):
                if text[cut:] in self._owners and _LEAD.fullmatch(text, 0, cut):
                    return Name(text[cut:], rate, text[:cut])
            if hit := _RATE.search(text):
                text, rate = text[: hit.start()], True
            elif hit := _TAIL.search(text):
                text = text[: hit.start()]
            else:
                break
        return _NOTHING

    def _split(self, about: str) -> tuple[str, ...]:
        """The parts of a list, each by itself or with the end of the last part."""
        if not _JOINED.search(about):
            return ()
        parts = split_list(about)
        last = self.read_name(parts[-1]).form if parts else ""
        forms = []
        for part in parts:
            form = self.read_name(part).form
            for cut in range(len(last)):
                form = form or self.read_name(part + last[cut:]).form
            forms.append(form)
        return tuple(forms) if all(forms) and len(forms) > 1 else ()


def is_measured(indicator: Indicator, kind: str, unit: str) -> bool:
    """Tell whether a number of a kind and unit can be the indicator's level or change: 人 for 名, US dollars for yuan, but no 套 for 户."""
    if kind != indicator.kind:
        return False
    if kind == "money":
        return len(unit) == len(indicator.unit) and unit[3:] == indicator.unit[3:]
    return unit == indicator.unit or any(unit in group and indicator.unit in group for group in _ALIKE)
