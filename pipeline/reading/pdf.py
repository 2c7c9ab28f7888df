"""PDF files with a text layer -> text: the glyphs of each page, put together by their places."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipeline.limits import Allowance
from pipeline.reading.pages import Glyph, Line, build_pieces, drop_edges, join_lines, order_lines
from pipeline.schema import Reading

_RADICALS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_FEWEST = 8  # characters of a page with a text layer
_UPRIGHT = 0.1  # radians: what leans more is a watermark
_LOST: Final = "\ufffd"
_ASKED = 0x3FF  # glyphs between two looks at the clock, as a mask


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its height, the pieces of its lines, and whether it is a picture without text."""

    height: float
    pieces: list[Line]
    is_picture: bool


def read_pdf(raw: bytes, allowance: Allowance | None = None) -> Reading:
    """Read a .pdf file by its text layer; paragraphs end with a line break, the cells of a table's row are parted by tabs.

    Running heads, page numbers and slanted watermarks are dropped. A file without a text layer is failed, for it needs OCR; one some
    pages of which lack it is partial.
    """
    import pypdfium2

    allowance = allowance or Allowance()

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        return Reading("", "pdf", status="failed", reason=_explain(str(error)))
    try:
        count = len(document)
        pages = list(_read_pages(document, allowance))
    except pypdfium2.PdfiumError as error:
        return Reading("", "pdf", pages=len(document), status="failed", reason=_explain(str(error)))
    finally:
        document.close()
    if len(pages) < count:
        allowance.leave_out(
            f"{count - len(pages):,} of {count:,} pages are left out, those after the first {len(pages):,}; divide the file"
        )
    return _judge(pages, count, allowance)


def _read_pages(document: Any, allowance: Allowance) -> Iterator[_Page]:
    """Yield the pages, as many as the limits of pages, characters and time allow."""
    letters = 0
    for number in range(min(len(document), allowance.limits.pages)):
        if letters > allowance.limits.text or allowance.is_spent:
            return
        page = _read_page(document, number, allowance)
        letters += sum(len(piece.text) for piece in page.pieces)
        yield page


def _explain(error: str) -> str:
    if "assword" in error or "ecurity" in error:
        return "PDF is encrypted; remove the password and save it again"
    return "PDF is damaged; open it in a viewer and save it again, or save its text as .docx or .txt"


def _judge(pages: list[_Page], count: int, allowance: Allowance) -> Reading:
    """Build the reading of a file from its pages, or refuse it where its text layer is no text."""
    pictures = [number for number, page in enumerate(pages, 1) if page.is_picture]
    kept = drop_edges([(page.height, page.pieces) for page in pages])
    text = join_lines([block for pieces in kept for block in order_lines(pieces)]).translate(_RADICALS)
    if len(text) < _FEWEST or len(pictures) * 2 > len(pages):
        reason = "PDF has no text layer (scanned pages?); run OCR over it and save the text as .pdf, .docx or .txt"
        return Reading("", "pdf", pages=count, status="failed", reason=reason)
    replaced = text.count(_LOST)
    if replaced * 4 > len(text):
        reason = "PDF does not say which characters its fonts show; run OCR over it, or export it again with embedded fonts"
        return Reading("", "pdf", replaced=replaced, pages=count, status="failed", reason=reason)
    allowance.take(text)
    if pictures:
        reason = f"{len(pictures)} of {count} pages have no text layer (the first is page {pictures[0]}); run OCR over them"
        return allowance.close(Reading("", "pdf", replaced=replaced, pages=count, status="partial", reason=reason))
    return allowance.close(Reading("", "pdf", replaced=replaced, pages=count))


def _read_page(document: Any, number: int, allowance: Allowance) -> _Page:
    import pypdfium2.raw as pdfium

    page = document[number]
    pieces = build_pieces(_find_glyphs(page, allowance))
    letters = sum(len(piece.text) for piece in pieces)
    is_picture = letters < _FEWEST and next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4), None) is not None
    return _Page(page.get_height(), pieces, is_picture)


def _find_glyphs(page: Any, allowance: Allowance) -> Iterator[Glyph]:
    """Yield the glyphs of a page in the order of the file; blanks and breaks that the library made up are left out."""
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    box = pdfium.FS_RECTF()
    pair = ""
    for index in range(layer.count_chars()):
        if not index & _ASKED and allowance.is_spent:
            allowance.leave_out(f"the time is up in the middle of a page, after {index:,} of {layer.count_chars():,} characters")
            return
        if pdfium.FPDFText_IsGenerated(layer, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(layer, index)
        sign = chr(code) if code else _LOST
        if 0xD800 <= code < 0xE000:
            pair += sign
            if len(pair) < 2:
                continue
            sign, pair = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), ""
        if (code and (code < 0x20 or code == 0xFFFE)) or not _is_upright(pdfium.FPDFText_GetCharAngle(layer, index)):
            continue
        if pdfium.FPDFText_GetLooseCharBox(layer, index, ctypes.byref(box)):
            yield Glyph(sign, box.left, box.bottom, box.right, box.top)


def _is_upright(angle: float) -> bool:
    return angle < _UPRIGHT or angle > 6.2831 - _UPRIGHT
