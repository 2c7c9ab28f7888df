"""Time grows with the length of a text and no faster, whatever the text is: through every document stage, and in the readers."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from pipeline.readers import read_content
from pipeline.schema import Reading, Source
from tests.hostile import write_docx
from tests.mined import mine_sources
from tests.tiny_pdf import write_pdf

# What a careless expression goes through again from every place; each in one line, and in lines of some hundred characters.
RUNS = [
    "7",
    "万",
    "亿亿亿",
    "（（（",
    "由由由",
    "“",
    "《",
    "、",
    "第一",
    "一、",
    "2020年",
    "3亿元，",
    "其中：",
    "\t",
    "\u3000",
    "各位代表：",
    "# ",
    "|3|",
    "。",
    "产值",
]
SIZE = 20_000
PAGES = {
    "html blocks": (".html", lambda many: b"<body>" + "<div>产值，".encode() * many),
    "html links": (".html", lambda many: b"<body><div>" + "<a>产值，</a>".encode() * many),
    "html cells": (".html", lambda many: b"<body><table><tr>" + "<td>产值".encode() * many),
    "html unclosed": (".html", lambda many: b"<body>" + b"<" * many),
    "html charset": (".html", lambda many: b"<meta " * many + b"<body>x"),
    "docx runs": (".docx", lambda many: write_docx(["<w:p>", "<w:r><w:t>产值</w:t></w:r>" * many, "</w:p>"])),
    "docx cells": (".docx", lambda many: write_docx(["<w:tbl><w:tr>", "<w:tc><w:p/></w:tc>" * many, "</w:tr></w:tbl>"])),
    "docx boxes": (".docx", lambda many: write_docx(["<w:p>", "<w:txbxContent><w:p/></w:txbxContent>" * many, "</w:p>"])),
    "pdf glyphs": (".pdf", lambda many: write_pdf([[(30 + place % 50 * 10, 800 - place // 50, 9, "产") for place in range(many)]])),
    "txt bytes": (".txt", lambda many: b"\x81\x30" * 20 * many),
}


@pytest.mark.soak
@pytest.mark.parametrize("broken", [False, True], ids=["one line", "lines"])
@pytest.mark.parametrize("run", RUNS, ids=ascii)
def test_the_document_stages(run: str, broken: bool) -> None:
    line = run * (300 // len(run)) + "\n" if broken else run
    expect_linear(lambda times: _mine(line * (times * SIZE // len(line))))


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_the_readers(name: str) -> None:
    suffix, make = PAGES[name]
    files = {times: make(times * 2_000) for times in (1, 4)}
    expect_linear(lambda times: read_content(files[times], suffix))


def expect_linear(work: Callable[[int], object]) -> None:
    """Expect four times the work to take less than eight times as long; squared time would be sixteen times."""
    short, long = (min(_measure(work, times) for _ in range(2)) for times in (1, 4))
    assert long < 8 * max(short, 0.05)


def _mine(text: str) -> None:
    mine_sources([Source("a", "a.txt", "", Reading(text, "txt"), {})], "counts")


def _measure(work: Callable[[int], object], times: int) -> float:
    start = process_time()
    work(times)
    return process_time() - start
