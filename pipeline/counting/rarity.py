"""How rare words are in general Chinese: the table that comes with jieba, its words as keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.counting.groups import find_keys, hash_characters, hash_words
from pipeline.lexicon.rows import LexiconError

if TYPE_CHECKING:
    import numpy as np


_SHORTEST: Final = 2  # characters of a word that may be part of another


class Rarity(NamedTuple):
    """The words of general Chinese: their keys in order, the inverse document frequency (ln) of each, and the median of these."""

    keys: np.ndarray
    weights: np.ndarray
    median: float


def weigh_words(words: Sequence[str], keys: np.ndarray) -> np.ndarray:
    """Return how rare each word is in general Chinese: its inverse document frequency (ln); ``keys`` are those of ``hash_words``.

    A word that is not known but made of known ones is as rare as the rarest of these; any other is as rare as the median word.
    Source: the table that comes with jieba (``analyse/idf.txt``), read without importing jieba. Raises LexiconError where it is not.
    """
    rarity = read_rarity()
    places = find_keys(rarity.keys, keys)
    weights = rarity.weights[places]
    unknown = places < 0
    asked = [words[number] for number in unknown.nonzero()[0].tolist()]
    made = {word for word in asked if len(word) > _SHORTEST}
    known = _weigh_pieces(made, rarity)
    found = {word: max(map(known.__getitem__, _split_word(word, known)), default=rarity.median) for word in made}
    weights[unknown] = [found.get(word, rarity.median) for word in asked]
    return weights


def find_known(words: Sequence[str]) -> list[bool]:
    """Tell of each word whether general Chinese has it."""
    return (find_keys(read_rarity().keys, hash_words(words)) >= 0).tolist()


@lru_cache(maxsize=1)
def read_rarity() -> Rarity:
    """Read the table, once a process."""
    import numpy as np
    from pyarrow import csv, float64, string

    spec = find_spec("jieba")
    path = Path(((spec and spec.submodule_search_locations) or ["jieba"])[0], "analyse", "idf.txt")
    if not path.is_file():
        raise LexiconError(f"{path} is missing: how rare words are is read from it; install jieba again")
    table = csv.read_csv(
        path,
        csv.ReadOptions(column_names=["word", "weight"], use_threads=False),
        csv.ParseOptions(delimiter=" ", quote_char=False),
        csv.ConvertOptions(column_types={"word": string(), "weight": float64()}, strings_can_be_null=False),
    )
    words, weights = (table.column(name).combine_chunks() for name in ("word", "weight"))
    ends = np.frombuffer(words.buffers()[1], dtype=np.int32)
    characters = np.frombuffer(words.buffers()[2], dtype=np.uint8, count=int(ends[-1]))
    first = np.flatnonzero(characters & 0xC0 != 0x80)  # bytes that begin a character
    sizes = np.diff(np.searchsorted(first, ends))
    keys = hash_characters(np.frombuffer(words.buffers()[2].to_pybytes()[: ends[-1]].decode().encode("utf-32-le"), dtype=np.uint32), sizes)
    order = np.argsort(keys)
    numbers = np.frombuffer(weights.buffers()[1], dtype=np.float64, count=len(weights))
    return Rarity(keys[order], numbers[order], float(np.sort(numbers)[len(numbers) // 2]))


def _weigh_pieces(words: Iterable[str], rarity: Rarity) -> dict[str, float]:
    """Return the known words of two characters and more that stand in others, with their weights."""
    pieces = list({word[start:end] for word in words for start in range(len(word)) for end in range(start + _SHORTEST, len(word) + 1)})
    places = find_keys(rarity.keys, hash_words(pieces)) if pieces else ()
    return {piece: float(rarity.weights[place]) for piece, place in zip(pieces, places, strict=True) if place >= 0}


def _split_word(word: str, known: Mapping[str, float]) -> list[str]:
    """Cut a word into known words of two characters and more, the longest first from the left; nothing if something is left over."""
    parts = []
    while word:
        size = next((size for size in range(len(word), _SHORTEST - 1, -1) if word[:size] in known), 0)
        if not size:
            return []
        parts.append(word[:size])
        word = word[size:]
    return parts
