"""Indicators: the statistic that a name stands for (全省地区生产总值 -> gdp), and the several that a list of names stands for.

A name is an indicator only where nothing but scope and time words stand before one of its forms: 民营经济增加值 is no 增加值 of the
registry, 全区地区生产总值 is. The longest form wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.roles import split_list
from pipeline.lexicon.indicators import Indicator

# What may stand before a form without making it another statistic.
_LEAD: Final = re.compile(
    r"(?:全[国省市县区镇乡旗州盟村]|全社会|[我本][国省市县区镇乡旗州盟]|(?:1[89]|20)\d\d年?|[去今本上当明]年|全年|年[末底内]|年度|多年|当前|目前"
    r"|累计|合计|预计|初步核算|实现|完成|力争|确保|争取|努力|计划|安排|主要是|其中|十?[一二三四五六七八九]五|期间|时期|每年|年均|平均|同期|的|年|，|、|“|”|（|）"
    r"|《[^《》]{1,12}》|(?:各?省、)?市、自治区的|银行业?(?:金融机构)?的?|全部|各类|各项|总|达到|保持|新的|使|把|将|但|尽管|虽然|即|[我本]国|我们|提出了?|调度|全力|力保|总体)*"
)
# What may stand behind it: a word of change told as a noun, which makes any number its growth; of a part; and what leads to the number.
_RATE: Final = re.compile(
    r"(?:年均|平均|年平均|实际|名义|同比|平均每年)?的?(?:增长率|增长速度|增速|增幅|总?涨幅|升幅|增长幅度|上涨幅度|降幅)$"
)
_PART: Final = re.compile("(?:所?占比重?|比重)$")
_TAIL: Final = re.compile(
    r"(?:演进|调整|进一步优化|的?指标|稳定|总体|统一|应|可|已经?|跨过|扣除价格|以[^，]{1,4}计算|连续|连年|每年|全年|约|拟|累计|合计|预计|预定|计划|预算|仍|首次|平均值?|预期|一般|分别|双双|均|都|降|升|(?:[再屡连又]|首次)?创(?:历史)?新高|目标|将|要|（[^（）]*）|按[^，]{0,8}(?:计算|口径))$"
)
_MADE: Final = frozenset({"产量", "总产量", "年产量", "年度产量"})
# Ends of names that stand by themselves where a clause before has named the rest (规上工业较快发展，增加值|增长6%), and what leads to it.
_ENDS: Final = (
    "增加值",
    "总产值",
    "产值",
    "利润",
    "总量",
    "总数",
    "支出",
    "收入",
    "装机规模",
    "财政补助",
    "财政补助标准",
    "装机容量",
    "货邮吞吐量",
    "能耗",
    "用水量",
    "水耗",
    "二氧化碳排放",
    "二氧化碳排放量",
)
_WHOLE: Final = ("值", "额", "收入", "支出", "量", "率", "能耗", "投资", "价格")  # ends of names that leave nothing out
_COUNTED: Final = ("总量", "总数")
_TWINS: Final = ("收入", "支出")  # one of them is named by the other (财政收入5亿元、支出|6亿元)
_BEGUN: Final = r"(?:^|[，。；、：])(?:全[国省市县区镇乡旗]|(?:1[89]|20)\d\d年|[去今上]年|全年|其中|我国|完善|整合|健全|推进|推动)*"
_JOINED: Final = re.compile(r"[、和与及]|以及")
# Units in which an indicator of a unit is told too; "" is a bare number.
_ALIKE: Final = {
    "人": ("名", "位", "口", ""), "家": ("户", "个", ""), "户": ("家", "个", ""), "人次": ("人", "名", ""), "辆": ("台", "部", ""),
    "台": ("辆", "架", ""), "架": ("台", "部", ""), "头": ("只", "头只", "口", ""), "件": ("项", ""), "起": ("件", "宗", ""),
    "个": ("座", "处", "户", ""), ":1": ("",),
    "张": ("个", ""), "套": ("台", "户", ""), "标箱": ("标准箱", "TEU"), "匹": ("",), "块": ("",),
}  # fmt: skip
_SPELLS: Final = ("月", "年")


# What the text around may open: a share, a port of the place.
_HIDDEN: Final = re.compile("占|中(?:的?(?:所占)?的?(?:比重|占比|份额))?$|机场|港")


class Name(NamedTuple):
    """What a name says: the form it ends in (empty: none), whether it names the change (增速) or the part (占比), and what leads to it."""

    form: str
    rate: bool
    lead: str
    part: bool


NO_NAME: Final = Name("", False, "", False)


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
        self._heads = frozenset(form[:cut] for form in self._owners for cut in range(2, len(form)))
        made = {form.removesuffix("产量") for form in self._owners if form.endswith("产量")} & set(self._owners)
        self._made = re.compile("|".join(sorted(map(re.escape, made), key=lambda form: (-len(form), form))) or r"(?!)")
        self._ended = {end: _compile_stems(end, self._owners) for end in _ENDS}
        self._parts = {*_MADE, *self._ended, *self._ends, *self._heads}
        self._names: dict[str, Name] = {}
        self._lists: dict[str, tuple[Name, ...]] = {}
        self._hopes: dict[str, bool] = {}

    def find_indicator(self, about: str, kind: str, unit: str, *, mark: str = "") -> Indicator | None:
        """Return the indicator that ``about`` names for a number of this kind and unit, or None.

        A percentage, multiple or number of points may tell the growth or share of any indicator; another number must be of its kind and
        unit. ``mark`` says what the number tells (one of lexicon.indicators.MARKS), for forms that hold for that alone.

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
        """Tell whether a name may be an indicator's, by itself, in a list or with what stands around it."""
        hope = self._hopes.get(about)
        if hope is None:
            hope = (
                about in self._parts or _strip_lead(about) in self._heads or bool(self.read_name(about).form) or bool(_HIDDEN.search(about))
            )
            hope = hope or any(self.read_name(part).form for part in split_list(about))
            hope = hope or any(name.form for name in self.complete_names(split_list(about)))
            self._hopes[about] = hope
        return hope

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

    def find_marked(self, form: str, mark: str, place: int = 0) -> Indicator | None:
        """Return whose form it is where, and only where, ``mark`` says what is told."""
        return self._owners[form].get((mark, place))

    def count_places(self, form: str) -> int:
        """Return how many numbers a form gives out (三次产业增加值: 3); 0 where it gives out none."""
        return max((place for _, place in self._owners[form]), default=0)

    def list_names(self, about: str) -> tuple[Name, ...]:
        """Return the names of a list that shares an end (城镇、农村居民人均可支配收入); empty where one of them is none."""
        names = self._lists.get(about)
        if names is None:
            names = self._lists[about] = self._split(about)
        return names

    def extend_name(self, about: str, before: str, behind: str) -> str:
        """Return a name with what stands straight before or behind it in the text, where both are a form (旅游|收入); else the name."""
        if about in self._ends:
            for cut in range(max(0, len(before) - self._longest), len(before)):
                if before[cut:] + about in self._owners:
                    return before[cut:] + about
        bare = _strip_lead(about)
        if bare in self._heads:
            for cut in range(min(len(behind), self._longest), 0, -1):
                if bare + behind[:cut] in self._owners:
                    return about + behind[:cut]
        return about

    def complete_name(self, about: str, before: str) -> str:
        """Return a name that leaves out of what it is with what the text before it names (粮食连续五年增产，总产量): the last that fits.

        >>> from pipeline.lexicon.indicators import load_indicators
        >>> IndicatorFinder(load_indicators()).complete_name("总产量", "粮食连续五年增产，")
        '粮食产量'
        >>> IndicatorFinder(load_indicators()).complete_name("增加值", "服务业支撑作用增强，")
        '服务业增加值'
        """
        if about in self._ended:
            stems = [hit[1] for hit in self._ended[about].finditer(before)]
            return stems[-1] + about if stems else about
        hits = list(self._made.finditer(before)) if about in _MADE else []
        return f"{hits[-1][0]}产量" if hits else about

    def is_product(self, form: str) -> bool:
        """Tell whether a form is the bare name of what is made (棉布), which is sold and supplied too."""
        return f"{form}产量" in self._owners

    def list_made(self, parts: Sequence[str]) -> tuple[Name, ...]:
        """Return the outputs of the products of a list, without those that are no indicators; none where fewer than two are.

        >>> from pipeline.lexicon.indicators import load_indicators
        >>> [name.form for name in IndicatorFinder(load_indicators()).list_made(["钢", "卷烟", "水泥"])]
        ['钢产量', '水泥产量']
        """
        names = tuple(name for part in parts if (name := self.read_name(f"{part}产量")).form)
        return names if len(names) > 1 else ()

    def list_whole(self, about: str) -> tuple[Name, ...]:
        """Return those parts of a list before its last that are names by themselves (国内生产总值和城乡居民收入)."""
        if not _JOINED.search(about):
            return ()
        return tuple(name for part in split_list(about)[:-1] if part.endswith(_WHOLE) and (name := self.read_name(part)).form)

    def _read(self, about: str) -> Name:
        text, rate, part = about, False, False
        while text:
            for cut in range(max(0, len(text) - self._longest), len(text)):
                if text[cut:] in self._owners and _LEAD.fullmatch(text, 0, cut):
                    return Name(text[cut:], rate, text[:cut], part)
            if hit := _RATE.search(text):
                rate = True
            elif hit := _PART.search(text):
                part = True
            elif not (hit := _TAIL.search(text)):
                break
            text = text[: hit.start()]
        return NO_NAME

    def _split(self, about: str) -> tuple[Name, ...]:
        """The parts of a list, none if one of them is no name."""
        names = self.complete_names(split_list(about)) if _JOINED.search(about) else ()
        return names if len(names) > 1 and all(name.form for name in names) else ()

    def complete_names(self, parts: Sequence[str]) -> tuple[Name, ...]:
        """Return what each part of a list names, with the end of the last part or by itself; no form where it names nothing."""
        last = self.read_name(parts[-1]) if parts else NO_NAME
        names = []
        for part in parts[:-1]:
            name, end = NO_NAME, last.form or parts[-1]
            for cut in range(1, len(end) + bool(last.form)):  # the part by itself only beside a known name
                name = name if name.form else self.read_name(part + end[cut:])
                if cut < len(end) and name.form and last.form and self._owners[name.form] == self._owners[last.form]:
                    name = NO_NAME  # 游客、旅游总花费: a list names nothing twice
            names.append(name._replace(rate=last.rate, part=last.part) if last.form else name)
        return (*names, last) if parts else ()


