"""Bound, relation, direction, status and period as the cues tell them: every row of cues.csv by its line in tests/cases/cues.csv."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.grammar.modifiers import ModifierReader, compile_forms
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import Measure
from tests.case_files import read_cases
from tests.figures import list_rows, read_context, read_tables, tell_value, whole_lexicon

CASES = read_cases("cues.csv")


def test_every_cue_has_a_line() -> None:
    rows = [(cue.role, cue.form) for cue in whole_lexicon().figures.cues]
    assert sorted(rows) == sorted((case["role"], case["form"]) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['role']} {case['form']}")
def test_cue_says_what_its_line_expects_and_is_needed_for_it(case: dict[str, str]) -> None:
    words = whole_lexicon()
    figures = words.figures
    others = tuple(cue for cue in figures.cues if (cue.role, cue.form) != (case["role"], case["form"]))
    assert _read(case, words) == case["expected"]
    assert _read(case, replace(words, figures=replace(figures, cues=others))) != case["expected"]


def _read(case: dict[str, str], words: Lexicon) -> str:
    """The fields that the case expects, as read; nothing where the span is not found."""
    for row in list_rows(read_tables(case["text"], lexicon=words, **read_context(case["context"]))["quantities"]):
        if row["text"] == case["span"]:
            return _tell(row, case["expected"])
    return ""


def _tell(row: dict[str, Any], expected: str) -> str:
    return ";".join(f"{name}={tell_value(row[name])}" for name in read_context(expected))


def test_longest_form_is_tried_first() -> None:
    assert compile_forms(["超", "超过", "近"]) == "超过|超|近"


def test_reader_needs_no_sentence_around_the_number() -> None:
    reader = ModifierReader(whole_lexicon().figures.cues)
    modifier = reader.read("3家", 0, Measure(0, 2, "count", 3.0, 3.0, 3.0, "家", "eq", ""), 2, None)
    assert modifier[:6] == (3.0, 3.0, 3.0, "eq", "level", "none")
