"""The scorer on rows made by hand, whose scores can be counted on one's fingers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scoring import is_same_thing, pair_rows, read_gold, score_columns, score_texts


def make_row(start: int, end: int, **fields: Any) -> dict[str, Any]:
    row = {"start": start, "end": end, "kind": "count", "value": 3.0, "low": 3.0, "high": 3.0, "unit": "家", "bound": "eq"}
    told = {"relation": "level", "direction": "none", "about": "规上企业", "period": "2020", "status": "actual"}
    return {**row, **told, **fields}


def test_a_span_counts_once_and_only_whole() -> None:
    wanted = [make_row(0, 2), make_row(5, 8), make_row(10, 12), make_row(20, 22)]
    found = [make_row(0, 2), make_row(0, 2), make_row(5, 7), make_row(10, 12)]
    scores = score_texts([(wanted, found)])
    assert (scores.wanted, scores.found, scores.exact) == (4, 4, 2)
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)


def test_two_annotated_rows_of_one_span_are_paired_in_order() -> None:
    wanted = [make_row(0, 2, unit="家"), make_row(0, 2, unit="户")]
    assert [(left["unit"], right["unit"]) for left, right in pair_rows(wanted, wanted)] == [("家", "家"), ("户", "户")]


def test_texts_are_scored_together_and_not_one_with_another() -> None:
    scores = score_texts([([make_row(0, 2)], []), ([make_row(4, 6)], [make_row(4, 6), make_row(0, 2)])])
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ({"low": 3.0 + 1e-10}, 1),
        ({"low": 3.0 + 1e-7}, 0),
        ({"low": None}, 0),
        ({"high": None}, 0),
        ({"unit": "户"}, 0),
        ({"kind": "other", "value": None, "bound": "gt"}, 1),
    ],
)
def test_end_to_end_asks_for_unit_and_bounds_alone(found: dict[str, Any], right: int) -> None:
    scores = score_texts([([make_row(0, 2)], [make_row(0, 2, **found)])])
    assert (scores.exact, scores.e2e, scores.e2e_f1) == (1, right, float(right))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("unit", {"unit": "户"}),
        ("value", {"value": None}),
        ("kind", {"kind": "other"}),
        ("bound", {"bound": "approx"}),
        ("relation+direction", {"direction": "up"}),
        ("relation+direction", {"relation": "share"}),
        ("about", {"about": "企业"[:1]}),
        ("period", {"period": None}),
        ("status", {"status": "target"}),
    ],
)
def test_a_wrong_field_costs_its_own_accuracy_alone(field: str, wrong: dict[str, Any]) -> None:
    wanted = [make_row(0, 2), make_row(4, 6)]
    accuracies = score_texts([(wanted, [make_row(0, 2, **wrong), make_row(4, 6)])]).accuracies
    assert accuracies == {name: 0.5 if name == field else 1.0 for name in accuracies}
    assert len(accuracies) == 8


def test_a_field_that_no_found_row_has_is_not_scored_and_one_that_some_have_is_wrong_in_the_others() -> None:
    bare = {"start": 0, "end": 2, "unit": "家", "low": 3.0, "high": 3.0}
    assert set(score_texts([([make_row(0, 2)], [bare])]).accuracies) == {"unit"}
    accuracies = score_texts([([make_row(0, 2), make_row(4, 6)], [bare, make_row(4, 6)])]).accuracies
    assert (accuracies["unit"], accuracies["about"], accuracies["period"]) == (1.0, 0.5, 0.5)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("", "", True),
        ("", "企业", False),
        ("企业", "规上企业", True),
        ("规上企业", "企业", True),
        ("企业", "规上工业企业", False),
        ("业", "企业", False),
        ("规上\n企业", "规上\u200b企业", True),
        ("规上产值", "规上企业", False),
    ],
)
def test_what_a_row_is_about(one: str, other: str, same: bool) -> None:
    assert is_same_thing(one, other) is same


def test_nothing_wanted_and_nothing_found() -> None:
    scores = score_texts([])
    assert (scores.precision, scores.recall, scores.f1, scores.e2e_f1, scores.accuracies) == (0.0, 0.0, 0.0, 0.0, {})


def test_a_table_is_scored_by_document(tmp_path: Any) -> None:
    (tmp_path / "乡").mkdir()
    (tmp_path / "乡" / "2021.jsonl").write_text('{"start": 0, "end": 2}\n\n{"start": 5, "end": 7}\n', encoding="utf-8")
    assert read_gold(tmp_path) == {"乡/2021": [{"start": 0, "end": 2}, {"start": 5, "end": 7}]}
    rows = [make_row(0, 2, doc_id="a"), make_row(4, 6, doc_id="b"), make_row(4, 6, doc_id="not annotated")]
    scores = score_columns({"a": [make_row(0, 2)], "b": [make_row(0, 2)]}, {name: [row[name] for row in rows] for name in rows[0]})
    assert (scores.wanted, scores.found, scores.exact) == (2, 2, 1)
