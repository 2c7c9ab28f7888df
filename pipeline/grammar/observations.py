"""Observations: the numbers of one sentence that tell of an indicator — of which, what, on which basis, of which place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.aspects import Number, find_whole, tell_aspect, tell_basis, tell_direction
from pipeline.grammar.contexts import JOINS, Context, Quantity, cut_before, find_around, find_context, find_run, list_parts, share_words
from pipeline.grammar.indicators import NO_NAME, IndicatorFinder, Name, is_measured
from pipeline.grammar.lists import list_products
from pipeline.grammar.modifiers import last_stop
from pipeline.grammar.pairs import Told, pair_growths
from pipeline.grammar.scopes import Home, find_place, open_port
from pipeline.lexicon.indicators import Indicator
from pipeline.lexicon.reports import PlaceWord

_BEGUN: Final = re.compile("开工|新安排|启动")
_DONE: Final = re.compile("建成|竣工|完工|投产")
_NEW: Final = re.compile("新增|新建|新改|新（改|改建|改造|扩建|建设|新开|新设|新登记|净增|修建|新修|新认定|提档")
_HOLDS: Final = re.compile(r"(?:有|达|到|共|为|累计|突破|超过?|至|总数|总量)(?:约|近)?$")
_MADE: Final = re.compile("达|实现|完成|生产了|收获")
_GAINED: Final = re.compile(r"[增减多少]产|节约|比[^，。；]{1,10}[多少高低]$")  # what a level behind it is really: a change
_MOVED: Final = re.compile("提高|上升|提升|下降|降低|减少|增加|增长|回落|翻")
_EACH: Final = re.compile("均|都|双双|同步|分别|各(?!类|项|级)")
_MORE: Final = re.compile("[^，。；]{0,4}[、和与及][0-9]")  # of a list of numbers: another number follows
# What makes the numbers behind it, to the end of the sentence, those of something smaller, larger or lost.
_OTHER: Final = re.compile(
    "(?:经济圈|城市群|都市圈|(?:省属|国有)企业)[^。；]{0,24}$|损失[^。；]*$|仅[^，。；]{0,16}(?:企业|地区|省|县)"
    "|新增加?的?[^，。；：]{0,12}能力[^。；]{0,14}[有：]|分之[一二三四五]的(?:省|市|县|地区|企业)"
    "|(?<![过上比于对与同和向])(?:英国|美国|苏联|日本|法国|德国|印度)[^。；]*$"
)
_MAKER: Final = re.compile("联合企业|[钢铁]厂|矿务局|油田")  # of a product, that of one who makes it
_WITHIN: Final = re.compile("^([^占]+?)在([^占]{2,12})中(?:的?(?:所占)?的?(?:比重|占比|份额))?$")  # a part in its whole
_TOTALS: Final = ("总额", "总量")
_MADE_KINDS: Final = frozenset({"mass", "energy", "volume", "power"})
_AMONG: Final = re.compile("(?P<whole>[^，。；]*)占的?比重[^。；]*其中[^。；]*$")  # a share in the whole of the one before it
_INCLUDED: Final = re.compile("[，（]不?包括[^，）。；]*")
_TURNED: Final = re.compile("，?(?:[减降升增转]|提高|回落|上升|下降|扩大|收窄)[为到至]")  # to the next value of the same things
_ADDED: Final = re.compile("将(?:增加|减少)[^产]*$")
_GREW: Final = re.compile("[，、]?[人年月均每]*(?:新增|净增)")


class _Named(NamedTuple):
    """What a quantity may be of: a name and its place among several numbers, the whole of a share, or the indicator itself."""

    name: Name
    place: int = 0
    whole: str = ""
    indicator: Indicator | None = None


class ObservationReader:
    """Reads which quantities of a sentence tell of an indicator."""

    def __init__(self, rows: Sequence[Indicator], places: Iterable[PlaceWord]) -> None:
        """Keep the registry; ``places`` tell the names of provinces, whose figures are not the country's."""
        names = sorted({word.form for word in places if word.kind == "name" and word.level == "省"}, key=lambda form: (-len(form), form))
        self._provinces = re.compile("|".join(map(re.escape, names)))
        self._finder = IndicatorFinder(rows)
        self._rows = {row.id: row for row in rows}
        self._aspects = {row.id: row.list_aspects() for row in rows}
        self._vetoes = {row.id: tuple(row.not_for.split("|")) for row in rows if row.not_for}
        self._stocks = {row.id for row in rows if "新增" in row.not_for}

    def may_name(self, abouts: Iterable[str]) -> bool:
        """Tell at once whether any of these names may be an indicator's."""
        return any(self._finder.may_name(about) for about in abouts)

    def read(self, sentence: str, quantities: Sequence[Quantity], home: Home) -> list[Told]:
        """Return what the quantities of a clean sentence tell, in order, level and growth paired."""
        quantities = self._extend(sentence, [one._replace(about=open_port(one.about, home)) for one in quantities])
        found: dict[tuple[int, str], Told] = {}
        at = 0
        while at < len(quantities):
            run, named = self._name(sentence, quantities, at, found)
            for step, one in named:
                told = self._tell(sentence, quantities, at + step, one, home)
                if told:
                    found[told.at, told.indicator.id] = told
            at += run
        return pair_growths(list(found.values()), quantities)

    def _extend(self, sentence: str, quantities: Sequence[Quantity]) -> list[Quantity]:
        """The quantities with the whole of their names; a total behind a change (财政收入增加1亿元，总额|11亿元) is of what changed."""
        found: list[Quantity] = []
        for quantity in quantities:
            about, last = quantity.about, found[-1] if found else quantity
            if about.startswith("占"):  # what a part is of; the part is the thing before (财政赤字2亿元，占地区生产总值比重为|3%)
                about = last.about if quantities[len(found) - 1].about == about else last.about + about if found else about
            elif about in _TOTALS and last.number.kind == quantity.number.kind and (last.number.relation == "delta" or about != last.about):
                about = last.about
            elif about:
                about = self._finder.extend_name(about, *find_around(sentence, quantity))
                if about == quantity.about and (quantity.number.kind == "mass" or not about.endswith("产量")):
                    about = self._finder.complete_name(about, cut_before(sentence, quantity))
            found.append(quantity if about == quantity.about else quantity._replace(about=about))
        return found

    def _name(
        self, sentence: str, quantities: Sequence[Quantity], at: int, found: dict[tuple[int, str], Told]
    ) -> tuple[int, Iterable[tuple[int, _Named]]]:
        """How many quantities from ``at`` on share names, and what each of them (by its step) may be of."""
        quantity = quantities[at]
        run = find_run(quantities, at)
        if run > 1 and (given := _give_out(quantities, at, run, found)):
            return run, given
        if run == 1 and quantity.about.endswith("产量") and (products := list_products(sentence, quantity.start)):
            return 1, [(0, _Named(part)) for part in self._finder.list_made(products)]
        name = self._finder.read_name(quantity.about)
        names = [(part, 0) for part in self._finder.list_names(quantity.about)] if not name.form else []
        if name.form and (count := self._finder.count_places(name.form)):
            names = [(name, place) for place in range(1, count + 1)]
        alike = all(other.about == quantity.about for other in quantities[at : at + run])
        if not names and run > 1 and "分别" in quantity.number.before:
            parts = list_parts(sentence, quantities[at : at + run])
            names = [(part, 0) for part in self._finder.complete_names(parts)]
            if not names:
                return run, []
            names = names if any(part.form for part, _ in names) else []
        if names and run == len(names):
            return run, [(step, _Named(part, place)) for step, (part, place) in enumerate(names)]
        if name.form and run > 1 and alike and not names and quantities[at + 1].number.before.startswith(JOINS):
            return run, []  # several numbers of one thing: nobody says which is which
        if names and run == 1 and _EACH.search(find_around(sentence, quantity)[1]) and not _MORE.match(sentence, quantity.end):
            return 1, [(0, _Named(part, place)) for part, place in names]
        if name.form:
            return 1, [(0, _Named(name))]
        if run == 1 and _is_growth(quantity.number):
            names = names or [(part, 0) for part in self._finder.list_whole(quantity.about)]
            if names:
                return 1, [(0, _Named(part, place)) for part, place in names]
        part, _, whole = _WITHIN.sub(r"\1占\2", quantity.about).partition("占")
        return 1, [(0, _Named(self._finder.read_name(part), 0, whole))] if whole and part else []

    def _tell(self, sentence: str, quantities: Sequence[Quantity], at: int, named: _Named, home: Home) -> Told | None:
        """What one quantity tells of what it may be of, if anything."""
        quantity = quantities[at]
        number = quantity.number
        if not named.name.form and not named.indicator:
            return None
        context = find_context(sentence, quantities, at)
        aspect = tell_aspect(number, context.between, rate=named.name.rate)
        if aspect == "level" and _GREW.match(context.between) and named.name.form and not self._finder.find_marked(named.name.form, "new"):
            aspect = "change"
        if aspect == "change" and _ADDED.search(context.between) and self._finder.is_product(named.name.form):
            return None  # 棉布将增加500万匹: nobody says that so much more is made
        if aspect == "growth" and number.kind == "percent" and named.name.form.endswith("率") and not _MOVED.search(context.between):
            aspect = "share"  # 人口自然增长率 is a rate whose value is told, however it sounds
        indicator = named.indicator or self._find_owner(named, aspect, context)
        if aspect == "share" and not named.whole and (among := _AMONG.search(sentence, 0, quantity.start)):
            named = named._replace(whole=among["whole"])
        if indicator is None or not self._fits(indicator, aspect, number, named, context):
            return None
        if not named.indicator and self._is_vetoed(indicator, named, context, sentence[: quantity.start], changed=aspect == "change"):
            return None
        if aspect == "level" and not self._is_whole(indicator, context, sentence, quantity):
            return None
        place = find_place(context.clause + named.name.lead, home)
        if place is None or _OTHER.search(sentence, 0, quantity.start) or self._is_of_province(sentence, quantity, home):
            return None
        if "改善" in context.between and named.name.form.endswith("浓度"):
            number = number._replace(direction="down")  # a concentration that gets better falls
        basis = tell_basis(aspect, share_words(quantities, at), quantity.period, doubled=number.doubled)
        return Told(at, indicator, aspect, basis, *tell_direction(number, aspect), place)

    def _is_of_province(self, sentence: str, quantity: Quantity, home: Home) -> bool:
        """Whether a report of the country speaks of a province."""
        if home.level != "国家":
            return False
        start = max(sentence.rfind(stop, 0, quantity.start) for stop in "。；") + 1
        return bool(self._provinces.search(sentence, start, quantity.start))

    def _find_owner(self, named: _Named, aspect: str, context: Context) -> Indicator | None:
        """Whose form it is, by what the number tells and by what was done."""
        if aspect != "level":
            return self._finder.find_owner(named.name.form, aspect, named.place) if aspect else None
        for said in (context.said, context.done + named.name.lead):
            for mark, cue in (("begun", _BEGUN), ("done", _DONE), ("new", _NEW)):
                if cue.search(said) and (indicator := self._finder.find_marked(named.name.form, mark)):
                    return indicator
        return self._finder.find_owner(named.name.form, "", named.place)

    def _is_vetoed(self, indicator: Indicator, named: _Named, context: Context, before: str, *, changed: bool) -> bool:
        """Whether words around the name make it something else; what is said of a whole holds for its 其中 too."""
        vetoes = self._vetoes.get(indicator.id)
        if vetoes is None:
            return False
        within = _INCLUDED.sub("", context.said) if "包括" in context.said else context.said
        said = within if not changed or not context.between else within.replace(context.between.lstrip("，、"), "")
        whole = (
            before[max(before.rfind("。"), before.rfind("；")) + 1 :]
            if "其中" in context.clause + named.name.lead and indicator.id in self._stocks
            else ""
        )
        told = "\n".join((context.done, named.name.lead, said, named.whole, whole))
        told = told.replace("净增", "") if changed else told
        return any(form in told for form in vetoes)

    def _is_whole(self, indicator: Indicator, context: Context, sentence: str, quantity: Quantity) -> bool:
        """Whether a level is that of the thing itself, no change of it and no attribute of another thing (年产240万吨煤的煤矿)."""
        kind = quantity.number.kind
        near = context.between[last_stop(context.between, 0, len(context.between)) + 1 :]
        if _GAINED.search(context.clause) or _GAINED.search(near):
            return False
        if kind in _MADE_KINDS and _MAKER.search(sentence, 0, quantity.start):
            return False
        if not context.noun:
            return True
        end = sentence.find(quantity.about, quantity.end) + len(quantity.about)
        if kind != "count" and sentence.startswith("的", end):
            return False
        if kind in _MADE_KINDS and (sentence.startswith("的", quantity.end) or not _MADE.search(context.clause)):
            return False
        return indicator.id not in self._stocks or (quantity.status != "target" and bool(_HOLDS.search(quantity.number.before)))

    def _fits(self, indicator: Indicator, aspect: str, number: Number, named: _Named, context: Context) -> bool:
        """Whether an indicator can have such a number."""
        if aspect not in self._aspects[indicator.id]:
            return False
        if aspect in ("level", "change"):
            return not named.whole and not named.name.part and is_measured(indicator, number.kind, number.unit)
        of_rate = indicator.kind == "percent" and indicator.form == "share"
        if aspect == "growth":
            if named.whole or named.name.part:
                return False
            return number.kind != "multiple" or not of_rate if number.kind != "point" else of_rate
        if of_rate:
            return not named.whole or self._finder.find_marked(named.name.form, "share") is indicator
        total = self._rows.get(indicator.part_of)
        whole = named.whole or find_whole(context.between)
        if whole:
            return self._is_part(total, whole)
        if named.place and self._finder.find_marked(named.name.form, "share", named.place) is indicator:
            return True
        return total is not None and (named.name.part or context.after.startswith(("占比", "比重", "所占比重")))

    def _is_part(self, total: Indicator | None, whole: str) -> bool:
        """Whether a total, or what that is a part of in its turn, is the whole of a share."""
        while total is not None and not self._is_of(whole, total):
            total = self._rows.get(total.part_of)
        return total is not None

    def _is_of(self, whole: str, total: Indicator) -> bool:
        """Whether the whole of a share begins with a name of the total."""
        bare = whole.removeprefix("全省").removeprefix("全国")
        return any(bare.startswith(alias.form) for alias in total.list_aliases())


def _is_growth(number: Number) -> bool:
    return number.kind in ("percent", "multiple") and (number.relation == "delta" or number.doubled)


def _give_out(quantities: Sequence[Quantity], at: int, run: int, found: dict[tuple[int, str], Told]) -> list[tuple[int, _Named]]:
    """The indicators of as many numbers before, which a list goes through again.

    So are the levels of several things (10493元，农村…3255元，分别增长|9.6%和6.2%), and one list by the next (由2万、1万提高到|3万和2万).
    """
    first = at - run
    if first < 0 or quantities[at].about != quantities[at - 1].about:
        return []
    before, told = quantities[first:at], {one.at: one.indicator for one in found.values() if first <= one.at < at}
    if len({quantity.about for quantity in before}) == run:
        plain = all(quantity.number.relation != "delta" for quantity in before) or bool(_TURNED.match(quantities[at].number.before))
        again = quantities[at].number.relation == "delta" and plain
    else:
        again = len(set(told.values())) == run and all(quantity.about == quantities[at].about for quantity in before)
    return [(place - first, _Named(NO_NAME, indicator=indicator)) for place, indicator in sorted(told.items())] if again else []
