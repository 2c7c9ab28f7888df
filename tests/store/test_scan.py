from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store.refusal import Refused
from pipeline.store.scan import Scan, scan_corpus


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("报告", encoding="utf-8")
    return folder


def scan(*paths: Path) -> Scan:
    return scan_corpus(paths, Path("outputs"))


def ids(found: Scan) -> list[str]:
    return [report.doc_id for report in found.reports]


def test_an_id_is_the_path_below_the_corpus_without_suffix_in_order_of_code_points(tmp_path: Path) -> None:
    found = scan(make(tmp_path, "b/2021.txt", "a/2.0版.md", "a/c/2020.PDF", "a.docx", "b.HTM"))
    assert ids(found) == ["a", "a/2.0版", "a/c/2020", "b", "b/2021"]
    assert [report.path for report in found.reports] == ["a.docx", "a/2.0版.md", "a/c/2020.PDF", "b.HTM", "b/2021.txt"]


def test_of_several_forms_the_first_format_is_mined_and_the_others_are_named(tmp_path: Path) -> None:
    found = scan(make(tmp_path, "2021.pdf", "2021.docx", "2021.html", "2021.doc", "2020.wps", "2020.doc", "2019.htm", "2019.html"))
    assert {report.doc_id: report.path for report in found.reports} == {"2019": "2019.html", "2020": "2020.doc", "2021": "2021.docx"}
    assert found.forms == {"2019": ("2019.htm",), "2020": ("2020.wps",), "2021": ("2021.html", "2021.pdf", "2021.doc")}


def test_other_files_are_counted_by_suffix_but_for_what_is_of_no_interest(tmp_path: Path) -> None:
    make(tmp_path, "2021.txt", "x.JPG", "b/y.jpg", "无后缀", "README.md", "catalogue.csv", ".hidden.txt", ".git/a.txt", "~$2021.docx")
    found = scan(make(tmp_path, "b/README.md", "b/catalogue.csv"))
    assert ids(found) == ["2021", "b/README"]
    assert dict(found.skipped) == {".jpg": 2, "": 1}
    assert [sheet.doc_id for sheet in found.sheets] == ["b/catalogue.csv"]


def test_a_single_file_is_known_by_its_stem_and_its_catalogue_lies_beside_it(tmp_path: Path) -> None:
    (report,) = scan(make(tmp_path, "环橙镇/2021.txt", "环橙镇/2020.txt") / "环橙镇/2021.txt").reports
    assert (report.doc_id, report.path, report.key) == ("2021", "2021.txt", "2021.txt")
    assert report.catalogue == tmp_path / "环橙镇" / "catalogue.csv"


def test_with_several_folders_ids_begin_with_the_folders_names(tmp_path: Path) -> None:
    make(tmp_path, "镇/2021.txt", "县/2021.txt", "省.txt")
    assert ids(scan(tmp_path / "镇", tmp_path / "县", tmp_path / "省.txt")) == ["县/2021", "省", "镇/2021"]


def test_equal_ids_are_refused_in_one_line_that_names_both(tmp_path: Path) -> None:
    make(tmp_path, "a/x/2021.txt", "b/x/2021.txt")
    with pytest.raises(Refused) as caught:
        scan(tmp_path / "a/x", tmp_path / "b/x")
    line = str(caught.value)
    assert line.startswith("x/2021: two reports have this id, ")
    assert str(tmp_path / "a/x/2021.txt") in line
    assert "\n" not in line
    with pytest.raises(Refused, match="2021: two reports have this id"):
        scan(tmp_path / "a/x/2021.txt", tmp_path / "b/x/2021.txt")


def test_a_folder_that_has_the_name_of_a_text_to_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^镇/2021\.txt/附件\.md: its folder has the name of another report's text, 镇/2021\.txt; rename"):
        scan(make(tmp_path, "镇/2021.md", "镇/2021.txt/附件.md"))


