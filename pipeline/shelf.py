"""Reports on a shelf: those last used lie open to be compared, the others are read again from their parts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.encoded import PickedSeries
from pipeline.shingles import Compared, Folded, count_pairs, fold_signs

if TYPE_CHECKING:
    import numpy as np

    Weights = tuple[np.ndarray, np.ndarray]  # bins of pairs of letters in order, and their weights

_HELD: Final = 48_000_000  # bytes of reports that lie open


@dataclass(slots=True)
class Survey:
    """The reports that can be compared: where each stands, its sketch and year, and how many reports hold each bin of pairs of letters."""

    holders: np.ndarray
    seats: dict[str, tuple[int, int]] = field(default_factory=dict)
    sketches: dict[str, np.ndarray] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)


class Open:
    """A report that lies open; it is made ready for comparison when it is compared."""

    def __init__(self, folded: Folded, pairs: Weights) -> None:
        self._state: tuple[Folded | Compared, Weights] = (folded, pairs)

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return self._state[0].size + sum(column.nbytes for column in self._state[1])

    def prepare(self, survey: Survey) -> tuple[Compared, Weights]:
        """Return the report ready to be compared, and the weights of its pairs of letters."""
        first, second = self._state
        if isinstance(first, Compared):
            return first, second
        ready = (Compared(first), weigh_pairs(second, survey))
        self._state = ready
        return ready


class Shelf:
    """Keeps the reports last used open, and reads others again from their parts."""

    def __init__(self, texts: PickedSeries) -> None:
        self._texts = texts
        self._open: OrderedDict[str, Open] = OrderedDict()
        self._size = 0

    def put(self, doc_id: str, folded: Folded, pairs: Weights) -> None:
        """Lay a report open."""
        self._open[doc_id] = opened = Open(folded, pairs)
        self._size += opened.size
        self._clear()

    def fetch(self, doc_id: str, survey: Survey) -> tuple[Compared, Weights]:
        """Return a report ready to be compared, and the weights of its pairs of letters."""
        if doc_id not in self._open:
            number, row = survey.seats[doc_id]
            folded = fold_signs(self._texts.pick(number, row, "text"))
            self.put(doc_id, folded, count_pairs(folded.codes))
        self._open.move_to_end(doc_id)
        opened = self._open[doc_id]
        self._size -= opened.size
        ready = opened.prepare(survey)
        self._size += opened.size
        self._clear()
        return ready

    def _clear(self) -> None:
        while self._size > _HELD and len(self._open) > 2:
            self._size -= self._open.popitem(last=False)[1].size


def weigh_pairs(pairs: Weights, survey: Survey) -> Weights:
    """Weigh a report's pairs of letters: logarithmic counts times rarity (smoothed as scikit-learn does), of length 1."""
    import numpy as np

    bins, counts = pairs
    weights = (1 + np.log(counts)) * (1 + np.log((1 + len(survey.seats)) / (1 + survey.holders[bins])))
    return bins, weights / max(float(np.sqrt((weights * weights).sum())), 1e-12)
