"""Word files -> text: paragraphs and tables in document order."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final

from lxml import etree

from pipeline.limits import Allowance
from pipeline.schema import Reading

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (_W + name for name in ("p", "tbl", "tr", "tc"))
_SKIPPED: Final = frozenset(  # what a paragraph holds beside the text one reads: deleted, hidden in fields, shown twice
    [*(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)  # fmt: skip
_ROOT: Final = _W + "document"
_CONTAINERS: Final = frozenset(
    _W + name for name in ("document", "body", "tbl", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_SAFE: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_DAMAGES: Final = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, StopIteration)
_LARGEST: Final = 12_000_000  # bytes of one paragraph or row, tags and all
_BREAKS: Final = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_BLANKS: Final = re.compile(r"\s+")


class _Stream:
    """The unpacked bytes of a part, up to so many in all and between two lines: beyond, the file seems to end."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._left, self.since = file, most, 0
        self.was_cut = False

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        if self._left <= 0 or self.since > _LARGEST:
            self.was_cut = True
            return b""
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        self.since += len(piece)
        return piece


def read_docx(raw: bytes, allowance: Allowance | None = None) -> Reading:
    """Read a .docx file: paragraphs end with a line break, cells of a row are parted by tabs, rows end with a line break.

    Text boxes follow the paragraph that they hang on; headers and footers are no text; footnotes are left out, and that is said.
    The file is unpacked line by line, up to the limits; no entity is resolved.
    """
    allowance = allowance or Allowance()
    if raw.startswith(_OLD_OFFICE):
        reason = "file is encrypted, or an old .doc under a new name; remove the password in Word and save it as .docx"
        return Reading("", "docx", status="failed", reason=reason)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            part = _find_main(package)
            _read_part(package, part, allowance)
            notes = _count_notes(package, part, allowance.limits.file)
    except (*_DAMAGES, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, OSError):
        reason = "file is no whole .docx; open it in Word or WPS, let it repair the file and save it again"
        return Reading("", "docx", status="failed", reason=reason)
    if notes:
        allowance.leave_out(f"{notes} footnotes or endnotes are left out; put them into the text where they matter")
    return allowance.close(Reading("", "docx"))


def _find_main(package: zipfile.ZipFile) -> str:
    """Return the name of the package's main part, as its relations tell."""
    with package.open("_rels/.rels") as file:
        relations = etree.fromstring(file.read(_LARGEST), etree.XMLParser(**_SAFE))
    return next(str(one.get("Target")).lstrip("/") for one in relations if str(one.get("Type")).endswith("/officeDocument"))


def _read_part(package: zipfile.ZipFile, part: str, allowance: Allowance) -> None:
    """Read the lines of the main part; raises XMLSyntaxError or ValueError where it is none."""
    size = package.getinfo(part).file_size
    with package.open(part) as file:
        stream = _Stream(file, allowance.limits.file)
        try:
            for line in _find_lines(stream):
                allowance.take(line + "\n")
                if allowance.is_spent:
                    allowance.leave_out(f"the time of {allowance.limits.seconds} s is up, {_say_rest(file.tell(), size)}")
                    return
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
                allowance.leave_out(f"elements are nested deeper than 255, or one is too long, {_say_rest(file.tell(), size)}")
            elif stream.was_cut:
                allowance.leave_out(f"the document is too long, {_say_rest(file.tell(), size)}")
            else:
                raise


def _say_rest(read: int, size: int) -> str:
    return f"{max(size - read, 0):,} of {size:,} bytes of text and tags are left out; divide the document"


def _find_lines(stream: _Stream) -> Iterator[str]:
    """Yield a line for each paragraph and table row of a document's body, in order, keeping no element beyond its line."""
    for _, element in etree.iterparse(stream, events=("end",), tag=(_PARAGRAPH, _ROW, _ROOT), **_SAFE):
        if element.tag == _ROOT or any(above.tag not in _CONTAINERS for above in element.iterancestors()):
            continue
        stream.since = 0
        if element.tag == _PARAGRAPH:
            yield _read_inline(element)
            for box in element.iter(_W + "txbxContent"):
                if not any(parent.tag in _SKIPPED and parent is not box for parent in box.iterancestors()):
                    yield from _find_boxed(box)
        else:
            yield _read_row(element)
        element.clear()
        while (before := element.getprevious()) is not None:
            element.getparent().remove(before)


def _find_boxed(box: Any) -> Iterator[str]:
    """Yield the lines of a text box."""
    for child in box.iterchildren():
        if child.tag == _PARAGRAPH:
            yield _read_inline(child)
            for inner in child.iter(_W + "txbxContent"):
                if not any(parent.tag in _SKIPPED and parent is not inner and parent is not box for parent in inner.iterancestors()):
                    yield from _find_boxed(inner)
        elif child.tag == _TABLE:
            yield from (_read_row(row) for row in child.iter(_ROW) if next(row.iterancestors(_TABLE)) is child)
        elif child.tag in _CONTAINERS:
            yield from _find_boxed(child)


def _read_row(row: Any) -> str:
    return "\t".join(_read_cell(cell) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row)


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


def _count_notes(package: zipfile.ZipFile, part: str, most: int) -> int:
    """Count the footnotes and endnotes that hold text, beside the main part."""
    count = 0
    for name in ("footnotes.xml", "endnotes.xml"):
        beside = part.rpartition("/")[0] + "/" + name
        if beside in package.namelist():
            with package.open(beside) as file:
                count += sum(1 for _ in re.finditer(rb"<w:(?:foot|end)note (?![^>]*w:type=)", file.read(most)))
    return count
