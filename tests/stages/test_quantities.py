"""Stage quantities: whole sentences by the cases, and what holds for any text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.schema import QUANTITIES
from pipeline.stages.quantities import describe_quantities
from tests.case_files import read_cases, spell_out
from tests.figures import lay_out, list_rows, read_tables, whole_lexicon

FIGURES = ("value", "low", "high")
FIELDS = ("kind", "unit", "bound", "relation", "direction", "about", "period", "status")
CONTEXT = ("year", "review", "plan", "part")
SENTENCES: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
for _case in read_cases("quantities.csv"):
    SENTENCES[(_case["text"], *(_case[name] for name in CONTEXT))].append(_case)

# What reports are made of, and what they are not: any of these in a row must be read without a fault.
PIECES = st.sampled_from(
    [
        "粮食产量",
        "财政收入",
        "新建",
        "校舍",
        "同比",
        "增长",
        "由",
        "从",
        "提高到",
        "下降",
        "达到",
        "约",
        "超",
        "近",
        "以上",
        "左右",
        "以内",
        "分别",
        "其中",
        "占",
        "比上年",
        "2020年",
        "“十三五”期间",
        "五年来",
        "一季度",
        "今年",
        "预计",
        "力争",
        "第",
        "（",
        "）",
        "“",
        "”",
        "，",
        "、",
        "。",
        "；",
        "：",
        "和",
        "至",
        "—",
        "-",
        "~",
        "/",
        "×",
        "3",
        "2.5",
        "1,100",
        "４６",
        "三",
        "十",
        "百",
        "万",
        "亿",
        "多",
        "余",
        "几",
        "半",
        "成",
        "折",
        "打",
        "番",
        "翻",
        "%",
        "‰",
        "个百分点",
        "倍",
        "元",
        "万元",
        "吨",
        "亩",
        "户",
        "家",
        "个",
        "人",
        "年",
        "月",
        "天",
        "公里",
        "千瓦时",
        "分之",
        "百分之",
        "\n",
        "\t",
        "|",
        "\u200b",
        "\u3000",
        " ",
        "A",
        "\r\n",
        "\x00",
        "𠮷",
        "\ufeff",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60))
FIGURE_TEXTS = st.sampled_from([spell_out(text) for text, *_ in SENTENCES if "\\" not in text])


def test_cases_are_as_many_as_they_should_be() -> None:
    assert len(SENTENCES) >= 80
    assert sum(map(len, SENTENCES.values())) >= 150


@pytest.mark.parametrize("place", list(SENTENCES), ids=lambda place: place[0])
def test_sentence_is_read_as_its_rows_say(place: tuple[str, ...]) -> None:
    cases = SENTENCES[place]
    rows = _read(spell_out(place[0]), **dict(zip(CONTEXT, place[1:], strict=True)))
    assert sorted(row["text"] for row in rows) == sorted(spell_out(case["span"]) for case in cases)
    found = {row["text"]: row for row in rows}
    for case in cases:
        row = found[spell_out(case["span"])]
        assert {name: row[name] for name in FIGURES} == {
            name: None if case[name] == "null" else pytest.approx(float(case[name]), rel=1e-9) for name in FIGURES
        }
        told = {name: case[name] for name in FIELDS if case[name] or name == "unit"}
        assert {name: "null" if row[name] is None else row[name] for name in told} == told


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_text_is_read_and_every_row_stands_in_the_text(text: str) -> None:
    tables = read_tables(text)
    rows = list_rows(tables["quantities"])
    assert all(text[row["start"] : row["end"]] == row["text"] != "" for row in rows)
    assert all(before["end"] <= after["start"] for before, after in itertools.pairwise(rows))
    spans = dict(
        zip(tables["sentences"]["sentence"], zip(tables["sentences"]["start"], tables["sentences"]["end"], strict=True), strict=True)
    )
    assert all(spans[row["sentence"]][0] <= row["start"] < row["end"] <= spans[row["sentence"]][1] for row in rows)
    build_table(QUANTITIES, tables["quantities"])  # types, vocabularies and what may not be null


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_figures_of_a_row_agree_with_its_bound(text: str) -> None:
    for row in _read(text):
        value, low, high = (row[name] for name in FIGURES)
        if row["bound"] in ("gt", "ge"):
            assert (value, high) == (None, None)
        elif row["bound"] in ("lt", "le"):
            assert (value, low) == (None, None)
        elif row["bound"] == "range":
            assert value is None
            assert low < high
        else:
            assert value == low == high is not None
        assert (row["direction"] == "none") == (row["relation"] != "delta")


@settings(deadline=None, max_examples=100)
@given(FIGURE_TEXTS, st.integers(0), st.sampled_from(["\u200b", " ", "\u3000", "\n\u200b\n"]))
def test_signs_that_break_a_sentence_change_no_value(text: str, place: int, sign: str) -> None:
    at = place % (len(text) - 1) + 1
    laid = lay_out(text)
    laid["texts"]["text"] = [text[:at] + sign + text[at:]]
    laid["sentences"]["start"] = [start + len(sign) * (start >= at) for start in laid["sentences"]["start"]]
    laid["sentences"]["end"] = [end + len(sign) * (end > at) for end in laid["sentences"]["end"]]
    names = (*FIGURES, "kind", "unit", "bound", "relation", "direction")  # a broken word may change the name, and so the period
    broken = [[row[name] for name in names] for row in list_rows(read_tables("", laid=laid)["quantities"])]
    assert broken == [[row[name] for name in names] for row in _read(text)]


@settings(deadline=None, max_examples=100)
@given(FIGURE_TEXTS)
def test_full_width_signs_are_read_as_half_width(text: str) -> None:
    wide = re.sub(r"[0-9A-Za-z%.]", lambda sign: chr(ord(sign[0]) + 0xFEE0), text)
    assert _figures(wide) == _figures(text)


def test_documents_of_a_batch_do_not_touch_each_other() -> None:
    one = lay_out("新建校舍6所，增加")
    two = lay_out("9%。财政收入6亿元。", year="2011", review="2010", plan="2011")
    alone = [_figures("新建校舍6所，增加"), _figures("9%。财政收入6亿元。", year="2011", review="2010", plan="2011")]
    for name, columns in two.items():
        for column, cells in columns.items():
            one[name][column] += ["b"] * len(cells) if column == "doc_id" else cells
    rows = list_rows(read_tables("", laid=one)["quantities"])
    assert [[_figure(row) for row in rows if row["doc_id"] == doc_id] for doc_id in "ab"] == alone


def test_empty_text_and_text_without_figures_have_no_rows() -> None:
    assert _read("") == _read("\n \n") == _read("全面推进各项工作。") == []


def test_document_without_years_has_no_period_but_what_the_text_tells() -> None:
    rows = _read("新建校舍6所。2019年新建校舍8所。去年新建校舍9所。", year="", review="", plan="", part="other")
    assert [row["period"] for row in rows] == [None, "2019", None]


def _read(text: str, **context: str) -> list[dict[str, Any]]:
    return list_rows(read_tables(text, **context)["quantities"])


def _figures(text: str, **context: str) -> list[tuple[Any, ...]]:
    """What the rows of a text say, without where they stand and how they are written."""
    return [_figure(row) for row in _read(text, **context)]


def _figure(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*FIGURES, *FIELDS))


def test_a_passage_of_the_last_year_in_a_review_of_several_keeps_that_year() -> None:
    text = "五年来，新建水厂12座。\n过去一年，我们办了几件实事。\n改造老旧小区36个。\n这五年，城乡面貌一新。\n新建公园18个。"
    rows = _read(text, year="2021", review="2016-2020", plan="2021", part="review")
    assert {row["text"]: row["period"] for row in rows} == {"12座": "2016-2020", "36个": "2020", "18个": "2016-2020"}


# Sentences without an end, of what a careless reader goes through again for every number.
RUNS = [
    "6所",
    "增长3%、",
    "2020年3个，",
    "产量3吨",
    "由3到5，",
    "“3",
    "3\t",
    "百分之",
    "（（（",
    "由由由",
    "6 ",
    "预计6所",
    "五年来",
    "分别6%和",
]


@pytest.mark.soak
@pytest.mark.parametrize("run", RUNS, ids=ascii)
def test_time_grows_with_the_length_and_no_faster(run: str) -> None:
    size = 10_000 // len(run)
    short, long = (_describe_time(run * length) for length in (size, 4 * size))
    assert long < 8 * max(short, 0.05)  # four times the text; squared time would be sixteen times


def _describe_time(text: str) -> float:
    tables = read_tables(text)
    times = []
    for _ in range(2):
        start = process_time()
        describe_quantities(tables, whole_lexicon())
        times.append(process_time() - start)
    return min(times)
