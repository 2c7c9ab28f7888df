"""What a corpus may hold that was made, or came, to cost a run: each file costs its line and its row, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.limits import Limits
from pipeline.readers import FORMATS, read_content
from pipeline.run import open_table, run
from pipeline.store.catalogue import find_rows
from pipeline.store.scan import scan_corpus
from pipeline.store.sheets import list_rows
from tests.hostile import CASES, SENTENCE, Case, write_docx, write_row, write_xlsx
from tests.tiny_pdf import write_pdf

REPORT = f"青屏镇2021年政府工作报告\n{SENTENCE}\n"
WHOLE = {
    ".txt": REPORT.encode("gb18030"),
    ".md": b"\xef\xbb\xbf" + REPORT.encode(),
    ".docx": write_docx([f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORT.split("\n")]),
    ".html": f"<html><meta charset=utf-8><body><h1>青屏镇</h1><table><tr><td>{SENTENCE}</td></tr></table></body></html>".encode(),
    ".pdf": write_pdf([[(72, 700, 12, SENTENCE)], [(72, 700, 12, "全年产值36亿元。")]]),
    ".csv": f'year,text\r\n2021,"{REPORT}"\r\n2022,"{REPORT}"\r\n'.encode(),
    ".xlsx": write_xlsx([write_row(1, ("A", "year"), ("B", "text")), write_row(2, ("A", "2021"), ("B", SENTENCE))]),
}
ODD_NAMES = [
    "一\n行.txt",
    "'引\"号'.txt",
    "=1+1.txt",
    "<b>x.html",
    "a,b;c.md",
    "\u202etxt.txt",
    "-rf.txt",
    "百分%20号#2.txt",
    "$(x)`y`.txt",
]


def put_cases(folder: Path, *, large: bool) -> dict[str, Case]:
    placed = {f"{number:02}{case.suffix}": case for number, case in enumerate(CASES) if case.large == large}
    for name, case in placed.items():
        (folder / name).write_bytes(case.make())
    return placed


def test_each_hostile_file_costs_its_line_and_its_row(tmp_path: Path, outputs: Path) -> None:
    placed = put_cases(tmp_path, large=False)
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    outcome = run(tmp_path, outputs=outputs, pictures="none")
    documents = open_table("documents", outputs)
    told = {path: (status, reason or "") for path, status, reason in documents[["path", "status", "reason"]].itertuples(index=False)}
    assert told.keys() == {*placed, "good.txt"}
    for name, case in placed.items():
        assert told[name][0] == case.status, case.name
        assert re.search(case.reason, told[name][1]), case.name
    assert {path.split("#")[0] for path, _, _ in outcome.problems} == {name for name, case in placed.items() if case.status != "ok"}
    assert told["good.txt"] == ("ok", "")
    for folder in ("texts", "tables"):
        written = b"".join(path.read_bytes() for path in (outputs / folder).rglob("*") if path.is_file())
        assert b"write_docx" not in written  # of the file that an entity names
    pages = [*(outputs / "explorer").rglob("*.html"), *(outputs / "explorer").rglob("*.js")]
    assert len(pages) > len(placed)
    assert all(b"<script>alert" not in page.read_bytes() and b"<img src=x" not in page.read_bytes() for page in pages)


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process is not told there")
@pytest.mark.parametrize("case", [case for case in CASES if case.large], ids=lambda case: f"{case.suffix} {case.name}")
def test_a_large_hostile_file_costs_its_line_and_less_than_500_megabytes(case: Case, tmp_path: Path) -> None:
    file = tmp_path / f"case{case.suffix}"
    file.write_bytes(case.make())
    code = (
        "import resource, sys\nfrom pipeline.run import run\n"
        "outcome = run(sys.argv[1], outputs=sys.argv[2], stages=['tables'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\nprint(outcome.problems[0][1:])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file), str(tmp_path / "out")], capture_output=True, text=True, check=True)
    peak, said = done.stdout.splitlines()
    assert int(peak) < 500
    assert said.startswith(f"('{case.status}'")
    assert re.search(case.reason, said)


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_that_was_cut_at_any_place_is_read_or_refused_in_one_line(suffix: str, tmp_path: Path) -> None:
    raw = WHOLE[suffix]
    states = set()
    for part in range(50):
        cut = raw[: len(raw) * part // 50]
        for status, reason in _judge(cut, suffix, tmp_path):
            assert (status == "ok") == (reason == ""), (part, reason)
            assert "\n" not in reason
            states.add(status)
    assert "failed" in states
    assert [status for status, _ in _judge(raw, suffix, tmp_path)] in (["ok"], ["ok", "ok"])


def _judge(raw: bytes, suffix: str, folder: Path) -> list[tuple[str, str]]:
    """Return the status and reason of each report that the bytes hold."""
    if suffix in FORMATS:
        reading = read_content(raw, suffix)
        return [(reading.status, reading.reason)]
    (folder / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / f"sheet{suffix}").write_bytes(raw)
    items = list_rows(scan_corpus([folder], folder / "outputs"), {}, Limits())
    return [("failed" if item.reason else "ok", item.reason) for item in items] or [("failed", "no column of texts")]


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not kept there")
def test_names_of_every_kind_are_mined_under_them(tmp_path: Path, outputs: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ODD_NAMES:
        (corpus / name).write_text(REPORT, encoding="utf-8")
    (corpus / ("长" * 84 + ".md")).write_text(REPORT, encoding="utf-8")
    for folder in ("很深的" * 20, "很深的" * 27):
        corpus_below = corpus / folder / folder
        corpus_below.mkdir(parents=True)
        (corpus_below / "2021.txt").write_text(REPORT, encoding="utf-8")
    outcome = run(corpus, outputs=outputs)
    assert outcome.problems == (("长" * 84 + ".md", "failed", "its name is too long for the file of its text; shorten it"),)
    for doc_id, path in open_table("documents", outputs)[["doc_id", "path"]].itertuples(index=False):
        if "长" not in path and not path.endswith(".html"):
            assert (outputs / f"texts/{doc_id}.txt").read_text(encoding="utf-8") == (corpus / path).read_text(encoding="utf-8")
    assert set(ODD_NAMES) < set(open_table(str(outputs / "tables/documents.csv"))["path"])


def test_a_catalogue_that_points_out_of_the_corpus_says_nothing_of_what_lies_there(tmp_path: Path, outputs: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret.txt").write_text(REPORT, encoding="utf-8")
    (corpus / "2021.txt").write_text(REPORT, encoding="utf-8")
    paths = ["../secret.txt", "/etc/passwd", str(tmp_path / "secret.txt"), "file:///etc/passwd", "C:\\secret.txt"]
    (corpus / "catalogue.csv").write_text("path,year\n" + "".join(f"{path},2020\n" for path in paths), encoding="utf-8")
    rows, notes = find_rows(scan_corpus([corpus], outputs).reports, [corpus / "catalogue.csv"])
    assert rows == {}
    assert len(notes) == len(paths)
    assert all("its row is left out" in note for note in notes)
    assert run(corpus, outputs=outputs, stages=["ingest"]).reports == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_catalogue_that_is_a_link_out_of_the_corpus_is_left_out(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "2021.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "elsewhere.csv").write_text("path,year\n2021.txt,2020\n", encoding="utf-8")
    os.symlink(tmp_path / "elsewhere.csv", corpus / "catalogue.csv")
    rows, notes = find_rows(scan_corpus([corpus], tmp_path / "out").reports, [])
    assert rows == {}
    assert notes == [f"{corpus / 'catalogue.csv'}: a link out of the corpus, left out; put the catalogue itself there"]


def test_text_that_a_spreadsheet_would_run_is_text_in_every_csv(tmp_path: Path, outputs: Path) -> None:
    (tmp_path / "=1.csv").write_text('title,text\n"=cmd|x","@SUM(1)全镇产值9亿元。"\n', encoding="utf-8")
    run(tmp_path, outputs=outputs, stages=["tables"])
    raw = (outputs / "tables/documents.csv").read_text(encoding="utf-8-sig")
    assert "\n'=1.csv#2,'=1.csv," in raw
    assert ",'=cmd|x," in raw
    assert open_table(str(outputs / "tables/documents.csv"))["title"].tolist() == ["=cmd|x"]
    assert open_table(str(outputs / "tables/sentences.csv"))["text"].tolist() == ["@SUM(1)全镇产值9亿元。"]


def test_a_package_whose_parts_lie_about_their_sizes_is_one_line() -> None:
    raw = WHOLE[".docx"]
    entry = raw.rindex(b"PK\x01\x02")
    for place, number in ((24, 100), (42, 0x7FFFFFFF)):  # bytes unpacked, where it begins
        reading = read_content(raw[: entry + place] + number.to_bytes(4, "little") + raw[entry + place + 4 :], ".docx")
        assert reading.status == "failed"
        assert "save it again" in reading.reason
