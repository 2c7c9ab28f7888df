from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.rows import LexiconError
from pipeline.lexicon.terms import STOP_LISTS, load_term_words, read_words

TAGS = {"n", "v", "vn", "a", "l", "nz", "nt", "ns", "t"}


def test_the_user_dictionary_has_known_tags() -> None:
    userdict = load_term_words().userdict
    assert len(userdict) > 500
    assert {word: tag for word, tag in userdict.items() if tag not in TAGS} == {}


def test_no_stop_word_stands_in_both_parts() -> None:
    general, official = (set(read_words(name)) for name in STOP_LISTS)
    assert general & official == set()
    assert load_term_words().stop_lists == (general, official)
    assert {"我们", "加强", "推进", "坚持"} <= general | official
    assert not {"改革", "就业", "生态", "营商环境"} & (general | official)


def test_words_are_read_as_jieba_writes_them(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# 说明\n\n营商环境 3 n\n彩虹计划\n上云 v\n零碳 5\n", encoding="utf-8-sig", newline="\r\n")
    assert read_words("words.txt", tmp_path) == {"营商环境": "n", "彩虹计划": "", "上云": "v", "零碳": ""}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("营商 环境", r"words.txt:3: '营商 环境' is no word line; write: word \[count\] \[tag\]"),
        ("路", "words.txt:3: 路 can have no effect: it is shorter than 2 characters; leave it out"),
        ("上云 v", "words.txt:3: 上云 stands above already; leave one of the two out"),
    ],
)
def test_a_bad_line_refuses_itself(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "words.txt").write_text(f"# 说明\n上云 v\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        read_words("words.txt", tmp_path, shortest=2)
