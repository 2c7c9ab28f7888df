"""Forms: what in each report may be a set phrase (提法)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pipeline.frames import find_rows
from pipeline.grammar.slogans import SloganReader
from pipeline.lexicon.whole import Lexicon
from pipeline.schema import PHRASE_FORMS, Columns

_NO_QUANTITY: Final = ("name", "count", "other")  # kinds of measures that a set phrase may hold (四个全面)


@lru_cache(maxsize=1)
def _make_reader(lexicon: Lexicon) -> SloganReader:
    return SloganReader(lexicon.slogans, lexicon.figures.units)


def find_forms(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Make the table phrase_forms from texts and measures of a batch: quoted names, numbered slogans with members, clauses of resolve.

    A run that holds a quantity is none (增长三个百分点).
    """
    reader = _make_reader(lexicon)
    columns: Columns = {name: [] for name in PHRASE_FORMS.names}
    measures = tables["measures"]
    of_measures = find_rows(measures)
    for doc_id, text in zip(tables["texts"]["doc_id"], tables["texts"]["text"], strict=True):
        own = of_measures.get(doc_id, slice(0, 0))
        kinds = zip(measures["start"][own], measures["end"][own], measures["kind"][own], strict=True)
        starts = [start for start, _, kind in kinds if kind not in _NO_QUANTITY]
        forms = [form for form in reader.find(text) if bisect_left(starts, form.start) == bisect_left(starts, form.end)]
        columns["doc_id"] += [doc_id] * len(forms)
        for name in PHRASE_FORMS.names[1:]:
            columns[name] += [getattr(form, name) for form in forms]
    return {"phrase_forms": columns}
