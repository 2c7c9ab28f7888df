"""The tokens of a batch as arrays, and what each can be in terms."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Final

from pipeline.counting.groups import hash_words, mark_changes, measure_words
from pipeline.grammar.words import CLASSES, CLOSERS, ENDERS, class_word
from pipeline.lexicon.terms import TermWords
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import Columns

if TYPE_CHECKING:
    import numpy as np

_HEADING: Final = 30  # tokens: the longest run without a stop that is taken for a heading or title
ALONE, FIRST, LAST, ENDER, CLOSER = 8, 16, 32, 64, 128  # flags of a token, above the number of its class
_SIGNS: Final = dict.fromkeys(ENDERS, ENDER) | dict.fromkeys(CLOSERS, CLOSER)
_HELD: Final = 1 << 16  # words that are known from one batch to the next
KINDS: Final = {kind: number for number, kind in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of a batch by name: tag, rarity in general Chinese, key, length."""

    names: list[str]
    tags: list[str]
    background: np.ndarray
    keys: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch as arrays: word, flags, the clause, section and offset of each, and whether its clause is a heading."""

    word: np.ndarray
    flags: np.ndarray
    clause: np.ndarray
    section: np.ndarray
    start: np.ndarray
    heading: np.ndarray


def read_tokens(columns: Columns, rows: Mapping[str, list[int]], lexicon: Lexicon) -> tuple[Words, Tokens]:
    """Read the tokens into arrays; what a token can be is asked once for each word with its tag."""
    import numpy as np

    size = len(columns["word"])
    numbers = [defaultdict(count().__next__), defaultdict(count().__next__)]
    word, tag = (
        np.fromiter(map(own.__getitem__, columns[name]), dtype=np.int64, count=size)
        for own, name in zip(numbers, ("word", "pos"), strict=True)
    )
    pair = word * max(1, len(numbers[1])) + tag
    words, number, flags = _class_pairs((list(numbers[0]), list(numbers[1])), np.bincount(pair), lexicon)
    own = flags[pair]
    sentence, section = _find_sections(columns, rows)
    fresh = mark_changes(sentence)
    fresh[1:] |= own[:-1] & ENDER > 0
    clause = np.cumsum(fresh) - 1
    start = np.array(columns["start"], dtype=np.int64)
    return words, Tokens(number[pair], own, clause, section, start, _find_headings(own, np.flatnonzero(fresh))[clause])


def _find_sections(columns: Columns, rows: Mapping[str, list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each token the number of its sentence among those of all documents, and of its section."""
    import numpy as np

    order = {doc_id: number for number, doc_id in enumerate(rows)}
    doc_ids = columns["doc_id"]
    borders = [bisect_left(doc_ids, number, key=order.__getitem__) for number in range(len(order) + 1)]
    begins = np.cumsum([0, *map(len, rows.values())])[:-1]
    sentence = np.array(columns["sentence"], dtype=np.int64) + np.repeat(begins, np.diff(borders))
    return sentence, np.array([own for numbers in rows.values() for own in numbers], dtype=np.int64)[sentence]


def _find_headings(flags: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Tell of each clause whether it is a heading: short, with a word of a term in it, and without a stop, before closing quotes too."""
    import numpy as np

    if not len(flags):
        return np.zeros(0, dtype=bool)
    ends = np.append(begins[1:], len(flags)) - 1
    lasts = np.where((flags[ends] & CLOSER > 0) & (ends > begins), ends - 1, ends)
    return (flags[lasts] & ENDER == 0) & (ends - begins < _HEADING) & (np.maximum.reduceat(flags & ALONE, begins) > 0)


def _class_pairs(distinct: tuple[list[str], list[str]], counts: np.ndarray, lexicon: Lexicon) -> tuple[Words, np.ndarray, np.ndarray]:
    """Return the words by name, and for each pair of a word and a tag the number of its name and its flags."""
    import numpy as np

    found = np.flatnonzero(counts)
    found = found[np.argsort(-counts[found], kind="stable")]
    places, kinds = np.divmod(found, max(1, len(distinct[1])))
    numbers: dict[str, int] = {}
    tags: list[str] = []
    own, flags = [], []
    for place, kind in zip(places.tolist(), kinds.tolist(), strict=True):
        tag = distinct[1][kind]
        name, flag = _class_word(distinct[0][place], tag, lexicon.terms)
        flags.append(flag)
        number = numbers.setdefault(name, len(tags)) if name else 0
        own.append(number)
        if name and number == len(tags):
            tags.append(tag)
    table = np.zeros((2, len(counts)), dtype=np.int64)
    table[:, found] = own, flags
    names = list(numbers)
    background = np.fromiter((_weigh_word(name, lexicon.terms) for name in names), dtype=np.float64, count=len(names))
    return Words(names, tags, background, hash_words(names), measure_words(names)), table[0], table[1]


@lru_cache(maxsize=_HELD)
def _class_word(word: str, tag: str, terms: TermWords) -> tuple[str, int]:
    """Return the name that a word with its tag counts for, "" for none, and its flags."""
    told = class_word(word, tag, *terms.stop_lists)
    if told is None:
        return "", _SIGNS.get(word, 0)
    return told.name, KINDS[told.kind] + ALONE * told.alone + FIRST * told.first + LAST * told.last


@lru_cache(maxsize=_HELD)
def _weigh_word(name: str, terms: TermWords) -> float:
    return terms.weigh_terms([name])[name]
