"""The words of words: the user dictionary, the stop words, and how rare a word is in general Chinese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pipeline.lexicon.rows import LexiconError, read_lines

STOP_LISTS: Final = ("stopwords_general.txt", "stopwords_official.txt")
_LINE: Final = re.compile(r"(?P<word>\S+)(?:\s+\d+)?(?:\s+(?P<tag>[a-z]+))?")


@dataclass(frozen=True, eq=False, slots=True)
class TermWords:
    """The user dictionary (word -> tag) and the words that are no keywords: of any text, and of every report."""

    userdict: dict[str, str]
    stop_lists: tuple[frozenset[str], frozenset[str]]

    def weigh_terms(self, terms: Iterable[str]) -> dict[str, float]:
        """Return how rare each term is in general Chinese: its inverse document frequency (ln).

        A term that is not known but made of known words is as rare as the rarest of these; any other is as rare as the median word.
        Source: the table that comes with jieba (``analyse/idf.txt``), read without importing jieba. Raises LexiconError where it is not.
        """
        known, median = _read_rarity()
        weights = {}
        for term in terms:
            weight = known.get(term)
            weights[term] = float(weight) if weight else max((float(known[part]) for part in _split_term(term, known)), default=median)
        return weights

    def is_known(self, term: str) -> bool:
        """Tell whether the user dictionary has a term, or the words of general Chinese have."""
        return term in self.userdict or term in _read_rarity()[0]


@lru_cache(maxsize=1)
def _read_rarity() -> tuple[dict[str, str], float]:
    """Return how rare the words of general Chinese are, as they are written, and the median."""
    spec = find_spec("jieba")
    path = Path(((spec and spec.submodule_search_locations) or ["jieba"])[0], "analyse", "idf.txt")
    if not path.is_file():
        raise LexiconError(f"{path} is missing: how rare words are is read from it; install jieba again")
    cells = path.read_text(encoding="utf-8").split()
    known = dict(zip(cells[::2], cells[1::2], strict=True))
    return known, _find_median(Counter(known.values()))


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


def _find_median(counts: Counter[str]) -> float:
    rest = counts.total() // 2
    for value in sorted(counts, key=float):
        rest -= counts[value]
        if rest < 0:
            return float(value)
    raise LexiconError("jieba's idf.txt is empty; install jieba again")


def _split_term(term: str, known: Container[str]) -> list[str]:
    """Cut a term into known words of two characters and more, the longest first from the left; nothing if something is left over."""
    parts = []
    while term:
        size = next((size for size in range(len(term), 1, -1) if term[:size] in known), 0)
        if not size:
            return []
        parts.append(term[:size])
        term = term[size:]
    return parts
