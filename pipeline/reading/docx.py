"""Word files -> text: paragraphs and tables in document order."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from lxml.etree import XMLSyntaxError

from pipeline.schema import Reading

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (_W + name for name in ("p", "tbl", "tr", "tc"))
_SKIPPED: Final = frozenset(  # what a paragraph holds beside the text one reads: deleted, hidden in fields, shown twice
    [*(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)  # fmt: skip
_BREAKS: Final = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_BLANKS: Final = re.compile(r"\s+")


def read_docx(raw: bytes) -> Reading:
    """Read a .docx file: paragraphs end with a line break, cells of a row are parted by tabs, rows end with a line break.

    Text boxes follow the paragraph that they hang on; headers and footers are no text; footnotes are left out, and that is said.
    """
    if raw.startswith(_OLD_OFFICE):
        reason = "file is encrypted, or an old .doc under a new name; remove the password in Word and save it as .docx"
        return Reading("", "docx", status="failed", reason=reason)
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(io.BytesIO(raw))
        body = document.element.body
        notes = _count_notes(document)
    except (zipfile.BadZipFile, zlib.error, OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, EOFError, RuntimeError):
        reason = "file is no whole .docx; open it in Word or WPS, let it repair the file and save it again"
        return Reading("", "docx", status="failed", reason=reason)
    text = "".join(line + "\n" for line in _find_lines(body))
    if notes:
        reason = f"{notes} footnotes or endnotes are left out; put them into the text where they matter"
        return Reading(text, "docx", status="partial", reason=reason)
    return Reading(text, "docx")


def _find_lines(block: Any) -> Iterator[str]:
    """Yield a line for each paragraph and table row below ``block``, in order."""
    for child in block.iterchildren():
        if child.tag == _PARAGRAPH:
            yield _read_inline(child)
            for box in child.iter(_W + "txbxContent"):
                if not any(parent.tag in _SKIPPED and parent is not box for parent in box.iterancestors()):
                    yield from _find_lines(box)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    cells = (cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row)
                    yield "\t".join(_read_cell(cell) for cell in cells)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml", _W + "smartTag"):
            yield from _find_lines(child)


def _read_cell(cell: Any) -> str:
    return _BLANKS.sub(" ", " ".join(_read_inline(paragraph) for paragraph in cell.iter(_PARAGRAPH))).strip()


def _read_inline(element: Any) -> str:
    """Read the text of a paragraph; a tab in it becomes a blank, for tabs part the cells of rows."""
    pieces = []
    for child in element.iterchildren():
        if child.tag == _W + "t":
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            pieces.append(_read_inline(child))
    return "".join(pieces).replace("\t", " ")


def _count_notes(document: Any) -> int:
    """Count the footnotes and endnotes of a document that hold text."""
    count = 0
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            count += len(re.findall(rb"<w:(?:foot|end)note (?![^>]*w:type=)", relation.target_part.blob))
    return count
