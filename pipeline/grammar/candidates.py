"""Candidates: where a number may stand in a text, and of what form it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.grammar.signs import bare_pattern, numeral_pattern, percent_pattern


class Patterns(NamedTuple):
    """What a number looks like: a candidate (its group: p percentage, r 翻番, n numeral, b magnitude alone), a numeral, a percentage."""

    candidate: re.Pattern[str]
    number: re.Pattern[str]
    percent: re.Pattern[str]


@cache
def make_patterns() -> Patterns:
    """Return the patterns, made once a process."""
    number, percent, bare = numeral_pattern(), percent_pattern(), bare_pattern()
    doubling = r"翻(?:了|一|两|二|三|四|[0-9.]+){0,2}番"
    return Patterns(
        re.compile(f"(?P<p>{percent})|(?P<r>{doubling})|(?P<n>{number})|(?P<b>{bare})"), re.compile(number), re.compile(percent)
    )


def compile_starts(units: str) -> re.Pattern[str]:
    """Where a number may begin: a run of its signs, of which one Chinese digit alone counts only before a unit's first character.

    The group ``f`` is a plain number in figures (95, 288.5, 1.39万亿), by far the most common.
    """
    signs = "零一二两三四五六七八九十百千万亿几数廿卅半壹贰叁肆伍陆柒捌玖拾佰仟兩貳參叁陸萬億"
    heads = re.escape("".join(sorted(set(units + "分成折番"))))
    return re.compile(
        rf"[\d.,负\-翻{signs}](?:"  # one class first, so that the search skips all other characters at once
        rf"(?<=\d)(?<![\d.\-负]\d)\d*+(?:\.\d+)?[万亿]{{0,2}}(?![\d.,/十百千万亿多余几来数分点成折半打、×xX*：:∶至到—–－~\-零一二两三四五六七八九])(?P<f>)"
        rf"|(?<=[\d.,负\-])(?:(?<=\d)|[.,负\-]?\d)[\d{signs}.,多余来点分之又成折打]*|(?<=翻)"
        rf"|(?<=[{signs}])(?:[{signs}][\d多余来点分之又成折打{signs}]*|(?=[{heads}])))"
    )


def find_candidates(text: str, starts: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Yield form (as in ``Patterns``), start and end of each number that a text may hold; a later one may lie inside an earlier one."""
    candidate = make_patterns().candidate
    for run in starts.finditer(text):
        if run["f"] is not None:
            yield "n", run.start(), run.end()
            continue
        start, stop = run.span()
        while start < stop:
            hit = candidate.match(text, start)
            if hit is None:
                start += 1
                continue
            end = end_number(hit)
            yield hit.lastgroup or "", start, end
            start = end


def end_number(number: re.Match[str]) -> int:
    """Return where a number ends: figures take no Chinese digit that belongs to the next number (9万亿|三个台阶)."""
    end = number.end()
    while number[0][0].isascii() and number.string[end - 1] in "一二三四五六七八九":
        end -= 1
    return end
