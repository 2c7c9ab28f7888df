"""Terms: phrases that hold together and stand freely, proposed as words of their own, each with its evidence and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.arrays import list_distinct
from pipeline.counting.groups import find_keys, group_keys
from pipeline.counting.rarity import find_known
from pipeline.counting.survey import CHAIN, SPELLED, Counted, Part, find_fresh, sum_documents, sum_groups
from pipeline.encoded import EncodedSeries
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import TERMS, Columns

if TYPE_CHECKING:
    import numpy as np

_COUNT: Final = 4  # times that a term stands in the corpus at least, as many of them outside a longer one
_COHESION: Final = 0.2
_ENTROPY: Final = 1.0  # of both sides
_WEAK: Final = 0.7  # for a verb at the beginning, which may be a verb with its object, and for an empty noun at the end (步伐, 意义)
_MOST: Final = 2000  # rows
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by key, in their order, as columns: what they are made of, and how often they and their parts stand where."""

    columns: dict[str, np.ndarray]
    words: int

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def take(self, rows: np.ndarray) -> _Phrases:
        """Return some of the phrases."""
        return _Phrases({name: column[rows] for name, column in self.columns.items()}, self.words)


def propose_terms(
    sections: EncodedSeries, candidates: EncodedSeries, counts: EncodedSeries, documents: Columns, lexicon: Lexicon
) -> dict[str, Columns]:
    """Propose the phrases of a corpus that are terms, the surest first; tokens stay as they are.

    Makes terms: term, pos (of its last word), count, documents, cohesion (normalized pointwise mutual information of its two parts, at the
    looser of the cuts behind its first and before its last word), left_entropy and right_entropy (of the words beside it, in nats; an end
    of a run of words is like no other word), in_dictionary, and an example's doc_id, start and end. A term stands at least four times
    outside a longer one, and in two documents where there are several. The order is that of C-value (logarithmic) by cohesion and the
    lesser entropy; ties end in the term. A text that an earlier document has (duplicate_of) is left out.
    Source: Frantzi, Ananiadou and Mima 2000 (C-value); Bouma 2009; Huang and Powers 2003 (entropies).
    """
    import numpy as np

    counted = Counted(sections, candidates, counts)
    repeated = {doc_id for doc_id, first in zip(documents["doc_id"], documents["duplicate_of"], strict=True) if first}
    phrases = _count_phrases(counted, repeated)
    several = len(set(documents["doc_id"]) - repeated) > 1
    phrases = phrases.take(np.flatnonzero((phrases["count"] >= _COUNT) & (phrases["documents"] > several)))
    entropies = _find_entropies(counted, repeated, phrases)
    cohesion = _find_cohesion(phrases)
    free, value = _weigh_nesting(phrases)
    least = np.minimum(*entropies)
    kept = np.flatnonzero((free >= _COUNT) & (value > 1) & (cohesion >= _COHESION) & (least >= _ENTROPY))
    scores = (np.log(np.maximum(value, 1)) * np.minimum(cohesion, 1) * least * _WEAK ** phrases["weak"])[kept].round(_DIGITS)
    evidence = [np.round(column[kept], _DIGITS) for column in (cohesion, *entropies)]
    return {"terms": _list_rows(counted, phrases.take(kept), evidence, scores, lexicon)}


def _count_phrases(counted: Counted, repeated: set[str]) -> _Phrases:
    """Return all phrases with the counts of themselves and of their parts, and how many words there are."""
    import numpy as np

    names = ("key", "tokens", "weak", *CHAIN)
    found = {name: np.zeros(0, dtype=np.int64) for name in names}
    for part in counted.walk((*names, "alone")):
        rows = np.flatnonzero((part.candidates["tokens"] > 1) & (part.candidates["alone"] > 0))
        both = {name: np.concatenate([found[name], part.candidates[name][rows]]) for name in names}
        firsts, _ = group_keys(both["key"])
        found = {name: column[firsts] for name, column in both.items()}
    keys = list_distinct(np.concatenate([found[name] for name in ("key", *CHAIN)]))
    sums = {name: np.zeros(len(keys), dtype=np.int64) for name in ("count", "documents", "lefts", "rights")}
    words = 0
    for part in counted.walk(("key", "tokens"), ("count", "lefts", "rights")):
        own = find_keys(keys, part.candidates["key"])
        rows = sum_documents(part.totals, np.where(find_fresh(part, repeated), 0, -1), np.arange(len(own)))
        known = np.flatnonzero(own[rows["term"]] >= 0)
        for name, total in sums.items():
            total[own[rows["term"][known]]] += rows[name][known]
        words += int(rows["count"][part.candidates["tokens"][rows["term"]] == 1].sum())
    places = {name: np.searchsorted(keys, found[name]) for name in ("key", *CHAIN)}
    counts = {f"{name} count": sums["count"][places[name]] for name in CHAIN}
    return _Phrases(found | counts | {name: total[places["key"]] for name, total in sums.items()}, words)


def _find_cohesion(phrases: _Phrases) -> np.ndarray:
    """Return the normalized pointwise mutual information of each phrase's parts; a part that is no candidate has no say."""
    import numpy as np

    count = np.maximum(phrases["count"], 1)
    cohesion = np.full(len(count), np.inf)
    for left, right in (("head", "last"), ("first", "tail")):
        both = phrases[f"{left} count"].astype(np.float64) * phrases[f"{right} count"]
        told = both > 0
        share = count / max(phrases.words, 2)
        own = np.log(count * phrases.words / np.where(told, both, 1)) / -np.log(share)
        cohesion = np.where(told, np.minimum(cohesion, own), cohesion)
    return np.where(np.isinf(cohesion), 0, cohesion)


