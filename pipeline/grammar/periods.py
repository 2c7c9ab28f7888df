"""Periods and status: which year or span a number is for, and whether it is done, expected or promised.

Time words of a sentence are read from left to right; the last one before a number holds for it, unless it names the base of a comparison
(比2000年增长). A sentence without one takes what its paragraph opened with, else what the report reviews or plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.grammar.lists import give_years
from pipeline.grammar.modifiers import Modifier, compile_forms
from pipeline.grammar.openings import is_carried
from pipeline.grammar.rules import DOUBLED
from pipeline.grammar.statuses import GROWN, StatusReader, begin_clause, cut_clause, is_missed, tell_past
from pipeline.grammar.time_words import Anchor, Context, find_anchors
from pipeline.grammar.years import SMALL_NUMBER, read_small_number, write_span
from pipeline.lexicon.figures import Cue
from pipeline.schema import Measure

_AVERAGE: Final = re.compile(r"年均(?!浓度)|每年|平均每年|年平均(?!浓度)|连年|年年|逐年")
_NEAREST: Final = 24  # time words before a number that may hold for it
_REACHED: Final = re.compile(r"(?:达到?|.为|有|突破|超过|增至|总量|总额|现有|覆盖)$")
_CONTINUED: Final = re.compile(
    r"(?:左右|以上|以内|上下)?[、和与及][^，。；、为达到超过突破有增减升降提由从]*|，?占[^，。；]{0,3}|，?分别[为达到增长下降]*"
)
_COMING: Final = re.compile("将|预计")
_UPON: Final = re.compile("的?基础上")
_BUILT: Final = re.compile("(?:建成|完工|竣工|投产|达产|投用)[之以]?后")  # a year that is not told
_GUARDED: Final = {"共": "(?<!公)共(?![享建产])"}  # cues that are part of other words too (公共)
_BROKEN: Final = "突破"
_OVERALL: Final = re.compile("年总体")
_SUMMED: Final = re.compile("[合总]计")
_VERBS: Final = "增长|提高|上升|上涨|下降|增加|减少|降低|提升|递增|扩大|翻"
# What a change, or what it came to, goes on with from the base of the change before it.
_COMES_OF: Final = re.compile(f"，?(?:将|可|预计)?(?:达到?|为|增加到|增长到|总额|{_VERBS})")
# From the year that a change begins with to its rate (由上年分别增长|5%).
_FROM: Final = re.compile(f"(?:的|同期|分别|实际|均)*(?:{_VERBS})(?:了|近|约)?")
# From the year that a change began with (由2015年的3万人增加到5万人，增长|66%) to what grew by.
_GOES_ON: Final = re.compile(
    rf"，(?:平均每年|年均|每年|累计|共|[一二三四五六七八九十]年|分别|实际|名义|净|约|近)*(?:{_VERBS})(?:了|近|约|超过?)*$"
)
_FROM_TO: Final = re.compile(
    r"[从由自][0-9零一二三四五六七八九]{4}年?[至到][0-9零一二三四五六七八九]{2,4}年(?!.{0,2}[一二三四五六七八九十0-9]+年)"
)
_LASTING: Final = re.compile(rf"连续(?P<n>{SMALL_NUMBER})年")


class PeriodReader:
    """Time words and status cues of one lexicon, compiled; ``read`` dates the measures of a sentence and says their status."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Group the rows by role."""
        cues = tuple(cues)
        roles: dict[str, list[str]] = {}
        for cue in cues:
            roles.setdefault(cue.role, []).append(cue.form)
        self._flow = re.compile(compile_forms(roles["flow"], _GUARDED))
        self._whole = re.compile(compile_forms((cue.form for cue in cues if cue.role == "flow" and cue.value), _GUARDED))
        self._held = re.compile(compile_forms(roles["held"]))
        self._statuses = StatusReader(roles)
        self._discourse = frozenset(roles["discourse"])

    def read(
        self,
        sentence: str,
        measures: Sequence[Measure],
        modifiers: Sequence[Modifier],
        abouts: Sequence[str],
        context: Context,
        opened: Anchor | None,
    ) -> list[tuple[str | None, str, str]]:
        """Return period, status and rule of each measure; ``opened`` is the span that the paragraph opened with."""
        anchors = find_anchors(sentence, context, opened.last if opened and not opened.wide else 0)
        found: list[tuple[str | None, str, str]] = []
        seen = 0  # anchors before the measure
        for index, measure in enumerate(measures):
            left = measures[index - 1].end if index else 0
            while seen < len(anchors) and anchors[seen].start < measure.start:
                seen += 1
            near = sentence[max(left, begin_clause(sentence, measure)) : measure.start]
            dated = seen > 0 and anchors[seen - 1].start >= left
            times = measure.kind == "multiple" and modifiers[index].relation == "level" and measure.rules != DOUBLED
            goes_on = not dated and (modifiers[index].relation == "delta" or modifiers[index - 1].relation != "delta")
            if found and (times or (goes_on and _CONTINUED.fullmatch(sentence, left, measure.start))):
                found.append(found[-1])  # 相当于1992年的1.6倍 is of the year of what it multiplies
                continue
            time = (anchors[max(0, seen - _NEAREST) : seen], opened, near)
            found.append(self._read_one(sentence, measure, modifiers[index], abouts[index], context, time))
        return give_years(sentence, measures, found) if len(found) > 1 and "年分别" in sentence else found

    def _read_one(
        self,
        sentence: str,
        measure: Measure,
        modifier: Modifier,
        about: str,
        context: Context,
        time: tuple[list[Anchor], Anchor | None, str],
    ) -> tuple[str | None, str, str]:
        anchors, opened, near = time
        anchor, base, direct = self._nearest(sentence, anchors, measure, modifier)
        if direct:
            return write_span(direct.first, direct.last), tell_past(direct, context), "period:base"
        loose = anchor is None  # no time word of its own
        if loose:
            anchor = self._find_next(sentence, base, measure, context, near) or self._carry(sentence, opened, measure, context, near)
        status = self._statuses.tell(sentence, measure, anchor, context)
        if about in self._discourse and measure.kind == "count" and loose:
            return None, "actual", "period:none"
        if anchor is not None and (anchor.label or not anchor.first):
            return anchor.label or None, status, "period:part"
        if modifier.origin:
            return self._origin(sentence, anchor, base, opened, context, measure), "actual", "period:origin"
        if loose and (opened is None or not opened.wide or "多年" in near) and "累计" in near and status == "actual":
            return None, status, "period:cumulative"
        if status == "target" and _BUILT.search(near):
            return None, status, "period:built"
        span = self._span(anchor, opened, context, "actual" if status == "target" and is_missed(sentence, measure) else status)
        if not span[1]:
            return None, status, "period:none"
        changed = modifier.relation == "delta" or measure.rules == DOUBLED
        if base and changed and not base.wide and base.last < span[1] and not self._cancels(sentence, base, anchor, measure):
            return write_span(base.last + 1, span[1]), status, "period:growth"
        if base and changed and base.wide and span[0] < span[1]:
            return write_span(*span), status, "period:span"  # the sum of a span of years against that of another
        if span[0] == span[1]:
            return write_span(*self._single(sentence, measure, span, context, near)), status, "period:year"
        if measure.unit == "year" and measure.value and context.part == "plan" and near.endswith("用"):
            return write_span(span[0], span[0] + int(measure.value) - 1), status, "period:span"
        if anchor is not None and anchor.wide and anchor.end >= measure.start - len(near) and not self._stands(modifier, near):
            return write_span(*span), status, "period:span"
        if anchor is not None and anchor.wide and _SUMMED.search(sentence, max(0, anchor.end), measure.start):
            return write_span(*span), status, "period:span"
        return self._within(span, measure, modifier, near, sentence), status, "period:span"

    @staticmethod
    def _find_next(sentence: str, base: Anchor | None, measure: Measure, context: Context, near: str) -> Anchor | None:
        """The year after a base (比今年增长6%) that is the last year told of, or the report's own, for what grows or comes of it."""
        last = context.plan[1] if context.part == "plan" else context.review[1]
        if base is None or base.wide or not last or base.last < last or base.last > context.year:
            return None
        word = sentence[base.start : base.end]
        if word in ("去年", "上年") and not _COMING.search(near):
            return None
        if base.end < measure.start - len(near) and not _COMES_OF.match(near):
            return None
        year = base.last + 1
        return Anchor(base.start, base.start, year, year, "", False, False, False)

    def _carry(self, sentence: str, opened: Anchor | None, measure: Measure, context: Context, near: str) -> Anchor | None:
        """The year that the paragraph opened with, where it holds: in a plan, a year that is past holds for what is not planned."""
        if opened is None or not is_carried(opened):
            return None
        if context.part == "plan" and opened.last <= context.review[1]:
            return None if self._statuses.is_planned(sentence, measure) else opened
        return opened

    def _cancels(self, sentence: str, base: Anchor, anchor: Anchor | None, measure: Measure) -> bool:
        """Whether a time word cancels the base before it; one where a change led to does not (由2016年的…增加到2020年的…，增长)."""
        if anchor is None or anchor.start <= base.end:
            return False
        between = sentence[anchor.end : measure.start]
        return not base.local or "，" not in between or "；" in between

    def _stands(self, modifier: Modifier, near: str) -> bool:
        """Whether a number is a stock or a level reached, not what was done over a span."""
        if modifier.reached or modifier.relation == "share":
            return True
        return bool(_REACHED.search(near)) and not (self._whole if near.endswith(_BROKEN) else self._flow).search(near)

    @staticmethod
    def _nearest(
        sentence: str, anchors: list[Anchor], measure: Measure, modifier: Modifier
    ) -> tuple[Anchor | None, Anchor | None, Anchor | None]:
        """The time word that holds for a measure, the base it is compared with, and the base whose own value it is."""
        anchor = base = None
        for candidate in anchors:
            between = sentence[candidate.end : measure.start]
            if candidate.base or (not candidate.local and _UPON.search(between) and sentence.endswith(("在", "于"), 0, candidate.start)):
                base = candidate
                if measure.kind not in ("multiple", "percent", "point") and between.strip("年底末初的约近") == "" and "的" in between:
                    return None, None, candidate
            elif candidate.label and "；" in between:
                continue
            elif not candidate.local or modifier.origin or len(between) <= 3 or _FROM.fullmatch(between):
                ends = (
                    anchor is not None
                    and anchor.wide
                    and anchor.last == candidate.last
                    and sentence.endswith(("到", "至"), 0, candidate.start)
                )
                if not (ends and modifier.relation == "delta" and re.search("[，；]", between)):
                    anchor = candidate
            elif modifier.relation == "delta" and _GOES_ON.search(between) and "；" not in between:
                base = candidate
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
        if hit and (
            "在" in sentence[hit.end() : measure.start]
            or "保持" in sentence[hit.end() : measure.start]
            or "稳定" in sentence[hit.end() : measure.start]
        ):
            return span[1] - read_small_number(hit["n"]) + 1, span[1]
        return span

    def _within(self, span: tuple[int, int], measure: Measure, modifier: Modifier, near: str, sentence: str) -> str | None:
        """A flow or a change has the whole span, a stock or a level reached its last year."""
        lasting = self._lasting(sentence, measure, span)
        if lasting != span:
            return write_span(*lasting)
        if modifier.reached:  # 由平均每年5%提高到|6%
            near = cut_clause(sentence, measure)
        if _AVERAGE.search(near) or self._held.search(near) or _OVERALL.search(near):
            return write_span(*span)
        if modifier.relation == "delta" or measure.rules == DOUBLED:
            return write_span(span[1], span[1]) if GROWN.search(near) else write_span(*span)
        if self._stands(modifier, near):
            return write_span(span[1], span[1])
        counted = measure.kind == "count"
        acting = counted and measure.unit not in ("大", "级") and sentence[measure.end : measure.end + 1] not in "，。；、以"
        flows = acting or self._flow.search(cut_clause(sentence, measure) if counted else near)
        return write_span(*span) if flows else write_span(span[1], span[1])

    def _origin(
        self, sentence: str, anchor: Anchor | None, base: Anchor | None, opened: Anchor | None, context: Context, measure: Measure
    ) -> str | None:
        """The year that a change starts from: told, else the year before the span."""
        if anchor is not None and (anchor.local or measure.start - anchor.end <= 3):
            return write_span(anchor.last, anchor.last)
        if anchor is not None and anchor.wide and _FROM_TO.match(sentence, max(0, anchor.start - 1)):
            return write_span(anchor.first, anchor.first)
        if base is not None:
            return write_span(base.first if base.wide else base.last, base.last)
        span = context.plan if context.part == "plan" else context.review
        if opened is not None and not opened.wide and context.part == "review":
            return None  # in a review of one year nobody says when it began
        for told in (opened, anchor):
            if told is not None and told.wide:
                span = (told.first, told.last)
        if (context.part == "plan" and span[0]) or span[0] != span[1]:
            return write_span(span[0] - 1, span[0] - 1)
        return None

    def _span(self, anchor: Anchor | None, opened: Anchor | None, context: Context, status: str) -> tuple[int, int]:
        if anchor is not None:
            return anchor.first, anchor.last
        if opened is not None and status != "target" and (not context.review[1] or opened.last <= context.review[1]):
            return opened.first, opened.last
        if status == "target":
            return context.plan if context.plan[1] else context.review
        if context.part == "plan":
            return context.plan
        return context.review
