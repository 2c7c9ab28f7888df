"""The structure of an economy: three shares joined by colons, against 100 and the levels of the three industries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.grammar.relations import Relation
from pipeline.grammar.statements import Statement

_NUMBER: Final = r"(\d{1,2}(?:[.．]\d{1,2})?)\s*"
_THREE: Final = re.compile(rf"(?<![\d.．:：∶]){_NUMBER}[:：∶]\s*{_NUMBER}[:：∶]\s*{_NUMBER}(?![\d:：∶])")
_NAMED: Final = re.compile(r"(?:产业|三产|三次)[^，。；]{0,12}(?:结构|比例|比重|之比|比)[^，。；]{0,24}$")
_BEFORE: Final = 48  # signs in which the structure is named
_WITHIN: Final = 300  # signs before it in which the levels stand
_PARTS: Final = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_WHOLE: Final = "gdp"


def relate_structure(text: str, statements: Sequence[Statement]) -> Iterator[Relation]:
    """Yield what a report's shares of the three industries must be: 100 together, and each as its value added has it.

    ``statements`` are the report's, in order. The levels are the last ones before the shares; of two structures (由…调整为…) the second
    is taken to be of them.
    """
    for hit in _THREE.finditer(text):
        named = _NAMED.search(text, max(0, hit.start() - _BEFORE), hit.start())
        if not named:
            continue
        levels = _find_levels(statements, hit.start())
        near = levels[0] if levels else next((figure for figure in statements if figure.start < hit.start()), None)
        if near is None:
            continue
        shares = tuple(_make_share(hit, number, near) for number in (1, 2, 3))
        yield Relation("share", "hundred", shares, slack=(0.1, 0.1))
        if len(levels) > len(_PARTS) and not re.search("[由从]", named[0]):
            for share, part in zip(shares, levels[1:], strict=True):
                yield Relation("share", "quotient", (share, part, levels[0]), scale=100.0)


def _find_levels(statements: Sequence[Statement], at: int) -> list[Statement]:
    """The last levels of the whole and of the three industries before a place, of one year; empty where one is not told."""
    found: dict[str, Statement] = {}
    for figure in statements:
        if figure.start >= at:
            break
        if figure.aspect == "level" and figure.plain and figure.year and figure.series in (*_PARTS, _WHOLE):
            found[figure.series] = figure
    levels = [found[name] for name in (_WHOLE, *_PARTS) if name in found]
    whole = len(levels) == len(_PARTS) + 1 and len({figure.year for figure in levels}) == 1
    return levels if whole and at - levels[1].start < _WITHIN else []


def _make_share(hit: re.Match[str], number: int, near: Statement) -> Statement:
    value = float(hit[number].replace("．", "."))
    return Statement(
        near.doc_id, hit.start(number), hit.end(number), hit[number], _PARTS[number - 1], "三次产业结构", "share", near.place, near.period, "",
        "%", (value, value, value), "eq", False, near.status, near.told, near.sentence, "", near.years,
    )  # fmt: skip
