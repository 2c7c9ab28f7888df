"""What is kept in outputs/ is what the code makes now: where it is not, `make sample` makes it anew."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.run import open_table
from pipeline.schema import KEYWORDS, QUANTITIES
from pipeline.views.tables import csv_columns
from tests import make_sample

KEPT = make_sample.ROOT / "outputs"
SAMPLE = KEPT / "sample"


@pytest.fixture(scope="module")
def made(mined_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample.write_sample(mined_corpus, folder)
    return folder


def test_the_sample_is_small_and_nothing_else_is_kept(made: Path) -> None:
    names = sorted(file.name for file in SAMPLE.iterdir())
    assert names == sorted([".gitattributes", *(file.name for file in made.iterdir())])
    assert sum(file.stat().st_size for file in SAMPLE.iterdir()) < 1_000_000


@pytest.mark.parametrize("table", [QUANTITIES, KEYWORDS], ids=lambda table: table.name)
def test_the_rows_are_those_of_the_code(made: Path, table: object) -> None:
    name = f"{table.name}.csv"
    assert (SAMPLE / name).read_text(encoding="utf-8") == (made / name).read_text(encoding="utf-8")
    rows = open_table(str(SAMPLE / name))
    assert list(rows.columns) == [column.name for column in csv_columns(table)]
    assert len(rows) == make_sample.ROWS[table.name]


def test_the_rows_point_into_the_texts(mined_corpus: Path) -> None:
    for row in open_table(str(SAMPLE / "quantities.csv")).itertuples():
        text = (mined_corpus / f"texts/{row.doc_id}.txt").read_bytes().decode()
        assert text[row.start : row.end] == row.text
        assert row.text in row.sentence_text


def test_the_cloud_is_that_of_the_code(made: Path) -> None:
    from PIL import Image

    kept, anew = (Image.open(folder / "corpus.png") for folder in (SAMPLE, made))
    assert kept.size == anew.size == (1600, 1000)
    pins = dict(re.findall(r"^([\w-]+)==(\S+)$", (make_sample.ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    if all(version(name) == pins[name] for name in ("pillow", "wordcloud", "numpy", "pylopdf-fonts-zh-cn")):
        assert kept.convert("RGB").tobytes() == anew.convert("RGB").tobytes()


def test_the_guide_is_that_of_the_schema() -> None:
    assert (KEPT / "README.md").read_text(encoding="utf-8") == make_sample.write_guide()
