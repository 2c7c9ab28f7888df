"""Shingles: the short runs of characters that two texts are compared by, whatever blanks and line breaks lie in them.

A text is folded first: white space and signs without width are left out, full-width forms and quotes are written in one way. Offsets always
point into the text as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.arrays import list_distinct, mark_changes

if TYPE_CHECKING:
    import numpy as np

LENGTH: Final = 8  # characters of a shingle
SHORTEST: Final = 20  # characters of a passage, folded
BINS: Final = 1 << 18  # that pairs of characters are counted in
_PLANE: Final = 1 << 16
_FILTER: Final = 8  # places of a filter for each character of a text
_SAMPLED: Final = 128  # one shingle in so many is in a sketch
_LEAST: Final = 64  # shingles of a sketch, where there are so many
_PLACES: Final = 26  # bits of a place in a text
_LOW: Final = (1 << _PLACES) - 1
_REPEATS: Final = 8  # places of a shingle in the other text that are looked at
_BEYOND: Final = 64  # characters that a run goes on on each side, where a shingle has more places than these
_FOLDED: Final = ((0, 0x3400), (0xF900, _PLANE))  # where signs lie that are folded
_QUOTES: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"}
_PRIME: Final = 0x9E3779B97F4A7C15


class Passage(NamedTuple):
    """A run of characters that two texts have in common, by its offsets in both."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, eq=False, slots=True)
class Folded:
    """A folded text: its characters, where each stands in the text, and the hash of the shingle that begins with each."""

    codes: np.ndarray
    places: np.ndarray
    shingles: np.ndarray

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return self.codes.nbytes + self.places.nbytes + self.shingles.nbytes


