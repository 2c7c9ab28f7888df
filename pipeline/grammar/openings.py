"""Openings: the years that a paragraph opens with, and that hold for its other sentences (2020年，…。新建…)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.grammar.time_words import Anchor, Context, find_anchors

_OPENING: Final = 14  # a span of years this near a sentence's beginning holds for the rest of the paragraph
_LED: Final = 4  # a single year this near a sentence's beginning may hold for what follows
_TO: Final = ("到", "至", "从", "自", "由")
_CARRIED: Final = -1000  # where a time word of another sentence stands
_THAN: Final = re.compile("[高低快慢]于|超过")
_TITLE: Final = re.compile("[^，。]{0,12}报告")


def open_paragraph(sentence: str, context: Context, opened: Anchor | None, *, leads: bool) -> Anchor | None:
    """Return the years that hold for the paragraph from this sentence on: its own, where it opens with a span of years, else ``opened``.

    A single year is kept only from a sentence that ``leads`` (the first of the paragraph, or one without figures) and where it is the last
    year told of, or one to come; another sentence that opens with one takes its place. In a review a year to come is always kept.

    >>> open_paragraph("2020年，新校舍投用。", Context(2021, (2016, 2020), (2021, 2025), "review"), None, leads=True).last
    2020
    """
    for anchor in find_anchors(sentence[:_OPENING], context, opened.last if opened and not opened.wide else 0):
        if not anchor.first or anchor.base or sentence.endswith("连续", 0, anchor.start):
            continue
        if anchor.wide:
            return anchor if anchor.first < anchor.last else _carry(anchor)
        if _TITLE.match(sentence, anchor.end):
            continue
        if anchor.start > _LED or anchor.label or sentence.startswith(_TO, max(0, anchor.start - 1)):
            return opened
        last = context.review[1]
        if not leads and (opened is None or opened.wide) and (context.part == "plan" or anchor.last <= last):
            return opened
        return _carry(anchor) if last and anchor.last >= last else opened
    return opened


def find_last(sentence: str, context: Context) -> Anchor | None:
    """Return the last time word of a sentence, which holds for what is told of its parts in the next one (其中)."""
    anchors = [
        anchor
        for anchor in find_anchors(sentence, context)
        if anchor.first and not anchor.base and not anchor.local and not _THAN.search(sentence, max(0, anchor.start - 6), anchor.start)
    ]
    return _carry(anchors[-1]) if anchors and not anchors[-1].label else None


def is_carried(anchor: Anchor) -> bool:
    """Tell whether a time word stands in another sentence than the one it holds for."""
    return anchor.start == _CARRIED


def _carry(anchor: Anchor) -> Anchor:
    return anchor._replace(start=_CARRIED, end=_CARRIED)
