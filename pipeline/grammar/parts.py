"""Which part of a report a passage belongs to: the review of what was done, the plan, or other (front, glossary, residue).

Headings decide first, by their words and by the years and five-year plans that they name; where they say nothing or may be wrong, the
moods of the sentences do. Residue of a web page around the report is of no part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Final

from pipeline.grammar.moods import MoodReader, Weights
from pipeline.grammar.outline import Heading
from pipeline.grammar.report_periods import find_years
from pipeline.grammar.sentences import Span
from pipeline.grammar.turns import Paragraph, find_turns
from pipeline.lexicon.reports import ReportWords

_RESIDUE_LONGEST = 80  # characters of a line of web residue
_OPENING = 1500  # characters: an announcement below them (请予审议) is no opening
_TAIL = 0.8  # of the text: residue below it ends the report
_HELD = 36.0  # what paragraphs must weigh to outweigh a heading that says review
_HELD_LAST = 6.0  # the same, where no other heading follows that may be the plan's
_HUSHED = -0.5  # what each sentence of a paragraph without a loud cue of a plan weighs there
_ANNOUNCED = re.compile(r"(?:予|(?<!提)请)[^。]{0,8}审[议議]|提出意见|代表[^。]{0,20}(?:作|报告)[^。]{0,12}(?:工作|报告)")
_STRONG = re.compile(r"回顾|总结|存在(?:的)?问题")
_CLOSING: Final = ("结束语", "结语", "^附[件表录一二三四五六七八九十0-9：:]")


@dataclass(frozen=True, slots=True)
class PartRules:
    """The words of headings, residue and cues, compiled."""

    review: re.Pattern[str]
    plan: re.Pattern[str]
    other: re.Pattern[str]
    tops: re.Pattern[str]
    any_heading: re.Pattern[str]
    residue: re.Pattern[str]
    words: re.Pattern[str]
    licence: re.Pattern[str]
    moods: MoodReader


@dataclass(frozen=True, slots=True)
class Said:
    """What headings say of a passage: its part ("" where nothing, or both), and whether beyond doubt."""

    part: str = ""
    sure: bool = False


_NOTHING: Final = Said()
_FRONT: Final = Said("other", True)
_SURE: Final = Said("plan", True)
_RESIDUE: Final = Said("residue", True)


@lru_cache(maxsize=4)
def compile_rules(words: ReportWords) -> PartRules:
    """Compile the words that tell parts; call it once a batch."""
    by_part = {part: [re.escape(word.word) for word in words.headings if word.part == part] for part in ("review", "plan", "other")}
    years = "[一两三四五十几]年来"
    starts = "|".join(re.escape(word.word) for word in words.residue if word.where == "start")
    wholes = "|".join(re.escape(word.word) for word in words.residue if word.where == "whole")
    ends = "|".join(re.escape(word.word) for word in words.residue if word.where == "end")
    worded = rf"(?:{starts})|(?:{wholes})\Z|[^。]*(?:{ends})\Z"
    return PartRules(
        review=re.compile("|".join([years, *by_part["review"]])),
        plan=re.compile("|".join(by_part["plan"])),
        other=re.compile("|".join(by_part["other"])),
        tops=re.compile("|".join([*_CLOSING, *by_part["other"]])),
        any_heading=re.compile("|".join([years, *by_part["review"], *by_part["plan"]])),
        residue=re.compile(rf"{worded}|[\W\d_]*\Z"),
        words=re.compile(worded),
        licence=re.compile(rf"(?:{starts})[^\n]{{0,{_RESIDUE_LONGEST}}}\n"),
        moods=MoodReader(words.cues),
    )


def judge_heading(title: str, year: int | None, rules: PartRules) -> tuple[str, bool]:
    """Return the part that a heading announces ("" for none, or for both), and whether it says so beyond doubt.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> rules = compile_rules(load_report_words())
    >>> judge_heading("二、2021年重点工作", 2021, rules), judge_heading("三、产业发展", 2021, rules)
    (('plan', True), ('', False))
    """
    if rules.other.search(title):
        return "other", True
    spans = find_years(title)
    past = [end for start, end in spans if year and end < year]
    to_come = [start for start, end in spans if year and start >= year]
    reviews = bool(past or rules.review.search(title))
    plans = bool(to_come or rules.plan.search(title))
    if reviews == plans:
        return "", False
    return ("review" if reviews else "plan"), bool(past or to_come or _STRONG.search(title))


def mark_headings(paths: Sequence[tuple[Heading, ...]], body: int, year: int | None, rules: PartRules) -> list[Said]:
    """Return what the headings of each paragraph say of its part.

    The lowest heading that is beyond doubt decides, else the highest that says anything. What stands in front of the body is other.
    """
    judged: dict[int, tuple[str, bool]] = {}  # by the paragraph that a heading is, or leads
    told: list[Said] = []
    for index, path in enumerate(paths):
        if index > body and path is paths[index - 1]:
            told.append(told[-1])
            continue
        said = _NOTHING
        for heading in path:
            if heading.is_lead:
                continue
            if heading.paragraph not in judged:
                judged[heading.paragraph] = judge_heading(heading.title, year, rules)
            part, sure = judged[heading.paragraph]
            if part and (sure or not said.part):
                said = Said(part, sure)
        told.append(_FRONT if index < body else said)
    return told


def find_parts(text: str, sentences: Sequence[Sequence[Span]], told: Sequence[Said], year: int | None, rules: PartRules) -> list[list[str]]:
    """Return the part of every sentence, paragraph by paragraph; ``told`` holds what the headings say of each paragraph.

    The sentences of residue have none (""). ``sentences`` holds the spans of each paragraph's sentences. A heading that says plan beyond
    doubt decides alone, but for a paragraph below it that looks back; one that says review holds until the paragraphs below it outweigh it.
    """
    told = _mark_residue(text, sentences, told, rules)
    told = _release_plans(text, sentences, told, year, rules.moods)
    weights = rules.moods.weigh_dates(year)
    places, paragraphs = [], []
    for place, (spans, said) in enumerate(zip(sentences, told, strict=True)):
        if said.part in ("other", "residue") or not spans:
            continue
        places.append(place)
        if said.part == "review" or (said == _SURE and not rules.moods.looks_back(text, spans[0], weights)):
            paragraphs.append(Paragraph([0.0] * len(spans), known=said.part))
        else:
            paragraphs.append(Paragraph(rules.moods.weigh(text, spans, weights), leaning=said.part == "plan" and not said.sure))
    parts = [["" if said is _RESIDUE else "other"] * len(spans) for spans, said in zip(sentences, told, strict=True)]
    for place, marks in zip(places, find_turns(paragraphs), strict=True):
        parts[place] = marks
    return parts


def _release_plans(text: str, sentences: Sequence[Sequence[Span]], told: Sequence[Said], year: int | None, moods: MoodReader) -> list[Said]:
    """Return ``told`` without what a heading says of review where the paragraphs below it, from one on to its last, speak of a plan."""
    released: list[Said] = []
    weights = moods.weigh_dates(year, quiet=True)
    last = max((place for place, said in enumerate(told) if said.part not in ("other", "residue")), default=-1)
    for said, group in groupby(told):
        run = sentences[len(released) : len(released) + len(list(group))]
        if said.part == "review":
            price = _HELD_LAST if len(released) + len(run) > last else _HELD
            weighed = accumulate(_weigh_hushed(text, spans, weights, moods) for spans in reversed(run))
            said = Said() if max(weighed) > price else said
        released += [said] * len(run)
    return released


def _weigh_hushed(text: str, spans: Sequence[Span], weights: Weights, moods: MoodReader) -> float:
    """Return the mood of a paragraph below a heading that says review; without a loud cue of a plan it is not weighed but guessed."""
    if spans and moods.is_loud(text, (spans[0][0], spans[-1][1])):
        return sum(moods.weigh(text, spans, weights))
    return _HUSHED * len(spans)


def _mark_residue(text: str, sentences: Sequence[Sequence[Span]], told: Sequence[Said], rules: PartRules) -> list[Said]:
    """Return ``told`` with web residue marked; below the first such paragraph in the tail of the text all is residue but a glossary.

    In the tail a paragraph is residue where its first line is one, however long it goes on (a licence with links on lines of their own).
    """
    marked = list(told)
    ended = False
    for index, spans in enumerate(sentences):
        if not spans:
            continue
        start, end = spans[0][0], spans[-1][1]
        tail = start > len(text) * _TAIL
        short = end - start <= _RESIDUE_LONGEST and rules.residue.match(text, start, end)
        if short or (tail and rules.licence.match(text, start, end)):
            marked[index] = _RESIDUE if rules.words.match(text, start, end) else _FRONT
            ended = ended or tail
        elif ended:
            marked[index] = _RESIDUE if told[index].part != "other" else told[index]
        elif start < _OPENING and not marked[index].part and end - start <= 2 * _RESIDUE_LONGEST and _ANNOUNCED.search(text, start, end):
            marked[index] = _FRONT
    return marked
