"""Stretches of a report: the years that a section, or a run of paragraphs in it, is about.

A section says it in its title (“十五五”时期主要目标任务, 2026年重点工作); a title that names a year and a span of years
(2025年和“十四五”时期工作回顾) leaves it to the paragraphs, which turn with their first words (一年来, 五年来, 刚刚过去的2025年).
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.grammar.time_words import Anchor, Context, find_anchors
from pipeline.grammar.years import plan_years, read_small_number
from pipeline.schema import PARTS

_ORDINAL: Final = re.compile("第(?P<n>[一二三四五六七八九十]{1,2})个五年(?:计划|规划)")
_OPENING: Final = 24  # characters of a paragraph in which it may turn
_TURNS: Final = re.compile(
    "一年来|过去(?:的)?一年|过去的?(?:1[89]|20)[0-9]{2}年|五年来|过去(?:的)?五年|这五年|五年间|五年里|“十[一二三四五]?五”时期"
)
_ROUNDED: Final = re.compile("经过五年|标志着.{0,6}五”|五年.{0,6}奋斗|的五年[。，！]?$")  # a paragraph that rounds off a span of years
_TOLD: Final = re.compile("回顾|情况|成就|成绩|总结|执行")  # what a title that looks back says
_SHORT: Final = 2  # characters before a year with which a paragraph begins
_LONG: Final = 2  # years between the first and the last of a span


class Stretches:
    """Where a report stands in time as it is read from its beginning; ``held`` is the stretch of the paragraph, if one is known."""

    def __init__(self, context: Context) -> None:
        """Keep the report's own dates."""
        self._context = context
        self._contexts = {part: context._replace(part=part) for part in PARTS}
        self._titles: dict[tuple[str, str], list[Anchor]] = {}  # what they name, by title and part
        self._key = ""
        self._named: set[tuple[int, int]] = set()
        self._open = True  # whether a year may still begin a stretch by itself
        self.held: Anchor | None = None

    def enter(self, section: str, part: str) -> None:
        """Go on into a section, told by its titles joined by `` / ``."""
        for title in reversed(section.split(" / ")):
            if (found := self._titles.get((title, part))) is None:
                found = self._titles[title, part] = self._read_title(title, part)
            if found:
                if title != self._key:
                    first = self._context.plan[0]
                    told = found if part == "review" else [anchor for anchor in found if first <= anchor.first <= first + 1]
                    self._key, self.held = title, told[0]._replace(wide=is_span(told[0])) if told else None
                    self._named = {(anchor.first, anchor.last) for anchor in found}
                    self._open = any(is_span(anchor) for anchor in found) and not is_span(found[-1])
                return
        top = section.partition(" / ")[0]
        if top != self._key:
            self._key, self.held, self._open, self._named = top, None, is_long(self._context.review), set()

    def turn(self, opening: str, part: str) -> None:
        """Read how a paragraph begins: it may turn to another stretch."""
        limit = self._context.review if part == "review" else self._context.plan
        if part == "review" and is_long(limit) and _ROUNDED.search(opening):
            self.held, self._open = Anchor(0, 0, *limit, "", False, True, False), False
            return
        for anchor in find_anchors(opening[:_OPENING], self._contexts[part]):
            if anchor.base or anchor.label or not anchor.first:
                continue
            strong = bool(_TURNS.search(opening, 0, _OPENING))
            if is_span(anchor) and anchor.start <= _SHORT and ((anchor.first, anchor.last) in self._named or self._looks_back(anchor)):
                self.held = anchor
            elif is_span(anchor):
                if part == "review" and anchor.last == limit[1] and is_long(limit) and (strong or anchor.start <= _SHORT):
                    self.held, self._open = anchor, False
            elif part == "review" and anchor.last == limit[1] and is_long(limit):
                if strong or (self._open and anchor.start <= _SHORT):
                    self.held, self._open = anchor._replace(wide=False), False
            elif part == "plan" and self._open and anchor.start <= _SHORT and anchor.first == limit[0]:
                self.held, self._open = anchor, False
            return

    def place(self, context: Context) -> Context:
        """Return the context of a sentence of the report where it stands: a stretch to come holds for what is planned.

        A section on a numbered plan (第六个五年计划的任务) is one of the plan, whatever its words sound like.
        """
        if self.held is None or self.past is not None:
            return context
        if context.part != "plan" and (not _ORDINAL.search(self._key) or _TOLD.search(self._key)):
            return context
        return context._replace(part="plan", plan=(self.held.first, self.held.last))

    @property
    def past(self) -> Anchor | None:
        """The stretch that is held, if it is none to come."""
        limit = self._context.review[1]
        return None if self.held is None or (limit and self.held.last > limit) else self.held

    def _looks_back(self, anchor: Anchor) -> bool:
        """Whether a section on a numbered plan tells of the years before it."""
        return bool(_ORDINAL.search(self._key)) and anchor.last <= self._context.review[1]

    def _read_title(self, title: str, part: str) -> list[Anchor]:
        """The years and spans of years that a title names, in order."""
        found = [anchor for anchor in find_anchors(title, self._contexts[part]) if anchor.first]
        if not found and (hit := _ORDINAL.search(title)):
            found = [Anchor(hit.start(), hit.end(), *plan_years(read_small_number(hit["n"])), "", False, True, False)]
        return found


def is_span(anchor: Anchor) -> bool:
    """Tell whether a time word names several years."""
    return is_long((anchor.first, anchor.last))


def is_long(years: tuple[int, int]) -> bool:
    """Tell whether a span is one of several years."""
    return years[1] - years[0] >= _LONG
