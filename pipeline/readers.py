"""One file -> its text and what was lost: .txt .md .docx .html .htm .pdf; other known formats say what to do.

``pipeline/reading`` holds a module a format; each is imported only when a file needs it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.limits import DEFAULT, Allowance, Limits
from pipeline.reading.text import SURROGATE
from pipeline.schema import Reading

FORMATS: Final = {".txt": "txt", ".md": "md", ".docx": "docx", ".html": "html", ".htm": "html", ".pdf": "pdf"}
UNREAD: Final = {
    ".doc": "old Word format is not read; open it in Word, WPS or LibreOffice and save it as .docx",
    ".wps": "WPS format is not read; open it in WPS and save it as .docx",
}
_PACKED: Final = frozenset({"docx", "pdf"})  # their first part alone cannot be read


def read_file(path: Path, limits: Limits = DEFAULT) -> Reading:
    """Read one report from a file; bad content never raises, it is a failed reading whose reason says what to do.

    The format is told by the suffix, in any case. Beyond the limits the first part is read, and the reading is partial.
    """
    try:
        with path.open("rb") as file:
            raw, size = file.read(limits.file), path.stat().st_size
    except OSError as error:
        said = error.strerror or type(error).__name__
        reason = f"file cannot be opened ({said}); check that it exists and may be read"
        return Reading("", find_format(path.suffix), status="failed", reason=reason)
    return read_content(raw, path.suffix, limits, size=size)


def find_format(suffix: str) -> str:
    """Return what a format is called, by a file's suffix in any case."""
    suffix = suffix.lower()
    return FORMATS.get(suffix, suffix.lstrip("."))


def read_content(raw: bytes, suffix: str, limits: Limits = DEFAULT, *, size: int = 0) -> Reading:
    """Read one report from the bytes of a file whose name ends in ``suffix`` (.txt, .PDF …), as ``read_file`` does.

    ``size`` is that of the whole file where ``raw`` is only its first part.
    """
    suffix, kind = suffix.lower(), find_format(suffix)
    if suffix not in FORMATS:
        return _fail(kind, UNREAD.get(suffix, f"{suffix or 'a name without suffix'} is no known format; save it as .txt or .docx"))
    if not raw:
        return _fail(kind, "file is empty; put the report's text in it or remove it")
    allowance = Allowance(limits)
    if size > len(raw):
        if kind in _PACKED:
            return _fail(kind, f"file has {size:,} bytes, {limits.file:,} are read; take the pictures out of it, or raise the limit file")
        allowance.leave_out(f"{size - len(raw):,} of {size:,} bytes are left out; divide the file, or raise the limit file")
    try:
        reading = _read_as(kind, raw, allowance)
    except Exception as error:  # a library met content it was not made for: this file is lost, the others are not
        return _fail(kind, f"file is damaged ({type(error).__name__}); open it, check it and save it again")
    if reading.status == "failed":
        return reading
    if SURROGATE.search(reading.text):
        text = SURROGATE.sub("\ufffd", reading.text)
        reading = replace(reading, text=text, replaced=reading.replaced + text.count("\ufffd") - reading.text.count("\ufffd"))
    if not reading.text.strip():
        return _fail(kind, reading.reason or "file holds no text; put the report's text in it or remove it")
    return reading


def _fail(kind: str, reason: str) -> Reading:
    return Reading("", kind, status="failed", reason=reason)


def _read_as(kind: str, raw: bytes, allowance: Allowance) -> Reading:
    if kind == "docx":
        from pipeline.reading.docx import read_docx

        return read_docx(raw, allowance)
    if kind == "html":
        from pipeline.reading.html import read_html

        return read_html(raw, allowance)
    if kind == "pdf":
        from pipeline.reading.pdf import read_pdf

        return read_pdf(raw, allowance)
    from pipeline.reading.text import read_text

    return read_text(raw, kind, allowance)