def _strip_lead(about: str) -> str:
    """A name without the scope and time words before it."""
    lead = _LEAD.match(about)
    return about[lead.end() :] if lead else about


def _compile_stems(end: str, forms: Iterable[str]) -> re.Pattern[str]:
    """Compile what names leave before an end, where a clause begins with it."""
    stems = sorted({form.removesuffix(end) for form in forms if form.endswith(end)} - {"", "总", "全"}, key=lambda stem: (-len(stem), stem))
    new = "(?:新登记|新设立?|新增|净增)?" if end in _COUNTED else ""
    twin = "(?=收入|支出)" if end in _TWINS else ""
    return re.compile(f"{_BEGUN}{new}({'|'.join(map(re.escape, stems)) or '(?!)'}){twin}")


def is_measured(indicator: Indicator, kind: str, unit: str) -> bool:
    """Tell whether a number of a kind and unit can be the indicator's level or change: 人 for 名, US dollars for yuan, but no 套 for 户.

    A ``per`` that the text leaves out (吨标准煤 for 吨标准煤/万元) is understood; money may be told by the month or year.
    """
    if kind != indicator.kind:
        return False
    one, _, per = unit.partition("/")
    other, _, own = indicator.unit.partition("/")
    if per and per != own and not (per in _SPELLS and not own and kind == "money"):
        return False
    return (kind == "money" and len(one) == len(other)) or one == other or one in _ALIKE.get(other, ())
