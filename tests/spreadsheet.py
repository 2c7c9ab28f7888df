"""A spreadsheet program that reads workbooks: LibreOffice, without a window, with a profile of its own."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ADVICE = "no LibreOffice here: apt-get install libreoffice-calc"
# Commas, double quotes, UTF-8, from line 1, no formats, no language, quoted where needed, numbers as they are, no formulas, all sheets.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def read_sheets(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet as LibreOffice reads them and writes them as CSV, numbers with all their digits.

    The test is skipped where there is no LibreOffice, and fails there where CI is set.
    """
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = [program, profile, "--headless", "--convert-to", FILTER, "--outdir", str(folder), str(workbook)]
    done = subprocess.run(command, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=500, check=False)
    files = sorted(folder.glob(f"{workbook.stem}-*.csv"))
    assert files, done.stderr
    limit = csv.field_size_limit(2**31 - 1)
    try:
        return {file.stem.removeprefix(f"{workbook.stem}-"): _read_rows(file) for file in files}
    finally:
        csv.field_size_limit(limit)


def alike(shown: str, cell: str | float | None) -> bool:
    """Tell whether what a spreadsheet shows is a cell: the very text, the number to some fourteen digits, or nothing."""
    if cell is None or isinstance(cell, str):
        return shown == (cell or "")
    number = float(shown.removesuffix("%")) / (100 if shown.endswith("%") else 1)
    return number == pytest.approx(cell, rel=1e-13)


def _read_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))
