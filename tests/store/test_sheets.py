"""Bought corpora: each row of a sheet with a column of texts is a report."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.limits import Limits
from pipeline.run import open_table, run
from pipeline.store.batches import Item, order_items
from pipeline.store.catalogue import find_rows
from pipeline.store.refusal import Refused
from pipeline.store.scan import Scan, scan_corpus
from pipeline.store.sheets import list_rows
from pipeline.store.sources import read_sources

TEXTS = ["全县有企业30家。\n总产值9亿元。", "全县有企业36家，增长20%。", '他说：“好，”\r\n完成"双减"。']
HEADER = ["year", "正文", "place"]
ROWS = [[str(2019 + number), text, "环橙县"] for number, text in enumerate(TEXTS)]


def put_csv(file: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made.getvalue().encode(encoding))
    return file


def put_xlsx(file: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"{number}", number)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def list_items(folder: Path) -> tuple[list[Item], Scan, list[str]]:
    scan = scan_corpus([folder], folder.with_name("outputs of others"))
    rows, notes = find_rows([*scan.reports, *scan.sheets], [folder / "catalogue.csv"])
    return list_rows(scan, rows, Limits()), scan, notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_row_of_a_csv_is_a_report(encoding: str, tmp_path: Path) -> None:
    put_csv(tmp_path / "省/买来.csv", [HEADER, *ROWS], encoding)
    items, scan, _ = list_items(tmp_path)
    assert [item.report.doc_id for item in items] == [f"省/买来.csv#{number}" for number in (2, 3, 4)]
    sources = read_sources(items)
    assert [source.reading.text for source in sources] == TEXTS
    assert {source.path for source in sources} == {"省/买来.csv"}
    assert {(source.reading.format, source.reading.encoding) for source in sources} == {("csv", encoding.removesuffix("-sig"))}
    assert [source.catalogue for source in sources] == [{"year": row[0], "place": "环橙县"} for row in ROWS]
    assert scan.notes == []


def test_a_row_of_a_workbook_is_a_report_of_the_first_sheet_with_texts(tmp_path: Path) -> None:
    rows = [[None, *HEADER], *([None, int(row[0]), *row[1:]] for row in ROWS[:2]), [], [None, 2030.0, "完。_x000D_", "环橙县"]]
    put_xlsx(tmp_path / "买来.XLSX", [["说明", "数据来源"], ["x", "y"]], rows, [HEADER, *ROWS])
    items, _, _ = list_items(tmp_path)
    assert [item.report.doc_id for item in items] == [f"买来.XLSX#{number}" for number in (2, 3, 5)]
    sources = read_sources(items)
    assert [source.reading.text for source in sources] == [*TEXTS[:2], "完。\r"]
    assert [source.catalogue["year"] for source in sources] == ["2019", "2020", "2030"]
    assert {source.reading.format for source in sources} == {"xlsx"}


@pytest.mark.parametrize("name", ["full_text", "TEXT", " 正文 ", "内容"])
def test_the_column_of_texts_has_one_of_four_names_the_first_of_them_wins(name: str, tmp_path: Path) -> None:
    put_csv(tmp_path / "a.csv", [["甲", name, "year"], ["乙", TEXTS[0], "2020"]])
    put_csv(tmp_path / "b.csv", [["内容", "full_text"], ["乙", TEXTS[0]]])
    assert [source.reading.text for source in read_sources(list_items(tmp_path)[0])] == [TEXTS[0]] * 2


def test_the_catalogue_names_the_column_and_says_what_holds_for_all_rows(tmp_path: Path) -> None:
    put_csv(tmp_path / "a.csv", [["报告全文", "year", "parent", "text"], [TEXTS[0], "2020", "甲市", "x"], [TEXTS[1], "", "", "y"]])
    put_xlsx(tmp_path / "b.xlsx", [["报告全文"], [TEXTS[2]]])
    put_csv(tmp_path / "c.csv", [["text"], [TEXTS[2]]])
    rows = [["path", "text_column", "parent"], ["a.csv", "报告全文", "乙市"], ["b.xlsx", "报告全文", ""], ["c.csv", "报告", ""]]
    put_csv(tmp_path / "catalogue.csv", rows)
    items, scan, notes = list_items(tmp_path)
    assert [source.catalogue for source in read_sources(items)[:2]] == [{"year": "2020", "parent": "乙市"}, {"parent": "乙市"}]
    assert [source.reading.text for source in read_sources(items)] == [TEXTS[0], TEXTS[1], TEXTS[2], ""]
    assert items[-1].report.doc_id == "c.csv"
    assert items[-1].reason == "no column '报告'; write in catalogue.csv under text_column what the column of its texts is called"
    assert notes == []
    assert scan.notes[0].startswith("a.csv: unknown columns text, left out; call those that matter title place parent ")


def test_a_sheet_without_texts_is_skipped_or_failed_or_lies_beside_its_report(tmp_path: Path) -> None:
    put_csv(tmp_path / "figures.csv", [["甲", "乙"], ["1", "2"]])
    put_csv(tmp_path / "empty.csv", [])
    put_xlsx(tmp_path / "2020.xlsx", [["甲"], [1]])
    put_xlsx(tmp_path / "2021.xlsx", [["甲"], [1]])
    (tmp_path / "2021.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "2022.xlsx").write_bytes(b"PK\x03\x04")
    items, scan, _ = list_items(tmp_path)
    assert [item.report.doc_id for item in items] == ["2020.xlsx", "2022.xlsx"]
    assert items[0].reason.startswith("no column is called full_text, text, 正文, 内容; ")
    assert items[1].reason == "workbook cannot be read (BadZipFile); open it in Excel or WPS and save it again"
    assert dict(scan.skipped) == {".csv": 2}
    assert scan.forms == {"2021": ("2021.xlsx",)}


def test_a_corpus_of_figures_alone_is_refused_and_a_sheet_may_be_named_by_its_path(tmp_path: Path) -> None:
    put_csv(tmp_path / "a/figures.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(Refused, match=r"no report in it; .*a \.csv or \.xlsx needs a column full_text, text, 正文, 内容"):
        list_items(tmp_path / "a")
    file = put_csv(tmp_path / "b/买来.csv", [HEADER, *ROWS])
    scan = scan_corpus([file], tmp_path / "outputs")
    assert [item.report.doc_id for item in list_rows(scan, {}, Limits())] == [f"买来.csv#{number}" for number in (2, 3, 4)]


def test_what_is_wrong_in_a_row_costs_that_row_or_that_cell(tmp_path: Path) -> None:
    rows = [
        ["year", "level", "delivered", "text"],
        ["20年", "镇", "2021/2/3", TEXTS[0]],
        ["2020", "乡", "", " "],
        ["", "", "", TEXTS[1], "多"],
    ]
    put_csv(tmp_path / "a.csv", [*rows, ["", "", "", ""], ["", "x", "", TEXTS[2]]])
    items, scan, _ = list_items(tmp_path)
    sources = read_sources(items)
    assert sources[0].catalogue == {"delivered": "2021-02-03"}
    assert [(source.doc_id, source.reading.reason) for source in sources[1:]] == [
        ("a.csv#3", "the text of this row is empty; fill it in, or remove the row"),
        ("a.csv#4", "row has 5 cells where the header has 4; quote a cell that holds a comma"),
        ("a.csv#6", ""),
    ]
    assert scan.notes == ["a.csv: row 2: level '镇' is none; write one of 国家 省 市 县 乡, left out (and 2 more)"]


def test_a_text_that_excel_cut_is_partial_and_a_longer_one_is_read(tmp_path: Path) -> None:
    put_csv(tmp_path / "a.csv", [["text"], ["产" * 32_767], ["产" * 32_766], ["产" * 150_000], ["😀" * 16_383 + "产"]])
    readings = [source.reading for source in read_sources(list_items(tmp_path)[0])]
    assert [reading.status for reading in readings] == ["partial", "ok", "ok", "partial"]
    assert readings[0].reason == "text has 32,767 characters, the most that a cell of Excel holds: the rest was cut; get it whole"
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(
    ("tail", "number", "reason"),
    [
        ('"没有完', 3, "row 3: unexpected end of data; see to its quotes: 10 bytes are left out from there on"),
        ('"一"二,2020\n', 3, "row 3: ',' expected after '\"'; see to its quotes: "),
    ],
)
def test_where_a_csv_breaks_off_the_rows_before_are_read(tail: str, number: int, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"text,year\n{TEXTS[1]},2020\n{tail}", encoding="utf-8")
    first, last = list_items(tmp_path)[0]
    assert first.reason == ""
    assert last.report.doc_id == f"a.csv#{number}"
    assert last.reason.startswith(reason)


def test_utf16_is_told_to_be_saved_as_utf8(tmp_path: Path) -> None:
    put_csv(tmp_path / "a.csv", [HEADER, *ROWS], "utf-16")
    (item,) = list_items(tmp_path)[0]
    assert item.reason == "file is UTF-16; save it as CSV UTF-8"


def test_a_file_or_folder_that_is_called_as_a_row_is_refused(tmp_path: Path) -> None:
    put_csv(tmp_path / "a.csv", [HEADER, *ROWS])
    (tmp_path / "b#2.txt").write_text("x", encoding="utf-8")
    assert len(list_items(tmp_path)[0]) == 3
    (tmp_path / "a.csv#2.md").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match=r"a\.csv#2\.md: has the name of a row of a\.csv; rename one"):
        list_items(tmp_path)
    (tmp_path / "a.csv#2.md").unlink()
    (tmp_path / "a.csv#3.txt").mkdir()
    (tmp_path / "a.csv#3.txt/x.md").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match=r"has the name of a row"):
        list_items(tmp_path)


def test_a_sheet_that_changed_after_it_was_listed_is_told(tmp_path: Path) -> None:
    file = put_csv(tmp_path / "a.csv", [HEADER, *ROWS])
    items = list_items(tmp_path)[0]
    put_csv(file, [HEADER, *reversed(ROWS)])
    assert {source.reading.reason for source in read_sources(items)} == {"file was changed while it was read; run again"}


def test_rows_stand_in_the_order_of_the_sheet_between_the_files(tmp_path: Path) -> None:
    put_csv(tmp_path / "b.csv", [["text"], *([f"第{number}篇。"] for number in range(12))])
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text("完。", encoding="utf-8")
    run(tmp_path, outputs=tmp_path / "outputs", stages=["ingest"])
    rows = [f"b.csv#{number}" for number in range(2, 14)]
    assert open_table("documents", tmp_path / "outputs")["doc_id"].tolist() == ["a", *rows, "c"]
    assert order_items([]) == []


def test_a_changed_row_redoes_its_batch_and_the_outputs_are_those_of_a_first_run(
    tmp_path: Path, small_flow: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.batches._LARGEST", 150)
    rows = [[str(2000 + number), TEXTS[number % 2], "环橙县"] for number in range(30)]
    file = put_csv(tmp_path / "corpus/买来.csv", [HEADER, *rows])
    outcome = run(tmp_path / "corpus", outputs=tmp_path / "out", stages=["tables"])
    assert outcome.reports == 30
    assert run(tmp_path / "corpus", outputs=tmp_path / "out", stages=["tables"]).nothing
    batches = small_flow.count("ingest")
    assert batches > 5
    small_flow.clear()
    rows[17][1] = "全县有企业99家，增长20%。"  # as long as before
    put_csv(file, [HEADER, *rows])
    run(tmp_path / "corpus", outputs=tmp_path / "out", stages=["tables"])
    assert small_flow.count("ingest") == 1
    del rows[3]
    put_csv(file, [HEADER, *rows])
    run(tmp_path / "corpus", outputs=tmp_path / "out", stages=["tables"])
    run(tmp_path / "corpus", outputs=tmp_path / "first", stages=["tables"])
    assert read_all(tmp_path / "out") == read_all(tmp_path / "first")
    documents = open_table("documents", tmp_path / "out")
    assert documents["duplicate_of"].notna().sum() == 26


def read_all(outputs: Path) -> dict[str, bytes]:
    return {
        path.relative_to(outputs).as_posix(): path.read_bytes()
        for path in outputs.rglob("*")
        if path.is_file() and path.name not in ("run.json", "log.jsonl", ".lock")
    }
