"""What is found in a sentence and why: every field, the rule behind it, the row of the resource, and what was left out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.lexicon.rows import read_lines
from pipeline.schema import Columns

_FIELDS: Final = ("kind", "value", "low", "high", "unit", "bound", "relation", "direction", "about", "period", "status")
_SIGNS: Final = re.compile(r"[0-9０-９零〇一二两三四五六七八九十百千万亿几数半]+")
# Rules of the grammar itself, which have no row.
_SAID: Final = {
    "range": "two numbers with one unit and a dash, 至 or 到 between them",
    "list": "goes on with the list of the number before it, and shares what is said of that",
    "shared-unit": "takes the unit of the next number of its list",
    "product": "two numbers multiplied",
    "ratio": "a number to one",
    "fraction": "a fraction, as a percentage",
    "bare": "a number that stands straight before its noun or at the end of its clause",
    "index": "a bare number behind a noun that is told in bare numbers",
    "sum": "a bare number in 万 or 亿 of a noun that is told in money",
    "cell": "a table's cell: the unit is its column's, its row's or the caption's",
    "origin": "由 or 从 before the number: the value that a change starts from",
    "point": "percentage points are always a change",
    "stock": "新增 behind a stock is a change of it",
    "bound:list": "the bound before the first number of a list holds for all of it",
    "period:base": "the year it is compared with stands before it",
    "period:part": "a quarter, half or month stands before it",
    "period:origin": "the year before the span, or the year that 由 or 从 tells",
    "period:cumulative": "累计 without a beginning: no year can be told",
    "period:growth": "from the year after the base to the year it is for",
    "period:year": "the time word before it, else what the report reviews or plans",
    "period:span": "within a span of years a flow or change has all of it, a level reached its last year",
    "period:none": "no year can be told",
    "status:actual": "the part of the report, and no word of plan or estimate before it",
    "status:estimate": "预计 or the like before it, of a period that is ending",
    "status:target": "the part of the report, a year to come, or a word of plan before it",
    "name:quoted": "a number inside a quoted name",
    "left-out:bare": "figures without a unit, a noun or a magnitude",
}


@cache
def _index_rows() -> dict[str, str]:
    """Each rule that is a row, and where the row stands."""
    found = {}
    for name, key in (("units.csv", "unit:{0}"), ("cues.csv", "{0}:{1}"), ("exclusions.csv", "{0}")):
        for number, line in read_lines(name):
            found.setdefault(key.format(*line.split(",")), f"resources/{name}:{number}  {line}")
    return found


def name_rule(rule: str) -> str:
    """Return what is behind a rule's id: the row of the resource, or the rule of the grammar in words.

    >>> name_rule("range")
    'two numbers with one unit and a dash, 至 or 到 between them'
    """
    rows = _index_rows()
    word = rule.partition(":")[2]
    if rule.startswith("reach:"):
        return f"a word of reach behind {rows.get(f'trend:{word}', word)}: the number is the value reached"
    return rows.get(rule) or _SAID.get(rule) or "resources/numerals.csv and the grammar of numerals"


def explain_rows(text: str, quantities: Columns, measures: Columns) -> list[str]:
    """Return the lines that tell each quantity of a text with its fields and rules, then each number that is none, and why."""
    lines = []
    for index, start in enumerate(quantities["start"]):
        lines.append(f"{start}–{quantities['end'][index]}  {quantities['text'][index]}")
        for field in _FIELDS:
            value = quantities[field][index]
            lines.append(f"    {field:<10} {'' if value is None else value}".rstrip())
        for number, rule in enumerate(quantities["rules"][index].split(";")):
            lines.append(f"    {'rules' if number == 0 else '':<10} {rule}  ←  {name_rule(rule)}")
    left = _find_left_out(text, quantities, measures)
    return lines + (["left out", *left] if left else []) or ["no number is in this text"]


def _find_left_out(text: str, quantities: Columns, measures: Columns) -> list[str]:
    """Lines for the numbers that are no quantities, in order."""
    taken = [*zip(quantities["start"], quantities["end"], strict=True)]
    found = []
    for start, end, kind, rule in zip(measures["start"], measures["end"], measures["kind"], measures["rules"], strict=True):
        if kind == "name":
            taken.append((start, end))
            found.append((start, end, f"{rule}  ←  {name_rule(rule)}"))
    for hit in _SIGNS.finditer(text):
        if not any(start < hit.end() and hit.start() < end for start, end in taken):
            found.append((hit.start(), hit.end(), "no unit or noun follows: part of a word, an article or an enumerator"))
    return [f"    {start}–{end}  {text[start:end]}  {why}" for start, end, why in sorted(found)]
