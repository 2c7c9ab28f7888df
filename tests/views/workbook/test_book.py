"""A workbook of hostile cells, as openpyxl and LibreOffice read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from pipeline.schema import CHECKS, MET, Column, Columns
from pipeline.views.workbook import cover, sheet
from pipeline.views.workbook.book import write_workbook
from pipeline.views.workbook.cells import CUT, fit_text
from pipeline.views.workbook.sheet import Heading, Sheet
from tests.spreadsheet import alike, read_sheets

HOSTILE = (
    "=1+1", "=HYPERLINK(\"http://x\")", "{=1}", "@x", "+86", "-1", "-甲", "＝1", "http://例.cn/a?b=1#c", "mailto:a@b.cn", "ftp://x",
    "internal:封面!A1", "external:c:\\x.xlsx", "file:///etc", "320500", "00123", "1e5", "1234567890123456789", "TRUE", "2021-01-02", "3/4",
    "50%", "'甲", " 前后有空格 ", "\t甲", "甲\r\n乙\r丙\n丁", "\0", "甲\x00\x01\x1b\x1f乙", "\x7f", "\ufffe\uffff", "_x0041_", "_x005F_",
    "<script>alert(1)</script>&amp;\"", "环" * 32_768, "😀" * 20_000, "𠮷祥村", "甲\u2028乙", "]]>", "#REF!", "\u200b甲",
)  # fmt: skip
NAME, TEXT, KIND = Column("doc_id", required=True), Column("note"), Column("met", vocabulary=("yes", "no", "unknown"))
COUNT, FIGURE, UNIT, YEAR = Column("count", "integer"), Column("value", "number"), Column("unit"), Column("year", "integer", unit="year")
WORDS = {"yes": "达到", "no": "未达到", "unknown": "不详"}
HEADINGS = (
    Heading(NAME, "报告编号", "说明", {}), Heading(TEXT, "说明", "", {}), Heading(KIND, "是否达到", "实际值是否守住目标", WORDS),
    Heading(COUNT, "次数", "", {}), Heading(FIGURE, "数值", "", {}), Heading(UNIT, "单位", "", {}), Heading(YEAR, "年份", "", {}),
)  # fmt: skip
ROWS: Columns = {
    "doc_id": [f"=镇/{number}" for number in range(len(HOSTILE))],
    "note": list(HOSTILE),
    "met": [("yes", "no", "unknown", None)[number % 4] for number in range(len(HOSTILE))],
    "count": [number * 1000 if number % 3 else None for number in range(len(HOSTILE))],
    "value": [(0.1 + 0.2, 93.5, -1e-9, 1.9423e11, 0.0, None)[number % 6] for number in range(len(HOSTILE))],
    "unit": [("CNY", "%", "m", "元", "", None)[number % 6] for number in range(len(HOSTILE))],
    "year": [2021] * len(HOSTILE),
}
DOCUMENTS: Columns = {
    "doc_id": ["甲/1", "甲/2", "乙/1"], "place": ["甲镇", "甲镇", None], "year": [2019, 2021, None],
    "delivered": ["2019-01-08", None, None], "duplicate_of": [None, "甲/1", None], "status": ["ok", "partial", "failed"],
}  # fmt: skip
PAGES = {"=镇/0": "external:explorer/r/1.html", "=镇/7": "external:explorer/r/8.html"}


def make_sheet(parts: object, rows: int) -> Sheet:
    return Sheet("目标", "一行一个目标", HEADINGS, rows, parts, "tables/targets.csv", PAGES)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "reports.xlsx"
    left = Sheet("句子", "一行一句", (), 12_345, (), "tables/sentences.csv")
    halves = [{name: cells[:20] for name, cells in ROWS.items()}, {name: cells[20:] for name, cells in ROWS.items()}]
    write_workbook([make_sheet(halves, len(HOSTILE)), left], [DOCUMENTS], target)
    return target


def expect_rows() -> Iterator[list[object]]:
    """The rows as they are shown: texts that fit, words for codes, nothing for what is missing."""
    for cells in zip(*ROWS.values(), strict=True):
        shown = [fit_text(cell)[0] if isinstance(cell, str) else cell for cell in cells]
        yield [WORDS.get(cell, cell) if at == 2 else None if cell == "" else cell for at, cell in enumerate(shown)]


def test_every_cell_is_a_text_or_a_number_as_it_was(written: Path) -> None:
    found = load_workbook(written)["目标"]
    texts = {cell.column for row in found.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)}
    assert texts == {1, 2, 3, 6}
    assert {cell.data_type for row in found.iter_rows() for cell in row} == {"s", "n"}
    rows = [[cell.value for cell in row] for row in found.iter_rows(min_row=2)]
    for row, expected in zip(rows, expect_rows(), strict=True):
        assert [str(cell).replace("_x005F_", "_") if at == 1 else cell for at, cell in enumerate(row)] == [
            pytest.approx(cell, rel=1e-15) if isinstance(cell, float) else cell for cell in expected
        ]


def test_libreoffice_reads_the_same(written: Path, tmp_path: Path) -> None:
    sheets = read_sheets(written, tmp_path)
    assert list(sheets) == ["封面", "目标"]
    assert sheets["目标"][0] == [heading.title for heading in HEADINGS]
    for row, expected in zip(sheets["目标"][1:], expect_rows(), strict=True):
        assert [shown for shown, cell in zip(row, expected, strict=True) if not alike(shown, cell)] == []


def test_headings_explain_themselves_and_stay_in_sight(written: Path) -> None:
    found = load_workbook(written)["目标"]
    assert [cell.value for cell in found[1]] == [heading.title for heading in HEADINGS]
    comments = [cell.comment.text for cell in found[1]]
    assert comments[0] == "说明\nCSV 中的列名：doc_id"
    assert comments[2] == "实际值是否守住目标\nCSV 中的列名：met\nCSV 中的写法：达到 yes，未达到 no，不详 unknown"
    assert comments[3].startswith("次数\n")
    assert (found.freeze_panes, found.auto_filter.ref) == ("B2", f"A1:G{len(HOSTILE) + 1}")
    widths = [found.column_dimensions[letter].width for letter in "ABCDEFG"]
    assert all(6 <= width <= 45 for width in widths)
    assert widths[1] > widths[3]


def test_numbers_have_formats_and_codes_have_colours(written: Path) -> None:
    found = load_workbook(written)["目标"]
    assert [found.cell(row, 5).number_format for row in range(2, 6)] == ["#,##0.0#####", 'General"%"', "General", "#,##0"]
    assert (found["D3"].number_format, found["G2"].number_format) == ("#,##0", "0")
    colours = [found.cell(row, 3).fill.fgColor.rgb[2:] for row in range(2, 5)]
    assert colours == [colour.removeprefix("#") for colour in (sheet.GREEN, sheet.RED, sheet.GREY)]
    assert found["C5"].fill.fill_type is None


def test_every_kind_of_finding_and_outcome_has_a_colour() -> None:
    assert set(sheet.COLOURS["check"][1]) == set(CHECKS)
    assert set(sheet.COLOURS["met"][1]) == set(MET)
    coloured = {colour for _, by_word in sheet.COLOURS.values() for colour in by_word.values()}
    assert coloured == {colour for colour, _ in cover.LEGEND}


def test_only_reports_with_a_page_are_linked(written: Path) -> None:
    found = load_workbook(written)["目标"]
    links = {cell.value: cell.hyperlink.target.replace("\\", "/") for row in found.iter_rows(min_row=2) for cell in row if cell.hyperlink}
    assert links == {"=镇/0": "explorer/r/1.html", "=镇/7": "explorer/r/8.html"}


def test_the_cover_tells_what_when_how_many_and_what_is_missing(written: Path) -> None:
    found = load_workbook(written)["封面"]
    rows = [[cell.value for cell in row] for row in found.iter_rows()]
    told = {row[0]: row[1] for row in rows if row[0]}
    assert told["什么时候"] == "2019—2021 年的报告；最近一份作于 2019-01-08。"
    assert told["有多少"] == "3 份报告，1 个地方；1 份没有读出；1 份只读了一部分；1 份与别的报告文字全同，原因在“报告”表里。"
    count = len(HOSTILE)
    assert rows[-2] == ["目标", "一行一个目标", count, count, "tables/targets.csv", "2 格文字过长，截短了"]
    assert rows[-1] == ["句子", "一行一句", 12_345, 0, "tables/sentences.csv", "不在本册里，只在 tables/sentences.csv"]
    assert found.cell(len(rows) - 1, 1).hyperlink.location == "'目标'!A1"
    assert any("可以点开" in str(row[1]) for row in rows)


def test_when_tells_one_year_and_none() -> None:
    one = {**DOCUMENTS, "year": [2021, 2021, None], "delivered": [None] * 3, "status": ["ok"] * 3, "duplicate_of": [None] * 3}
    assert cover.describe_documents([one]) == ("2021 年的报告。", "3 份报告，1 个地方。")
    assert cover.describe_documents([{**one, "year": [None] * 3}])[0] == "报告的年份不明。"


def test_a_sheet_ends_at_the_limit_reads_no_further_and_the_cover_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 20)
    monkeypatch.setattr(cover, "MOST_ROWS", 20)

    def walk_parts() -> Iterator[Columns]:
        yield {name: cells[:20] for name, cells in ROWS.items()}
        pytest.fail("a part was read that no row is taken from")

    write_workbook([make_sheet(walk_parts(), 70_000)], [DOCUMENTS], tmp_path / "reports.xlsx")
    book = load_workbook(tmp_path / "reports.xlsx")
    assert (book["目标"].max_row, book["目标"].auto_filter.ref) == (21, "A1:G21")
    last = [cell.value for cell in list(book["封面"].iter_rows())[-1]]
    assert last[2:] == [70_000, 20, "tables/targets.csv", "本册只有前 20 行，其余只在 tables/targets.csv"]


def test_a_table_without_rows_is_its_headings(tmp_path: Path) -> None:
    write_workbook([make_sheet([], 0)], [DOCUMENTS], tmp_path / "reports.xlsx")
    found = load_workbook(tmp_path / "reports.xlsx")["目标"]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == [[heading.title for heading in HEADINGS]]


def test_the_same_rows_are_the_same_bytes(written: Path, tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        left = Sheet("句子", "一行一句", (), 12_345, (), "tables/sentences.csv")
        write_workbook([make_sheet([ROWS], len(HOSTILE)), left], [DOCUMENTS], tmp_path / "again.xlsx")
    finally:
        os.umask(mask)
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.xlsx"]
    with ZipFile(written) as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_folder_that_is_gone_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        write_workbook([make_sheet([ROWS], 1)], [DOCUMENTS], tmp_path / "gone/reports.xlsx")


def test_a_cut_text_ends_as_the_cover_says(written: Path) -> None:
    texts = [row[1].value for row in load_workbook(written)["目标"].iter_rows(min_row=2)]
    assert sum(str(text).endswith(CUT) for text in texts) == 2
