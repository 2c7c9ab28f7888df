"""The words of words: the user dictionary and the stop words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from pipeline.lexicon.rows import LexiconError, read_lines

STOP_LISTS: Final = ("stopwords_general.txt", "stopwords_official.txt")
_LINE: Final = re.compile(r"(?P<word>\S+)(?:\s+\d+)?(?:\s+(?P<tag>[a-z]+))?")


@dataclass(frozen=True, eq=False, slots=True)
class TermWords:
    """The user dictionary (word -> tag) and the words that are no keywords: of any text, and of every report."""

    userdict: dict[str, str]
    stop_lists: tuple[frozenset[str], frozenset[str]]


def load_term_words(folder: Traversable | None = None) -> TermWords:
    """Read the user dictionary and both stop lists. Raises LexiconError for a bad or repeated line."""
    grammatical, empty = (frozenset(read_words(name, folder)) for name in STOP_LISTS)
    return TermWords(read_words("userdict.txt", folder, shortest=2), (grammatical, empty))


def read_words(name: str, folder: Traversable | None = None, *, shortest: int = 1) -> dict[str, str]:
    """Read a word list: a word a line and, if told, its tag (word -> tag, "" where none is told).

    A line is what jieba's user dictionaries have, ``word [count] [tag]``; the count is read over, since a user word is found by rule.
    Raises LexiconError for a line of another form, a word shorter than ``shortest`` characters, and a word that stands there twice.
    """
    words: dict[str, str] = {}
    for number, line in read_lines(name, folder):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise LexiconError(f"{name}:{number}: {line.strip()!r} is no word line; write: word [count] [tag]")
        word = match["word"]
        if len(word) < shortest:
            raise LexiconError(f"{name}:{number}: {word} can have no effect: it is shorter than {shortest} characters; leave it out")
        if word in words:
            raise LexiconError(f"{name}:{number}: {word} stands above already; leave one of the two out")
        words[word] = match["tag"] or ""
    return words
