from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store.replacing import make_folder, replacing, take_file, write_bytes


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    with replacing(tmp_path, "a/b.csv") as temporary:
        temporary.write_text("new")
        assert temporary.suffix == ".csv"
        assert not (tmp_path / "a/b.csv").exists()
    assert files(tmp_path) == ["a/b.csv"]
    assert (tmp_path / "a/b.csv").read_text() == "new"


def test_what_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    write_bytes(tmp_path, "b.csv", b"old")
    with pytest.raises(ZeroDivisionError), replacing(tmp_path, "b.csv") as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert files(tmp_path) == ["b.csv"]
    assert (tmp_path / "b.csv").read_bytes() == b"old"


def test_a_folder_is_gone_with_what_was_not_taken(tmp_path: Path) -> None:
    with make_folder(tmp_path) as folder:
        (folder / "x.png").write_bytes(b"x")
        (folder / "y.png").write_bytes(b"y")
        take_file(tmp_path, folder / "x.png", "clouds/x.png")
    assert files(tmp_path) == ["clouds/x.png"]
