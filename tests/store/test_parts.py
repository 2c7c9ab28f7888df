from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.frames import SchemaError
from pipeline.schema import TABLES
from pipeline.store.parts import PartSeries, PartTables, PartWriter, count_rows, count_values, has_part, part_name, read_part, write_part
from pipeline.store.refusal import Refused

SECTIONS = {"doc_id": ["a", "b"], "section": ["一、工业", "二、农业"], "headings": [3, 2], "words": [40, 30]}


def test_a_part_comes_back_as_it_was(tmp_path: Path) -> None:
    part = part_name("sections", "0f")
    assert not has_part(tmp_path, part)
    assert write_part(tmp_path, "sections", "0f", SECTIONS) == 2
    assert has_part(tmp_path, part)
    assert read_part(tmp_path, part) == SECTIONS
    assert read_part(tmp_path, part, ("headings",)) == {"headings": [3, 2]}
    assert count_rows(tmp_path, part) == 2
    assert count_values(tmp_path, part, "section") == {"一、工业": 1, "二、农业": 1}


def test_a_part_that_breaks_its_declaration_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(SchemaError):
        write_part(tmp_path, "sections", "0f", SECTIONS | {"headings": ["3", "2"]})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("content", [b"", b"PAR1", None])
def test_a_part_that_was_damaged_later_is_refused_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    part = part_name("sections", "0f")
    write_part(tmp_path, "sections", "0f", SECTIONS)
    whole = (tmp_path / part).read_bytes()
    (tmp_path / part).write_bytes(whole[: len(whole) // 2] if content is None else content)
    for read in (lambda: read_part(tmp_path, part), lambda: count_rows(tmp_path, part), lambda: count_values(tmp_path, part, "section")):
        with pytest.raises(Refused, match=r"0f\.parquet: cannot be read; remove it and run again"):
            read()


def test_the_same_columns_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_part(tmp_path, "sections", name, SECTIONS)
    assert (tmp_path / part_name("sections", "one")).read_bytes() == (tmp_path / part_name("sections", "two")).read_bytes()


def test_parts_written_aside_are_those_written_at_once(tmp_path: Path) -> None:
    write_part(tmp_path / "at once", "sections", "0f", SECTIONS)
    with PartWriter(tmp_path / "aside") as writer:
        writer.write("sections", "0f", SECTIONS)
    part = part_name("sections", "0f")
    assert (tmp_path / "aside" / part).read_bytes() == (tmp_path / "at once" / part).read_bytes()


def test_a_part_that_could_not_be_written_aside_is_told_when_the_writer_is_left(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(OSError, match="data"), PartWriter(tmp_path) as writer:
        writer.write("sections", "0f", SECTIONS)


def test_a_stage_that_breaks_its_declaration_is_told_at_once(tmp_path: Path) -> None:
    with PartWriter(tmp_path) as writer, pytest.raises(SchemaError):
        writer.write("sections", "0f", SECTIONS | {"headings": ["3", "2"]})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_series_can_be_walked_twice_and_joined(tmp_path: Path) -> None:
    write_part(tmp_path, "sections", "one", SECTIONS)
    write_part(tmp_path, "sections", "two", {name: cells[:1] for name, cells in SECTIONS.items()})
    series = PartSeries(tmp_path, [part_name("sections", "two"), part_name("sections", "one")], ("section",))
    assert list(series) == list(series) == [{"section": ["一、工业"]}, {"section": ["一、工业", "二、农业"]}]
    assert series.join() == {"section": ["一、工业", "一、工业", "二、农业"]}


def test_tables_of_a_batch_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    tables = PartTables(tmp_path, "one")
    tables.add("sections", None)
    write_part(tmp_path, "sections", "one", SECTIONS)
    tables.add("texts", {"doc_id": [], "text": []})
    assert list(tables) == ["sections", "texts"]
    assert tables["sections"] == SECTIONS
    assert tables["sections"] is tables["sections"]
    with pytest.raises(KeyError):
        tables["tokens"]


@pytest.mark.parametrize("table", ["tokens", "passages"])  # of the second no column of text is read as a dictionary but doc_id
def test_a_series_is_read_as_numbers(tmp_path: Path, table: str) -> None:
    texts = {"tokens": "word", "passages": "other"}
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
        assert part[texts[table]].values == ["企业", "创新", "企业"][: 2 if table == "tokens" else 3]
    assert (empty[number].numbers.tolist(), *empty[texts[table]][0].tolist(), empty[texts[table]].values) == ([], [])


def test_a_cell_is_read_without_its_part(tmp_path: Path) -> None:
    texts = {"doc_id": [f"d{row}" for row in range(11)], "text": [f"报告{row}" for row in range(11)]}
    write_part(tmp_path, "texts", "one", {name: cells[:1] for name, cells in texts.items()})
    write_part(tmp_path, "texts", "two", texts)
    write_part(tmp_path, "sections", "three", SECTIONS)
    series = PartSeries(tmp_path, [part_name("texts", "one"), part_name("texts", "two")])
    assert series.pick(0, 0, "text") == "报告0"
    assert [series.pick(1, row, "text") for row in range(11)] == texts["text"]
    assert PartSeries(tmp_path, [part_name("sections", "three")]).pick(0, 1, "section") == "二、农业"
    assert series.join() == {name: cells[:1] + cells for name, cells in texts.items()}
