"""What the explorer's pages are made from: the live parts, places called as in the panel, and the words that readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.explaining import name_rule
from pipeline.grammar.place_names import PlaceNames
from pipeline.lexicon.rows import read_rows
from pipeline.mining import Stage, find_function, load_words
from pipeline.publishing import Ledger, Parts, list_measured, publish_folder
from pipeline.schema import Columns
from pipeline.store.batches import hash_names
from pipeline.store.parts import PartSeries
from pipeline.views.explorer.facts import Facts
from pipeline.views.tables import Label

_PIECE = 50_000  # rows of a table over all reports that are held at once
_OF_PLACES = ("doc_id", "place", "parent", "place_code", "place_id", "year")


class _NamedPlaces(Sequence[Columns]):
    """Parts whose places are called as in the panel."""

    def __init__(self, parts: PartSeries, names: PlaceNames) -> None:
        self._parts, self._names = parts, names

    def __iter__(self) -> Iterator[Columns]:
        return map(self._name_places, self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, number: int) -> Columns:  # type: ignore[override]
        return self._name_places(self._parts[number])

    def _name_places(self, part: Columns) -> Columns:
        return {**part, "place": [self._names.find_place(*row) for row in zip(part["doc_id"], part["place"], strict=True)]}


def publish_explorer(ledger: Ledger, stage: Stage, parts: Parts) -> None:
    """Let the explorer write its pages from the tables that the stage takes; pictures that are there already are shown in them."""
    pictures = frozenset(name for name in ledger.files if name.startswith(("clouds/", "figures/")))
    key = hash_names([parts[table] for table in stage.takes], sorted(pictures))
    outputs = ledger.outputs
    batched = [table for table in stage.takes if _list_batches(parts[table]) == _list_batches(parts["texts"])]

    def write(folder: Path) -> None:
        names = PlaceNames(PartSeries(outputs, parts["documents"], _OF_PLACES).join())
        by_batch = {table: PartSeries(outputs, parts[table]) for table in ("documents", *batched)}
        named = {table: _NamedPlaces(by_batch[table], names) for table in ("documents", "observations")}
        whole = {table: PartSeries(outputs, parts[table], rows=_PIECE) for table in stage.takes if table not in by_batch}
        find_function(stage.function)({**by_batch, **named}, whole, _collect_facts(pictures), folder)

    publish_folder(ledger, stage.name, key, write)


def _list_batches(parts: Sequence[str]) -> list[str]:
    """Return the names of the batches that parts are of; those of tables over all reports are none."""
    return [Path(part).name for part in parts]


def _collect_facts(pictures: frozenset[str]) -> Facts:
    titles = {(label.table, label.column, label.value): label.title for label in read_rows("columns.csv", Label)}
    names = {indicator.id: indicator.name for indicator in load_words().indicators}
    return Facts(titles, list_measured(), names, name_rule, pictures)
