"""How much a term weighs: its form, how often and where it stands, how rare it is, and how far from chance.

The figures were chosen on abstracts of papers whose authors gave keywords, and looked at on official reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.grammar.words import CLASSES

if TYPE_CHECKING:
    import numpy as np

_BACKGROUND: Final = 1000  # documents of all kinds that a corpus has more, as it were
_HEADING: Final = 1.25  # ln of what standing in every heading multiplies a weight with
_INSIDE: Final = (-0.8, -0.55)  # ln of the same for never standing at the left, or right, end of a run of words
_RARITY: Final = 1.1
_SIZES: Final = (-9, -9, -0.5, 0, 0, 0, -0.2, -0.35, -0.35, -0.8)  # ln, by characters; the last of more
_WORDS: Final = (0, 0, 0, -0.2, -0.2, -0.4)  # ln, by words
_ALONE: Final = {"V": -0.45, "W": -0.8, "X": -0.65}  # ln, by class, of a single word
_BEGIN: Final = {"V": -0.5, "X": -0.3}  # of the first word of a phrase
_END: Final = {"V": -0.2, "W": -0.1, "E": -0.3, "X": -0.1}  # of the last
_EMPTY: Final = -0.1  # of a phrase that ends in an empty noun (体系, 工程)


def weigh_forms(sizes: np.ndarray, words: np.ndarray, kinds: tuple[np.ndarray, np.ndarray], empty: np.ndarray) -> np.ndarray:
    """Return how like a keyword a term is by its form alone: 1 for a noun of three to five characters, less for most others.

    Takes its characters, its words, the numbers of the classes of its first and last word, and whether the last is an empty noun.
    """
    import numpy as np

    alone, begin, end = (np.array([own.get(kind, 0) for kind in CLASSES]) for own in (_ALONE, _BEGIN, _END))
    phrase = begin[kinds[0]] + end[kinds[1]] + _EMPTY * empty
    lengths = np.array(_SIZES)[np.minimum(sizes, len(_SIZES) - 1)] + np.array(_WORDS)[np.minimum(words, len(_WORDS) - 1)]
    return np.exp(lengths + np.where(words > 1, phrase, alone[kinds[1]]))


def weigh_rarity(documents: np.ndarray, size: int, background: np.ndarray) -> np.ndarray:
    """Return how rare terms are: the inverse document frequency in ``size`` documents and ``_BACKGROUND`` more of general Chinese."""
    import numpy as np

    idf = -np.log((documents + _BACKGROUND * np.exp(-background)) / (size + _BACKGROUND))
    return np.maximum(idf, 0) ** _RARITY


def weigh_counts(counts: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """Return the weights of counts, as if each of the documents had an equal part. Source: Salton and Buckley 1988 (logarithmic)."""
    import numpy as np

    return documents * (1 + np.log(counts / documents))


def weigh_standing(lefts: np.ndarray, rights: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """Return what the places of a term multiply its weight with: its ends of runs of words, and its share of the headings."""
    import numpy as np

    return np.exp(_INSIDE[0] * (lefts == 0) + _INSIDE[1] * (rights == 0) + _HEADING * np.minimum(heads, 1))


def compare_counts(counts: np.ndarray, rest: np.ndarray, size: int, rest_size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return log-likelihood (G2) and log-ratio (base 2) of counts among ``size`` words against those in the rest.

    In the log-ratio a count of 0 is taken for a half. Source: Dunning 1993, Rayson and Garside 2000; Hardie 2014.

    >>> import numpy as np
    >>> [round(float(cells[0]), 2) for cells in compare_counts(np.array([30]), np.array([10]), 1000, 2000)]
    [29.04, 2.58]
    """
    import numpy as np

    expected = (counts + rest) * (size / (size + rest_size))
    likelihood = 2 * (counts * np.log(np.maximum(counts, 1) / expected))
    likelihood += 2 * rest * np.log(np.maximum(rest, 1) / (counts + rest - expected))
    return likelihood, np.log2(np.maximum(counts, 0.5) / size) - np.log2(np.maximum(rest, 0.5) / rest_size)
