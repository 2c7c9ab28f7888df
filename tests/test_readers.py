from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.readers import FORMATS, UNREAD, read_content, read_file

TEXT = "　　全年产值36亿元。\r\n\r\n税收5％。\n"


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "a.Md"])
def test_text_files_are_read_as_they_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT.encode())
    reading = read_file(tmp_path / name)
    assert (reading.text, reading.status, reading.replaced, reading.pages) == (TEXT, "ok", 0, None)
    assert reading.format == name[2:].lower()


@pytest.mark.parametrize("suffix", sorted(UNREAD))
def test_known_formats_that_are_not_read_say_what_to_do(suffix: str) -> None:
    reading = read_content(b"content", suffix)
    assert (reading.text, reading.format, reading.status) == ("", suffix[1:], "failed")
    assert "save" in reading.reason


@pytest.mark.parametrize("suffix", ["", ".exe"])
def test_any_other_name_is_no_known_format(suffix: str) -> None:
    assert "no known format" in read_content(b"content", suffix).reason


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\x00\x01\x02\x03" * 400, b"PK\x03\x04 no zip", b"%PDF-1.7 no pdf", b"\xff\xfe"])
def test_content_without_a_text_is_failed_in_one_line_that_says_what_to_do(raw: bytes, suffix: str) -> None:
    reading = read_content(raw, suffix)
    if suffix in (".html", ".htm") and raw.startswith((b"PK", b"%PDF")):
        return  # plain words: a page of one line
    assert (reading.text, reading.status) == ("", "failed")
    assert reading.reason
    assert "\n" not in reading.reason
    assert ";" in reading.reason


def test_a_file_that_cannot_be_opened_is_failed(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for path in (tmp_path / "none.txt", tmp_path / "folder.txt"):
        reading = read_file(path)
        assert reading.status == "failed"
        assert "cannot be opened" in reading.reason
        assert str(tmp_path) not in reading.reason
