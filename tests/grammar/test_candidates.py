"""Candidates: every number that a sign of numerals.csv begins or stands in is looked for."""

from __future__ import annotations

import pytest

from pipeline.grammar.candidates import compile_starts, find_candidates
from pipeline.grammar.signs import load_signs
from tests.case_files import read_cases

STARTS = compile_starts("个人名户倍元亩度年毫企")
CASES = [case for case in read_cases("numerals.csv") if case["reads"] in ("numeral", "percent") and case["found"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["phrase"])
def test_the_number_of_a_case_is_looked_for(case: dict[str, str]) -> None:
    phrase = case["phrase"]
    assert case["found"] in [phrase[start:end] for _, start, end in find_candidates(phrase, STARTS)]


def test_each_sign_is_looked_for() -> None:
    found = "\n".join(case["found"] for case in CASES)
    assert [sign.form for sign in load_signs() if sign.form not in found] == []
