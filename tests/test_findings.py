"""What stands out in a corpus: chosen by fixed rules, and nothing where there is nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import findings
from pipeline.findings import gather_findings, tell_contradiction, tell_growth, tell_phrase, tell_promise
from pipeline.run import run
from pipeline.schema import Columns
from pipeline.store.record import expect_record

NAMES = {"gdp": "地区生产总值"}


def make(names: Sequence[str], *rows: Sequence[Any]) -> list[Columns]:
    """One part of a table."""
    return [{name: [row[at] for row in rows] for at, name in enumerate(names)}]


def target(met: str, gap: float | None, low: float | None, high: float | None, doc_id: str = "青禾镇/2020") -> tuple[Any, ...]:
    return (met, gap, low, high, "青禾镇", "2020", doc_id, 5, 9, "gdp", "growth", "%", "原话", 5.0, "青禾镇/2021")


def documents(*rows: tuple[str, str, int | None, str | None]) -> list[Columns]:
    names = ("doc_id", "place", "year", "duplicate_of")
    (columns,) = make(names, *rows)
    return [columns | {name: [None] * len(rows) for name in ("parent", "place_code", "place_id")}]


TWO = documents(("a", "青禾镇", 2020, None), ("b", "青禾镇", 2021, None))


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([target("no", -1.0, 10.0, 10.0, "a"), target("no", -3.0, None, 10.0, "b")], "(b, "),
        ([target("no", -3.0, 10.0, None, "b"), target("no", -3.0, None, 10.0, "a")], "(a, "),  # a tie ends in the report
        ([target("no", 2.0, None, -4.0, "a"), target("no", -1.0, 10.0, None, "b")], "(a, "),  # a fall that was promised
        ([target("yes", 9.0, 10.0, None, "a"), target("no", -1.0, 10.0, None, "b")], "(b, "),
    ],
)
def test_the_promise_missed_by_the_greatest_share_is_told(rows: list[tuple[Any, ...]], chosen: str) -> None:
    for order in (rows, rows[::-1]):
        assert chosen in tell_promise(make(findings._OF_TARGETS, *order), NAMES)


@pytest.mark.parametrize("row", [target("yes", 1.0, 4.0, None), target("unknown", None, 9.0, None), target("no", -1.0, 0.0, 0.0)])
def test_a_promise_kept_untold_or_of_nothing_is_none(row: tuple[Any, ...]) -> None:
    assert tell_promise(make(findings._OF_TARGETS, row), NAMES) == ""
    assert tell_promise(make(findings._OF_TARGETS), NAMES) == ""


def test_sums_that_fail_stand_before_figures_told_in_two_ways() -> None:
    def row(check: str, stated: float | None, tolerance: float, note: str, period: str | None = "2020") -> tuple[Any, ...]:
        return (check, stated, 10.0, tolerance, "a", 1, 3, "青禾镇", period, note)

    rows = [
        row("restated", 90.0, 0.1, "改口"),
        row("growth", 12.0, 1.0, "小"),
        row("total", 14.0, 1.0, "大"),
        row("share", None, 1.0, "无"),
    ]
    assert tell_contradiction(make(findings._OF_AUDIT, *rows)) == "audit   青禾镇 2020 大 (a, 1–3)"
    assert tell_contradiction(make(findings._OF_AUDIT, row("restated", 9.0, 0.1, "改口", None))) == "audit   青禾镇 改口 (a, 1–3)"
    assert tell_contradiction(make(findings._OF_AUDIT)) == ""


def test_the_theme_that_grew_most_between_a_places_last_two_reports_is_told() -> None:
    rows = [("a", "三农", 10, 1000), ("b", "三农", 20, 1000), ("a", "开放", 1, 1000), ("b", "开放", 9, 100), ("b", "教育", 90, 1000)]
    line = tell_growth(make(findings._OF_THEMES, *rows), TWO)  # 开放 has too few hits, 教育 was not told before
    assert line == "theme   青禾镇 2020→2021 三农: 10.0 → 20.0 hits in 1,000 words (a, b)"


@pytest.mark.parametrize(
    "reports",
    [
        documents(("a", "青禾镇", 2020, None), ("b", "环橙镇", 2021, None)),
        documents(("a", "青禾镇", 2020, None), ("b", "青禾镇", None, None)),
        documents(("a", "青禾镇", 2020, None), ("b", "青禾镇", 2021, "a")),
        documents(("a", "青禾镇", 2021, None), ("b", "青禾镇", 2020, None)),  # it shrank
        documents(("a", "青禾镇", 2021, None), ("b", "青禾镇", 2021, None)),
    ],
)
def test_without_a_later_report_of_the_place_no_theme_grew(reports: list[Columns]) -> None:
    rows = [("a", "三农", 10, 1000), ("b", "三农", 20, 1000)]
    assert tell_growth(make(findings._OF_THEMES, *rows), reports) == ""


def test_the_new_phrase_of_most_reports_is_told() -> None:
    rows = [("甲", 2021, 2, 9), ("乙", 2021, 3, 3), ("丙", 2020, 9, 9), ("丁", 2021, 3, 3)]
    reports = documents(*((name, name, 2021, None) for name in "甲乙丙"), ("d", "青禾镇", 2020, None))
    assert tell_phrase(make(findings._OF_PHRASES, *rows), reports) == "phrase  2021 丁: in 3 of 3 reports, and in none before"
    assert tell_phrase(make(findings._OF_PHRASES, rows[2]), reports) == ""
    assert tell_phrase(make(findings._OF_PHRASES, ("乙", 2021, 1, 3)), reports) == ""  # of one report alone
    assert tell_phrase(make(findings._OF_PHRASES, *rows), documents(("甲", "甲", 2021, None))) == ""  # no year before


def test_a_finished_run_keeps_three_that_lead_to_their_words(mined_corpus: Path) -> None:
    record = expect_record(mined_corpus)
    parts = {name: table["parts"] for name, table in record.tables.items()}
    assert record.findings == gather_findings(mined_corpus, parts)
    assert [line.split()[0] for line in record.findings] == ["target", "audit", "theme"]
    assert gather_findings(mined_corpus, {name: parts[name] for name in parts if name != "audit"})[1].startswith("theme ")
    shuffled = random.Random(1).sample(sorted(parts.items()), len(parts))
    assert gather_findings(mined_corpus, dict(shuffled)) == record.findings


def test_a_single_sentence_has_none(tmp_path: Path) -> None:
    (tmp_path / "青禾镇2021年政府工作报告.txt").write_text("2020年，全镇地区生产总值9.5亿元。", encoding="utf-8")
    outcome = run(tmp_path / "青禾镇2021年政府工作报告.txt", outputs=tmp_path / "out", stages=["tables"])
    assert outcome.findings == ()
    assert outcome.list_lines()[-1] == f"  tables   {tmp_path / 'out/tables'}"
