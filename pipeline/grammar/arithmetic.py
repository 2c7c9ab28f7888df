"""Arithmetic within a sentence: what its figures must be to one another — parts and totals, shares, from so much to so much by so much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.grammar.folding import JUNK, fold_text, is_clean
from pipeline.grammar.relations import Relation
from pipeline.grammar.rules import CELL, LIST, ORIGIN
from pipeline.grammar.statements import Statement, qualify

_STOPS: Final = re.compile("[。！？]")
_OPENING: Final = 60  # signs before the first figure of a sentence that are read
_BEHIND: Final = 12  # signs behind a figure that are read

_REACH: Final = r"(?:的)?(?:比重|比例|份额|比率)?(?:为|约|近|达到?|超过|高达|仅|只有|已|了|由|从|提高到|上升到|升到|降到|降至|升至)*"
_OF_LEVEL: Final = re.compile("的" + _REACH)
_WHOLE: Final = re.compile(r"占(?:到|了)?(?P<name>[^，。；、占]{0,20})$")
_OF_NAME: Final = re.compile(r"占(?:到|了|比)?(?P<name>[^，。；、占的]{0,20}?)" + _REACH + "$")
_OWN: Final = re.compile("^(?:当年|同期|当期|全年|全部|整个|同年|其)+")
_PART_BEFORE: Final = re.compile(r"[^，。；、：]{0,6}[，]?(?:约)?")
_COMPLETED: Final = re.compile("完成|任务|计划|预算|目标|进度|[上去]年|同期")
# Rates that cannot be over 100%; a gross enrolment can.
_BOUNDED: Final = re.compile(
    "(?:占比|比重|(?<!产)覆盖率|合格率|满意率|办结率|达标率|就业率|失业率|城镇化率|(?<!毛)入学率|(?<!毛)入园率|优良率|普及率|绿化率|处理率"
    "|回收率|签约率|成功率|整改率|办复率|受理率|见面率)$"
)
AMONG: Final = "其中"
_LISTED: Final = re.compile(r"(?:[、和]|以及)[^，。；、]{1,16}")
_TOLD: Final = re.compile(r"(?:[、和，]|以及)[^，。；、]{1,16}")
_TOTALS: Final = {"level": ("level", "change", "part"), "share": ("share",)}  # what a total may be told as, by what its parts are
_TIMES_OF: Final = re.compile("(?:是|为|相当于)[^，。；]{1,8}的$")


class Pending(NamedTuple):
    """A share of a whole that the sentence only names: the share, the part if it stands before it, the name of the whole."""

    share: Statement
    part: Statement | None
    whole: str


def relate_sentence(text: str, left: int, row: Sequence[Statement]) -> tuple[list[Relation], list[Pending]]:
    """Return what the figures of a sentence, in order, must be to one another, and the shares of wholes told elsewhere.

    ``left`` is where the figure before them ends in ``text``. What the words around a figure say of it is marked in place; one that is
    the whole of a share (占财政支出1.68亿元的76.8%) gets the whole's name for its series.
    """
    gaps = _read_gaps(text, left, row)
    for at, figure in enumerate(row):
        if at and figure.mark == LIST and figure.aspect == row[at - 1].aspect == "growth":
            before = row[at - 1]
            figure.real, figure.basis, figure.since = before.real, before.basis, before.since
        else:
            qualify(figure, gaps[at], text[figure.end : figure.end + _BEHIND])
    relations: list[Relation] = []
    pending: list[Pending] = []
    for at, figure in enumerate(row):
        if figure.aspect == "share" and figure.unit == "%" and figure.mark != CELL:
            relations += _relate_share(row, gaps, at, pending)
        if at and AMONG in gaps[at]:
            relations += _relate_parts(row, gaps, at)
    if len(row) > 2:
        relations += _relate_changes(row, gaps)
    return relations, pending


def _clean(gap: str) -> str:
    folded = fold_text(gap)
    return folded if is_clean(folded) else JUNK.sub("", folded)


def _read_gaps(text: str, left: int, row: Sequence[Statement]) -> list[str]:
    """The clean text before each figure, back to the one before it; before the first back to the sentence's begin."""
    first = row[0].start
    gaps = [_STOPS.split(_clean(text[max(left, first - _OPENING) : first]))[-1]]
    return gaps + [_clean(text[before.end : figure.start]) for before, figure in pairwise(row)]


def _relate_share(row: Sequence[Statement], gaps: Sequence[str], at: int, pending: list[Pending]) -> Iterator[Relation]:
    """What a share must be to its part and whole, and to 100."""
    share, gap = row[at], gaps[at]
    whole = _WHOLE.search(gaps[at - 1]) if at and row[at - 1].unit != "%" and _OF_LEVEL.fullmatch(gap) else None
    if whole:
        level = row[at - 1]
        level.name, level.aspect = _OWN.sub("", whole["name"]), "level"
        level.series = "~" + level.name
        if at > 1 and _PART_BEFORE.fullmatch(gaps[at - 1], 0, whole.start()) and are_levels(row[at - 2], level):
            yield Relation("share", "quotient", (share, row[at - 2], level), scale=100.0)
    named = _OF_NAME.search(gap)
    if _COMPLETED.search(gap) or not (whole or named or _BOUNDED.search(share.name)):
        return
    yield Relation("share", "limit", (share,), scale=100.0)
    if named is None:
        return
    part = _find_part(row, at, gap[: named.start()])
    total = _find_total(row, gaps, part) if part is not None and not named["name"] else None
    if part is not None and total is not None:
        yield Relation("share", "quotient", (share, part, total), scale=100.0)
    elif named["name"]:
        pending.append(Pending(share, part, _OWN.sub("", named["name"])))


