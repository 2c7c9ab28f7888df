"""What is wrong outside the program, told by the command line with the real stages: a line each, and the rest is mined."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

import pipeline
from pipeline.__main__ import main
from pipeline.run import STAGES, open_table
from pipeline.store.batches import Item
from tests.tiny_pdf import write_pdf
from tests.told import list_problems

ROOT = Path(__file__).parent.parent
REPORT = "青屏镇2021年政府工作报告\n2020年，全镇粮食产量12.5万吨，增长6.2%。\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'5a' * 32}> /U <{'a5' * 32}> /P -4 >> /ID [ <00> <00> ]"


def make_docx() -> bytes:
    document = Document()
    document.add_paragraph("全镇粮食产量12.5万吨。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


BAD: dict[str, tuple[bytes, str]] = {
    "01空.txt": (b"", "file is empty; put the report's text in it or remove it"),
    "02空白.txt": ("\ufeff \r\n\t\u3000\n".encode(), "file holds no text; put the report's text in it or remove it"),
    "03图片.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "file is binary (it holds NUL bytes); save it as text in UTF-8"),
    "04改名.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file is no text but a PDF; rename it to .pdf"),
    "05改名.md": (make_docx(), "file is no text but a zip package (.docx?); rename it to .docx or unpack it"),
    "06半截.docx": (make_docx()[:9000], "file is no whole .docx; open it in Word or WPS, let it repair the file and save it again"),
    "07加密.docx": (OLE, "file is encrypted, or an old .doc under a new name; remove the password in Word and save it as .docx"),
    "08半截.pdf": (
        write_pdf([[(72, 700, 12, "全镇粮食产量")]])[:600],
        "PDF is damaged; open it in a viewer and save it again, or save its text as .docx or .txt",
    ),
    "09加密.pdf": (
        write_pdf([[(72, 700, 12, "全镇粮食产量")]], trailer=LOCKED),
        "PDF is encrypted; remove the password and save it again",
    ),
    "10扫描.pdf": (write_pdf([[]]), "PDF has no text layer (scanned pages?); run OCR over it and save the text as .pdf, .docx or .txt"),
    "11空页.html": (
        b"<html><body></body></html>",
        "page holds no text; save the page with the report in it, or copy the report into a .txt",
    ),
    "12旧.doc": (OLE, "old Word format is not read; open it in Word, WPS or LibreOffice and save it as .docx"),
    "13表.xlsx": (make_docx(), "workbook cannot be read (OSError); open it in Excel or WPS and save it again"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one good report."""
    folder = tmp_path / "corpus"
    (folder / "青屏镇").mkdir(parents=True)
    (folder / "青屏镇/2021.txt").write_text(REPORT, encoding="utf-8")
    return folder


