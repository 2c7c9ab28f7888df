"""Periods and status: which year or span a number is for, and whether it is done, expected or promised.

Time words of a sentence are read from left to right; the last one before a number holds for it, unless it names the base of a comparison
(比2000年增长). A sentence without one takes what its paragraph opened with, else what the report reviews or plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.modifiers import Modifier, compile_forms, last_stop
from pipeline.lexicon.figures import Cue
from pipeline.schema import Measure

_DIGITS: Final = str.maketrans("零一二三四五六七八九两", "01234567892")
_Y: Final = r"(?:1[89]|20)\d\d|[一二][零一二三四五六七八九]{3}"
_N: Final = r"[一二两三四五六七八九十]{1,3}|[1-9]\d?"
_DATED: Final = re.compile(r"年|季度|月|五[”\"时期规计]|本届")  # a text without one of these has no time word
_ANCHOR: Final = re.compile(
    r"(?=[0-9一二三四五六七八九十两今去上下当明前第本全年近过最这头往未后“\"经历到])(?:"
    rf"(?P<span>(?:{_Y})年?(?:[—–－~\-]{{1,2}}|至|到)(?:(?:{_Y})|[0-9零一二三四五六七八九]{{2}})年?)"
    rf"|(?P<part>(?:(?P<py>{_Y})年|(?P<pr>今年|去年|上年|明年|当年))?的?(?P<pp>前[一二三两]个?季度|[上下]半年|第?[一二三四1-4]季度|[一二三]季度|1[—\-至到~]1?\d月份?|前[\d一二三四五六七八九十]{{1,2}}个月))"
    rf"|(?P<month>(?:(?P<my>{_Y})年|(?P<mr>今年|去年))(?P<mm>1?\d)月(?!份?[—至到])(?:\d{{1,2}}日|份|底|末|初)?)"
    rf"|(?P<year>(?P<yy>{_Y})(?:年度?|(?=[，、]))(?:底|末|初)?)"
    rf"|(?P<plan>[“\"]?(?P<pn>十?[一二三四五六七八九]|十)五[”\"](?P<pend>末|期末)?(?:时期|期间|计划|规划|以来|发展|目标|前[一二三四]年)?|(?P<pn2>十?[一二三四五六七八九]|十)五(?=时期|期间|规划|计划)(?:时期|期间|规划|计划)(?P<pend2>末)?)"
    rf"|(?P<unplaced>(?:经过|历经|历时)(?P<un>{_N})年)"
    rf"|(?P<ahead>(?:今后|未来|往后|下)(?:的)?(?P<an>{_N})个?年(?:内|里|间|中)?|(?P<am>{_N})年(?:内|之内))"
    rf"|(?P<since>(?:过去的?|近|最近的?|前|这|头|往前)(?P<sn>{_N})年(?:来|间|里|中|时间)?|(?P<sm>{_N})年(?:多)?(?:以来|来|间|里|时间里|中))"
    rf"|(?P<bare>(?P<bn>[三四五六七八十]|二十|[3-9]|10)年(?=[，共年平增累内全实工农国总基财城进钢粮新完]))"
    r"|(?P<rel>今年|本年度?|全年|当年|年内|去年|上年|上一年|前年|明年|年末|年底|年初|本届政府|(?:上|前)一?个?五年))"
)
_BASE_BEFORE: Final = re.compile(r"(?:比|较|同|与|和|跟|相当于|高于|低于|超过|快于|是|为|达到)$")
_BASE_AFTER: Final = re.compile(r"(?:年)?(?:同期|底|末|初|水平|实际|决算|预算|执行)?(?:数)?(?:的)?(?:[^，。；]{0,6}?)(?:增|提|上|扩|多|少|减|下|降|回|翻|相比|高|低|净|实际|[0-9.]+倍|水平|[一两二三四五六七八九十]+倍|加|缩|递|快|有)")
_FROM_BASE: Final = re.compile(r"(?:比|较|同|与)[^，。；比较]{0,6}的$")
_AVERAGE: Final = re.compile(r"年均|每年|平均每年|年平均|连年|年年|逐年")
_OPENING: Final = 14  # a span of years this near a sentence's beginning holds for the rest of the paragraph
_DISCOURSE: Final = frozenset({"方面", "问题", "原则", "方针", "环节", "关系", "特点", "重点", "方向", "阶段", "任务", "要求", "目标", "战略"})
_REACHED: Final = re.compile(r"(?:达到?|.为|有|突破|超过|增至|总量|总额|现有)$")
_GROWN: Final = re.compile(r"同比|比上年|比去年|较上年|较去年|比前一年")
_LASTING: Final = re.compile(rf"连续(?P<n>{_N})年")
_NEXT: Final = re.compile(r"计划|规划|打算")


class Anchor(NamedTuple):
    """A time word: where it stands, its first and last year, its text where it is no whole year, and whether it is a base."""

    start: int
    end: int
    first: int
    last: int
    label: str
    base: bool
    wide: bool
    local: bool


class Context(NamedTuple):
    """What a document says of its own time: its year, what it reviews and plans (first and last year, or zeros), and the part."""

    year: int
    review: tuple[int, int]
    plan: tuple[int, int]
    part: str


def read_span(text: str | None) -> tuple[int, int]:
    """Return the first and last year of ``2020`` or ``2016-2020``; zeros for nothing.

    >>> read_span("2016-2020")
    (2016, 2020)
    """
    if not text:
        return 0, 0
    first, _, last = text.partition("-")
    return (int(first), int(last or first)) if first[:4].isdigit() and (last or first)[:4].isdigit() and len(first) == 4 else (0, 0)


def write_span(first: int, last: int) -> str | None:
    """Return a span as a table writes it; None for zeros."""
    if not first or not last or first > last:
        return str(last) if last and first == last else None
    return str(last) if first == last else f"{first}-{last}"


def _number(text: str) -> int:
    """A small number in digits or characters.

    >>> _number("十三"), _number("二十六"), _number("5")
    (13, 26, 5)
    """
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
    return int(text.translate(_DIGITS))


def _year(text: str) -> int:
    return int(text.translate(_DIGITS))


def plan_years(ordinal: int) -> tuple[int, int]:
    """Return the years of the n-th five-year plan (1953-1957, 1958-1962, then from 1966 on without a gap).

    >>> plan_years(13), plan_years(1)
    ((2016, 2020), (1953, 1957))
    """
    first = {1: 1953, 2: 1958}.get(ordinal, 1966 + 5 * (ordinal - 3))
    return first, first + 4


class PeriodReader:
    """Time words and status cues of one lexicon, compiled; ``read`` dates the measures of a sentence and says their status."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Group the rows by role."""
        roles: dict[str, list[str]] = {}
        for cue in cues:
            roles.setdefault(cue.role, []).append(cue.form)
        self._flow = re.compile(compile_forms(roles["flow"]))
        self._held = re.compile(compile_forms(roles["held"]))
        self._target = re.compile(compile_forms(roles["target"]))
        self._estimate = re.compile(compile_forms(roles["estimate"]))
        self._done = re.compile(compile_forms(roles["done"]))

    def find_anchors(self, sentence: str, context: Context) -> list[Anchor]:
        """Return the time words of a sentence in order."""
        found: list[Anchor] = []
        if not _DATED.search(sentence):
            return found
        for hit in _ANCHOR.finditer(sentence):
            dated = _date(hit, context)
            if dated is None:
                continue
            first, last, label, wide = dated
            before = sentence[max(0, hit.start() - 6) : hit.start()]
            base = bool(_BASE_BEFORE.search(before)) and (before[-1] in "比较" or bool(_BASE_AFTER.match(sentence, hit.end())))
            local = before[-1:] in ("由", "从") and not wide
            found.append(Anchor(hit.start(), hit.end(), first, last, label, base, wide, local))
        return found

    def open_paragraph(self, sentence: str, context: Context, opened: Anchor | None) -> Anchor | None:
        """Return the span of years that holds for the paragraph from this sentence on: its own, where it opens with one."""
        for anchor in self.find_anchors(sentence[:_OPENING], context):
            if anchor.wide and not anchor.base and anchor.first:
                return anchor
        return opened

    def read(
        self, sentence: str, measures: Sequence[Measure], modifiers: Sequence[Modifier], abouts: Sequence[str], context: Context, opened: Anchor | None
    ) -> list[tuple[str | None, str, str]]:
        """Return period, status and rule of each measure; ``opened`` is the span that the paragraph opened with."""
        anchors = self.find_anchors(sentence, context)
        found: list[tuple[str | None, str, str]] = []
        for index, measure in enumerate(measures):
            left = measures[index - 1].end if index else 0
            near = sentence[max(left, last_stop(sentence, 0, measure.start) + 1) : measure.start]
            if found and _continues(sentence[left : measure.start], near) and not any(left <= anchor.start < measure.start for anchor in anchors):
                found.append(found[-1])
                continue
            found.append(self._read_one(sentence, measure, modifiers[index], abouts[index], context, (anchors, opened, near)))
        return found

    def _read_one(
        self, sentence: str, measure: Measure, modifier: Modifier, about: str, context: Context, time: tuple[list[Anchor], Anchor | None, str]
    ) -> tuple[str | None, str, str]:
        anchors, opened, near = time
        anchor, base, direct = self._nearest(sentence, anchors, measure, modifier)
        if direct:
            return write_span(direct.first, direct.last), self._past(direct, context), "period:base"
        status = self._status(sentence, measure, modifier, anchor, context)
        if about in _DISCOURSE and measure.kind == "count" and anchor is None:
            return None, "actual", "period:none"
        if anchor is not None and (anchor.label or not anchor.first):
            return anchor.label or None, status, "period:part"
        if modifier.origin:
            return self._origin(anchor, base, context, measure), "actual", "period:origin"
        if anchor is None and opened is None and "累计" in near and status == "actual":
            return None, status, "period:cumulative"
        span = self._span(anchor, opened, context, status)
        if not span[1]:
            return None, status, "period:none"
        changed = modifier.relation == "delta" or measure.rules == "unit:番"
        if base and changed and not base.wide and not anchor_between(base, anchor) and base.last < span[1]:
            return write_span(base.last + 1, span[1]), status, "period:growth"
        if span[0] == span[1]:
            return write_span(*self._single(sentence, measure, span, context, near)), status, "period:year"
        return self._within(span, measure, modifier, near, sentence), status, "period:span"

    @staticmethod
    def _nearest(sentence: str, anchors: list[Anchor], measure: Measure, modifier: Modifier) -> tuple[Anchor | None, Anchor | None, Anchor | None]:
        """The time word that holds for a measure, the base it is compared with, and the base whose own value it is."""
        anchor = base = None
        for candidate in anchors:
            if candidate.start >= measure.start:
                break
            between = sentence[candidate.end : measure.start]
            if candidate.base:
                base = candidate
                if measure.kind not in ("multiple", "percent", "point") and between.strip("年底末初的约近") == "" and "的" in between:
                    return None, None, candidate
            elif not candidate.local or modifier.origin or len(between) <= 3 or "下降" in between and len(between) <= 6:
                anchor = candidate
        return anchor, base, None

    def _single(self, sentence: str, measure: Measure, span: tuple[int, int], context: Context, near: str) -> tuple[int, int]:
        """One year: a length of time counts from it (用三年时间), a yearly average has the span that ends in it."""
        if measure.unit == "year" and measure.value and context.part == "plan" and near.endswith("用"):
            return span[0], span[0] + int(measure.value) - 1
        if _AVERAGE.search(near):
            for whole in (context.review, context.plan):
                if whole[0] < whole[1] == span[1]:
                    return whole
        return self._lasting(sentence, measure, span)

    def _lasting(self, sentence: str, measure: Measure, span: tuple[int, int]) -> tuple[int, int]:
        hit = _LASTING.search(sentence, max(0, measure.start - 16), measure.start)
        if hit and ("在" in sentence[hit.end() : measure.start] or "保持" in sentence[hit.end() : measure.start] or "稳定" in sentence[hit.end() : measure.start]):
            return span[1] - _number(hit["n"]) + 1, span[1]
        return span

    def _within(self, span: tuple[int, int], measure: Measure, modifier: Modifier, near: str, sentence: str) -> str | None:
        """A flow or a change has the whole span, a stock or a level reached its last year."""
        lasting = self._lasting(sentence, measure, span)
        if lasting != span:
            return write_span(*lasting)
        if _AVERAGE.search(near) or self._held.search(near):
            return write_span(*span)
        if modifier.relation == "delta":
            return write_span(span[1], span[1]) if _GROWN.search(near) else write_span(*span)
        if modifier.reached or modifier.relation == "share" or _REACHED.search(near) and not self._flow.search(near):
            return write_span(span[1], span[1])
        acting = measure.kind == "count" and measure.unit not in ("大", "级") and sentence[measure.end : measure.end + 1] not in "，。；、以"
        return write_span(*span) if acting or self._flow.search(near) else write_span(span[1], span[1])

    def _origin(self, anchor: Anchor | None, base: Anchor | None, context: Context, measure: Measure) -> str | None:
        """The year that a change starts from: told, else the year before the span."""
        if anchor is not None and (anchor.local or measure.start - anchor.end <= 3):
            return write_span(anchor.last, anchor.last)
        if base is not None:
            return write_span(base.last, base.last)
        span = context.plan if context.part == "plan" else context.review
        if anchor is not None and anchor.wide:
            span = (anchor.first, anchor.last)
        if context.part == "plan" and span[0] or span[0] != span[1]:
            return write_span(span[0] - 1, span[0] - 1)
        return None

    def _span(self, anchor: Anchor | None, opened: Anchor | None, context: Context, status: str) -> tuple[int, int]:
        if anchor is not None:
            return anchor.first, anchor.last
        if opened is not None and status != "target":
            return opened.first, opened.last
        if status == "target":
            return context.plan if context.plan[1] else context.review
        if context.part == "plan":
            return context.plan
        return context.review

    def _past(self, anchor: Anchor, context: Context) -> str:
        limit = context.review[1] or context.year
        return "target" if limit and anchor.last > limit else "actual"

    def _status(self, sentence: str, measure: Measure, modifier: Modifier, anchor: Anchor | None, context: Context) -> str:
        limit = context.review[1]
        before = sentence[: measure.start]
        if self._estimate.search(before) and not (anchor and limit and anchor.last > limit) and context.part != "plan":
            return "estimate"
        if anchor is not None and limit:
            if anchor.last > limit:
                return "target"
            if not anchor.wide or context.part != "plan":
                return "actual"
        if context.part == "plan":
            if self._done.search(sentence[max(0, measure.start - 12) : measure.start]) and not self._target.search(before):
                return "actual"
            return "target"
        clause = sentence[last_stop(sentence, 0, measure.start) + 1 : measure.start]
        if context.part == "review":
            return "actual"
        if self._target.search(clause) and not self._done.search(clause):
            return "target"
        return "actual"


