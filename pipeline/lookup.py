"""Known words in a text: which stand where, the leftmost and of those the longest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

_PAIRS: Final = 1 << 21  # numbers of two characters; few pairs share one
_SPREAD: Final = 40503


class Lookup:
    """Words of two characters and more, to be found together.

    Of a text's places only those are looked at whose two characters begin a word: numpy tells them, so that the time hardly depends on
    the number of words. (pyahocorasick's automaton takes twice as long for what is wanted here.)
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their beginnings; raises ValueError for a word of one character."""
        import numpy as np

        self._words = frozenset(words)
        self._sizes: dict[str, tuple[int, ...]] = {}  # of the words of a beginning, the longest first
        for size, beginning in sorted({(-len(word), word[:2]) for word in self._words}):
            if size > -2:
                raise ValueError(f"{beginning!r} is shorter than two characters")
            self._sizes[beginning] = (*self._sizes.get(beginning, ()), -size)
        self._begins = np.zeros(_PAIRS, dtype=bool)
        self._begins[_number_pairs("".join(self._sizes))[::2]] = True

    def find(self, text: str) -> tuple[list[int], list[str]]:
        """Return where words stand and which, from left to right, none over another: the leftmost first, of several there the longest.

        >>> Lookup(["生态", "生态环境", "环境", "营商环境"]).find("优化营商环境，治理生态环境")
        ([2, 9], ['营商环境', '生态环境'])
        """
        starts: list[int] = []
        found: list[str] = []
        end = 0
        for start in self._begins[_number_pairs(text)].nonzero()[0].tolist():
            if start >= end:
                for size in self._sizes.get(text[start : start + 2], ()):
                    word = text[start : start + size]
                    if word in self._words:
                        starts.append(start)
                        found.append(word)
                        end = start + size
                        break
        return starts, found


def _number_pairs(text: str) -> np.ndarray:
    """Return a number for each two characters that follow one another."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return (codes[:-1] * np.uint32(_SPREAD) + codes[1:]) & np.uint32(_PAIRS - 1)
