"""Identities: which indicators must agree with one another by definition, and which of them grow at comparable prices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.indicators import Indicator
from pipeline.lexicon.rows import LexiconError, read_rows

FORMS: Final = {"total": re.compile(r"\w+(?:\+\w+)+"), "quotient": re.compile(r"\w+/\w+"), "prices": re.compile("")}


@dataclass(frozen=True, slots=True)
class Identity:
    """What an indicator is made of: a total of parts (a+b+c), or a quotient (a/b) times ``scale``, within ``slack`` (a share of it).

    ``finding`` names the check. Of form ``prices`` it is made of nothing: its growth is told at comparable prices where nothing is said.
    """

    indicator: str
    form: str
    finding: str
    of: str
    scale: float
    slack: float

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.form not in FORMS:
            return f"form {self.form!r} is none of {' '.join(FORMS)}"
        if not FORMS[self.form].fullmatch(self.of):
            return f"{self.of!r} is no {self.form}; write a+b for a total, a/b for a quotient, nothing for prices"
        return ""

    def list_parts(self) -> tuple[str, ...]:
        """Return the ids that it is made of."""
        return tuple(re.findall(r"\w+", self.of))


@dataclass(frozen=True, slots=True)
class Identities:
    """The rows of identities.csv by form."""

    totals: tuple[Identity, ...]
    quotients: tuple[Identity, ...]
    priced: frozenset[str]


def load_identities(indicators: Sequence[Indicator], folder: Traversable | None = None) -> Identities:
    """Read identities.csv; raises LexiconError for an id that the registry has not."""
    known = {indicator.id for indicator in indicators}
    rows = read_rows("identities.csv", Identity, folder)
    for row in rows:
        if unknown := [name for name in (row.indicator, *row.list_parts()) if name not in known]:
            raise LexiconError(f"identities.csv: {unknown[0]} is no id of indicators.csv; write the id of an indicator")
    by_form = {form: tuple(row for row in rows if row.form == form) for form in FORMS}
    return Identities(by_form["total"], by_form["quotient"], frozenset(row.indicator for row in by_form["prices"]))
