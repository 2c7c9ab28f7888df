"""What people open: texts, CSV tables, the data package and pictures, each made again only when what it was made from has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.panels import PanelColumn, list_panel_columns
from pipeline.lexicon.rows import read_rows
from pipeline.mining import Mined, Stage, find_function, load_words, read_digests
from pipeline.schema import TABLES, Columns, Table
from pipeline.store.batches import hash_names
from pipeline.store.folder import find_size, write_texts
from pipeline.store.parts import PartSeries, part_name, read_names, read_part
from pipeline.store.replacing import make_folder, replacing, take_file
from pipeline.views.stata import shorten_names, write_stata
from pipeline.views.tables import JOINED, Label, join_sentences, write_package, write_table
from pipeline.views.userdict import write_userdict

Parts = Mapping[str, list[str]]
STATA = "tables/panel_wide.dta"
USERDICT = "tables/terms.txt"
_MOST_CLOUDS = 200
_PIECE = 20_000  # rows of a table that are written at once
_WIDE = 2_000  # of the wide panel's


class Ledger:
    """The files of a run: what each was made from, and its size; a finished run's files that still agree are kept.

    ``announce`` names files in run.json before they are put in place.
    """

    def __init__(self, outputs: Path, known: Mapping[str, list[Any]], announce: Callable[[Sequence[str]], None]) -> None:
        self.outputs = outputs
        self.announce = announce
        self.files: dict[str, list[Any]] = {}
        self._known = known

    def keep(self, name: str, key: str) -> bool:
        """Tell whether a file is there as it would be made, and enter it."""
        entry = self._known.get(name)
        if entry is None or entry != [key, find_size(self.outputs, name)]:
            return False
        self.files[name] = entry
        return True

    def keep_below(self, folder: str, key: str) -> bool:
        """Tell whether all files below a folder, at least one, are there as they would be made, and enter them."""
        names = [name for name in self._known if name.startswith(folder)]
        return bool(names) and all([self.keep(name, key) for name in names])

    def enter(self, name: str, key: str) -> None:
        """Enter a file that was just made."""
        self.files[name] = [key, find_size(self.outputs, name)]


def sheet_name(table: str) -> str:
    """Return where a table's CSV lies below the outputs."""
    return f"tables/{table}.csv"


def text_name(doc_id: str) -> str:
    """Return where a document's text lies below the outputs."""
    return f"texts/{doc_id}.txt"


@dataclass(frozen=True, slots=True)
class TextErrand:
    """Texts of a batch to write: where to, the name of the batch's part, and the documents whose texts are there."""

    outputs: Path
    batch: str
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class SheetErrand:
    """A table to write as CSV: where to, its name, and the live parts."""

    outputs: Path
    table: str
    parts: Parts


def list_texts(ledger: Ledger, mined: Iterable[Mined]) -> list[TextErrand]:
    """Return what texts are to be written, by batch, and keep the others."""
    errands = []
    for batch in mined:
        doc_ids = [doc_id for doc_id, digest in read_digests(ledger.outputs, batch.name) if digest]
        kept = frozenset(doc_id for doc_id in doc_ids if ledger.keep(text_name(doc_id), batch.name))
        if len(kept) < len(doc_ids):
            errands.append(TextErrand(ledger.outputs, batch.name, kept))
    return errands


def write_batch_texts(errand: TextErrand) -> tuple[str, list[str]]:
    """Write texts of a batch, exactly as the reader returned them; return the batch's name and of which documents they are."""
    texts = read_part(errand.outputs, part_name("texts", errand.batch))
    rows = [(doc_id, text) for doc_id, text in zip(texts["doc_id"], texts["text"], strict=True) if doc_id not in errand.kept]
    write_texts(errand.outputs, ((text_name(doc_id), text) for doc_id, text in rows))
    return errand.batch, [doc_id for doc_id, _ in rows]


