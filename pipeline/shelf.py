"""Reports on a shelf: those last used lie open to be compared, the others are read again from their parts."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.encoded import PickedSeries
from pipeline.shingles import Compared, Folded, count_pairs, fold_signs
from pipeline.sketches import Sketches

if TYPE_CHECKING:
    import numpy as np

    Weights = tuple[np.ndarray, np.ndarray]  # bins of pairs of letters in order, and their weights

_HELD: Final = 48_000_000  # bytes of reports that lie open


@dataclass(slots=True)
class Survey:
    """The reports that can be compared, by their numbers from 0: their ids and sketches, and where each stands (part and row).

    ``holders`` is how many of them hold each bin of pairs of letters.
    """

    holders: np.ndarray
    doc_ids: list[str] = field(default_factory=list)
    sketches: Sketches = field(default_factory=Sketches)
    parts: array[int] = field(default_factory=lambda: array("i"))
    rows: array[int] = field(default_factory=lambda: array("i"))
    rarity: np.ndarray | None = None

    def add(self, doc_id: str, part: int, row: int, sketch: np.ndarray) -> int:
        """Add a report, and return its number."""
        self.doc_ids.append(doc_id)
        self.sketches.add(sketch)
        self.parts.append(part)
        self.rows.append(row)
        return len(self.doc_ids) - 1

    def weigh_bins(self) -> np.ndarray:
        """Return how rare each bin is among all reports (smoothed as scikit-learn does), once they are all there."""
        import numpy as np

        if self.rarity is None:
            self.rarity = 1 + np.log((1 + len(self.doc_ids)) / (1 + self.holders))
        return self.rarity


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
        self._open: OrderedDict[int, Open] = OrderedDict()
        self._size = 0

    def put(self, number: int, folded: Folded, pairs: Weights) -> None:
        """Lay a report open."""
        self._open[number] = opened = Open(folded, pairs)
        self._size += opened.size
        self._clear()

    def fetch(self, number: int, survey: Survey) -> tuple[Compared, Weights]:
        """Return a report ready to be compared, and the weights of its pairs of letters."""
        if number not in self._open:
            folded = fold_signs(self._texts.pick(survey.parts[number], survey.rows[number], "text"))
            self.put(number, folded, count_pairs(folded.codes))
        self._open.move_to_end(number)
        opened = self._open[number]
        self._size -= opened.size
        ready = opened.prepare(survey)
        self._size += opened.size
        self._clear()
        return ready

    def _clear(self) -> None:
        while self._size > _HELD and len(self._open) > 2:
            self._size -= self._open.popitem(last=False)[1].size


def weigh_pairs(pairs: Weights, survey: Survey) -> Weights:
    """Weigh a report's pairs of letters: logarithmic counts times rarity, of length 1."""
    import numpy as np

    bins, counts = pairs
    weights = (1 + np.log(counts)) * survey.weigh_bins()[bins]
    return bins, weights / max(float(np.sqrt((weights * weights).sum())), 1e-12)
