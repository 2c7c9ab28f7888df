"""The words of set phrases: those known by themselves, the verbs that begin them, and what leads to the list of their members."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.rows import read_rows

SLOGAN_ROLES: Final = ("set", "verb", "open", "point", "list")


@dataclass(frozen=True, slots=True)
class SloganWord:
    """A word and what it does in or for a set phrase."""

    role: str
    form: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if self.role not in SLOGAN_ROLES:
            return f"role {self.role!r} is none of {' '.join(SLOGAN_ROLES)}"
        if self.role == "set" and len(self.form) < 2:
            return f"form {self.form!r} stands in too many words; write two characters or more"
        return "" if self.form else "no form; write the word"


@dataclass(frozen=True, eq=False, slots=True)
class SloganWords:
    """The rows of slogans.csv by role."""

    sets: tuple[str, ...]
    verbs: tuple[str, ...]
    opens: tuple[str, ...]
    points: tuple[str, ...]
    lists: tuple[str, ...]


def load_slogan_words(folder: Traversable | None = None) -> SloganWords:
    """Read slogans.csv."""
    rows = read_rows("slogans.csv", SloganWord, folder)
    return SloganWords(*(tuple(row.form for row in rows if row.role == role) for role in SLOGAN_ROLES))
