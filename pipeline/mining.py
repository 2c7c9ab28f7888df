"""Stages at work: the document stages on one batch, the corpus stages on what all batches left.

A part that is there is not made again; so an unfinished run goes on where it stopped, and a changed report costs its batch alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.limits import DEFAULT, Limits
from pipeline.schema import Columns
from pipeline.store.batches import Batch, hash_names
from pipeline.store.codebook import NO_CODEBOOK, Codebook
from pipeline.store.divisions import Divisions, find_divisions
from pipeline.store.parts import PartSeries, PartTables, PartWriter, count_values, has_part, part_name, read_part, write_part
from pipeline.store.piles import open_piles
from pipeline.store.sources import read_sources

if TYPE_CHECKING:
    from pipeline.lexicon.whole import Lexicon

COUNTED = ("sentences", "tokens", "quantities")
_OF_DOCUMENTS = ("doc_id", "place", "parent", "place_code", "place_id", "genre", "year", "duplicate_of")
_LONG = ("keywords", "panel_long")  # tables of corpus stages that others walk in pieces
_PIECE = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the flow: a name, the function as ``module:function``, the tables it takes and makes, and what else it is given.

    ``given`` is the lexicon, with the tokenizer in its place or piles behind it where a stage asks for them.
    ``scope`` is batch (a batch of documents at a time), corpus (over what all batches left) or view (files for people).
    """

    name: str
    function: str
    takes: tuple[str, ...]
    makes: tuple[str, ...]
    given: str = "lexicon"
    scope: str = "batch"


@dataclass(frozen=True, slots=True)
class Job:
    """One batch to mine: where to, by which stages, with which segmenter, user words, codebook, limits. All that a worker needs to know."""

    outputs: Path
    batch: Batch
    stages: tuple[Stage, ...]
    segmenter: str
    words: tuple[tuple[str, str], ...] = ()
    codebook: Codebook = NO_CODEBOOK
    limits: Limits = DEFAULT


@dataclass(frozen=True, slots=True)
class Errand:
    """One corpus stage to run: where to, the live parts of what it takes, and the name of the parts that it makes."""

    outputs: Path
    stage: Stage
    parts: Mapping[str, Sequence[str]]
    name: str


@dataclass(frozen=True, slots=True)
class Mined:
    """What is left of a mined batch in memory.

    These are its name, the files that gave less than all, and the seconds that each stage took.
    """

    name: str
    problems: tuple[tuple[str, str, str], ...]
    seconds: tuple[float, ...]


def mine_batch(job: Job) -> Mined:
    """Run the document stages on one batch, writing each table that has no part yet."""
    name = job.batch.name
    tables = PartTables(job.outputs, name)
    clock = [time.perf_counter()]
    with PartWriter(job.outputs) as writer:
        for stage in job.stages:
            stored = [stored_name(table) for table in stage.makes]
            if all(has_part(job.outputs, part_name(table, name)) for table in stored):
                for table in stored:
                    tables.add(table, None)
            else:
                made = _call_stage(stage, tables, job)
                if stage.name == "ingest":
                    made["ingested"] = _complete_ingested(made)
                for table in stored:
                    writer.write(table, name, made[table])
                    tables.add(table, made[table])
            clock.append(time.perf_counter())
    documents = tables["ingested"]
    rows = zip(documents["doc_id"], documents["path"], documents["status"], documents["reason"], strict=True)
    problems = tuple((_name_report(doc_id, path), status, reason or "") for doc_id, path, status, reason in rows if status != "ok")
    seconds = tuple(after - before for before, after in pairwise(clock))
    return Mined(name, problems, seconds)


def _name_report(doc_id: str, path: str) -> str:
    """Return what a report is called where something is told of it: its path, of a row of a sheet with the row's number."""
    return doc_id if doc_id.startswith(f"{path}#") else path


def stored_name(table: str) -> str:
    """Return the table under whose name a stage's table is kept: the documents of one batch know no other and are kept as ``ingested``."""
    return "ingested" if table == "documents" else table


def find_duplicates(outputs: Path, mined: Sequence[Mined]) -> list[list[str | None]]:
    """Return for each document of each batch the doc_id of the first document with the same text, or None."""
    first: dict[bytes, str] = {}
    duplicates = []
    for batch in mined:
        found = []
        for doc_id, digest in read_digests(outputs, batch.name):
            original = first.setdefault(bytes.fromhex(digest), doc_id) if digest else doc_id
            found.append(original if original != doc_id else None)
        duplicates.append(found)
    return duplicates


def read_digests(outputs: Path, batch: str) -> Iterator[tuple[str, str | None]]:
    """Return each document of a batch with the hash of its text, None of one that failed."""
    ingested = read_part(outputs, part_name("ingested", batch), ("doc_id", "text_sha256"))
    return zip(ingested["doc_id"], ingested["text_sha256"], strict=True)


