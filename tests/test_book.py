"""The workbook of a whole run: every cell of every sheet as in the Parquet tables, and links to pages that are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.lexicon.rows import read_rows
from pipeline.mining import load_words
from pipeline.publishing import Ledger
from pipeline.run import STAGES, open_table, run
from pipeline.schema import TABLES, Table
from pipeline.store.record import read_record
from pipeline.views.tables import JOINED, Label, csv_columns
from pipeline.views.workbook.cells import fit_text
from tests.make_expected import CORPUS
from tests.spreadsheet import alike, read_sheets

ROOT = Path(__file__).parent.parent
BOOKED = [table for table in TABLES.values() if table.public and table.book]
WORDS = {(label.table, label.column, label.value): label for label in read_rows("columns.csv", Label)}
INDICATORS = {indicator.id: indicator.name for indicator in load_words().indicators}


def find_title(table: Table, column: str = "", value: str = "") -> str:
    return (WORDS.get((table.name, column, value)) or WORDS["*", column, value]).title


def find_words(table: Table) -> dict[str, dict[str, str]]:
    """What the codes of each column are shown as."""
    words = {column.name: {word: find_title(table, column.name, word) for word in column.vocabulary} for column in table.columns}
    words = {name: {word: title for word, title in own.items() if word.isascii()} for name, own in words.items() if own}
    return words | ({"indicator": INDICATORS} if "indicator" in table.names and "name" not in table.names else {})


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Finished outputs of corpus/ with their workbook."""
    folder = tmp_path_factory.mktemp("booked") / "outputs"
    run(ROOT / "corpus", outputs=folder, stages=["workbook"])
    return folder


def test_libreoffice_reads_every_cell_as_the_parquet_has_it(outputs: Path, tmp_path: Path) -> None:
    sheets = read_sheets(outputs / "reports.xlsx", tmp_path)
    assert sorted(sheets) == sorted(["封面", *(find_title(table) for table in BOOKED)])
    wrong = []
    for table in BOOKED:
        exact = open_table(table.name, outputs)
        if table.name in JOINED:
            exact["sentence_text"] = open_table(str(outputs / f"tables/{table.name}.csv"))["sentence_text"]
        words = find_words(table)
        rows = exact.astype(object).where(exact.notna(), None).to_numpy().tolist()
        assert len(sheets[find_title(table)]) == len(rows) + 1, table.name
        for number, (row, shown) in enumerate(zip(rows, sheets[find_title(table)][1:], strict=True), 2):
            for name, cell, seen in zip(exact.columns, row, shown, strict=True):
                told = words.get(name, {}).get(cell, fit_text(cell)[0]) if isinstance(cell, str) else cell
                if not alike(seen, told):
                    wrong.append((table.name, number, name, cell, seen))
    assert wrong == []


def test_the_cover_counts_the_rows_of_every_table(outputs: Path) -> None:
    rows = {row[4]: row[:4] for row in load_workbook(outputs / "reports.xlsx")["封面"].iter_rows(values_only=True) if row[4]}
    tables = [table for table in TABLES.values() if table.public]
    for table in tables:
        title, _, whole, here = rows[f"tables/{table.name}.csv" if table.csv else f"data/{table.name}/*.parquet"]
        assert (title, whole, here) == (find_title(table), count := len(open_table(table.name, outputs)), count if table.book else 0)
    assert len(rows) == len(tables) + 1  # and the headings


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.public], ids=lambda table: table.name)
def test_a_sheet_can_have_its_title_and_codes_can_be_told_from_words(table: Table) -> None:
    title = find_title(table)
    assert 0 < len(title) <= 31
    assert not set(title) & set("[]:*?/\\'")
    for name, words in find_words(table).items():
        assert len(set(words.values())) == len(words), name


def test_titles_of_sheets_differ() -> None:
    titles = ["封面", *(find_title(table).casefold() for table in TABLES.values() if table.public)]
    assert len(set(titles)) == len(titles)


def test_headings_are_the_titles_with_a_comment_each(outputs: Path) -> None:
    book = load_workbook(outputs / "reports.xlsx")
    for table in BOOKED:
        first = next(book[find_title(table)].iter_rows(max_row=1))
        columns = csv_columns(table.widen(open_table(table.name, outputs)))
        assert [cell.comment.text.split("\n")[1] for cell in first] == [f"CSV 中的列名：{column.name}" for column in columns]
        assert book[find_title(table)].freeze_panes == "B2"
    assert "指标编号" not in [cell.value for cell in next(book["目标"].iter_rows(max_row=1))]


def test_reports_lead_to_their_pages_once_there_are_some(tmp_path: Path) -> None:
    from pipeline.book import BOOK, publish_workbook

    run(CORPUS, outputs=tmp_path / "outputs", stages=["workbook"])
    record = read_record(tmp_path / "outputs")
    assert record is not None
    (stage,) = [stage for stage in STAGES if stage.name == "workbook"]
    parts = {name: table["parts"] for name, table in record.tables.items()}
    ledger = Ledger(tmp_path / "outputs", record.files, lambda names: None)
    plain = [cell.value for (cell,) in load_workbook(tmp_path / "outputs" / BOOK)["报告"].iter_rows(min_row=2, max_col=1)]
    ledger.files |= {"explorer/r/1.html": ["", 1], "explorer/r/3.html": ["", 1], "explorer/index.html": ["", 1]}
    publish_workbook(ledger, stage, parts)
    cells = [cell for (cell,) in load_workbook(tmp_path / "outputs" / BOOK)["报告"].iter_rows(min_row=2, max_col=1)]
    assert [cell.value for cell in cells] == plain == open_table("documents", tmp_path / "outputs")["doc_id"].tolist()
    targets = [cell.hyperlink.target.replace("\\", "/") if cell.hyperlink else None for cell in cells]
    assert targets == ["explorer/r/1.html", None, "explorer/r/3.html"]


def test_a_workbook_is_made_once_and_again_when_it_is_gone_or_a_report_has_changed(tmp_path: Path) -> None:
    corpus, outputs = shutil.copytree(CORPUS, tmp_path / "corpus"), tmp_path / "outputs"
    assert not run(corpus, outputs=outputs, stages=["workbook"]).nothing
    sheets = sorted(f"{name}.csv" for name, table in TABLES.items() if table.csv)
    assert sorted(path.name for path in (outputs / "tables").glob("*.csv")) == sheets
    first = (outputs / "reports.xlsx").read_bytes()
    assert run(corpus, outputs=outputs, stages=["workbook"]).nothing
    (outputs / "reports.xlsx").unlink()
    run(corpus, outputs=outputs, stages=["workbook"])
    assert (outputs / "reports.xlsx").read_bytes() == first
    report = corpus / "苇塘县/2022.txt"
    report.write_bytes(report.read_bytes().replace(b"21.9", b"22.9"))
    run(corpus, outputs=outputs, stages=["workbook"])
    assert (outputs / "reports.xlsx").read_bytes() != first
