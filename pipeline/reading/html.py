"""Web pages -> text: the report without the page around it, tables kept row by row.

The report is the smallest element of the page that holds nearly all sentence stops that stand outside links (after the text density
of Boilerpipe, Kohlschütter et al. 2010); what is navigation by its tag, its name, or its many links is left out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from pipeline.limits import Allowance
from pipeline.reading.text import Decoded, decode_bytes, refuse_binary
from pipeline.schema import Reading

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_GB: Final = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
_STOPS: Final = re.compile(r"[。；！？，]")
_TITLE_CUT: Final = re.compile(r"\s*[_|]+\s*|\s+[-—–]+\s+|\s*[-—–]+\s*(?=\S*(?:网|政府|门户|平台)\s*$)")
_DROPPED: Final = frozenset((
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "select", "iframe", "svg", "object", "head", "footer",
    "header", "map", "textarea",
))  # fmt: skip
_NAMED: Final = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|foot|footer|crumbs?|breadcrumbs?|share|sidebar|toolbar|related|recommend|copyright|location|position)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "td", "th", "tr", "ul",
))  # fmt: skip
_NEARLY_ALL = 0.85  # of the stops of a page
_CELL_LONGEST = 80  # characters of a cell of figures; a longer one lays out the page
_MOST_TAGS = 250_000  # each an object in memory; a page of 700,000 characters out of a word processor has fewer
_ASKED = 0xFF  # pieces of text between two looks at the clock, as a mask
_LINKED = 0.5  # share of a list's or block's characters in links: above it, it leads elsewhere


def read_html(raw: bytes, allowance: Allowance | None = None) -> Reading:
    """Read a .html file: its blocks end with a line break, cells of a table row are parted by tabs, navigation is dropped.

    The page's title stands on the first line where the text does not have it. A page is read up to 250,000 tags, and up to the place
    where its elements are nested deeper than 255.
    """
    allowance = allowance or Allowance()
    decoded = _decode(raw)
    if reason := refuse_binary(raw, decoded):
        return Reading("", "html", status="failed", reason=reason)
    page, deep = _parse(_cut_tags(decoded.text, allowance))
    title = _find_title(page)
    body = page.find("body")
    lines = [] if body is None else list(_read_lines(_find_report(body), allowance))
    if not lines:
        reason = "page holds no text; save the page with the report in it, or copy the report into a .txt"
        return Reading("", "html", status="failed", reason=deep or reason)
    if deep:
        allowance.leave_out(deep)
    if title and "".join(title.split()) not in "".join("".join(lines[:8]).split()):
        lines.insert(0, title)
    allowance.take("".join(line + "\n" for line in lines))
    return allowance.close(Reading("", "html", decoded.encoding, decoded.replaced))


def _cut_tags(text: str, allowance: Allowance) -> str:
    """Return a page without what lies beyond its first 250,000 tags."""
    tags = text.count("<")
    if tags <= _MOST_TAGS:
        return text
    end = next(islice(re.finditer("<", text), _MOST_TAGS, None)).start()
    allowance.leave_out(f"{tags - _MOST_TAGS:,} of {tags:,} tags are left out, and the text behind them; save the report as .docx or .txt")
    return text[:end]


def _parse(text: str) -> tuple[Any, str]:
    """Return the elements of a page, and what is to be said where they are nested too deep to be read to the end."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser()
    try:
        page = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except lxml.etree.ParserError:  # a page without any element
        page = lxml.html.document_fromstring("<html></html>")
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return page, "elements are nested deeper than 255, what follows is left out; save the report as .docx or .txt" if deep else ""


def _decode(raw: bytes) -> Decoded:
    """Decode a page as any text, or, where it is no UTF-8, as its meta tag says if that is strictly so."""
    decoded = decode_bytes(raw)
    match = _CHARSET.search(raw[:4096])
    if match is None or decoded.encoding.startswith("utf"):
        return decoded
    name = match.group(1).decode("ascii").lower()
    name = "gb18030" if name in _GB else name
    try:
        return Decoded(raw.decode(name), name, 0)
    except (UnicodeDecodeError, LookupError):
        return decoded


