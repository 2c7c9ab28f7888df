"""Texts read as the flow reads them, for the tests of grammar and stages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.grammar.sentences import find_paragraphs, find_sentences
from pipeline.lexicon.whole import Lexicon, load_lexicon
from pipeline.schema import Columns
from pipeline.stages.measures import find_measures
from pipeline.stages.quantities import describe_quantities
from pipeline.stages.segment import Tokenizer, cut_tokens, make_tokenizer

PLACE = {"place": "海棠县", "place_code": None, "level": "县", "parent": "青川市"}


@cache
def whole_lexicon() -> Lexicon:
    return load_lexicon()


@cache
def tokenizer() -> Tokenizer:
    return make_tokenizer("rjieba", whole_lexicon().terms.userdict)


def lay_out(
    text: str, *, year: str = "2021", review: str = "2016-2020", plan: str = "2021-2025", part: str = "review", section: str = ""
) -> dict[str, Columns]:
    """Tables of one text as the stage before measures leaves them, every sentence in one part and section."""
    spans = [span for paragraph in find_paragraphs(text) for span in find_sentences(text, paragraph)]
    document = {"doc_id": "a", "year": int(year) if year else None, "review_period": review or None, "plan_period": plan or None, **PLACE}
    return {
        "documents": {name: [value] for name, value in document.items()},
        "texts": {"doc_id": ["a"], "text": [text]},
        "sentences": {
            "doc_id": ["a"] * len(spans),
            "sentence": list(range(len(spans))),
            "start": [start for start, _ in spans],
            "end": [end for _, end in spans],
            "section": [section or None] * len(spans),
            "part": [part] * len(spans),
            "text": [text[start:end] for start, end in spans],
        },
    }


def measure_text(text: str, lexicon: Lexicon | None = None) -> list[dict[str, Any]]:
    """Rows of measures of a text."""
    return list_rows(find_measures(lay_out(text), lexicon or whole_lexicon())["measures"])


def read_tables(text: str, *, lexicon: Lexicon | None = None, laid: dict[str, Columns] | None = None, **context: str) -> dict[str, Columns]:
    """All tables of a text up to quantities, or of tables laid out before."""
    words = lexicon or whole_lexicon()
    tables = dict(laid or lay_out(text, **context))
    tables |= find_measures(tables, words)
    tables |= cut_tokens(tables, tokenizer())
    return tables | describe_quantities(tables, words)


def list_rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def read_context(cell: str) -> dict[str, str]:
    """What a case says of its report: part=plan;year= becomes a dict."""
    return dict(pair.split("=") for pair in cell.split(";") if pair)


def tell_value(value: object) -> str:
    """A value of a row as a case writes it: null for nothing, numbers without a needless .0."""
    if value is None:
        return "null"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
