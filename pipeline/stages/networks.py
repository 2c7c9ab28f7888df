"""Networks: which keywords stand in one sentence more often than chance would have it, and the groups that they form."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pipeline.arrays import list_distinct
from pipeline.counting.runs import find_terms
from pipeline.encoded import Encoded, EncodedSeries
from pipeline.frames import make_columns
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import NETWORK_SCOPES, NETWORKS, Columns

if TYPE_CHECKING:
    import numpy as np

_TERMS: Final = {"corpus": 60, "place": 40, "year": 30}  # keywords of a scope that are looked at, the first
_PAIRS: Final = 2  # for each of them as many pairs, the strongest
_LEAST: Final = 2  # sentences that a pair has in common
_FEW: Final = 200  # places; of more than these none has a network of its own
_SEED: Final = 20
_DIGITS: Final = 4

_Scope = tuple[str, str]


@dataclass(slots=True)
class _Tally:
    """What a scope's sentences have: its terms in order, how many sentences there are, and how many hold each pair (and each term)."""

    terms: list[str]
    sentences: int = 0
    together: np.ndarray | int = field(default=0)


def build_networks(keywords: EncodedSeries, tokens: EncodedSeries, documents: Columns, lexicon: Lexicon) -> dict[str, Columns]:
    """Make networks: a row a pair of a scope's keywords that stand in one sentence at least twice, and more often than by chance.

    A keyword may be a run of words; one that is part of another makes no pair with it. Scopes are the corpus, its years, and the places
    with several reports while there are at most 200. ``sentences`` counts those that hold both, a sentence once; ``npmi`` is their
    normalized pointwise mutual information, above 0 to 1 (Bouma 2009). A scope has two pairs for each keyword, the strongest.
    ``community`` is the group that both are of, from 1, the largest (in sentences) first; empty for a pair across groups (Louvain
    method: Blondel and others 2008). A text that an earlier report has (duplicate_of) is left out.
    """
    tallies = {scope: _Tally(terms) for scope, terms in _list_terms(keywords, documents).items()}
    owners = _list_owners(documents, tallies)
    places = {term: place for place, term in enumerate(sorted({term for tally in tallies.values() for term in tally.terms}))}
    for part in tokens.encode("doc_id", "sentence", "word"):
        _count_part(part, owners, tallies, places)
    rows = [(*scope, *row) for scope in sorted(tallies, key=_order_scope) for row in _list_pairs(tallies[scope])]
    return {"networks": make_columns(NETWORKS, rows)}


def _order_scope(scope: _Scope) -> tuple[int, str]:
    return NETWORK_SCOPES.index(scope[0]), scope[1]


def _list_terms(keywords: EncodedSeries, documents: Columns) -> dict[_Scope, list[str]]:
    """Return the first keywords of each scope that has a network, in order of the terms."""
    import numpy as np

    held = Counter(place for place, first in zip(documents["place"], documents["duplicate_of"], strict=True) if place and not first)
    several = {place for place, count in held.items() if count > 1} if len(held) <= _FEW else set()
    terms: dict[_Scope, list[str]] = {}
    for part in keywords.encode("scope", "scope_id", "rank", "term"):
        scopes, ids, ranks, words = (part[name] for name in ("scope", "scope_id", "rank", "term"))
        most = np.array([_TERMS.get(scope, 0) for scope in scopes.values], dtype=np.int64)
        for row in np.flatnonzero(ranks.numbers <= most[scopes.numbers]).tolist():
            scope = scopes.values[scopes.numbers[row]], ids.values[ids.numbers[row]]
            if scope[0] != "place" or scope[1] in several:
                terms.setdefault(scope, []).append(words.values[words.numbers[row]])
    return {scope: sorted(own) for scope, own in terms.items()}


def _list_owners(documents: Columns, tallies: Mapping[_Scope, _Tally]) -> dict[str, list[_Scope]]:
    """Return the scopes that each report counts for."""
    owners = {}
    for doc_id, place, year, first in zip(*(documents[name] for name in ("doc_id", "place", "year", "duplicate_of")), strict=True):
        named = [("corpus", "corpus"), ("year", str(year)), ("place", place)]
        owners[doc_id] = [] if first else [scope for scope in named if scope in tallies]
    return owners


