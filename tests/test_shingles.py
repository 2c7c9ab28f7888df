from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.shingles import LENGTH, SHORTEST, Compared, Passage, count_pairs, fold_signs, sketch_shingles

SIGNS = "镇村修路建桥渠田增收" + "，。"
JUNK = " \n\r\t\u3000\u200b\ufeff\u00a0"
REUSED = "全镇新修水渠九公里，改造旧桥三座，村村通上了硬化路"  # 24 characters


def fold(text: str) -> str:
    return "".join(map(chr, fold_signs(text).codes))


def compare(one: str, other: str) -> list[Passage]:
    first, second = Compared(fold_signs(one)), Compared(fold_signs(other))
    return first.find_passages(second, first.match(second))


def contain(one: str, other: str) -> float:
    first, second = Compared(fold_signs(one)), Compared(fold_signs(other))
    return first.contain(first.match(second))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("全镇\r\nＧＤＰ　增长", "全镇GDP增长"),
        ("“三农”‘好’", "\"三农\"'好'"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("５．２％，（一）", "5.2%,(一)"),
        ("𠮷野镇", "𠮷野镇"),
        ("①②㎡", "12㎡"),  # what would be several signs stays
        ("", ""),
    ],
)
def test_what_two_prints_may_differ_in_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
    places = fold_signs(text).places.tolist()
    assert len(places) == len(folded)
    assert [fold(text[place]) for place in places] == list(folded)


def test_a_passage_is_found_with_its_offsets_in_both() -> None:
    one, other = f"今年以来，{REUSED}。", f"回顾过去的一年：{REUSED}！"
    (passage,) = compare(one, other)
    assert one[passage.start : passage.end] == other[passage.other_start : passage.other_end] == REUSED


@pytest.mark.parametrize("junk", [*JUNK, " \n\u3000"])
def test_blanks_and_breaks_do_not_break_a_passage(junk: str) -> None:
    broken = junk.join(REUSED)
    (passage,) = compare(f"此外{junk}{broken}{junk}", f"今年{REUSED}。")
    assert (passage.start, passage.end) == (2 + len(junk), 2 + len(junk) + len(broken))
    assert (passage.other_start, passage.other_end) == (2, 2 + len(REUSED))


def test_a_passage_is_long_enough_and_no_longer_than_what_is_shared() -> None:
    assert compare("甲" + REUSED[: SHORTEST - 1] + "乙", "丙" + REUSED[: SHORTEST - 1] + "丁") == []
    (passage,) = compare("甲" + REUSED[:SHORTEST] + "乙", "丙丙" + REUSED[:SHORTEST] + "丁")
    assert passage == (1, 1 + SHORTEST, 2, 2 + SHORTEST)


def test_of_two_that_overlap_the_longer_has_what_they_share() -> None:
    long, tail = REUSED, "，入户的路灯也全部换成了节能的新灯具并且亮了"
    passages = compare(long + tail, f"{long}。另外，{long[-5:]}{tail}")
    assert [(passage.start, passage.end) for passage in passages] == [(0, len(long)), (len(long), len(long + tail))] or [
        (passage.start, passage.end) for passage in passages
    ] == [(0, len(long) - 5), (len(long) - 5, len(long + tail))]


@pytest.mark.parametrize(("before", "after"), [(REUSED, ""), ("", REUSED), (REUSED, REUSED), (REUSED[:10], REUSED[-10:])])
def test_a_set_phrase_that_stands_often_there_does_not_break_a_passage(before: str, after: str) -> None:
    phrase = "以建设美丽宜居的新型村镇为目标"
    often = "".join(f"{sign}{phrase}{sign}" for sign in "甲乙丙丁戊己庚辛壬癸")
    shared = before + phrase + after
    (passage,) = compare(f"子{shared}丑", f"{often}寅{shared}卯")
    assert passage == (1, 1 + len(shared), len(often) + 1, len(often) + 1 + len(shared))


@pytest.mark.parametrize("leader", [".", "…", "·", "_", "—"])
def test_leaders_of_a_table_of_contents_are_no_passage(leader: str) -> None:
    assert compare(f"目录{leader * 60}1", f"内容{leader * 60}2{leader * 60}3") == []


def test_what_stands_twice_here_is_told_twice_and_what_stands_twice_there_once() -> None:
    twice = f"{REUSED}。明年，{REUSED}！"
    assert len(compare(twice, f"头：{REUSED}")) == 2
    assert len(compare(f"头：{REUSED}", twice)) == 1
    assert contain(f"头：{REUSED}", twice) == pytest.approx((len(REUSED) - LENGTH + 1) / (len(REUSED) + 2 - LENGTH + 1))


@pytest.mark.parametrize("text", ["", "镇", "全镇修路", " \n"])
def test_what_is_too_short_to_compare_shares_nothing(text: str) -> None:
    assert (contain(text, REUSED), contain(REUSED, text)) == (0.0, 0.0)
    assert compare(text, REUSED) == compare(REUSED, text) == []


def test_sketches_share_what_the_texts_share() -> None:
    chance = np.random.default_rng(4)
    texts = ["".join(map(chr, chance.integers(0x4E00, 0x9FA5, 40_000))) for _ in range(3)]
    half = texts[0][:20_000] + texts[1][20_000:]
    whole, mixed, strange = (sketch_shingles(fold_signs(text).shingles) for text in (texts[0], half, texts[2]))
    assert 200 < len(whole) < 450
    assert 0.4 < len(np.intersect1d(whole, mixed)) / len(whole) < 0.6
    assert len(np.intersect1d(whole, strange)) == 0
    assert len(sketch_shingles(fold_signs(texts[0][:300]).shingles)) == 64


def test_pairs_are_of_letters_alone() -> None:
    def count(text: str) -> int:
        return int(count_pairs(fold_signs(text).codes)[1].sum())

    assert [count(text) for text in ("修路修路", "修，路", "5公里", "ＧＤＰ增", "修", "")] == [3, 0, 1, 3, 0, 0]
    bins, counts = count_pairs(fold_signs("修路修路").codes)
    assert sorted(counts.tolist()) == [1, 2]
    assert (np.diff(bins.astype(np.int64)) > 0).all()


TEXTS = st.lists(st.sampled_from([*SIGNS, *JUNK, REUSED[:13], REUSED[11:], REUSED]), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_passages_are_the_same_in_both_maximal_and_apart(one: str, other: str) -> None:
    passages = compare(one, other)
    end = 0
    for passage in passages:
        here, there = one[passage.start : passage.end], other[passage.other_start : passage.other_end]
        assert fold(here) == fold(there)
        assert len(fold(here)) >= SHORTEST
        assert here.strip(JUNK) == here
        assert passage.start >= end
        end = passage.end
    first, second = fold(one), fold(other)
    covered = "".join(one[passage.start : passage.end] for passage in passages)
    if any(first[at : at + SHORTEST] in second for at in range(len(first) - SHORTEST + 1)):
        assert covered
    shingles = {first[at : at + LENGTH] for at in range(len(first) - LENGTH + 1)}
    held = {shingle for shingle in shingles if shingle in second}
    assert contain(one, other) == pytest.approx(len(held) / len(shingles) if shingles else 0.0)
