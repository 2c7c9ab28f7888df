"""Shares of the place above: what a report says its place is of its city, county or province, against that one's own report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.grammar.arithmetic import Pending
from pipeline.grammar.relations import Relation
from pipeline.grammar.statements import Statement

_SCOPE: Final = re.compile("全(?P<level>[国省市区县州盟旗镇乡])(?:的)?")


class Wholes:
    """The levels of places that lie above others, and the shares of them that reports below tell."""

    def __init__(self, above: Iterable[str]) -> None:
        """Keep which places lie above a report's."""
        self._above = frozenset(above)
        self._levels: dict[tuple[str, str, str, int], Statement] = {}
        self._shares: list[tuple[Statement, Statement, str, str]] = []

    def add(self, place: str, statements: Iterable[Statement]) -> None:
        """Take in the levels of a report whose place lies above another's; of two of one year the first."""
        if place in self._above:
            for figure in statements:
                if figure.aspect == "level" and figure.named and figure.plain and figure.year and figure.place == place:
                    self._levels.setdefault((place, figure.series, figure.unit, figure.year), figure)

    def add_share(self, pending: Pending, parent: str, series: str) -> None:
        """Take in a share of the place above; ``series`` is that of the whole, empty where it is the part's own."""
        if pending.part is not None and pending.part.year:
            self._shares.append((pending.share, pending.part, parent, series or pending.part.series))

    def relate(self) -> Iterator[Relation]:
        """Yield the shares whose whole is known."""
        for share, part, parent, series in self._shares:
            whole = self._levels.get((parent, series, part.unit, part.year))
            if whole is not None and whole.status != "target":
                yield Relation("share", "quotient", (share, part, whole), scale=100.0, trust="apart")


def read_scope(name: str, home: str, parent: str) -> tuple[str, str]:
    """Return whose whole a name means and the name without its scope word: the report's place, the one above it, or another's ("").

    >>> [read_scope(name, "槐川县", "岚江市") for name in ("全市地区生产总值", "全县", "工业投资", "全省")]
    [('岚江市', '地区生产总值'), ('槐川县', ''), ('槐川县', '工业投资'), ('', '')]
    """
    hit = _SCOPE.match(name)
    if not hit:
        return home, name
    level, rest = hit["level"], name[hit.end() :]
    if home.endswith(level):
        return home, rest
    if parent.endswith(level):
        return parent, rest
    return ("全国", rest) if level == "国" else ("", rest)
