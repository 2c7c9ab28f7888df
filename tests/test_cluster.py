"""A corpus mined by several processes and by a Dask cluster: the same bytes as in one process, also where a worker dies."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.run import run
from tests.test_expected import read_all

REPORTS = Path(__file__).parent.parent / "corpus"
_SECONDS = 60


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve reports of 100 KB, each a batch or nearly so."""
    folder = tmp_path_factory.mktemp("large") / "reports"
    folder.mkdir()
    text = (REPORTS / "砚塘镇/2021.txt").read_bytes().decode()
    for number in range(12):
        lines = text.splitlines()[number:] * 12
        (folder / f"青阳镇{2001 + number}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(large: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of them."""
    outputs = tmp_path_factory.mktemp("alone") / "outputs"
    run(large, outputs=outputs, stages=["tables"])
    batches = json.loads((outputs / "run.json").read_bytes())["tables"]["texts"]["parts"]
    assert len(batches) >= 3
    return read_all(outputs)


@contextmanager
def start(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(path: Path, pattern: str) -> None:
    end = time.monotonic() + _SECONDS
    while not list(path.glob(pattern)):
        assert time.monotonic() < end, f"no {pattern} in {path}"
        time.sleep(0.02)


def test_two_processes_make_the_same_bytes(large: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    run(large, outputs=tmp_path / "outputs", stages=["tables"], workers=2)
    assert read_all(tmp_path / "outputs") == alone


def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(large: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is in the extra cluster")
    outputs, told = tmp_path / "outputs", tmp_path / "scheduler.json"
    worker = ("distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)):
        wait_for(tmp_path, told.name)
        with start(*worker) as lost, start(*worker) as kept:
            address = json.loads(told.read_bytes())["address"]
            _wait_for_workers(address, 2)
            command = ("pipeline", "run", "tables", "--corpus", str(large), "--outputs", str(outputs), "--scheduler", address)
            with start(*command) as running:
                wait_for(outputs, "data/measures/*.parquet")
                lost.kill()
                assert running.poll() is None
                assert running.wait(timeout=_SECONDS) == 0
            assert lost.wait(timeout=_SECONDS) != 0
            assert kept.poll() is None
    assert read_all(outputs) == alone


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=_SECONDS)
