"""Themes: the terms by which each report speaks of a field of policy, and how much of the report they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.encoded import view_integers
from pipeline.frames import find_rows
from pipeline.grammar.folding import JUNK, fold_text
from pipeline.lexicon.themes import Codebook
from pipeline.lexicon.whole import Lexicon
from pipeline.lookup import Lookup
from pipeline.schema import THEME_HITS, THEMES, Columns

if TYPE_CHECKING:
    import numpy as np

_PLANE: Final = 1 << 16
_HAN: Final = (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)
_SHORT: Final = 2  # characters of a term that may be found in words by chance
_WORD: Final = 4  # characters of a word in the middle of which a short term is none (生|产能|力)
_DIGITS: Final = 9
_NONE: Final = slice(0, 0)


class _Clean(NamedTuple):
    """The clean text of a report, a line break before each sentence, and where each of its characters stands in the source."""

    text: str
    codes: np.ndarray
    places: np.ndarray


class _Hits(NamedTuple):
    """The hits of a text, in its order: where they stand in the source, and their terms by number."""

    starts: np.ndarray
    ends: np.ndarray
    terms: np.ndarray


class _Finder:
    """The terms of a codebook, ready to be found."""

    def __init__(self, codebook: Codebook) -> None:
        import numpy as np

        self.names = codebook.themes
        self.themes = {fold_text(term): themes for term, themes in codebook.terms.items()}
        self.terms = list(self.themes)
        self.sizes = np.array(list(map(len, self.terms)), dtype=np.int64)
        pairs = [(term, self.names.index(theme)) for term, themes in enumerate(self.themes.values()) for theme in themes]
        self.pairs = np.array(pairs, dtype=np.int64).reshape(-1, 2).T  # of a term and a theme of it
        self._told = np.array([bool(themes) for themes in self.themes.values()], dtype=bool)
        self._numbers = {term: number for number, term in enumerate(self.terms)}
        self._lookup = Lookup(self.themes)
        self._denials = tuple(sorted(map(fold_text, codebook.denials)))
        self._last = np.array(sorted({ord(denial[-1]) for denial in self._denials}), dtype=np.uint32)

    def find(self, clean: _Clean, tokens: tuple[np.ndarray, np.ndarray]) -> _Hits:
        """Return the hits of a clean text; ``tokens`` are where the source's tokens start and end."""
        import numpy as np

        found, words = self._lookup.find(clean.text)
        first = np.fromiter(found, dtype=np.int64, count=len(found))
        terms = np.fromiter(map(self._numbers.__getitem__, words), dtype=np.int64, count=len(found))
        sizes = self.sizes[terms]
        starts, ends = clean.places[first], clean.places[first + sizes - 1] + 1
        kept = ~((sizes <= _SHORT) & _cut_words(starts, ends, *tokens)) & self._told[terms]
        near = np.flatnonzero(np.isin(clean.codes[first - 1], self._last))
        kept[[place for place in near.tolist() if clean.text.endswith(self._denials, 0, found[place])]] = False
        return _Hits(starts[kept], ends[kept], terms[kept])


@lru_cache(maxsize=1)
def _make_finders(lexicon: Lexicon) -> tuple[_Finder, ...]:
    return tuple(_Finder(codebook) for codebook in lexicon.themes)


