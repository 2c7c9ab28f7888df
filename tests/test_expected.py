"""The same reports give the same bytes: those of tests/expected, again, elsewhere, in another environment, by the other segmenter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.run import run
from tests.make_expected import CORPUS, EXPECTED, collect_files
from tests.told import list_problems

ROOT = Path(__file__).parent.parent
SHEETS = [
    "audit", "documents", "keyness", "keywords", "networks", "observations", "panel_long", "panel_wide", "passages", "phrase_members",
    "phrase_uses", "phrase_years", "phrases", "quantities", "sentences", "similarity", "targets", "terms", "theme_hits", "themes",
]  # fmt: skip
NAMES = sorted(["datapackage.json", "panel_wide.dta", "terms.txt", *(f"{name}.csv" for name in SHEETS)])


def read_all(outputs: Path) -> dict[str, bytes]:
    """Every file of the outputs but those that carry times, and the lock."""
    files = {path.relative_to(outputs).as_posix(): path.read_bytes() for path in outputs.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if name not in ("run.json", "log.jsonl", ".lock")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a whole run in this process, with the pictures of corpus, years and places."""
    outputs = tmp_path_factory.mktemp("first") / "outputs"
    run(CORPUS, outputs=outputs, pictures="few")
    return outputs


@pytest.mark.parametrize("name", NAMES)
def test_a_run_leaves_the_expected_bytes(first: Path, name: str) -> None:
    made, expected = collect_files(first)[name], (EXPECTED / name).read_bytes()
    if not name.endswith(".dta"):
        assert made.decode("utf-8").splitlines() == expected.decode("utf-8").splitlines()
    assert made == expected


def test_nothing_else_is_expected_or_made(first: Path) -> None:
    assert sorted(collect_files(first)) == NAMES == sorted(path.name for path in EXPECTED.glob("[!.]*"))


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--pictures", "few"], {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}),
        (["tables"], {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1"}),
    ],
    ids=["C", "Turkish"],
)
def test_another_process_folder_and_environment_leave_the_same_bytes(
    first: Path, tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    corpus, outputs = tmp_path / "别处 的报告", tmp_path / "out puts"
    for source in sorted(CORPUS.rglob("*"), reverse=True):  # made in another order, with the times of now
        if source.is_file():
            (corpus / source.relative_to(CORPUS)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, corpus / source.relative_to(CORPUS))
    command = [sys.executable, "-m", "pipeline", "run", *arguments, "--corpus", corpus.name, "--outputs", outputs.name]
    whole = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=tmp_path, env=whole, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, list_problems(done.stderr)) == (0, [])
    found, expected = read_all(outputs), read_all(first)
    if "tables" in arguments:
        pictures = ("clouds/", "figures/", "explorer/", "reports.xlsx")
        expected = {name: content for name, content in expected.items() if not name.startswith(pictures)}
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def test_a_second_run_does_nothing_and_says_so(first: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in first.rglob("*") if path.is_file() and path.name != ".lock"}
    outcome = run(CORPUS, outputs=first, pictures="few")
    assert outcome.nothing
    assert outcome.list_lines()[0].startswith("nothing to do, all is up to date: 3 of 3 reports read; ")
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in first.rglob("*") if path.is_file() and path.name != ".lock"}
    assert after == before


def test_a_changed_byte_costs_its_batch_alone_and_leaves_the_bytes_of_a_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.batches._LARGEST", 1)  # a batch a report
    corpus, outputs = tmp_path / "corpus", tmp_path / "outputs"
    shutil.copytree(CORPUS, corpus)
    report = corpus / "苇塘县/2022.txt"
    report.write_bytes(report.read_bytes().replace(b"21.9", b"22.9"))
    run(corpus, outputs=outputs, stages=["tables"])
    before = {path: path.stat().st_mtime_ns for path in (outputs / "data").rglob("*.parquet")}
    changed = {name for name, content in collect_files(outputs).items() if content != (EXPECTED / name).read_bytes()}
    assert changed == {
        "audit.csv",
        "documents.csv",
        "observations.csv",
        "panel_long.csv",
        "panel_wide.csv",
        "panel_wide.dta",
        "quantities.csv",
        "sentences.csv",
    }
    report.write_bytes(report.read_bytes().replace(b"22.9", b"21.9"))
    run(corpus, outputs=outputs, stages=["tables"])
    after = {path: path.stat().st_mtime_ns for path in (outputs / "data").rglob("*.parquet")}
    for table in ("ingested", "texts", "sentences", "measures", "tokens", "quantities", "observations", "counts", "documents"):
        kept = [path for path in before if path.parent.name == table and after.get(path) == before[path]]
        assert (len(kept), len(list((outputs / "data" / table).iterdir()))) == (2, 3), table
    assert collect_files(outputs) == {name: (EXPECTED / name).read_bytes() for name in NAMES}
    run(corpus, outputs=tmp_path / "new", stages=["tables"])
    assert read_all(outputs) == read_all(tmp_path / "new")


def test_jieba_itself_leaves_the_same_tables(tmp_path: Path) -> None:
    run(CORPUS, outputs=tmp_path, stages=["tables"], segmenter="jieba")
    assert collect_files(tmp_path) == {name: (EXPECTED / name).read_bytes() for name in NAMES}
