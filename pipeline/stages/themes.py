"""Themes: the terms by which each report speaks of a field of policy, and how much of the report they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.frames import find_rows
from pipeline.grammar.folding import Cleaned, fold_text, squeeze_text
from pipeline.lexicon.themes import Codebook
from pipeline.lexicon.whole import Lexicon
from pipeline.lookup import Lookup
from pipeline.schema import THEME_HITS, THEMES, Columns

if TYPE_CHECKING:
    import numpy as np

_HAN: Final = (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)
_SHORT: Final = 2  # characters of a term that may be found in words by chance
_WORD: Final = 4  # characters of a word in the middle of which a short term is none (生|产能|力)
_DIGITS: Final = 9
_NONE: Final = slice(0, 0)


class _Hits(NamedTuple):
    """The hits of a text, in its order: where they stand in the source, and their terms."""

    starts: list[int]
    ends: list[int]
    terms: list[str]


class _Finder:
    """The terms of a codebook, ready to be found."""

    def __init__(self, codebook: Codebook) -> None:
        self.names = codebook.themes
        self.themes = {fold_text(term): themes for term, themes in codebook.terms.items()}
        self._lookup = Lookup(self.themes)
        self._denials = tuple(sorted(map(fold_text, codebook.denials)))
        self._last = {denial[-1] for denial in self._denials}

    def find(self, cleaned: Cleaned, tokens: tuple[np.ndarray, np.ndarray]) -> _Hits:
        """Return the hits of a clean text; ``tokens`` are where the source's tokens start and end."""
        import numpy as np

        found, terms = self._lookup.find(cleaned.text)
        first, sizes = np.array(found, dtype=np.int64), np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
        marks, shifts = np.array(cleaned.marks), np.array(cleaned.shifts)
        starts, ends = (place + shifts[np.searchsorted(marks, place, "right") - 1] for place in (first, first + sizes - 1))
        ends += 1
        kept = ~((sizes <= _SHORT) & _cut_words(starts, ends, *tokens))
        kept &= np.array([bool(self.themes[term]) for term in terms], dtype=bool)
        for place in self._list_denied(cleaned.text, found):
            kept[place] = False
        return _Hits(starts[kept].tolist(), ends[kept].tolist(), list(compress(terms, kept.tolist())))

    def _list_denied(self, text: str, starts: Sequence[int]) -> list[int]:
        """Return which hits stand straight behind a word that denies them."""
        near = [place for place, start in enumerate(starts) if text[start - 1] in self._last]
        return [place for place in near if text.endswith(self._denials, 0, starts[place])]


@lru_cache(maxsize=1)
def _make_finders(lexicon: Lexicon) -> tuple[_Finder, ...]:
    return tuple(_Finder(codebook) for codebook in lexicon.themes)


def find_themes(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the tables themes and theme_hits from texts, sentences and tokens of a batch.

    ``themes`` has a row for every document and theme, those without a hit too: hits, their characters, and their shares of the document's
    words (``tokens``: without signs and white space) and Han characters, both with their denominators. Terms that a line break or blank
    parts are found. A term that stands straight behind a word that denies it is none, nor is one of two characters that cuts a word.
    """
    import numpy as np

    finders = _make_finders(lexicon)
    themes: Columns = {name: [] for name in THEMES.names}
    hits: Columns = {name: [] for name in THEME_HITS.names}
    sentences, tokens = tables["sentences"], tables["tokens"]
    of_sentences, of_tokens = find_rows(sentences), find_rows(tokens)
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        own, words = of_sentences.get(doc_id, _NONE), of_tokens.get(doc_id, _NONE)
        cleaned = squeeze_text(fold_text(text), sentences["start"][own], sentences["end"][own])
        borders = (np.array(tokens["start"][words], dtype=np.int64), np.array(tokens["end"][words], dtype=np.int64))
        found = [(finder, finder.find(cleaned, borders)) for finder in finders]
        _add_hits(hits, doc_id, found)
        tags = tokens["pos"][words]
        _add_shares(themes, doc_id, found, (len(tags) - tags.count("w"), _count_han(cleaned.text)))
    return {"themes": themes, "theme_hits": hits}


def _count_han(text: str) -> int:
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return int(sum(np.count_nonzero((codes >= low) & (codes <= high)) for low, high in _HAN))


def _cut_words(starts: np.ndarray, ends: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Tell of each span whether it cuts a token (that it holds a part of), or lies in the middle of a short one."""
    import numpy as np

    left, right = (np.searchsorted(first, place, "right") - 1 for place in (starts, ends - 1))
    before, behind = first[left] < starts, last[right] > ends
    inside = before & behind & (last[right] - first[left] <= _WORD)
    return np.where(left == right, inside, before | behind)


def _add_hits(hits: Columns, doc_id: str, found: Sequence[tuple[_Finder, _Hits]]) -> None:
    rows = [
        (start, end, theme, term) for finder, own in found for start, end, term in zip(*own, strict=True) for theme in finder.themes[term]
    ]
    if len(found) > 1 or len(rows) > len(found[0][1].terms):
        rows.sort()
    hits["doc_id"] += [doc_id] * len(rows)
    for place, name in enumerate(("start", "end", "theme", "term")):
        hits[name] += [row[place] for row in rows]


def _add_shares(themes: Columns, doc_id: str, found: Sequence[tuple[_Finder, _Hits]], sizes: tuple[int, int]) -> None:
    """Add a row for each theme; ``sizes`` are the document's words and Han characters."""
    for finder, own in found:
        counts = dict.fromkeys(finder.names, 0)
        characters = dict(counts)
        for term, count in Counter(own.terms).items():
            for theme in finder.themes[term]:
                counts[theme] += count
                characters[theme] += count * len(term)
        for theme in finder.names:
            row = (doc_id, theme, counts[theme], characters[theme], *sizes)
            shares = (round(part / whole, _DIGITS) if whole else None for part, whole in zip(row[2:4], sizes, strict=True))
            for name, cell in zip(THEMES.names, (*row, *shares), strict=True):
                themes[name].append(cell)
