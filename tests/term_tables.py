"""Small tables of texts, sentences and measures for the tests of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pipeline.encoded import Encoded, encode_columns
from pipeline.schema import TABLES, Columns
from pipeline.stages.counts import count_terms
from tests.mined import build_frame

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


def make_tokens(documents: Mapping[str, Sequence[str | tuple[str, str]]]) -> dict[str, Columns]:
    """Make tables of sentences and tokens: doc_id -> sentences, each ``word/tag word/tag`` alone or with its section before it."""
    tables: dict[str, Columns] = {
        "sentences": {"doc_id": [], "sentence": [], "section": []},
        "tokens": {"doc_id": [], "sentence": [], "start": [], "word": [], "pos": []},
    }
    for doc_id, sentences in documents.items():
        start = 0
        for number, told in enumerate(sentences):
            section, text = (None, told) if isinstance(told, str) else told
            _add(tables["sentences"], {"doc_id": doc_id, "sentence": number, "section": section})
            for token in text.split():
                word, _, tag = token.rpartition("/")
                _add(tables["tokens"], {"doc_id": doc_id, "sentence": number, "start": start, "word": word, "pos": tag})
                start += len(word)
    return tables


def make_sentences(documents: Mapping[str, Mapping[str, int]], tags: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Make documents of sentences of one word: doc_id -> word -> how often; a word's tag is n where none is told."""
    return {
        doc_id: [f"{word}/{(tags or {}).get(word, 'n')} 。/w" for word, count in words.items() for _ in range(count)]
        for doc_id, words in documents.items()
    }


def count_parts(parts: Iterable[Mapping[str, Sequence[str | tuple[str, str]]]], lexicon: Any) -> list[Series]:
    """Count the terms of documents, a part a batch, and return the series of sections, candidates and counts."""
    made = [count_terms(make_tokens(part), lexicon) for part in parts]
    return [Series(name, [tables[name] for tables in made]) for name in ("sections", "candidates", "counts")]


class Series(list[Columns]):
    """The parts of a table in memory, which can be encoded."""

    def __init__(self, table: str, parts: Iterable[Columns]) -> None:
        super().__init__(parts)
        self._table = TABLES[table]

    def encode(self, *names: str) -> Iterator[Mapping[str, Encoded]]:
        """Yield columns of each part as numbers."""
        return (encode_columns(build_frame(self._table, part).select(list(names))) for part in self)


def _add(columns: Columns, row: dict[str, object]) -> None:
    for name, cell in row.items():
        columns[name].append(cell)
