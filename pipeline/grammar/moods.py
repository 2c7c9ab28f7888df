"""The mood of a sentence: how much its words speak of what was done (below 0) or of what is to come (above 0).

A cue may be bound to the sentence's beginning, where a verb without a subject is a task, or to the end of a clause, where a verb without
an object tells how things went. Years and five-year plans are weighed by arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.grammar.report_periods import find_years
from pipeline.grammar.sentences import Span
from pipeline.grammar.years import HAN_DIGITS
from pipeline.lexicon.reports import PartCue

_LOUD: Final = 0.6  # what a cue weighs at least to be heard under a heading that says review: a review too is told in verbs of planning
_START: Final = "^"  # before a form that stands at a sentence's beginning
_STOPS: Final = "，。；！"
_LEAD: Final = (  # what stands before the words of a sentence: a salute, a dash, a number
    rf"(?:各位代表[！!，,。：]|[—―─-]{{2,}}|[（(][{HAN_DIGITS}十\d]{{1,3}}[)）]|[{HAN_DIGITS}十]{{1,2}}(?:是|、)|第[{HAN_DIGITS}十]{{1,2}}[，、,]|\d{{1,2}}[.．、]|\s)*+"
)
_OF_YEAR: Final = "(?=年|[—–－-])"
_YEARS: Final = (
    *(rf"{sign}[\d０-９]{{3}}{_OF_YEAR}" for sign in "12１２"),
    *(rf"{start}[〇○零{HAN_DIGITS}]{{2}}{_OF_YEAR}" for start in ("一九", "二〇", "二○", "二零")),
)
_PLANS: Final = (
    *(rf"{quote}十?[{HAN_DIGITS}]五[”\"]" for quote in '“"'),
    rf"十[{HAN_DIGITS}]五(?=时期|期间|规划|计划|以来|末)",
    rf"第[{HAN_DIGITS}十]{{1,3}}个五年",
)
_BASES: Final = "比较同与从由自"  # a year below one of them is the base of a comparison (比2019年) and says nothing
_BACK = re.compile(rf"{_LEAD}(?:(?:过去|这)的?[一两三四五]年|[一两三四五]年来|(?P<date>{'|'.join((*_YEARS, *_PLANS))}))")
_EXACT: Final = re.compile(r"[\d０-９](?:[.．·][\d０-９]|[\d０-９][1-9１-９](?![\d０-９年号]))")
_ODD: Final = re.compile(r"[\d０-９十百千万亿]多[万亿个家人名件处项次户吨公里亩元]")
_EXACT_WEIGHT = -1.1  # a figure down to the last digit, or with a decimal
_ODD_WEIGHT = -1.7  # a number with something left over (3700多万)
_PAST_YEAR, _PAST_PLAN, _OWN_PLAN, _COMING = -1.1, -0.2, 0.6, 0.7  # the report's own year stands in both parts


class Weights(dict[str, float]):
    """What each form weighs in a report of one year; years and five-year plans are judged when they are met, other signs say nothing."""

    def __init__(self, weights: dict[str, float], year: int | None) -> None:
        """Take the weights of the words; ``year`` is the report's own, None where it is unknown: then no year says anything."""
        super().__init__(weights)
        self._year = year

    def __missing__(self, form: str) -> float:
        is_date = self._year is not None and len(form) > 1 and form[0] not in _BASES
        weight = self[form] = _weigh_date(form, self._year or 0) if is_date else 0.0
        return weight


class MoodReader:
    """The cues of one lexicon, compiled."""

    def __init__(self, cues: Iterable[PartCue]) -> None:
        """Sort the cues by their place in the sentence; the longest form that fits is taken."""
        weights: dict[str, dict[str, float]] = {"any": {}, "start": {}, "end": {}}
        for cue in cues:
            weights[cue.where][cue.word] = cue.weight if cue.part == "plan" else -cue.weight
        inner = weights["any"] | {word + stop: weight for word, weight in weights["end"].items() for stop in _STOPS}
        self._weights = inner | {_START + word: weight for word, weight in weights["start"].items()}
        self._inner = join_forms([base + year for base in _BASES for year in _YEARS] + [*_YEARS, *_PLANS, *map(re.escape, inner)])
        self._start = re.compile(f"{_LEAD}({'|'.join(sorted(map(re.escape, weights['start']), key=len, reverse=True))}|)")
        loud = {word: weight for word, weight in inner.items() if weight >= _LOUD or weight == 0}
        self._loud, self._loud_weights = join_forms(map(re.escape, loud)), Weights(loud, None)
        self._dated: dict[tuple[int | None, bool], Weights] = {}

    def weigh_dates(self, year: int | None, quiet: bool = False) -> Weights:
        """Return the weights for a report of ``year``; if ``quiet``, without those of cues of a plan that are not loud."""
        weights = self._dated.get((year, quiet))
        if weights is None:
            heard = {form: 0.0 if quiet and 0 < weight < _LOUD else weight for form, weight in self._weights.items()}
            weights = self._dated[year, quiet] = Weights(heard, year)
        return weights

    def looks_back(self, text: str, span: Span, weights: Weights) -> bool:
        """Whether a paragraph's first sentence opens with time gone by."""
        back = _BACK.match(text, *span)
        return back is not None and (not back["date"] or weights[back["date"]] < 0)

    def is_loud(self, text: str, span: Span) -> bool:
        """Whether a passage holds cues of a plan that may be heard under a heading that says review."""
        return sum(map(self._loud_weights.__getitem__, self._loud.findall(text, *span))) > 2 * _LOUD

    def weigh(self, text: str, spans: Sequence[Span], weights: Weights) -> list[float]:
        """Return how much each sentence speaks of a plan (above 0) or of a review (below 0), as logarithms of odds."""
        moods = []
        find, open_with, weight = self._inner.findall, self._start.match, weights.__getitem__
        for start, end in spans:
            mood = sum(map(weight, find(text, start, end)))
            opening = open_with(text, start, end)
            if opening and (form := opening[1]):
                mood += weight(_START + form)
            if _EXACT.search(text, start, end):
                mood += _EXACT_WEIGHT
            if text.find("多", start, end) >= 0 and _ODD.search(text, start, end):
                mood += _ODD_WEIGHT
            moods.append(mood)
        return moods


def _weigh_date(form: str, year: int) -> float:
    spans = find_years(form + ("计划" if form.endswith("个五年") else "时期" if form.endswith("五") else "年"))
    if not spans or spans[0] == (year, year):
        return 0.0
    first, last = spans[0]
    if last < year:
        return _PAST_YEAR if first == last else _PAST_PLAN
    return _OWN_PLAN if first <= year else _COMING


def join_forms(patterns: Iterable[str]) -> re.Pattern[str]:
    r"""Compile a pattern of forms, the longest that fits first; a first sign alone is found too, for speed: no other branch is tried.

    >>> join_forms(["要", "要素", "加快"]).findall("加快要素市场建设，加紧改革")
    ['加快', '要素', '加']
    """
    heads: dict[str, list[str]] = {}
    for pattern in sorted(patterns, key=len, reverse=True):
        heads.setdefault(pattern[0], []).append(pattern[1:])
    common = sorted(heads.items(), key=lambda item: -len(item[1]))
    return re.compile("|".join(f"{re.escape(head)}(?:{'|'.join([*filter(None, tails), ''])})" for head, tails in common))