def list_sheets(ledger: Ledger, tables: Iterable[str], parts: Parts) -> list[SheetErrand]:
    """Return which tables are to be written as CSV, and keep the others."""
    missing = [table for table in tables if not ledger.keep(sheet_name(table), hash_names(*parts[table]))]
    return [SheetErrand(ledger.outputs, table, {name: parts[name] for name in (table, "sentences") if name in parts}) for table in missing]


def write_sheet(errand: SheetErrand) -> SheetErrand:
    """Write one table as CSV, part by part."""
    with replacing(errand.outputs, sheet_name(errand.table)) as temporary:
        write_table(TABLES[errand.table], read_sheet_parts(errand.outputs, errand.table, errand.parts), temporary)
    return errand


def publish_stata(ledger: Ledger, parts: Parts) -> None:
    """Write the wide panel for Stata beside its CSV."""
    key = hash_names(*parts["panel_wide"])
    if not ledger.keep(STATA, key):
        table = _widen_panel(ledger.outputs, parts)
        shared = [label for label in read_rows("columns.csv", Label) if label.table in ("*", table.name) and not label.value]
        shared.sort(key=lambda label: label.table == table.name)
        labels = {label.column: label.title for label in (*shared, *_label_panel(table))}
        with replacing(ledger.outputs, STATA) as temporary:
            write_stata(table, PartSeries(ledger.outputs, parts["panel_wide"], rows=_WIDE), labels, temporary)
        ledger.enter(STATA, key)


def publish_userdict(ledger: Ledger, parts: Parts) -> None:
    """Write the proposed terms as a user dictionary beside their CSV."""
    key = hash_names(*parts["terms"])
    if not ledger.keep(USERDICT, key):
        with replacing(ledger.outputs, USERDICT) as temporary:
            write_userdict(PartSeries(ledger.outputs, parts["terms"]), temporary)
        ledger.enter(USERDICT, key)


def publish_package(ledger: Ledger, tables: Iterable[str], parts: Parts, code: str) -> None:
    """Write datapackage.json for the tables that were written as CSV."""
    chosen = [table for table in TABLES if table in set(tables)]
    key = hash_names(code, *chosen, *(part for table in chosen if TABLES[table].open for part in parts[table]))
    if not ledger.keep("datapackage.json", key):
        with replacing(ledger.outputs, "datapackage.json") as temporary:
            write_package(*describe_tables(ledger.outputs, chosen, parts), temporary)
        ledger.enter("datapackage.json", key)


def describe_tables(outputs: Path, names: Iterable[str], parts: Parts) -> tuple[list[Table], list[Label]]:
    """Return tables by name with the columns that they have, and the words for all of them."""
    tables = [_widen_panel(outputs, parts) if TABLES[name].open else TABLES[name] for name in names]
    labels = list(read_rows("columns.csv", Label))
    return tables, labels + [label for table in tables if table.open for label in _label_panel(table)]


def _widen_panel(outputs: Path, parts: Parts) -> Table:
    """Return the wide panel's table with the columns that it has, each with its unit."""
    names = [name for part in parts["panel_wide"] for name in read_names(outputs, part)]
    table = TABLES["panel_wide"].widen(dict.fromkeys(names))
    units = {name: column.unit for name, column in _panel_columns().items()}
    return replace(table, columns=tuple(replace(column, unit=units.get(column.name, column.unit)) for column in table.columns))


def _label_panel(table: Table) -> list[Label]:
    """Return the words for the columns of indicators: what it is with its unit, and what it is called in Stata where that is shorter."""
    known, short = _panel_columns(), shorten_names(table.names)
    labels = []
    for name in table.names:
        if column := known.get(name):
            note = "" if short[name] == name else f"在 Stata 文件中名为 {short[name]}"
            labels.append(Label(table.name, name, "", column.title, note, column.english))
    return labels


def list_measured() -> list[PanelColumn]:
    """Return the columns of the panel, in whose units series are shown."""
    return list(_panel_columns().values())


