from __future__ import annotations

import sys
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.lexicon.terms import load_term_words
from pipeline.schema import TOKENS
from pipeline.stages.segment import TOKENIZERS, Tokenizer, cut_tokens, make_tokenizer
from tests.case_files import read_cases, spell_out
from tests.term_tables import Mark, make_tables

USERDICT = load_term_words().userdict
# Common characters, from which hypothesis makes texts that are in no dictionary.
HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
    "两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造"
    "百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集"
    "温传土许步群广石记需段研界拉林律叫且究观越织装"
)
SIGNS = "，。、；：！？“”‘’「」（）《》…—"
BLANKS = " \n\r\t　"


@cache
def tokenizer_of(name: str, words: tuple[str, ...] = tuple(USERDICT), copy: int = 0) -> Tokenizer:
    """Give a tokenizer with these user words; all share one engine a name, which takes long to load."""
    if words:
        return Tokenizer(name, "", tokenizer_of(name, ()).engine, {word: USERDICT.get(word, "n") for word in words})
    return make_tokenizer(name, {})


def find_marks(text: str, cell: str) -> list[Mark]:
    marks: list[Mark] = []
    for mark in filter(None, cell.split("¦")):
        span, _, rest = mark.partition("=")
        kind, _, rules = (rest or "count:unit").partition(":")
        start = text.index(spell_out(span), marks[-1][1] if marks else 0)
        marks.append((start, start + len(spell_out(span)), kind, rules))
    return marks


@pytest.mark.parametrize("name", TOKENIZERS)
@pytest.mark.parametrize("case", read_cases("words.csv"), ids=lambda case: case["about"])
def test_words_of_cases(name: str, case: dict[str, str]) -> None:
    text = spell_out(case["text"])
    tables = make_tables([(text, (0, len(text)), find_marks(text, case["measures"]))])
    words = case["user"].split() or USERDICT
    tokens = cut_tokens(tables, tokenizer_of(name, tuple(words)))["tokens"]
    assert "¦".join(tokens["word"]) == spell_out(case["words"])


def test_tags() -> None:
    text = "2021年，“彩虹计划”惠及营商环境和算力，GDP达95亿元，走104国道"
    marks = find_marks(text, "2021年=name:date;year¦95亿元¦104国道=name:road")
    tokens = cut_tokens(make_tables([(text, (0, len(text)), marks)]), make_tokenizer("rjieba", {"营商环境": "", "惠及": "v"}))["tokens"]
    tags = dict(zip(tokens["word"], tokens["pos"], strict=True))
    expected = {
        "2021年": "t",
        "，": "w",
        "彩虹计划": "nz",
        "惠及": "v",
        "营商环境": "n",
        "算力": "x",
        "GDP": "eng",
        "95亿元": "m",
        "104国道": "nz",
    }
    assert {word: tags.get(word) for word in expected} == expected


def test_tokens_make_a_table_and_leave_gaps_between_sentences() -> None:
    tables = make_tables([("全镇增收。\n\n  农民增收。", (0, 5), ()), ("", (), ()), ("甲乙", (0, 1, 2), ())])
    tables["sentences"]["start"].insert(1, 9)
    tables["sentences"]["end"].insert(1, 14)
    tables["sentences"]["sentence"].insert(1, 1)
    tables["sentences"]["doc_id"].insert(1, "d0")
    tokens = cut_tokens(tables, tokenizer_of("rjieba"))["tokens"]
    assert build_table(TOKENS, tokens).num_rows == len(tokens["word"])
    assert tokens["word"] == ["全镇", "增收", "。", "农民", "增收", "。", "甲", "乙"]
    assert tokens["start"].tolist() == [0, 2, 4, 9, 11, 13, 0, 1]
    assert tokens["sentence"].tolist() == [0, 0, 0, 1, 1, 1, 0, 1]
    assert [tokens["word"].values[code] for code in tokens["word"].codes] == tokens["word"]
    assert tokens["doc_id"] == ["d0"] * 6 + ["d2"] * 2


@pytest.mark.parametrize("marks", [[(3, 7, "count", "u")], [(0, 2, "count", "u"), (1, 3, "count", "u")], [(9, 10, "count", "u")]])
def test_a_measure_outside_the_sentences_is_refused(marks: list[Mark]) -> None:
    with pytest.raises(ValueError, match=r"^d0: the measure at \d+-\d+ is"):
        cut_tokens(make_tables([("全镇增收。农民增收。", (0, 5, 9), marks)]), tokenizer_of("rjieba"))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[int], list[Mark]]:
    text = draw(st.text(st.one_of(st.sampled_from(HAN + SIGNS + BLANKS + '"AZ59.-_+%Ａ５\u200b\0\1㐀𠮷'), st.characters()), max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    borders = sorted({0, len(text), *draw(st.sets(st.sampled_from(cuts), max_size=3))} if cuts else {0, len(text)})
    spans = [pair for pair in pairwise(cuts) if not any(pair[0] < border < pair[1] for border in borders)]
    chosen = draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))
    kinds = st.sampled_from([("count", "unit"), ("name", "date"), ("name", "road")])
    return text, borders, [(start, end, *draw(kinds)) for (start, end), take in zip(spans, chosen, strict=True) if take]


