"""Keywords: the words and phrases that matter most in a document, a section, a place, a year and the corpus; and what sets each apart.

A term's share of the documents is blended with its share in general Chinese, as if the corpus had some documents more, of all kinds: so
a single report has sensible keywords, and a large corpus goes by its own shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.counting.groups import find_keys, sort_groups
from pipeline.counting.own_names import NOTHING, OwnNames
from pipeline.counting.picking import find_first, pick_terms
from pipeline.counting.scopes import Scope, ScopeSums, Sums, sum_corpus
from pipeline.counting.survey import COUNTED, SPELLED, Counted, Part, Spelling, Survey, sum_groups, survey_terms
from pipeline.counting.weights import compare_counts, weigh_counts, weigh_standing
from pipeline.encoded import Encoded, EncodedSeries
from pipeline.lexicon.whole import Lexicon
from pipeline.piles import Piles
from pipeline.schema import KEYNESS, KEYWORDS, Column, Columns, Table

if TYPE_CHECKING:
    import numpy as np

    from pipeline.counting.survey import Arrays

_RANKS: Final = {"document": 100, "section": 5}  # how many terms a scope has; any other has as many as a document
_FEW: Final = 200  # documents; of more than these each one has
_RANKS_OF_MANY: Final = {"document": 10, "section": 3}
_CERTAIN: Final = 15.13  # log-likelihood: more comes by chance once in 10,000 times
_LEAST: Final = 3  # times that a term must stand somewhere to set it apart
_RARER: Final = 1.5  # power of rarity in scopes of several documents, where a term has a weight for each of them
_DIGITS: Final = 6


_TOGETHER: Final = 200  # scopes that leave the stage at once
_OF_DOCUMENTS: Final = replace(KEYWORDS, name="of documents")
_OF_SECTIONS: Final = replace(KEYWORDS, name="of sections")
_SET_APART: Final = replace(KEYNESS, name="keyness of documents")
_OF_SCOPES: Final = replace(KEYNESS, name="keyness of scopes")
_WEIGHED: Final = Table("weighed", (), (
    *(Column(name, "integer") for name in ("scope", "terms", "counts", "documents")), Column("scores", "number"), Column("rest", "integer"),
    Column("likelihoods", "number"), Column("ratios", "number"),
))  # fmt: skip


class _Rows(NamedTuple):
    """Terms of one scope: their rows in the spelling, counts, documents, scores; counts in the rest, likelihoods and ratios."""

    terms: np.ndarray
    counts: np.ndarray
    documents: np.ndarray
    scores: np.ndarray
    rest: np.ndarray
    likelihoods: np.ndarray
    ratios: np.ndarray

    def take(self, rows: np.ndarray) -> _Rows:
        """Return some of the rows."""
        return _Rows(*(column[rows] for column in self))


class _Groups(NamedTuple):
    """The terms of several scopes.

    These are the scopes (one without a name is left out), what is no term of each, and in their order the number of each row's scope.
    """

    scopes: list[Scope]
    barred: list[frozenset[str]]
    numbers: np.ndarray
    rows: _Rows


def rank_keywords(
    sections: EncodedSeries,
    candidates: EncodedSeries,
    counts: EncodedSeries,
    documents: Columns,
    lexicon: Lexicon,
    piles: Piles,
) -> dict[str, Iterator[Columns]]:
    """Rank the terms of every scope: document, section, place, year, corpus (of which scope_id is ``corpus``).

    Makes keywords: scope, scope_id (of a section: doc_id / title), rank (from 1), term, pos, count, documents (of the scope, that have the
    term), score (of the first 1); and keyness of documents, places and years, what each has more of than the rest: scope, scope_id, term,
    count (3 at the least), rest_count, log_likelihood (15.13 at the least), log_ratio, documents, the likeliest first. A text that stands
    in a scope twice (duplicate_of) counts once there, and once in the shares. What a report's own place and the one above it are called
    are no terms of it, of its sections and of the place. Ties end in the term; nested terms are folded (``pick_terms``). Each of many
    documents (over 200) has fewer ranks. Rows wait in piles till their turn. Source: Salton and Buckley 1988, with weights for form and
    place; Rayson and Garside 2000.
    """
    counted = Counted(sections, candidates, counts)
    survey = survey_terms(counted, {doc for doc, first in zip(documents["doc_id"], documents["duplicate_of"], strict=True) if first})
    limits = _RANKS if len(documents["doc_id"]) <= _FEW else _RANKS_OF_MANY
    names = OwnNames(documents, lexicon.reports.places)
    sums = ScopeSums(documents, piles)
    parts = 0
    for part in counted.walk(SPELLED, COUNTED):
        places = find_keys(survey.keys, part.candidates["key"])
        barred = [names.find_document(doc_id) for doc_id in part.doc_ids]
        of_sections, of_documents = _weigh_sections(part, places, survey, barred), _weigh_documents(part, places, survey, barred)
        piles.put(parts, _OF_SECTIONS, _list_keywords(of_sections, part.spelling, limits["section"]))
        piles.put(parts, _OF_DOCUMENTS, _list_keywords(of_documents, part.spelling, limits["document"]))
        piles.put(parts, _SET_APART, _list_keyness(of_documents, part.spelling, limits["document"]))
        sums.add(part, places)
        parts += 1
    scopes, spelling = _weigh_scopes(counted, survey, sums, piles)
    barred = [names.find_place(name) if kind == "place" else NOTHING for kind, name in scopes]
    return _list_blocks(scopes, barred, spelling, piles, parts)


def _list_blocks(
    scopes: list[Scope], barred: list[frozenset[str]], spelling: Spelling, piles: Piles, parts: int
) -> dict[str, Iterator[Columns]]:
    """Return the blocks of both tables: those of documents and sections, which wait part by part, then of the other scopes."""
    count = -(-len(scopes) // _TOGETHER)

    def list_keywords() -> Iterator[Columns]:
        for table in (_OF_DOCUMENTS, _OF_SECTIONS):
            yield from (piles.take(number, table) for number in range(parts))
        for pile in range(count):
            weighed = piles.take_arrays(pile, _WEIGHED)
            rows = _Rows(*(weighed[name] for name in _Rows._fields))
            first, stop = pile * _TOGETHER, (pile + 1) * _TOGETHER
            groups = _Groups(scopes[first:stop], barred[first:stop], weighed["scope"] - first, rows)
            piles.put(pile, _OF_SCOPES, _list_keyness(groups, spelling, _RANKS["document"]))
            yield _list_keywords(groups, spelling, _RANKS["document"])

    def list_keyness() -> Iterator[Columns]:
        yield from (piles.take(number, _SET_APART) for number in range(parts))
        yield from (piles.take(pile, _OF_SCOPES) for pile in range(count))

    return {"keywords": list_keywords(), "keyness": list_keyness()}


def _weigh_scopes(counted: Counted, survey: Survey, sums: ScopeSums, piles: Piles) -> tuple[list[Scope], Spelling]:
    """Set aside the terms of places, years and the corpus with their weights; return these scopes, and how their terms are written."""
    import numpy as np

    scopes: list[Scope] = []
    wanted = np.zeros(len(survey.keys), dtype=bool)
    for scope, own in chain(sums.list_places(), sums.list_years(), [sum_corpus(survey)]):
        rows = _weigh_sums(own, survey)
        wanted[rows.terms] = True
        pile = len(scopes) // _TOGETHER
        piles.put(pile, _WEIGHED, {"scope": np.full(len(rows.terms), len(scopes)), **rows._asdict()})
        scopes.append(scope)
    return scopes, _spell_terms(counted, survey, np.flatnonzero(wanted))


def _weigh_documents(part: Part, places: np.ndarray, survey: Survey, barred: list[frozenset[str]]) -> _Groups:
    """Return the terms of each document of a part, whose candidates have these places in the survey."""
    size = len(part.doc_ids)
    headings, words = (sum_groups(part.sections["document"], part.sections[name], size) for name in ("headings", "words"))
    whole, document = _weigh_terms(part.totals, "document", places, survey, headings)
    rest = survey.counts[places[whole.terms]] - whole.counts
    whole = _compare_rest(whole, rest, words[document], survey.words - words[document])
    return _Groups([("document", doc_id) for doc_id in part.doc_ids], barred, document, whole)


def _weigh_sections(part: Part, places: np.ndarray, survey: Survey, barred: list[frozenset[str]]) -> _Groups:
    """Return the terms of each section of a part, named by document and title; of one without a title none are told."""
    whole, section = _weigh_terms(part.counts, "section", places, survey, part.sections["headings"])
    numbers = part.sections["document"].tolist()
    names = [f"{part.doc_ids[number]} / {title}" if title else "" for number, title in zip(numbers, part.titles, strict=True)]
    return _Groups([("section", name) for name in names], [barred[number] for number in numbers], section, whole)


def _weigh_terms(table: Arrays, name: str, places: np.ndarray, survey: Survey, headings: np.ndarray) -> tuple[_Rows, np.ndarray]:
    """Weigh the terms of groups (documents or sections), each of which has so many headings, and return them in the groups' order."""
    import numpy as np

    rows = np.flatnonzero(places[table["term"]] >= 0)
    rows = rows[sort_groups(table[name][rows], len(headings))]
    term, group, count, heads = (table[column][rows] for column in ("term", name, "count", "heads"))
    own = places[term]
    ones = np.ones(len(rows), dtype=np.int64)
    standing = weigh_standing(table["lefts"][rows], table["rights"][rows], heads / np.maximum(headings[group], 1))
    scores = np.round(weigh_counts(count, ones) * survey.shapes[own] * survey.rarity[own] * standing, _DIGITS)
    return _Rows(term, count, ones, scores, ones, scores, scores), group


