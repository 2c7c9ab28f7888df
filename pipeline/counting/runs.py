"""Where given terms stand among tokens: as one token, or as a run of whole ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.counting.groups import find_keys, hash_words, measure_words, raise_base

if TYPE_CHECKING:
    import numpy as np

_LONGEST: Final = 5  # tokens of a term


def find_terms(words: Sequence[str], numbers: np.ndarray, sentences: np.ndarray, terms: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the first token of each place where a term stands inside a sentence, and the number of the term; by length, then in order.

    ``numbers`` are the words of the tokens, as places among the distinct ``words``; ``sentences`` those of their sentences.

    >>> import numpy as np
    >>> words = ["营商", "环境", "好"]
    >>> tokens, found = find_terms(words, np.array([0, 1, 2, 1]), np.array([0, 0, 0, 1]), {"营商环境": 7, "环境": 8})
    >>> tokens.tolist(), found.tolist()
    ([1, 3, 0], [8, 8, 7])
    """
    import numpy as np

    openings, places = _list_openings(terms)
    keys, powers = hash_words(words), raise_base(measure_words(words))
    own = find_keys(openings, keys.view(np.int64))
    starts = np.flatnonzero((own >= 0)[numbers])
    opening = own[numbers[starts]]
    run = keys[numbers[starts]]
    tokens, found = [], []
    for size in range(1, _LONGEST + 1):
        if size > 1:
            ends = starts + size - 1
            kept = ends < len(numbers)
            kept[kept] = sentences[ends[kept]] == sentences[starts[kept]]
            starts, ends = starts[kept], ends[kept]
            run = run[kept] * powers[numbers[ends]] + keys[numbers[ends]]
            opening = find_keys(openings, run.view(np.int64))
            starts, run, opening = starts[opening >= 0], run[opening >= 0], opening[opening >= 0]
        whole = places[opening] >= 0
        tokens.append(starts[whole])
        found.append(places[opening[whole]])
    return np.concatenate(tokens), np.concatenate(found)


def _list_openings(terms: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the keys, in order, of what terms begin with, and of each the number of the term that it is, -1 where it is none."""
    import numpy as np

    spelled = list({term[:size] for term in terms for size in range(1, len(term) + 1)})
    keys = hash_words(spelled).view(np.int64)
    order = np.argsort(keys)
    return keys[order], np.array([terms.get(opening, -1) for opening in spelled], dtype=np.int64)[order]