@settings(max_examples=200, deadline=None)
@given(st.lists(marked_texts(), min_size=1, max_size=3))
@example([('a"甲\0乙"\1', [0, 3, 7], [(3, 4, "count", "u")])])
def test_tokens_tile_sentences_and_no_measure_is_cut(texts: list[tuple[str, list[int], list[Mark]]]) -> None:
    tables = make_tables(texts)
    tokens = cut_tokens(tables, tokenizer_of("rjieba"))["tokens"]
    rows = list(zip(tokens["doc_id"], tokens["sentence"], tokens["start"], tokens["end"], tokens["word"], strict=True))
    for number, (text, borders, marks) in enumerate(texts):
        own = [row[1:] for row in rows if row[0] == f"d{number}"]
        spans = [(start, end) for _, start, end, _ in own]
        assert [word for *_, word in own] == [text[start:end] for start, end in spans]
        assert all(start < end for start, end in spans)
        assert {(start, end) for start, end, *_ in marks} <= set(spans)
        for sentence, (left, right) in enumerate(pairwise(borders)):
            inside = [span for (own_sentence, *_), span in zip(own, spans, strict=True) if own_sentence == sentence]
            assert [0, *(end - left for _, end in inside)] == [*(start - left for start, _ in inside), right - left]


official = st.lists(
    st.one_of(st.text(st.sampled_from(HAN), max_size=6), st.sampled_from(sorted(USERDICT)), st.sampled_from([*SIGNS, *BLANKS])), max_size=20
).map("".join)


@settings(max_examples=300, deadline=None)
@given(official)
def test_rjieba_cuts_and_tags_as_jieba_does(text: str) -> None:
    assert tokenizer_of("rjieba").tag(text) == tokenizer_of("jieba").tag(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(official, min_size=2, max_size=4))
def test_texts_are_cut_alike_together_and_apart(texts: list[str]) -> None:
    texts = [text.translate(str.maketrans("", "", "“”‘’「」")) for text in texts]
    whole = tokenizer_of("rjieba").tag("；".join(texts))
    apart = [tokenizer_of("rjieba", copy=1).tag(text) for text in texts]
    assert whole[0] == [word for number, (words, _) in enumerate(apart) for word in (["；"] if number else []) + words]
    assert whole[1] == [tag for number, (_, tags) in enumerate(apart) for tag in (["w"] if number else []) + tags]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("农村业产业园区"), max_size=30),
    st.sets(st.text(st.sampled_from("农村业产园区"), min_size=2, max_size=4), max_size=6),
)
def test_user_words_are_the_leftmost_and_longest(text: str, words: set[str]) -> None:
    expected, place = [], 0
    while place < len(text):
        size = max((len(word) for word in words if text.startswith(word, place)), default=0)
        expected += [(place, place + size)] if size else []
        place += size or 1
    tokenizer = Tokenizer("rjieba", "", tokenizer_of("rjieba", ()).engine, dict.fromkeys(words, "n"))
    spans, end = [], 0
    for word in tokenizer.cut(text):
        spans.append((end, end + len(word)))
        end += len(word)
    assert set(expected) <= set(spans)
    between = [(start, stop) for start, stop in spans if (start, stop) not in expected]
    assert not any(start < right and left < stop for start, stop in between for left, right in expected)


def test_every_user_word_is_one_token() -> None:
    text = "。".join(USERDICT)
    assert tokenizer_of("rjieba").cut(text)[::2] == list(USERDICT)


def test_jieba_takes_the_place_of_a_missing_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    tokenizer = make_tokenizer("rjieba", {"营商环境": "n"})
    assert tokenizer.name == "jieba"
    assert "rjieba" in tokenizer.note and "\n" not in tokenizer.note
    assert tokenizer.cut("优化营商环境") == ["优化", "营商环境"]


def test_a_tokenizer_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import jieba

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in TOKENIZERS:
        first, second = (make_tokenizer(name, words) for words in ({"展工": "n"}, {}))
        assert (first.cut("开展工作"), second.cut("开展工作")) == (["开", "展工", "作"], ["开展", "工作"])
        assert first.note == ""
    assert not jieba.dt.initialized
    assert list(tmp_path.iterdir()) == []
    assert "".join(capsys.readouterr()) == ""


def test_an_unknown_segmenter_is_refused() -> None:
    with pytest.raises(ValueError, match="no segmenter 'thulac'; take one of rjieba, jieba"):
        make_tokenizer("thulac", {})
