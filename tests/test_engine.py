from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline import engine
from pipeline.engine import Engine, choose_workers
from pipeline.store.refusal import Refused


def wait_and_double(job: int) -> tuple[int, int]:
    """A job that later ones overtake where there are processes for them."""
    time.sleep(0.02 * (job % 3))
    return 2 * job, os.getpid()


def test_results_come_in_the_order_of_the_jobs_and_one_at_a_time() -> None:
    seen: list[int] = []

    def double(job: int) -> int:
        seen.append(job)
        return 2 * job

    with Engine() as engine:
        results = engine.map(double, [3, 1, 2])
        assert seen == []
        assert next(results) == 6
        assert seen == [3]
        assert list(results) == [2, 4]


def test_processes_do_the_work_and_keep_the_order() -> None:
    with Engine(2) as engine:
        results = list(engine.map(wait_and_double, range(8)))
    assert [double for double, _ in results] == [2 * job for job in range(8)]
    assert os.getpid() not in {process for _, process in results}


def test_one_job_needs_no_other_process() -> None:
    with Engine(2) as engine:
        assert list(engine.map(wait_and_double, [4])) == [(8, os.getpid())]


def refuse(job: int) -> int:
    raise Refused(f"job {job}: is refused; ask for another")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_job_refuses_reaches_the_caller(workers: int) -> None:
    with Engine(workers) as engine, pytest.raises(Refused, match="is refused; ask for another"):
        list(engine.map(refuse, [1, 2, 3]))


@pytest.mark.parametrize(("asked", "size", "found"), [(0, 0, 1), (0, 19_999_999, 1), (1, 10**9, 1), (3, 10, 3)])
def test_a_small_corpus_is_mined_by_one_process_unless_more_are_asked_for(asked: int, size: int, found: int) -> None:
    assert choose_workers(asked, size) == found


def test_a_large_corpus_is_mined_by_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joblib.cpu_count", lambda: 6)
    assert choose_workers(0, 20_000_000) == 6


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_a_scheduler_that_does_not_answer_is_one_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is in the extra cluster")
    monkeypatch.setattr("pipeline.engine._PATIENCE", "1s")
    with pytest.raises(Refused, match=r"no Dask scheduler answers .*; start one, or run without --scheduler") as told, Engine(address):
        pass
    assert "\n" not in str(told.value)


def test_memory_is_given_back_where_much_of_it_has_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, given = engine._Memory(), []
    monkeypatch.setattr(memory, "_trim", given.append)
    for sizes, times in (([50], 0), ([150, 120], 1), ([200], 1), ([230, 125], 2), ([0, 0], 3)):
        left = iter(sizes)
        monkeypatch.setattr(engine, "_read_size", lambda left=left: next(left) * 1_000_000)
        memory.give_back()
        assert len(given) == times
        assert list(left) == []


def test_the_memory_of_a_process_is_told() -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not tell the memory of a process in /proc")
    assert 10_000_000 < engine._read_size() < 10_000_000_000
