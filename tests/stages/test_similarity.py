from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.frames import build_table
from pipeline.piles import HeldPiles, join_blocks
from pipeline.schema import PASSAGES, SIMILARITY, TABLES, Columns
from pipeline.stages import similarity as stage
from pipeline.stages.similarity import compare_reports
from tests.figures import list_rows
from tests.mined import Parts

NAMES = ("doc_id", "place", "year", "genre", "duplicate_of")


def write(seed: int, size: int = 600) -> str:
    """A text of characters by chance."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(size))


SHARED = write(100, 300)


def compare(
    rows: Sequence[tuple[Any, ...]], texts: dict[str, str], *, size: int = 100
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of both tables; ``rows`` are doc_id, place, year and what more is told of NAMES, in order of their ids."""
    cells = [dict(zip(NAMES, (*row, None, None), strict=False)) for row in rows]
    documents: Columns = {name: [row[name] for row in cells] for name in NAMES}
    documents |= {name: [None] * len(rows) for name in ("parent", "place_code", "place_id")}
    ids = [doc_id for doc_id in documents["doc_id"] if doc_id in texts]
    parts = [{"doc_id": ids[at : at + size], "text": [texts[doc_id] for doc_id in ids[at : at + size]]} for at in range(0, len(ids), size)]
    blocks = compare_reports(Parts(parts), documents, None, HeldPiles())  # type: ignore[arg-type]
    made = {table: join_blocks(TABLES[table], found) for table, found in blocks.items()}
    assert build_table(SIMILARITY, made["similarity"]).num_rows == len(made["similarity"]["other"])
    assert build_table(PASSAGES, made["passages"]).num_rows == len(made["passages"]["other"])
    for row in list_rows(made["passages"]):
        assert texts[row["doc_id"]][row["start"] : row["end"]] == texts[row["other"]][row["other_start"] : row["other_end"]]
    return list_rows(made["similarity"]), list_rows(made["passages"])


def pairs(similarity: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["doc_id"], row["other"], row["relation"]) for row in similarity]


def test_a_report_is_held_against_its_predecessor() -> None:
    texts = {"橙溪镇/2019": write(1), "橙溪镇/2021": SHARED + write(2), "柏溪镇/2020": write(3)}
    rows = [("柏溪镇/2020", "柏溪镇", 2020), ("橙溪镇/2019", "橙溪镇", 2019), ("橙溪镇/2021", "橙溪镇", 2021)]
    similarity, passages = compare(rows, texts)
    (row,) = similarity
    assert row.pop("cosine") < 0.01
    assert row == {"doc_id": "橙溪镇/2021", "other": "橙溪镇/2019", "relation": "last_year", "containment": 0.0}
    assert passages == []
    texts["橙溪镇/2019"] = write(1) + SHARED
    similarity, passages = compare(rows, texts)
    assert similarity[0]["containment"] == pytest.approx(293 / 893, abs=1e-4)
    assert 0.2 < similarity[0]["cosine"] < 0.5
    (passage,) = passages
    expected = {
        "doc_id": "橙溪镇/2021",
        "start": 0,
        "end": 300,
        "other": "橙溪镇/2019",
        "other_start": 600,
        "other_end": 900,
        "characters": 300,
    }
    assert passage == expected


def test_the_nearest_earlier_year_and_the_same_kind_are_taken() -> None:
    texts = {doc_id: write(number) for number, doc_id in enumerate("abcdef")}
    rows = [("a", "橙溪镇", 2018), ("b", "橙溪镇", 2020), ("c", "橙溪镇", 2021), ("d", "橙溪镇", None), ("e", None, 2021)]
    assert pairs(compare([*rows, ("f", "橙溪镇", 2020, "党代会报告")], texts)[0]) == [("b", "a", "last_year"), ("c", "b", "last_year")]


def test_of_several_predecessors_the_one_that_shares_most_is_taken() -> None:
    texts = {"a": write(1), "b": SHARED + write(2), "c": write(3), "d": write(4) + SHARED}
    rows = [("a", "橙溪镇", 2020), ("b", "橙溪镇", 2020), ("c", "橙溪镇", 2020), ("d", "橙溪镇", 2021)]
    assert pairs(compare(rows, texts)[0]) == [("d", "b", "last_year")]
    assert pairs(compare(rows, texts | {"b": write(2)})[0]) == [("d", "a", "last_year")]


