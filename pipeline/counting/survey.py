"""What the whole corpus says of its terms, read from what its batches counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.arrays import list_distinct, mark_changes
from pipeline.counting.groups import add_runs, find_keys, number_runs, sort_groups
from pipeline.counting.weights import weigh_rarity
from pipeline.encoded import Encoded, EncodedSeries

if TYPE_CHECKING:
    import numpy as np

    Arrays = dict[str, np.ndarray]

COUNTED: Final = ("count", "heads", "lefts", "rights")
SPELLED: Final = ("key", "term", "pos")
CHAIN: Final = ("first", "last", "head", "tail")  # keys of a phrase's first and last word, and of what is left without the last, the first


class Spelling(NamedTuple):
    """How terms are written, and their tags, as encoded columns."""

    terms: Encoded
    tags: Encoded

    def spell(self, rows: np.ndarray) -> list[str]:
        """Return the terms of some rows."""
        return [self.terms.values[number] for number in self.terms.numbers[rows].tolist()]

    def tag(self, rows: np.ndarray) -> list[str]:
        """Return the tags of some rows."""
        return [self.tags.values[number] for number in self.tags.numbers[rows].tolist()]


class Part(NamedTuple):
    """What one batch counted: its documents; the titles of its sections, and their document, headings and words; its candidates; counts.

    ``counts`` are by section, ``totals`` by document; ``spelling`` has the terms and the tags of the candidates where they were read.
    """

    doc_ids: list[str]
    titles: list[str]
    sections: Arrays
    candidates: Arrays
    counts: Arrays
    totals: Arrays
    spelling: Spelling | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The three tables of the stage ``counts``, walked part by part."""

    sections: EncodedSeries
    candidates: EncodedSeries
    counts: EncodedSeries

    def walk(self, candidates: Sequence[str], counts: Sequence[str] = ()) -> Iterator[Part]:
        """Yield the parts that have a document, with some columns of their candidates and, where told, of their counts."""
        read = (
            self.sections.encode("doc_id", "section", "headings", "words"),
            self.candidates.encode(*candidates),
            self.counts.encode("term", "section", *counts) if counts else repeat({}),
        )
        for sections, known, counted in zip(*read, strict=False):
            doc_ids = list_texts(sections["doc_id"])
            if doc_ids:
                arrays: list[Arrays] = [{name: column.numbers for name, column in table.items()} for table in (sections, known, counted)]
                document = arrays[0]["document"] = number_runs(doc_ids)
                totals = _add_sections(arrays[2], document) if counts else {}
                spelling = Spelling(known["term"], known["pos"]) if "term" in known else None
                yield Part(list(dict.fromkeys(doc_ids)), list_texts(sections["section"]), *arrays, totals, spelling)


def list_texts(column: Encoded) -> list[str]:
    """Return the texts of an encoded column."""
    return [column.values[number] for number in column.numbers.tolist()]


def _add_sections(counts: Arrays, documents: np.ndarray) -> Arrays:
    """Add up counts, in the order of terms and sections, by term and document."""
    import numpy as np

    document = documents[counts["section"]]
    begins = np.flatnonzero(mark_changes(counts["term"]) | mark_changes(document))
    sums = {name: add_runs(counts[name], begins) for name in COUNTED if name in counts}
    return {"term": counts["term"][begins], "document": document[begins], **sums}


@dataclass(frozen=True, slots=True)
class Survey:
    """The terms of a corpus by key, in their order: in how many documents, how often, how rare, and how much each weighs by its form.

    ``lefts`` and ``rights`` are those of their counts. ``words`` is how many words that can be terms the corpus has; repeated texts are in
    none of these figures.
    """

    keys: np.ndarray
    documents: np.ndarray
    counts: np.ndarray
    lefts: np.ndarray
    rights: np.ndarray
    rarity: np.ndarray
    shapes: np.ndarray
    words: int


def survey_terms(counted: Counted, repeated: set[str]) -> Survey:
    """Find the terms of a corpus and count them, leaving out the documents whose text is ``repeated``.

    A term is a word, or a phrase that some document has twice, or in a heading.
    """
    import numpy as np

    keys = _list_keys(counted)
    sums = {name: np.zeros(len(keys), dtype=np.int64) for name in ("documents", "count", "lefts", "rights")}
    background, shapes = np.zeros((2, len(keys)))
    size = words = 0
    for part in counted.walk(("key", "background", "shape"), ("count", "lefts", "rights")):
        own = find_keys(keys, part.candidates["key"])
        known = own >= 0
        background[own[known]], shapes[own[known]] = part.candidates["background"][known], part.candidates["shape"][known]
        fresh = find_fresh(part, repeated)
        size += int(fresh.sum())
        words += int(part.sections["words"][fresh[part.sections["document"]]].sum())
        found = sum_documents(part.totals, np.where(fresh, 0, -1), own)
        for name, whole in sums.items():
            whole[found["term"]] += found[name]
    counts = (sums[name] for name in ("count", "lefts", "rights"))
    return Survey(keys, sums["documents"], *counts, weigh_rarity(sums["documents"], size, background), shapes, words)


def _list_keys(counted: Counted) -> np.ndarray:
    """Return the keys of all terms in order; they are put in order whenever as many have come as there were."""
    import numpy as np

    held = [np.zeros(0, dtype=np.int64)]
    for part in counted.walk(("key", "alone")):
        held.append(list_distinct(part.candidates["key"][part.candidates["alone"] > 0]))
        if sum(map(len, held[1:])) >= len(held[0]):
            held = [list_distinct(np.concatenate(held))]
    return list_distinct(np.concatenate(held))


def find_fresh(part: Part, repeated: set[str]) -> np.ndarray:
    """Tell of each document of a part whether its text is none of the repeated."""
    import numpy as np

    return np.array([doc_id not in repeated for doc_id in part.doc_ids], dtype=bool)


def sum_documents(totals: Arrays, owners: np.ndarray, places: np.ndarray) -> Arrays:
    """Add up a part's totals by the owner of each document, then by term: owner, term, documents, and the sums of the other columns.

    ``places`` are what the terms are called; an owner or a place of -1 has no part in it. They come in the order of owners and terms.
    """
    import numpy as np

    owner, term = owners[totals["document"]], places[totals["term"]]
    rows = np.flatnonzero((owner >= 0) & (term >= 0))
    if int(owners.max(initial=0)) > 0:
        rows = rows[sort_groups(owner[rows], int(owners.max()) + 1)]
    owner, term = owner[rows], term[rows]
    begins = np.flatnonzero(mark_changes(owner) | mark_changes(term))
    sums = {name: add_runs(totals[name][rows], begins) for name in COUNTED if name in totals}
    return {"owner": owner[begins], "term": term[begins], "documents": np.diff(begins, append=len(rows)), **sums}


def sum_groups(groups: np.ndarray, numbers: np.ndarray, size: int) -> np.ndarray:
    """Return the sum of the integers of each of ``size`` groups."""
    import numpy as np

    return np.bincount(groups, weights=numbers, minlength=size).astype(np.int64)
