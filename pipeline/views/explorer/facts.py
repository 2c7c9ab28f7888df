"""What the pages are told besides tables: the Chinese words for columns, the units of series, the rules, and which pictures there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.drawing.series import Measured

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """Words and names for readers.

    ``titles`` are by table, column and value (``*`` for every table); ``columns`` say in which units series are shown; ``names`` are of
    indicators by id; ``name_rule`` tells what is behind a rule's id; ``pictures`` are paths below the outputs.
    """

    titles: Mapping[tuple[str, str, str], str]
    columns: Sequence[Measured]
    names: Mapping[str, str]
    name_rule: Callable[[str], str]
    pictures: frozenset[str]

    def find_title(self, table: str, column: str, value: str = "") -> str:
        """Return the Chinese title of a column or of a value of it; the word itself where it has none."""
        return self.titles.get((table, column, value)) or self.titles.get(("*", column, value)) or value or column

    def name_indicator(self, indicator: str) -> str:
        """Return what an indicator is called."""
        return self.names.get(indicator, indicator)
