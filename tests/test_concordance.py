from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.__main__ import main
from pipeline.concordance import find_places, list_lines, read_context
from pipeline.run import concordance, run
from pipeline.store.refusal import Refused

REPORTS = {
    "柏溪镇/2020.txt": "一、优化营商环境\n全镇营商\r\n　　环境明显改善，ＧＤＰ增长5%。",
    "柏溪镇/2021.txt": "继续优化营商环境。",
    "柏溪镇/2021年抄本.txt": "继续优化营商环境。",
    "橙溪镇/汇报.txt": "修路，改善环境。",
}


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("concordance")
    for name, text in REPORTS.items():
        (folder / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "reports" / name).write_bytes(text.encode())
    run(folder / "reports", outputs=folder / "outputs", stages=["ingest"])
    return folder / "outputs"


def test_every_place_is_a_row_that_points_into_the_text(mined: Path) -> None:
    found = concordance("营商环境", mined)
    assert list(found.columns) == ["doc_id", "year", "start", "end", "left", "term", "right"]
    assert found["doc_id"].tolist() == ["柏溪镇/2020", "柏溪镇/2020", "柏溪镇/2021"]
    assert found["year"].tolist() == [2020, 2020, 2021]
    for row in found.itertuples():
        text = (mined / f"texts/{row.doc_id}.txt").read_bytes().decode()
        assert "".join(text[row.start : row.end].split()) == row.term == "营商环境"
    assert found["left"].tolist() == ["一、优化", "一、优化营商环境全镇", "继续优化"]
    assert found["right"].tolist() == ["全镇营商环境明显改善，ＧＤＰ增长5%。", "明显改善，ＧＤＰ增长5%。", "。"]


@pytest.mark.parametrize(("term", "found"), [("GDP", ["ＧＤＰ"]), ("ＧＤＰ", ["ＧＤＰ"]), ("营商 环境，", []), ("改善环境", ["改善环境"])])
def test_blanks_and_widths_do_not_matter_but_signs_do(mined: Path, term: str, found: list[str]) -> None:
    assert concordance(term, mined)["term"].tolist() == found


def test_a_folder_may_be_named_by_a_text(mined: Path) -> None:
    assert find_places("营商环境", str(mined))["start"] == concordance("营商环境", mined)["start"].tolist() == [4, 11, 4]


def test_a_report_without_a_year_has_none(mined: Path) -> None:
    (row,) = concordance("修路", mined).itertuples()
    assert (row.doc_id, str(row.year), row.left) == ("橙溪镇/汇报", "<NA>", "")


def test_places_do_not_overlap(tmp_path: Path) -> None:
    (tmp_path / "2021.txt").write_text("好好好好好", encoding="utf-8")
    run(tmp_path / "2021.txt", outputs=tmp_path / "outputs", stages=["ingest"])
    assert concordance("好好", tmp_path / "outputs")["start"].tolist() == [0, 2]


def test_what_cannot_be_searched_is_refused_with_what_to_do(mined: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no run\.json in it; run `make pipeline` first"):
        concordance("路", tmp_path)
    with pytest.raises(Refused, match="is no term; write a word"):
        concordance(" \n", mined)


def test_the_command_prints_lines_one_under_the_other(mined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["concordance", "环境", "--outputs", str(mined), "--width", "12"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "柏溪镇/2020  2020  一、优化营商  环境  全镇营商环境",
        "柏溪镇/2020  2020  环境全镇营商  环境  明显改善，Ｇ",
        "柏溪镇/2021  2021  继续优化营商  环境  。",
        "橙溪镇/汇报          修路，改善  环境  。",
        "4 places in 3 reports",
    ]
    assert main(["concordance", "环境", "--outputs", str(mined), "--limit", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 4 places in 3 reports; all with --limit 0"
    assert main(["concordance", "环境", "--outputs", str(mined), "--limit", "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_nothing_found_is_one_line(mined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["concordance", "高铁", "--outputs", str(mined)]) == 0
    assert capsys.readouterr().out == f"高铁 stands in no report of {mined}\n"
    assert concordance("高铁", mined).empty


@pytest.mark.parametrize("arguments", [["--limit", "-1"], ["--width", "1"], ["--width", "x"]])
def test_a_wrong_number_is_a_wrong_command_line(mined: Path, arguments: list[str]) -> None:
    assert main(["concordance", "环境", "--outputs", str(mined), *arguments]) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.text("营商aB，. \n　", max_size=50)] * 3), min_size=1, max_size=5), st.integers(2, 60))
def test_terms_stand_in_one_column_whatever_is_around_them(rows: list[tuple[str, str, str]], width: int) -> None:
    from rich.cells import cell_len

    contexts = [read_context(f"{left}项目{right}", len(left), len(left) + 2) for left, _, right in rows]
    places = {
        "doc_id": [name.replace("\n", "") for _, name, _ in rows], "year": [2021, *[None] * (len(rows) - 1)], "start": [0] * len(rows),
        "end": [2] * len(rows), "left": [row[0] for row in contexts], "term": [row[1] for row in contexts],
        "right": [row[2] for row in contexts],
    }  # fmt: skip
    lines = list_lines(places, limit=0, width=width)
    longest = max(cell_len(name) for name in places["doc_id"])
    assert len(lines) == len(rows)
    assert {cell_len(line[: line.index("项目")]) for line in lines} == {longest + width + 10}
    assert all("\n" not in line and cell_len(line) <= longest + 2 * width + 16 for line in lines)
