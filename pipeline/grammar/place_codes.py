"""Codes of places: which of the administrative divisions of a year a report means, if it is beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.places import Place

# What a place of a level may be among divisions: a 市 may be a county, and what is a province now may have been a city.
_LEVELS: Final = {"省": ("省", "市"), "市": ("市", "县"), "县": ("县",)}


class Division(NamedTuple):
    """A division in one year: its code, and the ids of its province and city (0 for none), which outlast new names and codes."""

    name: str
    level: str
    year: int
    code: int
    province: int
    city: int


class PlaceCode(NamedTuple):
    """The code of a place, its year, for a province or city the id that outlasts renames ("" for a county), and the division's level."""

    code: str
    year: int
    place_id: str
    level: str


def find_code(place: Place, year: int, last_year: int, divisions: Mapping[str, Sequence[Division]]) -> PlaceCode | None:
    """Return the code of a place in the year of its report, or None where there is none or it is not sure which.

    ``divisions`` are, by name (a city's short one too), those of every year up to ``last_year``, which stands for later years. A report
    may bear a name of the year before its own, since it opens the year. Without a parent the name must be the only one of its year;
    with one, the division must lie in what was called so in any year.

    >>> towns = [Division("临江区", "县", 2020, code, 110000, city) for code, city in ((110102, 110100), (110202, 110200))]
    >>> cities = [Division("明州市", "市", 2020, 110200, 110000, 110200)]
    >>> divisions = {"临江区": towns, "明州市": cities}
    >>> find_code(Place("临江区", "明州市", "县"), 2026, 2020, divisions)
    PlaceCode(code='110202', year=2020, place_id='', level='县')
    >>> find_code(Place("临江区", "", "县"), 2026, 2020, divisions)
    """
    named = divisions.get(place.name, ())
    above = _find_ids(divisions.get(place.parent, ()))
    for level in _LEVELS.get(place.level, ()):
        for edition in (min(year, last_year), min(year - 1, last_year)):
            known = [division for division in named if division.year == edition and division.name == place.name]
            if place.parent and level != "省":
                known = [division for division in known if {division.province, division.city} & above]
            if any(division.level == level for division in known):
                return _choose(known, level, told=bool(place.parent))
    return None


def _find_ids(divisions: Iterable[Division]) -> set[int]:
    """Return the ids of the provinces and cities among divisions."""
    return {division.province if division.level == "省" else division.city for division in divisions if division.level in ("省", "市")}


def _choose(known: Sequence[Division], level: str, *, told: bool) -> PlaceCode | None:
    """Return the code of the one division, of those of the level where a parent is told; None where there are two."""
    chosen = [division for division in known if division.level == level or not told]
    if len({division.code for division in chosen}) != 1:
        return None
    only = chosen[0]
    place_id = {"省": str(only.province), "市": str(only.city)}.get(only.level, "")
    return PlaceCode(str(only.code), only.year, place_id, only.level)
