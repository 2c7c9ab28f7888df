"""The audit measured by injection on the reports of corpus/, in small; the measuring itself on invented sentences."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.audit.inject import KINDS, Folder, change_number, format_trials, list_changes, run_trials
from tests.audit.links import find_links, find_rates

CORPUS = Path(__file__).parent.parent.parent / "corpus"
SENTENCES = {
    "growth": "工业投资由12.4亿元增加到13.7亿元，增长10.5%。",
    "share": "民生支出1.36亿元，占财政支出1.82亿元的74.7%。",
    "total": "减负6430万元，其中退税2150万元、缓缴3630万元、减租650万元。",
    "ratio": "城镇、农村居民人均可支配收入分别为43860元和24050元，城乡居民收入比缩小到1.82∶1。",
    "conflict": "固定资产投资78.3亿元，增长6.4%。全年固定资产投资完成78.3亿元。",
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_a_link_is_read_off_the_text_and_breaks_with_each_figure(kind: str) -> None:
    links = [link for link in find_links(SENTENCES[kind]) if link.kind == kind]
    assert links
    for figure in links[0].figures:
        assert SENTENCES[kind][figure.start : figure.end].replace(",", "").replace(".", "").isdigit()
    changes = list(list_changes(SENTENCES[kind], random.Random(1)))
    assert {change.kind for change in changes} >= {"ten", "ten thousand", "digits"}
    for change in changes:
        assert all(change.before in link.figures for link in change.broken)


def test_what_does_not_hold_is_no_link() -> None:
    assert find_links("工业投资由12.4亿元增加到13.7亿元，增长9.5%。") == []


def test_rates_of_other_rows_are_those_that_are_printed() -> None:
    text = "工业投资增长10.5%，零售额下降2.3%，占比40%。"
    assert [figure.value for figure in find_rates(text)] == [10.5, 2.3]


@pytest.mark.parametrize(
    ("number", "kind", "changed"),
    [
        ("12.4", "ten", {"124"}),
        ("45,198", "ten", {"451980"}),
        ("3.05", "ten thousand", {"30500"}),
        ("6.9", "digits", {"9.6"}),
        ("100", "digits", {""}),
        ("6.9", "another row", {"4.7", "8.1"}),
    ],
)
def test_a_number_with_a_slip(number: str, kind: str, changed: set[str]) -> None:
    assert {change_number(number, kind, ["4.7", "8.1"], random.Random(seed)) for seed in range(9)} == changed


def test_most_changes_are_found_and_nothing_else() -> None:
    folder = Folder(CORPUS)
    trials = run_trials(folder, 6, seed=3)
    assert {trial.change.kind for trial in trials} == set(KINDS)
    assert sum(bool(trial.found) for trial in trials) >= 0.8 * len(trials), format_trials(trials)
    assert sum(len(trial.other) for trial in trials) <= 0.2 * len(trials)
    assert len(folder.known) == 5


def test_a_measurement_says_the_same_again() -> None:
    first, again = ([change[:3] for change in list_changes(SENTENCES["growth"], random.Random(5))] for _ in range(2))
    assert len(first) >= len(SENTENCES["growth"]) // 10
    assert first == again
