"""One file -> its text and what was lost: .txt .md .docx .html .htm .pdf; other known formats say what to do.

``pipeline/reading`` holds a module a format; each is imported only when a file needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.schema import Reading

FORMATS: Final = {".txt": "txt", ".md": "md", ".docx": "docx", ".html": "html", ".htm": "html", ".pdf": "pdf"}
UNREAD: Final = {
    ".doc": "old Word format is not read; open it in Word, WPS or LibreOffice and save it as .docx",
    ".wps": "WPS format is not read; open it in WPS and save it as .docx",
    ".xlsx": "workbooks are not read; save the sheet's text as .txt or .docx",
}


def read_file(path: Path) -> Reading:
    """Read one report from a file; bad content never raises, it is a failed reading whose reason says what to do.

    The format is told by the suffix, in any case.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or type(error).__name__
        reason = f"file cannot be opened ({said}); check that it exists and may be read"
        return Reading("", find_format(path.suffix), status="failed", reason=reason)
    return read_content(raw, path.suffix)


def find_format(suffix: str) -> str:
    """Return what a format is called, by a file's suffix in any case."""
    suffix = suffix.lower()
    return FORMATS.get(suffix, suffix.lstrip("."))


def read_content(raw: bytes, suffix: str) -> Reading:
    """Read one report from the bytes of a file whose name ends in ``suffix`` (.txt, .PDF …), as ``read_file`` does."""
    suffix, kind = suffix.lower(), find_format(suffix)
    if suffix not in FORMATS:
        reason = UNREAD.get(suffix, f"{suffix or 'a name without suffix'} is no known format; save it as .txt or .docx")
        return Reading("", kind, status="failed", reason=reason)
    if not raw:
        return Reading("", kind, status="failed", reason="file is empty; put the report's text in it or remove it")
    try:
        reading = _read_as(kind, raw)
    except Exception as error:  # a library met content it was not made for: this file is lost, the others are not
        reason = f"file is damaged ({type(error).__name__}); open it, check it and save it again"
        return Reading("", kind, status="failed", reason=reason)
    if reading.status != "failed" and not reading.text.strip():
        return Reading("", kind, status="failed", reason="file holds no text; put the report's text in it or remove it")
    return reading


def _read_as(kind: str, raw: bytes) -> Reading:
    if kind == "docx":
        from pipeline.reading.docx import read_docx

        return read_docx(raw)
    if kind == "html":
        from pipeline.reading.html import read_html

        return read_html(raw)
    if kind == "pdf":
        from pipeline.reading.pdf import read_pdf

        return read_pdf(raw)
    from pipeline.reading.text import read_text

    return read_text(raw, kind)
