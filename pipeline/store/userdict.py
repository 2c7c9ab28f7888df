"""userdict.txt beside a corpus: words that its user wants to stay whole. Only its characters are read here, not its words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.reading.text import read_text
from pipeline.store.refusal import Refused
from pipeline.store.scan import DICTIONARY, Found


def find_dictionaries(reports: Iterable[Found]) -> list[Path]:
    """Return the user dictionaries beside the catalogues of reports, in the order of the reports."""
    files = dict.fromkeys(report.catalogue.with_name(DICTIONARY) for report in reports)
    return [file for file in files if file.is_file()]


def read_dictionary(file: Path) -> str:
    """Return the text of a user dictionary: UTF-8 with or without a byte order mark, GB18030, UTF-16.

    Raises Refused for a file that is no text or holds characters that cannot be read, and OSError for one that is not there.
    """
    reading = read_text(file.read_bytes(), "txt")
    if reading.status == "failed":
        raise Refused(f"{file}: {reading.reason}")
    if reading.replaced:
        raise Refused(f"{file}: {reading.replaced} characters of it cannot be read; save it as UTF-8")
    return reading.text
