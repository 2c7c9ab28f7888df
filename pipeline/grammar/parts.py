"""Which part of a report a passage belongs to: the review of what was done, the plan, or other (front, glossary, residue).

Headings decide first, by their words and by the years and five-year plans that they name; where they say nothing, the cues of the
sentences do: the one place is sought before which review cues and after which plan cues prevail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, groupby
from typing import Final

from pipeline.grammar.outline import Heading
from pipeline.grammar.report_periods import find_years
from pipeline.grammar.sentences import Span
from pipeline.lexicon.reports import ReportWords

_RESIDUE_LONGEST = 80  # characters of a line of web residue
_OPENING = 1500  # characters: an announcement below them (请予审议) is no opening
_TAIL = 0.8  # of the text: residue below it ends the report
_LOUDEST = 3.0  # what one sentence may weigh
_PRIORS: Final = {"review": 16.0, "plan": 24.0, "after": 12.0, "": 0.0}  # what twice the sentences must outweigh to contradict a heading
_QUIET = 1.5  # under a heading that says review, cues that weigh less are not heard: a review too is told in such verbs
_YEAR_WEIGHT = 1.5
_ANNOUNCED = re.compile(r"(?:予|请)[^。]{0,8}审[议議]|提出意见|代表[^。]{0,20}(?:作|报告)[^。]{0,12}(?:工作|报告)")
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
    cues: re.Pattern[str]
    weights: dict[str, float]
    loud_plans: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What headings say of a passage: its part ("" where nothing, or both), and whether beyond doubt."""

    part: str = ""
    sure: bool = False


_AFTER = Said("plan")  # a passage of which no heading speaks, below a plan