_CONTINUED: Final = re.compile(r"[、和与及][^，。；、为达到超过突破有增减升降提由从]*|，?占[^，。；]{0,3}|，?分别?[为达到增长下降]*")


def _continues(between: str, near: str) -> bool:
    """Whether a number goes on with the list of the one before it, so that it shares period and status."""
    return bool(_CONTINUED.fullmatch(between))


def anchor_between(base: Anchor, anchor: Anchor | None) -> bool:
    """Whether a later time word cancels a base."""
    return anchor is not None and anchor.start > base.end


def _date(hit: re.Match[str], context: Context) -> tuple[int, int, str, bool] | None:
    """First year, last year, label and width of a time word; None when the document gives no year for it."""
    kind = hit.lastgroup
    if hit["span"]:
        years = re.findall(r"[0-9零一二三四五六七八九]{2,4}", hit["span"])
        first = _year(years[0])
        last = _year(years[1]) if len(years[1]) == 4 else first // 100 * 100 + _year(years[1])
        return first, last, "", True
    if hit["part"]:
        year = _year(hit["py"]) if hit["py"] else _relative(hit["pr"] or "全年", context)
        return (year, year, _part_label(year, hit["pp"]), False) if year else None
    if hit["month"]:
        year = _year(hit["my"]) if hit["my"] else _relative(hit["mr"], context)
        return (year, year, f"{year}-{int(hit['mm']):02d}", False) if year else None
    if hit["year"]:
        year = _year(hit["yy"])
        return year, year, "", False
    if hit["plan"]:
        first, last = plan_years(_number(hit["pn"] or hit["pn2"]))
        return (last, last, "", False) if hit["pend"] or hit["pend2"] else (first, last, "", True)
    if hit["unplaced"]:
        return 0, 0, "", True
    if hit["ahead"]:
        count = _number(hit["an"] or hit["am"])
        start = context.plan[0] or (context.year if context.year else 0)
        return (start, start + count - 1, "", True) if start else None
    if hit["since"] or hit["bare"]:
        count = _number(hit["sn"] or hit["sm"] or hit["bn"])
        ahead = context.part == "plan" and (kind == "bare" or hit[0].startswith("这"))
        end = context.plan[1] if ahead else context.review[1]
        return (end - count + 1, end, "", True) if end else None
    return _relative_span(hit["rel"], context)


