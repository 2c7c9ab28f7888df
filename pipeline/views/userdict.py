"""The proposed terms as a user dictionary, from which one takes what one likes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.schema import Columns

_HEADER: Final = """\
# 词语建议：一行一个词语和词性标记，越靠前越可靠；依据见同名的 .csv。挑合适的行放进用户词典。
# Proposed terms, a word and its tag a line, the surest first; why is in the .csv of that name. Take what you like into a user dictionary.
"""


def write_userdict(terms: Iterable[Columns], target: Path) -> None:
    """Write the terms that no dictionary has, a line a term with its tag, as UTF-8."""
    rows = (row for part in terms for row in zip(part["term"], part["pos"], part["in_dictionary"], strict=True))
    lines = [f"{term} {tag}\n" for term, tag, known in rows if known == "no"]
    target.write_text(_HEADER + "".join(lines), encoding="utf-8", newline="")
