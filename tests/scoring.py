"""Score quantities against annotated rows, a text at a time and over all texts.

A row is a dict with the columns of ``quantities``; what is found may lack columns, and a column that no found row has is not scored.

- exact: a found row and an annotated one have the same ``start`` and ``end``; each row is matched once.
- e2e: exact, and ``unit``, ``low`` and ``high`` right as well.
- fields: of the exact pairs, those in which a field is right. Texts are equal; numbers are equal within 1e-9 of the larger, null to null
  alone. ``about`` is right too where one text holds the other, which has two characters or more and at least half of its length; white
  space in it does not count. ``relation+direction`` are right together.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.schema import Columns
from tests.figures import list_rows

Row = Mapping[str, Any]

_BLANK = re.compile("[\\s\u200b\ufeff]+")
_TOLERANCE = 1e-9


def is_same_number(one: float | None, other: float | None) -> bool:
    """Compare two numbers, of which each may be missing.

    >>> is_same_number(9.5e9, 9.5e9 + 1), is_same_number(None, None), is_same_number(0.0, None)
    (True, True, False)
    """
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def is_same_thing(one: str, other: str) -> bool:
    """Compare what two rows are about.

    >>> is_same_thing("城镇新增就业", "新增就业"), is_same_thing("新增就业岗位数量", "就业"), is_same_thing("税", "税收")
    (True, False, False)
    """
    one, other = _BLANK.sub("", one), _BLANK.sub("", other)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return short == long or (len(short) >= 2 and len(long) <= 2 * len(short) and short in long)


def is_same_figure(wanted: Row, found: Row) -> bool:
    """Compare unit and bounds: what e2e asks for."""
    return wanted["unit"] == found.get("unit") and all(is_same_number(wanted[name], found.get(name)) for name in ("low", "high"))


def _is_equal(*names: str) -> Callable[[Row, Row], bool]:
    return lambda wanted, found: all(name in found and wanted[name] == found[name] for name in names)


FIELDS: Mapping[str, tuple[tuple[str, ...], Callable[[Row, Row], bool]]] = {
    "unit": (("unit",), _is_equal("unit")),
    "value": (("value",), lambda wanted, found: "value" in found and is_same_number(wanted["value"], found["value"])),
    "kind": (("kind",), _is_equal("kind")),
    "bound": (("bound",), _is_equal("bound")),
    "relation+direction": (("relation", "direction"), _is_equal("relation", "direction")),
    "about": (("about",), lambda wanted, found: found.get("about") is not None and is_same_thing(wanted["about"], found["about"])),
    "period": (("period",), _is_equal("period")),
    "status": (("status",), _is_equal("status")),
}


@dataclass(frozen=True, slots=True)
class Scores:
    """How many rows are wanted, found, and right: by span (``exact``), by span and figure (``e2e``), and by field of the exact ones."""

    wanted: int
    found: int
    exact: int
    e2e: int
    fields: Mapping[str, int]

    @property
    def precision(self) -> float:
        """Return the share of the found spans that are wanted."""
        return self.exact / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the wanted spans that are found."""
        return self.exact / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.exact / (self.wanted + self.found) if self.wanted + self.found else 0.0

    @property
    def e2e_f1(self) -> float:
        """Return F1 where a pair counts only with its figure right."""
        return 2 * self.e2e / (self.wanted + self.found) if self.wanted + self.found else 0.0

    @property
    def accuracies(self) -> dict[str, float]:
        """Return the share of the exact pairs in which each field is right."""
        return {name: right / self.exact if self.exact else 0.0 for name, right in self.fields.items()}


def pair_rows(wanted: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the pairs of rows with the same span, each row used once."""
    free: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in reversed(wanted):
        free[row["start"], row["end"]].append(row)
    return [(free[span].pop(), row) for row in found if free.get(span := (row["start"], row["end"]))]


def score_texts(texts: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> Scores:
    """Score all texts together; each is its annotated rows and its found ones."""
    sides = list(texts)
    known = {name for _, rows in sides for row in rows for name in row}
    pairs = [pair for wanted, found in sides for pair in pair_rows(wanted, found)]
    right = {name: sum(test(*pair) for pair in pairs) for name, (needed, test) in FIELDS.items() if known.issuperset(needed)}
    return Scores(
        wanted=sum(len(wanted) for wanted, _ in sides),
        found=sum(len(found) for _, found in sides),
        exact=len(pairs),
        e2e=sum(is_same_figure(*pair) for pair in pairs),
        fields=right,
    )


def score_columns(gold: Mapping[str, Sequence[Row]], quantities: Columns) -> Scores:
    """Score a table of quantities against annotated texts by doc_id."""
    rows = list_rows(quantities)
    found = {doc_id: [row for row in rows if row["doc_id"] == doc_id] for doc_id in gold}
    return score_texts((wanted, found[doc_id]) for doc_id, wanted in gold.items())


def read_gold(folder: Path) -> dict[str, list[Row]]:
    """Return the annotated rows of every text of a folder by its doc_id: ``<doc_id>.jsonl`` beside ``<doc_id>.txt``."""
    gold = {}
    for file in sorted(folder.rglob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        gold[file.relative_to(folder).with_suffix("").as_posix()] = [json.loads(line) for line in lines if line.strip()]
    return gold
