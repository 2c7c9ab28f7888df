from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.reading.sheets import Layout
from pipeline.store.batches import Item, find_versions, hash_code, hash_names, list_items, split_batches
from pipeline.store.scan import Found, Row


def item(path: str, size: int, **changed: object) -> Item:
    values = {"sha256": "0", "size": size, "catalogue": {}} | changed
    return Item(Found(path, path, Path(path), Path("catalogue.csv"), path), **values)


MANY = [item(f"报告{number:04}.txt", 9_000 + number) for number in range(2_000)]


def names(batches: list) -> list[list[str]]:
    return [[one.report.path for one in batch.items] for batch in batches]


def test_batches_hold_all_reports_in_order_and_at_most_two_megabytes() -> None:
    batches = split_batches(MANY, "")
    assert [path for batch in names(batches) for path in batch] == [one.report.path for one in MANY]
    assert max(sum(one.size for one in batch.items) for batch in batches) <= 2_000_000
    assert 5 < len(batches) < 60  # about one a megabyte


def test_a_file_of_a_megabyte_ends_its_batch_and_a_larger_one_than_two_has_its_own() -> None:
    batches = split_batches([item("a", 10), item("b", 1_000_000), item("c", 1_900_000), item("d", 3_000_000), item("e", 1)], "")
    assert names(batches) == [["a", "b"], ["c"], ["d"], ["e"]]


def test_a_batch_gives_its_reports_back_as_they_were_packed_and_is_small() -> None:
    layout = Layout("utf-8", 3, 2, (("year", 1),), ("地区",))
    items = [item("a.txt", 5, catalogue={"place": "青屏镇"}), item("b.txt", 7, reason="x")]
    items[1] = replace(items[1], report=replace(items[1].report, file=Path("b\udcb1.txt"), forms=("b.docx", "b.pdf")))
    for row in (Row(3, 120, "正文", layout), Row(4, 0, "", None)):
        items.append(replace(items[0], report=replace(items[0].report, doc_id=f"买来/表.csv#{row.number}", row=row)))
    (batch,) = split_batches(items, "")
    assert batch.items == tuple(items)
    assert batch.size == 22
    batches = split_batches(MANY, "")
    assert sum(len(batch.packed) for batch in batches) < 100 * len(MANY)


@pytest.mark.parametrize("at", [0, 700, 1_999])
def test_an_added_or_a_removed_file_changes_few_batches(at: int) -> None:
    before = {batch.name for batch in split_batches(MANY, "")}
    added = {batch.name for batch in split_batches([*MANY[:at], item(f"报告{at:04}甲.txt", 5_000), *MANY[at:]], "")}
    removed = {batch.name for batch in split_batches(MANY[:at] + MANY[at + 1 :], "")}
    assert 1 <= len(added - before) <= 3
    assert len(removed - before) <= 3


def test_a_batch_is_named_by_all_that_its_tables_depend_on() -> None:
    one = [item("a.txt", 5)]
    (before,) = split_batches(one, "key")
    assert split_batches([item("a.txt", 5)], "key")[0].name == before.name
    changed = (
        [item("b.txt", 5)],
        [item("a.txt", 5, sha256="1")],
        [item("a.txt", 5, catalogue={"year": "2021"})],
        [item("a.txt", 5, reason="x")],
    )
    assert len({before.name, split_batches(one, "other")[0].name, *(split_batches(items, "key")[0].name for items in changed)}) == 6


def test_a_file_that_cannot_be_opened_stays_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    found = [Found(name, name, tmp_path / name, tmp_path / "catalogue.csv", name) for name in ("a.txt", "gone.txt")]
    there, gone = list_items(found, {"a.txt": {"year": "2021"}})
    assert (there.sha256[:8], there.size, there.catalogue, there.reason) == ("ba7816bf", 3, {"year": "2021"}, "")
    assert (gone.sha256, gone.size) == ("", 0)
    assert gone.reason.startswith("cannot be opened (")


def test_names_do_not_depend_on_the_order_of_a_mapping() -> None:
    assert hash_names({"a": 1, "b": 2}) == hash_names({"b": 2, "a": 1})
    assert hash_names("a", "b") != hash_names("ab")


def test_the_code_is_named_by_its_bytes_and_resources(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "a.py").write_text("x")
    (tmp_path / "resources/units.csv").write_text("x")
    before = hash_code(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.py").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    assert hash_code(tmp_path) == before
    (tmp_path / "resources/units.csv").write_text("y")
    after = hash_code(tmp_path)
    (tmp_path / "a.py").write_text("y")
    changed = hash_code(tmp_path)
    (tmp_path / "views/pages").mkdir(parents=True)
    (tmp_path / "views/pages/page.css").write_text("y")
    assert len({before, after, changed, hash_code(tmp_path)}) == 4


def test_versions_are_told_of_what_is_installed() -> None:
    found = find_versions(["pyarrow", "no-such-package-of-that-name"])
    assert found["pyarrow"][0].isdigit()
    assert found["no-such-package-of-that-name"] == ""
