from __future__ import annotations

import pytest

from pipeline.counting.groups import hash_words
from pipeline.counting.rarity import find_known, read_rarity, weigh_words
from pipeline.lexicon.rows import LexiconError


def test_rare_words_weigh_more() -> None:
    words = ["经济", "环境", "营商", "宅基地", "生产总值", "地区生产总值", "砚塘镇", "橙溪镇", ""]
    weights = dict(zip(words, weigh_words(words, hash_words(words)).tolist(), strict=True))
    assert 0 < weights["经济"] < weights["环境"] < weights["宅基地"]
    assert weights["地区生产总值"] == weights["生产总值"]
    assert weights["砚塘镇"] == weights["橙溪镇"] == weights[""] == read_rarity().median > weights["宅基地"]


def test_each_word_of_general_chinese_has_a_key_of_its_own() -> None:
    keys = read_rarity().keys
    assert len(keys) > 100_000
    assert (keys[1:] > keys[:-1]).all()


def test_words_of_general_chinese_are_known() -> None:
    assert find_known(["宅基地", "砚塘镇企业", "环境"]) == [True, False, True]
    assert find_known([]) == []


def test_without_jieba_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.counting.rarity.find_spec", lambda name: None)
    monkeypatch.setattr("pipeline.counting.rarity.read_rarity", read_rarity.__wrapped__)
    with pytest.raises(LexiconError, match="is missing: how rare words are is read from it; install jieba again"):
        weigh_words(["经济"], hash_words(["经济"]))
