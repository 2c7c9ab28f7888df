"""Heads: what a measure is about, read from the words around it.

A count or a size is about the noun behind it (12公里热力主管网), else about the name before it (重点项目32个); money, a rate or a change is
about the name before it (地区生产总值95亿元), or about the subject of the clause before (、同比增长8.5%). A name is a run of words from
after the last verb to the number, without what only links the two. Nothing is read across a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.modifiers import Modifier, compile_forms, last_stop
from pipeline.lexicon.figures import HeadWord
from pipeline.schema import Measure

_NOUNISH: Final = frozenset(
    [
        "n",
        "nr",
        "nrt",
        "nrfg",
        "ns",
        "nt",
        "nz",
        "ng",
        "vn",
        "an",
        "j",
        "l",
        "i",
        "eng",
        "b",
        "s",
        "f",
        "a",
        "t",
        "x",
        "k",
        "g",
        "nw",
        "zg",
        "z",
    ]
)
_JOINS: Final = frozenset("、和与及暨")
_STOP: Final = frozenset("，。；！？：\n\t—…,;!?:")
_QUOTES: Final = frozenset("“”‘’「」『』《》〈〉")
_SIZES: Final = frozenset({"length", "area", "volume", "mass", "power", "energy", "other"})
_COMPARED: Final = re.compile(
    r"(?<![占之对])(?:比(?![重例率])|较|同(?!比)|与|按|以)(?:[0-9零一二三四五六七八九十]+年(?:代)?(?:同期|底|末|初)?|上年(?:同期|末|底)?|去年(?:同期|末|底)?|前年|年初|上一?个?[一二三四五六七八九十]*年(?:计划)?|上?同期|"
    r"计划|预算|全国|全省|全市|解放前|战前|现有|现在|目前|原来|历史|年度计划|[^，。；、]{1,6}(?:年|期|末|平均水平|平均))[^，。；、]{0,10}$"
)
_TIME: Final = re.compile(
    r"^(?:(?:到|至|截至|自|从|在|近|过去|今后|未来)?(?:[0-9]{4}年?|[零一二三四五六七八九]{4}年|[0-9]{1,2}月份?|(?:[一二两三四五六七八九十几]+|\d+)(?:个)?(?:年|月|季度))"
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初|间|来|以来|前|后|内|里|中|上半年|下半年)?(?:，)?"
    r"|全年|今年|去年|上年|当年|年末|年底|年初|年内|本年|明年|前年|近年|近年来|到年底|目前|现在|现已|至今|“?十[一二三四五]?五”?(?:时期|期间|末|以来)?|“?[一二三四五六七八九]五”?(?:时期|期间|末)"
    r"|截至目前|同期|上半年|下半年|前三季度|计划期末|期末|本届政府|累计|同时|其中|另外|此外|包括|预计|初步预计|力争|确保|争取|此间|当前|期间|时期|每年|平均每年|平均|一年|每天|每月)+"
)
_TRAILING: Final = re.compile(r"(?:的|之|等|达|均|都|也|还|又|将|已|各|每|其|该|从|由|至|到|在|为|以|共)+$")
_LEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+[是要]|的|等|了|着|其中|该|各类?|并|而|且|使|让|把|将|给|向|为|通过|由于|按照|根据|以及|及|和|与|、|已有?|我[区省市县镇国们]|全部|所有|首批|累计|全年|这些|上述|另有|还有|：)+"
)
_CIRCUMSTANCE: Final = re.compile(
    r"^(?:在|按|按照|根据|通过|经|经过|围绕|随着|为了?|由于|考虑|扣除|剔除|比|其中|同时|此外|加上|除|面对|对|以)"
)
_OF_WHOLE: Final = re.compile(r"占[^，。；]*?(?:比重|比例|份额|比率|之比|比|率)")
_SUFFIXES: Final = frozenset("数率额量值度点费性")


_JOIN_SPLIT: Final = re.compile(r"以及|[、，]|和(?![谐平解美睦])|与(?![会])|(?<![普涉波惠提顾触以])及(?![时格])")


class Words(NamedTuple):
    """The words of one clean sentence: their starts in it, the words, their parts of speech."""

    starts: Sequence[int]
    words: Sequence[str]
    tags: Sequence[str]


class HeadReader:
    """Head words of one lexicon, compiled; ``read`` names what each measure of a sentence is about."""

    def __init__(self, rows: Iterable[HeadWord], trends: Iterable[str]) -> None:
        """Group the rows by role; ``trends`` are the verbs of change, which link a name and its number too."""
        roles: dict[str, set[str]] = {}
        for row in rows:
            roles.setdefault(row.role, set()).add(row.form)
        self._verbs, self._process = roles["verb"], roles["process"]
        self._links, self._adverbs = roles["link"] | set(trends), roles["adverb"]
        self._money, self._property, self._nouns = roles["money_verb"], roles["property"], roles["noun"]
        self._leads = roles["lead"]
        self._empty = roles["empty"]
        self._head_noun = re.compile(f"(?:{compile_forms(roles['head'])})$")
        self._property_end = re.compile(f"(?:{compile_forms(self._property)})$")

    def read(self, sentence: str, words: Words, measures: Sequence[Measure], modifiers: Sequence[Modifier]) -> list[str]:
        """Return what each measure is about, in order; empty where the sentence names nothing."""
        found: list[str] = []
        share: list[str] = []  # the parts of a 分别 subject still to give out
        for index, measure in enumerate(measures):
            left = measures[index - 1].end if index else 0
            right = measures[index + 1].start if index + 1 < len(measures) else len(sentence)
            text = sentence[left : measure.start]
            run_on = bool(found) and (not text or text.strip("、和与及，") in ("", "分别", "以及", "为"))
            if share and run_on:
                found.append(share.pop(0))
                continue
            about, spread = self._name(sentence, words, (left, right), measure, modifiers[index], found)
            share = []
            if spread:
                parts = _split(about)
                if len(parts) > 1 and index + 1 < len(measures) and len(parts[0]) > 3:
                    about, share = parts[0], parts[1:]
            found.append(about)
        return found

    def _name(
        self, sentence: str, words: Words, sides: tuple[int, int], measure: Measure, modifier: Modifier, found: list[str]
    ) -> tuple[str, bool]:
        left, right = sides
        before = sentence[left : measure.start]
        last = found[-1] if found else ""
        changed = modifier.relation == "delta"
        counted, sized = measure.kind == "count" and not changed, measure.kind in _SIZES and not changed
        joined = bool(before) and before[-1] in _JOINS
        if counted or sized:
            behind = self._behind(sentence, words, measure.end, right)
            if behind and not (sized and self._property_end.search(self._ahead(sentence, words, left, measure)[0])):
                return behind, False
        if last and (
            (measure.kind == "multiple" and not changed and measure.rules != "unit:番")
            or (measure.kind == "money" and joined and before.startswith("的"))
        ):
            return last, False
        name, spread = self._ahead(sentence, words, left, measure)
        if (
            measure.kind == "money"
            and not changed
            and sentence[measure.end : measure.end + 1] not in "的，。；、"
            and not self._names_sum(before)
        ):
            behind = self._behind(sentence, words, measure.end, right)
            if behind and (not name or not before.endswith(name)):
                return behind, False
        if name:
            return name, spread
        if measure.kind == "percent" and modifier.relation == "share" and sentence.startswith("的", measure.end):
            behind = self._behind(sentence, words, measure.end + 1, right)
            if behind:
                return behind, False
        opening = not before.strip("，、。；和\t") or before[-1] in "，。；：\t"
        if last and (joined or not opening or measure.kind in ("multiple", "money", "percent", "point")):
            return last, spread
        return self._behind(sentence, words, measure.end, right, verbs=True) or last, spread

    def _names_sum(self, before: str) -> bool:
        return any(before.endswith(word) for word in ("投资", "投入"))

    # -- behind the number

    def _behind(self, sentence: str, words: Words, start: int, right: int, *, verbs: bool = False) -> str:
        """The noun phrase that begins at an offset; with ``verbs``, a verb phrase too."""
        if sentence[start : start + 2] in ("以上", "以下", "左右", "以内"):
            start += 2
        if sentence.startswith("的", start):
            start += 1
        first = _index(words.starts, start)
        while start == right and first < len(words.words) and words.tags[first] == "m":  # 96户177人贫困人口
            start += len(words.words[first])
            first += 1
            start += 2 if sentence[start : start + 2] in ("以上", "以下") else 0
            first = _index(words.starts, start)
            right = next((words.starts[i] for i in range(first, len(words.words)) if words.tags[i] == "m"), len(sentence))
        end = start
        kept = start
        for index in range(first, len(words.words)):
            begin, word, tag = words.starts[index], words.words[index], words.tags[index]
            if begin >= right:
                break
            if word in _QUOTES:
                end = begin + len(word)
                if word in "”’」』》〉":
                    kept = end
                continue
            if word in _STOP or tag == "m":
                break
            if word in _JOINS or word == "以及":
                if begin == start or not self._goes_on(words, index + 1, right):
                    break
                continue
            role = self._role(word, tag)
            if role == "noun" or (role == "process" and (begin > start or self._noun_next(words, index + 1, right))):
                end = begin + len(word)
                if role == "noun" and tag not in ("b", "a", "f", "ad"):
                    kept = end
            elif word in ("（", "）", "-", "·", "+"):
                continue
            elif (
                begin == start
                and role == "verb"
                and word not in self._verbs
                and word not in self._links
                and self._ends(words, index + 1, right)
            ):
                end = kept = begin + len(word)
            elif kept > start and role in ("verb", "process", "adverb") and word not in self._verbs and self._reaches(words, index, right):
                continue
            elif verbs and begin == start and role in ("verb", "process", "adverb"):
                return _phrase(sentence, start, right)
            else:
                break
        kept = kept if kept > start else end
        return _clean(sentence[start:kept])

    def _ends(self, words: Words, index: int, right: int) -> bool:
        """Whether a stop or a join stands at a word, so that what is before it is a noun by its place."""
        if index >= len(words.words) or words.starts[index] >= right:
            return True
        word = words.words[index]
        return word in _STOP or word in _JOINS or word in ("以及", "等")

    def _reaches(self, words: Words, index: int, right: int) -> bool:
        """Whether the words from one that the tagger takes for a verb lead to a head noun, with no act between."""
        for place in range(index, min(index + 6, len(words.words))):
            word, tag = words.words[place], words.tags[place]
            if (
                words.starts[place] >= right
                or word in _STOP
                or word in _QUOTES
                or word in self._verbs
                or tag in ("p", "d", "c", "uj", "ul", "m", "r")
            ):
                return False
            if place > index and self._head_noun.search(word) and self._role(word, tag) == "noun":
                return True
        return False

    def _goes_on(self, words: Words, index: int, right: int) -> bool:
        """Whether a noun phrase without a verb goes on after a join."""
        if index >= len(words.words) or words.starts[index] >= right:
            return False
        word = words.words[index]
        return word in _QUOTES or self._role(word, words.tags[index]) == "noun"

    def _noun_next(self, words: Words, index: int, right: int) -> bool:
        return (
            index < len(words.words)
            and words.starts[index] < right
            and self._role(words.words[index], words.tags[index]) in ("noun", "process")
        )

    # -- before the number

    def _ahead(self, sentence: str, words: Words, left: int, measure: Measure) -> tuple[str, bool]:
        """The name before the number, and whether 分别 spreads it over several numbers."""
        spread = False
        end = measure.start
        own = True
        while end > left:
            clause = last_stop(sentence, left, end)
            start = max(clause + 1, left)
            text = sentence[start:end]
            spread = spread or (own and "分别" in text)
            if own or not _CIRCUMSTANCE.match(text):
                name = self._clause_name(sentence, words, (start, end), measure, own=own)
                if name:
                    return name, spread
            if clause < left or sentence[clause] in "；。！？\n":
                break
            end, own = clause, False
        return "", spread

    def _clause_name(self, sentence: str, words: Words, side: tuple[int, int], measure: Measure, *, own: bool) -> str:
        """The name in one clause before the number: its words without what links, dates, compares and acts."""
        start, end = side
        if hit := _COMPARED.search(sentence[start:end]):
            end = start + hit.start()
        if hit := _TIME.match(sentence[start:end]):
            start += hit.end()
        first, stop = _index(words.starts, start), _index(words.starts, end)
        whole = stop
        popped = ""
        while stop > first:
            word, tag = words.words[stop - 1], words.tags[stop - 1]
            if word in self._verbs and word not in self._links and word not in self._process and word not in self._nouns:
                popped = popped or word
            elif not (
                word in self._links
                or word in self._adverbs
                or (tag in ("d", "t", "ad", "vd", "p", "r", "uj", "ul") and word not in self._nouns)
                or word in self._empty
                or (word in self._money and stop - 1 == first)
            ):
                break
            else:
                popped = popped or (word if word in self._money else "")
            stop -= 1
        if stop == first:
            return popped if own and popped in self._money and measure.kind == "money" else ""
        if (
            not own
            and stop == whole
            and words.words[first] in self._verbs
            and words.tags[first].startswith("v")
            and first + 1 < stop
            and False
        ):
            return ""
        end = min(end, words.starts[stop - 1] + len(words.words[stop - 1]))
        begin = max(start, words.starts[self._cut(words, first, stop)])
        name = _clean(sentence[begin:end])
        if len(name) == 1 and name in _SUFFIXES:
            name = _clean(sentence[start:end])
        if "占" in name and not _OF_WHOLE.search(sentence, start, side[1]):
            name = _clean(name[: name.index("占")])
        return "" if name in self._empty else name

    def _cut(self, words: Words, first: int, stop: int) -> int:
        """Where the name begins: after the last act that has an object."""
        cut = first
        for index in range(first, stop - 1):
            word, tag = words.words[index], words.tags[index]
            after = words.words[index + 1]
            if after in ("、", "和", "及") or after in _SUFFIXES or (after == "的" and tag != "t"):
                continue
            if word in self._nouns:
                continue
            if word in self._process:
                if index == cut and self._role(after, words.tags[index + 1]) in ("noun", "process", "drop"):
                    cut = index + 1
            elif (
                word in self._verbs
                or tag == "t"
                or (index == cut and (word in self._adverbs or word in self._links or tag in ("d", "p", "r")))
                or (
                    tag.startswith("v") and tag != "vn" and index == cut and self._role(after, words.tags[index + 1]) in ("noun", "process")
                )
            ):
                cut = index + 1
        return cut

    def _role(self, word: str, tag: str) -> str:
        """What a word is to a name: noun, verb, process, adverb, drop."""
        if word in self._nouns:
            return "noun"
        if word in self._process:
            return "process"
        if word in self._verbs:
            return "verb"
        if word in self._adverbs:
            return "adverb"
        if word in ("全国", "全省", "全市", "全区", "全县", "全镇", "全社会"):
            return "noun"
        if tag in _NOUNISH:
            return "noun"
        if tag.startswith("v"):
            return "verb"
        if tag in ("d", "ad", "vd", "r", "c", "p", "ul", "uz", "ug"):
            return "adverb" if tag not in ("p", "r") else "drop"
        return "noun" if tag.startswith("n") else "other"


def _index(starts: Sequence[int], offset: int) -> int:
    return bisect_left(starts, offset)


def _phrase(sentence: str, start: int, right: int) -> str:
    end = start
    while end < right and sentence[end] not in _STOP and sentence[end] != "、":
        end += 1
    return _clean(sentence[start : min(end, start + 12)])


def _clean(name: str) -> str:
    while True:
        trimmed = _LEADING.sub("", _TRAILING.sub("", name)).strip("，、。；：\n\t")
        if trimmed == name:
            break
        name = trimmed
    if len(name) > 2 and name[0] in "“‘「《" and name[-1] in "”’」》" and name.count(name[0]) == 1:
        name = name[1:-1]
    return name


def _split(name: str) -> list[str]:
    """The parts of a list that 分别 gives out one by one.

    >>> _split("城镇居民人均可支配收入和农村居民人均纯收入")
    ['城镇居民人均可支配收入', '农村居民人均纯收入']
    """
    return [part for part in _JOIN_SPLIT.split(name) if part]
