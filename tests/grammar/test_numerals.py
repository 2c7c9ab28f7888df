"""Numerals: the number of each form, what finds them in a text, and that reading undoes spelling."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.numerals import parse_numeral, parse_percent
from pipeline.grammar.signs import Sign, bare_pattern, load_signs, numeral_pattern, percent_pattern
from pipeline.lexicon.rows import LexiconError, read_rows
from tests.case_files import read_cases
from tests.spelling import WAYS, spell

CASES = read_cases("numerals.csv")
FINDERS = {"numeral": numeral_pattern, "percent": percent_pattern, "bare": bare_pattern}
SIGNS = "".join(sorted({character for sign in load_signs() for character in sign.form})) + "0123456789.,-/个年为元"


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phrase']}-{case['reads']}")
def test_case(case: dict[str, str]) -> None:
    if case["reads"] in FINDERS:
        found = [match[0] for match in re.finditer(FINDERS[case["reads"]](), case["phrase"])]
        assert found == ([case["found"]] if case["found"] else [])
    if not case["found"]:
        return
    numeral = (parse_percent if case["reads"] == "percent" else parse_numeral)(case["found"])
    if case["bound"] == "none":
        assert numeral is None
        return
    assert numeral is not None
    told = (numeral.value, numeral.low, numeral.high, numeral.bound)
    assert told == (_number(case["value"]), _number(case["low"]), _number(case["high"]), case["bound"])


def test_each_sign_has_a_case() -> None:
    told = {case["sign"] for case in CASES if case["sign"] in case["found"]}
    assert [sign.form for sign in load_signs() if sign.form not in told] == []


def test_each_surrounding_has_a_near_miss() -> None:
    missed = {case["sign"] for case in CASES if case["sign"] in case["phrase"] and case["sign"] not in case["found"]}
    assert [sign.form for sign in load_signs() if (sign.not_after or sign.not_before) and sign.form not in missed] == []


@pytest.mark.parametrize("way", WAYS)
@given(number=st.one_of(st.integers(0, 10**16), st.integers(0, 10**5), st.integers(0, 16).map(lambda power: 10**power)))
def test_reading_undoes_spelling(way: str, number: int) -> None:
    numeral = parse_numeral(spell(number, way))
    assert numeral is not None
    assert (numeral.value, numeral.low, numeral.high, numeral.bound) == (float(number), float(number), float(number), "eq")


@pytest.mark.parametrize("way", WAYS)
@given(number=st.decimals(0, 10**12, places=3), sign=st.sampled_from(["", "-", "负"]))
def test_reading_undoes_spelling_of_decimals(way: str, number: Decimal, sign: str) -> None:
    numeral = parse_numeral(sign + spell(number, way))
    assert numeral is not None
    assert numeral.value == float(-number if sign else number)


@pytest.mark.parametrize("way", WAYS)
@given(number=st.integers(1, 10**16))
def test_a_spelled_number_is_found_whole(way: str, number: int) -> None:
    spelled = spell(number, way)
    found = [match[0] for match in re.finditer(numeral_pattern(), f"共计{spelled}元")]
    assert found == ([] if spelled == "十" else [spelled])


@given(denominator=st.integers(2, 99), numerator=st.integers(1, 99), whole=st.integers(1, 99))
def test_fractions(denominator: int, numerator: int, whole: int) -> None:
    written = f"{spell(denominator, 'lower')}分之{spell(numerator, 'lower')}"
    part, mixed, share = parse_numeral(written), parse_numeral(f"{spell(whole, 'lower')}又{written}"), parse_percent(written)
    assert part and mixed and share
    assert part.value == numerator / denominator
    assert mixed.value == pytest.approx(whole + numerator / denominator, rel=1e-15)
    assert share.value == pytest.approx(100 * numerator / denominator, rel=1e-15)


@given(st.text(alphabet=SIGNS, max_size=14))
def test_what_is_found_can_be_read(text: str) -> None:
    for match in re.finditer(numeral_pattern(), text):
        assert parse_numeral(match[0]) is not None or "分之" in match[0], match[0]  # parts of nothing: 〇〇〇〇分之一
    for match in re.finditer(bare_pattern(), text):
        assert parse_numeral(match[0]) is not None, match[0]
    for match in re.finditer(percent_pattern(), text):
        assert parse_percent(match[0]) is not None or "分之" in match[0], match[0]


@given(st.text(alphabet=SIGNS, max_size=14))
def test_bounds_are_in_order(text: str) -> None:
    for numeral in (parse_numeral(text), parse_percent(text)):
        if numeral is not None and numeral.low is not None and numeral.high is not None:
            assert numeral.low <= numeral.high
            assert (numeral.value is not None) == (numeral.low == numeral.high) == (numeral.bound == "eq")


@pytest.mark.parametrize("run", ["7" * 100_000, "万" * 100_000, "1" + "万" * 100_000, "亿亿亿" * 30_000, "一" * 100_000, "几" * 100_000])
def test_absurd_runs_are_no_number(run: str) -> None:
    assert parse_numeral(run) is None
    assert parse_percent(run) is None
    assert len(re.findall(f"(?:{numeral_pattern()})元", run)) == 0


@pytest.mark.parametrize(
    "text", ["", " ", "元", "3万5千元", "约300", "1e5", "nan", "inf", "1_000", "1,23", "3.", "①", "٣", "²", "一一", "百分之五"]
)
def test_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("三,number,3,,", "role 'number' is none of"),
        ("三,digit,three,,", "value 'three' is no number"),
        ("数,several,0,[人指+,", "write regular expressions"),
    ],
)
def test_a_bad_sign_refuses_itself(tmp_path: Path, row: str, complaint: str) -> None:
    (tmp_path / "numerals.csv").write_text(f"form,role,value,not_after,not_before\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"numerals.csv:2: .*{complaint}"):
        read_rows("numerals.csv", Sign, tmp_path)
