from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.frames import SchemaError, arrow_schema, build_table, empty_columns, read_columns
from pipeline.schema import TABLES, Column, Table

SMALL = Table(
    "small",
    ("name",),
    (Column("name", required=True), Column("count", "integer"), Column("share", "number"), Column("level", vocabulary=("省", "市"))),
)


def columns(**changed: Any) -> dict[str, Any]:
    return {"name": ["甲", ""], "count": [1, None], "share": [None, 0.5], "level": ["省", None]} | changed


def test_columns_come_back_as_they_were() -> None:
    assert read_columns(build_table(SMALL, columns())) == columns()


def test_arrays_are_columns_without_nulls() -> None:
    arrays = {"count": np.array([1, 2]), "share": np.array([0.25, 0.5])}
    assert read_columns(build_table(SMALL, columns(**arrays))) == columns(count=[1, 2], share=[0.25, 0.5])
    with pytest.raises(SchemaError, match=r"small.count: an array of float64 is no column of finite integer cells"):
        build_table(SMALL, columns(count=np.array([1.0, 2.0])))
    with pytest.raises(SchemaError, match=r"small.share: an array of float64 is no column of finite number cells"):
        build_table(SMALL, columns(share=np.array([1.0, np.inf])))


def test_columns_are_put_into_the_order_of_the_table() -> None:
    turned = dict(reversed(columns().items()))
    assert build_table(SMALL, turned).schema == arrow_schema(SMALL)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.sampled_from([None, "省", "市"]),
        )
    )
)
def test_any_rows_come_back_as_they_were(rows: list[tuple[Any, ...]]) -> None:
    given_columns = {name: [row[at] for row in rows] for at, name in enumerate(SMALL.names)}
    frame = build_table(SMALL, given_columns)
    frame.validate(full=True)
    assert read_columns(frame) == given_columns


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ["甲", None]}, "small.name, row 1: None stands where a value is required"),
        ({"name": ["甲", 3]}, "small.name, row 1: 3 is no string"),
        ({"name": ["甲", "\ud800"]}, r"small.name, row 1: '\ud800' holds half a character (a lone surrogate)"),
        ({"count": [1, 2.5]}, "small.count, row 1: 2.5 is no integer"),
        ({"count": [True, 2]}, "small.count, row 0: True is no integer"),
        ({"count": [1, 2**63]}, "small.count, row 1: 9223372036854775808 is too large"),
        ({"share": [0.5, float("nan")]}, "small.share, row 1: nan is not finite"),
        ({"share": [float("inf"), None]}, "small.share, row 0: inf is not finite"),
        ({"level": ["省", "区"]}, "small.level, row 1: '区' is none of 省, 市"),
        ({"count": [1]}, "small: columns of unequal length: name 2, count 1, share 2, level 2"),
        ({"other": [1, 2]}, "small: column not in the schema: other"),
    ],
)
def test_what_breaks_the_declaration_is_named_by_table_column_and_row(changed: dict[str, list[Any]], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        build_table(SMALL, columns(**changed))
    assert str(caught.value) == message


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaError, match="small: column missing: share"):
        build_table(SMALL, {name: cells for name, cells in columns().items() if name != "share"})


OPEN = Table("open", ("name",), (Column("name", required=True), Column("count", "integer")), open=True)


def test_an_open_table_has_a_number_column_more_for_each_thing_found() -> None:
    rows = {"gdp": [95.0, None], "name": ["甲", "乙"], "count": [1, 2], "cpi": [None, 2.5]}
    frame = build_table(OPEN, rows)
    assert frame.column_names == ["name", "count", "gdp", "cpi"]
    assert frame.schema.field("gdp").type == pa.float64()
    assert read_columns(frame) == rows
    with pytest.raises(SchemaError, match=r"open\.cpi, row 0: '高' is no number"):
        build_table(OPEN, rows | {"cpi": ["高", None]})
    with pytest.raises(SchemaError, match="open: column missing: count"):
        build_table(OPEN, {"name": ["甲"], "gdp": [1.0]})


def test_a_closed_table_is_not_widened() -> None:
    assert SMALL.widen(["gdp"]) is SMALL
    assert OPEN.widen(["name", "gdp"]).names == ("name", "count", "gdp")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_empty(name: str) -> None:
    frame = build_table(TABLES[name], empty_columns(TABLES[name]))
    assert frame.num_rows == 0
    assert frame.schema == arrow_schema(TABLES[name])
    assert {field.type for field in frame.schema} <= {pa.string(), pa.int64(), pa.float64()}
