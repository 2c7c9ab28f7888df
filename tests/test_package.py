"""The data package as frictionless sees it: right as it is written, and wrong as soon as a table breaks what it says."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.schema import SCHEMA_VERSION, TABLES
from tests.make_expected import CORPUS
from tests.packages import list_faults


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "outputs"
    run(CORPUS, outputs=folder, stages=["tables"])
    return folder


@pytest.fixture
def outputs(whole: Path, tmp_path: Path) -> Path:
    """The CSV tables and their description, to be broken."""
    shutil.copytree(whole / "tables", tmp_path / "tables")
    shutil.copyfile(whole / "datapackage.json", tmp_path / "datapackage.json")
    return tmp_path


def test_the_package_of_small_reports_is_valid(outputs: Path) -> None:
    assert list_faults(outputs) == []
    package = json.loads((outputs / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == SCHEMA_VERSION
    assert {resource["path"] for resource in package["resources"]} == {f"tables/{path.name}" for path in (outputs / "tables").glob("*.csv")}


def drop_first(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def keep_first(lines: list[str]) -> list[str]:
    return lines[:2]


def repeat_first(lines: list[str]) -> list[str]:
    return [*lines[:2], *lines[1:]]


def replace_first(old: str, new: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [lines[0], re.sub(old, new, lines[1], count=1), *lines[2:]]


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("documents", drop_first, ("sentences", "foreign-key")),
        ("documents", repeat_first, ("documents", "primary-key")),
        ("sentences", keep_first, ("quantities", "foreign-key")),
        ("quantities", drop_first, ("observations", "foreign-key")),
        ("observations", drop_first, ("panel_long", "foreign-key")),
        ("documents", replace_first(",ok,", ",fine,"), ("documents", "constraint-error")),
        ("documents", replace_first(",ok,", ",,"), ("documents", "constraint-error")),
        ("quantities", replace_first(r",\d+,", ",eins,"), ("quantities", "type-error")),
    ],
    ids=["no document", "a key twice", "no sentence", "no quantity", "no observation", "no word of the list", "nothing", "no number"],
)
def test_what_breaks_the_description_is_found(
    outputs: Path, table: str, change: Callable[[list[str]], list[str]], fault: tuple[str, str]
) -> None:
    file = outputs / f"tables/{table}.csv"
    lines = file.read_bytes().decode("utf-8").split("\r\n")
    changed = change(lines)
    assert changed != lines
    file.write_bytes("\r\n".join(changed).encode("utf-8"))
    assert fault in list_faults(outputs)


def test_every_link_names_columns_that_are_there() -> None:
    for table in TABLES.values():
        for link in table.links:
            other = TABLES[link.table]
            assert set(link.columns) <= set(table.names), table.name
            assert set(link.key) == set(other.key), (table.name, other.name)


def test_the_package_says_all_in_chinese_and_english(outputs: Path) -> None:
    package = json.loads((outputs / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for told in (resource, *resource["schema"]["fields"]):
            chinese, english = told["description"].rsplit(" / ", 1)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), told["name"]
            assert english.strip()
            assert told["title"]
        assert "apostrophe" in resource["guard"]