def _find_part(row: Sequence[Statement], at: int, before: str) -> Statement | None:
    """The level of which a share is told: straight before it, or before its own growth."""
    if not at or not _PART_BEFORE.fullmatch(before):
        return None
    part = row[at - 1]
    if part.aspect == "growth" and at > 1 and row[at - 2].series == part.series:
        part = row[at - 2]
    return part if part.aspect == "level" and part.plain else None


def _find_total(row: Sequence[Statement], gaps: Sequence[str], part: Statement) -> Statement | None:
    """The total before 其中 of which a figure is a part."""
    at = row.index(part)
    return next((figure for figure in reversed(row[:at]) if are_levels(figure, part)), None) if AMONG in gaps[at] else None


def _relate_parts(row: Sequence[Statement], gaps: Sequence[str], at: int) -> Iterator[Relation]:
    """Total and parts of 其中: those of one list are no more than the greatest figure before them, and often they make up the nearest."""
    first = row[at]
    kinds = _TOTALS.get(first.aspect, ())
    totals = [figure for figure in row[:at] if figure.unit == first.unit and figure.plain and figure.aspect in kinds]
    if not totals or not first.plain:
        return
    listed, told = (_find_end(row, gaps, at, joined) for joined in (_LISTED, _TOLD))
    if first.aspect == "level":
        yield Relation("total", "open", (max(totals, key=lambda figure: figure.value), *row[at:listed]))
    for end in sorted({listed, told} - {at + 1}):
        yield Relation("total", "sum", (totals[-1], *row[at:end]), trust="weak")


def _find_end(row: Sequence[Statement], gaps: Sequence[str], at: int, joined: re.Pattern[str]) -> int:
    """Where the list of parts that begins at a figure ends."""
    kind = row[at].aspect, row[at].unit
    end = at + 1
    while end < len(row) and row[end].plain and (row[end].aspect, row[end].unit) == kind and joined.fullmatch(gaps[end]):
        end += 1
    return end


def are_levels(one: Statement, other: Statement) -> bool:
    """Tell whether two figures are levels of one unit, each one number."""
    return one.aspect == other.aspect == "level" and one.unit == other.unit and one.plain and other.plain


def _relate_changes(row: Sequence[Statement], gaps: Sequence[str]) -> Iterator[Relation]:
    """From so much to so much: growth, and how many times the one is of the other."""
    origins: dict[tuple[str, str, int], Statement] = {}
    reached: dict[tuple[str, str, int], Statement] = {}
    ratios: list[Statement] = []
    place = 0
    origin = False
    for at, figure in enumerate(row):
        place = place + 1 if figure.mark == LIST else 0
        origin = figure.mark == ORIGIN or (origin and place > 0)
        key = (figure.series, figure.place, 0 if figure.named else place)
        if figure.aspect in ("level", "share") and figure.plain and figure.unit != "x":
            (origins if origin else reached)[key] = figure
        elif figure.aspect == "growth" and key in origins and key in reached:
            yield from _relate_growth(figure, reached[key], origins[key])
        elif figure.unit == "x" and figure.plain and (_TIMES_OF.search(gaps[at]) or (ratios and place)):
            ratios.append(figure)
    both = [key for key in origins if key in reached]
    if ratios and len(ratios) == len(both):
        for ratio, key in zip(ratios, both, strict=True):
            yield Relation("growth", "quotient", (ratio, reached[key], origins[key]))


def _relate_growth(growth: Statement, later: Statement, earlier: Statement) -> Iterator[Relation]:
    """A growth and the two levels that its sentence tells: in all, a year on average, or in the one year between them."""
    if earlier.unit != later.unit or not growth.plain:
        return
    if growth.unit == "pp" and later.aspect == "share":
        yield Relation("growth", "sum", (later, earlier, growth))
    if growth.unit != "%" or later.aspect != "level":
        return
    between = growth.years[1] - growth.years[0] + 1 if growth.years[0] else 0
    told = later.year - earlier.year if later.year and earlier.year else 0
    if growth.basis == "annual_average":
        years = told if between <= 1 else between * (told in (0, between))  # of other years than the levels, it is of neither
        if years > 1:
            yield Relation("growth", "growth", (growth, later, earlier), years=years)
    elif growth.basis != "sequential" and (growth.basis == "cumulative" or told in (0, 1) or between == told):
        yield Relation("growth", "growth", (growth, later, earlier))
