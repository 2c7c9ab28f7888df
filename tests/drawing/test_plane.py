from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipeline.drawing.plane import FEWEST, MOST, draw_plane, read_plane
from pipeline.drawing.sheet import plain_settings
from pipeline.schema import Columns

OLD, NEW = ("四个现代化", "五年计划", "公社"), ("数字经济", "营商环境", "新能源")
REPORTS = {("岚江省", year): OLD if year < 2000 else NEW for year in (1982, 1984, 2022, 2024)} | {
    ("环橙镇", 2022): NEW,
    ("清溪镇", 2023): NEW,
}


def tell(reports: dict[tuple[str, int], Any]) -> tuple[Columns, Columns]:
    """The tables of reports with such words: all of one score but for a little that tells the reports apart."""
    rows = [
        ("document", f"{place}/{year}", term, 1.0 + 0.01 * rank + year % 7 / 100)
        for (place, year), terms in reports.items()
        for rank, term in enumerate(terms)
    ]
    keywords = dict(zip(("scope", "scope_id", "term", "score"), map(list, zip(*rows, strict=True)), strict=True))
    documents: Columns = {
        "doc_id": [f"{place}/{year}" for place, year in reports],
        "place": [place for place, _ in reports],
        "year": [year for _, year in reports],
        "duplicate_of": [None] * len(reports),
    }
    return keywords, documents


def test_reports_of_the_same_words_lie_near_each_other() -> None:
    plane = read_plane(*tell(REPORTS))
    assert plane
    assert [(spot.place, spot.year) for spot in plane.spots] == sorted(REPORTS)
    across = {spot[:2]: spot.x for spot in plane.spots}
    old, new = ([across[home] for home, terms in REPORTS.items() if terms is words] for words in (OLD, NEW))
    assert max(old) < 0.2 < 0.8 < min(new) or max(new) < 0.2 < 0.8 < min(old)
    left, right = plane.poles[:2] if max(old) < 0.2 else plane.poles[1::-1]
    assert (set(left[:3]), set(right[:3])) == (set(OLD), set(NEW))


@pytest.mark.parametrize("count", [FEWEST - 1, MOST + 1])
def test_too_few_reports_and_too_many_have_no_map(count: int) -> None:
    assert read_plane(*tell({("环橙镇", 1800 + number): NEW for number in range(count)})) is None
    assert read_plane(*tell({("环橙镇", 1800 + number): NEW for number in range(FEWEST)}))


def test_a_repeated_text_and_one_without_year_are_left_out() -> None:
    keywords, documents = tell(REPORTS | {("岚江县", 2020): OLD, ("岚江县", 2021): OLD})
    documents["duplicate_of"][-1] = documents["doc_id"][0]
    documents["year"][-2] = None
    assert read_plane(keywords, documents) == read_plane(*tell(REPORTS))


def test_labels_stand_on_none_of_each_other() -> None:
    many = {("岚江省", 1950 + number): OLD if number % 3 else NEW for number in range(60)}
    plane = read_plane(*tell(REPORTS | many))
    assert plane
    with plain_settings():
        sheet = draw_plane("报告的远近", "", plane)
    words = [text for _, text in sheet.words]
    assert {"岚江省 1950", "岚江省 2024", "环橙镇 2022"} & set(words)
    assert [(one, other) for (a, one), (b, other) in combinations(sheet.words[1:], 2) if a.overlaps(b)] == []


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        plane = read_plane(*tell(REPORTS))
        assert plane
        with plain_settings():
            draw_plane("报告的远近", "", plane).save(tmp_path / name)
    for kind in ("png", "svg"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
