"""Files that were made to cost a run, each with what it must cost: a status and a reason; `python -m tests.hostile` measures them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.tiny_pdf import write_pdf

SENTENCE = "全镇粮食产量12.5万吨。"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
LAUGHS = "".join(f'<!ENTITY l{level + 1} "{f"&l{level};" * 10}">' for level in range(9))


def write_docx(body: Iterable[str], *, doctype: str = "") -> bytes:
    """Write a .docx whose body is these pieces of XML."""
    relation = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>')
        opening = f'{doctype}<w:document xmlns:w="{MAIN}"><w:body>'
        _write_part(package, "word/document.xml", [opening, *body, "</w:body></w:document>"])
    return made.getvalue()


def _write_part(package: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    """Write a part that may be too long to be held as one text."""
    with package.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece.encode())


def write_xlsx(rows: Iterable[str]) -> bytes:
    """Write an .xlsx of one sheet whose rows are these pieces of XML."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kinds}{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), ("s", "worksheet"))
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}">{parts}</Types>')
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "s.xml"),
        ):
            relation = f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}"/>'
            package.writestr(name, f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>')
        sheet = '<sheet name="a" sheetId="1" r:id="r"/>'
        package.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>')
        _write_part(package, "xl/s.xml", [f'<worksheet xmlns="{SHEET}"><sheetData>', *rows, "</sheetData></worksheet>"])
    return made.getvalue()


def write_row(number: int, *cells: tuple[str, str]) -> str:
    """Return a row of a sheet: its cells by the letters of their columns."""
    inside = "".join(f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells)
    return f'<row r="{number}">{inside}</row>'


def _write_packed_pdf() -> bytes:
    """A page whose packed stream is a hundred megabytes of blanks."""
    packed = zlib.compress(b" " * 100_000_000)
    plain = write_pdf([[(72, 700, 12, SENTENCE)]])
    stream = re.compile(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", re.DOTALL)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    return stream.sub(lambda _: head + packed + b"\nendstream", plain, count=1)


@dataclass(frozen=True)
class Case:
    """A hostile file: its suffix, how it is made, and what a run must say of it; large ones take seconds to make or to read."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    status: str
    reason: str = ""
    large: bool = False


def _page(body: str) -> bytes:
    return f"<html><meta charset=utf-8><body><p>{SENTENCE}</p>{body}</body></html>".encode()


THOUSANDS = PARAGRAPH * 10_000
RUNS = ["<w:r><w:t>全</w:t></w:r>" * 100_000] * 20
LONG_TEXT = ["<w:p><w:r><w:t>", *["全" * 1_000_000] * 100]
DEEP = ("<w:sdt>" * 50_000, "</w:sdt>" * 50_000)
TABLE = f"<w:tbl>{'<w:tr><w:tc><w:p><w:r><w:t>全镇</w:t></w:r></w:p></w:tc></w:tr>' * 300_000}</w:tbl>"
ENTITY = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{Path(__file__).as_uri()}">]>'
LAUGHTER = f'<!DOCTYPE d [<!ENTITY l0 "哈哈">{LAUGHS}]>'
LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'5a' * 32}> /U <{'a5' * 32}> /P -4 >> /ID [ <00> <00> ]"
LINE = (72, 700, 12, SENTENCE)
HEAD = write_row(1, ("A", "text"))
SQL = b"<script>alert(1)</script><img src=x onerror=y>\n'; DROP TABLE documents; --\n"
MARKED = "\u202e全镇\u200f粮食\u2066产量12.5万吨\u2069。\u202c"


def _say(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


CASES = (
    Case("bomb of paragraphs", ".docx", lambda: write_docx([THOUSANDS] * 150), "partial", "are left out", True),
    Case("bomb in one paragraph", ".docx", lambda: write_docx([PARAGRAPH, "<w:p>", *RUNS, "</w:p>"]), "partial", "too long", True),
    Case("bomb in one text", ".docx", lambda: write_docx([*LONG_TEXT, "</w:t></w:r></w:p>"]), "failed", "too long", True),
    Case("a table of 300,000 rows", ".docx", lambda: write_docx([TABLE]), "partial", "left out", True),
    Case("XML 50,000 deep", ".docx", lambda: write_docx([PARAGRAPH, *DEEP]), "partial", "deeper than 255"),
    Case("external entity", ".docx", lambda: write_docx([PARAGRAPH, _say("&x;")], doctype=ENTITY), "ok"),
    Case("a billion laughs", ".docx", lambda: write_docx([_say("&l9;")], doctype=LAUGHTER), "failed", "or one is too long"),
    Case("100,000 levels", ".html", lambda: _page("<div>" * 100_000 + SENTENCE), "partial", "nested deeper than 255"),
    Case("two million tags", ".html", lambda: _page("<p>全" * 2_000_000), "partial", "tags are left out", True),
    Case("references to surrogates and NUL", ".html", lambda: _page("&#xD800;&#0;&#xDFFF;&#x110000;"), "ok"),
    Case("a line of 50 MB", ".txt", lambda: "全镇产值".encode() * 4_166_667, "partial", "left out", True),
    Case("70 MB", ".txt", lambda: f"{SENTENCE}\n".encode() * 2_200_000, "partial", "70,400,000 bytes are left out", True),
    Case("a megabyte of digits", ".txt", lambda: b"1234567890" * 100_000, "partial", "left out", True),
    Case("a megabyte of 万", ".md", lambda: "万".encode() * 333_333, "partial", "left out", True),
    Case("lone surrogates in UTF-8", ".txt", lambda: SENTENCE.encode() * 20 + b"\xed\xa0\x80\xed\xbf\xbf", "ok"),
    Case("lone surrogates in UTF-16", ".txt", lambda: b"\xff\xfe" + (SENTENCE * 20).encode("utf-16-le") + b"\x00\xd8" * 2, "ok"),
    Case("NUL", ".txt", lambda: SENTENCE.encode() + b"\x00", "failed", "it holds NUL bytes"),
    Case("NUL in UTF-16", ".txt", lambda: b"\xff\xfe" + (SENTENCE * 20 + "\x00").encode("utf-16-le"), "ok"),
    Case("right-to-left and other marks", ".txt", MARKED.encode, "ok"),
    Case("a formula", ".txt", lambda: b'=HYPERLINK("http://example.org","x")\n+1\n@SUM(1)\n-2+3\n\t=1\n', "ok"),
    Case("HTML and SQL", ".txt", lambda: SQL, "ok"),
    Case("encrypted", ".pdf", lambda: write_pdf([[LINE]], trailer=LOCKED), "failed", "encrypted"),
    Case("a page of 100 MB of blanks", ".pdf", _write_packed_pdf, "failed", "no text layer", True),
    Case("5,020 pages", ".pdf", lambda: write_pdf([[LINE]] * 5_020), "partial", "20 of 5,020 pages are left out", True),
    Case("a cell at the far corner", ".xlsx", lambda: write_xlsx([HEAD, write_row(1_048_576, ("A", SENTENCE), ("XFD", "x"))]), "ok"),
    Case("a bomb", ".xlsx", lambda: write_xlsx([HEAD, *[write_row(2, ("A", SENTENCE)) * 10_000] * 150]), "failed", "unpacks to", True),
    Case("a quote that is not closed", ".csv", lambda: b'text,year\n"' + SENTENCE.encode() * 1_000_000, "failed", "its quotes", True),
    Case("a cell of 2 MB", ".csv", lambda: f"year,text\n2021,{SENTENCE * 50_000}\n".encode(), "partial", "left out", True),
    Case("NUL in a cell", ".csv", lambda: f"text,year\n{SENTENCE}\x00,2021\n".encode(), "ok"),
)  # fmt: skip


def main() -> None:
    """Run the flow on each file alone, in a process of its own, and print what it cost."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"case{case.suffix}"
            file.write_bytes(case.make())
            measured = subprocess.run(
                [sys.executable, "-c", _MEASURE, str(file), f"{folder}/outputs"], capture_output=True, text=True, check=False
            )
            said = measured.stdout.strip() or f"exit {measured.returncode}: {measured.stderr.strip()[-300:]}"
            print(f"{case.suffix}\t{case.name}\t{file.stat().st_size:,}\t{said}", flush=True)


_MEASURE = """
import sys, time
import resource
from pipeline.readers import FORMATS, read_file
from pathlib import Path
start = time.monotonic()
path = Path(sys.argv[1])
if path.suffix in FORMATS:
    read_file(path)
reader = time.monotonic() - start
from pipeline.run import open_table, run
start = time.monotonic()
run(path, outputs=sys.argv[2], stages=["tables"])
took = time.monotonic() - start
rows = open_table("documents", sys.argv[2])[["status", "reason"]].values.tolist()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{reader:.1f} s\\t{took:.1f} s\\t{peak} MB\\t" + " | ".join(f"{status}: {reason}" for status, reason in rows))
"""

if __name__ == "__main__":
    main()
