"""Heads: what a measure is about, read from the words around it.

A count or a size is about the noun behind it (12公里热力主管网), else about the name before it (重点项目32个); money, a rate or a change
is about the name before it (地区生产总值95亿元), or about the subject of the clause before (、同比增长8.5%). Nothing is read across a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.modifiers import Modifier
from pipeline.grammar.phrases import PhraseReader
from pipeline.grammar.roles import JOINS, WordRoles, Words, split_list
from pipeline.grammar.rules import DOUBLED
from pipeline.grammar.subjects import SubjectReader
from pipeline.lexicon.figures import HeadWord
from pipeline.schema import Measure

_SIZES: Final = frozenset({"length", "area", "volume", "mass", "power", "energy", "other"})
_SUMMED: Final = ("投资", "投入")
_RATES: Final = ("percent", "point")
_BETWEEN: Final = re.compile("[：∶]|(?:左右|以上|以下|以内|上下)?(?:[、和与及，]|以及)*(?:分别)?为?")  # two numbers of one list
_OVER: Final = re.compile("(?:超过?|突破|[迈跨站登]上|达到?|[近约逾过])+$")  # between a name and the sum that it has passed
_WHOLE: Final = re.compile("占(?:当年|同期|全年|全部)?(?P<name>[^，。；、占的]{2,16})$")  # that money is the whole of a share
_SHORTEST_PART: Final = 4  # characters of a name that 分别 may give out by itself


class _Place(NamedTuple):
    """A measure between its neighbours: where the one before it ends and the next begins, and what the one before it is about."""

    sentence: str
    words: Words
    left: int
    right: int
    last: str


class HeadReader:
    """Head words of one lexicon, compiled; ``read`` names what each measure of a sentence is about."""

    def __init__(self, rows: Iterable[HeadWord], trends: Iterable[str], rates: Iterable[str]) -> None:
        """Group the rows by role; ``trends`` are the verbs of change, ``rates`` the nouns that name one (增速)."""
        self._roles = WordRoles(rows, trends, rates)
        self._phrases, self._subjects = PhraseReader(self._roles), SubjectReader(self._roles)

    def read(self, sentence: str, words: Words, measures: Sequence[Measure], modifiers: Sequence[Modifier]) -> list[str]:
        """Return what each measure is about, in order; empty where the sentence names nothing."""
        found: list[str] = []
        parts: list[str] = []  # of a subject that 分别 gives out
        last = ""
        for index, (measure, modifier) in enumerate(zip(measures, modifiers, strict=True)):
            left = measures[index - 1].end if index else 0
            right = measures[index + 1].start if index + 1 < len(measures) else len(sentence)
            if found and (parts or measure.kind in _RATES) and _BETWEEN.fullmatch(sentence, left, measure.start):
                found.append(parts.pop(0) if parts else found[-1])
                last = found[-1]
                continue
            place = _Place(sentence, words, left, right, last)
            whole = (
                _WHOLE.search(sentence, left, measure.start) if measure.kind == "money" and sentence.startswith("的", measure.end) else None
            )
            if whole and modifier.relation == "level":  # 民生支出占财政支出|1.84亿元|的77.2%: what has the share is still the name
                found.append(whole["name"])
                last = self._subjects.read_ahead(sentence, words, left, whole.start(), money=False, grown=False)[0] or last
                parts = []
                continue
            about, spread = self._name(place, measure, changed=modifier.relation == "delta", share=modifier.relation == "share")
            parts = split_list(about) if spread and index + 1 < len(measures) else []
            if len(parts) > 1 and len(parts[0]) >= _SHORTEST_PART:
                about = parts.pop(0)
            else:
                parts = []
            found.append(about)
            last = about
            if about.endswith(self._roles.steps_end):  # 生产总值跨上两个台阶，增长5%: what goes on is about the production
                last = self._ahead(place, measure, grown=False)[0] or place.last
        return found

    def _name(self, place: _Place, measure: Measure, *, changed: bool, share: bool) -> tuple[str, bool]:
        """What one measure is about, and whether 分别 spreads that over several."""
        before = place.sentence[place.left : measure.start]
        joined = bool(before) and before[-1] in JOINS
        aged = measure.kind == "duration" and place.sentence.endswith("岁", 0, measure.end)
        if not changed and (measure.kind == "count" or measure.kind in _SIZES or aged):
            behind = self._behind(place, measure)
            reaching = behind in self._roles.empty and (not measure.unit or place.sentence.find("的", measure.end, measure.end + 4) >= 0)
            behind = "" if reaching or self._is_step(place, measure, behind) else behind
            if behind and not (measure.kind != "count" and self._roles.property_end.search(self._ahead(place, measure, grown=False)[0])):
                return behind, False
        partly = measure.kind == "percent" and share and place.sentence.startswith("的", measure.end)
        if partly and before[-1:] in "，；" and (behind := self._behind(place, measure)):
            return behind, False
        times = measure.kind == "multiple" and not changed and measure.rules != DOUBLED
        if place.last and (times or (measure.kind == "money" and joined and before.startswith("的"))):
            return place.last, False
        name, spread = self._ahead(place, measure, grown=changed and measure.kind == "percent")
        if measure.kind == "money" and not changed and self._takes_noun(place.sentence, measure, before):
            behind = self._behind(place, measure)
            if (
                behind
                and not self._is_step(place, measure, behind)
                and (not name or self._is_act(before) or not _OVER.sub("", before).endswith(name))
            ):
                return behind, False
        if name:
            return name, spread
        if partly and (behind := self._behind(place, measure)):
            return behind, False
        opening = not before.strip("，、。；和\t") or before[-1] in "，。；：\t"
        if place.last and (joined or not opening or measure.kind in ("multiple", "money", "percent", "point")):
            return place.last, spread
        return self._behind(place, measure, verbs=True) or place.last, spread

    def _is_step(self, place: _Place, measure: Measure, behind: str) -> bool:
        """Whether what stands behind a number only says that it was passed (跃上500亿斤|台阶), not what is counted (跨越3个千亿元|台阶)."""
        return behind.endswith(self._roles.steps_end) and not place.sentence.endswith("个", 0, measure.start)

    def _is_act(self, before: str) -> bool:
        """Whether an act stands straight before money, that money is its object's (发行|20亿元债券)."""
        return before.endswith(self._roles.acts_end)

    @staticmethod
    def _takes_noun(sentence: str, measure: Measure, before: str) -> bool:
        """Whether money may be about the noun right behind it (安排30亿元国债资金)."""
        return sentence[measure.end : measure.end + 1] not in "的，。；、" and not before.endswith(_SUMMED)

    def _behind(self, place: _Place, measure: Measure, *, verbs: bool = False) -> str:
        sized = measure.kind in _SIZES
        return self._phrases.read_behind(place.sentence, place.words, measure.end, place.right, verbs=verbs, sized=sized)

    def _ahead(self, place: _Place, measure: Measure, *, grown: bool) -> tuple[str, bool]:
        money = measure.kind == "money"
        return self._subjects.read_ahead(place.sentence, place.words, place.left, measure.start, money=money, grown=grown)
