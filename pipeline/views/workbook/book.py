"""The workbook: a cover and a sheet a table, the same bytes for the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.schema import Columns
from pipeline.views.workbook.cells import Looks, Pen
from pipeline.views.workbook.cover import TITLE, Extent, write_cover
from pipeline.views.workbook.sheet import Sheet, SheetWriter

_MADE: Final = datetime(2000, 1, 1)  # the date that every workbook carries
_FONT: Final = {"font_name": "等线", "font_size": 11}


def write_workbook(sheets: Sequence[Sheet], documents: Iterable[Columns], target: Path) -> None:
    """Write a workbook (.xlsx): the cover, then each sheet that has columns, row by row, never holding more than a part.

    ``documents`` are the rows that the cover counts. Texts stay texts, whatever they look like; a sheet has at most 50,000 rows and a
    cell at most 32,767 characters, and the cover tells what is left out. Raises WorkbookError for a cell that cannot be written, OSError
    for a file that cannot.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "constant_memory": True, "tmpdir": str(target.parent), "default_format_properties": dict(_FONT),
        "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    workbook = Workbook(str(target), options)
    workbook.set_properties({"title": "报告中的数字与词语", "created": _MADE})
    looks = Looks(workbook)
    cover = Pen(workbook.add_worksheet(TITLE), looks)
    extents: list[Extent | None] = []
    for sheet in sheets:
        pen = Pen(workbook.add_worksheet(sheet.title), looks) if sheet.headings else None
        extents.append(Extent(SheetWriter(pen, sheet).write(), pen.cut) if pen else None)
    write_cover(cover, list(zip(sheets, extents, strict=True)), documents)
    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None