def _find_entropies(counted: Counted, repeated: set[str], phrases: _Phrases) -> tuple[np.ndarray, np.ndarray]:
    """Return the entropy of what stands on the left, and on the right, of each phrase."""
    import numpy as np

    found: dict[str, list[_Longer]] = {"tail": [], "head": []}
    for part in counted.walk(("key", "tokens", "head", "tail"), ("count",)):
        sums = sum_documents(part.totals, np.where(find_fresh(part, repeated), 0, -1), np.arange(len(part.candidates["key"])))
        counts = np.zeros(len(part.candidates["key"]), dtype=np.int64)
        counts[sums["term"]] = sums["count"]
        longer = np.flatnonzero(part.candidates["tokens"] > 1)
        for side, rows in found.items():
            inner = find_keys(phrases["key"], part.candidates[side][longer])
            chosen = longer[inner >= 0]
            rows.append(_Longer(inner[inner >= 0], part.candidates["key"][chosen], counts[chosen]))
            if sum(len(own.key) for own in rows[1:]) >= len(rows[0].key):  # as much has come as there was
                rows[:] = [_join_longer(rows)]
    sides = (("tail", "lefts"), ("head", "rights"))
    left, right = (_sum_entropy(found[side], phrases["count"], phrases[ends]) for side, ends in sides)
    return left, right


class _Longer(NamedTuple):
    """Runs that are one word longer than a phrase: the number of the phrase, the key of the run, and how often it stands."""

    phrase: np.ndarray
    key: np.ndarray
    count: np.ndarray


def _join_longer(found: Sequence[_Longer]) -> _Longer:
    """Add up runs by their keys."""
    import numpy as np

    phrase, key, count = (np.concatenate(arrays) for arrays in zip(*found, strict=True)) if found else np.zeros((3, 0), dtype=np.int64)
    firsts, rows = group_keys(key)
    return _Longer(phrase[firsts], key[firsts], sum_groups(rows, count, len(firsts)))


def _sum_entropy(found: Sequence[_Longer], counts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the entropy of the longer runs of each phrase, of its ends of runs, and of what is left as one."""
    import numpy as np

    phrase, _, count = _join_longer(found)
    whole = np.maximum(counts, 1)

    def surprise(part: np.ndarray, of: np.ndarray) -> np.ndarray:
        return part / of * np.log(of / np.maximum(part, 1))

    entropy = np.bincount(phrase, weights=surprise(count, whole[phrase]), minlength=len(counts))
    rest = np.maximum(counts - ends - sum_groups(phrase, count, len(counts)), 0)
    return entropy + ends / whole * np.log(whole) + surprise(rest, whole)


def _weigh_nesting(phrases: _Phrases) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each phrase stands outside the commonest longer one, and its C-value: its count less the mean of those."""
    import numpy as np

    size = len(phrases["key"])
    inner = np.concatenate([find_keys(phrases["key"], phrases[side]) for side in ("head", "tail")])
    longer = np.concatenate([phrases["count"]] * 2)[inner >= 0]
    inner = inner[inner >= 0]
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, inner, longer)
    mean = sum_groups(inner, longer, size) / np.maximum(np.bincount(inner, minlength=size), 1)
    return phrases["count"] - most, np.log2(phrases["tokens"] + 0.5) * (phrases["count"] - mean)


def _list_rows(counted: Counted, phrases: _Phrases, evidence: list[np.ndarray], scores: np.ndarray, lexicon: Lexicon) -> Columns:
    """Spell the terms, find an example of each, and put them in order."""
    import numpy as np

    spelled: dict[int, tuple[str, str, str, int]] = {}
    for part in counted.walk(SPELLED, ("start",)):
        rows = find_keys(part.candidates["key"], phrases["key"])
        fresh = np.flatnonzero(rows >= 0)
        fresh = np.array([place for place in fresh.tolist() if place not in spelled], dtype=np.int64)
        spelled.update(zip(fresh.tolist(), _spell_rows(part, rows[fresh]), strict=True))
    order = sorted(spelled, key=lambda place: (-scores[place], spelled[place][0]))[:_MOST]
    terms, tags, doc_ids, starts = zip(*(spelled[place] for place in order), strict=True) if order else ((), (), (), ())
    cells: list[Any] = [
        list(terms), list(tags), phrases["count"][order].tolist(), phrases["documents"][order].tolist(),
        *(column[order].tolist() for column in evidence), _find_words(terms, lexicon.terms.userdict),
        list(doc_ids), list(starts), [start + len(term) for term, start in zip(terms, starts, strict=True)],
    ]  # fmt: skip
    return dict(zip(TERMS.names, cells, strict=True))


def _spell_rows(part: Part, rows: np.ndarray) -> Iterator[tuple[str, str, str, int]]:
    """Return candidates' terms and tags, and the document and offset where the part has each first."""
    import numpy as np

    first = np.searchsorted(part.counts["term"], rows)
    document = part.sections["document"][part.counts["section"][first]]
    doc_ids = map(part.doc_ids.__getitem__, document.tolist())
    return zip(part.spelling.spell(rows), part.spelling.tag(rows), doc_ids, part.counts["start"][first].tolist(), strict=True)


def _find_words(terms: Sequence[str], userdict: Mapping[str, str]) -> list[str]:
    """Say of each term (yes, no) whether the user dictionary or general Chinese has it as a word."""
    return ["yes" if known or term in userdict else "no" for term, known in zip(terms, find_known(terms), strict=True)]
