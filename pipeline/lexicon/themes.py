"""Themes: the terms by which reports speak of a field of policy, those of the house and those that a user adds for a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.rows import LexiconError, number_lines, parse_rows, read_lines

COVER: Final = "-"
DENIAL: Final = "!"


@dataclass(frozen=True, slots=True)
class ThemeTerm:
    """A term and its theme: ``-`` for a word of no theme that covers what lies in it, ``!`` for one that denies the term behind it."""

    theme: str
    term: str

    def check(self) -> str:
        """Say what is wrong with the row, or nothing."""
        if not self.theme:
            return f"term {self.term!r} has no theme; write its name, or - for a word of no theme"
        if any(sign.isspace() for sign in self.term):
            return f"term {self.term!r} holds a blank; write it without"
        if not self.term or (len(self.term) < 2 and self.theme != DENIAL):
            return f"term {self.term!r} stands in too many words; write two characters or more"
        return ""


@dataclass(frozen=True, eq=False, slots=True)
class Codebook:
    """The terms that are looked for together: term -> its themes (none for a word that only covers), and the words that deny a term."""

    terms: dict[str, tuple[str, ...]]
    denials: frozenset[str]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in the order of their first terms."""
        return tuple(dict.fromkeys(theme for themes in self.terms.values() for theme in themes))


def load_codebooks(folder: Traversable | None = None, added: tuple[str, str] = ("", "")) -> tuple[Codebook, ...]:
    """Read themes.csv and, where there is one, the user's file: its name and its text.

    A theme of the user's file stands in place of the one of that name; the terms of the two files are looked for apart, so that a longer
    term of the one hides none of the other. Words that deny a term hold for both. Raises LexiconError for a bad or repeated row.
    """
    own = _build_codebook("themes.csv", read_lines("themes.csv", folder))
    name, text = added
    if not name:
        return (own,)
    other = _build_codebook(name, number_lines(text.splitlines()))
    if not other.themes:
        raise LexiconError(f"{name}: no theme in it; write rows of theme,term")
    kept = {term: tuple(theme for theme in themes if theme not in other.themes) for term, themes in own.terms.items()}
    return Codebook(kept, own.denials), Codebook(other.terms, own.denials | other.denials)


def _build_codebook(name: str, lines: Sequence[tuple[int, str]]) -> Codebook:
    terms: dict[str, tuple[str, ...]] = {}
    denials: set[str] = set()
    seen: set[ThemeTerm] = set()
    for number, row in parse_rows(name, lines, ThemeTerm).items():
        if row in seen:
            raise LexiconError(f"{name}:{number}: {row.term} stands above already for {row.theme}; leave one of the two out")
        seen.add(row)
        if row.theme == DENIAL:
            denials.add(row.term)
        else:
            terms[row.term] = terms.get(row.term, ()) + ((row.theme,) if row.theme != COVER else ())
    return Codebook(terms, frozenset(denials))