def run_tables(corpus: Path, outputs: Path, *arguments: str) -> int:
    return main(["run", "tables", "--quiet", "--corpus", str(corpus), "--outputs", str(outputs), *arguments])


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with the package that lies in ``cwd``."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(cwd)}
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_bad_file_is_a_line_and_a_row_and_the_rest_is_mined(corpus: Path, outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, (content, _) in BAD.items():
        (corpus / name).write_bytes(content)
    told = [f"{name}: failed: {reason}" for name, (_, reason) in BAD.items()]
    assert run_tables(corpus, outputs) == 0
    assert capsys.readouterr().err.splitlines() == told
    documents = open_table("documents", outputs).set_index("path")
    assert documents.loc[list(BAD), "status"].tolist() == ["failed"] * len(BAD)
    assert documents.loc[list(BAD), "reason"].tolist() == [reason for _, reason in BAD.values()]
    assert documents.loc[list(BAD), "quantities"].isna().all()
    assert documents.loc["青屏镇/2021.txt", "status"] == "ok"
    assert open_table("quantities", outputs)["text"].tolist() == ["12.5万吨", "6.2%"]
    assert sorted(path.name for path in (outputs / "texts").rglob("*.txt")) == ["2021.txt"]
    assert run_tables(corpus, outputs, "--strict") == 1
    assert capsys.readouterr().err.splitlines() == told


def test_the_process_itself_says_the_same_and_no_library_adds_to_it(corpus: Path, outputs: Path) -> None:
    for name in ("06半截.docx", "08半截.pdf", "09加密.pdf", "11空页.html"):
        (corpus / name).write_bytes(BAD[name][0])
    done = call("run", "tables", "--corpus", str(corpus), "--outputs", str(outputs))
    assert done.returncode == 0
    assert list_problems(done.stderr) == [f"{name}: failed: {BAD[name][1]}" for name in sorted(BAD) if (corpus / name).exists()]
    assert done.stdout.startswith("done: 1 of 5 reports read; ")
    assert "not read: 4; read in part: 0" in done.stdout


@pytest.mark.parametrize("content", ["", "。。。\n", "12345", "（一）\n"], ids=["empty", "stops", "digits", "heading"])
def test_a_corpus_without_a_word_goes_through_the_whole_flow(
    tmp_path: Path, outputs: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text(content, encoding="utf-8")
    arguments = ["run", "--corpus", str(tmp_path / "corpus"), "--outputs", str(outputs)]
    status = 0 if content else 1
    lines = [] if content else [f"a.txt: failed: {BAD['01空.txt'][1]}"]
    for beginning in ("done: ", "nothing to do, "):
        assert main(arguments) == status
        said = capsys.readouterr()
        assert list_problems(said.err) == lines
        assert said.out.startswith(beginning)
    assert open_table("keywords", outputs).empty
    assert not (outputs / "clouds").exists()


def test_a_batch_of_failed_files_alone_does_not_stop_the_others(
    corpus: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.store.batches._LARGEST", 1)
    (corpus / "空.txt").write_bytes(b" ")
    (corpus / "青屏镇/2022.txt").write_text(REPORT.replace("2021", "2022"), encoding="utf-8")
    assert run_tables(corpus, outputs) == 0
    assert capsys.readouterr().err.count("\n") == 1
    assert len(list((outputs / "data/counts").iterdir())) == 3
    assert set(open_table("keywords", outputs)["scope"]) == {"document", "place", "year", "corpus"}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("path,yaer\n青屏镇/2021.txt,2021\n", ":1: unknown column 'yaer', left out; write one of title place parent "),
        ("path,year\n青屏镇/2012.txt,2021\n", ":2: no report '青屏镇/2012.txt', its row is left out; correct the path, or remove it"),
    ],
)
def test_an_unknown_path_or_column_of_the_catalogue_is_a_line(
    corpus: Path, outputs: Path, rows: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "catalogue.csv").write_text(rows, encoding="utf-8")
    assert run_tables(corpus, outputs) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"{corpus / 'catalogue.csv'}{line}")
    assert said.count("\n") == 1
    assert len(open_table("quantities", outputs)) == 2


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("文件,年份\n青屏镇/2021.txt,2021\n", ":1: no column 'path'; the header is path and any of title place parent "),
        ("path,year\n青屏镇/2021.txt,二〇二一\n", ":2: year '二〇二一' is none; write four digits"),
        ("path,place,year\n青屏镇/2021.txt,青屏镇,海州,2021\n", ":2: 4 cells where the header has 3; quote a cell that holds a comma"),
        ('path,title\n青屏镇/2021.txt,"报告\n', ":2: unexpected end of data; see to the quotes there"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_one_line_and_nothing_is_written(
    corpus: Path, outputs: Path, rows: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "catalogue.csv").write_text(rows, encoding="utf-8")
    assert run_tables(corpus, outputs) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"baogao: {corpus / 'catalogue.csv'}{line}")
    assert said.count("\n") == 1
    assert not outputs.exists()


