"""Make outputs/sample and outputs/README.md: a little of what a run on corpus/ leaves, and what each table of it means.

    python -m tests.make_sample

The sample is the corpus's word cloud, twenty quantities of one report (the first of each kind, bound, relation, direction and status),
the first keywords of the corpus, and pictures of a figure and of two pages, which need Chromium; the guide is made from the schema and its
labels.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.frames import empty_columns
from pipeline.lexicon.rows import read_rows
from pipeline.run import run
from pipeline.schema import DOCUMENTS, KEYWORDS, QUANTITIES, SCHEMA_VERSION, TABLES, Column, Columns, Table
from pipeline.views.clouds import write_clouds
from pipeline.views.tables import Label, csv_columns, read_table, write_table
from tests.sample_pictures import REPORT, write_pictures

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "outputs/sample"
NO_TERMS: Columns = {"theme": [], "term": [], "count": []}
ROWS = {"quantities": 20, "keywords": 10}
ALIKE = ("kind", "bound", "relation", "direction", "status")
GUIDE = f"""# What a run leaves here

`make pipeline` fills this folder; git keeps only this guide and `sample/`. The guide is made from the schema (version {SCHEMA_VERSION}) by
`make sample`, as the sample is: a word cloud, a figure, two pages as a browser shows them, twenty quantities and ten keywords of the
reports in `corpus/`.

| path | what it is |
| --- | --- |
| `texts/<doc_id>.txt` | each report's text as it was read; `start` and `end` in the tables count its characters from 0, `end` exclusive |
| `reports.xlsx` | the tables below but tokens and sentences as sheets in Chinese; the cover says how to read them and what is left out |
| `tables/<table>.csv` | the tables below, for spreadsheets and programs |
| `data/<table>/*.parquet` | the same and the pipeline's own tables, exactly; `run.json` names the parts that are live |
| `clouds/*.png` | word clouds: `corpus`, `year-…`, `place-…`, `doc-…` (`/` in a doc_id is written `__`) |
| `figures/*.png` `*.svg` | a place over the years, places side by side, themes and foremost words by year, word network, map of reports |
| `explorer/index.html` | the page to open: reports with their figures marked (`explorer/r/<number>.html`), series, targets, audit, words |
| `datapackage.json` | every table and column in Chinese and English, for programs (Frictionless Data Package) |
| `run.json` | what was run, on what, with which versions, and every file of the run; only files named here are ever removed |
| `log.jsonl` | what happened when, one event a line |

The CSV files are UTF-8 with a byte order mark, comma separated, quoted as RFC 4180 says, lines ended by CR LF. An empty cell is a missing
value, never 0. A text cell that a spreadsheet would take for a formula begins with an apostrophe; `pipeline.run.open_table` takes it off.
Under each table are its key, the columns that tell its rows apart, and its links, columns that name a row of another table.
"""


def main() -> None:
    """Make the sample and the guide anew."""
    with tempfile.TemporaryDirectory() as folder:
        run(ROOT / "corpus", outputs=folder, pictures="few")
        write_sample(Path(folder), SAMPLE)
        try:
            write_pictures(Path(folder), SAMPLE)
        except pytest.skip.Exception as missing:
            print(f"sample: the pictures are left as they were: {missing}")
    (ROOT / "outputs/README.md").write_text(write_guide(), encoding="utf-8", newline="\n")


def write_sample(outputs: Path, target: Path) -> None:
    """Write the sample of finished outputs into a folder: quantities.csv, keywords.csv and the pictures of the corpus."""
    target.mkdir(parents=True, exist_ok=True)
    keywords, quantities = (read_table(table, outputs / f"tables/{table.name}.csv") for table in (KEYWORDS, QUANTITIES))
    seen: set[tuple[str, ...]] = set()
    first = []
    for row, doc_id in enumerate(quantities["doc_id"]):
        alike = tuple(quantities[name][row] for name in ALIKE)
        if doc_id == REPORT and alike not in seen:
            seen.add(alike)
            first.append(row)
    corpus = [row for row, scope in enumerate(keywords["scope"]) if scope == "corpus"]
    write_table(QUANTITIES, [_take(quantities, first[: ROWS["quantities"]])], target / "quantities.csv")
    write_table(KEYWORDS, [_take(keywords, corpus[: ROWS["keywords"]])], target / "keywords.csv")
    write_clouds({"keywords": _take(keywords, corpus), "documents": empty_columns(DOCUMENTS), "terms": NO_TERMS}, target)


def write_guide() -> str:
    """Return the text of outputs/README.md: the files of a run, and each public table with its columns and their words."""
    labels = {(label.table, label.column, label.value): label for label in read_rows("columns.csv", Label)}

    def find(table: str, column: str = "", value: str = "") -> Label:
        return labels.get((table, column, value)) or labels["*", column, value]

    return GUIDE + "".join(_describe_table(table, find) for table in TABLES.values() if table.public)


def _describe_table(table: Table, find: Callable[..., Label]) -> str:
    label = find(table.name)
    lines = [f"\n## {table.name} {label.title}\n", _begin_sentence(label.english, "" if table.csv else " (Parquet only)")]
    lines += ["", "| column | 中文 | type | meaning |", "| --- | --- | --- | --- |"]
    for column in csv_columns(table):
        own = find(table.name, column.name)
        meaning = _list_words(table, column, find) if column.vocabulary else own.english
        lines.append(f"| `{column.name}` | {own.title} | {column.type} | {meaning} |")
    lines += ["", f"Key: {_list_names(table.key)}."]
    if table.links:
        told = (f"{_list_names(link.columns)} → {link.table} ({_list_names(link.key)})" for link in table.links)
        lines.append(f"Links: {'; '.join(told)}.")
    return "\n".join(lines) + "\n"


def _list_names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _begin_sentence(text: str, more: str) -> str:
    return f"{text[0].upper()}{text[1:]}{more}."


def _list_words(table: Table, column: Column, find: Callable[..., Label]) -> str:
    """Return a column's meaning with its closed list of words, in English where they are not."""
    words = ((word, find(table.name, column.name, word)) for word in column.vocabulary)
    listed = ", ".join(f"`{word}` {label.title}" if word.isascii() else f"{word} {label.english}" for word, label in words)
    return f"{find(table.name, column.name).english}: {listed}"


def _take(columns: Columns, rows: Sequence[int]) -> Columns:
    return {name: [cells[row] for row in rows] for name, cells in columns.items()}


if __name__ == "__main__":
    main()
