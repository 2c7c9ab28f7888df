from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.text import decode_bytes, read_text

TEXT = "柳塘镇政府工作报告。全年产值36.5亿元，增长5％，迈上新台阶！\r\n" * 3


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32"),
        (TEXT.encode("gb18030"), "gb18030"),
    ],
)
def test_encodings_by_mark_and_by_strict_decoding(raw: bytes, encoding: str) -> None:
    decoded = decode_bytes(raw)
    assert (decoded.text, decoded.encoding, decoded.replaced) == (TEXT, encoding, 0)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decode_bytes(text.encode("utf-8")).text == text.removeprefix("\ufeff")


def test_big5_is_told_from_gb18030() -> None:
    text = "我們發展經濟與農業，會議通過計劃，鞏固國家獨立。" * 20
    assert decode_bytes(text.encode("big5")).text == text
    assert decode_bytes(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "replaced"),
    [
        (TEXT.encode("utf-8")[:-3], TEXT[:-3] + "\ufffd", "utf-8", 1),
        (TEXT.encode("gb18030") + b"\xff\xff", TEXT + "\ufffd\ufffd", "gb18030", 2),
        (TEXT.encode("utf-8") + b"\xed\xa0\x80", TEXT + "\ufffd", "utf-8", 1),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8", TEXT + "\ufffd", "utf-16", 1),
    ],
    ids=["cut UTF-8", "broken GB18030", "lone surrogate in UTF-8", "lone surrogate in UTF-16"],
)
def test_what_is_lost_is_replaced_and_counted(raw: bytes, text: str, encoding: str, replaced: int) -> None:
    decoded = decode_bytes(raw)
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, encoding, replaced)
    assert read_text(raw, "txt").status == "ok"


def test_a_pair_of_surrogates_written_apart_becomes_its_character_and_a_replacement_that_was_there_is_not_counted() -> None:
    decoded = decode_bytes(TEXT.encode("utf-8") + "\ufffd".encode() + b"\xed\xa1\x80\xed\xb0\x80")
    assert decoded.text == TEXT + "\ufffd\U00020000"
    assert decoded.replaced == 0


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (bytes(range(256)) * 4, "NUL"),
        (bytes(range(1, 256)) * 4, "control characters"),
        (b"\x80\x81\xff" * 50, "known encoding"),
        (b"%PDF-1.7\n", "rename it to .pdf"),
        (b"PK\x03\x04....", ".docx"),
        (b"\xd0\xcf\x11\xe0....", "save it as .docx"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_out(raw: bytes, reason: str) -> None:
    reading = read_text(raw, "txt")
    assert (reading.text, reading.status) == ("", "failed")
    assert reason in reading.reason


def test_a_form_feed_or_a_stray_control_character_is_no_sign_of_a_binary_file() -> None:
    assert read_text((TEXT + "\x0c\x1a").encode("utf-8"), "txt").status == "ok"
