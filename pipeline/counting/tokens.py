"""The tokens of a batch as arrays, and what each can be in terms."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final

from pipeline.arrays import mark_changes
from pipeline.counting.groups import hash_words, measure_words
from pipeline.counting.rarity import weigh_words
from pipeline.encoded import Coded, code_texts, view_integers
from pipeline.grammar.words import CLASSES, CLOSERS, ENDERS, class_tag, class_word, takes_classifier
from pipeline.lexicon.terms import TermWords
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import Columns

if TYPE_CHECKING:
    import numpy as np

_HEADING: Final = 30  # tokens: the longest run without a stop that is taken for a heading or title
ALONE, FIRST, LAST, ENDER, CLOSER, COUNTER = 8, 16, 32, 64, 128, 256  # flags of a token, above the number of its class
_SIGNS: Final = dict.fromkeys(ENDERS, ENDER) | dict.fromkeys(CLOSERS, CLOSER)
_HELD: Final = 1 << 16  # words that are known from one batch to the next
KINDS: Final = {kind: number for number, kind in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of a batch: name ("" for one of no term), commonest tag, rarity in general Chinese, key and length of the name."""

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


def read_tokens(columns: Columns, rows: Mapping[str, slice], sections: np.ndarray, lexicon: Lexicon) -> tuple[Words, Tokens]:
    """Read the tokens into arrays; what a token can be is asked once for each word with its tag.

    ``rows`` are where the sentences of each document stand, ``sections`` the numbers of their sections.
    """
    import numpy as np

    own, tags = code_texts(columns["word"]), code_texts(columns["pos"])
    word = own.codes.astype(np.int64)
    words, flags = _class_tokens(own, tags.values, word * max(1, len(tags.values)) + tags.codes, lexicon.terms)
    sentence = _number_sentences(columns, rows)
    fresh = mark_changes(sentence)
    fresh[1:] |= flags[:-1] & ENDER > 0
    short = (measure_words(own.values) == 1)[own.codes]
    flags[1:][short[1:] & ~fresh[1:] & (flags[:-1] & COUNTER > 0)] &= ~FIRST  # a classifier is no part of a phrase
    clause = np.cumsum(fresh) - 1
    start = view_integers(columns["start"])
    return words, Tokens(word, flags, clause, sections[sentence], start, _find_headings(flags, np.flatnonzero(fresh))[clause])


def _number_sentences(columns: Columns, rows: Mapping[str, slice]) -> np.ndarray:
    """Return for each token the number of its sentence among those of all documents."""
    import numpy as np

    order = {doc_id: number for number, doc_id in enumerate(rows)}
    doc_ids = columns["doc_id"]
    borders = [bisect_left(doc_ids, number, key=order.__getitem__) for number in range(len(order) + 1)]
    begins = np.array([own.start for own in rows.values()], dtype=np.int64)
    return view_integers(columns["sentence"]) + np.repeat(begins, np.diff(borders))


def _find_headings(flags: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Tell of each clause whether it is a heading: short, with a word of a term in it, and without a stop, before closing quotes too."""
    import numpy as np

    if not len(flags):
        return np.zeros(0, dtype=bool)
    ends = np.append(begins[1:], len(flags)) - 1
    lasts = np.where((flags[ends] & CLOSER > 0) & (ends > begins), ends - 1, ends)
    return (flags[lasts] & ENDER == 0) & (ends - begins < _HEADING) & (np.maximum.reduceat(flags & ALONE, begins) > 0)


def _class_tokens(coded: Coded, tags: list[str], pairs: np.ndarray, terms: TermWords) -> tuple[Words, np.ndarray]:
    """Return what the words, distinct and coded, are in terms, and the flags of each token.

    ``pairs`` are for each token the numbers of its word and of its tag in one. Only tags that can stand in a term
    are asked word by word.
    """
    import numpy as np

    counts = np.bincount(pairs)
    found = np.flatnonzero(counts)
    places, kinds = np.divmod(found, max(1, len(tags)))
    flags = np.zeros(len(counts), dtype=np.int64)
    words = coded.values
    for sign, flag in _SIGNS.items():
        flags[found[places == coded.places.get(sign, -1)]] = flag
    counters = np.array(list(map(takes_classifier, words)), dtype=bool)
    flags[found[counters[places]]] |= COUNTER
    asked = np.flatnonzero(np.array([bool(class_tag(tag)) for tag in tags], dtype=bool)[kinds])
    asked = asked[np.argsort(-counts[found[asked]], kind="stable")[::-1]]  # of a word's tags the commonest is the last
    own, pos = places[asked].tolist(), [tags[kind] for kind in kinds[asked].tolist()]
    told = list(map(_class_word, map(words.__getitem__, own), pos, repeat(terms)))
    flags[found[asked]] |= np.array([flag for _, flag in told], dtype=np.int64)
    names, tagged = [""] * len(words), [""] * len(words)
    for place, (name, _), tag in zip(own, told, pos, strict=True):
        if name:
            names[place], tagged[place] = name, tag
    sizes, keys = measure_words(names), hash_words(names)
    return Words(names, tagged, np.where(sizes > 0, weigh_words(names, keys), 0.0), keys, sizes), flags[pairs]


@lru_cache(maxsize=_HELD)
def _class_word(word: str, tag: str, terms: TermWords) -> tuple[str, int]:
    """Return the name that a word with its tag counts for, "" for none, and its flags."""
    told = class_word(word, tag, *terms.stop_lists)
    if told is None:
        return "", _SIGNS.get(word, 0)
    return told.name, KINDS[told.kind] + ALONE * told.alone + FIRST * told.first + LAST * told.last
