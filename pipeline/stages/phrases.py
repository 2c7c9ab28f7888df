"""Phrases: which set phrases (提法) the reports have, where each is used, from when to when, and how often a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.frames import find_rows, make_columns
from pipeline.grammar.slogans import is_numeral
from pipeline.lexicon.whole import Lexicon
from pipeline.lookup import Lookup
from pipeline.schema import PHRASE_KINDS, PHRASE_MEMBERS, PHRASE_USES, PHRASE_YEARS, PHRASES, Columns

_SEVERAL: Final = 2  # reports that make a clause a set phrase, and a quoted name one that counts without its quotes
_SHORT: Final = 4  # characters; a shorter name in quotes, without a number, is one too if two reports have it, and else a common word
_LONG: Final = {"numbered": 3, "quoted": 4}  # characters of a name that can be told without its quotes
_Use = tuple[str, str, int, int]  # phrase, doc_id, start, end


class _Tally:
    """What is counted of phrases; repeated texts count once. ``life`` is phrase -> year -> uses and reports, of no year under None."""

    def __init__(self, documents: Columns) -> None:
        rows = zip(documents["doc_id"], documents["year"], documents["duplicate_of"], strict=True)
        self.years: dict[str, int | None] = {doc_id: year for doc_id, year, first in rows if not first}
        self.life: dict[str, dict[int | None, tuple[int, int]]] = {}
        self.members: dict[str, dict[str, list[int | None]]] = {}  # phrase -> member -> the year of each report that lists it

    def add_uses(self, doc_id: str, uses: Sequence[_Use]) -> None:
        """Count the uses of a report."""
        if doc_id in self.years:
            for phrase, count in Counter(use[0] for use in uses).items():
                years = self.life.setdefault(phrase, {})
                before = years.get(self.years[doc_id], (0, 0))
                years[self.years[doc_id]] = (before[0] + count, before[1] + 1)

    def add_members(self, doc_id: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Count the members (phrase, member) that a report lists."""
        if doc_id in self.years:
            for whole, member in dict.fromkeys(pairs):
                self.members.setdefault(whole, {}).setdefault(member, []).append(self.years[doc_id])


def tell_phrases(forms: Sequence[Columns], texts: Iterable[Columns], documents: Columns, lexicon: Lexicon) -> dict[str, Iterable[Columns]]:
    """Make phrase_uses, and of these, once they were walked, phrases, phrase_years and phrase_members: each an iterable of columns.

    A quoted name, a numbered one and a member is a set phrase; a clause of resolve or a short name is one if two reports have it, or the
    only one that there is. A name of some length that two reports put in quotes, and the numbered ones of slogans.csv, count without
    quotes too. ``count`` is of uses and ``documents`` of reports, without repeated texts (duplicate_of).
    """
    tally = _Tally(documents)
    kinds, spoken = _choose_phrases(forms, tally, lexicon.slogans.sets)
    return {
        "phrase_uses": _list_uses(zip(forms, texts, strict=True), kinds, Lookup(spoken), tally),
        "phrases": _list_phrases(kinds, tally),
        "phrase_years": _list_years(tally),
        "phrase_members": _list_members(tally),
    }


def _choose_phrases(forms: Iterable[Columns], tally: _Tally, known: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """Return the kind of each set phrase, of several the first of PHRASE_KINDS, and those that count without quotes."""
    reports: Counter[tuple[str, str]] = Counter()
    for part in forms:
        rows = dict.fromkeys(zip(part["phrase"], part["kind"], part["doc_id"], strict=True))
        reports.update((phrase, kind) for phrase, kind, doc_id in rows if doc_id in tally.years)
    kinds = dict.fromkeys(known, "numbered")
    spoken = set(known)
    several = min(_SEVERAL, len(tally.years))
    for (phrase, kind), count in reports.items():
        if count >= several or kind in ("numbered", "member") or (kind == "quoted" and len(phrase) >= _SHORT):
            kinds[phrase] = min(kind, kinds.get(phrase, kind), key=PHRASE_KINDS.index)
        if count >= _SEVERAL and len(phrase) >= _LONG.get(kind, len(phrase) + 1):
            spoken.add(phrase)
    return kinds, spoken


def _list_uses(parts: Iterable[tuple[Columns, Columns]], kinds: Mapping[str, str], spoken: Lookup, tally: _Tally) -> Iterator[Columns]:
    for forms, texts in parts:
        rows = list(zip(*(forms[name] for name in ("phrase", "doc_id", "start", "end", "whole")), strict=True))
        own = find_rows(forms)
        found: list[_Use] = []
        for doc_id, text in zip(texts["doc_id"], texts["text"], strict=True):
            told = [row for row in rows[own.get(doc_id, slice(0, 0))] if row[0] in kinds]
            tally.add_members(doc_id, [(whole, phrase) for phrase, *_, whole in told if whole])
            uses = {row[2:4]: row[:4] for row in told}
            for start, phrase in zip(*spoken.find(text), strict=True):
                if not (is_numeral(phrase[0]) and start and is_numeral(text[start - 1])):
                    uses.setdefault((start, start + len(phrase)), (phrase, doc_id, start, start + len(phrase)))
            ordered = [uses[span] for span in sorted(uses)]
            tally.add_uses(doc_id, ordered)
            found += ordered
        yield make_columns(PHRASE_USES, found)


def _list_phrases(kinds: Mapping[str, str], tally: _Tally) -> Iterator[Columns]:
    """Yield the phrases that are used, those of most reports first."""
    rows = []
    for phrase, years in tally.life.items():
        count, documents = (sum(told) for told in zip(*years.values(), strict=True))
        rows.append((phrase, kinds[phrase], documents, *_find_ends(years), count))
    yield make_columns(PHRASES, sorted(rows, key=lambda row: (-row[2], -row[5], row[0])))


def _list_years(tally: _Tally) -> Iterator[Columns]:
    rows = [(phrase, year, *told) for phrase, years in tally.life.items() for year, told in years.items() if year is not None]
    yield make_columns(PHRASE_YEARS, sorted(rows))


def _list_members(tally: _Tally) -> Iterator[Columns]:
    """Yield the members of each numbered phrase, those of most reports first."""
    rows = [(whole, member, len(years), *_find_ends(years)) for whole, own in tally.members.items() for member, years in own.items()]
    yield make_columns(PHRASE_MEMBERS, sorted(rows, key=lambda row: (row[0], -row[2], row[1])))


def _find_ends(years: Iterable[int | None]) -> tuple[Any, Any]:
    """Return the first and the last year, None for both where no report tells its own."""
    told = [year for year in years if year is not None]
    return (min(told), max(told)) if told else (None, None)