def _count_part(
    part: Mapping[str, Encoded],
    owners: Mapping[str, Sequence[_Scope]],
    tallies: Mapping[_Scope, _Tally],
    places: Mapping[str, int],
) -> None:
    """Add a part's sentences to the tallies of its reports' scopes; ``places`` are those of all terms, which may be runs of words."""
    import numpy as np

    doc_ids, numbers = part["doc_id"].values, part["doc_id"].numbers.astype(np.int64)
    begins = np.diff(numbers << 32 | part["sentence"].numbers, prepend=-1) != 0
    of_row = numbers[begins]
    sentence = np.cumsum(begins) - 1
    plain = [word if word < "\uff00" else unicodedata.normalize("NFKC", word) for word in part["word"].values]
    tokens, found = find_terms(plain, part["word"].numbers, sentence, places)
    rows = sentence[tokens]
    members: dict[_Scope, list[int]] = {}
    for number, doc_id in enumerate(doc_ids):
        for scope in owners.get(doc_id, ()):
            members.setdefault(scope, []).append(number)
    for scope, own in members.items():
        tally = tallies[scope]
        columns = np.full(len(places), -1)
        columns[[places[term] for term in tally.terms]] = np.arange(len(tally.terms))
        inside = np.isin(of_row, own)
        hits = inside[rows] & (columns[found] >= 0)
        tally.together = tally.together + _count_together(rows[hits], columns[found[hits]], len(tally.terms))
        tally.sentences += int(inside.sum())


def _count_together(rows: np.ndarray, columns: np.ndarray, size: int) -> np.ndarray:
    """Return in how many rows each two of so many columns stand, the lesser column first, and on the diagonal in how many each stands."""
    import numpy as np

    rows, columns = np.divmod(list_distinct(rows * size + columns), size)
    pairs, step, same = [columns * size + columns], 1, np.ones(0, dtype=bool)
    while step == 1 or same.any():
        same = rows[:-step] == rows[step:]
        pairs.append(columns[:-step][same] * size + columns[step:][same])
        step += 1
    return np.bincount(np.concatenate(pairs), minlength=size * size).reshape(size, size)


def _list_pairs(tally: _Tally) -> Iterator[tuple[str, str, int, float, int | None]]:
    """Yield the strongest pairs of a scope in the order of their terms, with the groups of these."""
    import numpy as np

    if isinstance(tally.together, int):
        return
    sources, targets = np.triu_indices(len(tally.terms), 1)
    counts = tally.together[sources, targets]
    kept = counts >= _LEAST
    kept &= np.array([a not in b and b not in a for a, b in combinations(tally.terms, 2)], dtype=bool)
    sources, targets, counts = sources[kept], targets[kept], counts[kept]
    single = np.diagonal(tally.together)
    shares = counts / tally.sentences
    expected = single[sources] * single[targets] / tally.sentences
    certain = shares == 1
    npmi = np.where(certain, 0.0, np.log(counts / expected) / -np.log(np.where(certain, 0.5, shares)))
    npmi = np.round(npmi, _DIGITS)
    order = np.lexsort((targets, sources, -counts, -npmi))
    order = np.sort(order[npmi[order] > 0][: _PAIRS * len(tally.terms)])
    pairs = list(zip(sources[order].tolist(), targets[order].tolist(), counts[order].tolist(), npmi[order].tolist(), strict=True))
    groups = _find_groups(pairs, single)
    for source, target, count, strength in pairs:
        group = groups[source] if groups[source] == groups[target] else None
        yield tally.terms[source], tally.terms[target], count, strength, group


def _find_groups(pairs: Sequence[tuple[int, int, int, float]], single: np.ndarray) -> dict[int, int]:
    """Return the group of each term, numbered from 1 by the sentences of their terms, of equals by the first term."""
    from networkx import Graph
    from networkx.algorithms.community import louvain_communities

    graph = Graph()
    graph.add_weighted_edges_from((source, target, strength) for source, target, _, strength in pairs)
    found = [sorted(group) for group in louvain_communities(graph, seed=_SEED)] if pairs else []
    found.sort(key=lambda group: (-int(single[group].sum()), group))
    return {term: number for number, group in enumerate(found, 1) for term in group}
