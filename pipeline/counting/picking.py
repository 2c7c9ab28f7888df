"""The first of many terms, nested ones folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

_NEAR: Final = 4  # times: a term that stands more often than that outside a longer one is another thing
_MORE: Final = 2  # times as many terms are looked at as are wanted
_SHORT: Final = 2  # characters of the shortest term
_BREAK: Final = "\n"


def find_first(scores: np.ndarray, limit: int) -> np.ndarray:
    """Return the rows of the best scores, none of them 0: some more than ``limit``, and all that are as good as the last of these."""
    import numpy as np

    rows = np.flatnonzero(scores > 0)
    own, left = scores[rows], len(rows) - _MORE * limit
    return rows[own >= np.partition(own, left)[left]] if left > 0 else rows


def pick_terms(terms: Sequence[str], scores: Sequence[float], counts: Sequence[int], limit: int) -> list[int]:
    """Return where the first terms stand, by score, then by code points, leaving out what is nested in one above it, or holds one.

    Nested terms both stay where the shorter stands more than four times as often as the longer.

    >>> terms = ["高新技术企业", "国家高新技术企业", "企业"]
    >>> [terms[place] for place in pick_terms(terms, [0.9, 0.8, 0.5], [8, 5, 40], 10)]
    ['高新技术企业', '企业']
    """
    kept: dict[str, int] = {}
    joined = ""
    openings: dict[str, list[str]] = {}
    picked: list[int] = []
    for _, term, place in sorted(zip([-score for score in scores], terms, range(len(terms)), strict=True)):
        if len(kept) == limit:
            break
        count = counts[place]
        if openings and _holds(term, _NEAR * count, openings, kept):
            continue
        if term in joined and any(term in longer and count <= _NEAR * often for longer, often in kept.items()):
            continue
        kept[term] = count
        openings.setdefault(term[:_SHORT], []).append(term)
        joined += _BREAK + term
        picked.append(place)
    return picked


def _holds(term: str, most: int, openings: Mapping[str, Sequence[str]], kept: Mapping[str, int]) -> bool:
    """Tell whether a term holds one of the kept, given by their first two characters too, that stands at most so often."""
    for left in range(len(term) - 1 if len(term) > _SHORT else 0):
        parts = openings.get(term[left : left + _SHORT])
        if parts and any(term.startswith(part, left) and kept[part] <= most for part in parts):
            return True
    return False