def _relative_span(word: str, context: Context) -> tuple[int, int, str, bool] | None:
    if word == "本届政府":
        return (*context.review, "", True) if context.review[1] else None
    if word.endswith("五年"):
        first = context.review[0]
        return (first - 5, first - 1, "", True) if first else None
    year = _relative(word, context)
    return (year, year, "", False) if year else None


def _relative(word: str, context: Context) -> int:
    """The year of 今年, 去年, 全年 …; 0 where the document does not tell."""
    year = context.year or (context.plan[0] if context.plan[0] else context.review[1] and context.review[1] + 1)
    if word in ("全年", "年内", "年末", "年底", "当年"):
        return context.plan[0] if context.part == "plan" and context.plan[0] else context.review[1]
    if word in ("上年", "上一年"):
        return context.review[1] - 1 if context.part != "plan" and context.review[1] else max(year - 1, 0)
    if word == "年初":
        return 0
    return year + {"去年": -1, "前年": -2, "明年": 1}.get(word, 0) if year else 0


def _part_label(year: int, part: str) -> str:
    if "半年" in part:
        return f"{year}-H{1 if part[0] == '上' else 2}"
    if hit := re.match(r"前([一二三两])", part):
        if "季度" in part:
            count = _number(hit[1])
            return f"{year}-Q1" if count == 1 else f"{year}-Q1-Q{count}"
    if hit := re.match(r"(?:1[—\-至到~]|前)(1?\d|[一二三四五六七八九十]{1,2})", part):
        return f"{year}-01-{year}-{_number(hit[1]):02d}"
    if hit := re.match(r"第?([一二三四1-4])季度", part):
        return f"{year}-Q{_number(hit[1])}"
    return str(year)
