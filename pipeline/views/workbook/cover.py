"""The cover: what the workbook is, of when, how many, how it is read, and what of each table is only in other files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.schema import SCHEMA_VERSION, Columns
from pipeline.views.workbook.cells import Pen, measure_text
from pipeline.views.workbook.sheet import GREEN, GREY, MOST_ROWS, ORANGE, RED, YELLOW, Sheet

TITLE: Final = "封面"
_NAME: Final = "报告中的数字与词语"
_WHAT: Final = "从报告正文里逐句取出的数字、指标和词语，一张表一页；每一行都记着它在哪份报告的第几个字，可以回到原文核对。"
_HOW: Final = (
    "点下面的表名，翻到那张表；每张表的首行、首列不随滚动移动，列名旁的箭头可以筛选和排序。",
    "列名上停一下，可以看到这一列是什么、在 CSV 文件里叫什么名字。",
    "数值折成基本单位（元、米、千克、人……），单位另有一列；单位是 % 的，显示成 93%，数本身是 93。“宽面板”用亿元、万人等，写在列名里。",
    "原文只说“以上”“不到”的，没有数值，只有下限或上限。空格表示没有，不表示 0。",
    "“起”“止”是原文中的字的位置，从 0 数起；原文在 texts 文件夹里，与报告编号同名。",
    "单元格里的控制符写成 ␀ 一类的记号，换行一律相同；要一字不差的内容，请用 CSV 或 Parquet。",
)
_LINKED: Final = "“报告”表里的报告编号可以点开，看标出了数字的报告全文。"
LEGEND: Final = (
    (RED, "红：核对出数量级不对；目标没有达到；文件没有读出"),
    (ORANGE, "橙：核对出增速、合计、占比、人均、比值算不拢"),
    (YELLOW, "黄：核对出同一个数前后两种说法；文件只读了一部分"),
    (GREEN, "绿：目标达到"),
    (GREY, "灰：目标有没有达到，后来的报告没有说"),
)
_COLUMNS: Final = (("表", 14), ("一行是什么", 84), ("全部行数", 11), ("本册行数", 11), ("全部内容在", 30), ("说明", 46))


@dataclass(frozen=True, slots=True)
class Extent:
    """What a sheet holds of its table: rows written, and texts that were cut."""

    rows: int
    cut: int


def write_cover(pen: Pen, sheets: Sequence[tuple[Sheet, Extent | None]], documents: Iterable[Columns]) -> None:
    """Write the cover from the top down; sheets without an extent are not in the workbook."""
    when, many = describe_documents(documents)
    how = [*_HOW, _LINKED] if any(sheet.pages for sheet, _ in sheets) else _HOW
    lines = [("是什么", _WHAT), ("什么时候", when), ("有多少", many), ("怎样读", how[0]), *(("", line) for line in how[1:])]
    lines.append(("版本", f"表的格式 {SCHEMA_VERSION}。同样的报告、同样的程序得到同样的文件，所以这里不写制作时间；它在 run.json 里。"))
    strong, wrapped = (pen.looks.find(style=style) for style in ("strong", "wrapped"))
    pen.write_text(0, 0, _NAME, pen.looks.find(style="title"))
    for row, (name, line) in enumerate(lines, 2):
        pen.set_height(row, 1 + measure_text(line) // _COLUMNS[1][1])
        pen.write_text(row, 0, name, strong)
        pen.write_text(row, 1, line, wrapped)
    first = len(lines) + 2
    for row, (colour, line) in enumerate(LEGEND, first):
        pen.write_text(row, 0, "" if row > first else "颜色", strong)
        pen.write_text(row, 1, line, pen.looks.find(fill=colour))
    _list_sheets(pen, first + len(LEGEND) + 1, sheets)
    for column, (_, width) in enumerate(_COLUMNS):
        pen.set_width(column, width)
    pen.worksheet.hide_gridlines(2)
    pen.worksheet.set_landscape()
    pen.worksheet.set_paper(9)  # A4
    pen.worksheet.fit_to_pages(1, 0)


def describe_documents(documents: Iterable[Columns]) -> tuple[str, str]:
    """Return in Chinese of which years the reports are, and how many there are (doc_id, place, year, delivered, duplicate_of, status).

    >>> part = {"doc_id": ["甲/2020", "甲/2021"], "place": ["甲镇", "甲镇"], "year": [2020, 2021], "delivered": [None, "2021-01-08"]}
    >>> describe_documents([{**part, "duplicate_of": [None, None], "status": ["ok", "failed"]}])
    ('2020—2021 年的报告；最近一份作于 2021-01-08。', '2 份报告，1 个地方；1 份没有读出，原因在“报告”表里。')
    """
    years: set[int] = set()
    places: set[str] = set()
    states: Counter[str] = Counter()
    latest, copies = "", 0
    for part in documents:
        years.update(year for year in part["year"] if year is not None)
        places.update(filter(None, part["place"]))
        states.update(part["status"])
        latest = max([latest, *filter(None, part["delivered"])])
        copies += sum(original is not None for original in part["duplicate_of"])
    span = "—".join(str(year) for year in sorted({min(years), max(years)})) if years else ""
    when = f"{span} 年的报告" if span else "报告的年份不明"
    many = f"{states.total():,} 份报告，{len(places):,} 个地方"
    told = {"没有读出": states["failed"], "只读了一部分": states["partial"], "与别的报告文字全同": copies}
    rest = "；".join(f"{count:,} 份{what}" for what, count in told.items() if count)
    return f"{when}{f'；最近一份作于 {latest}' if latest else ''}。", f"{many}{f'；{rest}，原因在“报告”表里' if rest else ''}。"


def _list_sheets(pen: Pen, first: int, sheets: Sequence[tuple[Sheet, Extent | None]]) -> None:
    wrapped, grouped = pen.looks.find(style="wrapped"), pen.looks.find("#,##0")
    for column, (name, _) in enumerate(_COLUMNS):
        pen.write_text(first, column, name, pen.looks.find(style="heading"))
    for row, (sheet, extent) in enumerate(sheets, first + 1):
        if extent:
            pen.write_link(row, 0, f"internal:'{sheet.title}'!A1", sheet.title)
        else:
            pen.write_text(row, 0, sheet.title, wrapped)
        pen.write_text(row, 1, sheet.description, wrapped)
        pen.write_number(row, 2, sheet.rows, grouped)
        pen.write_number(row, 3, extent.rows if extent else 0, grouped)
        pen.write_text(row, 4, sheet.file, pen.looks.find(style="text"))
        pen.write_text(row, 5, _tell_missing(sheet, extent), wrapped)


def _tell_missing(sheet: Sheet, extent: Extent | None) -> str:
    """Return what of a table is not in the workbook, or nothing."""
    if extent is None:
        return f"不在本册里，只在 {sheet.file}"
    missing = []
    if extent.rows < sheet.rows:
        missing.append(f"本册只有前 {MOST_ROWS:,} 行，其余只在 {sheet.file}")
    if extent.cut:
        missing.append(f"{extent.cut:,} 格文字过长，截短了")
    return "；".join(missing)
