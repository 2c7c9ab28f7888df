"""Counts: how often each word and phrase that can be a term stands in each section of each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.arrays import mark_changes
from pipeline.counting.groups import number_runs, raise_base, sort_groups
from pipeline.counting.tokens import ALONE, FIRST, KINDS, LAST, Tokens, Words, read_tokens
from pipeline.counting.weights import weigh_forms
from pipeline.frames import find_rows
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import Columns

if TYPE_CHECKING:
    import numpy as np

_LONGEST: Final = 5  # words of a phrase
_BREAK: Final = "\n"  # stands in no word of a term


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of words: the token that each begins with, how many it has, and its key."""

    start: np.ndarray
    size: np.ndarray
    key: np.ndarray

    def take(self, rows: np.ndarray) -> _Runs:
        """Return some of the runs."""
        return _Runs(self.start[rows], self.size[rows], self.key[rows])


def count_terms(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Count words and phrases (runs of two to five words) of a batch by section.

    Takes sentences and tokens. Makes sections: doc_id, section (its title), headings (lines without a stop), words (that can be terms);
    candidates, a row a run of words, by key: key, term, pos (of its last word), tokens, alone (1 for what can be a term by itself: a word
    that is no stop word, a phrase that a document has twice or in a heading), weak (1 for a first verb, and 1 for an
    empty noun at the end), background (inverse document frequency in general Chinese, of its
    rarest word), shape (``weigh_forms``), first, last, head, tail (keys of its first and last word, and of what is left without the last
    or the first); and counts, by term, then section: term, section (rows of the other two), count, heads (in headings), lefts and rights
    (where no word of a phrase stands before it, or behind it), start (of the first).
    """
    import numpy as np

    sections, own = _list_sections(tables["sentences"])
    words, tokens = read_tokens(tables["tokens"], find_rows(tables["sentences"]), own, lexicon)
    _measure_sections(sections, tokens)
    runs = _find_runs(tokens, words)
    runs = runs.take(np.argsort(runs.start, kind="stable"))
    runs = runs.take(sort_groups(tokens.section[runs.start], len(sections["doc_id"])))
    runs = runs.take(np.argsort(runs.key, kind="stable"))
    begins = np.flatnonzero(mark_changes(runs.key))
    counts = _add_up(tokens, runs)
    proposed = _propose_terms(counts, number_runs(sections["doc_id"]), runs.size[begins])
    return {"sections": sections, "candidates": _describe_candidates(tokens, words, runs.take(begins), proposed), "counts": counts}


def _list_sections(sentences: Columns) -> tuple[Columns, np.ndarray]:
    """Return the sections of all documents, and the number of the section of each sentence."""
    import numpy as np

    titles = [section or "" for section in sentences["section"]]
    numbers = {section: number for number, section in enumerate(dict.fromkeys(zip(sentences["doc_id"], titles, strict=True)))}
    own = np.fromiter(map(numbers.__getitem__, zip(sentences["doc_id"], titles, strict=True)), dtype=np.int64, count=len(titles))
    return {"doc_id": [doc_id for doc_id, _ in numbers], "section": [section for _, section in numbers]}, own


def _measure_sections(sections: Columns, tokens: Tokens) -> None:
    """Add how many headings, and how many words that can be terms, each section has."""
    import numpy as np

    size = len(sections["doc_id"])
    lines = mark_changes(tokens.clause) & tokens.heading
    sections["headings"] = np.bincount(tokens.section[lines], minlength=size)
    sections["words"] = np.bincount(tokens.section[tokens.flags & ALONE > 0], minlength=size)


def _find_runs(tokens: Tokens, words: Words) -> _Runs:
    """Return all words of phrases, and all phrases: runs of them inside a clause, the first and the last such as may stand there."""
    import numpy as np

    inside = tokens.flags & (ALONE - 1) > 0
    starts = np.flatnonzero(inside)
    keys = words.keys[tokens.word[starts]]
    powers = raise_base(words.sizes)
    found = [(starts, np.ones(len(starts), dtype=np.int64), keys)]
    kept = tokens.flags[starts] & FIRST > 0
    starts, keys = starts[kept], keys[kept]
    for size in range(2, _LONGEST + 1):
        ends = np.minimum(starts + size - 1, len(inside) - 1)
        kept = inside[ends] & (tokens.clause[ends] == tokens.clause[starts]) & (ends - starts == size - 1)
        starts, ends = starts[kept], ends[kept]
        last = tokens.word[ends]
        keys = keys[kept] * powers[last] + words.keys[last]
        whole = tokens.flags[ends] & LAST > 0
        found.append((starts[whole], np.full(int(whole.sum()), size, dtype=np.int64), keys[whole]))
    start, size, key = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    return _Runs(start, size, key.view(np.int64))


def _add_up(tokens: Tokens, runs: _Runs) -> Columns:
    """Count runs, which are in the order of their keys, sections and places, by key and section."""
    import numpy as np

    inside = tokens.flags & (ALONE - 1) > 0
    opened, closed = np.ones((2, len(inside) + 1), dtype=np.int64)  # before each token no word of a phrase; at each, seen from before it
    opened[1:-1] = ~inside[:-1] | (tokens.clause[1:] != tokens.clause[:-1])
    closed[1:-1] = ~inside[1:] | (tokens.clause[1:] != tokens.clause[:-1])
    section = tokens.section[runs.start]
    fresh = mark_changes(runs.key)
    begins = np.flatnonzero(fresh | mark_changes(section))
    term = np.cumsum(fresh)[begins] - 1
    heads, lefts, rights = (
        np.add.reduceat(own, begins) if len(begins) else begins
        for own in (tokens.heading[runs.start].astype(np.int64), opened[runs.start], closed[runs.start + runs.size])
    )
    return {
        "term": term, "section": section[begins], "count": np.diff(begins, append=len(section)), "heads": heads, "lefts": lefts,
        "rights": rights, "start": tokens.start[runs.start[begins]],
    }  # fmt: skip


def _propose_terms(counts: Columns, documents: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Tell of each run whether it is a word, or a phrase that a document has twice or in a heading."""
    import numpy as np

    begins = np.flatnonzero(mark_changes(counts["term"]) | mark_changes(documents[counts["section"]]))
    proposed = sizes == 1
    if len(begins):
        twice = np.add.reduceat(counts["count"], begins) > 1
        proposed[counts["term"][begins[twice]]] = True
        proposed[counts["term"][counts["heads"] > 0]] = True
    return proposed


def _describe_candidates(tokens: Tokens, words: Words, runs: _Runs, proposed: np.ndarray) -> Columns:
    """Return what is known of each distinct run."""
    import numpy as np

    ends = runs.start + runs.size - 1
    first, last = tokens.word[runs.start], tokens.word[ends]
    behind = np.cumsum(runs.size)
    begins = behind - runs.size
    inner = tokens.word[np.arange(int(runs.size.sum())) + np.repeat(runs.start - begins, runs.size)]  # all words of all runs
    sizes, background = (
        np.ufunc.reduceat(join, own[inner], begins) if len(begins) else own[:0]
        for join, own in ((np.add, words.sizes), (np.maximum, words.background))
    )
    keys, flags = runs.key.view(np.uint64), tokens.flags
    own = {
        "first": words.keys[first],
        "last": words.keys[last],
        "head": (keys - words.keys[last]) * raise_base(words.sizes[last], inverse=True),
        "tail": keys - words.keys[first] * raise_base(sizes - words.sizes[first]),
    }
    empty = flags[ends] & (FIRST | LAST) == LAST
    return {
        "key": runs.key,
        "term": _spell_runs(words.names, inner, behind),
        "pos": np.array(words.tags, dtype=object)[last].tolist(),
        "tokens": runs.size,
        "alone": (proposed & ((runs.size > 1) | (flags[runs.start] & ALONE > 0))).astype(np.int64),
        "weak": (flags[runs.start] % ALONE == KINDS["V"]).astype(np.int64) + empty,
        "background": background,
        "shape": weigh_forms(sizes, runs.size, (flags[runs.start] % ALONE, flags[ends] % ALONE), empty),
        **{name: array.view(np.int64) for name, array in own.items()},
    }


def _spell_runs(names: list[str], words: np.ndarray, ends: np.ndarray) -> list[str]:
    """Return what runs of words, one behind the other, are written like: all in one go, which takes half as long as one by one."""
    import numpy as np

    pieces = np.array([*names, _BREAK], dtype=object)[np.insert(words, ends, len(names))]
    return "".join(pieces.tolist()).split(_BREAK)[:-1]
