"""Clean text: one sign for one when folded, and the way back to the source when squeezed."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grammar.folding import JUNK, fold_letters, fold_text, squeeze_text
from pipeline.lexicon.reports import Letter
from pipeline.lexicon.rows import read_rows

SIGNS = st.text(st.sampled_from(list("０９９５，,．.·％（()：;Ａｚ万亿元家〇○ \t\n\r\u3000\u200b\ufeff\u00ad𠮷")), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("增长７．９％，达１，２３４万元", "增长7.9%，达1,234万元"),
        ("达1,234万元,其中", "达1,234万元，其中"),
        ("５０，０００户", "50,000户"),
        ("3个，200户", "3个，200户"),
        ("2019，2020，1200", "2019，2020，1200"),
        ("3·5万吨、4•2%", "3.5万吨、4.2%"),
        ("古·今", "古·今"),
        ("二〇二〇年、二○一九年", "二零二零年、二零一九年"),
        ("Ｇ６０（沪昆）;S2:1", "G60（沪昆）；S2：1"),
        ("＋３～＊５／６｜Ａｚ", "+3~*5/6|Az"),
        ("", ""),
    ],
)
def test_signs_are_folded(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@given(SIGNS | st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    folded = fold_text(text)
    assert len(folded) == len(text)
    assert fold_text(folded) == folded


@given(SIGNS, st.lists(st.integers(0, 40), max_size=6))
def test_squeezed_characters_lead_back_to_the_source(text: str, cuts: list[int]) -> None:
    folded = fold_text(text)
    borders = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    starts, ends = borders[:-1], borders[1:]
    cleaned = squeeze_text(folded, starts, ends)
    assert cleaned.text.count("\n") == len(starts)
    assert JUNK.sub("", cleaned.text.replace("\t", "")) == cleaned.text.replace("\t", "").replace("\n", "")
    for number, (start, stop) in enumerate(pairwise((*cleaned.starts, len(cleaned.text)))):
        assert cleaned.text[stop - 1] == "\n"
        places = [cleaned.place(offset) for offset in range(start, stop - 1)]
        assert places == sorted(set(places))
        for offset, place in zip(range(start, stop - 1), places, strict=True):
            assert starts[number] <= place < ends[number]
            assert cleaned.text[offset] in (folded[place], "\t", ",")
            assert cleaned.text[offset] == "\t" or cleaned.find_clean(place) == offset


def test_span_of_a_broken_number_is_the_span_in_the_source() -> None:
    text = "户数1，\u200b2\n34户。达到 7.4\n万亿元。"
    cleaned = squeeze_text(fold_text(text), [0, text.index("达")], [text.index("达"), len(text)])
    assert cleaned.text == "户数1,234户。\n达到7.4万亿元。\n"
    number = cleaned.text.index("1,234户")
    assert text[slice(*cleaned.place_span(number, number + 6))] == "1，\u200b2\n34户"
    sum_ = cleaned.text.index("7.4万亿元")
    assert text[slice(*cleaned.place_span(sum_, sum_ + 6))] == "7.4\n万亿元"


def test_all_junk_but_a_blank_is_unprintable() -> None:
    assert [sign for sign in map(chr, range(sys.maxunicode + 1)) if JUNK.match(sign) and sign.isprintable()] == [" "]


def test_tab_stays_where_blanks_go() -> None:
    assert squeeze_text("道路 \t 4200 \u3000", [0], [12]).text == "道路\t4200\n"


def test_each_old_letter_has_a_new_one_that_is_no_old_one() -> None:
    letters = read_rows("letters.csv", Letter)
    old = {letter.old for letter in letters}
    assert len(old) == len(letters)
    assert [letter for letter in letters if letter.new in old or fold_letters(letter.old, old=True) != letter.new] == []


def test_a_text_without_common_old_letters_stays_as_it_is() -> None:
    assert fold_text("钢鐵厂") == "钢鐵厂"
    assert fold_text("我國鋼鐵廠") == "我国钢铁厂"
