from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.lexicon.rows import LexiconError, read_lines, read_rows

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fruit:
    name: str
    weight: float

    def check(self) -> str:
        return "" if self.weight > 0 else f"weight {self.weight} is no weight; write grams"


def read(folder: Path, content: bytes) -> tuple[Fruit, ...]:
    (folder / "fruit.csv").write_bytes(content)
    return read_rows("fruit.csv", Fruit, folder)


def test_comments_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    content = '\ufeff# 水果\r\nname,weight\r\n\r\n"柑,橘", 120\r\n# 大者\r\n柚,1e3\r\n'
    assert read(tmp_path, content.encode()) == (Fruit("柑,橘", 120.0), Fruit("柚", 1000.0))
    assert [number for number, _ in read_lines("fruit.csv", tmp_path)] == [2, 4, 6]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"# only this\n", "fruit.csv:1: no header; write name,weight"),
        (b"name,mass\n", "fruit.csv:1: header is name,mass; write name,weight"),
        ("name,weight\n柑\n".encode(), "fruit.csv:2: 1 cells where the header has 2; quote a cell that holds a comma"),
        ("name,weight\n\n柑,橘,120\n".encode(), "fruit.csv:3: 3 cells where the header has 2; quote a cell that holds a comma"),
        ("name,weight\n柑,重\n".encode(), "fruit.csv:2: could not convert string to float: '重'; write a plain number"),
        ("name,weight\n柑,0\n".encode(), "fruit.csv:2: weight 0.0 is no weight; write grams"),
        ('name,weight\n"柑,120\n柚,1000\n'.encode(), "fruit.csv:2: unexpected end of data; see to its quotes"),
        (b"name,weight\n" + "柑,120\n".encode("gb18030"), "fruit.csv:2: this line is no UTF-8; save the file as UTF-8"),
    ],
)
def test_a_bad_row_refuses_itself_by_file_and_line(tmp_path: Path, content: bytes, line: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read(tmp_path, content)
    assert str(caught.value) == line


def test_the_index_of_resources_names_every_file_and_cases_that_are_there() -> None:
    folder = ROOT / "pipeline/resources"
    rows = re.findall(r"^\| `(\S+)` \| (.+) \| (?:`(\S+)`)? *\|$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".txt"))
    assert [cases for _, _, cases in rows if cases and not (ROOT / cases).is_file()] == []