def fold_signs(text: str) -> Folded:
    r"""Fold a text.

    >>> one, other = fold_signs("全镇 ＧＤＰ\n增长“较快”"), fold_signs('全镇GDP增长"较快"')
    >>> bool((one.codes == other.codes).all()), one.places.tolist()
    (True, [0, 1, 3, 4, 5, 7, 8, 9, 10, 11, 12])
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = _list_folds()
    folded = table[np.minimum(codes, _PLANE)]
    folded[codes >= _PLANE] = codes[codes >= _PLANE]
    places = np.flatnonzero(folded)
    kept = folded[places]
    return Folded(kept, places.astype(np.int32), _hash_runs(kept))


@lru_cache(maxsize=1)
def _list_folds() -> np.ndarray:
    """What each sign of the basic plane is folded to, 0 where it is left out."""
    import numpy as np

    table = np.arange(_PLANE + 1, dtype=np.uint32)
    for code in (code for low, high in _FOLDED for code in range(low, high)):
        sign = chr(code)
        plain = _QUOTES.get(sign) or unicodedata.normalize("NFKC", sign)
        if sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Mn"):
            table[code] = 0
        elif len(plain) == 1:
            table[code] = ord(_QUOTES.get(plain, plain))
    return table


def _hash_runs(codes: np.ndarray) -> np.ndarray:
    """Hash each run of LENGTH characters: a polynomial of the code points, doubled up, and mixed so that all its bits are as good."""
    import numpy as np

    runs = codes.astype(np.uint64)
    factor, size = _PRIME, 1
    while size < LENGTH and len(runs) > size:
        runs = runs[:-size] * np.uint64(factor) + runs[size:]
        factor, size = factor * factor % (1 << 64), size * 2
    return _mix(runs) if size == LENGTH else runs[:0]


def _mix(values: np.ndarray) -> np.ndarray:
    """Spread values over 64 bits (the finalizer of SplitMix64, Steele, Lea and Flood 2014)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def sketch_shingles(shingles: np.ndarray) -> np.ndarray:
    """Return the sketch of a text: of its distinct shingles, as 32 bits, those that are small enough, and never fewer than the smallest 64.

    Two texts that share a part share it in their sketches. Source: Broder 1997, "On the resemblance and containment of documents".
    """
    import numpy as np

    hashes = (shingles >> np.uint64(32)).astype(np.uint32)
    small = list_distinct(hashes[hashes < (1 << 32) // _SAMPLED])
    return small if len(small) >= _LEAST else list_distinct(hashes)[:_LEAST].copy()


def count_pairs(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bins of a text's pairs of letters (Han or other; no digit, no sign) in order, and how often each bin is hit.

    Pairs of characters do for Chinese texts what words do. Source: Kwok 1997, "Comparing representations in Chinese information retrieval".
    """
    import numpy as np

    letters = (codes >= 0x3400) | ((codes | 32) - 97 < 26)
    pairs = np.flatnonzero(letters[:-1] & letters[1:])
    values = codes[pairs].astype(np.uint64) * np.uint64(1 << 21) + codes[pairs + 1]
    bins = np.sort((_mix(values * np.uint64(_PRIME)) >> np.uint64(46)).astype(np.uint32))
    starts = np.flatnonzero(mark_changes(bins))
    return bins[starts], np.diff(starts, append=len(bins))


class Matches(NamedTuple):
    """Where shingles stand that two texts share: a row a place here and one there; and how many different shingles these are."""

    here: np.ndarray
    there: np.ndarray
    shingles: int


class Compared:
    """A folded text made ready to be compared with others; of more than 64 million characters the rest is not looked at."""

    def __init__(self, folded: Folded) -> None:
        """Sort its shingles, each with its place in the low bits: so equal ones stand in the order of the text, however they are sorted."""
        import numpy as np

        self.codes, self.places = folded.codes, folded.places
        shingles = folded.shingles[: 1 << _PLACES]
        packed = np.sort(shingles & ~np.uint64(_LOW) | np.arange(len(shingles), dtype=np.uint64))
        self.hashes = packed >> np.uint64(_PLACES)
        self.order = (packed & np.uint64(_LOW)).astype(np.int32)
        self.distinct = _count_distinct(self.hashes)
        self.bits = (self.hashes & np.uint64((1 << _PLACES) - 1)).astype(np.int32)
        self.held = np.zeros(1 << (_FILTER * len(self.hashes)).bit_length(), dtype=bool)
        self.held[self.bits & (len(self.held) - 1)] = True

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.held) + sum(column.nbytes for column in (self.codes, self.places, self.hashes, self.order, self.bits))

    def match(self, other: Compared) -> Matches:
        """Return where shingles stand that the other text has too, each with its first eight places there."""
        import numpy as np

        here = np.flatnonzero(other.held[self.bits & (len(other.held) - 1)])
        place = np.searchsorted(other.hashes, self.hashes[here])
        rows, shared = [], 0
        for repeat in range(_REPEATS):
            found = place < len(other.hashes)
            found[found] = other.hashes[place[found]] == self.hashes[here[found]]
            here, place = here[found], place[found]
            shared = shared if repeat else _count_distinct(self.hashes[here])
            rows.append((self.order[here], other.order[place]))
            place = place + 1
            if not len(here):
                break
        return Matches(*map(np.concatenate, zip(*rows, strict=True)), shared)

    def contain(self, matches: Matches) -> float:
        """Return the share of its different shingles that the other text has (containment, Broder 1997)."""
        return matches.shingles / self.distinct if self.distinct else 0.0

    def find_passages(self, other: Compared, matches: Matches) -> list[Passage]:
        """Return the passages that the other text has too, in the order of this one; none overlaps another here.

        They are the longest runs of characters in common, at least SHORTEST; where two overlap the longer one has what they share, of
        equals the first. Source: greedy tiling (Wise 1993), over runs of shingles.
        """
        passages = []
        runs = {run for run in self._list_runs(other, matches) if self._is_equal(other, run)}
        taken = bytearray(len(self.codes))
        for start, there, size in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
            for left, right in _list_free(taken, start, start + size):
                taken[left:right] = b"\1" * (right - left)
                shift = there - start
                first, last = other.places[left + shift], other.places[right + shift - 1]
                passages.append(Passage(int(self.places[left]), int(self.places[right - 1]) + 1, int(first), int(last) + 1))
        return sorted(passages)

    def _list_runs(self, other: Compared, matches: Matches) -> Iterator[tuple[int, int, int]]:
        """Yield the runs of matches side by side that are long enough: start here, start there, characters.

        A shingle with many places there breaks a run off; it goes on as far as the characters are the same, unless it is one sign alone.
        """
        import numpy as np

        here = matches.here.astype(np.int64)
        packed = np.sort((matches.there - here + (1 << _PLACES)) << _PLACES | here)
        starts = np.flatnonzero(np.diff(packed, prepend=-2) != 1)
        sizes = np.diff(np.append(starts, len(packed))) + LENGTH - 1
        here = packed[starts] & _LOW
        there = here + (packed[starts] >> _PLACES) - (1 << _PLACES)
        kept = sizes >= SHORTEST
        for ours, theirs in ((here - 1, there - 1), (here + sizes, there + sizes)):
            kept |= self.codes.take(ours, mode="clip") == other.codes.take(theirs, mode="clip")
        for one, two, size in zip(here[kept].tolist(), there[kept].tolist(), sizes[kept].tolist(), strict=True):
            if size < SHORTEST and (self.codes[one : one + size] == self.codes[one]).all():
                continue
            before = _count_same(self.codes[max(0, one - _BEYOND) : one][::-1], other.codes[max(0, two - _BEYOND) : two][::-1])
            after = _count_same(*(text.codes[at + size : at + size + _BEYOND] for text, at in ((self, one), (other, two))))
            if before + size + after >= SHORTEST:
                yield one - before, two - before, before + size + after

    def _is_equal(self, other: Compared, run: tuple[int, int, int]) -> bool:
        here, there, size = run
        return bool((self.codes[here : here + size] == other.codes[there : there + size]).all())


def _count_same(one: np.ndarray, other: np.ndarray) -> int:
    """Count the characters that two stretches begin with alike."""
    import numpy as np

    length = min(len(one), len(other))
    differ = np.flatnonzero(one[:length] != other[:length])
    return int(differ[0]) if len(differ) else length


def _count_distinct(values: np.ndarray) -> int:
    """Count the different values of sorted ones."""
    import numpy as np

    return int(np.count_nonzero(values[1:] != values[:-1])) + bool(len(values))


def _list_free(taken: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between two places that nothing has taken and that are long enough."""
    left = start
    while left < end:
        right = taken.find(b"\1", left, end)
        right = end if right < 0 else right
        if right - left >= SHORTEST:
            yield left, right
        left = right
        while left < end and taken[left]:
            left += 1
