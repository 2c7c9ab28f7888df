"""The flow, from top to bottom, and the three things to do with it: run it, explain a sentence, open a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engine import map_batches
from pipeline.explaining import explain_rows
from pipeline.mining import (
    Job,
    Mined,
    Stage,
    find_duplicates,
    find_function,
    finish_documents,
    load_tokenizer,
    load_words,
    mine_batch,
    name_documents,
    run_corpus_stage,
    stored_name,
)
from pipeline.plan import Plan, Wish, make_plan
from pipeline.progress import Outcome, Progress
from pipeline.publishing import STATA, Ledger, publish_package, publish_pictures, publish_stata, publish_table, publish_texts, text_name
from pipeline.schema import SCHEMA_VERSION, TABLES, Columns, Reading, Source
from pipeline.store.batches import find_versions, hash_names
from pipeline.store.catalogue import find_rows
from pipeline.store.folder import claim_folder, remove_files, remove_leftovers
from pipeline.store.log import log_event, read_clock
from pipeline.store.parts import PartSeries, count_rows, part_name
from pipeline.store.record import Record, announce_files, read_record, write_record
from pipeline.store.refusal import Refused
from pipeline.store.scan import scan_corpus
from pipeline.views.tables import csv_columns, read_table

if TYPE_CHECKING:
    import pandas as pd

_PUBLIC = tuple(table.name for table in TABLES.values() if table.public)

# One entry a stage: its name, its function, the tables it takes, the tables it makes. A stage needs only what stands above it.
STAGES: tuple[Stage, ...] = (
    Stage("ingest", "pipeline.stages.ingest:read_reports", (), ("documents", "texts", "sentences")),
    Stage("measures", "pipeline.stages.measures:find_measures", ("texts", "sentences"), ("measures",)),
    Stage("segment", "pipeline.stages.segment:cut_tokens", ("texts", "sentences", "measures"), ("tokens",), given="tokenizer"),
    Stage(
        "quantities",
        "pipeline.stages.quantities:describe_quantities",
        ("documents", "texts", "sentences", "measures", "tokens"),
        ("quantities",),
    ),
    Stage("indicators", "pipeline.stages.indicators:link_observations", ("documents", "sentences", "quantities"), ("observations",)),
    Stage("counts", "pipeline.stages.counts:count_terms", ("tokens", "measures"), ("counts",)),
    Stage("keywords", "pipeline.stages.keywords:rank_keywords", ("counts", "documents"), ("keywords",), scope="corpus"),
    Stage(
        "panel",
        "pipeline.stages.panel:build_panel",
        ("observations", "texts", "documents"),
        ("panel_long", "panel_wide"),
        scope="corpus",
    ),
    Stage(
        "targets",
        "pipeline.stages.targets:match_targets",
        ("observations", "texts", "panel_long", "documents"),
        ("targets",),
        scope="corpus",
    ),
    Stage(
        "audit",
        "pipeline.stages.audit:audit_reports",
        ("observations", "quantities", "texts", "documents"),
        ("audit",),
        scope="corpus",
    ),
    Stage("tables", "pipeline.views.tables:write_table", _PUBLIC, (), scope="view"),
    Stage("clouds", "pipeline.views.clouds:write_clouds", ("keywords", "documents"), (), scope="view"),
    Stage("figures", "pipeline.views.figures:write_figures", ("panel_long", "targets", "documents"), (), scope="view"),
)


def run(
    corpus: Path | str | Sequence[Path | str] = "corpus",
    *,
    outputs: Path | str = "outputs",
    stages: Sequence[str] = (),
    segmenter: str = "rjieba",
    pictures: str = "",
    quiet: bool = True,
) -> Outcome:
    """Mine a corpus (a folder or file, or several) into an outputs folder and say what came of it.

    ``stages`` are names of STAGES, run with what they need; none is the whole flow. ``segmenter`` is rjieba or jieba; ``pictures`` is
    all, few or none (empty: of each document while there are few). A file that cannot be read is a line on standard error and a row of
    ``documents``; the run goes on. Raises Refused where nothing can be done.
    """
    outputs = Path(outputs)
    paths = [Path(path) for path in ([corpus] if isinstance(corpus, str | Path) else corpus)]
    scan = scan_corpus(paths, outputs)
    rows, notes = find_rows(scan.reports, [path.resolve() / "catalogue.csv" for path in paths if path.is_dir()])
    with claim_folder(outputs), Progress(quiet=quiet) as progress:
        for note in scan.notes + notes:
            progress.tell(note)
        plan = make_plan(STAGES, Wish(tuple(stages), segmenter, pictures), scan, rows, read_record(outputs))
        if plan.is_done() and plan.before is not None:
            progress.tell_problems(plan.before.problems)
            return Outcome.of(outputs, plan.before, nothing=True)
        return Outcome.of(outputs, _carry_out(plan, progress), nothing=False)


def _carry_out(plan: Plan, progress: Progress) -> Record:
    """Mine the batches, run the corpus stages, write the files; run.json names every file before it is there and after it is whole."""
    outputs = plan.outputs
    remove_leftovers(outputs)
    record = _begin(plan)
    log_event(outputs, "begin", {"reports": plan.corpus["reports"], "stages": [stage.name for stage in plan.stages]})
    mined = _mine(plan, progress)
    parts = _finish_parts(plan, mined, record, progress)
    ledger = _publish(plan, mined, parts, record, progress)
    done = _end(plan, record, mined, parts, ledger)
    log_event(outputs, "end", {"rows": {table: entry["rows"] for table, entry in done.tables.items()}, "problems": len(done.problems)})
    return done


def _begin(plan: Plan) -> Record:
    record = replace(plan.before or Record(), state="running", started=read_clock(), finished="")
    texts = [text_name(item.report.doc_id) for batch in plan.batches for item in batch.items]
    sheets = [f"tables/{table}.csv" for table in plan.sheets] + ([STATA] if "panel_wide" in plan.sheets else [])
    announce_files(plan.outputs, record, [*plan.list_parts(), *texts, *sheets, "datapackage.json"])
    return record


def _mine(plan: Plan, progress: Progress) -> list[Mined]:
    jobs = [Job(plan.outputs, batch, plan.of_scope("batch"), plan.settings["segmenter"]) for batch in plan.batches]
    mined = []
    if any(stage.given == "tokenizer" for stage in plan.of_scope("batch")) and (note := load_tokenizer(plan.settings["segmenter"]).note):
        progress.tell(note)
    progress.begin("mining", len(jobs))
    for batch in map_batches(mine_batch, jobs):
        progress.tell_problems(batch.problems)
        for path, status, reason in batch.problems:
            log_event(plan.outputs, status, {"path": path, "reason": reason})
        mined.append(batch)
        progress.step()
    return mined


def _finish_parts(plan: Plan, mined: Sequence[Mined], record: Record, progress: Progress) -> dict[str, list[str]]:
    """Complete the documents, run the corpus stages, and return the live parts of every table."""
    made = [table for stage in plan.of_scope("batch") for table in stage.makes]
    parts = {stored_name(table): [part_name(stored_name(table), batch.name) for batch in mined] for table in made}
    duplicates = find_duplicates(mined)
    names = [name_documents(batch.name, made, found) for batch, found in zip(mined, duplicates, strict=True)]
    parts["documents"] = [part_name("documents", name) for name in names]
    corpus = {stage: hash_names(stage.name, parts["documents"], plan.key) for stage in plan.of_scope("corpus")}
    for stage, name in corpus.items():
        parts |= {table: [part_name(table, name)] for table in stage.makes}
    announce_files(plan.outputs, record, [part for table in parts.values() for part in table])
    for batch, name, found in zip(mined, names, duplicates, strict=True):
        finish_documents(plan.outputs, batch.name, name, made, found)
    for stage, name in corpus.items():
        progress.begin(stage.name, 1)
        run_corpus_stage(plan.outputs, stage, parts, name)
    return parts


def _publish(plan: Plan, mined: Sequence[Mined], parts: dict[str, list[str]], record: Record, progress: Progress) -> Ledger:
    ledger = Ledger(plan.outputs, plan.before, lambda names: announce_files(plan.outputs, record, names))
    progress.begin("texts", len(mined))
    for batch in mined:
        publish_texts(ledger, batch)
        progress.step()
    progress.begin("tables", len(plan.sheets))
    for table in plan.sheets:
        publish_table(ledger, table, parts)
        progress.step()
    if "panel_wide" in plan.sheets:
        publish_stata(ledger, parts)
    publish_package(ledger, plan.sheets, parts, plan.key)
    for stage in plan.of_scope("view"):
        if stage.name != "tables":
            progress.begin(stage.name, 1)
            publish_pictures(ledger, stage, parts, plan.settings["pictures"])
    return ledger


def _end(plan: Plan, record: Record, mined: Sequence[Mined], parts: dict[str, list[str]], ledger: Ledger) -> Record:
    """Write the final run.json, then remove what it no longer names."""
    outputs = plan.outputs
    done = Record(
        version=find_versions(["baogao"])["baogao"], schema=SCHEMA_VERSION, state="done", started=record.started, finished=read_clock(),
        key=plan.key, settings=plan.settings, packages=plan.packages, stages=[stage.name for stage in plan.stages], corpus=plan.corpus,
        problems=[list(problem) for batch in mined for problem in batch.problems], files=dict(sorted(ledger.files.items())),
        tables={name: {"rows": sum(count_rows(outputs, part) for part in own), "parts": own} for name, own in parts.items()},
    )  # fmt: skip
    done.planned = sorted({*record.parts, *record.files, *record.planned} - {*done.parts, *done.files})
    write_record(outputs, done)
    if done.planned:
        remove_files(outputs, done.planned)
        done.planned = []
        write_record(outputs, done)
    remove_leftovers(outputs)
    return done


def open_table(name: str, outputs: Path | str = "outputs") -> pd.DataFrame:
    """Open a table of finished outputs by its name, or one CSV by its path: texts as they were, missing integers still missing.

    Raises Refused for outputs without run.json and for a table that was not made.
    """
    import pandas as pd

    file = Path(name)
    table = TABLES.get(file.stem)
    if table is None or (file.suffix != ".csv" and name not in TABLES):
        raise Refused(f"no table {name!r}; name one of {' '.join(TABLES)}, or the path of its CSV")
    columns = read_table(table, file) if file.suffix == ".csv" else _read_parts(name, Path(outputs))
    types = {"integer": "Int64", "number": "float64", "string": "object"}
    return pd.DataFrame(
        {
            column.name: pd.Series(columns[column.name], dtype=types[column.type])
            for column in csv_columns(table.widen(columns))
            if column.name in columns
        }
    )


def open_joined(outputs: Path | str = "outputs") -> pd.DataFrame:
    """Open panel_long with the series of each family joined: ``broken_from`` names the definition that a year's value breaks with."""
    import pandas as pd

    join = find_function("pipeline.stages.families:join_families")
    return pd.DataFrame(join(_read_parts("panel_long", Path(outputs)), load_words().indicators))


def _read_parts(name: str, outputs: Path) -> Columns:
    record = read_record(outputs)
    if record is None:
        raise Refused(f"{outputs}: no run.json in it; run `make pipeline` first, or name another folder")
    if name not in record.tables:
        raise Refused(f"{outputs}: no table {name!r}; there are {' '.join(record.tables) or 'none yet'}")
    return PartSeries(outputs, record.tables[name]["parts"]).join()


def explain(text: str, year: int | None = None) -> str:
    """Mine one sentence in memory and return what was found in it: each quantity with every field, and what was looked at and left out."""
    catalogue = {"year": str(year), "review_period": str(year - 1), "plan_period": str(year)} if year else {}
    source = Source("text", "text.txt", "", Reading(text, "txt"), catalogue)
    tables: dict[str, Columns] = {}
    for stage in STAGES:
        if stage.scope == "batch" and stage.name not in ("indicators", "counts"):
            given = load_tokenizer("rjieba") if stage.given == "tokenizer" else load_words()
            tables |= find_function(stage.function)([source] if stage.name == "ingest" else tables, given)
    return "\n".join(explain_rows(text, tables["quantities"], tables["measures"]))