def _weigh_sums(sums: Sums, survey: Survey) -> _Rows:
    """Return the terms of a scope that can be its keywords or set it apart; their rows in the spelling are their places in the survey."""
    import numpy as np

    weights = survey.shapes[sums.terms] * survey.rarity[sums.terms] ** _RARER * weigh_standing(sums.lefts, sums.rights, np.zeros(1))
    scores = np.round(weigh_counts(sums.counts, sums.documents) * weights, _DIGITS)
    rows = _Rows(sums.terms, sums.counts, sums.documents, scores, sums.counts, scores, scores)
    rows = _compare_rest(rows, survey.counts[sums.terms] - sums.counts, np.int64(sums.words), np.int64(survey.words - sums.words))
    limit = _RANKS["document"]
    return rows.take(np.union1d(find_first(rows.scores, limit), find_first(rows.likelihoods, limit)))


def _compare_rest(rows: _Rows, rest: np.ndarray, words: np.ndarray, rest_words: np.ndarray) -> _Rows:
    """Hold counts against those in the rest; a likelihood is 0 where there is no rest, and where it has the more or could by chance."""
    import numpy as np

    likelihoods, ratios = compare_counts(rows.counts, rest, words, np.maximum(rest_words, 1))
    told = (rest_words > 0) & (ratios > 0) & (likelihoods >= _CERTAIN) & (rows.counts >= _LEAST)
    return rows._replace(rest=rest, likelihoods=np.round(likelihoods * told, _DIGITS), ratios=np.round(ratios, _DIGITS))


