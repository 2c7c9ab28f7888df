from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frames import build_table
from pipeline.lexicon.reports import load_report_words
from pipeline.schema import DOCUMENTS, SENTENCES, TEXTS, Columns, Reading, Source
from pipeline.stages.ingest import read_reports

LEXICON = SimpleNamespace(reports=load_report_words())
REPORT = (
    "政 府 工 作 报 告\r\n——2021年1月12日在柳塘镇第三届人民代表大会第六次会议上\r\n镇长　张三\r\n各位代表：\r\n"
    "　　我代表镇人民政府报告工作，请予审议。\r\n　　一、2020年工作回顾\r\n　　（一）产业更强。产值36亿元。\r\n"
    "　　一是抓项目。开工3个。\r\n"
    "　　二、2021年工作安排\r\n　　力争产值40亿元。\r\n责任编辑：李四\r\n"
)


def source(text: str, *, doc_id: str = "a", catalogue: dict[str, str] | None = None, status: str = "ok") -> Source:
    reading = Reading(text, "txt", "utf-8", status=status, reason="" if status == "ok" else "file is empty")
    return Source(doc_id, f"{doc_id}.txt", "0" * 64, reading, catalogue or {})


def ingest(*sources: Source) -> dict[str, Columns]:
    return read_reports(sources, LEXICON)


def row(tables: dict[str, Columns], index: int = 0) -> dict[str, object]:
    return {name: column[index] for name, column in tables["documents"].items()}


def test_every_column_of_the_three_tables_is_there_and_of_one_length() -> None:
    tables = ingest(source(REPORT), source("全年向好。", doc_id="b"))
    for table in (DOCUMENTS, TEXTS, SENTENCES):
        assert set(tables[table.name]) == set(table.names)
        assert len({len(column) for column in tables[table.name].values()}) == 1


def test_a_report_tells_what_it_is() -> None:
    told = row(ingest(source(REPORT, doc_id="明州市/柳塘镇/稿")))
    assert {name: value for name, value in told.items() if value is not None} == {
        "doc_id": "明州市/柳塘镇/稿", "path": "明州市/柳塘镇/稿.txt", "sha256": "0" * 64, "format": "txt",
        "encoding": "utf-8", "replaced": 0,
        "title": "政府工作报告", "title_from": "text", "place": "柳塘镇", "place_from": "text", "parent": "明州市", "level": "乡",
        "level_from": "text", "genre": "政府工作报告", "delivered": "2021-01-12", "year": 2021, "year_from": "text",
        "review_period": "2020", "review_period_from": "text", "plan_period": "2021", "plan_period_from": "text",
        "characters": len(REPORT), "status": "ok",
    }  # fmt: skip


def test_sentences_point_into_the_text_and_carry_section_and_part() -> None:
    columns = ingest(source(REPORT))["sentences"]
    assert [REPORT[start:end] for start, end in zip(columns["start"], columns["end"], strict=True)] == columns["text"]
    assert columns["sentence"] == list(range(len(columns["text"])))
    sections = dict(zip(columns["text"], zip(columns["section"], columns["part"], strict=True), strict=True))
    review = "一、2020年工作回顾 / （一）产业更强"
    assert sections["产值36亿元。"] == (review, "review")
    assert sections["开工3个。"] == (f"{review} / 一是抓项目", "review")
    assert sections["力争产值40亿元。"] == ("二、2021年工作安排", "plan")
    assert sections["镇长　张三"] == (None, "other")
    assert "责任编辑：李四" not in sections


def test_the_catalogue_overrides_text_and_name() -> None:
    cells = {"path": "a.txt", "place": "青阳镇", "year": "2019", "review_period": "2016-2018", "place_code": "330109", "title": " "}
    told = row(ingest(source(REPORT, catalogue=cells)))
    assert [told[name] for name in ("place", "place_from", "year", "year_from", "review_period", "review_period_from", "place_code")] == [
        "青阳镇", "catalogue", 2019, "catalogue", "2016-2018", "catalogue", "330109",
    ]  # fmt: skip
    assert (told["level"], told["level_from"], told["parent"]) == ("乡", "catalogue", None)
    assert (told["title"], told["title_from"], told["path"]) == ("政府工作报告", "text", "a.txt")


