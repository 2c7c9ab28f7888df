"""Sketches of many texts, and which texts share most of them: what is held of a corpus so that reports find each other.

No text is set beside all others: the holders of a shingle are set beside the next few, so that the work grows with the texts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pipeline.arrays import mark_changes

if TYPE_CHECKING:
    import numpy as np

_REACH: Final = 8  # holders of a shingle behind a text that it is set beside
_SHARED: Final = 2  # shingles that the sketches of two neighbours have in common
_PAIRS: Final = 1 << 20  # that are counted at once
_BITS: Final = 32  # of a shingle in a sketch, and of the number of a text


class Sketches:
    """The sketches of texts, one behind the other, by the numbers of the texts from 0."""

    def __init__(self) -> None:
        self._cells = array("I")
        self._borders = array("q", [0])

    def add(self, sketch: np.ndarray) -> None:
        """Add the sketch of the next text."""
        self._cells.frombytes(sketch.tobytes())
        self._borders.append(len(self._cells))

    def read(self, number: int) -> np.ndarray:
        """Return the sketch of a text."""
        import numpy as np

        return np.frombuffer(self._cells, dtype=np.uint32)[self._borders[number] : self._borders[number + 1]]

    def count_shared(self, one: int, other: int) -> int:
        """Count the shingles that the sketches of two texts have in common."""
        import numpy as np

        return len(np.intersect1d(self.read(one), self.read(other), assume_unique=True))

    def find_neighbours(self, numbers: np.ndarray, places: np.ndarray, *, most: int, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Return each of some texts with the ``most`` others whose sketches share most with its own, of equals the first.

        Two of one place, or of none (-1), are no neighbours, and of the smaller sketch this share must be common, two shingles at the
        least. What comes back are the places among ``numbers`` of the one and of the other.
        """
        import numpy as np

        sketches = [self.read(number) for number in numbers.tolist()]
        sizes = np.array([len(sketch) for sketch in sketches], dtype=np.int64)
        best = np.zeros((3, 0), dtype=np.int64)
        for one, other, shared in _share_shingles(sketches, sizes) if sketches else ():
            near = (places[one] != places[other]) & (np.minimum(places[one], places[other]) >= 0)
            near &= shared >= np.maximum(_SHARED, np.minimum(sizes[one], sizes[other]) * share)
            one, other, shared = one[near], other[near], shared[near]
            rows = np.concatenate([best, np.stack([one, -shared, other]), np.stack([other, -shared, one])], axis=1)
            rows = rows[:, np.lexsort(rows[::-1])]
            begins = np.flatnonzero(mark_changes(rows[0]))
            ranks = np.arange(rows.shape[1]) - np.repeat(begins, np.diff(begins, append=rows.shape[1]))
            best = rows[:, ranks < most]
        return best[0], best[2]


def _share_shingles(sketches: list[np.ndarray], sizes: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield the pairs of sketches (the lower number first) that have shingles in common, and how many, some texts at a time.

    Each holder of a shingle is set beside the next eight, so that the work grows with the sketches and not with their pairs.
    """
    import numpy as np

    owners = np.repeat(np.arange(len(sketches), dtype=np.uint64), sizes)
    packed = np.sort(np.concatenate(sketches).astype(np.uint64) << np.uint64(_BITS) | owners)
    shingles, owners = (packed >> np.uint64(_BITS)).astype(np.uint32), packed.astype(np.uint32)
    del packed
    block = max(1, _PAIRS * len(sketches) // (_REACH * len(owners)))
    for first in range(0, len(sketches), block):
        inside = (owners >= first) & (owners < first + block)
        pairs = []
        for step in range(1, _REACH + 1):
            same = (shingles[:-step] == shingles[step:]) & inside[:-step]
            pairs.append(owners[:-step][same].astype(np.uint64) << np.uint64(_BITS) | owners[step:][same])
        found = np.sort(np.concatenate(pairs))
        begins = np.flatnonzero(mark_changes(found))
        low, high = found[begins] >> np.uint64(_BITS), found[begins].astype(np.uint32)
        yield low.astype(np.int64), high.astype(np.int64), np.diff(begins, append=len(found))
