from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.run import open_table, run
from tests.benchmarks.make_corpus import CHARACTERS, YEARS, Taken, main, name_towns

FOLDER = Path(__file__).parent.parent / "corpus"


def read_folder(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "reports"
    main([str(FOLDER), "45", str(folder)])
    return folder


def test_so_many_reports_are_made_and_no_two_alike(made: Path) -> None:
    reports = read_folder(made)
    assert len(reports) == len(set(reports.values())) == 45
    assert sum(map(len, reports.values())) / 45 == pytest.approx(CHARACTERS, rel=0.2)


def test_a_report_says_its_place_and_year(made: Path, tmp_path: Path) -> None:
    run(made, outputs=tmp_path / "outputs", stages=["ingest"])
    documents = open_table("documents", tmp_path / "outputs")
    assert documents["path"].tolist() == [f"{row.year}/{row.parent}{row.place}{row.year}.txt" for row in documents.itertuples()]
    assert set(documents["year"]) == set(YEARS)
    assert documents["place"].nunique() == 3
    sentences = open_table("sentences", tmp_path / "outputs")
    assert set(sentences["part"]) >= {"review", "plan"}


def test_the_same_seed_makes_the_same_reports(made: Path, tmp_path: Path) -> None:
    main([str(FOLDER), "30", str(tmp_path / "fewer")])
    main([str(FOLDER), "30", str(tmp_path / "other"), "--seed", "2"])
    fewer, other, whole = read_folder(tmp_path / "fewer"), read_folder(tmp_path / "other"), read_folder(made)
    assert fewer.items() <= whole.items()
    assert not fewer.items() & other.items()


def test_years_are_told_as_the_report_would_tell_them() -> None:
    sentence = Taken("2016—2020年，青屏镇建成绿道2013公里。", "青屏镇", 2021)
    assert sentence.retell("柳泉乡", 2011) == "2006—2010年，柳泉乡建成绿道2013公里。"
    assert Taken("2020年收官。", "", None).retell("柳泉乡", 2011) == "2020年收官。"


def test_no_town_has_the_name_of_another() -> None:
    towns = [town for _, town in zip(range(20_000), name_towns(), strict=False)]
    assert len(set(towns)) == len(towns)
    assert all(re.fullmatch("[^县市]+[县市]", county) and re.fullmatch("[^镇乡]+(?:镇|乡|街道)", town) for county, town in towns)


def test_a_folder_without_a_sentence_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("目录", encoding="utf-8")
    with pytest.raises(SystemExit, match="no sentence to take"):
        main([str(tmp_path), "2", str(tmp_path / "out")])
