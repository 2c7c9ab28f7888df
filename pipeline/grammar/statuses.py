"""Statuses: whether a number is done, expected or promised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.grammar.modifiers import compile_forms, last_stop
from pipeline.grammar.promises import is_compared, is_unmet
from pipeline.grammar.time_words import Anchor, Context
from pipeline.schema import Measure

FAR: Final = 400  # characters before a number where a word may tell its status
GROWN: Final = re.compile(r"同比|比上年|比去年|较上年|较去年|比前一年|同期")
_NEAR: Final = 12
_GUARDED: Final = {"要": "(?<![主重首纲摘概])要(?!素)", "将": "将(?!军|士|领)"}  # cues that are part of other words too (主要)
_SET: Final = re.compile(r"年(?:度)?(?:计划|预算)(?:指标|数)?(?:规定)?为\Z")  # of a past year too
_YEARLY: Final = re.compile("[比较](?:上年|去年|上一年|.{4}年)")  # of a year that is not over, what its whole is expected to be
_HELD: Final = re.compile("有|占|到[^，。；]{0,8}年的?$")  # what there is, a share, the value that is come to
# That something is done, though the year is not over: 已 or 了 (签订了|9项), but behind no word that only says what shall be (提出了).
_ALREADY: Final = re.compile("已|了(?<!(?:安排|提出|突出|明确|[确规拟决设]定)了)(?<![增减加少升降高长低大小多为除到罢不得]了)")
_BEGUN: Final = re.compile("(?:开工|动工|施工|竣工|投产)(?:建设)?的有")
_MEANT: Final = re.compile("可以|可能|才能|只要|如果|就能|决定")
_NOW: Final = re.compile(r"(?:目前|现有)[^，。；\d０-９十百千万]{0,20}\Z")


class StatusReader:
    """The cues of one lexicon, compiled; ``tell`` says a measure's status by the time word that holds for it and the words before it."""

    def __init__(self, roles: Mapping[str, Sequence[str]]) -> None:
        """Take the forms of each role."""
        self._target = re.compile(compile_forms(roles["target"], _GUARDED))
        self._estimate = re.compile(compile_forms(roles["estimate"]))
        self._done = re.compile(compile_forms(roles["done"]))

    def is_planned(self, sentence: str, measure: Measure) -> bool:
        """Tell whether a word of plan stands before a measure."""
        return bool(self._target.search(sentence, max(0, measure.start - FAR), measure.start))

    def tell(self, sentence: str, measure: Measure, anchor: Anchor | None, context: Context) -> str:
        """Return actual, estimate or target; ``anchor`` is the time word that holds for the measure."""
        limit = context.review[1]
        if is_missed(sentence, measure):
            return "target"
        if sentence.endswith("为", 0, measure.start) and _SET.search(sentence, max(0, measure.start - _NEAR), measure.start):
            return "target"
        before = sentence[max(0, measure.start - FAR) : measure.start]
        own = anchor is not None and anchor.last == context.year  # the year of the report
        coming = anchor is not None and bool(limit) and anchor.last > limit
        if context.part != "plan" and (own or not coming) and self._estimate.search(before):
            return "estimate"
        if anchor is not None and limit:
            if own and context.part == "review" and anchor.end > anchor.start and (told := self._tell_own(sentence, measure, anchor)):
                return told
            if own and self._is_over(sentence, measure, anchor, context):
                return "actual"
            return "target" if coming else "actual"
        return self._tell_by_part(sentence, measure, context)

    def _tell_by_part(self, sentence: str, measure: Measure, context: Context) -> str:
        """The status where no time word tells it: by the part of the report and the words before the number."""
        clause = cut_clause(sentence, measure)
        if context.part == "plan":
            if _NOW.search(clause) and not self._target.search(clause):
                return "actual"
            done = self._done.search(sentence, max(0, measure.start - _NEAR), measure.start) or ("的有" in clause and _BEGUN.search(clause))
            if done and not _MEANT.search(clause) and not self.is_planned(sentence, measure):
                return "actual"
            return "target"
        if context.part != "review" and self._target.search(clause) and not self._done.search(clause):
            return "target"
        return "actual"

    def _tell_own(self, sentence: str, measure: Measure, anchor: Anchor) -> str:
        """What a review tells of the report's own year without a word of plan: how it will end, or what there is; nothing else."""
        if anchor.label or anchor.wide or self.is_planned(sentence, measure):
            return ""
        clause = cut_clause(sentence, measure)
        if _YEARLY.search(clause):
            return "estimate"
        return "actual" if self._done.search(clause) or _HELD.search(clause) else ""

    def _is_over(self, sentence: str, measure: Measure, anchor: Anchor, context: Context) -> bool:
        """Whether what is told of the report's own year is done: a part of it that is compared with the last year's, or what is 已经 so."""
        clause = cut_clause(sentence, measure)
        if self._target.search(clause):
            return False
        if (_ALREADY.search(clause) or _BEGUN.search(clause)) and not _MEANT.search(clause):
            return True
        return bool(anchor.label) and (context.part != "plan" or bool(GROWN.search(clause)))


def tell_past(anchor: Anchor, context: Context) -> str:
    """Return the status of what a time word itself is of: done, but for a year that the report does not review yet."""
    limit = context.review[1] or context.year
    return "target" if limit and anchor.last > limit else "actual"


def is_missed(sentence: str, measure: Measure) -> bool:
    """Tell whether a number is a promise that came to something else (略低于|8%|的预期目标)."""
    return is_compared(sentence, measure) or is_unmet(sentence, measure)


def cut_clause(sentence: str, measure: Measure) -> str:
    """Return the clause before a measure, from the last stop on."""
    return sentence[begin_clause(sentence, measure) : measure.start]


def begin_clause(sentence: str, measure: Measure) -> int:
    """Return where the clause of a measure begins, or as far before it as one is looked for."""
    first = max(0, measure.start - FAR)
    return max(first, last_stop(sentence, first, measure.start) + 1)
