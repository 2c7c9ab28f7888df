"""Numbers that are no quantities: every rule of exclusions.csv by its lines in tests/cases/exclusions.csv."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from pipeline.grammar.folding import fold_text
from pipeline.grammar.measures import MeasureFinder
from pipeline.lexicon.figures import FigureWords
from tests.case_files import read_cases
from tests.figures import measure_text, whole_lexicon

CASES = read_cases("exclusions.csv")
NO_ROW = {"left-out:bare", "name:quoted", "none"}  # left out without a row of the resource


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['text']}")
def test_text_gives_no_quantity_but_the_near_miss(case: dict[str, str]) -> None:
    text = case["text"]
    found = [text[row["start"] : row["end"]] for row in measure_text(text) if row["kind"] != "name"]
    assert found == ([case["near"]] if case["near"] else [])


def test_every_rule_has_ten_lines_and_no_line_is_of_an_unknown_rule() -> None:
    rules = {row.id for row in whole_lexicon().figures.exclusions}
    lines = Counter(case["rule"] for case in CASES if bool(case["near"]) == case["rule"].startswith("keep:"))
    assert {rule for rule in rules | NO_ROW if lines[rule] < 10} == set()
    assert set(lines) == rules | NO_ROW


def test_every_rule_that_leaves_out_is_named_by_one_of_its_lines() -> None:
    named = {case["rule"] for case in CASES if not case["near"] for row in measure_text(case["text"]) if row["rules"] == case["rule"]}
    assert {row.id for row in whole_lexicon().figures.exclusions if not row.id.startswith("keep:")} <= named


def test_no_row_is_without_effect_on_its_lines() -> None:
    words = whole_lexicon().figures
    texts: dict[str, list[str]] = defaultdict(list)
    for case in CASES:
        texts[case["rule"]].append(fold_text(case["text"]))
    idle = []
    for number, row in enumerate(words.exclusions):
        text = "\n".join(texts[row.id])
        without = replace(words, exclusions=words.exclusions[:number] + words.exclusions[number + 1 :])
        if _read(text, without) == _read(text, words):
            idle.append(f"{row.id} {row.pattern}")
    assert idle == []


def _read(text: str, words: FigureWords) -> list[tuple[object, ...]]:
    return [tuple(measure) for measure in MeasureFinder(words).find(text)]