def name_documents(batch: str, tables: Sequence[str], duplicates: Sequence[str | None]) -> str:
    """Return the name of a batch's part of ``documents``: it depends on what was counted, and on other batches through duplicates."""
    return hash_names(batch, [table for table in COUNTED if table in tables], list(duplicates))


def finish_documents(outputs: Path, batch: str, name: str, tables: Sequence[str], duplicates: Sequence[str | None]) -> None:
    """Write a batch's part of ``documents`` under its name unless it is there."""
    from pipeline.stages.documents import complete_documents

    if not has_part(outputs, part_name("documents", name)):
        made = [table for table in COUNTED if table in tables]
        counts = {table: count_values(outputs, part_name(table, batch), "doc_id") for table in made}
        ingested = {"ingested": read_part(outputs, part_name("ingested", batch))}
        write_part(outputs, "documents", name, complete_documents(ingested, counts, duplicates)["documents"])


def run_corpus_stage(errand: Errand) -> float:
    """Run a corpus stage on the parts of the tables it takes, unless its own parts are there, and return the seconds that it took.

    It is given documents as columns, the others as series of columns (one a batch, and pieces of what corpus stages made), the lexicon, and
    piles if it asks for them. A table that it yields block by block is written so, in the order of the tables.
    """
    outputs, stage, began = errand.outputs, errand.stage, time.perf_counter()
    if not all(has_part(outputs, part_name(table, errand.name)) for table in stage.makes):
        given: list[Any] = [
            _join_documents(outputs, tuple(parts))
            if table == "documents"
            else PartSeries(outputs, parts, rows=_PIECE if table in _LONG else 0)
            for table, parts in ((table, errand.parts[table]) for table in stage.takes)
        ]
        with open_piles(outputs) as piles:
            made = find_function(stage.function)(*given, load_words(), *((piles,) if stage.given == "piles" else ()))
            for table in stage.makes:
                write_part(outputs, table, errand.name, made[table])
    return time.perf_counter() - began


@lru_cache(maxsize=1)
def _join_documents(outputs: Path, parts: tuple[str, ...]) -> Columns:
    """Read what corpus stages take of the documents, once for all of them; cells that are equal are one object."""
    whole: Columns = {name: [] for name in _OF_DOCUMENTS}
    known: dict[Any, Any] = {}
    for part in PartSeries(outputs, parts, _OF_DOCUMENTS):
        whole["doc_id"] += part.pop("doc_id")
        for name, cells in part.items():
            whole[name] += [known.setdefault(cell, cell) for cell in cells]
    return whole


def find_function(reference: str) -> Callable[..., Any]:
    """Import ``module:function`` when it is needed, and not before."""
    module, _, function = reference.partition(":")
    return getattr(import_module(module), function)


def load_words(codebook: Codebook = NO_CODEBOOK) -> Lexicon:
    """Load the lexicon, with a user's codebook of themes if there is one, once a process."""
    return _load_words(codebook)  # told or not, no codebook is one entry of the cache


@lru_cache(maxsize=2)
def _load_words(codebook: Codebook) -> Lexicon:
    return find_function("pipeline.lexicon.whole:load_lexicon")(themes=codebook)


@lru_cache(maxsize=1)
def load_divisions() -> Divisions | None:
    """Find the table of divisions, once a process; None where the extra ``codes`` is not installed."""
    return find_divisions()


@lru_cache(maxsize=1)
def load_tokenizer(segmenter: str, words: tuple[tuple[str, str], ...] = ()) -> Any:
    """Make the run's private tokenizer, once a process; ``words`` are the user's own with their tags."""
    return find_function("pipeline.stages.segment:make_tokenizer")(segmenter, load_words().terms.userdict | dict(words))


def _call_stage(stage: Stage, tables: Mapping[str, Columns], job: Job) -> dict[str, Columns]:
    function = find_function(stage.function)
    if stage.name == "ingest":
        return function(read_sources(job.batch.items, job.limits), load_words(job.codebook))
    visible = {table: tables[stored_name(table)] for table in stage.takes}
    return function(visible, load_tokenizer(job.segmenter, job.words) if stage.given == "tokenizer" else load_words(job.codebook))


def _complete_ingested(made: Mapping[str, Columns]) -> Columns:
    """Return the documents of a batch with the codes of their places and the hashes of their texts."""
    from pipeline.stages.places import code_places

    return {**code_places(made["documents"], load_words(), load_divisions()), "text_sha256": _hash_texts(made)}


def _hash_texts(made: Mapping[str, Columns]) -> list[str | None]:
    texts = dict(zip(made["texts"]["doc_id"], made["texts"]["text"], strict=True))
    hashes = {doc_id: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for doc_id, text in texts.items()}
    return [hashes.get(doc_id) for doc_id in made["documents"]["doc_id"]]
