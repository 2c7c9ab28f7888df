"""Roles: what each word of a sentence is to the name of what is measured, and how a name is trimmed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.modifiers import compile_forms
from pipeline.lexicon.figures import HeadWord

JOINS: Final = frozenset("、和与及暨")
STOPS: Final = frozenset("，。；！？：\n\t—…,;!?:")
QUOTES: Final = frozenset("“”‘’「」『』《》〈〉")
# Beside all that begin with n.
_NOUNISH: Final = frozenset(["vn", "an", "j", "l", "i", "eng", "b", "s", "f", "a", "t", "x", "k", "g", "zg", "z"])
_ADVERBIAL: Final = frozenset(["d", "ad", "vd", "c", "ul", "uz", "ug"])
_TRAILING: Final = "的之等达均都也还又将已各每其该从由至到在为以共"
_LEADING: Final = re.compile(
    r"(?:[一二三四五六七八九十]+[是要]|的|等|了|着|其中|该|各类?|并|而|且|使|让|把|将|给|向|为|通过|由于|按照|根据|以及|及|和(?![美谐平])|与|、"
    r"|已有?|我[区省市县镇国们]|全部|所有|首批|累计|全年|这些|上述|另有|还有|(?:年初|原来|原)?(?:确定|提出|规定|预定|原定)的|：)+"
)
_ASIDE: Final = re.compile("（[^（）]*）(?=.)")  # a second act in brackets before what both are done to (加装（更新）|电梯)
_MOVED: Final = ("比降", "比升")  # of a ratio: no part of its name (收入比|降至2.1)
_MARKS: Final = "-*+•●■◆ "  # before an item of a list
_LIST_JOIN: Final = re.compile(r"以及|[、，]|和(?![谐平解美睦])|与(?![会])|(?<![普涉波惠提顾触以])及(?![时格])")


class Words(NamedTuple):
    """The words of one clean sentence: their starts in it, the words, their parts of speech."""

    starts: Sequence[int]
    words: Sequence[str]
    tags: Sequence[str]

    def find_index(self, offset: int) -> int:
        """Return the index of the first word that begins at an offset or behind it."""
        return bisect_left(self.starts, offset)

    def find_end(self, index: int) -> int:
        """Return where a word ends."""
        return self.starts[index] + len(self.words[index])


class WordRoles:
    """Head words of one lexicon by role, and the role of any tagged word."""

    def __init__(self, rows: Iterable[HeadWord], trends: Iterable[str], rates: Iterable[str]) -> None:
        """Group the rows by role; ``trends`` are the verbs of change, which link a name and its number too, ``rates`` nouns of change."""
        roles: dict[str, set[str]] = {}
        for row in rows:
            roles.setdefault(row.role, set()).add(row.form)
        self.verbs, self.process, self.nouns = roles["verb"], roles["process"], roles["noun"]
        self.acts = self.verbs | self.process
        self.acts_end = tuple(sorted(self.acts))
        self.links, self.adverbs = roles["link"] | set(trends), roles["adverb"]
        self.sums, self.empty, self.ends, self.rates = roles["money_verb"], roles["empty"], roles["end"], set(rates)
        self.steps_end = tuple(sorted(roles["step"]))
        self.head_end = re.compile(f"(?:{compile_forms(roles['head'])})$")
        self.property_end = re.compile(f"(?:{compile_forms(roles['property'])})$")
        self._known: dict[tuple[str, str], str] = {}

    def tell_role(self, word: str, tag: str) -> str:
        """Return what a word is to a name: noun, process (an act that names a thing), verb, adverb, drop or other."""
        role = self._known.get((word, tag))
        if role is None:
            role = self._known[word, tag] = self._find_role(word, tag)
        return role

    def _find_role(self, word: str, tag: str) -> str:
        for role, forms in (("noun", self.nouns), ("process", self.process), ("verb", self.verbs), ("adverb", self.adverbs)):
            if word in forms:
                return role
        if tag in _NOUNISH or tag.startswith("n"):
            return "noun"
        if tag.startswith("v") and tag not in _ADVERBIAL:
            return "verb"
        if tag in ("p", "r"):
            return "drop"
        return "adverb" if tag in _ADVERBIAL else "other"


def clean_name(name: str) -> str:
    """Return a name without what only leads to it or from it, and without quotes around the whole.

    >>> clean_name("其中各类重点人员的"), clean_name("“灯塔工厂”"), clean_name("-农贸市场")
    ('重点人员', '灯塔工厂', '农贸市场')
    """
    if aside := _ASIDE.match(name):
        name = name[aside.end() :]
    if name.endswith(_MOVED):
        name = name[:-1]
    while (trimmed := _trim_name(name)) != name:
        name = trimmed
    if len(name) > 2 and name[0] in "“‘「《" and name[-1] in "”’」》" and name.count(name[0]) == 1:
        return name[1:-1]
    return name


def _trim_name(name: str) -> str:
    name = name.rstrip(_TRAILING)
    lead = _LEADING.match(name)
    return name[lead.end() if lead else 0 :].strip("，、。；：*#\n\t").lstrip(_MARKS)


def split_list(name: str) -> list[str]:
    """Return the parts of a list, which 分别 gives out one by one.

    >>> split_list("城镇居民人均可支配收入和农村居民人均纯收入")
    ['城镇居民人均可支配收入', '农村居民人均纯收入']
    """
    return [part for part in _LIST_JOIN.split(name) if part]
