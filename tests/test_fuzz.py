"""Bytes and texts as nobody would write them: no reader, grammar or stage raises, and what they say holds.

A few examples of each in ``make test``, 50,000 in all in ``make soak``. What was found is a case: FOUND below, or of its rule.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline.frames import build_table
from pipeline.grammar.folding import fold_text
from pipeline.grammar.measures import MeasureFinder
from pipeline.grammar.numerals import parse_numeral, parse_percent
from pipeline.grammar.signs import load_signs
from pipeline.limits import Limits
from pipeline.mining import load_words
from pipeline.readers import read_content
from pipeline.run import run
from pipeline.schema import TABLES, Reading, Source
from pipeline.store.refusal import Refused
from pipeline.store.scan import scan_corpus
from pipeline.store.sheets import list_rows
from pipeline.store.sources import read_sources
from tests.hostile import write_docx
from tests.mined import mine_sources
from tests.test_hostile import WHOLE

SIGNS = sorted({sign.form for sign in load_signs()})
WORDS = [
    *(
        "全镇",
        "产值",
        "增长",
        "下降",
        "以上",
        "左右",
        "其中",
        "占",
        "由",
        "到",
        "达",
        "比上年",
        "“",
        "”",
        "（",
        "）",
        "、",
        "，",
        "。",
        "\n",
        "\t",
    ),
    *(
        "亿元",
        "万吨",
        "%",
        "个百分点",
        "公里",
        "2020年",
        "“十四五”",
        "第",
        "级",
        "国道",
        "名",
        "各位代表：",
        "一、",
        "工作回顾",
        "\u200b",
        "\u3000",
    ),
    *(
        "GDP",
        "3.5",
        "1,000",
        "-",
        "×",
        "倍",
        "翻一番",
        "零",
        "百分之",
        "分之",
        "余",
        "多",
        "几",
        "半",
        "今年",
        "\ufffd",
        "\u202e",
        "\x00",
        "=",
        "<b>",
        "'",
    ),
]
TAGS = (
    "p",
    "div",
    "table",
    "tr",
    "td",
    "h1",
    "title",
    "span",
    "a",
    "br",
    "script",
    "pre",
    "li",
    "body",
    "html",
    "footer",
    "svg",
    "textarea",
)


class Target(NamedTuple):
    """What is fuzzed: what is thrown at it, what must hold, and how often it is thrown in the long tests."""

    thrown: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    examples: int


def _damage(raw: bytes) -> st.SearchStrategy[bytes]:
    """Return the bytes with pieces of them replaced, left out or repeated."""
    pieces = st.tuples(st.integers(0, len(raw)), st.integers(0, 40), st.binary(max_size=12))
    return st.lists(pieces, min_size=1, max_size=6).map(lambda changes: _change(raw, changes))


def _change(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, put in changes:
        raw = raw[:place] + put + raw[place + length :]
    return raw


def _check_reading(reading: Reading) -> None:
    assert reading.status in ("ok", "partial", "failed")
    assert (reading.status == "ok") == (reading.reason == "")
    assert bool(reading.text.strip()) == (reading.status != "failed")
    assert "\n" not in reading.reason
    assert reading.text.encode().decode() == reading.text


def _reads(suffix: str) -> Callable[[bytes], None]:
    return lambda raw: _check_reading(read_content(raw, suffix))


def _check_sheet(suffix: str) -> Callable[[bytes], None]:
    def check(raw: bytes) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / f"买来{suffix}").write_bytes(raw)
            try:
                items = list_rows(scan_corpus([folder], folder / "outputs"), {}, Limits())
            except Refused as refused:
                assert "no report in it" in str(refused)
                return
            for source in read_sources(items):
                _check_reading(source.reading)
            assert len({item.report.doc_id for item in items}) == len(items)
        assert csv.field_size_limit() == 131_072

    return check


@cache
def _finder() -> MeasureFinder:
    return MeasureFinder(load_words().figures)


def _check_numeral(text: str) -> None:
    for numeral in (parse_numeral(text), parse_percent(text)):
        if numeral is not None and numeral.low is not None and numeral.high is not None:
            assert numeral.low <= numeral.high


def _check_measures(text: str) -> None:
    done = 0
    for measure in _finder().find(fold_text(text)):
        assert done <= measure.start < measure.end <= len(text)
        done = measure.end


def _check_flow(text: str) -> None:
    source = Source("a", "a.txt", "", Reading(text, "txt"), {})
    tables = mine_sources([source], "indicators")
    for name, columns in tables.items():
        build_table(TABLES["ingested" if name == "documents" and "text_sha256" in columns else name], columns)
    for name in ("sentences", "quantities"):
        spans = zip(tables[name]["start"], tables[name]["end"], tables[name]["text"], strict=True)
        assert all(text[start:end] == said for start, end, said in spans)


TEXT = st.lists(st.sampled_from([*WORDS, *SIGNS]) | st.text(max_size=3), max_size=30).map("".join)
MARKUP = st.lists(
    st.sampled_from(
        [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["<!--", "-->", "<![CDATA[", "&#xD800;", "&amp", "<a href='"]
    )
    | st.sampled_from(WORDS),
    max_size=40,
).map("".join)
XML_TAGS = ("p", "r", "t", "tbl", "tr", "tc", "ins", "del", "txbxContent", "sdt", "sdtContent", "br", "instrText")
PIECES = st.recursive(
    st.sampled_from(["全镇产值", "9亿元。", "&#10;", "&#xFFFD;", ""]),
    lambda inner: st.builds(
        lambda tag, inside: f"<w:{tag}>{''.join(inside)}</w:{tag}>", st.sampled_from(XML_TAGS), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)
CELLS = st.lists(st.lists(st.sampled_from([*WORDS, '"', '""', "\r\n", "text", "正文", "year", ""]), max_size=4), min_size=1, max_size=6)
PAGES = st.lists(TEXT.map(lambda text: text.replace("\x00", "")), min_size=1, max_size=4)
TARGETS = {
    **{
        f"damaged {suffix}": Target(_damage(raw), _reads(suffix), 3_000) for suffix, raw in WHOLE.items() if suffix not in (".csv", ".xlsx")
    },
    **{f"damaged {suffix}": Target(_damage(WHOLE[suffix]), _check_sheet(suffix), 2_000) for suffix in (".csv", ".xlsx")},
    "any bytes as .txt": Target(st.binary(max_size=200), _reads(".txt"), 3_000),
    "any bytes as .html": Target(st.binary(max_size=200), _reads(".html"), 2_000),
    "markup": Target(MARKUP.map(str.encode), _reads(".html"), 3_000),
    "paragraphs of .docx": Target(PIECES.map(lambda piece: write_docx([piece])), _reads(".docx"), 3_000),
    "cells of .csv": Target(CELLS.map(lambda rows: "\n".join(map(",".join, rows)).encode()), _check_sheet(".csv"), 2_000),
    "numerals": Target(
        st.lists(st.sampled_from([*SIGNS, *"0123456789.,-/"]), max_size=14).map("".join) | st.text(max_size=8), _check_numeral, 8_000
    ),
    "measures": Target(TEXT, _check_measures, 7_000),
    "the document stages": Target(TEXT, _check_flow, 3_000),
}


def throw(name: str, examples: int, *, repeatable: bool) -> None:
    """Throw so many examples at a target; repeatable ones are the same at each run."""
    target = TARGETS[name]
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    ways = settings(max_examples=examples, deadline=None, database=None, derandomize=repeatable, suppress_health_check=quiet)
    ways(given(target.thrown)(target.check))()


def _check_page(texts: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "corpus"
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{2019 + number}.md").write_text(f"青屏镇政府工作报告\n全镇产值9亿元。<x-tag a='{text}\"><x-tag>", encoding="utf-8")
        run(folder, outputs=Path(name) / "outputs", pictures="few")
        for page in (Path(name) / "outputs/explorer").rglob("*.html"):
            assert html.fromstring(page.read_bytes()).xpath("//x-tag") == []
        for script in (Path(name) / "outputs/explorer").rglob("*.js"):
            assert b"<x-tag" not in script.read_bytes()


@pytest.mark.soak
def test_the_page_shows_whatever_a_report_says_as_text() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    settings(max_examples=60, deadline=None, database=None, suppress_health_check=quiet)(given(PAGES)(_check_page))()


@pytest.mark.parametrize("name", TARGETS)
def test_some_examples_of_each(name: str) -> None:
    throw(name, 25, repeatable=True)


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_many_examples_of_each(name: str) -> None:
    throw(name, TARGETS[name].examples, repeatable=False)


def test_the_long_test_throws_fifty_thousand() -> None:
    assert sum(target.examples for target in TARGETS.values()) >= 50_000
