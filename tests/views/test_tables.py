from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.rows import read_rows
from pipeline.schema import TABLES, Column, Columns, Table
from pipeline.views.tables import Label, bare_cell, csv_columns, guard_cell, join_sentences, read_table, write_package, write_table

SMALL = Table(
    "small",
    ("name",),
    (
        Column("name", required=True),
        Column("note"),
        Column("count", "integer"),
        Column("share", "number"),
        Column("sign", vocabulary=("-",)),
    ),
)
ROWS: Columns = {
    "name": ["甲", "", "=1+1", '一,二\n三\r四“五"六'],
    "note": [None, "-3.5%", "－0.5个百分点", "'=甲"],
    "count": [1, None, -3, 2**60],
    "share": [95e8, 0.1, None, 1e15],
    "sign": [None, "-", "-", "-"],
}
LABELS = read_rows("columns.csv", Label)


def test_the_dialect_byte_for_byte(tmp_path: Path) -> None:
    assert write_table(SMALL, [ROWS], tmp_path / "small.csv") == 4
    assert (tmp_path / "small.csv").read_bytes() == (
        "\ufeffname,note,count,share,sign\r\n"
        "甲,,1,9500000000,\r\n"
        ",-3.5%,,0.1,-\r\n"
        "'=1+1,'－0.5个百分点,-3,,-\r\n"
        '"一,二\n三\r四“五""六",\'\'=甲,1152921504606846976,1000000000000000.0,-\r\n'
    ).encode()


SPECIAL = st.text(st.sampled_from(',"\r\n 甲;\t='))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(st.none() | st.text(), SPECIAL, st.none() | st.integers(), st.none() | NUMBERS), min_size=1))
def test_the_lines_are_those_of_the_module_csv(rows: list[tuple[Any, ...]]) -> None:
    types = {"a": "string", "b": "string", "c": "integer", "d": "number"}
    columns: Columns = dict(zip(types, map(list, zip(*rows, strict=True)), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        write_table(Table("small", ("a",), tuple(Column(*own) for own in types.items())), [columns], Path(folder, "a.csv"))
        written = Path(folder, "a.csv").read_bytes()
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(types)
    for a, b, c, d in rows:
        writer.writerow([guard_cell(a or ""), guard_cell(b), c, int(d) if d is not None and abs(d) < 1e15 and d == int(d) else d])
    assert written == ("\ufeff" + lines.getvalue()).encode()


def test_parts_follow_each_other_under_one_header(tmp_path: Path) -> None:
    halves = [{name: cells[:2] for name, cells in ROWS.items()}, {name: cells[2:] for name, cells in ROWS.items()}]
    write_table(SMALL, halves, tmp_path / "halves.csv")
    write_table(SMALL, [ROWS], tmp_path / "whole.csv")
    assert (tmp_path / "halves.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    assert write_table(SMALL, [], tmp_path / "small.csv") == 0
    assert read_table(SMALL, tmp_path / "small.csv") == {name: [] for name in SMALL.names}


def test_reading_undoes_writing(tmp_path: Path) -> None:
    write_table(SMALL, [ROWS], tmp_path / "small.csv")
    assert read_table(SMALL, tmp_path / "small.csv") == ROWS


def test_an_open_table_comes_back_with_the_columns_of_its_first_part(tmp_path: Path) -> None:
    table = Table("open", ("name",), (Column("name", required=True),), open=True)
    rows: Columns = {"name": ["甲", "乙"], "gdp": [95.5, None], "cpi": [None, 2.0]}
    assert write_table(table, [rows], tmp_path / "open.csv") == 2
    assert (tmp_path / "open.csv").read_bytes() == "\ufeffname,gdp,cpi\r\n甲,95.5,\r\n乙,,2\r\n".encode()
    assert read_table(table, tmp_path / "open.csv") == rows


def test_a_cell_longer_than_a_csv_field_is_by_default_comes_back(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    rows = {name: cells[:1] for name, cells in ROWS.items()} | {"name": ["环" * 200_000]}
    write_table(SMALL, [rows], tmp_path / "small.csv")
    assert read_table(SMALL, tmp_path / "small.csv") == rows
    assert csv.field_size_limit() == limit


@given(st.text(st.sampled_from("'=+-@＝＋－＠\t\r0123456789.,%％甲")))
def test_any_cell_comes_back_and_none_begins_as_a_formula(cell: str) -> None:
    written = guard_cell(cell)
    assert bare_cell(written) == cell
    assert not written or written[0] not in "=@＝＠\t\r"


@pytest.mark.parametrize("cell", ["=1", "+甲", "-", "-甲", "@x", "＝1", "＋5倍", "－3.2个百分点", "＠", "\t1", "\r1", "-1+2", "+5%x"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded(cell: str) -> None:
    assert guard_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "甲=1", "-3.5", "+5%", "－３．５％", "-1,100", "3-5", "'甲", "“=”"])
def test_plain_numbers_and_other_texts_stay(cell: str) -> None:
    assert guard_cell(cell) == cell == bare_cell(cell)


def test_quantities_carry_their_sentence_last() -> None:
    assert [column.name for column in csv_columns(TABLES["quantities"])] == [*TABLES["quantities"].names, "sentence_text"]
    sentences = {"doc_id": ["a", "b", "b"], "start": [0, 0, 5], "text": ["一", "二", "三"]}
    joined = join_sentences({"doc_id": ["b", "a", "b", "b"], "start": [5, 2, 9, 4]}, sentences)
    assert joined["sentence_text"] == ["三", "一", "三", "二"]


def test_every_public_table_column_and_value_has_its_words() -> None:
    named = {(label.table, label.column, label.value) for label in LABELS}
    assert len(named) == len(LABELS), "a row stands twice"
    missing = []
    used = set()
    for table in TABLES.values():
        if table.public:
            for column in csv_columns(table):
                for value in ("", *column.vocabulary):
                    key = next((key for key in ((table.name, column.name, value), ("*", column.name, value)) if key in named), None)
                    used.add(key)
                    if key is None:
                        missing.append((table.name, column.name, value))
            used.add((table.name, "", ""))
    assert missing == []
    assert named - used == set(), "rows for what the schema has not"


def test_titles_of_a_table_differ() -> None:
    named = {(label.table, label.column): label.title for label in LABELS if not label.value}
    for table in TABLES.values():
        if table.public:
            titles = [named.get((table.name, column.name)) or named["*", column.name] for column in csv_columns(table)]
            assert len(set(titles)) == len(titles), table.name


def test_the_package_describes_every_table_and_column(tmp_path: Path) -> None:
    tables = [table for table in TABLES.values() if table.public and table.csv]
    write_package(tables, LABELS, tmp_path / "datapackage.json")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in tables]
    for resource, table in zip(package["resources"], tables, strict=True):
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert list(fields) == [column.name for column in csv_columns(table)]
        assert all(field["title"] and field["description"] for field in fields.values())
        assert resource["schema"]["primaryKey"] == list(table.key)
        assert resource["path"] == f"tables/{table.name}.csv"
    quantities = {field["name"]: field for field in package["resources"][2]["schema"]["fields"]}
    assert quantities["value"]["type"] == "number"
    assert quantities["bound"]["constraints"]["enum"][0] == "eq"
    assert quantities["bound"]["values"]["approx"]["title"] == "约"
    assert "constraints" not in quantities["about"], "an empty text is a missing value there"
