"""Known words in a text: which stand where, the leftmost and of those the longest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

_NUMBERS: Final = 1 << 21  # of two or three characters; few have one in common
_SPREAD: Final = 40503


class Lookup:
    """Words of two characters and more, to be found together.

    Of a text's places only those are looked at whose two characters are a word, or whose three begin one: numpy tells them, so that the
    time hardly depends on the number of words. (pyahocorasick's automaton takes several times as long for what is wanted here.)
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their beginnings; raises ValueError for a word of one character."""
        self._words = frozenset(words)
        self._sizes: dict[str, tuple[int, ...]] = {}  # of the words of a beginning of three characters, the longest first
        for size, beginning in sorted({(-len(word), word[:3]) for word in self._words}):
            if size > -2:
                raise ValueError(f"{beginning!r} is shorter than two characters")
            if size < -2:
                self._sizes[beginning] = (*self._sizes.get(beginning, ()), -size)
        short = {word for word in self._words if len(word) == 2}
        self._sizes.update({beginning: (*sizes, 2) for beginning, sizes in self._sizes.items() if beginning[:2] in short})
        self._begins = _mark_numbers({word[:2] for word in self._words})
        self._short, self._long = _mark_numbers(short), _mark_numbers(self._sizes)

    def find(self, text: str) -> tuple[list[int], list[str]]:
        """Return where words stand and which, from left to right, none over another: the leftmost first, of several there the longest.

        >>> Lookup(["生态", "生态环境", "环境", "营商环境"]).find("优化营商环境，治理生态环境")
        ([2, 9], ['营商环境', '生态环境'])
        """
        starts: list[int] = []
        found: list[str] = []
        end = 0
        for start in self._list_places(_encode_text(text)):
            if start >= end:
                for size in self._sizes.get(text[start : start + 3], (2,)):
                    word = text[start : start + size]
                    if word in self._words:
                        starts.append(start)
                        found.append(word)
                        end = start + size
                        break
        return starts, found

    def _list_places(self, codes: np.ndarray) -> list[int]:
        import numpy as np

        pairs = _number_signs(codes[:-1], codes[1:])
        starts = np.flatnonzero(self._begins[pairs])
        third = codes[np.minimum(starts + 2, len(codes) - 1)]
        return starts[self._short[pairs[starts]] | self._long[_number_signs(codes[starts], codes[starts + 1], third)]].tolist()


def _mark_numbers(beginnings: Collection[str]) -> np.ndarray:
    """Tell of each number whether it is that of one of the beginnings, which are all of one length."""
    import numpy as np

    marked = np.zeros(_NUMBERS, dtype=bool)
    if beginnings:
        marked[_number_signs(*_encode_text("".join(beginnings)).reshape(len(beginnings), -1).T)] = True
    return marked


def _encode_text(text: str) -> np.ndarray:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _number_signs(first: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """Return a number for each two or three characters."""
    import numpy as np

    for other in others:
        first = (first * np.uint32(_SPREAD) + other) & np.uint32(_NUMBERS - 1)
    return first
