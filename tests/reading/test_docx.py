from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.reading.docx import read_docx


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def insert(document: object, xml: str) -> None:
    body = document.element.body  # type: ignore[attr-defined]
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1).replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)))


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    document = Document()
    document.add_heading("一、工作回顾", 1)
    document.add_paragraph("产值\t36亿元。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ["指标", "2020年", "税收", "2亿元\n（含非税）"], strict=True):
        cell.text = text
    document.add_paragraph("")
    document.add_paragraph("群众满意。")
    reading = read_docx(saved(document))
    assert reading.text == "一、工作回顾\n产值 36亿元。\n指标\t2020年\n税收\t2亿元 （含非税）\n\n群众满意。\n"
    assert (reading.format, reading.encoding, reading.status) == ("docx", "", "ok")


def test_merged_cells_are_read_once_and_a_table_in_a_cell_stays_in_it() -> None:
    document = Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "主要指标"
    inner = table.cell(0, 2).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "内表"
    assert read_docx(saved(document)).text == "主要指标\t内表\n"


def test_what_is_inserted_or_held_in_a_control_is_read_and_what_is_deleted_is_not() -> None:
    document = Document()
    insert(
        document,
        "<w:p><w:r><w:t>产值</w:t></w:r><w:del><w:r><w:delText>旧数</w:delText></w:r></w:del><w:ins><w:r><w:t>36亿元</w:t></w:r></w:ins></w:p>",
    )
    insert(document, "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的话。</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    insert(document, "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>")
    assert read_docx(saved(document)).text == "产值36亿元\n控件里的话。\n第一行\n第二行\n"


def test_a_text_box_follows_its_paragraph_once() -> None:
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框中字</w:t></w:r></w:p></w:txbxContent>"
    fallback = f'<mc:Fallback xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{box}</mc:Fallback>'
    insert(document, f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{box}{fallback}</w:r></w:p>")
    assert read_docx(saved(document)).text == "正文\n框中字\n"


def test_footnotes_are_left_out_and_that_is_said() -> None:
    document = Document()
    document.add_paragraph("全年向好。")
    with zipfile.ZipFile(io.BytesIO(saved(document))) as package:
        files = {name: package.read(name) for name in package.namelist()}
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="1"><w:p/></w:footnote></w:footnotes>'
    files["word/footnotes.xml"] = notes.encode()
    media = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = b'<Override PartName="/word/footnotes.xml" ContentType="' + media + b'"/>'
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", part + b"</Types>")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/>'
    rels = "word/_rels/document.xml.rels"
    files[rels] = files[rels].replace(b"</Relationships>", link + b"</Relationships>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    reading = read_docx(buffer.getvalue())
    assert (reading.text, reading.status) == ("全年向好。\n", "partial")
    assert reading.reason.startswith("1 footnotes")


def broken_packages() -> dict[str, bytes]:
    document = Document()
    document.add_paragraph("全年向好。" * 200)
    whole = saved(document)
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("a.txt", "no word file")
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        start = package.getinfo("word/document.xml").header_offset + 60
    return {
        "cut": whole[: len(whole) // 2],
        "overwritten": whole[:start] + b"\xff" * 40 + whole[start + 40 :],
        "no zip": b"PK\x03\x04" + b"x" * 50,
        "another package": empty.getvalue(),
        "no package": b"words",
    }


@pytest.mark.parametrize("name", ["cut", "overwritten", "no zip", "another package", "no package"])
def test_a_broken_file_is_failed_with_what_to_do(name: str) -> None:
    reading = read_docx(broken_packages()[name])
    assert (reading.text, reading.status) == ("", "failed")
    assert "save it again" in reading.reason


def test_an_encrypted_file_asks_for_the_password_to_be_removed() -> None:
    reading = read_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504)
    assert reading.status == "failed"
    assert "remove the password" in reading.reason
