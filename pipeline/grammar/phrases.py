"""Phrases: the noun phrase that stands behind a number (12公里|热力主管网)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.grammar.roles import JOINS, QUOTES, STOPS, WordRoles, Words, clean_name

_BOUNDS: Final = ("以上", "以下", "左右", "以内", "上下")
_NO_HEAD: Final = frozenset(["b", "a", "f", "ad"])  # an attribute at the end is no part of the name
_BREAKS: Final = frozenset(["p", "d", "c", "uj", "ul", "m", "r"])
_REACHED: Final = frozenset("至到了成为")  # an act that ends so has its own object (化工园区|降至较低等级)
_AHEAD: Final = 6  # words that an act inside a name may be from its head noun
_LONGEST_ACT: Final = 12  # characters of a verb phrase that serves as a name
_TOGETHER: Final = 3  # measures that one noun may stand behind
_DESCRIBING: Final = frozenset(["a", "ad", "b", "z", "d"])  # of words that 的 may stand behind, before a noun (两个|大的|灾荒年)
_OF_THEM: Final = frozenset(["其中", "中", "有", "已"])  # before a number of what is told of already (其中|3家带动外地企业)
# From the end of a phrase to the next figure, where its last part or the object of its act is what that is about.
_LED: Final = re.compile("等?")
_TOLD: Final = re.compile("(?:等|达到?|超过?|约|近|共|总计|为)?")
_LONGEST_TOLD: Final = len("达到")


class PhraseReader:
    """Reads what stands behind a number by the roles of its words."""

    def __init__(self, roles: WordRoles) -> None:
        """Keep the roles."""
        self._roles = roles

    def read_behind(self, sentence: str, words: Words, start: int, right: int, *, verbs: bool = False, sized: bool = False) -> str:
        """Return the noun phrase that begins at an offset and ends before ``right``; with ``verbs``, a verb phrase too.

        Behind a size (``sized``) an act done to a place is the name (5000亩|西山绿化), else the place is (五个|新城).
        """
        start, right = self._skip(sentence, words, start, right)
        end = kept = start
        for index in range(words.find_index(start), len(words.words)):
            begin, word, tag = words.starts[index], words.words[index], words.tags[index]
            if begin >= right or word in STOPS or tag == "m" or (word == "用于" and begin > start):
                break
            stop = begin + len(word)
            if word in QUOTES:
                end, kept = stop, stop if word in "”’」』》〉" else kept
                continue
            if word in JOINS or word == "以及":
                if begin == start or not self._goes_on(words, index + 1, right):
                    break
                continue
            role = self._roles.tell_role(word, tag)
            if role == "noun" or (role == "process" and (begin > start or self._is_named(words, index + 1, right))):
                end, kept = stop, stop if role == "noun" and tag not in _NO_HEAD else kept
            elif word in "（）-·+" or (begin == start and tag == "d" and len(word) > 1 and self._is_described(words, index + 1, right)):
                continue
            elif begin == start and self._is_noun_by_place(words, index, right):
                end = kept = stop
            elif kept > start and self._leads_on(words, index, right):
                continue
            elif begin == start and (stop := self._find_described(words, index, right)):
                end = kept = stop
                break
            elif verbs and begin == start and role in ("verb", "process", "adverb"):
                return _read_act(sentence, start, right)
            else:
                break
        if start < kept < end and not (sized and self._is_place(words, start, kept)):
            end = kept
        if start < end <= right <= end + _LONGEST_TOLD and right < len(sentence) and _TOLD.fullmatch(sentence, end, right):
            end = self._leave_next(sentence, words, start, end, right)
        if sentence.startswith("）", end) and sentence.rfind("（", start, end) > sentence.rfind("）", start, end):
            end += 1
        return clean_name(sentence[start:end])

    @staticmethod
    def _is_place(words: Words, start: int, end: int) -> bool:
        return all(words.tags[index] == "ns" for index in range(words.find_index(start), words.find_index(end)))

    def _leave_next(self, sentence: str, words: Words, start: int, end: int, right: int) -> int:
        """Where a phrase ends without what the next figure is about (露天矿|、长岭10万吨水泥, 新投产项目|增加产值5亿元)."""
        first, stop = words.find_index(start), words.find_index(end)
        joins = [index for index in range(first + 1, stop - 1) if words.words[index] in JOINS or words.words[index] == "以及"]
        join = next((index for index in reversed(joins) if words.words[index] == "、"), joins[-1] if joins else 0)
        if join:
            led = words.words[join] == "、" or _LED.fullmatch(sentence, end, right)
            return words.find_end(join - 1) if led and self._is_whole(words, join, stop) else end
        acts = (index for index in range(first + 1, stop - 1) if words.words[index] in self._roles.process)
        act = next(acts, 0)
        return words.find_end(act - 1) if act and not self._roles.head_end.search(words.words[stop - 1]) else end

    def _is_whole(self, words: Words, join: int, stop: int) -> bool:
        """Whether the name before a join is one by itself: no act (取消和调整|事项), no word of the kind behind it (省、市|2万个合作社)."""
        if self._roles.tell_role(words.words[join - 1], words.tags[join - 1]) != "noun":
            return False
        return stop != join + 2 or len(words.words[join - 1]) != len(words.words[join + 1])

    @staticmethod
    def _skip(sentence: str, words: Words, start: int, right: int) -> tuple[int, int]:
        """Where the phrase begins and must end: behind a bound, 的, and measures of the same thing (96户|177人贫困人口)."""
        if sentence.startswith(_BOUNDS, start):
            start += 2
        if sentence.startswith("的", start):
            start += 1
        first = behind = words.find_index(start)
        while behind < len(words.words) and words.tags[behind] in _DESCRIBING:
            behind += 1
        if first < behind < len(words.words) - 1 and words.words[behind] == "的" and words.tags[behind + 1].startswith("n"):
            start, first = words.find_end(behind), behind + 1
        for _ in range(_TOGETHER):
            if start != right or first >= len(words.words) or words.tags[first] != "m":
                break
            start += len(words.words[first])
            start += 2 if sentence.startswith(("以上", "以下"), start) else 0
            first = words.find_index(start)
            right = next((words.starts[place] for place in range(first, len(words.words)) if words.tags[place] == "m"), len(sentence))
        return start, right

    def _is_noun_by_place(self, words: Words, index: int, right: int) -> bool:
        """Whether what the tagger takes for a verb is the whole name, since a stop or a join follows (30项|举措。)."""
        word = words.words[index]
        if self._roles.tell_role(word, words.tags[index]) != "verb" or word in self._roles.verbs or word in self._roles.links:
            return False
        if index + 1 >= len(words.words) or words.starts[index + 1] >= right:
            return True
        after = words.words[index + 1]
        return after in STOPS or after in JOINS or after in ("以及", "等")

    def _find_described(self, words: Words, index: int, right: int) -> int:
        """Where a name ends that a verb begins and a head noun ends, straight before a stop (29项|促消费政策。); 0 where there is none."""
        roles, first = self._roles, words.words[index]
        if not words.tags[index].startswith("v") or first[-1] in _REACHED or first in roles.acts or first in roles.links:
            return 0
        before = next((place for place in range(index - 1, -1, -1) if words.tags[place] != "m"), -1)
        if before >= 0 and words.words[before] in _OF_THEM:
            return 0
        for place in range(index + 1, min(index + _AHEAD, len(words.words))):
            word, tag = words.words[place], words.tags[place]
            if words.starts[place] >= right or tag in _BREAKS or word in QUOTES or word in roles.verbs:
                return 0
            if word in STOPS or word in JOINS:
                last = words.words[place - 1]
                return words.starts[place] if roles.head_end.search(last) and roles.tell_role(last, words.tags[place - 1]) == "noun" else 0
        return 0

    def _leads_on(self, words: Words, index: int, right: int) -> bool:
        """Whether an act inside a name leads to its head noun, with no other act between (学生|培养|基地)."""
        first = words.words[index]
        if first[-1] in _REACHED or first in self._roles.verbs:
            return False
        if self._roles.tell_role(first, words.tags[index]) not in ("verb", "process", "adverb"):
            return False
        for place in range(index, min(index + _AHEAD, len(words.words))):
            word, tag = words.words[place], words.tags[place]
            if words.starts[place] >= right or tag in _BREAKS or word in STOPS or word in QUOTES or word in self._roles.verbs:
                return False
            if place > index and self._roles.head_end.search(word) and self._roles.tell_role(word, tag) == "noun":
                return True
        return False

    def _goes_on(self, words: Words, index: int, right: int) -> bool:
        """Whether a noun phrase goes on after a join."""
        if index >= len(words.words) or words.starts[index] >= right:
            return False
        return words.words[index] in QUOTES or self._roles.tell_role(words.words[index], words.tags[index]) == "noun"

    def _is_described(self, words: Words, index: int, right: int) -> bool:
        """Whether an adverb at the beginning belongs to a name: a noun follows, or an act with a noun behind it (长期|建设国债)."""
        if self._goes_on(words, index, right):
            return True
        return index < len(words.words) and words.words[index] in self._roles.process and self._goes_on(words, index + 1, right)

    def _is_named(self, words: Words, index: int, right: int) -> bool:
        """Whether an act at the beginning names a thing, since a noun follows."""
        if index >= len(words.words) or words.starts[index] >= right:
            return False
        return self._roles.tell_role(words.words[index], words.tags[index]) in ("noun", "process")


def _read_act(sentence: str, start: int, right: int) -> str:
    """The verb phrase at an offset, up to a stop."""
    end = start
    while end < right and sentence[end] not in STOPS and sentence[end] != "、":
        end += 1
    return clean_name(sentence[start : min(end, start + _LONGEST_ACT)])
