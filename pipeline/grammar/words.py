"""Which tokens can be terms, and which can stand where in a phrase."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache
from typing import Final, NamedTuple

ENDERS: Final = frozenset("。！？!?｡；;.．")  # a clause ends here; one that does not is a heading or title
CLOSERS: Final = frozenset("”’」』》〉）)】〕\"'")
CLASSES: Final = "-NVWAXE"  # of a token in a phrase: none, noun-like, verb, verbal noun, adjective, unknown word, letters

_TAGS: Final = re.compile("n|v|j|l|i|x|an|eng")  # what the tags of content words begin with
_INNER: Final = re.compile("n|v|a|j|l|i|x|eng|b|g|k|s")  # what the tags of words that can stand in a phrase begin with
_HAN: Final = re.compile("[\u4e00-\u9fd5]")
_HAN_WORD: Final = re.compile("[\u4e00-\u9fd5]{2,}")
_NUMBER: Final = re.compile("第?[0-9一二两三四五六七八九十百千万亿零〇点几多余]+[个次届位名号期年月日天岁]?")
_DIGITS: Final = frozenset("第0123456789一二两三四五六七八九十百千万亿零〇点几多余")
_POINTING: Final = frozenset("这那哪每各某本该")  # what a classifier stands behind, beside a number
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|\d[^\W\d_]|[^\W\d_]\d")


class Word(NamedTuple):
    """A word as a part of terms: its name, whether it is a term by itself, its class in a phrase, whether it can be first or last there."""

    name: str
    alone: bool
    kind: str
    first: bool
    last: bool


def name_term(word: str, pos: str, stop: Set[str]) -> str:
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
    term = fold_width(word)
    return term if _LETTERS.search(term) and term not in stop and not _NUMBER.fullmatch(term) else ""


def fold_width(word: str) -> str:
    """Return a word with half-width letters and without blanks."""
    return word if _HAN_WORD.fullmatch(word) else "".join(unicodedata.normalize("NFKC", word).split())


def class_word(word: str, pos: str, grammatical: Set[str], empty: Set[str]) -> Word | None:
    """Say what a token is in terms; None for one that breaks a phrase and is no term.

    ``grammatical`` words (的, 进行, 方面) break a phrase, and so do verbs and adjectives among the ``empty`` words (推进, 全面) of reports;
    its nouns (体系, 工程) may stand behind others in a phrase. A phrase begins with no suffix and ends with no adjective.

    >>> class_word("雨污", "n", frozenset(), frozenset())
    Word(name='雨污', alone=True, kind='N', first=True, last=True)
    >>> class_word("体系", "n", frozenset(), frozenset({"体系"}))
    Word(name='体系', alone=False, kind='N', first=False, last=True)
    >>> class_word("推进", "v", frozenset(), frozenset({"推进"})) is None
    True
    """
    kind = class_tag(pos)
    if not kind or word in grammatical:
        return None
    han = bool(_HAN_WORD.fullmatch(word))
    stop = word in empty
    if (word[0] in _DIGITS and _NUMBER.fullmatch(word)) or (stop and kind in "VA"):
        return None
    if han and pos != "x":
        return Word(word, not stop and _is_content(pos), kind, not stop and pos[0] != "k", kind != "A")
    term = "" if stop else name_term(word, pos, grammatical)
    if pos == "nz" and not term and not _HAN.search(word):
        return None
    return Word(word if han else fold_width(word), bool(term), kind, not stop and pos[0] != "k", kind != "A")


def takes_classifier(word: str) -> bool:
    """Tell whether one character behind a word is its classifier, whatever its tag (第二|步设想, 这|条路线); a measure has one already.

    >>> takes_classifier("两"), takes_classifier("这"), takes_classifier("3家"), takes_classifier("改革")
    (True, True, False, False)
    """
    return word in _POINTING or _DIGITS.issuperset(word)


@lru_cache(maxsize=256)
def _is_content(pos: str) -> bool:
    return bool(_TAGS.match(pos))


@lru_cache(maxsize=256)
def class_tag(pos: str) -> str:
    """Return the class of a word in a phrase by its tag, "" for one that breaks it."""
    if not _INNER.match(pos):
        return ""
    if pos in ("vn", "x", "eng"):
        return {"vn": "W", "x": "X", "eng": "E"}[pos]
    if pos[0] == "v":
        return "V"
    return "A" if pos in ("a", "ad", "ag", "b") else "N"
