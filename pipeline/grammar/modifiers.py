"""Modifiers: what the words around a measure make of its number — bound, relation and direction.

A measure is read in its clause: the text between the stop before it and the stop behind it. A verb of change makes a delta when nothing
but gap words stand between it and the number; a word of reach between them (增长到) makes the number the value reached.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.grammar.promises import is_compared
from pipeline.grammar.rules import DOUBLED, LIST, ORIGIN
from pipeline.grammar.signs import role_forms
from pipeline.lexicon.figures import Cue
from pipeline.schema import Measure

_STOPS: Final = re.compile("[，；：。！？\t—]")
_REACH: Final = 40  # characters before a number that may say something of it
_CONNECTORS: Final = re.compile(r"(?:[、和与及]|以及|，)?(?:分别)?(?:为)?")
_LONGEST_CONNECTOR: Final = len("以及分别为")
_COMPARED: Final = re.compile("[比较同]")
_JOINED: Final = re.compile("[、和与及]|以及")
_BEHIND: Final = "bound_after:"
_SAME: Final = re.compile("，?即(?:增长|增加|约)?$")  # the change before it told in another unit (增产2200万吨，即|7%)
_NAMED: Final = "(?:左右|以上|以下|以内|多)?的(?:年均|平均|高|较快|中高速)?"  # from a number to the noun that makes it a growth
_LEADS: Final = frozenset("的左以多")  # characters that such a noun is led to by
_PER: Final = "每人每年|每[人户亩年月吨斤个名]|年均|月均|[人户亩]均|全[国省市县区]"


class Modifier(NamedTuple):
    """What is said of one measure.

    ``reached`` is the value that a change came to, ``origin`` the one it came from; a ``shared`` bound stands before the number and
    holds for the list that follows.
    """

    value: float | None
    low: float | None
    high: float | None
    bound: str
    relation: str
    direction: str
    reached: bool
    origin: bool
    shared: bool
    rules: tuple[str, ...]


def compile_forms(forms: Iterable[str], guards: Mapping[str, str] | None = None) -> str:
    """Return one alternation of literal forms, longest first; ``guards`` are expressions for those that are part of other words too."""
    guards = guards or {}
    return "|".join(guards.get(form) or re.escape(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))


class BoundWords(NamedTuple):
    """The words that tell a bound straight before and straight behind a number, in a text as it was read."""

    before: re.Pattern[str]
    after: re.Pattern[str]


def compile_bounds(cues: Iterable[Cue], *, kept: bool = False) -> BoundWords:
    """Compile the words of bounds; ``kept`` takes of those before a number only the ones that keep something at it (控制在)."""
    cues = tuple(cues)
    ahead = (cue for cue in cues if cue.role == "bound_before")
    before = compile_forms(cue.form for cue in ahead if not kept or (cue.value == "le" and cue.form[-1] in "在到"))
    after = compile_forms(cue.form for cue in cues if cue.role == "bound_after")
    return BoundWords(re.compile(rf"(?:{before})\s*$"), re.compile(rf"\s*(?:{after})"))


class ModifierReader:
    """Cue rows of one lexicon, compiled; ``read`` says bound, relation and direction of a measure in its sentence."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Group the rows by role."""
        roles: dict[str, dict[str, str]] = {}
        for cue in cues:
            roles.setdefault(cue.role, {})[cue.form] = cue.value
        self._before, self._after = roles["bound_before"], roles["bound_after"]
        self._before_end = re.compile(f"(?:{compile_forms(self._before)})$")
        far = (form for form, bound in self._before.items() if len(form) > 1 and (bound in ("gt", "ge", "lt", "le") or form.endswith("占")))
        whole = compile_forms(far)
        self._far = re.compile(f"({whole})[^，。；：、0-9]{{2,16}}的$")
        self._after_start = re.compile(compile_forms(self._after))
        self._touching = frozenset(form[0] for form in self._after), frozenset(form[-1] for form in self._before)  # a number
        self._longest_join = max(map(len, self._before)) + max(map(len, self._after)) + _LONGEST_CONNECTOR
        self._trends = roles["object_trend"] | roles["trend"] | roles["trend_noun"] | roles["comparative"]
        self._comparatives = roles["comparative"]
        self._nouns = roles["trend_noun"]
        self._objects = roles["object_trend"]
        self._trend = re.compile(
            "增加值|增长极|增长点|新增(?!加)|提高班|高[中等校职速端新标质水原龄达]|低[保收碳效空]|快[速递]|减[负排]|"
            + compile_forms(self._trends)
        )
        bounds = compile_forms(self._before)
        gaps = compile_forms(roles["gap"])
        self._gap = re.compile(f"(?:{gaps}|{bounds})*")
        reach = compile_forms(roles["reach"])
        self._reach = re.compile(f"(?:{reach})(?:{bounds}|{gaps})*(?:{_PER})?(?:{bounds})?")
        self._origin = re.compile(
            f"(?:{compile_forms(roles['origin'])})(?:[0-9零一二三四五六七八九]{{2,4}}年(?:底|末)?的?|上年的?|去年的?|目前的?|现在的?|{_PER}|{bounds})*$"
        )
        self._named = re.compile(f"{_NAMED}(?P<noun>{compile_forms(self._nouns)})")
        self._rate = re.compile(f"(?:{compile_forms([*roles['rate'], *self._nouns])})[^，。；]{{0,6}}$")
        self._stock = re.compile(f"(?:{compile_forms(roles['stock'])})(?:余额|总额)?(?:新增|比年初新增|较年初新增)(?:{bounds})?$")

    def read(self, sentence: str, left: int, measure: Measure, right: int, previous: Modifier | None) -> Modifier:
        """Read one measure; ``left`` is where the measure before it ends, ``right`` where the next begins, in the sentence."""
        before = sentence[max(left, measure.start - _REACH) : measure.start]
        bound, bound_rules, stripped = self._bound(
            before, sentence[measure.end : min(right, measure.end + 4)], measure, sentence[measure.start]
        )
        if not bound_rules and previous and measure.bound == "eq" and previous.shared and self._goes_on(before):
            bound, bound_rules, stripped = previous.bound, ("bound:list",), True
        missed = is_compared(sentence, measure)
        if missed:
            bound, bound_rules, stripped = self._bound("", sentence[measure.end : measure.end + 2], measure, sentence[measure.start])
        shared = bool(bound_rules) and bound_rules[0].startswith(("bound_before", "bound:list"))
        start = max(left, measure.start - _REACH)
        clause = sentence[max(last_stop(sentence, start, measure.start) + 1, start) : measure.start]
        relation, direction, reached, origin, rule = self._relation(clause, before, measure, previous)
        if relation == "share" and previous and previous.relation == "delta" and (missed or _SAME.fullmatch(before)):
            relation, direction, rule = "delta", previous.direction, (LIST,)
        elif (
            relation == "share"
            and sentence[measure.end : measure.end + 1] in _LEADS
            and not reached
            and (named := self._named.match(sentence, measure.end))
        ):
            relation, direction, rule = "delta", self._nouns[named["noun"]], (f"trend:{named['noun']}",)
        value, low, high = _figures(measure, bound, inherited=stripped)
        return Modifier(value, low, high, bound, relation, direction, reached, origin, shared, (*bound_rules, *rule))

    def _bound(self, before: str, after: str, measure: Measure, first: str) -> tuple[str, tuple[str, ...], bool]:
        if measure.bound == "range":
            return "range", (), False
        behind = self._after_start.match(after) if after[:1] in self._touching[0] else None
        ahead = self._before_end.search(before) if before[-1:] in self._touching[1] else None
        if ahead and _part_of_word(before, ahead.start(), ahead[0], first):
            ahead = None
        if behind and behind[0] == "内" and after[1:2] == "蒙":
            behind = None
        if behind and self._after[behind[0]] != "approx":
            return self._after[behind[0]], (f"bound_after:{behind[0]}",), True
        if behind and (not ahead or (self._before[ahead[0]] in ("le", "approx", "lt", "ge") and ahead[0].startswith(("控制", "约", "大")))):
            return self._after[behind[0]], (f"bound_after:{behind[0]}",), True
        if not ahead and measure.kind == "percent" and (far := self._far.search(before)):
            return self._before[far[1]], (f"bound_before:{far[1]}",), True
        if ahead:
            if measure.bound == "gt" and self._before[ahead[0]] == "approx":
                return "gt", (), False
            return self._before[ahead[0]], (f"bound_before:{ahead[0]}",), True
        return measure.bound, (), False

    def _relation(
        self, clause: str, before: str, measure: Measure, previous: Modifier | None
    ) -> tuple[str, str, bool, bool, tuple[str, ...]]:
        """Relation, direction, whether the value is reached or the origin of a change, and the rule."""
        base = "share" if measure.kind == "percent" and not self._rate.search(clause) else "level"
        if previous and previous.origin and measure.kind == "percent":
            base = previous.relation
        if measure.rules == DOUBLED:
            return "level", "none", False, False, ()
        if self._origin.search(clause):
            return base, "none", False, True, (ORIGIN,)
        found = None
        for hit in self._trend.finditer(clause):
            found = hit if hit[0] in self._trends else found
        if found:
            read = self._read_trend(clause, found, measure)
            if read is not None:
                return read if read[0] else (base, *read[1:])
        if measure.kind == "point":
            direction = previous.direction if previous and previous.relation == "delta" and self._goes_on(before) else ""
            direction = direction or (self._trends.get(found[0], "up") if found else "up")
            return "delta", direction, False, False, ("point",)
        if self._stock.search(clause):
            return "delta", "up", False, False, ("stock",)
        if previous and self._goes_on(before):
            rated = measure.kind in ("percent", "multiple") or not before.startswith("，")  # 增长8.6%，突破40万亿元 is no list
            if previous.relation == "delta" and measure.kind != "duration" and rated:
                return "delta", previous.direction, False, False, (LIST,)
            if previous.reached or previous.origin:
                return base, "none", previous.reached, previous.origin, (LIST,)
        return base, "none", False, False, ()

    def _goes_on(self, between: str) -> bool:
        """Whether nothing but a join and bounds stands between two numbers: they are one list."""
        if len(between) > self._longest_join:
            return False
        behind = self._after_start.match(between)
        return bool(_CONNECTORS.fullmatch(self._before_end.sub("", between[behind.end() if behind else 0 :])))

    def _read_trend(self, clause: str, found: re.Match[str], measure: Measure) -> tuple[str, str, bool, bool, tuple[str, ...]] | None:
        """What the last verb of change makes of the number; relation ``""`` leaves level or share; None: nothing."""
        gap = clause[found.end() :]
        word = found[0]
        noun = word in self._nouns
        if word in self._comparatives and not _COMPARED.search(clause, 0, found.start()):
            return None
        if not noun and self._reach.fullmatch(gap) and not _is_goal(gap):
            return "", "none", True, False, (f"reach:{word}",)
        if measure.kind == "duration" and word not in self._objects:
            return None
        if self._gap.fullmatch(gap):
            if noun and measure.kind != "percent":
                return None
            return "delta", self._trends[word], False, False, (f"trend:{word}",)
        if word in self._objects and 0 < len(gap) <= 14 and measure.kind not in ("percent", "point", "multiple") and _is_object(gap):
            return "delta", self._objects[word], False, False, (f"object_trend:{word}",)
        return None