def test_places_of_a_year_find_each_other_both_ways() -> None:
    texts = {"a": SHARED + write(1), "b": write(2, 300) + SHARED, "c": write(3), "d": SHARED}
    rows = [("a", "橙溪镇", 2021), ("b", "柏溪镇", 2021), ("c", "榆溪镇", 2021), ("d", "桐溪镇", 2022)]
    similarity, passages = compare(rows, texts)
    assert pairs(similarity) == [("a", "b", "same_year"), ("b", "a", "same_year")]
    assert similarity[0]["containment"] < similarity[1]["containment"]
    assert similarity[0]["cosine"] == similarity[1]["cosine"]
    assert [(row["doc_id"], row["start"], row["other_start"]) for row in passages] == [("a", 0, 300), ("b", 300, 0)]


def test_two_reports_of_one_place_and_year_are_no_pair() -> None:
    texts = {"a": SHARED + write(1), "b": SHARED + write(2)}
    assert compare([("a", "橙溪镇", 2021), ("b", "橙溪镇", 2021)], texts) == ([], [])
    assert compare([("a", "橙溪镇", 2021), ("b", None, 2021)], texts) == ([], [])


def test_a_report_has_at_most_three_neighbours_the_nearest() -> None:
    texts = {f"d{number}": write(number, 400) + SHARED[: 60 * number] for number in range(1, 6)}
    similarity, _ = compare([(doc_id, f"{doc_id}镇", 2021) for doc_id in texts], texts)
    assert [row["other"] for row in similarity if row["doc_id"] == "d5"] == ["d2", "d3", "d4"]


def test_repeated_and_failed_reports_are_left_out() -> None:
    texts = {"a": SHARED + write(1), "b": SHARED + write(2), "c": SHARED + write(2), "e": ""}
    rows = [("a", "橙溪镇", 2020), ("b", "橙溪镇", 2021), ("c", "柏溪镇", 2021, None, "b"), ("d", "橙溪镇", 2019), ("e", "橙溪镇", 2018)]
    assert pairs(compare(rows, texts)[0]) == [("b", "a", "last_year")]


def test_of_many_reports_the_longest_passages_and_near_neighbours_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = [write(number, 30 + number) for number in range(10, 32)]
    texts = {
        "a": "".join(f"甲{chunk}" for chunk in chunks),
        "b": "".join(f"乙{chunk}" for chunk in chunks),
        "c": "".join(chunks[:4]) + write(5, 1000),
    }
    rows = [("a", "橙溪镇", 2020), ("b", "橙溪镇", 2021), ("c", "柏溪镇", 2021)]
    similarity, passages = compare(rows, texts)
    assert pairs(similarity) == [("b", "a", "last_year"), ("b", "c", "same_year"), ("c", "b", "same_year")]
    assert len([row for row in passages if row["other"] == "a"]) == 22
    monkeypatch.setattr(stage, "_FEW", 2)
    monkeypatch.setattr(stage, "_OF_MANY", 0.2)
    similarity, passages = compare(rows, texts)
    assert pairs(similarity) == [("b", "a", "last_year")]
    assert [row["characters"] for row in passages] == [30 + number for number in range(12, 32)]


def test_nothing_hangs_on_parts_or_on_what_is_kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"{place}/{year}", place, year) for place in ("柏溪镇", "桐溪镇", "橙溪镇") for year in (2019, 2020, 2021)]
    texts = {row[0]: write(number, 200) + SHARED[number * 10 :] for number, row in enumerate(rows)}
    whole = compare(rows, texts)
    assert len(whole[0]) > 9
    assert compare(rows, texts, size=2) == whole
    monkeypatch.setattr("pipeline.shelf._HELD", 100)
    assert compare(rows, texts, size=1) == whole


def test_no_reports_no_rows() -> None:
    assert compare([], {}) == ([], [])


def test_of_many_reports_what_all_have_in_common_makes_no_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"d{number}": write(number, 2_000) + SHARED[:150] for number in range(4)}
    texts |= {f"e{number}": write(10 + number, 900) + SHARED for number in range(2)}
    rows = [(doc_id, f"{doc_id}镇", 2021) for doc_id in texts]
    assert {row["doc_id"] for row in compare(rows, texts)[0]} == set(texts)
    monkeypatch.setattr(stage, "_FEW", 2)
    assert pairs(compare(rows, texts)[0]) == [("e0", "e1", "same_year"), ("e1", "e0", "same_year")]
