from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store.catalogue import find_rows, read_catalogue
from pipeline.store.refusal import Refused
from pipeline.store.scan import scan_corpus

ROWS = "path,place,year\n环橙镇/2021.txt,环橙镇,2021\n.\\临榆县\\2020.txt, 临榆县 ,\n\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_read_in_either_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_bytes(ROWS.replace("\n", end).encode(encoding))
    catalogue = read_catalogue(file)
    assert catalogue.rows == {"环橙镇/2021.txt": {"place": "环橙镇", "year": "2021"}, "临榆县/2020.txt": {"place": "临榆县"}}
    assert catalogue.notes == []


def test_an_unknown_column_is_one_line_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("path,yaer\na.txt,2021\n", encoding="utf-8")
    catalogue = read_catalogue(file)
    assert catalogue.rows == {"a.txt": {}}
    (note,) = catalogue.notes
    assert note.startswith(f"{file}:1: unknown column 'yaer', left out; write one of title place ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ":1: no column 'path'"),
        ("文件,年份\n".encode(), ":1: no column 'path'"),
        (b"path,year\na.txt,21\n", ":2: year '21' is none; write four digits"),
        (b"path,year\na.txt,0021\n", ":2: year '0021' is none; write four digits"),
        ("path,review_period\na.txt,十三五\n".encode(), ":2: review_period '十三五' is none; write a year (2020) or two (2016-2020)"),
        (b"path,delivered\na.txt,2021/2/3\n", ":2: delivered '2021/2/3' is none; write a date (2021-02-03), or as much of it as is known"),
        ("path,level\na.txt,镇\n".encode(), ":2: level '镇' is none; write one of 国家 省 市 县 乡"),
        (b"path,year\na.txt,2021\n./a.txt,2020\n", ":3: 'a.txt' stands twice; keep one row"),
        (b"path,year,year\na.txt,2021,2020\n", ":1: column 'year' stands twice; keep one"),
        (b'path,year\n"a.txt,2021\n', ":2: unexpected end of data; see to the quotes there"),
        (b"path,title\na.txt," + b"x" * 200_000, ":2: field larger than field limit (131072); see to the quotes there"),
        (b"path,year\na.txt,2021,x\n", ":2: 3 cells where the header has 2"),
        (b"path\n\xff\xff\xff", ": neither UTF-8 nor GB18030; save it as UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_by_file_and_line(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_bytes(content)
    with pytest.raises(Refused) as caught:
        read_catalogue(file)
    assert str(caught.value).startswith(f"{file}{message}")


def test_dates_and_periods_may_be_told_as_far_as_they_are_known(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text(
        "path,delivered,review_period,plan_period\na.txt,2021,2020,\nb.txt,2021-02,,2021-2025\nc.txt,2021-02-03,,\n", encoding="utf-8"
    )
    assert read_catalogue(file).rows == {
        "a.txt": {"delivered": "2021", "review_period": "2020"},
        "b.txt": {"delivered": "2021-02", "plan_period": "2021-2025"},
        "c.txt": {"delivered": "2021-02-03"},
    }


def test_a_cell_of_several_lines_does_not_shift_the_line_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text('path,title,year\na.txt,"甲\n乙",2021\nb.txt,丙,x\n', encoding="utf-8")
    with pytest.raises(Refused, match=r":4: year 'x' is none"):
        read_catalogue(file)


def test_rows_belong_to_reports_by_any_of_their_forms(tmp_path: Path) -> None:
    for name in ("镇/2021.txt", "镇/2021.pdf", "镇/2020.txt", "县/2021.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "镇/catalogue.csv").write_text("path,year\n2021.pdf,2021\n2019.txt,2019\n", encoding="utf-8")
    (tmp_path / "县/catalogue.csv").write_text("path,year\n2021.txt,2022\n", encoding="utf-8")
    folders = [tmp_path / "镇", tmp_path / "县"]
    rows, notes = find_rows(scan_corpus(folders, tmp_path / "out").reports, [folder / "catalogue.csv" for folder in folders])
    assert rows == {"镇/2021": {"year": "2021"}, "县/2021": {"year": "2022"}}
    assert notes == [f"{folders[0] / 'catalogue.csv'}:3: no report '2019.txt', its row is left out; correct the path, or remove it"]


def test_the_rows_of_files_beside_a_single_report_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "2021.txt").write_text("x")
    (tmp_path / "catalogue.csv").write_text("path,year\n2021.txt,2021\n2020.txt,2020\n", encoding="utf-8")
    assert find_rows(scan_corpus([tmp_path / "2021.txt"], tmp_path / "out").reports, []) == ({"2021": {"year": "2021"}}, [])
