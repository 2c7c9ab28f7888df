"""Any sequence of changes, runs and kills leaves, byte for byte, what a first run on the same corpus leaves."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from pipeline import mining
from pipeline import run as flow_of
from pipeline.run import STAGES, run
from pipeline.store.record import expect_finished
from tests import flow
from tests.test_expected import read_all

_NAMES = st.tuples(st.sampled_from(["临榆县", "环橙镇", "青屏镇"]), st.sampled_from(["2019", "2020", "2021年抄本", "二〇二二"]))
_TEXTS = st.lists(
    st.sampled_from(
        [
            "环橙镇2021年政府工作报告\n\n一、2020年工作回顾\n",
            "全镇有企业30家，比上年增长20%。",
            "2020年，全镇地区生产总值达到9.5亿元，增长7.9%。\r\n",
            "二、2021年工作安排\n",
            "今年力争地区生产总值增长8%以上，新建高标准农田2000亩。",
            "深化“放管服”改革，持续优化营商环境。",
            "=环橙镇",
        ]
    ),
    max_size=5,
).map("".join)
_ROWS = st.tuples(st.sampled_from(["place", "year", "parent"]), st.sampled_from(["", "2018", "2020"]))
_STAGES = st.sampled_from([("tables",), ("tables",), ("ingest",), ("quantities", "keywords"), ("panel",)])
_PLACES = st.integers(0, 2**16)


class Killed(BaseException):
    """Stands for a process that ends there and then."""


@contextmanager
def killing(after: int) -> Iterator[None]:
    """Let the process end at the file operation after so many; what was begun stays half-written."""
    replace, unlink, done = os.replace, Path.unlink, 0

    def count() -> None:
        nonlocal done
        done += 1
        if done > after:
            raise Killed

    def replace_or_die(source: Any, target: Any) -> None:
        count()
        replace(source, target)

    def unlink_or_die(path: Path, *, missing_ok: bool = False) -> None:
        if done <= after:  # nothing is tidied up behind a process that has ended
            if ".making" not in path.parts:
                count()
            unlink(path, missing_ok=missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace_or_die)
        patch.setattr(Path, "unlink", unlink_or_die)
        with suppress(Killed):
            yield


class Sequences(RuleBasedStateMachine):
    """A corpus that is changed, and outputs that are made, left half-made and made again."""

    stages: ClassVar[tuple[mining.Stage, ...]] = STAGES

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sequences-"))
        self.corpus, self.outputs = self.folder / "corpus", self.folder / "outputs"
        self.finished: tuple[str, set[str]] = ("", set())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("pipeline.store.batches._MEGABYTE", 300)
        self.patch.setattr("pipeline.store.batches._LARGEST", 300)
        self.patch.setattr(flow_of, "STAGES", self.stages)
        if self.stages is flow.FLOW:
            self.patch.setattr(mining, "load_words", lambda *_: None)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    @property
    def reports(self) -> list[Path]:
        return sorted(self.corpus.glob("*/*.txt"))

    def place_report(self, name: tuple[str, str]) -> Path:
        path = self.corpus / name[0] / f"{name[1]}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @initialize(name=_NAMES, text=_TEXTS)
    def begin(self, name: tuple[str, str], text: str) -> None:
        self.add_report(name, text)

    @rule(name=_NAMES, text=_TEXTS)
    def add_report(self, name: tuple[str, str], text: str) -> None:
        self.place_report(name).write_text(text, encoding="utf-8", newline="")

    @rule(which=_PLACES, text=_TEXTS)
    def change_report(self, which: int, text: str) -> None:
        self.reports[which % len(self.reports)].write_text(text, encoding="utf-8", newline="")

    @rule(which=_PLACES, name=_NAMES)
    def rename_report(self, which: int, name: tuple[str, str]) -> None:
        self.reports[which % len(self.reports)].replace(self.place_report(name))

    @precondition(lambda self: len(self.reports) > 1)
    @rule(which=_PLACES)
    def remove_report(self, which: int) -> None:
        self.reports[which % len(self.reports)].unlink()

    @rule(which=_PLACES, cell=_ROWS)
    def change_catalogue(self, which: int, cell: tuple[str, str]) -> None:
        report = self.reports[which % len(self.reports)].relative_to(self.corpus).as_posix()
        (self.corpus / "catalogue.csv").write_text(f"path,{cell[0]}\n{report},{cell[1]}\n", encoding="utf-8")

    @rule(stages=_STAGES, after=st.integers(0, 60))
    def run_and_be_killed(self, stages: tuple[str, ...], after: int) -> None:
        with killing(after):
            run(self.corpus, outputs=self.outputs, stages=stages)
            self.note_end(stages)

    @rule(stages=_STAGES)
    def run_to_the_end(self, stages: tuple[str, ...]) -> None:
        run(self.corpus, outputs=self.outputs, stages=stages)
        self.note_end(stages)
        first = self.folder / "first"
        run(self.corpus, outputs=first, stages=sorted(self.finished[1]))
        assert read_all(self.outputs) == read_all(first)
        shutil.rmtree(first)
        assert run(self.corpus, outputs=self.outputs, stages=stages).nothing

    def note_end(self, stages: tuple[str, ...]) -> None:
        """Keep of what a run came to its end, and what was asked of it; what the same reports and catalogue rows gave before stays."""
        key = expect_finished(self.outputs).key
        self.finished = (key, {*stages, *(self.finished[1] if key == self.finished[0] else ())})


class SmallSequences(Sequences):
    """The same with the small flow of tests/flow.py."""

    stages = flow.FLOW


def try_sequences(machine: type[Sequences], examples: int, steps: int) -> None:
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)


def test_a_few_sequences() -> None:
    try_sequences(SmallSequences, 10, 10)


@pytest.mark.soak
def test_many_sequences() -> None:
    try_sequences(SmallSequences, 300, 30)


@pytest.mark.soak
def test_sequences_with_the_real_stages() -> None:
    try_sequences(Sequences, 30, 15)
