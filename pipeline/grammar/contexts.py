"""Contexts: what stands around a quantity and its name in a sentence, as far as it says of what the number is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.grammar.aspects import Number
from pipeline.grammar.modifiers import last_stop
from pipeline.grammar.roles import split_list

_LISTED: Final = re.compile(
    r"[：∶]|(?:左右|以上|以下|以内|上下)?(?:[、和与及，]|以及)?(?:同比|年均|分别|同比分别|分别同比)?(?:增长|提高|上涨|下降|达到?|为)?"
)
_NEXT_RUN: Final = re.compile("分别|增长|提高|下降|达|为")
_STOPS: Final = "，、；。和及与"
_CLAUSE: Final = re.compile("[^，、；。]+")
JOINS: Final = ("、", "和", "与", "及")
_TOTAL: Final = re.compile("总数|总量")
_NAMED: Final = 60  # characters before a number in which what is made may be named
_REACH: Final = 6  # characters behind a number within which its noun begins


class Quantity(NamedTuple):
    """A quantity in its clean sentence: span, name, number, period and status."""

    start: int
    end: int
    about: str
    number: Number
    period: str | None
    status: str


class Context(NamedTuple):
    """The clause before a quantity's name, the text to the number, what else is said, what follows the name, and whether that is behind."""

    clause: str
    between: str
    said: str
    after: str
    noun: bool

    @property
    def done(self) -> str:
        """The clause as it tells what was done: of a total reached (新增规上企业4家，总数达到|37家) it tells nothing."""
        return "" if _TOTAL.search(self.between) else self.clause


def find_around(sentence: str, quantity: Quantity) -> tuple[str, str]:
    """Return the text straight before and behind a quantity's name."""
    at = sentence.rfind(quantity.about, 0, quantity.start) if quantity.about else -1
    return (sentence[:at], sentence[at + len(quantity.about) : quantity.start]) if at >= 0 else ("", "")


def cut_before(sentence: str, quantity: Quantity) -> str:
    """Return the text before a quantity in which its name may be completed, from the last full stop on."""
    first = max(0, quantity.start - _NAMED, sentence.rfind("；", 0, quantity.start) + 1)
    return sentence[first : quantity.start]


def list_parts(sentence: str, run: Sequence[Quantity]) -> list[str]:
    """Return what 分别 gives out to a run of numbers, as many parts as numbers; none where it cannot be told which has which."""
    ends = [at + len(one.about) for one in run if (at := sentence.rfind(one.about, 0, run[0].start)) >= 0]
    end = max(ends, default=0)
    clause = sentence[last_stop(sentence, 0, end) + 1 : end]
    abouts = [one.about for one in run]
    for parts in (split_list(clause), clause.split("、")):  # 金融业、软件和信息服务业 are two
        if len(parts) == len(run):
            return parts
    return abouts if len(set(abouts)) == len(run) else []


def find_run(quantities: Sequence[Quantity], at: int) -> int:
    """Return how many quantities from ``at`` on are one list of numbers of one kind."""
    run = 1
    while at + run < len(quantities):
        after = quantities[at + run].number
        if after.kind != quantities[at].number.kind or not _LISTED.fullmatch(after.before) or _NEXT_RUN.search(after.before):
            break
        run += 1
    return run


def share_words(quantities: Sequence[Quantity], at: int) -> str:
    """Return the text before a number, with that before the number whose list it goes on with."""
    before = quantities[at].number.before
    if at and _LISTED.fullmatch(before) and quantities[at - 1].number.kind == quantities[at].number.kind and "，" not in before:
        return share_words(quantities, at - 1) + before
    return before


def find_context(sentence: str, quantities: Sequence[Quantity], at: int) -> Context:
    """Return what stands around the name of a quantity of a clean sentence."""
    quantity = quantities[at]
    left = quantities[at - 1].end if at else 0
    name = sentence.rfind(quantity.about, 0, quantity.start)
    after = sentence.find(quantity.about, quantity.end, quantity.end + _REACH + len(quantity.about))
    shared = _inherit(quantities, at)
    if after >= 0 and (name < left or after == quantity.end):
        clause = sentence[last_stop(sentence, 0, quantity.start) + 1 : quantity.start]
        end = after + len(quantity.about)
        rest = _CLAUSE.match(sentence, end)
        return Context(clause, sentence[quantity.end : after], shared + (rest[0] if rest else ""), "", True)
    before = quantity.number.before
    if name < 0:
        return Context("", before, shared, "", False)
    clause = sentence[last_stop(sentence, 0, name) + 1 : name]
    end = name + len(quantity.about)
    if end < left:
        return Context(clause, before, before[last_stop(before, 0, len(before)) + 1 :], sentence[end : end + _REACH], False)
    between = sentence[end : quantity.start]
    return Context(clause, between, shared + ("" if between.startswith(JOINS) else between), between, False)


def _inherit(quantities: Sequence[Quantity], at: int) -> str:
    """What was said before the list of things with their numbers that a number goes on with (淘汰|钢铁2700万吨、水泥4200万吨)."""
    while at and quantities[at].number.before.strip(_STOPS) == quantities[at].about:
        at -= 1
    before = quantities[at].number.before
    return before[last_stop(before, 0, len(before)) + 1 :].partition(quantities[at].about or "\n")[0]
