"""Small tables of texts, sentences and measures for the tests of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.schema import Columns

Mark = tuple[int, int, str, str]


def make_tables(texts: Iterable[tuple[str, Sequence[int], Sequence[Mark]]]) -> dict[str, Columns]:
    """Make tables of texts, each cut into sentences at given offsets, with measures (start, end, kind, rules)."""
    tables: dict[str, Columns] = {
        "texts": {"doc_id": [], "text": []},
        "sentences": {"doc_id": [], "sentence": [], "start": [], "end": []},
        "measures": {"doc_id": [], "start": [], "end": [], "kind": [], "rules": []},
    }
    for number, (text, borders, marks) in enumerate(texts):
        _add(tables["texts"], {"doc_id": f"d{number}", "text": text})
        for sentence, (start, end) in enumerate(pairwise(borders)):
            _add(tables["sentences"], {"doc_id": f"d{number}", "sentence": sentence, "start": start, "end": end})
        for start, end, kind, rules in marks:
            _add(tables["measures"], {"doc_id": f"d{number}", "start": start, "end": end, "kind": kind, "rules": rules})
    return tables


def make_counts(documents: dict[str, dict[str, int]], tags: dict[str, str] | None = None) -> Columns:
    """Make counts of documents: doc_id -> term -> count; a term's tag is n where none is told."""
    counts: Columns = {"doc_id": [], "term": [], "pos": [], "count": []}
    for doc_id, terms in documents.items():
        for term, count in sorted(terms.items()):
            _add(counts, {"doc_id": doc_id, "term": term, "pos": (tags or {}).get(term, "n"), "count": count})
    return counts


def _add(columns: Columns, row: dict[str, object]) -> None:
    for name, cell in row.items():
        columns[name].append(cell)