@pytest.mark.parametrize(
    ("corpus_name", "outputs_name", "line"),
    [
        ("nosuch", "out", "{corpus}: no such file or folder; name a folder of reports, or one report, with --corpus"),
        (
            "empty",
            "out",
            "{corpus}: no report in it; put .txt .md .docx .html .htm .pdf .csv .xlsx files there, or name another folder with --corpus",
        ),
        ("pictures", "out", "{corpus}: no report in it; put .txt .md .docx .html .htm .pdf .csv .xlsx files there, or name another folder"),
        ("pictures/a.jpg", "out", "{corpus}: no format that is read; save it as .docx or .txt"),
        ("corpus", ".", "{outputs}: the outputs folder lies around the corpus {corpus}; name another one with --outputs"),
        ("corpus", "corpus", "{outputs}: the outputs folder lies around the corpus {corpus}; name another one with --outputs"),
        ("corpus/青屏镇/2021.txt", "corpus", "{corpus}: lies in the outputs folder, which is never read as corpus; name another one with"),
        ("corpus", "pictures", "{outputs}: holds 'a.jpg' and no run.json of this program; name another folder with --outputs"),
        ("corpus", "others", "{outputs}{sep}run.json: not written by this program; name another folder with --outputs"),
        ("corpus", "pictures/a.jpg", "{outputs}: is a file; name a folder with --outputs"),
        ("corpus", "pictures/a.jpg/out", "{outputs}: cannot be made ("),
    ],
)
def test_folders_that_cannot_be_used_are_one_line_and_left_as_they_are(
    corpus: Path, tmp_path: Path, corpus_name: str, outputs_name: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("empty", "pictures", "others"):
        (tmp_path / name).mkdir()
    (tmp_path / "pictures/a.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "others/run.json").write_text('{"made_by": "another program"}', encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    given, target = tmp_path / corpus_name, tmp_path / outputs_name
    assert run_tables(given, target) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"baogao: {line.format(corpus=given, outputs=target, sep=os.sep)}")
    assert said.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_outputs_inside_the_corpus_are_told_and_left_out_of_it(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "tables", "--corpus", str(corpus), "--outputs", str(corpus / "结果")]
    for beginning in ("done: 1 of 1 ", "nothing to do, all is up to date: 1 of 1 "):
        assert main(arguments) == 0
        said = capsys.readouterr()
        assert list_problems(said.err) == [f"{corpus / '结果'}: outputs inside the corpus; left out of it"]
        assert said.out.startswith(beginning)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such name")
def test_a_file_name_that_is_no_utf8_is_told_and_mined(corpus: Path, outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = os.fsencode(corpus) + "/青屏镇/二〇二二.txt".encode("gb18030")
    os.makedirs(os.path.dirname(raw), exist_ok=True)
    with open(raw, "wb") as file:
        file.write(REPORT.replace("2021", "2022").encode("gb18030"))
    name = "\\xc7\\xe0\\xc6\\xc1\\xd5\\xf2/\\xb6\\xfe\\xa9\\x96\\xb6\\xfe\\xb6\\xfe.txt"
    assert run_tables(corpus, outputs) == 0
    assert capsys.readouterr().err == f"{name}: its name is no UTF-8; mined under this name, rename it\n"
    documents = open_table("documents", outputs)
    assert documents["path"].tolist() == [name, "青屏镇/2021.txt"]
    assert documents["year"].tolist() == [2022, 2021]
    assert run_tables(Path(os.fsdecode(raw)), outputs.with_name("single")) == 0
    assert capsys.readouterr().err.count("\n") == 1
    assert run_tables(corpus, Path(os.fsdecode(os.fsencode(outputs) + b"\xff"))) == 1
    assert capsys.readouterr().err == f"baogao: {outputs}\\xff: its name is no UTF-8; name another folder with --outputs\n"


def test_a_report_that_is_gone_when_it_is_read_is_a_line(
    corpus: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "走.txt").write_text(REPORT, encoding="utf-8")
    original = pipeline.plan.list_items  # type: ignore[attr-defined]

    def list_and_remove(*given: object) -> list[Item]:
        items = original(*given)
        (corpus / "走.txt").unlink()
        return items

    monkeypatch.setattr("pipeline.plan.list_items", list_and_remove)
    assert run_tables(corpus, outputs) == 0
    said = capsys.readouterr().err
    assert said.startswith("走.txt: failed: file cannot be opened (")
    assert said.count("\n") == 1
    assert len(open_table("quantities", outputs)) == 2


def test_a_damaged_part_is_one_line(corpus: Path, outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tables(corpus, outputs) == 0
    (part,) = (outputs / "data/sentences").iterdir()
    part.write_bytes(part.read_bytes()[:-9])
    (outputs / "tables/sentences.csv").unlink()
    assert run_tables(corpus, outputs) == 1
    assert capsys.readouterr().err == f"baogao: {part}: cannot be read; remove it and run again\n"
    part.unlink()
    assert run_tables(corpus, outputs) == 0


@pytest.mark.parametrize(
    ("resource", "row", "line"),
    [
        ("units.csv", "垧,area,m3,10000,\n", "unit 'm3' is no area unit (m2)"),
        ("units.csv", "垧,area,m2\n", "3 cells where the header has 5; quote a cell that holds a comma"),
        ("numerals.csv", '"垧,垧\n', "unexpected end of data; see to its quotes"),
        ("userdict.txt", "青屏 镇 n 5 x\n", "'青屏 镇 n 5 x' is no word line; write: word [count] [tag]"),
    ],
)
def test_a_bad_row_of_a_resource_is_one_line(corpus: Path, outputs: Path, tmp_path: Path, resource: str, row: str, line: str) -> None:
    shutil.copytree(ROOT / "pipeline", tmp_path / "copy/pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "copy/pipeline/resources" / resource
    text = file.read_text(encoding="utf-8")
    file.write_text(text + row, encoding="utf-8", newline="\n")
    done = call("run", "tables", "--corpus", str(corpus), "--outputs", str(outputs), cwd=tmp_path / "copy")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"baogao: {resource}:{len(text.splitlines()) + 1}: {line}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["run", "nosuch"],
            "Invalid value: no stage 'nosuch'; name any of " + " ".join(stage.name for stage in STAGES),
        ),
        (["run", "--nosuch"], "No such option '--nosuch'."),
        (["run", "--segmenter", "nosuch"], "Invalid value for '--segmenter'"),
        (["explain", "增长5%", "--year", "二〇二一"], "Invalid value for '--year'"),
        (["explain", "增长5%", "--year", "21"], "Invalid value for '--year'"),
    ],
)
def test_a_wrong_command_line_is_one_line_that_points_to_the_help(arguments: list[str], line: str) -> None:
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"baogao: {line}")
    assert done.stderr.endswith(" (see baogao --help)\n")
    assert done.stderr.count("\n") == 1
