"""Where a report turns from review to plan and back: the cheapest way through its paragraphs, by what they say and what headings say.

A sentence costs what it speaks against the part that it is put in; a turn costs too, the more so one inside a paragraph, one away from
what a heading says, or one back from plan to review. The cheapest way is found by dynamic programming (Viterbi 1967).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

_REVIEW, _PLAN = 0, 1
_NAMES: Final = ("review", "plan")

# Prices are logarithms of odds, as the moods of sentences are.
_TURN: Final = (5.0, 0.5)  # to review, to plan
_INSIDE: Final = 2.0  # more, where the turn is not at a paragraph's beginning
_LEAVE: Final = 6.0  # a turn away from a heading that says plan
_ASTRAY: Final = 0.8  # each paragraph of review below a heading that says plan

_Prices = tuple[float, float, float, float]  # of review after review, review after plan, plan after review, plan after plan


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The mood of each of its sentences (above 0 for a plan), and what its headings say: its part is ``known``, or ``leaning`` to plan."""

    moods: Sequence[float]
    known: str = ""
    leaning: bool = False


def find_turns(paragraphs: Sequence[Paragraph]) -> list[list[str]]:
    """Return the part of each sentence, paragraph by paragraph; of two ways that cost the same, the one that turns to plan first.

    >>> find_turns([Paragraph([-2.0, 0.5]), Paragraph([6.0, 1.0]), Paragraph([2.0], known="review")])
    [['review', 'review'], ['plan', 'plan'], ['review']]
    """
    steps: list[tuple[bool, bool]] = []  # whether the cheapest way to review, and that to plan, comes from plan
    review, plan = 0.0, math.inf
    leaning = False
    pieces = [paragraph.moods if _is_torn(paragraph) else (sum(paragraph.moods),) for paragraph in paragraphs]
    for paragraph, moods in zip(paragraphs, pieces, strict=True):
        prices = _price_turns(paragraph.leaning, paragraph.leaning and not leaning, False)
        leaning = paragraph.leaning
        for mood in moods:
            stay, back, turn, go_on = review + prices[0], plan + prices[1], review + prices[2], plan + prices[3]
            steps.append((back < stay, go_on <= turn))
            review, plan = min(stay, back) + mood / 2, min(turn, go_on) - mood / 2
            prices = _price_turns(leaning, False, True)
        if paragraph.known:
            review, plan = (review, math.inf) if paragraph.known == "review" else (math.inf, plan)
    return _walk_back(paragraphs, pieces, steps, plan < review)


def _is_torn(paragraph: Paragraph) -> bool:
    """Whether a paragraph may be worth a turn inside it."""
    loss = sum(mood for mood in paragraph.moods if mood < 0)
    return loss < -_INSIDE and sum(paragraph.moods) - loss > _INSIDE and not paragraph.known


@cache
def _price_turns(leaning: bool, new: bool, inside: bool) -> _Prices:
    """Price the ways into a sentence, ``leaning`` below a heading that says plan (``new``: the first one below it)."""
    extra = _INSIDE if inside else 0.0
    if not leaning:
        return 0.0, _TURN[_REVIEW] + extra, _TURN[_PLAN] + extra, 0.0
    astray = 0.0 if inside else _ASTRAY
    return astray + (_LEAVE if new else 0.0), astray + _LEAVE + extra, extra, 0.0


def _walk_back(
    paragraphs: Sequence[Paragraph], pieces: Sequence[Sequence[float]], steps: list[tuple[bool, bool]], planned: bool
) -> list[list[str]]:
    """Read the cheapest way from its end; a paragraph of one piece is all of one part."""
    marks = []
    for step in reversed(steps):
        marks.append(_NAMES[planned])
        planned = step[planned]
    found = []
    for paragraph, moods in zip(paragraphs, pieces, strict=True):
        found.append([marks.pop() for _ in moods] if len(moods) > 1 else [marks.pop()] * len(paragraph.moods))
    return found
