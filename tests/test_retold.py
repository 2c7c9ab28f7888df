"""The figures that a person reads in a report of corpus/ are all in its table, in order; numbers in names are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import open_table
from tests.case_files import read_cases

REPORT = "xxx镇/2021"
CASES = [(float(case["number"]), case["unit"], case["bound"], case["word"]) for case in read_cases("retold.csv")]


@pytest.fixture(scope="module")
def rows(mined_corpus: Path) -> list[tuple[float, str, str, str]]:
    """Number, unit, bound and sentence of each quantity of the report, in the order of the text."""
    quantities = open_table(str(mined_corpus / "tables/quantities.csv"))
    own = quantities[quantities["doc_id"] == REPORT]
    return list(own[["low", "unit", "bound", "sentence_text"]].itertuples(index=False, name=None))


def test_every_figure_is_there_in_order(rows: list[tuple[float, str, str, str]]) -> None:
    left = iter(rows)
    for number, unit, bound, word in CASES:
        found = next((row for row in left if row[:3] == (number, unit, bound) and word in row[3]), None)
        assert found, f"{word} {number} {unit} {bound}"


def test_there_is_little_else(rows: list[tuple[float, str, str, str]]) -> None:
    assert len(CASES) >= 47
    assert len(rows) - len(CASES) <= 5  # words like 两级 count as figures too


@pytest.mark.parametrize("number", [4, 5, 6, 104, 500, 442211])
def test_the_numbers_of_names_are_no_figures(rows: list[tuple[float, str, str, str]], number: float) -> None:
    assert [row[:3] for row in rows if row[0] == number] == [case[:3] for case in CASES if case[0] == number]