def test_a_folder_that_cannot_be_opened_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "2021.txt", "locked/2020.txt")
    original = os.scandir

    def refuse(folder: Path) -> Iterator[os.DirEntry[str]]:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return original(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = scan(tmp_path)
    assert ids(found) == ["2021"]
    assert found.notes == [f"{tmp_path / 'locked'}: cannot be opened (Permission denied), left out; see to its access rights"]
    with pytest.raises(PermissionError):
        scan(tmp_path / "locked")


def test_one_file_named_twice_is_one_report(tmp_path: Path) -> None:
    make(tmp_path, "a/2021.txt")
    assert ids(scan(tmp_path / "a/2021.txt", tmp_path / "a/../a/2021.txt")) == ["2021"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone", "no such file or folder"), ("a.rtf", "no format that is read; save it as .docx or .txt"), ("empty", "no report in it")],
)
def test_what_cannot_be_mined_is_refused_with_what_to_do(tmp_path: Path, name: str, message: str) -> None:
    make(tmp_path, "a.rtf", "empty/x.jpg")
    with pytest.raises(Refused, match=message):
        scan(tmp_path / name)


def test_outputs_inside_the_corpus_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    make(tmp_path, "2021.txt", "out/texts/2021.txt", "old/texts/2020.txt")
    (tmp_path / "old/run.json").write_text('{"made_by": "baogao"}', encoding="utf-8")
    found = scan_corpus([tmp_path], tmp_path / "out")
    assert ids(found) == ["2021"]
    assert scan_corpus([tmp_path], tmp_path / "new").notes[0] == f"{tmp_path / 'new'}: outputs inside the corpus; left out of it"
    assert sorted(found.notes) == [f"{tmp_path / name}: outputs inside the corpus; left out of it" for name in ("old", "out")]


def test_outputs_around_the_corpus_are_refused(tmp_path: Path) -> None:
    make(tmp_path, "out/reports/2021.txt")
    for corpus in (tmp_path / "out/reports", tmp_path / "out", tmp_path / "out/reports/2021.txt"):
        with pytest.raises(Refused, match="name another one with --outputs"):
            scan_corpus([corpus], tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_inside_the_corpus_and_never_out_of_it_or_in_a_circle(tmp_path: Path) -> None:
    make(tmp_path, "corpus/a/2021.txt", "outside/2020.txt", "corpus/b/x.txt")
    corpus = tmp_path / "corpus"
    (corpus / "outside").symlink_to(tmp_path / "outside")
    (corpus / "2020.txt").symlink_to(tmp_path / "outside/2020.txt")
    (corpus / "2019.txt").symlink_to(corpus / "a/2021.txt")
    (corpus / "a/circle").symlink_to(corpus)
    (corpus / "a/b").symlink_to(corpus / "b")
    (corpus / "gone.txt").symlink_to(corpus / "nowhere.txt")
    found = scan(corpus)
    assert ids(found) == ["2019", "a/2021", "a/b/x", "b/x"]
    assert found.skipped["link"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf8_is_written_out_and_told(tmp_path: Path) -> None:
    make(tmp_path, "2020.txt")
    with open(os.fsencode(tmp_path) + b"/\xb1\xa82021.txt", "w") as file:
        file.write("x")
    found = scan(tmp_path)
    assert ids(found) == ["2020", "\\xb1\\xa82021"]
    assert found.notes == ["\\xb1\\xa82021.txt: its name is no UTF-8; mined under this name, rename it"]
    assert found.reports[1].file.read_text() == "x"
    assert scan(found.reports[1].file).notes == found.notes


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_of_several_folders_one_whose_name_is_no_utf8_is_told(tmp_path: Path) -> None:
    raw = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8"))
    make(raw, "2021.txt")
    make(tmp_path / "镇", "2020.txt")
    found = scan(raw, tmp_path / "镇")
    assert ids(found) == ["\\xb1\\xa8/2021", "镇/2020"]
    assert found.notes == ["\\xb1\\xa8/2021.txt: its name is no UTF-8; mined under this name, rename it"]
    assert scan(raw).notes == []
