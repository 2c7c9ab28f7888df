from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import mining, run
from tests import flow


@pytest.fixture
def small_flow(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The flow of tests/flow.py in place of the real one; yields the names of the stages as they are called."""
    monkeypatch.setattr(run, "STAGES", flow.FLOW)
    monkeypatch.setattr(mining, "load_words", lambda *_: None)
    flow.CALLS.clear()
    yield flow.CALLS


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of four small reports in two places."""
    folder = tmp_path / "reports"
    for name, text in {
        "环橙镇/2020.txt": "全镇有企业30家。总产值9.5亿元。",
        "环橙镇/2021.txt": "全镇有企业36家，增长20%。\r\n总产值10亿元。",
        "临榆县/2021.txt": "全县有企业300家。",
        "临榆县/2021年抄本.txt": "全县有企业300家。",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return tmp_path / "outputs"


@pytest.fixture(scope="session")
def mined_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Finished outputs of corpus/, without pictures: to be read only."""
    folder = tmp_path_factory.mktemp("mined") / "outputs"
    run.run(Path(__file__).parent.parent / "corpus", outputs=folder, stages=["tables"])
    return folder
