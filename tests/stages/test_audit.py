from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from pipeline.frames import build_table
from pipeline.mining import load_words
from pipeline.piles import HeldPiles
from pipeline.schema import AUDIT, CHECKS, Columns, Reading, Source
from pipeline.stages.audit import audit_reports
from tests.case_files import read_cases, spell_out
from tests.mined import mine_sources, read_folder
from tests.panels import read_rows

CASES = {case: list(rows) for case, rows in groupby(read_cases("audits.csv"), lambda row: row["case"])}
CORPUS = Path(__file__).parent.parent.parent / "corpus"
PLANTED = [
    ("岚江市/2022", "total", "890.2亿元"),
    ("槐川县/2023", "restated", "45,918元"),
    ("砚塘镇/2020", "growth", "6.9%"),
    ("砚塘镇/2021", "share", "128.6%"),
    ("砚塘镇/2023", "magnitude", "3846亿元"),
]


def make_source(row: dict[str, str], **catalogue: str) -> Source:
    place, year = row["place"], int(row["year"])
    known = {"place": place, "year": str(year), "review_period": str(year - 1), "plan_period": str(year)}
    known |= {"level": {"镇": "乡", "县": "县", "市": "市"}[place[-1]], "parent": {"临榆县": "青川市"}.get(place, "")}
    return Source(f"{place}/{year}", f"{place}/{year}.txt", "", Reading(spell_out(row["text"]), "txt"), known | catalogue)


def mine(*sources: Source) -> dict[str, Columns]:
    return mine_sources(sources, "indicators")


def audit(*parts: dict[str, Columns]) -> list[dict[str, Any]]:
    """Audit some parts, each as one batch left it, and check what comes of it."""
    documents: Columns = {}
    for part in parts:
        for name, cells in part["documents"].items():
            documents.setdefault(name, []).extend(cells)
    series = ([part[name] for part in parts] for name in ("observations", "quantities", "texts"))
    made = audit_reports(*series, documents, load_words(), HeldPiles())["audit"]
    build_table(AUDIT, made)
    return read_rows(made)


def cut(tables: dict[str, Columns], row: dict[str, Any], which: str = "") -> str:
    texts = dict(zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True))
    doc_id = row[f"{which}doc_id"]
    return texts[doc_id][row[f"{which}start"] : row[f"{which}end"]] if doc_id else ""


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_agree_is_found(case: str) -> None:
    rows = CASES[case]
    tables = mine(*map(make_source, rows))
    found = audit(tables)
    expected = [(f"{row['place']}/{row['year']}", row["check"]) for row in rows if row["check"]]
    assert [(row["doc_id"], row["check"]) for row in found] == expected, found
    for row, told in zip(found, (row for row in rows if row["check"]), strict=True):
        assert told["said"] in row["note"]
        assert not told["suspect"] or cut(tables, row) == told["suspect"]
        assert not told["suspect"] or cut(tables, row, "other_") == told["other"]


def test_each_check_has_a_case() -> None:
    assert {row["check"] for row in read_cases("audits.csv")} == {*CHECKS, ""}


def test_cases_with_nothing_to_find_outnumber_no_check() -> None:
    assert sum(not any(row["check"] for row in rows) for rows in CASES.values()) > len(CHECKS)


def test_the_planted_slips_are_found_and_nothing_else() -> None:
    tables = mine(*read_folder(CORPUS))
    found = audit(tables)
    assert [(row["doc_id"], row["check"], cut(tables, row)) for row in found] == PLANTED


def test_the_numbers_of_a_finding() -> None:
    tables = mine(*map(make_source, CASES["growth of two reports"]))
    (row,) = audit(tables)
    assert (row["place"], row["period"], row["indicator"], row["stated"]) == ("柳塘镇", "2019", "industrial_investment", 5.1)
    assert row["computed"] == pytest.approx(100 * (13.7 / 12.4 - 1), abs=0.01)
    assert row["tolerance"] == pytest.approx(0.05 + 100 * (13.75 / 12.35 - 13.65 / 12.45) / 2)


def test_parts_change_nothing() -> None:
    sources = [make_source(row) for case in ("growth of two reports", "a share of the place above") for row in CASES[case]]
    apart = audit(*(mine(source) for source in sources))
    assert apart == audit(mine(*sources))
    assert len(apart) == 2


def test_a_report_with_the_text_of_another_says_nothing() -> None:
    tables = mine(*map(make_source, CASES["a share of a told whole"]))
    tables["documents"]["duplicate_of"] = ["柳塘镇/2019"]
    assert audit(tables) == []


def test_nothing_comes_of_nothing() -> None:
    tables = mine(make_source({"place": "柳塘镇", "year": "2021", "text": "各位代表。"}))
    assert audit(tables) == []
    assert audit_reports([], [], [], {name: [] for name in tables["documents"]}, load_words(), HeldPiles())["audit"] == {
        name: [] for name in AUDIT.names
    }
