"""Candidates: where a number may stand in a text, and of what form it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline.grammar.signs import bare_pattern, compile_numeral, compile_percent, list_forms, role_forms

_INNER: Final = ("over", "point", "and", "part", "half", "dozen", "tenth", "off", "trillion")  # what may stand behind a number's first sign


@cache
def list_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the forms of a candidate with what each looks like, the first that fits first.

    They are p percentage, r 翻番, n numeral, b magnitude alone.
    """
    doubling = re.compile(rf"翻(?:[了{role_forms('digit', 'two')}]|[0-9.]+){{0,2}}番")
    return ("p", compile_percent()), ("r", doubling), ("n", compile_numeral()), ("b", re.compile(bare_pattern()))


@cache
def _compile_shares() -> re.Pattern[str]:
    """A sign that every percentage has, at the latest behind the run of signs that it begins with."""
    return re.compile(f"[/{re.escape(''.join(sorted({*''.join(list_forms('part', 'tenth', 'off', 'share'))})))}]")


def compile_starts(units: str) -> re.Pattern[str]:
    """Where a number may begin: a run of its signs, of which one Chinese digit alone counts only before a unit's first character.

    The groups are numbers as they stand, by far the most common: ``f`` one in figures (95, 288.5, 1.39万亿), ``d`` one Chinese digit.
    """
    sign, large = re.escape(role_forms("sign")), role_forms("magnitude")
    first = role_forms("zero", "digit", "two", "capital", "ten", "hundred", "thousand", "tens", "magnitude", "few", "several", "half")
    inner = "".join(sorted({*"".join(list_forms(*_INNER))}))
    behind = {form[0] for form in list_forms(*_INNER)}
    plain, after = (re.escape("".join(sorted(heads))) for heads in ({*units, "番"} - behind - {*first}, {*units, *behind, "番"}))
    shares = sorted(form for form in list_forms("share") if form[0] not in first)
    heads, tails = "".join(form[0] for form in shares), "".join(form[1] for form in shares)
    return re.compile(
        rf"[0-9.,翻{first}{heads}{sign}](?:"  # one class first, so that the search skips all other characters at once
        rf"(?<=\d)(?<![\d.{sign}]\d)\d*+(?:\.\d+)?[{large}]{{0,2}}(?![\d.,/、×xX*：:∶至到—–－~{first}{inner}{sign}])(?P<f>)"
        rf"|(?<=[\d.,{sign}])(?:(?<=\d)|[.,{sign}]?\d|(?<=[{sign}])[{first}])[\d.,{first}{inner}]*|(?<=翻)"
        rf"|(?<=[{role_forms('digit', 'two')}])(?=[{plain}])(?P<d>)"
        rf"|(?<=[{first}])(?:[{first}][\d{first}{inner}]*|(?=[{after}]))|(?<=[{heads}])(?=[{tails}]))"
    )


def find_candidates(text: str, starts: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Yield form (see ``list_patterns``), start and end of each number that a text may hold; a later one may lie inside an earlier one."""
    patterns, shares = list_patterns(), _compile_shares()
    for run in starts.finditer(text):
        start, stop = run.span()
        if run.lastgroup:
            yield "n", start, stop
            continue
        fitting = patterns if shares.search(text, start, stop + 1) else patterns[1:]
        while start < stop:
            for form, pattern in fitting:
                if hit := pattern.match(text, start):
                    yield form, start, hit.end()
                    start = hit.end()
                    break
            else:
                start += 1
