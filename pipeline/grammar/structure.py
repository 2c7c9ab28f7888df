"""What is laid out apart from sentences: three shares of an economy joined by colons, and the columns of a table above their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from pipeline.grammar.relations import Relation
from pipeline.grammar.rules import CELL
from pipeline.grammar.statements import Statement

_NUMBER: Final = r"(\d{1,6}(?:[.．]\d{1,2})?)\s*"
_THREE: Final = re.compile(rf"(?<![\d.．:：∶]){_NUMBER}[:：∶]\s*{_NUMBER}[:：∶]\s*{_NUMBER}(?![\d:：∶])")
_INDUSTRY: Final = "产业"
_NAMED: Final = re.compile(r"产业[^，。；]{0,12}(?:结构|比例|比重|之比|比)[^，。；]{0,24}")
_COLONS: Final = ("∶", ":", "：")
_FROM: Final = re.compile("[由从]")
_NEAR: Final = 48  # signs behind an industry's name in which its shares begin
_WITHIN: Final = 300  # signs before the shares in which the levels stand
_PARTS: Final = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_WHOLE: Final = "gdp"
_SUMS: Final = ("合计", "总计", "小计", "共计")


def relate_structure(text: str, statements: Sequence[Statement]) -> Iterator[Relation]:
    """Yield what a report's shares of the three industries must be: 100 together, and each as its value added has it.

    ``statements`` are the report's, in order. The levels are the last ones before the shares, of which those that follow 由 are none.
    """
    for hit, named in _find_shares(text):
        levels = _find_levels(statements, hit.start())
        near = levels[0] if levels else next((figure for figure in statements if figure.start < hit.start()), None)
        if near is None:
            continue
        shares = tuple(_make_share(hit, number, near) for number in (1, 2, 3))
        yield Relation("share", "hundred", shares, slack=(0.1, 0.1))
        if levels and not _FROM.search(named):
            for share, part in zip(shares, levels[1:], strict=True):
                yield Relation("share", "quotient", (share, part, levels[0]), scale=100.0)


def _find_shares(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The three shares and what names them, wherever an industry is named before colons."""
    at, done = text.find(_INDUSTRY), 0
    while at >= 0:
        window = text[at : at + _NEAR]
        if any(colon in window for colon in _COLONS):
            hit = _THREE.search(text, at, at + 2 * _NEAR)
            named = _NAMED.fullmatch(text, at, hit.start()) if hit and hit.start() >= done else None
            if hit and named:
                done = hit.end()
                yield hit, named[0]
        at = text.find(_INDUSTRY, at + 1)


def _find_levels(statements: Sequence[Statement], at: int) -> list[Statement]:
    """The last levels of the whole and of the three industries before a place, of one year; empty where one is not told."""
    found: dict[str, Statement] = {}
    for figure in statements:
        if figure.start >= at:
            break
        if figure.aspect == "level" and figure.plain and figure.year and figure.series in (*_PARTS, _WHOLE):
            found[figure.series] = figure
    levels = [found[name] for name in (_WHOLE, *_PARTS) if name in found]
    whole = len(levels) == len(_PARTS) + 1 and len({(figure.year, figure.place) for figure in levels}) == 1
    return levels if whole and at - levels[1].start < _WITHIN else []


def _make_share(hit: re.Match[str], number: int, near: Statement) -> Statement:
    value = float(hit[number].replace("．", "."))
    return Statement(
        near.doc_id, hit.start(number), hit.end(number), hit[number], _PARTS[number - 1], "三次产业结构", "share", near.place, near.period,
        "", "%", (value, value, value), "eq", False, near.status, near.told, near.sentence, "", near.years,
    )  # fmt: skip


def relate_columns(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Yield the sum of each column of a table above a row 合计; ``statements`` are a report's, in order."""
    above: list[list[Statement]] = []
    cells = [figure for figure in statements if figure.mark == CELL]
    for _, own in groupby(cells, key=attrgetter("sentence")):
        row = list(own)
        if above and row[0].sentence != above[-1][0].sentence + 1:
            above = []
        if above and row[0].name in _SUMS:
            for at, total in enumerate(row):
                column = [line[at] for line in above if len(line) == len(row)]
                if len(column) > 1 and total.aspect == "level" and {cell.unit for cell in column} == {total.unit}:
                    yield Relation("total", "sum", (total, *column))
            above = []
        elif all(figure.plain for figure in row):
            above.append(row)
        else:
            above = []
