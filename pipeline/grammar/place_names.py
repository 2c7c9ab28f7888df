"""What places are called in tables over all reports: one name a place, whatever it was called or coded when a report was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.schema import Columns

_NEEDED = ("doc_id", "place", "parent", "place_code", "place_id", "year")


class _Report(NamedTuple):
    """What a report says of its place; "" and -1 where it is not known."""

    doc_id: str
    place: str
    parent: str
    code: str
    id: str
    year: int

    @property
    def age(self) -> tuple[int, str]:
        """Of two reports the later one has the greater."""
        return self.year, self.doc_id


class PlaceNames:
    """The names of the places of reports, and of those that their figures are of.

    A place is called as in its last report: one with an id (a province or city) keeps it over new names and codes. Places of one name
    have the place above them in front where reports tell it; where none does, and codes say that there are several, their code behind.
    Where neither is told the name stands alone.

    >>> rows = {"doc_id": ["a", "b", "c"], "place": ["城关镇"] * 3, "parent": ["槐川县", "临榆县", None]}
    >>> names = PlaceNames(rows | {"place_code": [None] * 3, "place_id": [None] * 3, "year": [2021] * 3})
    >>> [names.find_own(doc_id) for doc_id in rows["doc_id"]]
    ['槐川县城关镇', '临榆县城关镇', '城关镇']
    """

    def __init__(self, documents: Columns) -> None:
        """Read the places of documents: doc_id, place, parent, place_code, place_id and year."""
        reports = sorted(_read_reports(documents), key=lambda report: report.age)
        self._last = {report.id: report.place for report in reports if report.id}
        self._renamed = {report.place: self._last[report.id] for report in reports if report.id}
        self._places = {report.doc_id: report.place for report in reports}
        self._own = dict(self._name_reports(reports))
        self._codes = {self._own[report.doc_id]: report.code for report in reports if report.code}

    def _name_reports(self, reports: Iterable[_Report]) -> Iterator[tuple[str, str]]:
        """Yield each report's id and what its place is called."""
        groups: dict[str, list[_Report]] = {}
        for report in reports:
            groups.setdefault(self._last.get(report.id) or self._renamed.get(report.place, report.place), []).append(report)
        for name, own in groups.items():
            parents = {report.parent for report in own if report.parent and not report.id}
            several = _are_several([report for report in own if report.code and not report.parent])
            for report in own:
                if report.parent and not report.id and len(parents) > 1:
                    yield report.doc_id, report.parent + name
                else:
                    yield report.doc_id, f"{name} {report.code}" if several and report.code else name

    def find_own(self, doc_id: str) -> str:
        """Return what the place of a document is called ("" where it is not known)."""
        return self._own[doc_id]

    def find_place(self, doc_id: str, place: str | None) -> str:
        """Return what a place that a document tells of is called, its own or another one ("" where it is not known)."""
        if place and place == self._places[doc_id]:
            return self._own[doc_id]
        return self._renamed.get(place, place) if place else ""

    def find_code(self, name: str) -> str | None:
        """Return the code of a place by what it is called: that of its last report with one."""
        return self._codes.get(name)

    def cut_names(self, reports: int) -> list[str]:
        """Return the names, in order, at which all names are cut into stretches of about so many reports; a place is in one of them."""
        return sorted(set(sorted(self._own.values())[reports::reports]))


def _read_reports(documents: Columns) -> Iterator[_Report]:
    for doc_id, place, parent, code, place_id, year in zip(*(documents[name] for name in _NEEDED), strict=True):
        yield _Report(doc_id, place or "", parent or "", code or "", place_id or "", -1 if year is None else year)


def _are_several(coded: Sequence[_Report]) -> bool:
    """Tell whether the codes of one name say that it is that of several places: they are of several provinces, or of one year."""
    provinces = {report.code[:2] for report in coded if not report.id}
    yearly = {(report.year, report.code) for report in coded}
    return len(provinces) > 1 or len({year for year, _ in yearly}) < len(yearly)
