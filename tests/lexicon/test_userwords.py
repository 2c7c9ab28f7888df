from __future__ import annotations

import pytest

from pipeline.lexicon.userwords import choose_words, find_cut, parse_rows
from tests.case_files import read_cases

CASES = read_cases("userwords.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["row"])
def test_a_row_is_a_word_with_its_tag_or_says_what_is_wrong(case: dict[str, str]) -> None:
    (row,) = parse_rows(case["row"])
    assert (row.line, row.word, row.tag) == (1, case["word"], case["tag"])
    assert row.fault.startswith(case["fault"])
    assert bool(row.fault) == bool(case["fault"])
    assert choose_words([row]) == ({} if case["fault"] else {case["word"]: case["tag"]})


def test_lines_are_counted_and_comments_and_blank_lines_left_out() -> None:
    rows = parse_rows("# 说明\r\n\r\n链长制 n\r\n \r\n河长制\r\n链长制 v")
    assert [(row.line, row.word) for row in rows] == [(3, "链长制"), (5, "河长制"), (6, "链长制")]
    assert choose_words(rows) == {"链长制": "v", "河长制": ""}


def test_words_that_a_user_word_is_cut_out_of() -> None:
    (commonest, total) = find_cut({"企业": "n"})["企业"]
    assert "企业" in commonest != "企业"
    assert total > 50
    assert find_cut({"企业": "n", commonest: "n"})["企业"][1] == total - 1
    assert find_cut({"链长制": "n", "企业": "n"}).keys() == {"企业"}
    assert find_cut({}) == {}
