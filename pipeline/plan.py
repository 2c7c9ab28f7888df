"""The plan of a run: which batches, which stages, which files, and whether all of it is there already."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline
from pipeline.limits import DEFAULT, Limits
from pipeline.mining import Stage, stored_name
from pipeline.schema import TABLES
from pipeline.store.batches import Batch, Item, find_versions, hash_code, hash_names, list_items, order_items, split_batches
from pipeline.store.codebook import NO_CODEBOOK, Codebook
from pipeline.store.folder import find_size
from pipeline.store.parts import has_part, part_name
from pipeline.store.record import Record
from pipeline.store.refusal import Refused
from pipeline.store.scan import Scan

PACKAGES = (
    "chardet",
    "cnloc",
    "jieba",
    "jinja2",
    "lxml",
    "markupsafe",
    "matplotlib",
    "networkx",
    "numpy",
    "openpyxl",
    "pandas",
    "pillow",
    "pyarrow",
    "pylopdf-fonts-zh-cn",
    "pypdfium2",
    "rjieba",
    "scikit-learn",
    "scipy",
    "wordcloud",
    "xlsxwriter",
)
_PICTURES = {"clouds", "figures"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks of a run.

    These are stages by name (none is all), the segmenter, which pictures (empty: as many as are of use), own words with their tags,
    own themes, and how much of a file is read.
    """

    stages: tuple[str, ...] = ()
    segmenter: str = "rjieba"
    pictures: str = ""
    words: tuple[tuple[str, str], ...] = ()
    codebook: Codebook = NO_CODEBOOK
    limits: Limits = DEFAULT


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do: its batches (their names say of what), its stages in order, and the tables it leaves as CSV."""

    outputs: Path
    batches: tuple[Batch, ...]
    stages: tuple[Stage, ...]
    sheets: tuple[str, ...]
    settings: dict[str, str]
    packages: dict[str, str]
    corpus: dict[str, Any]
    words: tuple[tuple[str, str], ...] = ()
    codebook: Codebook = NO_CODEBOOK
    limits: Limits = DEFAULT

    @property
    def key(self) -> str:
        """Return the name of all that the parts are made from."""
        return _name_batches(self.batches)

    def of_scope(self, scope: str) -> tuple[Stage, ...]:
        """Return the stages of one scope, in order."""
        return tuple(stage for stage in self.stages if stage.scope == scope)

    @property
    def size(self) -> int:
        """The bytes of all reports."""
        return sum(batch.size for batch in self.batches)

    def list_waves(self) -> list[list[Stage]]:
        """Return the corpus stages in groups: each needs only what the groups before it make."""
        waves: list[list[Stage]] = []
        made: dict[str, int] = {}
        for stage in self.of_scope("corpus"):
            wave = max((made[table] + 1 for table in stage.takes if table in made), default=0)
            made |= dict.fromkeys(stage.makes, wave)
            waves += [[]] if wave == len(waves) else []
            waves[wave].append(stage)
        return waves

    def list_parts(self) -> list[str]:
        """Return where the parts of all document stages lie, below the outputs."""
        tables = [stored_name(table) for stage in self.of_scope("batch") for table in stage.makes]
        return [part_name(table, batch.name) for table in tables for batch in self.batches]

    def is_done(self, before: Record) -> bool:
        """Tell whether what was run before left all that this run would, and it is all there."""
        if before.state != "done" or before.planned or before.key != self.key or before.corpus != self.corpus:
            return False
        same = before.stages == [stage.name for stage in self.stages] and before.settings == self.settings
        if not same or not {f"tables/{table}.csv" for table in self.sheets} <= set(before.files):
            return False
        files = all(find_size(self.outputs, name) == size for name, (_, size) in before.files.items())
        return files and all(has_part(self.outputs, part) for part in before.parts)


def make_plan(
    flow: Sequence[Stage],
    wish: Wish,
    scan: Scan,
    rows: Mapping[str, Mapping[str, str]],
    before: Record | None,
    bought: Sequence[Item] = (),
) -> Plan:
    """Plan a run of ``flow`` over a scanned corpus with its catalogue rows and the rows of its sheets.

    What an earlier run made of the very same corpus, code and settings is part of the plan too, so that it stays. Raises Refused for
    a stage that the flow has not.
    """
    packages = find_versions(PACKAGES)
    code = hash_code(Path(pipeline.__path__[0]))
    key = hash_names(code, packages, sys.version_info[:2], wish.segmenter, wish.words, wish.codebook.text, str(wish.limits))
    items = order_items([*list_items(scan.reports, rows), *bought])
    batches = tuple(split_batches(items, key))
    asked = _name_asked(flow, wish)
    sheets = _name_sheets(flow, asked)
    settings = {"segmenter": wish.segmenter, "pictures": wish.pictures, "limits": str(wish.limits)}
    names = set(asked)
    if before is not None and before.key == _name_batches(batches):
        names |= set(before.stages)
        sheets |= {name.removeprefix("tables/").removesuffix(".csv") for name in before.files if name.startswith("tables/")}
        if "clouds" not in asked:
            settings["pictures"] = before.settings["pictures"]
    stages = _select_stages(flow, names)
    forms = {doc_id: list(paths) for doc_id, paths in scan.forms.items()}
    corpus = {"reports": len(items), "skipped": dict(sorted(scan.skipped.items())), "forms": forms, "notes": list(scan.notes)}
    if wish.words:
        corpus["words"] = len(wish.words)
    chosen = tuple(name for name in TABLES if name in sheets)
    return Plan(scan.outputs, batches, stages, chosen, settings, packages, corpus, wish.words, wish.codebook, wish.limits)


def _name_asked(flow: Sequence[Stage], wish: Wish) -> set[str]:
    known = [stage.name for stage in flow]
    if unknown := [name for name in wish.stages if name not in known]:
        raise Refused(f"no stage {unknown[0]!r}; name any of {' '.join(known)}")
    return set(wish.stages or known) - (_PICTURES if wish.pictures == "none" else set())


def _select_stages(flow: Sequence[Stage], names: set[str]) -> tuple[Stage, ...]:
    """Return the named stages and those that make what they take, in the order of the flow."""
    chosen: list[Stage] = []
    needed = {"documents"}
    for stage in reversed(flow):
        if stage.name in names or needed & set(stage.makes):
            chosen.append(stage)
            needed |= set(stage.takes)
    return tuple(reversed(chosen))


def _name_sheets(flow: Sequence[Stage], asked: set[str]) -> set[str]:
    """Return the tables that the asked stages leave as CSV: documents always, all with tables or workbook, which names them."""
    whole = {"tables", "workbook"} & asked
    made = {table for stage in flow if whole or stage.name in asked for table in stage.makes}
    return {table for table in made if TABLES[table].public and TABLES[table].csv} | {"documents"}


def _name_batches(batches: Sequence[Batch]) -> str:
    return hash_names([batch.name for batch in batches])
