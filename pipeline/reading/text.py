"""Bytes of a text file -> characters: byte order mark, UTF-8, GB18030, then what chardet believes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.limits import Allowance
from pipeline.schema import Reading

_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_MAGIC: Final = {
    b"%PDF": "a PDF; rename it to .pdf",
    b"PK\x03\x04": "a zip package (.docx?); rename it to .docx or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as .docx",
    b"{\\rtf": "rich text; save it as .docx",
}
_GUESSED: Final = {  # what chardet may say of a file of Chinese text, and what Python calls it; the GB family is GB18030
    "big5": "big5", "cp950": "big5", "big5hkscs": "big5hkscs", "utf_16le": "utf-16-le", "utf_16be": "utf-16-be",
    "euc_tw": "big5", "shift_jis": "shift_jis", "cp932": "cp932", "euc_jp": "euc_jp", "euc_kr": "euc_kr", "cp949": "cp949",
}  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_LOST: Final = "\ufffd"
_DAMAGE = 20  # good characters beyond ASCII for each bad sequence: fewer and it is no damaged UTF-8
_KNOWN = 0.7  # share of characters beyond ASCII that GB2312 has: below it, chardet is asked too
_HEAD = 4_000_000  # bytes that tell the encoding of a longer file
_PIECE = 1_000_000  # bytes that are decoded at once beyond


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the name of their encoding in lower case, and how many characters were lost."""

    text: str
    encoding: str
    replaced: int


def read_text(raw: bytes, kind: str, allowance: Allowance | None = None) -> Reading:
    """Read a .txt or .md file: the decoded characters without a byte order mark, nothing else changed.

    Of a file above 4 MB the first 4 MB tell the encoding.
    """
    allowance = allowance or Allowance()
    for magic, said in _MAGIC.items():
        if raw.startswith(magic):
            return Reading("", kind, status="failed", reason=f"file is no text but {said}")
    head = cut_head(raw)
    decoded = decode_bytes(head)
    if reason := refuse_binary(head, decoded):
        return Reading("", kind, status="failed", reason=reason)
    if len(head) == len(raw):
        allowance.take(decoded.text)
        return allowance.close(Reading("", kind, decoded.encoding, decoded.replaced))
    replaced = 0
    for piece in _decode_pieces(raw, decoded.encoding):
        replaced += piece.count(_LOST)
        allowance.take(piece)
    return allowance.close(Reading("", kind, decoded.encoding, replaced))


def cut_head(raw: bytes) -> bytes:
    """Return so much of a file as tells its encoding: 4 MB, up to the last line feed in them where there is one."""
    if len(raw) <= _HEAD:
        return raw
    end = raw.rfind(b"\n", 0, _HEAD) + 1 or _HEAD
    return raw[: end - end % 4 or 4]


def _decode_pieces(raw: bytes, encoding: str) -> Iterator[str]:
    """Decode a long file piece by piece, so that never all of it is held as text."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for start in range(0, len(raw), _PIECE):
        yield decoder.decode(raw[start : start + _PIECE], final=start + _PIECE >= len(raw))


def refuse_binary(raw: bytes, decoded: Decoded) -> str:
    """Say why bytes are no text that was decoded well, and what to do; "" where they are."""
    if b"\x00" in raw and not decoded.encoding.startswith(("utf-16", "utf-32")):
        return "file is binary (it holds NUL bytes); save it as text in UTF-8"
    if len(decoded.text) - len(_CONTROL.sub("", decoded.text)) > max(1, len(decoded.text) // 200):
        return "file is binary (it holds control characters); save it as text in UTF-8"
    if decoded.replaced * 4 > len(decoded.text):
        return "file is no text in a known encoding; save it as text in UTF-8"
    return ""


def decode_bytes(raw: bytes) -> Decoded:
    """Decode bytes by their byte order mark, else as strict UTF-8, strict GB18030, or what chardet says.

    UTF-8 that only a few broken bytes keep from being strict stays UTF-8. Lone surrogates become U+FFFD and are counted.

    >>> decode_bytes("政府工作报告".encode("gb18030"))
    Decoded(text='政府工作报告', encoding='gb18030', replaced=0)
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return _decode_lossy(raw[len(mark) :], codec, name)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        damaged = _decode_lossy(raw, "utf-8", "utf-8")
    beyond = sum(character > "\x7f" for character in damaged.text) - damaged.replaced
    if damaged.replaced * _DAMAGE <= beyond:
        return damaged
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return _guess(raw)
    beyond = sum(character > "\x7f" for character in text)
    if len(text.encode("gb2312", "ignore")) - (len(text) - beyond) >= 2 * _KNOWN * beyond:
        return Decoded(text, "gb18030", 0)
    guessed = _guess(raw)
    return guessed if guessed.encoding == "big5" and not guessed.replaced else Decoded(text, "gb18030", 0)


def _guess(raw: bytes) -> Decoded:
    """Decode with the encoding that chardet believes in; the GB family and what it cannot tell as GB18030."""
    import chardet

    said = (chardet.detect(raw[:200_000])["encoding"] or "").lower().replace("-", "_")
    name = _GUESSED.get(said, "gb18030")
    return _decode_lossy(raw, name, name)


def _decode_lossy(raw: bytes, codec: str, name: str) -> Decoded:
    """Decode, putting U+FFFD for what cannot be decoded; surrogates that form a pair become its character."""
    try:
        text = raw.decode(codec, "surrogatepass")
        kept = text.count(_LOST)
    except UnicodeDecodeError:
        text = raw.decode(codec, "replace")
        kept = raw.count(_LOST.encode(codec)) if codec.startswith("utf") else 0
    if SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Decoded(text, name, text.count(_LOST) - kept)
