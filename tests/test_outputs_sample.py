"""What is kept in outputs/ is what the code makes now: where it is not, `make sample` makes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import open_table
from pipeline.schema import QUANTITIES
from pipeline.views.tables import csv_columns
from tests import make_sample, sample_pictures

KEPT = make_sample.ROOT / "outputs"
SAMPLE = KEPT / "sample"


@pytest.fixture(scope="module")
def made(mined_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample.write_sample(mined_corpus, folder)
    return folder


def test_the_sample_is_small_and_nothing_else_is_kept(made: Path) -> None:
    names = sorted(file.name for file in SAMPLE.iterdir())
    assert names == sorted([".gitattributes", *sample_pictures.NAMES, *(file.name for file in made.iterdir())])
    assert sum(file.stat().st_size for file in SAMPLE.iterdir()) < 1_000_000


def test_the_quantities_are_those_of_the_code(made: Path) -> None:
    kept, anew = ((folder / "quantities.csv").read_text(encoding="utf-8") for folder in (SAMPLE, made))
    assert kept == anew
    rows = open_table(str(SAMPLE / "quantities.csv"))
    assert list(rows.columns) == [column.name for column in csv_columns(QUANTITIES)]
    assert len(rows) == make_sample.ROWS["quantities"]


def test_the_keywords_are_those_of_the_code_and_their_scores_nearly_so(made: Path) -> None:
    kept, anew = (open_table(str(folder / "keywords.csv")) for folder in (SAMPLE, made))
    assert len(kept) == make_sample.ROWS["keywords"]
    assert kept.drop(columns="score").to_dict("records") == anew.drop(columns="score").to_dict("records")
    assert kept["score"].to_list() == pytest.approx(anew["score"].to_list(), abs=0.01)


def test_the_rows_point_into_the_texts(mined_corpus: Path) -> None:
    rows = open_table(str(SAMPLE / "quantities.csv"))
    assert len(rows) == make_sample.ROWS["quantities"]
    for row in rows.itertuples():
        text = (mined_corpus / f"texts/{row.doc_id}.txt").read_bytes().decode()
        assert text[row.start : row.end] == row.text
        assert row.text in row.sentence_text


def test_the_cloud_is_like_that_of_the_code(made: Path) -> None:
    from PIL import Image

    kept, anew = (Image.open(folder / "corpus.png").convert("L") for folder in (SAMPLE, made))
    assert kept.size == anew.size == (1600, 1000)
    white, white_anew = (picture.histogram()[255] / 1_600_000 for picture in (kept, anew))
    assert 0.5 < white < 0.95
    assert white == pytest.approx(white_anew, abs=0.05)


def test_a_figure_and_two_pages_are_kept_small_and_not_empty() -> None:
    from PIL import Image

    assert {"report.png", "indicator.png"} < set(sample_pictures.NAMES)
    for name in sample_pictures.NAMES:
        picture = Image.open(SAMPLE / name)
        assert picture.width == sample_pictures.WIDTH
        paper = max(count for count, _ in picture.convert("RGB").getcolors(1 << 16)) / (picture.width * picture.height)
        assert 0.5 < paper < 0.98
        assert (SAMPLE / name).stat().st_size < 150_000


def test_the_guide_is_that_of_the_schema() -> None:
    assert (KEPT / "README.md").read_text(encoding="utf-8") == make_sample.write_guide()
