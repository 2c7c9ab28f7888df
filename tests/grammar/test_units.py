"""Units: every row is read in a phrase, and is none where its form begins another word."""

from __future__ import annotations

import pytest

from pipeline.grammar.measures import MeasureFinder
from pipeline.lexicon.figures import load_figure_words
from tests.case_files import read_cases

CASES = read_cases("units.csv")
FINDER = MeasureFinder(load_figure_words())


@pytest.mark.parametrize("case", [case for case in CASES if case["span"]], ids=lambda case: case["form"])
def test_a_unit_is_read(case: dict[str, str]) -> None:
    (measure,) = [found for found in FINDER.find(case["text"]) if found.kind != "name"]
    assert case["text"][measure.start : measure.end] == case["span"]
    assert (measure.kind, measure.unit) == (case["kind"], case["unit"])
    assert f"unit:{case['form']}" in measure.rules.split(";")
    told = [float(case[name]) if case[name] else None for name in ("value", "low", "high")]
    assert [measure.value, measure.low, measure.high] == told


@pytest.mark.parametrize("case", [case for case in CASES if not case["span"]], ids=lambda case: case["text"])
def test_a_form_that_begins_another_word_is_no_unit(case: dict[str, str]) -> None:
    assert case["form"] in case["text"]
    rules = [rule for found in FINDER.find(case["text"]) for rule in found.rules.split(";")]
    assert f"unit:{case['form']}" not in rules


def test_each_unit_has_a_case() -> None:
    told = {case["form"] for case in CASES if case["span"]}
    assert [row.form for row in load_figure_words().units if row.form not in told] == []