@lru_cache(maxsize=1)
def _panel_columns() -> dict[str, PanelColumn]:
    words = load_words()
    return {column.name: column for column in list_panel_columns(words.indicators, words.figures.units)}


def publish_pictures(ledger: Ledger, stage: Stage, parts: Parts, pictures: str) -> None:
    """Let a view draw its pictures into the folder of its name: clouds as many as ``pictures`` says, figures always."""
    clouds = stage.name == "clouds"
    key = hash_names([parts[table] for table in stage.takes], pictures if clouds else "")

    def draw(folder: Path) -> None:
        given: tuple[Any, ...] = _give_clouds(ledger.outputs, parts, pictures) if clouds else _give_figures(ledger.outputs, parts)
        find_function(stage.function)(*given, folder)

    publish_folder(ledger, stage.name, key, draw)


def publish_folder(ledger: Ledger, name: str, key: str, write: Callable[[Path], None]) -> None:
    """Let a view write into a temporary folder and move what it wrote to the folder of its name, unless all of it is there."""
    if ledger.keep_below(f"{name}/", key):
        return
    with make_folder(ledger.outputs) as folder:
        write(folder)
        written = {f"{name}/{file.relative_to(folder).as_posix()}": file for file in sorted(folder.rglob("*")) if file.is_file()}
        ledger.announce(list(written))
        for target, file in written.items():
            take_file(ledger.outputs, file, target)
            ledger.enter(target, key)


def _give_clouds(outputs: Path, parts: Parts, pictures: str) -> tuple[dict[str, Columns]]:
    """Return documents, terms of themes, and keywords of corpus, years and places; of documents while they are few, or all asked for."""
    keywords = PartSeries(outputs, parts["keywords"]).join()
    documents = PartSeries(outputs, parts["documents"], ("doc_id", "place", "year")).join()
    if pictures == "few" or (pictures != "all" and len(documents["doc_id"]) > _MOST_CLOUDS):
        keywords = _without_documents(keywords)
    counts: Counter[tuple[str, str]] = Counter()
    for part in PartSeries(outputs, parts["theme_hits"], ("theme", "term")):
        counts.update(zip(part["theme"], part["term"], strict=True))
    terms: Columns = {"theme": [theme for theme, _ in counts], "term": [term for _, term in counts], "count": list(counts.values())}
    return ({"keywords": keywords, "documents": documents, "terms": terms},)


def _give_figures(outputs: Path, parts: Parts) -> tuple[dict[str, Columns], list[PanelColumn]]:
    """Return tables, the documents among them with their places called as in the panel, and the columns in whose units all is drawn."""
    tables = {table: PartSeries(outputs, parts[table]).join() for table in ("panel_long", "targets", "networks")}
    tables["themes"] = PartSeries(outputs, parts["themes"], ("doc_id", "theme", "hits", "tokens")).join()
    tables["keywords"] = PartSeries(outputs, parts["keywords"], ("scope", "scope_id", "term", "score")).join()
    names = ("doc_id", "place", "parent", "place_code", "place_id", "year", "level", "duplicate_of")
    documents = tables["documents"] = PartSeries(outputs, parts["documents"], names).join()
    places = PlaceNames(documents)
    documents["place"] = [places.find_own(doc_id) for doc_id in documents["doc_id"]]
    return tables, list_measured()


def read_sheet_parts(outputs: Path, table: str, parts: Parts) -> Iterator[Columns]:
    """Yield the parts of a table with the columns that its CSV has."""
    if table not in JOINED:
        yield from PartSeries(outputs, parts[table], rows=_WIDE if TABLES[table].open else _PIECE)
        return
    for part, sentences in zip(parts[table], parts["sentences"], strict=True):
        yield join_sentences(read_part(outputs, part), read_part(outputs, sentences, ("doc_id", "start", "text")))


def _without_documents(keywords: Columns) -> Columns:
    chosen = [scope != "document" for scope in keywords["scope"]]
    return {name: [cell for cell, keep in zip(cells, chosen, strict=True) if keep] for name, cells in keywords.items()}
