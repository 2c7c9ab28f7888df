from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.frames import SchemaError
from pipeline.schema import TABLES
from pipeline.store.parts import PartSeries, PartTables, count_rows, count_values, has_part, part_name, read_part, write_part
from pipeline.store.refusal import Refused

COUNTS = {"doc_id": ["a", "b"], "term": ["企业", "创新"], "pos": ["n", "v"], "count": [3, 2]}


def test_a_part_comes_back_as_it_was(tmp_path: Path) -> None:
    part = part_name("counts", "0f")
    assert not has_part(tmp_path, part)
    assert write_part(tmp_path, "counts", "0f", COUNTS) == 2
    assert has_part(tmp_path, part)
    assert read_part(tmp_path, part) == COUNTS
    assert read_part(tmp_path, part, ("count",)) == {"count": [3, 2]}
    assert count_rows(tmp_path, part) == 2
    assert count_values(tmp_path, part, "term") == {"企业": 1, "创新": 1}


def test_a_part_that_breaks_its_declaration_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(SchemaError):
        write_part(tmp_path, "counts", "0f", COUNTS | {"count": ["3", "2"]})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("content", [b"", b"PAR1", None])
def test_a_part_that_was_damaged_later_is_refused_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    part = part_name("counts", "0f")
    write_part(tmp_path, "counts", "0f", COUNTS)
    whole = (tmp_path / part).read_bytes()
    (tmp_path / part).write_bytes(whole[: len(whole) // 2] if content is None else content)
    for read in (lambda: read_part(tmp_path, part), lambda: count_rows(tmp_path, part), lambda: count_values(tmp_path, part, "term")):
        with pytest.raises(Refused, match=r"0f\.parquet: cannot be read; remove it and run again"):
            read()


def test_the_same_columns_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_part(tmp_path, "counts", name, COUNTS)
    assert (tmp_path / part_name("counts", "one")).read_bytes() == (tmp_path / part_name("counts", "two")).read_bytes()


def test_a_series_can_be_walked_twice_and_joined(tmp_path: Path) -> None:
    write_part(tmp_path, "counts", "one", COUNTS)
    write_part(tmp_path, "counts", "two", {name: cells[:1] for name, cells in COUNTS.items()})
    series = PartSeries(tmp_path, [part_name("counts", "two"), part_name("counts", "one")], ("term",))
    assert list(series) == list(series) == [{"term": ["企业"]}, {"term": ["企业", "创新"]}]
    assert series.join() == {"term": ["企业", "企业", "创新"]}


def test_tables_of_a_batch_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    tables = PartTables(tmp_path, "one")
    tables.add("counts", None)
    write_part(tmp_path, "counts", "one", COUNTS)
    tables.add("texts", {"doc_id": [], "text": []})
    assert list(tables) == ["counts", "texts"]
    assert tables["counts"] == COUNTS
    assert tables["counts"] is tables["counts"]
    with pytest.raises(KeyError):
        tables["tokens"]


@pytest.mark.parametrize("table", ["counts", "passages"])  # of the second no column of text is read as a dictionary but doc_id
def test_a_series_is_read_as_numbers(tmp_path: Path, table: str) -> None:
    texts = {"counts": "term", "passages": "other"}
    columns = {column.name: [1, 2, 3] if column.type == "integer" else ["企业", "创新", "企业"] for column in TABLES[table].columns}
    write_part(tmp_path, table, "one", columns)
    write_part(tmp_path, table, "none", {name: [] for name in columns})
    number = next(column.name for column in TABLES[table].columns if column.type == "integer")
    series = PartSeries(tmp_path, [part_name(table, name) for name in ("one", "none", "one")])
    assert len(series) == 3
    assert series[2] == columns
    first, empty, third = series.encode(number, texts[table])
    assert list(first) == [number, texts[table]]
    for part in (first, third):
        assert part[number].numbers.tolist() == [1, 2, 3]
        assert [part[texts[table]].values[place] for place in part[texts[table]].numbers.tolist()] == ["企业", "创新", "企业"]
        assert part[texts[table]].values == ["企业", "创新"]
    assert (empty[number].numbers.tolist(), *empty[texts[table]][0].tolist(), empty[texts[table]].values) == ([], [])


def test_a_cell_is_read_without_its_part(tmp_path: Path) -> None:
    texts = {"doc_id": [f"d{row}" for row in range(11)], "text": [f"报告{row}" for row in range(11)]}
    write_part(tmp_path, "texts", "one", {name: cells[:1] for name, cells in texts.items()})
    write_part(tmp_path, "texts", "two", texts)
    write_part(tmp_path, "counts", "three", COUNTS)
    series = PartSeries(tmp_path, [part_name("texts", "one"), part_name("texts", "two")])
    assert series.pick(0, 0, "text") == "报告0"
    assert [series.pick(1, row, "text") for row in range(11)] == texts["text"]
    assert PartSeries(tmp_path, [part_name("counts", "three")]).pick(0, 1, "term") == "创新"
    assert series.join() == {name: cells[:1] + cells for name, cells in texts.items()}
