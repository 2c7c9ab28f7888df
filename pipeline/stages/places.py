"""Places and their codes: documents as ingest left them -> the same with the codes of their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from pipeline.grammar.place_codes import Division, PlaceCode, find_code
from pipeline.grammar.places import Place, parse_place
from pipeline.lexicon.reports import HasReportWords, PlaceWord
from pipeline.schema import Columns

_CODED = ("省", "市", "县")


class HasDivisions(Protocol):
    """Where the divisions of every year are kept, with their codes."""

    @property
    def last_year(self) -> int:
        """The last year that is known."""

    def find_rows(self, names: Collection[str]) -> Columns:
        """Return the rows whose name is among the names: names, codes and ids of province, city and county."""


def code_places(documents: Columns, lexicon: HasReportWords, divisions: HasDivisions | None) -> Columns:
    """Return documents with the codes of their places, the years of these codes and the ids of provinces and cities.

    A 市 whose code is a county's is one, unless the catalogue says otherwise.
    A code that is there already (of the catalogue) stays; without divisions, without a year, and for a place that they do not know for
    sure, the cells stay empty.
    """
    asked = _list_places(documents, lexicon) if divisions is not None else {}
    if divisions is None or not asked:
        return documents
    names = {name for place in asked.values() for name in (place.name, place.parent) if name}
    known = _group_rows(divisions.find_rows(names))
    last_year = divisions.last_year
    found = {row: find_code(place, documents["year"][row], last_year, known) for row, place in asked.items()}
    return {**documents, **_fill_columns(documents, found)}


def _list_places(documents: Columns, lexicon: HasReportWords) -> dict[int, Place]:
    """Return the places that may have a code, by row."""
    places = {}
    told = zip(*(documents[name] for name in ("place", "parent", "level", "year", "place_code")), strict=True)
    for row, (name, parent, level, year, code) in enumerate(told):
        if name and level in _CODED and year and not code:
            words = lexicon.reports.places
            places[row] = Place(_name_last(name, words), _name_last(parent or "", words), level)
    return places


def _name_last(said: str, words: tuple[PlaceWord, ...]) -> str:
    """Return the full name of the last place of a chain; what is no chain stays as it is."""
    place = parse_place(said, words)
    return place.name if place else said


def _group_rows(rows: Columns) -> Mapping[str, Sequence[Division]]:
    """Return divisions by each of their names."""
    groups: dict[str, list[Division]] = defaultdict(list)
    for row in zip(*rows.values(), strict=True):
        cell = dict(zip(rows, row, strict=True))
        level, kind = ("县", "county") if cell["county_name"] else ("市", "city") if cell["city_name"] else ("省", "province")
        name, code = cell[f"{kind}_name"], cell[f"{kind}_adcode"]
        short = cell["city_short"] if level == "市" else ""
        division = Division(name, level, cell["year"], code, cell["province_id"], cell["city_id"] or 0)
        for said in {name, short} - {""}:
            groups[said].append(division)
    return groups


def _fill_columns(documents: Columns, found: Mapping[int, PlaceCode | None]) -> Columns:
    columns = {name: list(documents[name]) for name in ("place_code", "place_code_year", "place_id", "level")}
    for row, code in found.items():
        if code:
            level = documents["level"][row]
            lowered = level == "市" and code.level == "县" and documents["level_from"][row] != "catalogue"
            for name, cell in zip(columns, (code.code, code.year, code.place_id or None, "县" if lowered else level), strict=True):
                columns[name][row] = cell
    return columns