def _spell_terms(counted: Counted, survey: Survey, wanted: np.ndarray) -> Spelling:
    """Find how terms are written."""
    import numpy as np

    terms, tags = [""] * len(wanted), [""] * len(wanted)
    missing = np.arange(len(wanted))
    for part in counted.walk(SPELLED):
        places = find_keys(part.candidates["key"], survey.keys[wanted[missing]])
        found = missing[places >= 0]
        rows = places[places >= 0]
        for place, term, tag in zip(found.tolist(), part.spelling.spell(rows), part.spelling.tag(rows), strict=True):
            terms[place], tags[place] = terms[place] or term, tags[place] or tag
        told = {place for place in found.tolist() if terms[place] and tags[place]}
        missing = missing[[place not in told for place in missing.tolist()]]
    numbers = np.zeros(len(survey.keys), dtype=np.int64)
    numbers[wanted] = np.arange(len(wanted))
    return Spelling(Encoded(numbers, terms), Encoded(numbers, tags))


def _pick_rows(groups: _Groups, scores: np.ndarray, spelling: Spelling, limit: int) -> tuple[Columns, _Rows]:
    """Return the scope, scope_id, rank and term of the first terms of each scope by some scores, and their rows."""
    import numpy as np

    borders = np.searchsorted(groups.numbers, np.arange(len(groups.scopes) + 1)).tolist()
    picked: Columns = {"scope": [], "scope_id": [], "rank": [], "term": []}
    rows = [np.zeros(0, dtype=np.int64)]
    for (kind, name), barred, (begin, end) in zip(groups.scopes, groups.barred, pairwise(borders), strict=True):
        best = find_first(scores[begin:end], limit) + begin if name else rows[0]
        terms = spelling.spell(groups.rows.terms[best])
        if not barred.isdisjoint(terms):
            best = best[[term not in barred for term in terms]]
            terms = [term for term in terms if term not in barred]
        chosen = pick_terms(terms, scores[best].tolist(), groups.rows.counts[best].tolist(), limit)
        rows.append(best[np.array(chosen, dtype=np.int64)])
        for column, cells in zip(picked.values(), ([kind] * len(chosen), [name] * len(chosen), range(1, len(chosen) + 1)), strict=False):
            column += cells
        picked["term"] += [terms[place] for place in chosen]
    return picked, groups.rows.take(np.concatenate(rows))


def _list_keywords(groups: _Groups, spelling: Spelling, limit: int) -> Columns:
    import numpy as np

    picked, own = _pick_rows(groups, groups.rows.scores, spelling, limit)
    begins = np.flatnonzero(np.array(picked["rank"], dtype=np.int64) == 1)
    best = np.repeat(own.scores[begins], np.diff(begins, append=len(own.scores)))
    counts = {"count": own.counts.tolist(), "documents": own.documents.tolist()}
    return picked | {"pos": spelling.tag(own.terms), **counts, "score": (own.scores / best).round(_DIGITS).tolist()}


def _list_keyness(groups: _Groups, spelling: Spelling, limit: int) -> Columns:
    picked, own = _pick_rows(groups, groups.rows.likelihoods, spelling, limit)
    cells = (own.counts, own.rest, own.likelihoods, own.ratios, own.documents)
    names = ("count", "rest_count", "log_likelihood", "log_ratio", "documents")
    return {name: picked[name] for name in ("scope", "scope_id", "term")} | dict(zip(names, (own.tolist() for own in cells), strict=True))
