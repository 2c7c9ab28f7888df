"""Real processes that are killed, interrupted, or short of a disk: a line at most, no torn file, and the next run makes all of it good."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.store.folder import claim_folder
from tests.benchmarks.make_corpus import take_sentences, write_reports
from tests.test_expected import read_all

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "corpus"
_SECONDS = 120
_KILLS = 100
_UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such signals and limits")


def start(corpus: Path, outputs: Path, *arguments: str, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start ``run tables`` in a process of its own, which leads its group."""
    command = [*before, sys.executable, "-m", "pipeline", "run", "tables", "--corpus", str(corpus), "--outputs", str(outputs), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell's background jobs ignore it
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process and return its status and what it said."""
    out, err = process.communicate(timeout=_SECONDS)
    return process.returncode, out, err


def wait_for_part(outputs: Path, process: subprocess.Popen[str], pattern: str = "data/*/*.parquet") -> None:
    end = time.monotonic() + _SECONDS
    while not any(outputs.glob(pattern)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.005)


def first_run(corpus: Path, folder: Path) -> dict[str, bytes]:
    run(corpus, outputs=folder, stages=["tables"])
    return read_all(folder)


@pytest.fixture(scope="module")
def sentences() -> dict:
    return take_sentences(ROOT / "corpus")


@pytest.fixture(scope="module")
def towns(sentences: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty reports."""
    folder = tmp_path_factory.mktemp("towns") / "reports"
    write_reports(sentences, 60, folder, 1)
    return folder


@pytest.fixture(scope="module")
def whole(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return first_run(towns, tmp_path_factory.mktemp("whole") / "outputs")


@pytest.mark.parametrize("arguments", [(), pytest.param(("--workers", "2"), marks=pytest.mark.soak)], ids=["one", "two"])
def test_ctrl_c_is_one_line_and_leaves_what_the_next_run_goes_on_from(
    towns: Path, whole: dict[str, bytes], outputs: Path, arguments: tuple[str, ...]
) -> None:
    process = start(towns, outputs, *arguments)
    wait_for_part(outputs, process)
    os.killpg(process.pid, signal.SIGINT)
    assert finish(process) == (130, "", "baogao: interrupted; run again to go on where this stopped\n")
    assert not list((outputs / ".making").glob("*"))
    assert first_run(towns, outputs) == whole


@pytest.mark.parametrize("size", [40_000, *(pytest.param(size, marks=pytest.mark.soak) for size in (1, 200_000))])
def test_a_file_that_finds_no_room_is_one_line(towns: Path, whole: dict[str, bytes], outputs: Path, size: int) -> None:
    prlimit = shutil.which("prlimit")
    if prlimit is None:
        pytest.skip("no prlimit here")
    status, out, err = finish(start(towns, outputs, before=(prlimit, f"--fsize={size}")))
    assert (status, out) == (1, "")
    assert err.startswith("baogao: ")
    assert err.endswith("; mend that and run again\n")
    assert "File too large" in err
    assert err.count("\n") == 1
    assert first_run(towns, outputs) == whole


def mount(options: str, outputs: Path, then: str = "") -> tuple[str, ...]:
    """What to start a process with so that its outputs folder is a small disk of its own; skips where that is not allowed."""
    outputs.mkdir(exist_ok=True)
    line = f'mount -t tmpfs -o {options} tmpfs "{outputs}" && {then or "true"} && exec "$@"'
    if shutil.which("unshare") is None or subprocess.run([*_UNSHARE, "sh", "-c", line, "sh", "true"], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    return (*_UNSHARE, "sh", "-c", line, "sh")


@pytest.mark.soak
def test_a_disk_that_is_full_is_one_line(towns: Path, outputs: Path) -> None:
    status, out, err = finish(start(towns, outputs, before=mount("size=300k", outputs)))
    assert (status, out) == (1, "")
    assert "No space left on device" in err
    assert err.count("\n") == 1


def test_a_folder_that_is_read_only_is_one_line(outputs: Path) -> None:
    status, out, err = finish(start(SMALL, outputs, before=mount("ro", outputs)))
    assert (status, out) == (1, "")
    assert "Read-only file system" in err
    assert err.count("\n") == 1


@pytest.mark.soak
def test_a_second_run_on_the_folder_is_one_line_and_a_lock_that_was_left_is_none(outputs: Path) -> None:
    with claim_folder(outputs):
        status, out, err = finish(start(SMALL, outputs))
    assert (status, out) == (1, "")
    assert err == f"baogao: {outputs}: another run is writing there; wait for its end, or name another folder with --outputs\n"
    (outputs / ".lock").touch()
    assert finish(start(SMALL, outputs))[0] == 0


def vary_corpus(sentences: dict, folder: Path, number: int) -> Path:
    """One of several states of a corpus: reports changed, renamed, added and removed from one to the next."""
    corpus = folder / f"reports-{number}"
    write_reports(sentences, 20, corpus, 1)
    files = sorted(corpus.rglob("*.txt"))
    chance = random.Random(number)
    for file in chance.sample(files, 6):
        file.write_text(file.read_text(encoding="utf-8").replace("全镇", f"全乡{number}"), encoding="utf-8", newline="")
    for file in chance.sample(files, 3):
        file.rename(file.with_name(f"另一份{number}{file.name}"))
    next(file for file in files if file.exists()).unlink()
    return corpus


def mine(corpus: Path, outputs: Path, workers: int) -> None:
    """What a process that is to be killed does: it leads a group of its own, and says nothing."""
    os.setsid()
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    run(corpus, outputs=outputs, stages=["tables"], workers=workers)


@pytest.mark.soak
def test_a_hundred_kills_at_random_moments_leave_nothing_behind(sentences: dict, tmp_path: Path, outputs: Path) -> None:
    corpora = [vary_corpus(sentences, tmp_path, number) for number in range(3)]
    expected = [first_run(corpus, tmp_path / f"first-{number}") for number, corpus in enumerate(corpora)]
    current = tmp_path / "corpus"  # the same name for each state, so that outputs go on from one to the next
    forked, chance = multiprocessing.get_context("fork"), random.Random(20)
    state, killed, seconds = 0, 0, 2.0
    while killed < _KILLS:
        state = (state + chance.randint(1, 2)) % len(corpora)
        shutil.rmtree(current, ignore_errors=True)
        shutil.copytree(corpora[state], current)
        process = forked.Process(target=mine, args=(current, outputs, 2 if killed % 10 == 9 else 1))
        began = time.monotonic()
        process.start()
        while os.getpgid(process.pid) != process.pid:
            time.sleep(0.001)
        process.join(chance.uniform(0, 1.1 * seconds))
        took = time.monotonic() - began
        if process.is_alive():
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
            print(f"kill {killed}: state {state}, after {took:.2f} of {seconds:.2f} s", flush=True)
        else:
            assert process.exitcode == 0
        process.join()
        seconds = max(seconds, took) if process.exitcode else (seconds + took) / 2  # what a run takes now
        run(current, outputs=outputs, stages=["tables"])
        assert read_all(outputs) == expected[state], f"kill {killed} of state {state}"
        if killed % 10 == 9:
            shutil.rmtree(outputs)