@lru_cache(maxsize=4)
def compile_rules(words: ReportWords) -> PartRules:
    """Compile the words that tell parts; call it once a batch."""
    by_part = {part: [re.escape(word.word) for word in words.headings if word.part == part] for part in ("review", "plan", "other")}
    years = "[一两三四五十几]年来"
    starts = "|".join(re.escape(word.word) for word in words.residue if word.where == "start")
    wholes = "|".join(re.escape(word.word) for word in words.residue if word.where == "whole")
    ends = "|".join(re.escape(word.word) for word in words.residue if word.where == "end")
    cues = sorted((cue.word for cue in words.cues), key=len, reverse=True)
    return PartRules(
        review=re.compile("|".join([years, *by_part["review"]])),
        plan=re.compile("|".join(by_part["plan"])),
        other=re.compile("|".join(by_part["other"])),
        tops=re.compile("|".join([*_CLOSING, *by_part["other"]])),
        any_heading=re.compile("|".join([years, *by_part["review"], *by_part["plan"]])),
        residue=re.compile(rf"(?:{starts})|(?:{wholes})\Z|[^。]*(?:{ends})\Z|[\W\d_]*\Z"),
        cues=re.compile("|".join(re.escape(word) for word in cues)),
        weights={cue.word: cue.weight if cue.part == "plan" else -cue.weight for cue in words.cues},
        loud_plans=re.compile("|".join(re.escape(cue.word) for cue in words.cues if cue.part == "plan" and cue.weight >= _QUIET)),
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
    judged = {heading: judge_heading(heading.title, year, rules) for heading in {*chain.from_iterable(paths)} if not heading.is_lead}
    told: list[Said] = []
    for index, path in enumerate(paths):
        if index > body and path is paths[index - 1]:
            told.append(told[-1])
            continue
        said = Said()
        for part, sure in (judged[heading] for heading in path if heading in judged):
            if part and (sure or not said.part):
                said = Said(part, sure)
        told.append(Said("other", True) if index < body else said)
    return told


def find_parts(text: str, sentences: Sequence[Sequence[Span]], told: Sequence[Said], year: int | None, rules: PartRules) -> list[list[str]]:
    """Return the part of every sentence, paragraph by paragraph; ``told`` holds what the headings say of each paragraph.

    ``sentences`` holds the spans of each paragraph's sentences. Within one passage a review stands before a plan: the cut is where
    the cues of the sentences fit best, and they must outweigh what the heading says.
    """
    told = _mark_residue(text, sentences, told, rules)
    parts: list[list[str]] = []
    planned = False
    for said, group in groupby(range(len(told)), key=told.__getitem__):
        block = [sentences[index] for index in group]
        if said.part == "other":
            parts += [["other"] * len(spans) for spans in block]
            continue
        if planned and not said.part:
            said = _AFTER
        if said == Said("plan", True):
            parts += [["plan"] * len(spans) for spans in block]
        else:
            parts += _split_block(text, block, said, year, rules)
        planned = planned or (any("plan" in marks for marks in parts[-len(block) :]) and len(block) > 1)
    return parts


def _mark_residue(text: str, sentences: Sequence[Sequence[Span]], told: Sequence[Said], rules: PartRules) -> list[Said]:
    """Return ``told`` with web residue as other; below the first such line in the tail of the text all is other."""
    marked = list(told)
    for index, spans in enumerate(sentences):
        if not spans:
            continue
        start, end = spans[0][0], spans[-1][1]
        if end - start <= _RESIDUE_LONGEST and rules.residue.match(text, start, end):
            marked[index] = Said("other", True)
            if start > len(text) * _TAIL:
                return marked[:index] + [Said("other", True)] * (len(marked) - index)
        elif start < _OPENING and not marked[index].part and end - start <= 2 * _RESIDUE_LONGEST and _ANNOUNCED.search(text, start, end):
            marked[index] = Said("other", True)
    return marked


def _split_block(text: str, block: Sequence[Sequence[Span]], said: Said, year: int | None, rules: PartRules) -> list[list[str]]:
    """Split the paragraphs of one passage into a review and the plan after it; what ``said`` says weighs for one of them alone."""
    if said.part == "review" and not _may_hold_plan(text, block, year, rules):
        return [["review"] * len(spans) for spans in block]
    scores = _weigh_sentences(text, [span for spans in block for span in spans], said, year, rules)
    ends = list(accumulate(len(spans) for spans in block))
    before = [0.0, *accumulate(scores)]
    total = before[-1]
    prior = _PRIORS["after" if said == _AFTER else said.part]
    cuts = ends[:-1] if len(block) > 2 else list(range(1, len(scores)))
    options = [(total + prior * (said.part == "plan"), 0), (prior * (said.part == "review") - total, len(scores))]
    cut = max(options + [(total - 2 * before[place], place) for place in cuts])[1]
    return [["review" if place < cut else "plan" for place in range(end - len(spans), end)] for spans, end in zip(block, ends, strict=True)]


def _may_hold_plan(text: str, block: Sequence[Sequence[Span]], year: int | None, rules: PartRules) -> bool:
    """Whether the cues of plans in a passage could outweigh a heading that says review at all."""
    start, end = block[0][0][0], block[-1][-1][1]
    loud = sum([rules.weights[word] for word in rules.loud_plans.findall(text, start, end)])
    return 2 * (loud + _YEAR_WEIGHT * text.count(f"{year}年", start, end)) > _PRIORS["review"]


def _weigh_sentences(text: str, spans: Sequence[Span], said: Said, year: int | None, rules: PartRules) -> list[float]:
    """Return how much each sentence speaks of a plan (above 0) or of a review (below 0).

    The report's own year speaks of a plan, the one before of a review. Under a heading that says review, quiet cues are not heard.
    """
    quiet = _QUIET if said.part == "review" else 0.0
    weights = {word: weight for word, weight in rules.weights.items() if abs(weight) >= quiet}
    scores = [0.0] * len(spans)
    place, (_, end) = 0, spans[0]
    for match in rules.cues.finditer(text, spans[0][0], spans[-1][1]):
        if weight := weights.get(match.group()):
            while match.start() >= end:
                place += 1
                end = spans[place][1]
            scores[place] += weight
    if year is not None:
        for own, weight in ((f"{year}年", _YEAR_WEIGHT), (f"{year - 1}年", -_YEAR_WEIGHT)):
            if text.find(own, spans[0][0], spans[-1][1]) >= 0:
                scores = [score + weight * text.count(own, *span) for score, span in zip(scores, spans, strict=True)]
    return [max(-_LOUDEST, min(_LOUDEST, score)) for score in scores]
