from __future__ import annotations

import pytest

from pipeline.reading.pdf import read_pdf
from tests.tiny_pdf import Placed, write_pdf

HEAD: Placed = (90, 810, 9, "柳塘镇人民代表大会文件")
FIRST: list[Placed] = [
    HEAD,
    (230, 770, 20, "政府工作报告"),
    (114, 720, 16, "各位代表，过去一年全镇上下团结一心，完成产值"),
    (82, 696, 16, "36.5亿元，同比增长5.5%，其中工业增加值达到十二点"),
    (82, 672, 16, "三亿元。"),
    (82, 600, 12, "指标"),
    (300, 600, 12, "2020年"),
    (82, 580, 12, "粮食产量"),
    (300, 580, 12, "32万吨"),
    (114, 540, 16, "新增就业三百六十人，城镇居民收入增长百分之六点"),
    (290, 40, 10, "— 1 —"),
]
SECOND: list[Placed] = [HEAD, (82, 740, 16, "五，农村居民收入增长百分之八。"), (290, 40, 10, "— 2 —")]
ENCRYPTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [ <00> <00> ]"


def test_lines_are_joined_heads_and_numbers_dropped_and_pages_counted() -> None:
    reading = read_pdf(write_pdf([FIRST, SECOND]))
    assert reading.text == (
        "政府工作报告\n各位代表，过去一年全镇上下团结一心，完成产值36.5亿元，同比增长5.5%，其中工业增加值达到十二点三亿元。\n"
        "指标\t2020年\n粮食产量\t32万吨\n新增就业三百六十人，城镇居民收入增长百分之六点五，农村居民收入增长百分之八。\n"
    )
    assert (reading.format, reading.encoding, reading.pages, reading.status, reading.replaced) == ("pdf", "", 2, "ok", 0)


def test_the_order_is_that_of_the_page_not_of_the_file() -> None:
    assert read_pdf(write_pdf([[*reversed(FIRST)], SECOND])).text == read_pdf(write_pdf([FIRST, SECOND])).text


def test_a_page_without_a_text_layer_is_partial_and_a_file_of_such_pages_needs_ocr() -> None:
    reading = read_pdf(write_pdf([FIRST, SECOND, []]))
    assert (reading.status, reading.pages) == ("partial", 3)
    assert reading.reason == "1 of 3 pages have no text layer (the first is page 3); run OCR over them"
    scanned = read_pdf(write_pdf([[], []]))
    assert (scanned.text, scanned.status, scanned.pages) == ("", "failed", 2)
    assert "run OCR" in scanned.reason


def test_signs_of_radicals_become_the_characters_they_look_like() -> None:
    assert read_pdf(write_pdf([[(80, 700, 16, "⼯作⼈⼝三千六百")]])).text == "工作人口三千六百\n"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (write_pdf([FIRST], trailer=ENCRYPTED), "remove the password"),
        (write_pdf([FIRST])[:300], "damaged"),
        (b"%PDF-1.7 and no more", "damaged"),
    ],
    ids=["encrypted", "cut", "no PDF"],
)
def test_what_cannot_be_opened_says_what_to_do(raw: bytes, said: str) -> None:
    reading = read_pdf(raw)
    assert (reading.text, reading.status) == ("", "failed")
    assert said in reading.reason
    assert "save it again" in reading.reason
