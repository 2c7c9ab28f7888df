from __future__ import annotations

from pathlib import Path

from pipeline.lexicon.terms import read_words
from pipeline.views.userdict import write_userdict


def test_the_terms_that_no_dictionary_has_are_a_user_dictionary(tmp_path: Path) -> None:
    parts = [
        {"term": ["雨污分流改造", "营商环境"], "pos": ["vn", "n"], "in_dictionary": ["no", "yes"]},
        {"term": ["彩虹计划"], "pos": ["nz"], "in_dictionary": ["no"]},
    ]
    write_userdict(parts, tmp_path / "terms.txt")
    assert read_words("terms.txt", tmp_path, shortest=2) == {"雨污分流改造": "vn", "彩虹计划": "nz"}
    write_userdict([], tmp_path / "none.txt")
    assert read_words("none.txt", tmp_path) == {}
