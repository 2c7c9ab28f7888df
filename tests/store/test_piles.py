from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import empty_columns
from pipeline.piles import HeldPiles
from pipeline.schema import Column, Columns, Table
from pipeline.store import piles as module
from pipeline.store.piles import open_piles

ROWS = Table("rows", (), (Column("place"), Column("year", "integer"), Column("value", "number")))
MORE = Table("more", (), (Column("text"),))
PUTS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([ROWS, MORE]), st.integers(0, 4)), max_size=30)


def make_rows(table: Table, first: int, count: int) -> Columns:
    cells = {"place": "环橙镇", "text": "全镇\n", "year": 2000, "value": 0.1}
    return {
        name: [None if row % 3 == 2 else f"{cells[name]}{row}" if isinstance(cells[name], str) else cells[name] + row for row in rows]
        for rows in [range(first, first + count)]
        for name in table.names
    }


@settings(deadline=None, max_examples=60)
@given(puts=PUTS, held=st.sampled_from([0, 5, 1000]))
def test_a_pile_has_what_was_put_on_it_in_that_order(tmp_path_factory: pytest.TempPathFactory, puts: list[tuple], held: int) -> None:
    outputs, expected = tmp_path_factory.mktemp("piles"), HeldPiles()
    with pytest.MonkeyPatch.context() as patch, open_piles(outputs) as found:
        patch.setattr(module, "_HELD", held)
        for number, (pile, table, count) in enumerate(puts):
            found.put(pile, table, make_rows(table, number, count))
            expected.put(pile, table, make_rows(table, number, count))
        for pile in range(4):
            for table in (MORE, ROWS):
                assert found.take(pile, table) == expected.take(pile, table)
                assert found.take(pile, table) == empty_columns(table)
    assert not list((outputs / ".making").iterdir())


def test_what_is_held_is_written_once_it_is_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HELD", 20)
    with open_piles(tmp_path) as found:
        for first in range(0, 12, 2):
            found.put(first % 4, ROWS, make_rows(ROWS, first, 2))
        assert len(list(tmp_path.rglob("*"))) > 2
