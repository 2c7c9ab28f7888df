"""Periods and status: which year or span a number is for, and whether it is done, expected or promised.

Time words of a sentence are read from left to right; the last one before a number holds for it, unless it names the base of a comparison
(比2000年增长). A sentence without one takes what its paragraph opened with, else what the report reviews or plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.grammar.modifiers import Modifier, compile_forms, last_stop
from pipeline.grammar.rules import DOUBLED
from pipeline.grammar.time_words import Anchor, Context, find_anchors
from pipeline.grammar.years import SMALL_NUMBER, read_small_number, write_span
from pipeline.lexicon.figures import Cue
from pipeline.schema import Measure

_AVERAGE: Final = re.compile(r"年均(?!浓度)|每年|平均每年|年平均(?!浓度)|连年|年年|逐年")
_NEAREST: Final = 24  # time words before a number that may hold for it
_FAR: Final = 400  # characters before a number where a word may tell its status
_OPENING: Final = 14  # a span of years this near a sentence's beginning holds for the rest of the paragraph
_REACHED: Final = re.compile(r"(?:达到?|.为|有|突破|超过|增至|总量|总额|现有)$")
_CONTINUED: Final = re.compile(
    r"(?:左右|以上|以内|上下)?[、和与及][^，。；、为达到超过突破有增减升降提由从]*|，?占[^，。；]{0,3}|，?分别[为达到增长下降]*"
)
_GROWN: Final = re.compile(r"同比|比上年|比去年|较上年|较去年|比前一年")
_NOW: Final = re.compile(r"(?:目前|现有)[^，。；\d０-９十百千万]{0,20}\Z")
_MISSED: Final = re.compile(r"(?:低于|高于|超过|好于|超出|突破)\Z")  # a promise that is compared with what came of it (略低于8%的预定目标)
_PROMISED: Final = re.compile(r"(?:左右|以上)?的[^，。；]{0,4}(?:目标|计划)")
_LASTING: Final = re.compile(rf"连续(?P<n>{SMALL_NUMBER})年")


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
        self._discourse = frozenset(roles["discourse"])
        self._done = re.compile(compile_forms(roles["done"]))

    def open_paragraph(self, sentence: str, context: Context, opened: Anchor | None) -> Anchor | None:
        """Return the span of years that holds for the paragraph from this sentence on: its own, where it opens with one."""
        for anchor in find_anchors(sentence[:_OPENING], context):
            if anchor.first and not anchor.base and not sentence.endswith("连续", 0, anchor.start):
                return anchor if anchor.wide else opened
        return opened

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
        anchors = find_anchors(sentence, context)
        found: list[tuple[str | None, str, str]] = []
        seen = 0  # anchors before the measure
        for index, measure in enumerate(measures):
            left = measures[index - 1].end if index else 0
            while seen < len(anchors) and anchors[seen].start < measure.start:
                seen += 1
            near = sentence[max(left, _begin_clause(sentence, measure)) : measure.start]
            dated = seen > 0 and anchors[seen - 1].start >= left
            times = measure.kind == "multiple" and modifiers[index].relation == "level" and measure.rules != DOUBLED
            if found and (times or (not dated and _CONTINUED.fullmatch(sentence, left, measure.start))):
                found.append(found[-1])  # 相当于1992年的1.6倍 is of the year of what it multiplies
                continue
            time = (anchors[max(0, seen - _NEAREST) : seen], opened, near)
            found.append(self._read_one(sentence, measure, modifiers[index], abouts[index], context, time))
        return found

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
            return write_span(direct.first, direct.last), self._past(direct, context), "period:base"
        status = self._status(sentence, measure, modifier, anchor, context)
        if about in self._discourse and measure.kind == "count" and anchor is None:
            return None, "actual", "period:none"
        if anchor is not None and (anchor.label or not anchor.first):
            return anchor.label or None, status, "period:part"
        if modifier.origin:
            return self._origin(anchor, base, opened, context, measure), "actual", "period:origin"
        if anchor is None and (opened is None or not opened.wide or "多年" in near) and "累计" in near and status == "actual":
            return None, status, "period:cumulative"
        span = self._span(anchor, opened, context, status)
        if not span[1]:
            return None, status, "period:none"
        changed = modifier.relation == "delta" or measure.rules == DOUBLED
        if base and changed and not base.wide and not anchor_between(base, anchor) and base.last < span[1]:
            return write_span(base.last + 1, span[1]), status, "period:growth"
        if span[0] == span[1]:
            return write_span(*self._single(sentence, measure, span, context, near)), status, "period:year"
        if measure.unit == "year" and measure.value and context.part == "plan" and near.endswith("用"):
            return write_span(span[0], span[0] + int(measure.value) - 1), status, "period:span"
        if anchor is not None and anchor.wide and anchor.end >= measure.start - len(near) and not self._stands(modifier, near):
            return write_span(*span), status, "period:span"
        return self._within(span, measure, modifier, near, sentence), status, "period:span"

    def _stands(self, modifier: Modifier, near: str) -> bool:
        """Whether a number is a stock or a level reached, not what was done over a span."""
        return modifier.reached or modifier.relation == "share" or bool(_REACHED.search(near) and not self._flow.search(near))

    @staticmethod
    def _nearest(
        sentence: str, anchors: list[Anchor], measure: Measure, modifier: Modifier
    ) -> tuple[Anchor | None, Anchor | None, Anchor | None]:
        """The time word that holds for a measure, the base it is compared with, and the base whose own value it is."""
        anchor = base = None
        for candidate in anchors:
            between = sentence[candidate.end : measure.start]
            if candidate.base:
                base = candidate
                if measure.kind not in ("multiple", "percent", "point") and between.strip("年底末初的约近") == "" and "的" in between:
                    return None, None, candidate
            elif candidate.label and "；" in between:
                continue
            elif not candidate.local or modifier.origin or len(between) <= 3 or ("下降" in between and len(between) <= 6):
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
        if _AVERAGE.search(near) or self._held.search(near):
            return write_span(*span)
        if modifier.relation == "delta":
            return write_span(span[1], span[1]) if _GROWN.search(near) else write_span(*span)
        if self._stands(modifier, near):
            return write_span(span[1], span[1])
        counted = measure.kind == "count"
        acting = counted and measure.unit not in ("大", "级") and sentence[measure.end : measure.end + 1] not in "，。；、以"
        flows = acting or self._flow.search(_clause(sentence, measure) if counted else near)
        return write_span(*span) if flows else write_span(span[1], span[1])

    def _origin(self, anchor: Anchor | None, base: Anchor | None, opened: Anchor | None, context: Context, measure: Measure) -> str | None:
        """The year that a change starts from: told, else the year before the span."""
        if anchor is not None and (anchor.local or measure.start - anchor.end <= 3):
            return write_span(anchor.last, anchor.last)
        if base is not None:
            return write_span(base.last, base.last)
        span = context.plan if context.part == "plan" else context.review
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

    def _past(self, anchor: Anchor, context: Context) -> str:
        limit = context.review[1] or context.year
        return "target" if limit and anchor.last > limit else "actual"

    def _status(self, sentence: str, measure: Measure, modifier: Modifier, anchor: Anchor | None, context: Context) -> str:
        limit = context.review[1]
        before = sentence[max(0, measure.start - _FAR) : measure.start]
        if _MISSED.search(before) and _PROMISED.match(sentence, measure.end):
            return "target"
        if self._estimate.search(before) and not (anchor and limit and anchor.last > limit) and context.part != "plan":
            return "estimate"
        if anchor is not None and limit:
            if anchor.last > limit:
                return "target"
            if not anchor.wide or context.part != "plan":
                return "actual"
        clause = _clause(sentence, measure)
        if context.part == "plan":
            if _NOW.search(clause) and not self._target.search(clause):
                return "actual"
            if self._done.search(sentence[max(0, measure.start - 12) : measure.start]) and not self._target.search(before):
                return "actual"
            return "target"
        if context.part == "review":
            return "actual"
        if self._target.search(clause) and not self._done.search(clause):
            return "target"
        return "actual"


def _clause(sentence: str, measure: Measure) -> str:
    return sentence[_begin_clause(sentence, measure) : measure.start]


def _begin_clause(sentence: str, measure: Measure) -> int:
    """Where the clause of a measure begins, or as far before it as one is looked for."""
    first = max(0, measure.start - _FAR)
    return max(first, last_stop(sentence, first, measure.start) + 1)


def anchor_between(base: Anchor, anchor: Anchor | None) -> bool:
    """Whether a later time word cancels a base."""
    return anchor is not None and anchor.start > base.end