def share_bounds(sentence: str, measures: Sequence[Measure], modifiers: list[Modifier]) -> None:
    """Give in place the bound behind the last number of a list to those before it (分别增长|6%和7%|左右)."""
    for index in range(len(modifiers) - 1, 0, -1):
        last, one, before = modifiers[index], modifiers[index - 1], measures[index - 1]
        if not last.rules or not last.rules[0].startswith(_BEHIND) or one.bound != "eq" or before.kind != measures[index].kind:
            continue
        spread = before.kind == "percent" or sentence.find("分别", max(0, before.start - _REACH), before.start) >= 0
        if spread and _JOINED.fullmatch(sentence, before.end, measures[index].start):
            value, low, high = _figures(before, last.bound, inherited=True)
            rules = (f"{_BEHIND}list", *one.rules)
            modifiers[index - 1] = one._replace(value=value, low=low, high=high, bound=last.bound, rules=rules)


def _is_goal(gap: str) -> bool:
    return "目标" in gap or "幅" in gap or "速度" in gap or "率" in gap or "预期" in gap or "指标" in gap


def _is_object(gap: str) -> bool:
    return not any(sign in gap for sign in "、，的到至为达") and "新建" not in gap and "建设" not in gap


@lru_cache(maxsize=64)
def _find_stops(text: str) -> tuple[int, ...]:
    return tuple([hit.start() for hit in _STOPS.finditer(text)])


def last_stop(text: str, start: int, end: int) -> int:
    """Return where the last stop between two clauses stands in ``text[start:end]``; -1 where none does."""
    stops = _find_stops(text)
    place = bisect_left(stops, end) - 1
    return stops[place] if place >= 0 and stops[place] >= start else -1


def _part_of_word(before: str, at: int, form: str, first: str) -> bool:
    """近, 过, 上, 超 at the end of another word (附近, 通过, 以上) are no bounds."""
    last = before[at - 1 : at]
    if form == "上":
        return first not in role_forms("hundred", "thousand", "magnitude")
    if form == "过":
        return last in "通经渡度路超不"
    if form == "近":
        return last in "附邻靠最远亲"
    return form == "破" and last in "爆打突"


def _figures(measure: Measure, bound: str, *, inherited: bool) -> tuple[float | None, float | None, float | None]:
    """Value, low and high under the bound that the words around the number tell."""
    if not inherited or (bound == measure.bound and measure.value is None):
        return measure.value, measure.low, measure.high
    number = measure.value if measure.value is not None else measure.low
    if bound in ("gt", "ge"):
        return None, number, None
    if bound in ("lt", "le"):
        return None, None, number
    return number, number, number
