from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.store.clearing import clear_outputs
from pipeline.store.folder import claim_folder, find_size, remove_files, write_texts
from pipeline.store.record import Record, announce_files, read_record, write_record
from pipeline.store.refusal import Refused


def test_a_new_folder_and_one_with_tracked_files_alone_are_taken(tmp_path: Path) -> None:
    with claim_folder(tmp_path / "a/b"):
        assert (tmp_path / "a/b").is_dir()
    (tmp_path / "c/sample").mkdir(parents=True)
    (tmp_path / "c/README.md").touch()
    (tmp_path / "c/.gitkeep").touch()
    with claim_folder(tmp_path / "c"):
        pass


@pytest.mark.parametrize("run_json", [None, "[]", "{", '{"made_by": "another"}'])
def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_is(tmp_path: Path, run_json: str | None) -> None:
    (tmp_path / "论文.docx").write_text("x")
    if run_json is not None:
        (tmp_path / "run.json").write_text(run_json)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused, match="name another folder with --outputs"), claim_folder(tmp_path):
        pass
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outputs").touch()
    with pytest.raises(Refused, match="is a file"), claim_folder(tmp_path / "outputs"):
        pass


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(Refused, match=r"cannot be made \(.*\); name another folder with --outputs"),
        claim_folder(tmp_path / "file/outputs"),
    ):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_folder_whose_name_is_no_utf8_is_refused(tmp_path: Path) -> None:
    raw = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8"))
    with pytest.raises(Refused, match="its name is no UTF-8; name another folder with --outputs"), claim_folder(raw):
        pass
    assert not raw.exists()


def test_two_runs_on_one_folder_are_refused(tmp_path: Path) -> None:
    with (
        claim_folder(tmp_path),
        pytest.raises(Refused, match="another run is writing there"),
        claim_folder(tmp_path),
    ):
        pass
    with claim_folder(tmp_path):
        pass


@pytest.mark.parametrize("name", ["../corpus/2021.txt", "/etc/hosts", "data/../../x", "\\\\server\\x"])
def test_a_record_that_names_files_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    write_record(tmp_path, Record(files={name: ["", 1]}))
    with pytest.raises(Refused, match="names a file outside its folder"):
        read_record(tmp_path)


def test_a_record_comes_back_as_it_was_and_unknown_fields_are_passed_over(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None
    record = Record(state="done", key="0f", tables={"texts": {"rows": 1, "parts": ["data/texts/0f.parquet"]}}, planned=["texts/甲.txt"])
    write_record(tmp_path, record)
    path = tmp_path / "run.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"made_by"', '"of_a_later_version": 1, "made_by"'), encoding="utf-8")
    assert read_record(tmp_path) == record
    assert record.parts == ["data/texts/0f.parquet"]


def test_files_are_announced_beside_what_a_record_names_already(tmp_path: Path) -> None:
    write_record(tmp_path, Record(files={"texts/甲.txt": ["0f", 1]}, planned=["data/b", "data/a"]))
    announce_files(tmp_path, ["texts/乙.txt", "data/a"])
    record = read_record(tmp_path)
    assert record is not None
    assert record.planned == ["data/a", "data/b", "texts/乙.txt"]
    assert record.files == {"texts/甲.txt": ["0f", 1]}
    assert (tmp_path / "run.json").read_text(encoding="utf-8") == json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"


def test_texts_are_written_without_any_change(tmp_path: Path) -> None:
    write_texts(tmp_path, [("texts/镇/2021.txt", "\ufeff一\r\n二\r三\n\u200b")])
    assert (tmp_path / "texts/镇/2021.txt").read_bytes() == "\ufeff一\r\n二\r三\n\u200b".encode()


def test_removing_takes_the_named_files_and_the_folders_they_leave_empty(tmp_path: Path) -> None:
    for name in ("a/b/1.txt", "a/b/2.txt", "a/own.txt", "c/3.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    remove_files(tmp_path, ["a/b/1.txt", "a/b/2.txt", "c/3.txt", "c/gone.txt"])
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["a", "a/own.txt"]
    assert (find_size(tmp_path, "a/own.txt"), find_size(tmp_path, "gone")) == (1, None)


def test_clearing_removes_what_the_record_names_and_nothing_else(tmp_path: Path) -> None:
    for name in ("README.md", "texts/2021.txt", "texts/own.txt", "data/texts/0f.parquet", "log.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert clear_outputs(tmp_path) == 0
    tables = {"texts": {"rows": 1, "parts": ["data/texts/0f.parquet"]}}
    write_record(tmp_path, Record(tables=tables, files={"texts/2021.txt": ["", 1]}, planned=["texts/never.txt"]))
    assert clear_outputs(tmp_path) == 3
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["README.md", "texts", "texts/own.txt"]
