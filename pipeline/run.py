"""The flow, from top to bottom, and the things to do with it: run it, open a table, find a term, explain a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.concordance import find_places
from pipeline.dictionary import gather_words
from pipeline.engine import Engine, choose_workers
from pipeline.execution import Execution
from pipeline.explaining import explain_rows
from pipeline.limits import DEFAULT, Limits
from pipeline.mining import Stage, find_function, load_tokenizer, load_words
from pipeline.plan import Wish, make_plan
from pipeline.progress import Outcome, Progress
from pipeline.schema import TABLES, Columns, Reading, Source
from pipeline.store.catalogue import find_rows
from pipeline.store.codebook import find_codebook
from pipeline.store.folder import claim_folder
from pipeline.store.parts import PartSeries
from pipeline.store.record import expect_record, read_record
from pipeline.store.refusal import Refused
from pipeline.store.scan import scan_corpus
from pipeline.store.sheets import list_rows
from pipeline.views.tables import csv_columns, read_table

if TYPE_CHECKING:
    import pandas as pd

_UNASKED = ("indicators", "counts", "themes", "forms")  # stages that say nothing of one sentence's quantities
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
    Stage(
        "counts",
        "pipeline.stages.counts:count_terms",
        ("sentences", "tokens"),
        ("sections", "candidates", "counts"),
    ),
    Stage("themes", "pipeline.stages.themes:find_themes", ("texts", "sentences", "tokens"), ("themes", "theme_hits")),
    Stage("forms", "pipeline.stages.forms:find_forms", ("texts", "measures"), ("phrase_forms",)),
    Stage(
        "terms",
        "pipeline.stages.terms:propose_terms",
        ("sections", "candidates", "counts", "documents"),
        ("terms",),
        scope="corpus",
    ),
    Stage(
        "keywords",
        "pipeline.stages.keywords:rank_keywords",
        ("sections", "candidates", "counts", "documents"),
        ("keywords", "keyness"),
        given="piles",
        scope="corpus",
    ),
    Stage(
        "panel",
        "pipeline.stages.panel:build_panel",
        ("observations", "texts", "documents"),
        ("panel_long", "panel_wide"),
        given="piles",
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
        given="piles",
        scope="corpus",
    ),
    Stage(
        "similarity",
        "pipeline.stages.similarity:compare_reports",
        ("texts", "documents"),
        ("similarity", "passages"),
        given="piles",
        scope="corpus",
    ),
    Stage(
        "networks",
        "pipeline.stages.networks:build_networks",
        ("keywords", "tokens", "documents"),
        ("networks",),
        scope="corpus",
    ),
    Stage(
        "phrases",
        "pipeline.stages.phrases:tell_phrases",
        ("phrase_forms", "texts", "documents"),
        ("phrase_uses", "phrases", "phrase_years", "phrase_members"),
        scope="corpus",
    ),
    Stage("tables", "pipeline.views.tables:write_table", _PUBLIC, (), scope="view"),
    Stage("clouds", "pipeline.views.clouds:write_clouds", ("keywords", "documents", "theme_hits"), (), scope="view"),
    Stage(
        "figures",
        "pipeline.views.figures:write_figures",
        ("panel_long", "targets", "documents", "networks", "themes", "keywords"),
        (),
        scope="view",
    ),
    Stage(
        "explorer",
        "pipeline.views.explorer.site:write_explorer",
        (
            *("documents", "texts", "sentences", "quantities", "observations", "keywords", "panel_long", "targets", "audit", "networks"),
            *("similarity", "passages", "keyness"),
            *("themes", "theme_hits", "terms", "phrases", "phrase_uses", "phrase_years"),
        ),
        (),
        scope="view",
    ),
    Stage("workbook", "pipeline.views.workbook.book:write_workbook", _PUBLIC, (), scope="view"),
)


def run(
    corpus: Path | str | Sequence[Path | str] = "corpus",
    *,
    outputs: Path | str = "outputs",
    stages: Sequence[str] = (),
    segmenter: str = "rjieba",
    pictures: str = "",
    workers: int | str = 0,
    limits: Limits = DEFAULT,
    quiet: bool = True,
) -> Outcome:
    """Mine a corpus (a folder or file, or several) into an outputs folder and say what came of it.

    ``stages`` are names of STAGES, run with what they need; none is the whole flow. ``segmenter`` is rjieba or jieba; ``pictures`` is
    all, few or none (empty: of each document while there are few). ``workers`` is how many processes mine (0: one for a small corpus,
    else one a core), or the address of a Dask scheduler; what comes out is the same. ``limits`` say how much of one
    file is read. A file that cannot be read is a line on standard error and a row of ``documents``; the run goes on. Raises Refused
    where nothing can be done.
    """
    outputs = Path(outputs)
    paths = [Path(path) for path in ([corpus] if isinstance(corpus, str | Path) else corpus)]
    scan = scan_corpus(paths, outputs)
    rows, notes = find_rows([*scan.reports, *scan.sheets], [path.resolve() / "catalogue.csv" for path in paths if path.is_dir()])
    bought = list_rows(scan, rows, limits)
    with claim_folder(outputs), Progress(quiet=quiet) as progress:
        words, faults = gather_words([*scan.reports, *scan.sheets])
        for note in scan.notes + notes + faults:
            progress.tell(note)
        codebook = find_codebook([*scan.reports, *scan.sheets])
        if codebook.name:
            load_words(codebook)  # a bad row is told before anything is done
        wish = Wish(tuple(stages), segmenter, pictures, words, codebook, limits)
        before = read_record(outputs)
        plan = make_plan(STAGES, wish, scan, rows, before, bought)
        if before is not None and plan.is_done(before):
            progress.tell_problems(before.problems)
            return Outcome.of(outputs, before, nothing=True)
        del scan, rows, bought, before  # the plan has what a run needs of them, and of a large corpus they are large
        with Engine(workers if isinstance(workers, str) else choose_workers(workers, plan.size)) as engine:
            return Outcome.of(outputs, Execution(plan, engine, progress).carry_out(), nothing=False)


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
    record = expect_record(outputs)
    if name not in record.tables:
        raise Refused(f"{outputs}: no table {name!r}; there are {' '.join(record.tables) or 'none yet'}")
    return PartSeries(outputs, record.tables[name]["parts"]).join()


def concordance(term: str, outputs: Path | str = "outputs") -> pd.DataFrame:
    """Find a term in the reports of finished outputs: a row a place, with doc_id, year, start, end, left, term and right.

    Blanks, line breaks and full-width forms do not matter. Raises Refused for outputs that no run finished.
    """
    import pandas as pd

    places = find_places(term, outputs)
    return pd.DataFrame(places).astype({"year": "Int64", "start": "int64", "end": "int64"})


def explain(text: str, year: int | None = None) -> str:
    """Mine one sentence in memory and return what was found in it: each quantity with every field, and what was looked at and left out."""
    catalogue = {"year": str(year), "review_period": str(year - 1), "plan_period": str(year)} if year else {}
    source = Source("text", "text.txt", "", Reading(text, "txt"), catalogue)
    tables: dict[str, Columns] = {}
    for stage in STAGES:
        if stage.scope == "batch" and stage.name not in _UNASKED:
            given = load_tokenizer("rjieba") if stage.given == "tokenizer" else load_words()
            tables |= find_function(stage.function)([source] if stage.name == "ingest" else tables, given)
    return "\n".join(explain_rows(text, tables["quantities"], tables["measures"]))
