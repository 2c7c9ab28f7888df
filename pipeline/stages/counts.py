"""Counts: how often each word that can be a keyword stands in each document."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Final

from pipeline.lexicon.whole import Lexicon
from pipeline.schema import Columns

_TAGS: Final = re.compile("n|v|j|l|i|x|an|eng")  # what the tags of content words begin with
_HAN_WORD: Final = re.compile("[\u4e00-\u9fd5]{2,}")
_NUMBER: Final = re.compile("第?[0-9一二两三四五六七八九十百千万亿零〇点几多余]+[个次届位名号期年月日天岁]?")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|\d[^\W\d_]|[^\W\d_]\d")


def count_terms(tables: Mapping[str, Columns], lexicon: Lexicon) -> dict[str, Columns]:
    """Count the content words of each document of a batch.

    Takes tokens; makes counts: doc_id, term, pos, count, in the order of the documents, then of the terms. A term has at least two
    characters, is no stop word, number, date or measure, and is written with half-width letters and without blanks. Its pos is the tag that
    it has most often there, of equals the first in the text.
    """
    tokens = tables["tokens"]
    counts: Columns = {name: [] for name in ("doc_id", "term", "pos", "count")}
    terms: dict[tuple[str, str], str] = {}
    begin = 0
    for doc_id, run in groupby(tokens["doc_id"]):
        end = begin + len(list(run))
        pairs = Counter(zip(tokens["word"][begin:end], tokens["pos"][begin:end], strict=True)).most_common()
        terms.update((pair, name_term(*pair, lexicon.terms.stopwords)) for pair, _ in pairs if pair not in terms)
        tags: dict[str, str] = {}
        totals: Counter[str] = Counter()
        for pair, count in pairs:
            if term := terms[pair]:
                totals[term] += count
                tags.setdefault(term, pair[1])
        found = sorted(totals)
        counts["doc_id"] += [doc_id] * len(found)
        counts["term"] += found
        counts["pos"] += [tags[term] for term in found]
        counts["count"] += [totals[term] for term in found]
        begin = end
    return {"counts": counts}


def name_term(word: str, pos: str, stop: frozenset[str]) -> str:
    """Return the term that a token counts for, "" for a token that can be no keyword.

    An unknown word (x) that is not Chinese or holds a stop word of one character is none. A number and its classifier are none.

    >>> [name_term(word, pos, frozenset({"工作"})) for word, pos in (("营商环境", "n"), ("ＧＤＰ", "eng"), ("工作", "vn"), ("95亿元", "m"))]
    ['营商环境', 'GDP', '', '']
    """
    if not _TAGS.match(pos) or word in stop:
        return ""
    if _HAN_WORD.fullmatch(word):
        return "" if _NUMBER.fullmatch(word) or (pos == "x" and not stop.isdisjoint(word)) else word
    if pos == "x":
        return ""
    term = "".join(unicodedata.normalize("NFKC", word).split())
    return term if _LETTERS.search(term) and term not in stop and not _NUMBER.fullmatch(term) else ""
