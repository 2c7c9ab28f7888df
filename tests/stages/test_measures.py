"""Stage measures: numbers found in whole documents, at their place in the source."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.schema import MEASURES, Columns
from pipeline.stages.measures import find_measures
from tests.figures import lay_out, list_rows, measure_text, whole_lexicon

PIECES = st.sampled_from(
    [
        "新建",
        "校舍",
        "3",
        "１２",
        "2.5",
        "1,200",
        "万",
        "亿",
        "元",
        "所",
        "%",
        "2020年",
        "第",
        "三",
        "一",
        "个",
        "“",
        "”",
        "，",
        "。",
        "；",
        "\n",
        "\t",
        "|",
        "\u200b",
        "\u3000",
        "\r\n",
        "单位：万元",
        "项目",
        "年",
        "月",
        "至",
        "—",
        "（",
        "）",
        "〔2016〕6号",
        "G60",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def _spans(text: str) -> list[tuple[str, str]]:
    return [(text[row["start"] : row["end"]], row["kind"]) for row in measure_text(text)]


def test_numbers_and_names_stand_in_one_list() -> None:
    text = "2020年，G60沿线新建校舍6所，列全省第3位，投资1.2亿元。"
    assert _spans(text) == [("2020年", "name"), ("60", "name"), ("6所", "count"), ("3", "name"), ("1.2亿元", "money")]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("达到７．４\n\u200b\n万亿元，实现增长。", "７．４\n\u200b\n万亿元", 7.4e12),
        ("户数为1，\u200b200户。", "1，\u200b200户", 1200.0),
        ("完成 3 万 亩。", "3 万 亩", 2e7),
        ("\ufeff\u3000\u3000造林９亩。", "９亩", 6000.0),
    ],
)
def test_offsets_are_those_of_the_source(text: str, span: str, value: float) -> None:
    (row,) = measure_text(text)
    assert text[row["start"] : row["end"]] == span
    assert row["value"] == pytest.approx(value)


def test_cells_have_label_and_head_and_sentences_have_none() -> None:
    text = "投资6万元。\n单位：万元\n项目\t2019年\t2020年\n道路\t42\t18\n水渠\t7\t9"
    rows = [row for row in measure_text(text) if row["kind"] != "name"]
    assert [(row["value"], row["label"], row["head"]) for row in rows] == [
        (60000.0, "", ""),
        (420000.0, "道路", "2019年"),
        (180000.0, "道路", "2020年"),
        (70000.0, "水渠", "2019年"),
        (90000.0, "水渠", "2020年"),
    ]


def test_markdown_table_is_read_like_one_with_tabs() -> None:
    text = "|项目|投资（亿元）|\n|---|---|\n|环湖路|1.5|\n"
    assert [(row["value"], row["label"]) for row in measure_text(text) if row["kind"] == "money"] == [(1.5e8, "环湖路")]


def test_documents_are_read_one_by_one() -> None:
    texts = ["新建校舍6", "所，造林9亩。", "", "增长3%。"]
    laid: Columns = {"doc_id": list("abcd"), "text": texts}
    sentences: dict[str, list[Any]] = {name: [] for name in lay_out("6所")["sentences"]}
    for doc_id, text in zip("abcd", texts, strict=True):
        for name, cells in lay_out(text)["sentences"].items():
            sentences[name] += [doc_id] * len(cells) if name == "doc_id" else cells
    rows = list_rows(find_measures({"texts": laid, "sentences": sentences}, whole_lexicon())["measures"])
    assert [(row["doc_id"], row["kind"]) for row in rows] == [("a", "name"), ("b", "area"), ("d", "percent")]


def test_no_text_makes_empty_columns() -> None:
    assert find_measures(lay_out(""), whole_lexicon())["measures"] == {name: [] for name in MEASURES.names}


@settings(deadline=None, max_examples=200)
@given(TEXTS | st.text(max_size=60))
def test_rows_lie_in_their_sentences_and_do_not_overlap(text: str) -> None:
    tables = lay_out(text)
    columns = find_measures(tables, whole_lexicon())["measures"]
    build_table(MEASURES, columns)
    sentences = list_rows(tables["sentences"])
    done = 0
    for row in list_rows(columns):
        sentence = sentences[row["sentence"]]
        assert max(done, sentence["start"]) <= row["start"] < row["end"] <= sentence["end"]
        done = row["end"]


@settings(deadline=None)
@given(TEXTS)
def test_arguments_are_left_as_they_were(text: str) -> None:
    tables = lay_out(text)
    before = {name: {column: list(cells) for column, cells in columns.items()} for name, columns in tables.items()}
    find_measures(tables, whole_lexicon())
    assert tables == before
