"""Equal things in integer arrays: the key that a term is known by, and counting by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pipeline.arrays import mark_changes

if TYPE_CHECKING:
    import numpy as np

_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that it has an inverse


def hash_words(words: Sequence[str]) -> np.ndarray:
    """Return the keys of words, unsigned and of 64 bits: their characters as digits of one number, modulo 2^64.

    So the key of a run of words is that of its characters, however they are cut: ``key(a + b) == key(a) * raise_base(len(b)) + key(b)``.
    Source: Karp and Rabin 1987.
    """
    import numpy as np

    return hash_characters(np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32), measure_words(words))


def hash_characters(characters: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the keys of words of which the characters stand one behind the other, so many to a word."""
    import numpy as np

    ends = np.cumsum(sizes)
    weights = raise_base(np.repeat(ends, sizes) - 1 - np.arange(len(characters)))
    sums = np.zeros(len(characters) + 1, dtype=np.uint64)
    np.cumsum(characters.astype(np.uint64) * weights, out=sums[1:])
    return sums[ends] - sums[ends - sizes]


def measure_words(words: Sequence[str]) -> np.ndarray:
    """Return how many characters each word has."""
    import numpy as np

    return np.fromiter(map(len, words), dtype=np.int64, count=len(words))


def raise_base(sizes: np.ndarray, *, inverse: bool = False) -> np.ndarray:
    """Return what a key is multiplied with where so many characters are put behind it, or taken off (``inverse``)."""
    import numpy as np

    powers = np.full(1 + int(sizes.max(initial=0)), pow(_BASE, -1, 1 << 64) if inverse else _BASE, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)[sizes]


def group_keys(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each distinct integer stands first, in the order of the integers, and for each item the number of its integer."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    fresh = mark_changes(ordered)
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(fresh) - 1
    return order[fresh], numbers


def add_runs(numbers: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Add up runs of numbers, each from one of the places where they begin up to the next; the first is 0."""
    import numpy as np

    return np.add.reduceat(numbers, begins) if len(begins) else numbers[:0]


def find_keys(known: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return where each key stands among the known ones, which are in order; -1 where it does not."""
    import numpy as np

    if not len(known):
        return np.full(len(keys), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[places] == keys, places, -1)


def number_runs(items: Sequence[str]) -> np.ndarray:
    """Return the number of the run of equal items that each stands in, from 0."""
    import numpy as np

    return np.cumsum([before != item for before, item in zip(["", *items], items, strict=False)], dtype=np.int64) - 1


def sort_groups(groups: np.ndarray, size: int) -> np.ndarray:
    """Return the rows in the order of their groups, numbers below ``size``; rows of one group as they were."""
    import numpy as np

    return np.argsort(groups.astype(np.uint16) if size < 1 << 16 else groups, kind="stable")