@pytest.mark.parametrize(
    ("doc_id", "cells", "level", "level_from"),
    [
        ("明州市/柳塘市/2021", {}, "县", "name"),
        ("柳塘市/2021", {"parent": "明州市"}, "县", "name"),
        ("柳塘市/2021", {"place": "柳塘市", "parent": "明州市"}, "县", "catalogue"),
        ("明州市/柳塘市/2021", {"level": "市"}, "市", "catalogue"),
        ("柳塘市/2021", {}, "市", "name"),
    ],
)
def test_a_city_whose_parent_is_a_city_is_a_county(doc_id: str, cells: dict[str, str], level: str, level_from: str) -> None:
    told = row(ingest(source("全年向好，群众满意。", doc_id=doc_id, catalogue=cells)))
    assert (told["place"], told["level"], told["level_from"]) == ("柳塘市", level, level_from)


def test_the_catalogues_year_moves_the_periods_that_nothing_else_tells() -> None:
    told = row(ingest(source("全年向好。", catalogue={"year": "2019"})))
    assert (told["review_period"], told["review_period_from"], told["plan_period"]) == ("2018", "catalogue", "2019")


def test_a_parent_of_the_catalogue_is_taken_as_it_stands() -> None:
    assert row(ingest(source(REPORT, catalogue={"parent": "临江区"})))["parent"] == "临江区"


def test_without_a_year_what_depends_on_it_is_empty() -> None:
    told = row(ingest(source("全年向好，群众满意。")))
    assert [told[name] for name in ("year", "year_from", "review_period", "review_period_from", "plan_period", "delivered")] == [None] * 6


def test_a_year_that_only_headings_tell() -> None:
    told = row(ingest(source("一、2019年工作回顾\n全年向好。\n二、工作安排\n力争更好。")))
    assert (told["year"], told["year_from"], told["review_period"], told["plan_period"]) == (2020, "text", "2019", "2020")


def test_a_period_told_by_a_plan_that_ended_comes_from_the_text_where_no_year_is_told() -> None:
    told = row(ingest(source("一、“十三五”时期工作回顾\n　　产值36亿元。\n")))
    periods = {name: told[name] for name in ("year", "review_period", "plan_period", "review_period_from", "plan_period_from")}
    assert list(periods.values()) == [None, "2016-2020", "2021", "text", "text"]


def test_a_failed_reading_has_a_row_told_by_its_name_and_no_text() -> None:
    tables = ingest(source("", doc_id="柳塘镇/2021", status="failed"), source("全年向好。", doc_id="b"))
    told = row(tables)
    assert (told["place"], told["place_from"], told["year"], told["year_from"]) == ("柳塘镇", "name", 2021, "name")
    assert (told["status"], told["reason"], told["encoding"]) == ("failed", "file is empty", "utf-8")
    assert tables["texts"]["doc_id"] == ["b"]
    assert set(tables["sentences"]["doc_id"]) == {"b"}


@pytest.mark.parametrize("column", ["sentences", "tokens", "quantities", "duplicate_of", "place_code_year", "place_id"])
def test_what_later_stages_count_stays_empty(column: str) -> None:
    assert row(ingest(source(REPORT)))[column] is None


def test_no_sources_make_empty_tables() -> None:
    assert all(not column for columns in ingest().values() for column in columns.values())


PIECES = [
    "一、", "（一）", "1.", "一是", "——", "# ", "2020年", "二〇二〇年", "工作回顾", "工作任务", "“十三五”时期", "五年来",
    "各位代表：", "\n", "\r\n", "\n\n", "\u3000\u3000", "\u200b\n", "\t", "。", "，", "：", "“", "”", "《", "》", "产值3.5亿元",
    "今年力争", "了", "在柳塘镇人民代表大会上", "政府工作报告", "名词解释", "附件1", "来源：镇政府", "省市县", "个五年规划", "!", "?", " ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(["a", "柳塘镇/2020年", "省市县/年", "市民/2020"]))
def test_whatever_a_text_holds_its_sentences_point_into_it(text: str, doc_id: str) -> None:
    tables = ingest(source(text, doc_id=doc_id))
    for table in (DOCUMENTS, SENTENCES, TEXTS):
        build_table(table, tables[table.name])
    columns = tables["sentences"]
    assert [text[start:end] for start, end in zip(columns["start"], columns["end"], strict=True)] == columns["text"]
    assert all(sentence.strip() for sentence in columns["text"])
    assert set(columns["part"]) <= {"review", "plan", "other"}
