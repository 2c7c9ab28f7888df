"""A finished outputs folder verified: files as run.json names them, tables as the schema declares, every span in its text."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.frames import SchemaError, build_table
from pipeline.lexicon.rows import LexiconError
from pipeline.mining import load_words
from pipeline.publishing import read_sheet_parts, sheet_name, text_name
from pipeline.schema import SCHEMA_VERSION, TABLES, Columns, Table
from pipeline.store.folder import find_size, read_text
from pipeline.store.parts import count_rows, has_part, read_part
from pipeline.store.record import Record, expect_finished
from pipeline.store.refusal import Refused
from pipeline.views.tables import write_table

_WORDS: Final = {"sentences": "text", "tokens": "word", "quantities": "text"}  # what a row of these says stands at its span
# The spans that tables name besides (doc_id, start, end): document, start, end.
_SPANS: Final = (
    ("doc_id", "pair_start", "pair_end"),
    ("other_doc_id", "other_start", "other_end"),
    ("other", "other_start", "other_end"),
    ("chosen_doc_id", "chosen_start", "chosen_end"),
    ("actual_doc_id", "actual_start", "actual_end"),
    ("example_doc_id", "example_start", "example_end"),
)
_MOST: Final = 20  # lines of one kind


@dataclass(slots=True)
class Check:
    """What is known of the outputs while they are verified: the texts' lengths, and what was found wrong, a line each."""

    outputs: Path
    lengths: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def tell(self, where: str, rows: Sequence[str]) -> None:
        """Note what is wrong in some rows, the first few of them by name."""
        self.findings += [f"{where}: {row}" for row in rows[:_MOST]]
        if len(rows) > _MOST:
            self.findings.append(f"{where}: and {len(rows) - _MOST:,} more of this kind")


def check_resources() -> list[str]:
    """Return what is wrong with the words that the program goes by, a line; an empty list where all of them load."""
    try:
        load_words()
    except LexiconError as error:
        return [str(error)]
    return []


def check_outputs(outputs: Path) -> list[str]:
    """Return what is wrong with a finished outputs folder, a line each: where, and what. An empty list is a whole folder.

    Verified are run.json, the size of every file it names, the texts' hashes, each table's parts against the schema (types, vocabularies,
    keys, documents), every span against its text, and every CSV against its parts. Raises Refused for a folder without finished outputs.
    """
    record = expect_finished(outputs)
    check = Check(outputs)
    if record.schema != SCHEMA_VERSION:
        check.tell("run.json", [f"made with schema {record.schema}, this is {SCHEMA_VERSION}; run again"])
    broken = _check_files(check, record)
    sound = {name: entry["parts"] for name, entry in record.tables.items() if not broken.intersection(entry["parts"])}
    _check_texts(check, sound)
    agreed = {name: parts for name, parts in sound.items() if _is_declared(check, TABLES[name], parts)}
    for name in TABLES:
        if sheet_name(name) in record.files and sheet_name(name) not in broken and {name, "sentences"} <= {*agreed}:
            _check_sheet(check, name, agreed)
    return check.findings


def _check_files(check: Check, record: Record) -> set[str]:
    """Tell of files that are not there or not as they were made, and return their names."""
    outputs, broken = check.outputs, set()
    for name, (_, size) in record.files.items():
        found = find_size(outputs, name)
        if found != size:
            broken.add(name)
            check.tell(name, ["is not there" if found is None else f"has {found:,} bytes, was made with {size:,}"])
    for table, entry in record.tables.items():
        rows = 0
        for part in entry["parts"]:
            try:
                rows += count_rows(outputs, part)
            except Refused:
                broken.add(part)
                check.tell(part, ["cannot be read" if has_part(outputs, part) else "is not there"])
        if not broken.intersection(entry["parts"]) and rows != entry["rows"]:
            check.tell(f"data/{table}", [f"{rows:,} rows, run.json says {entry['rows']:,}"])
    return broken


def _check_texts(check: Check, parts: Mapping[str, Sequence[str]]) -> None:
    """Learn the length of every text, and tell of one that is not what was mined."""
    wrong = []
    for ingested, texts in zip(parts.get("ingested", ()), parts.get("texts", ()), strict=True):
        documents = read_part(check.outputs, ingested, ("doc_id", "text_sha256"))
        hashes = dict(zip(documents["doc_id"], documents["text_sha256"], strict=True))
        rows = read_part(check.outputs, texts)
        for doc_id, text in zip(rows["doc_id"], rows["text"], strict=True):
            check.lengths[doc_id] = len(text)
            if hashlib.sha256(text.encode()).hexdigest() != hashes.get(doc_id):
                wrong.append(f"{doc_id}: its text is not the one that was mined")
            elif read_text(check.outputs, text_name(doc_id)) != text:
                wrong.append(f"{text_name(doc_id)}: is not the text that was mined")
    check.tell("texts", wrong)


def _is_declared(check: Check, table: Table, parts: Sequence[str]) -> bool:
    """Verify the parts of one table: columns, keys, documents, spans; tell whether nothing is wrong."""
    before = len(check.findings)
    seen: set[str] = set()
    for part in parts:
        columns = read_part(check.outputs, part)
        try:
            build_table(table, columns)
        except SchemaError as error:
            check.tell(part, [str(error)])
            continue
        keys = list(zip(*(columns[name] for name in table.key), strict=True))
        if len(set(keys)) < len(keys):
            check.tell(part, [f"{len(keys) - len(set(keys)):,} rows have the key of another row ({', '.join(table.key)})"])
        if "doc_id" in table.names:
            doc_ids = set(columns["doc_id"])
            if len(parts) > 1 and (again := seen & doc_ids):
                check.tell(part, [f"document {min(again)} stands in an earlier part too"])
            seen |= doc_ids
            if table.name not in ("documents", "ingested"):
                check.tell(part, [f"no document {doc_id} has a text" for doc_id in sorted(doc_ids - check.lengths.keys())])
        check.tell(part, list(_list_wrong_spans(check, table, columns, part)))
    return len(check.findings) == before


def _list_wrong_spans(check: Check, table: Table, columns: Columns, part: str) -> Iterator[str]:
    own = ("doc_id", "start", "end")
    for names in [own, *_SPANS]:
        if set(names) <= set(columns):
            for row, (doc_id, start, end) in enumerate(zip(*(columns[name] for name in names), strict=True)):
                if start is not None and not 0 <= start < end <= check.lengths.get(doc_id, 0):
                    yield f"row {row}: {names[1]} {start} and {names[2]} {end} are no span of {doc_id}"
    if word := _WORDS.get(table.name):
        texts = read_part(check.outputs, part.replace(f"/{table.name}/", "/texts/"))
        found = dict(zip(texts["doc_id"], texts["text"], strict=True))
        for row, (doc_id, start, end, said) in enumerate(zip(*(columns[name] for name in (*own, word)), strict=True)):
            if found.get(doc_id, "")[start:end] != said:
                yield f"row {row}: {said[:20]!r} does not stand at {start} of {doc_id}"


def _check_sheet(check: Check, name: str, parts: Mapping[str, list[str]]) -> None:
    """Verify that a CSV holds what its parts hold, byte for byte."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.csv"
        write_table(TABLES[name], read_sheet_parts(check.outputs, name, parts), made)
        if made.read_bytes() != (check.outputs / sheet_name(name)).read_bytes():
            check.tell(sheet_name(name), ["is not what its parts say; was it changed by hand? keep a copy, remove it and run again"])
