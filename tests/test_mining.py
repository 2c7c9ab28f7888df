from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import mining
from pipeline.run import open_table, run
from tests.divisions import install_divisions


@pytest.fixture(autouse=True)
def fresh_divisions() -> Iterator[None]:
    mining.load_divisions.cache_clear()
    yield
    mining.load_divisions.cache_clear()


def test_an_extra_that_is_installed_later_gives_the_places_of_the_next_run_their_codes(
    tmp_path: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "reports" / "明州市" / "临江县2019.txt"
    report.parent.mkdir(parents=True)
    report.write_text("全年完成产值36亿元。", encoding="utf-8")
    run(tmp_path / "reports", outputs=outputs, stages=["ingest"])
    assert open_table("documents", outputs)["place_code"].tolist() == [None]
    monkeypatch.syspath_prepend(install_divisions(tmp_path / "packages"))
    mining.load_divisions.cache_clear()
    outcome = run(tmp_path / "reports", outputs=outputs, stages=["ingest"])
    assert not outcome.nothing
    documents = open_table("documents", outputs)
    assert documents[["place", "parent", "place_code", "place_code_year"]].values.tolist() == [["临江县", "明州市", "990122", 2019]]
    assert run(tmp_path / "reports", outputs=outputs, stages=["ingest"]).nothing