def _find_title(page: Any) -> str:
    for heading in page.iter("h1"):
        if said := _squeeze(heading.text_content()):
            return said
    for title in page.iter("title"):
        return _TITLE_CUT.split(_squeeze(title.text_content()))[0]
    return ""


def _find_report(body: Any) -> Any:
    """Return the smallest element that holds nearly all stops of the page that stand outside links and navigation."""
    weights: dict[Any, int] = {}
    wanted = _NEARLY_ALL * _weigh(body, weights)
    element = body
    while wanted:
        inner = next((child for child in element if weights.get(child, 0) >= wanted), None)
        if inner is None or inner.tag not in _BLOCKS or inner.tag in ("p", "td", "th", "tr", "li"):
            break
        element = inner
    return element


def _weigh(element: Any, weights: dict[Any, int]) -> int:
    """Count the stops below ``element`` outside links and navigation, keeping the count of each element below it."""
    if _is_around(element) or element.tag == "a":
        return 0
    weight = len(_STOPS.findall(element.text or ""))
    for child in element:
        weight += _weigh(child, weights) + len(_STOPS.findall(child.tail or ""))
    weights[element] = weight
    return weight


def _is_around(element: Any) -> bool:
    """Whether an element is part of the page around the report."""
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return True
    if "display:none" in element.get("style", "").replace(" ", ""):
        return True
    return element.tag in ("div", "ul", "ol", "section", "p", "td", "table", "span") and bool(
        _NAMED.search(f"{element.get('class', '')} {element.get('id', '')}")
    )


def _is_linked(element: Any) -> bool:
    """Whether a list or block is mostly links."""
    if element.tag not in ("ul", "ol", "dl", "div", "p", "li"):
        return False
    linked = sum(len(_squeeze(link.text_content())) for link in element.iter("a"))
    return bool(linked) and linked > _LINKED * len(_squeeze(element.text_content()))


def _read_lines(element: Any, allowance: Allowance) -> Iterator[str]:
    """Yield a line for each block and each table row of an element, until the time is up."""
    pieces = []
    for number, piece in enumerate(_walk(element)):
        if not number & _ASKED and allowance.is_spent:
            allowance.leave_out(f"the time of {allowance.limits.seconds} s is up, the rest of the page is left out")
            break
        pieces.append(piece)
    for line in "".join(pieces).split("\n"):
        cells = [_squeeze(cell) for cell in line.split("\x1f")]
        if any(cells):
            yield "\t".join(cells)


def _walk(element: Any) -> Iterator[str]:
    """Yield the text of an element in pieces, a line break around blocks, a unit separator between the cells of a row."""
    if _is_around(element) or _is_linked(element):
        return
    if element.tag == "br":
        yield "\n"
        return
    cells = [cell for cell in element if cell.tag in ("td", "th")] if element.tag == "tr" else []
    if cells and all(_is_cell(cell) for cell in cells):
        yield "\n" + "\x1f".join(_squeeze(cell.text_content()) for cell in cells) + "\n"
        return
    edge = "\n" if element.tag in _BLOCKS else ""
    keep = element.tag == "pre"
    yield edge + (element.text or "" if keep else _BLANKS.sub(" ", element.text or ""))
    for child in element:
        yield from _walk(child)
        yield child.tail or "" if keep else _BLANKS.sub(" ", child.tail or "")
    yield edge


def _is_cell(cell: Any) -> bool:
    """Whether a cell holds a figure or a label, not a part of the page."""
    return cell.find(".//table") is None and len(_squeeze(cell.text_content())) <= _CELL_LONGEST and len(list(cell.iter("p"))) < 3


def _squeeze(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")
