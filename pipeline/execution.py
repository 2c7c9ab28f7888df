"""A plan carried out: batches mined, corpus stages run, files written, and run.json told of each file before it is there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.book import publish_workbook
from pipeline.engine import Engine
from pipeline.findings import gather_findings
from pipeline.mining import (
    Errand,
    Job,
    Mined,
    Stage,
    find_duplicates,
    finish_documents,
    load_tokenizer,
    mine_batch,
    name_documents,
    run_corpus_stage,
    stored_name,
)
from pipeline.pages import publish_explorer
from pipeline.plan import Plan
from pipeline.progress import Progress
from pipeline.publishing import (
    STATA,
    USERDICT,
    Ledger,
    Parts,
    list_sheets,
    list_texts,
    publish_package,
    publish_pictures,
    publish_stata,
    publish_userdict,
    sheet_name,
    text_name,
    write_batch_texts,
    write_sheet,
)
from pipeline.schema import SCHEMA_VERSION, TABLES
from pipeline.store.batches import find_versions, hash_names
from pipeline.store.folder import remove_files, remove_leftovers
from pipeline.store.log import log_event, read_clock
from pipeline.store.parts import count_rows, part_name
from pipeline.store.record import Record, announce_files, expect_record, read_record, write_record


class Execution:
    """One plan at work on one engine; ``carry_out`` does all of it."""

    def __init__(self, plan: Plan, engine: Engine, progress: Progress) -> None:
        self._plan, self._engine, self._progress = plan, engine, progress
        self._outputs = plan.outputs
        self._whole = False  # whether what was run here before came to its end

    def carry_out(self) -> Record:
        """Mine the batches, run the corpus stages, write the files; run.json names every file before it is there and after it is whole."""
        remove_leftovers(self._outputs)
        self._begin()
        stages = [stage.name for stage in self._plan.stages]
        log_event(self._outputs, "begin", {"reports": self._plan.corpus["reports"], "stages": stages})
        mined = self._mine()
        parts = self._finish_parts(mined)
        ledger = self._publish(mined, parts)
        done = self._end(mined, parts, ledger)
        rows = {table: entry["rows"] for table, entry in done.tables.items()}
        log_event(self._outputs, "end", {"rows": rows, "problems": len(done.problems)})
        return done

    def _announce(self, names: Iterable[str]) -> None:
        announce_files(self._outputs, names)

    def _begin(self) -> None:
        """Say in run.json that a run began, and what it will leave; what was there before stays in it."""
        plan, record = self._plan, read_record(self._outputs) or Record()
        self._whole = record.state == "done"
        record.state, record.started, record.finished = "running", read_clock(), ""
        texts = [text_name(item.report.doc_id) for batch in plan.batches for item in batch.items if not item.reason]
        beside = {"panel_wide": STATA, "terms": USERDICT}
        sheets = [sheet_name(table) for table in plan.sheets] + [beside[table] for table in plan.sheets if table in beside]
        record.planned = sorted({*record.planned, *plan.list_parts(), *texts, *sheets, "datapackage.json"})
        write_record(self._outputs, record)

    def _mine(self) -> list[Mined]:
        stages, segmenter, words = self._plan.of_scope("batch"), self._plan.settings["segmenter"], self._plan.words
        if any(stage.given == "tokenizer" for stage in stages) and (note := load_tokenizer(segmenter, words).note):
            self._progress.tell(note)
        jobs = [Job(self._outputs, batch, stages, segmenter, words, self._plan.codebook, self._plan.limits) for batch in self._plan.batches]
        mined = []
        self._progress.begin("mining", len(jobs))
        for batch in self._engine.map(mine_batch, jobs):
            self._progress.tell_problems(batch.problems)
            for path, status, reason in batch.problems:
                log_event(self._outputs, status, {"path": path, "reason": reason})
            mined.append(batch)
            self._progress.step()
        if len(jobs) > 1:  # with one batch there is room, and a next run in this process need not load it again
            load_tokenizer.cache_clear()
        return mined

    def _finish_parts(self, mined: Sequence[Mined]) -> dict[str, list[str]]:
        """Complete the documents, run the corpus stages, and return the live parts of every table."""
        plan, outputs = self._plan, self._outputs
        made = [table for stage in plan.of_scope("batch") for table in stage.makes]
        parts = {stored_name(table): [part_name(stored_name(table), batch.name) for batch in mined] for table in made}
        duplicates = find_duplicates(outputs, mined)
        names = [name_documents(batch.name, made, found) for batch, found in zip(mined, duplicates, strict=True)]
        parts["documents"] = [part_name("documents", name) for name in names]
        corpus = {stage: hash_names(stage.name, parts["documents"], plan.key) for stage in plan.of_scope("corpus")}
        for stage, name in corpus.items():
            parts |= {table: [part_name(table, name)] for table in stage.makes}
        self._announce([part for table in parts.values() for part in table])
        for batch, name, found in zip(mined, names, duplicates, strict=True):
            finish_documents(outputs, batch.name, name, made, found)
        for number, stage in enumerate(plan.of_scope("batch")):
            self._end_stage(stage, sum(batch.seconds[number] for batch in mined), parts)
        for wave in plan.list_waves():
            self._progress.begin(wave[0].name, len(wave))
            errands = [Errand(outputs, stage, {table: parts[table] for table in stage.takes}, corpus[stage]) for stage in wave]
            for stage, seconds in zip(wave, self._engine.map(run_corpus_stage, errands), strict=True):
                self._progress.step()
                self._end_stage(stage, seconds, parts)
        return parts

    def _end_stage(self, stage: Stage, seconds: float, parts: Parts) -> None:
        """Tell the time of a stage and the rows that it left in tables that are for people."""
        public = [table for table in stage.makes if TABLES[table].public]
        self._progress.end(stage.name, seconds, {table: _count_rows(self._outputs, parts[table]) for table in public})

    def _publish(self, mined: Sequence[Mined], parts: Parts) -> Ledger:
        plan = self._plan
        ledger = Ledger(self._outputs, expect_record(self._outputs).files if self._whole else {}, self._announce)
        texts = list_texts(ledger, mined)
        self._progress.begin("texts", len(texts))
        for batch, doc_ids in self._engine.map(write_batch_texts, texts):
            for doc_id in doc_ids:
                ledger.enter(text_name(doc_id), batch)
            self._progress.step()
        began = time.perf_counter()
        sheets = list_sheets(ledger, plan.sheets, parts)
        self._progress.begin("tables", len(sheets))
        for sheet in self._engine.map(write_sheet, sheets):
            ledger.enter(sheet_name(sheet.table), hash_names(*parts[sheet.table]))
            self._progress.step()
        if "panel_wide" in plan.sheets:
            publish_stata(ledger, parts)
        if "terms" in plan.sheets:
            publish_userdict(ledger, parts)
        publish_package(ledger, plan.sheets, parts, plan.key)
        for stage in plan.of_scope("view"):
            if stage.name != "tables":
                began = time.perf_counter()
                self._progress.begin(stage.name, 1)
                self._publish_view(stage, ledger, parts)
            begins = "reports.xlsx" if stage.name == "workbook" else f"{stage.name}/"
            files = sum(name.startswith(begins) for name in ledger.files)
            self._progress.end(stage.name, time.perf_counter() - began, {"files": files})
        return ledger

    def _publish_view(self, stage: Stage, ledger: Ledger, parts: Parts) -> None:
        if stage.name == "explorer":
            publish_explorer(ledger, stage, parts)
        elif stage.name == "workbook":
            publish_workbook(ledger, stage, parts)
        else:
            publish_pictures(ledger, stage, parts, self._plan.settings["pictures"])

    def _end(self, mined: Sequence[Mined], parts: Parts, ledger: Ledger) -> Record:
        """Write the final run.json, then remove what it no longer names."""
        plan, outputs, record = self._plan, self._outputs, expect_record(self._outputs)
        done = Record(
            version=find_versions(["baogao"])["baogao"], schema=SCHEMA_VERSION, state="done", started=record.started, finished=read_clock(),
            key=plan.key, settings=plan.settings, packages=plan.packages, stages=[stage.name for stage in plan.stages], corpus=plan.corpus,
            problems=[list(problem) for batch in mined for problem in batch.problems], files=dict(sorted(ledger.files.items())),
            tables={name: {"rows": _count_rows(outputs, own), "parts": own} for name, own in parts.items()},
            findings=gather_findings(outputs, parts),
        )  # fmt: skip
        done.planned = sorted({*record.parts, *record.files, *record.planned} - {*done.parts, *done.files})
        write_record(outputs, done)
        if done.planned:
            remove_files(outputs, done.planned)
            done.planned = []
            write_record(outputs, done)
        remove_leftovers(outputs)
        return done


def _count_rows(outputs: Path, parts: Sequence[str]) -> int:
    return sum(count_rows(outputs, part) for part in parts)
