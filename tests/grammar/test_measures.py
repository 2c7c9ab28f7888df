"""Measures: numbers with their units, how they combine, and what holds for any text."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.grammar.folding import fold_text
from pipeline.grammar.measures import MeasureFinder
from tests.figures import whole_lexicon

FINDER = MeasureFinder(whole_lexicon().figures)
NUMBERS = st.sampled_from(
    ["3", "2.5", "1,100", "300", "三", "十二", "一百零五", "两", "3万", "1.2亿", "万", "千", "几百", "数十", "30多", "半", "负3", "-2"]
)
UNITS = st.sampled_from(
    [
        "元",
        "万元",
        "亿元",
        "吨",
        "亩",
        "公里",
        "千瓦时",
        "家",
        "个",
        "户",
        "人",
        "年",
        "天",
        "%",
        "个百分点",
        "倍",
        "成",
        "折",
        "番",
        "打",
        "期",
        "",
    ]
)
JOINS = st.sampled_from(
    [
        "",
        "至",
        "到",
        "—",
        "－",
        "-",
        "~",
        "、",
        "和",
        "×",
        "：",
        "∶",
        "/",
        "每",
        "（",
        "）",
        "第",
        "从",
        "由",
        "超",
        "近",
        "以上",
        "粮食",
        "，",
        "。",
    ]
)
TEXTS = st.lists(st.one_of(NUMBERS, UNITS, JOINS), max_size=30).map("".join)


def _read(text: str) -> list[tuple[Any, ...]]:
    """Span, kind, low, high, unit and bound of the measures of a text."""
    return [
        (text[m.start : m.end], m.kind, m.low, m.high, m.unit, m.bound) for m in FINDER.find(fold_text(text)) if m.kind != "name"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        # ranges of all dashes, with shared units and magnitudes
        ("3至5万元", [("3至5万元", "money", 30000.0, 50000.0, "CNY", "range")]),
        ("3万至5万元", [("3万至5万元", "money", 30000.0, 50000.0, "CNY", "range")]),
        ("8000至1.2万元", [("8000至1.2万元", "money", 8000.0, 12000.0, "CNY", "range")]),
        ("5%—6%", [("5%—6%", "percent", 5.0, 6.0, "%", "range")]),
        ("5%——6%", [("5%——6%", "percent", 5.0, 6.0, "%", "range")]),
        ("5–6吨", [("5–6吨", "mass", 5000.0, 6000.0, "kg", "range")]),
        ("5-6吨", [("5-6吨", "mass", 5000.0, 6000.0, "kg", "range")]),
        ("５～６吨", [("５～６吨", "mass", 5000.0, 6000.0, "kg", "range")]),
        ("5吨到6吨", [("5吨到6吨", "mass", 5000.0, 6000.0, "kg", "range")]),
        ("由5吨到6吨", [("5吨", "mass", 5000.0, 5000.0, "kg", "eq"), ("6吨", "mass", 6000.0, 6000.0, "kg", "eq")]),
        ("9吨到6吨", [("9吨", "mass", 9000.0, 9000.0, "kg", "eq"), ("6吨", "mass", 6000.0, 6000.0, "kg", "eq")]),
        ("百分之三至五", [("百分之三至五", "percent", 3.0, 5.0, "%", "range")]),
        # lists that share a unit
        ("300、500元", [("300", "money", 300.0, 300.0, "CNY", "eq"), ("500元", "money", 500.0, 500.0, "CNY", "eq")]),
        ("7万亿、8万亿元", [("7万亿", "money", 7e12, 7e12, "CNY", "eq"), ("8万亿元", "money", 8e12, 8e12, "CNY", "eq")]),
        # products and ratios
        ("2×66万千瓦", [("2×66万千瓦", "power", 1.32e9, 1.32e9, "W", "eq")]),
        ("0.1×3吨", [("0.1×3吨", "mass", 300.0, 300.0, "kg", "eq")]),
        ("收入比为2.5：1", [("2.5：1", "other", 2.5, 2.5, ":1", "eq")]),
        ("比例3∶2", [("3∶2", "other", 1.5, 1.5, ":1", "eq")]),
        ("9:0:1", []),
        # per-units, the denominator in its base unit
        ("0.5元/千瓦时", [("0.5元/千瓦时", "money", 0.5, 0.5, "CNY/kWh", "eq")]),
        ("3600元每平方米", [("3600元每平方米", "money", 3600.0, 3600.0, "CNY/m2", "eq")]),
        ("2万元/亩", [("2万元/亩", "money", 20000.0, 20000.0, "CNY/亩", "eq")]),
        ("680元/月", [("680元/月", "money", 680.0, 680.0, "CNY/月", "eq")]),
        # fused to the number
        ("600余万元", [("600余万元", "money", 6e6, None, "CNY", "gt")]),
        ("3年多", []),
        ("历时3年多", [("3年多", "duration", 3.0, None, "year", "gt")]),
        ("每周五天半", [("五天半", "duration", 5.5, 5.5, "day", "eq")]),
        ("用了两个多月", [("两个多月", "duration", 2.0, None, "month", "gt")]),
        ("18头（只）", [("18头（只）", "count", 18.0, 18.0, "头", "eq")]),
        ("18家（其中", [("18家", "count", 18.0, 18.0, "家", "eq")]),
        # magnitudes alone need a bound
        ("超亿元", [("亿元", "money", 1e8, 1e8, "CNY", "eq")]),
        ("千万元以上", [("千万元", "money", 1e7, 1e7, "CNY", "eq")]),
        ("上亿人", [("亿人", "count", 1e8, 1e8, "人", "eq")]),
        ("亿元级园区", []),
        ("千家企业", []),
        # an article, a length, a bare number
        ("一个、一批、一项", []),
        ("提前一年", [("一年", "duration", 1.0, 1.0, "year", "eq")]),
        ("1亿人口", [("1亿", "count", 1e8, 1e8, "", "eq")]),
        ("600户1900人", [("600户", "count", 600.0, 600.0, "户", "eq"), ("1900人", "count", 1900.0, 1900.0, "人", "eq")]),
        ("铅笔20打", [("20打", "count", 240.0, 240.0, "", "eq")]),
        ("翻一番、翻两番", [("翻一番", "multiple", 2.0, 2.0, "x", "eq"), ("翻两番", "multiple", 4.0, 4.0, "x", "eq")]),
        ("翻了三番", [("翻了三番", "multiple", 8.0, 8.0, "x", "eq")]),
        ("精简1/4", [("1/4", "percent", 25.0, 25.0, "%", "eq")]),
        ("9万亿三个台阶", [("9万亿", "count", 9e12, 9e12, "", "eq")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_numbers_combine_with_units(text: str, measures: list[tuple[Any, ...]]) -> None:
    assert _read(text) == [tuple(pytest.approx(cell) if isinstance(cell, float) else cell for cell in row) for row in measures]


def test_values_are_multiplied_in_decimals() -> None:
    assert [_read(text)[0][2] for text in ("1.1亿元", "0.3万元", "2.01亿吨")] == [110000000.0, 3000.0, 201000000000.0]


@settings(deadline=None, max_examples=300)
@given(TEXTS | st.text(max_size=40))
def test_spans_follow_each_other_and_hold_a_number(text: str) -> None:
    folded = fold_text(text)
    done = 0
    for measure in FINDER.find(folded):
        assert done <= measure.start < measure.end <= len(folded)
        done = measure.end
        assert measure.rules
        if measure.kind == "name":
            assert measure[3:8] == (None, None, None, "", "eq")
        elif measure.bound == "range":
            assert measure.value is None
            assert measure.low < measure.high
        else:
            assert measure.value is not None or measure.low is not None or measure.high is not None


@settings(deadline=None, max_examples=200)
@given(TEXTS, TEXTS)
def test_a_line_end_parts_what_is_read(first: str, second: str) -> None:
    """Sentences of a document are read in one text, a line end between two: none may touch the other."""
    first, second = fold_text(first), fold_text(second)
    apart = [*FINDER.find(first + "\n")]
    moved = len(first)  # and a line end less than behind the first
    apart += [measure._replace(start=measure.start + moved, end=measure.end + moved) for measure in FINDER.find("\n" + second)]
    assert FINDER.find(f"{first}\n{second}") == apart


# Runs that a careless expression reads in squared time.
RUNS = [
    "7",
    "万",
    "亿亿亿",
    "（（（",
    "由由由",
    "“",
    "、",
    "一",
    "十",
    "百千",
    "3.",
    "1,",
    "1,000",
    "-",
    "第",
    "3至",
    "3个、",
    "3×",
    "3：",
    "几多",
    "百分之",
    "三分之",
    "半",
    "翻",
    "２",
    "每",
    "超近",
    "\n",
]


@pytest.mark.soak
@pytest.mark.parametrize("run", RUNS, ids=ascii)
def test_time_grows_with_the_length_and_no_faster(run: str) -> None:
    size = 60_000 // len(run)
    short, long = (_measure_time(fold_text(run * length)) for length in (size, 4 * size))
    assert long < 8 * max(short, 0.02)  # four times the text; squared time would be sixteen times


def _measure_time(text: str) -> float:
    times = []
    for _ in range(2):
        start = process_time()
        FINDER.find(text)
        times.append(process_time() - start)
    return min(times)
