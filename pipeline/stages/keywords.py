"""Keywords: the terms that matter most in a document, a place, a year and the corpus, by TF-IDF.

A term's share of the documents is blended with its share in general Chinese, as if the corpus had ``_BACKGROUND`` documents more, of all
kinds: so a single report has sensible keywords, and a large corpus goes by its own shares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.lexicon.whole import Lexicon
from pipeline.schema import KEYWORDS, SCOPES, Columns

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    _Sums = tuple[csr_array, csr_array]  # scopes × terms: how often, and in how many documents

_BACKGROUND: Final = 1000
_RANKS: Final = 100  # of a scope
_FEW: Final = 200  # documents; of more than these each one has
_RANKS_OF_MANY: Final = 10
_DIGITS: Final = 6

_Scope = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Survey:
    """The terms of the corpus by name, each with its place among them, its commonest tag, its rarity (idf), and whether it is unknown."""

    terms: list[str]
    places: dict[str, int]
    tags: list[str]
    idf: np.ndarray
    unknown: np.ndarray


def rank_keywords(counts: Iterable[Columns], documents: Columns, lexicon: Lexicon) -> dict[str, Columns]:
    """Rank the terms of every scope: document, place, year, corpus (of which scope_id is ``corpus``).

    ``counts`` is one set of columns a part, walked twice, in the order of the documents. Makes keywords: scope, scope_id, rank (from 1),
    term, pos, count, documents (of the scope, that have the term), score (0 to 1; the squares of a scope's scores add up to 1). A text
    that stands in a scope twice (duplicate_of) counts once there, and once in the shares. Of equal scores the first term by code points
    is first. A word that no dictionary has (x) is none where it stands but once. Each of many documents (over ``_FEW``) has fewer ranks.
    Source: Salton and Buckley 1988, logarithmic counts summed over the documents that have the term; scikit-learn's TfidfTransformer.
    """
    repeated = {doc_id for doc_id, first in zip(documents["doc_id"], documents["duplicate_of"], strict=True) if first}
    survey = _survey_terms(counts, repeated, lexicon)
    scopes = _list_scopes(documents)
    keywords: Columns = {name: [] for name in KEYWORDS.names}
    limit = _RANKS if len(documents["doc_id"]) <= _FEW else _RANKS_OF_MANY
    waiting = Counter(scope for own in scopes.values() for scope in own)
    sums: dict[_Scope, _Sums] = {}
    ranked: dict[_Scope, np.ndarray] = {}
    for part in counts:
        if not part["doc_id"]:
            continue
        doc_ids, matrix = _build_matrix(part, survey.places)
        for doc_id, table in zip(doc_ids, _rank_terms((matrix, matrix.sign()), survey, limit), strict=True):
            _add_rows(keywords, ("document", doc_id), table, survey)
        members = [scopes.get(doc_id, []) for doc_id in doc_ids]
        _add_sums(sums, members, matrix)
        waiting.subtract(scope for own in members for scope in own)
        for scope in [scope for scope in sums if not waiting[scope]]:
            ranked[scope] = _rank_terms(sums.pop(scope), survey, _RANKS)[0]
    ranked |= {scope: _rank_terms(own, survey, _RANKS)[0] for scope, own in sums.items()}
    for scope in sorted(ranked, key=lambda scope: (SCOPES.index(scope[0]), scope[1])):
        _add_rows(keywords, scope, ranked[scope], survey)
    return {"keywords": keywords}


def _survey_terms(counts: Iterable[Columns], repeated: set[str], lexicon: Lexicon) -> _Survey:
    """Count documents by term and tag, leaving out repeated texts, and weigh the terms."""
    import numpy as np

    votes: Counter[tuple[str, str]] = Counter()
    again: Counter[str] = Counter()
    seen: set[str] = set()
    for part in counts:
        doc_ids = set(part["doc_id"])
        seen |= doc_ids
        votes.update(zip(part["term"], part["pos"], strict=True))
        if not repeated.isdisjoint(doc_ids):
            again.update(term for doc_id, term in zip(part["doc_id"], part["term"], strict=True) if doc_id in repeated)
    tags: dict[str, str] = {}
    frequencies: Counter[str] = Counter()
    for (term, tag), count in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        tags.setdefault(term, tag)
        frequencies[term] += count
    terms = sorted(tags)
    background = lexicon.terms.weigh_terms(terms)
    shares = np.exp(-np.array([background[term] for term in terms]))
    found = np.array([frequencies[term] - again[term] for term in terms], dtype=np.float64)
    idf = -np.log((found + _BACKGROUND * shares) / (len(seen - repeated) + _BACKGROUND))
    places = {term: place for place, term in enumerate(terms)}
    return _Survey(terms, places, [tags[term] for term in terms], idf, np.array([tags[term] == "x" for term in terms], dtype=bool))


def _list_scopes(documents: Columns) -> dict[str, list[_Scope]]:
    """Return the scopes that each document counts for besides itself: not those that have its text already."""
    scopes: dict[str, list[_Scope]] = {}
    held: set[tuple[_Scope, str]] = set()
    for doc_id, place, year, first in zip(*(documents[name] for name in ("doc_id", "place", "year", "duplicate_of")), strict=True):
        named = [("place", place), ("year", "" if year is None else str(year)), ("corpus", "corpus")]
        own = [scope for scope in named if scope[1] and (scope, first or doc_id) not in held]
        held.update((scope, first or doc_id) for scope in own)
        scopes[doc_id] = own
    return scopes


def _build_matrix(part: Columns, places: Mapping[str, int]) -> tuple[list[str], csr_array]:
    """Return a part's documents and its counts as documents × terms."""
    import numpy as np
    from scipy.sparse import csr_array

    rows = {doc_id: row for row, doc_id in enumerate(dict.fromkeys(part["doc_id"]))}
    index = ([rows[doc_id] for doc_id in part["doc_id"]], [places[term] for term in part["term"]])
    return list(rows), csr_array((np.array(part["count"], dtype=np.int32), index), shape=(len(rows), len(places)))


def _add_sums(sums: dict[_Scope, _Sums], scopes: Sequence[Sequence[_Scope]], matrix: csr_array) -> None:
    """Add the counts, and the documents, of a part's terms to those of each scope that it has documents of."""
    import numpy as np
    from scipy.sparse import csr_array

    pairs = [(scope, row) for row, own in enumerate(scopes) for scope in own]
    places = {scope: place for place, scope in enumerate(dict.fromkeys(scope for scope, _ in pairs))}
    index = ([places[scope] for scope, _ in pairs], [row for _, row in pairs])
    members = csr_array((np.ones(len(pairs), dtype=np.int32), index), shape=(len(places), len(scopes)))
    counts, documents = members @ matrix, members @ matrix.sign()
    for scope, place in places.items():
        before = sums.get(scope)
        own = (counts[[place]], documents[[place]])
        sums[scope] = own if before is None else (before[0] + own[0], before[1] + own[1])


def _rank_terms(tables: _Sums, survey: _Survey, limit: int) -> list[np.ndarray]:
    """Return for each scope its first ``limit`` terms as columns: place in the survey, count, documents, score."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer

    counts, documents = tables
    if not counts.shape[0]:
        return []
    for table in tables:
        table.sort_indices()
    weights = counts.astype(np.float64)
    weights.data = documents.data * (1 + np.log(counts.data / documents.data))
    weights.data[survey.unknown[counts.indices] & (counts.data == 1)] = 0
    weigher = TfidfTransformer()
    weigher.idf_ = survey.idf
    scores = np.round(weigher.transform(weights).data, _DIGITS)
    ranked = []
    for begin, end in pairwise(counts.indptr):
        order = begin + np.lexsort((counts.indices[begin:end], -scores[begin:end]))[:limit]
        order = order[scores[order] > 0]
        ranked.append(np.column_stack([counts.indices[order], counts.data[order], documents.data[order], scores[order]]))
    return ranked


def _add_rows(keywords: Columns, scope: _Scope, table: np.ndarray, survey: _Survey) -> None:
    places, counts, documents = table[:, :3].astype(int).T.tolist()
    keywords["scope"] += [scope[0]] * len(places)
    keywords["scope_id"] += [scope[1]] * len(places)
    keywords["rank"] += range(1, len(places) + 1)
    keywords["term"] += [survey.terms[place] for place in places]
    keywords["pos"] += [survey.tags[place] for place in places]
    keywords["count"] += counts
    keywords["documents"] += documents
    keywords["score"] += table[:, 3].tolist()