def find_themes(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the tables themes and theme_hits from texts, sentences and tokens of a batch.

    ``themes`` has a row for every document and theme, those without a hit too: hits, their characters, and their shares of the document's
    words (``tokens``: without signs and white space) and Han characters, both with their denominators. Terms that a line break or blank
    parts are found. A term that stands straight behind a word that denies it is none, nor is one of two characters that cuts a word.
    """
    finders = _make_finders(lexicon)
    themes: Columns = {name: [] for name in THEMES.names}
    hits: Columns = {name: [] for name in THEME_HITS.names}
    sentences, tokens = tables["sentences"], tables["tokens"]
    of_sentences, of_tokens = find_rows(sentences), find_rows(tokens)
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        own, words = of_sentences.get(doc_id, _NONE), of_tokens.get(doc_id, _NONE)
        clean = _clean_text(fold_text(text), sentences["start"][own], sentences["end"][own])
        borders = view_integers(tokens["start"][words]), view_integers(tokens["end"][words])
        found = [(finder, finder.find(clean, borders)) for finder in finders]
        _add_hits(hits, doc_id, found)
        tags = tokens["pos"][words]
        _add_shares(themes, doc_id, found, (len(tags) - tags.count("w"), _count_han(clean.codes)))
    return {"themes": themes, "theme_hits": hits}


def _clean_text(folded: str, starts: Sequence[int], ends: Sequence[int]) -> _Clean:
    """Leave out what lies in no sentence, blanks and invisible signs."""
    import numpy as np

    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    depth = np.zeros(len(codes) + 1, dtype=np.int8)
    depth[list(ends)] -= 1
    depth[list(starts)] += 1
    places = np.flatnonzero((np.cumsum(depth[:-1], dtype=np.int8) > 0) & ~_list_junk()[np.minimum(codes, _PLANE)])
    borders = np.searchsorted(places, starts)
    clean = np.insert(codes[places], borders, ord("\n"))
    return _Clean(clean.tobytes().decode("utf-32-le", "surrogatepass"), clean, np.insert(places, borders, 0))


@lru_cache(maxsize=1)
def _list_junk() -> np.ndarray:
    """Tell of each sign of the basic plane whether it is left out; a tab is none of these, and parts words."""
    import numpy as np

    junk = np.zeros(_PLANE + 1, dtype=bool)
    signs = "".join(map(chr, range(_PLANE))).replace("\t", "\0")
    for run in JUNK.finditer(signs):
        junk[run.start() : run.end()] = True
    return junk


def _count_han(codes: np.ndarray) -> int:
    import numpy as np

    return int(sum(np.count_nonzero((codes >= low) & (codes <= high)) for low, high in _HAN))


def _cut_words(starts: np.ndarray, ends: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Tell of each span whether it cuts a token (that it holds a part of), or lies in the middle of a short one."""
    import numpy as np

    left, right = (np.searchsorted(first, place, "right") - 1 for place in (starts, ends - 1))
    before, behind = first[left] < starts, last[right] > ends
    inside = before & behind & (last[right] - first[left] <= _WORD)
    return np.where(left == right, inside, before | behind)


def _add_hits(hits: Columns, doc_id: str, found: Sequence[tuple[_Finder, _Hits]]) -> None:
    rows = []
    for finder, own in found:
        terms = [finder.terms[term] for term in own.terms.tolist()]
        spans = zip(own.starts.tolist(), own.ends.tolist(), terms, strict=True)
        rows += [(start, end, theme, term) for start, end, term in spans for theme in finder.themes[term]]
    if len(found) > 1 or len(rows) > len(found[0][1].terms):
        rows.sort()
    hits["doc_id"] += [doc_id] * len(rows)
    for name, cells in zip(("start", "end", "theme", "term"), zip(*rows, strict=True), strict=bool(rows)):
        hits[name] += cells


def _add_shares(themes: Columns, doc_id: str, found: Sequence[tuple[_Finder, _Hits]], sizes: tuple[int, int]) -> None:
    """Add a row for each theme; ``sizes`` are the document's words and Han characters."""
    import numpy as np

    for finder, own in found:
        term, theme = finder.pairs
        counts = np.bincount(own.terms, minlength=len(finder.terms))
        parts = [np.zeros(len(finder.names), dtype=np.int64) for _ in sizes]
        for part, weights in zip(parts, (counts, counts * finder.sizes), strict=True):
            np.add.at(part, theme, weights[term])
        for name, *cells in zip(finder.names, *(part.tolist() for part in parts), strict=True):
            shares = (round(part / whole, _DIGITS) if whole else None for part, whole in zip(cells, sizes, strict=True))
            for column, cell in zip(THEMES.names, (doc_id, name, *cells, *sizes, *shares), strict=True):
                themes[column].append(cell)
