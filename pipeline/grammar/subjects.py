"""Subjects: the name that stands before a number, in its clause or an earlier one of the sentence (地区生产总值|95亿元)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.grammar.modifiers import last_stop
from pipeline.grammar.roles import JOINS, WordRoles, Words, clean_name

_YEAR: Final = "[0-9零一二三四五六七八九十]+年(?:代)?(?:同期|底|末|初)?"
_COMPARED: Final = re.compile(
    rf"(?<![占之对])(?:比(?![重例率])|较|同(?!比)|与|按|以(?!实现|完成|达到))(?:{_YEAR}|上年(?:同期|末|底)?|去年(?:同期|末|底)?|前年|年初"
    r"|上一?个?[一二三四五六七八九十]*年(?:计划)?|上?同期|计划|预算|全国|全省|全市|解放前|战前|现有|现在|目前|原来|历史|年度计划"
    r"|[^，。；、]{1,6}(?:年|期|末|平均水平|平均(?!的)))[^，。；、]{0,10}$"
    r"|超过?了?[^，。；、]{0,10}(?:计划|指标|预算|规定|任务)[^，。；、]{0,8}$"
    r"|由[负降亏跌]转[正升盈涨].{0,4}$|每(?:人|户|亩|斤|吨|公斤|平方米|立方米|度|千瓦时|头|件|台|套|个?月|年|天)(?:每[年月天])?$"
)
_COMPARING: Final = re.compile("[比较同与按以由每超]")  # what it begins with
_COUNTED_YEARS: Final = r"(?:[一二两三四五六七八九十几]+|\d+)(?:个)?(?:年|月|季度)"
_TIME: Final = re.compile(
    rf"(?:(?:到|至|截至|自|从|在)?(?:近|过去|今后|未来)?的?(?:[0-9]{{4}}年?|[零一二三四五六七八九]{{4}}年|[0-9]{{1,2}}月份?|{_COUNTED_YEARS})"
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初|间|来|以来|前|后|内|里|中|上半年|下半年)?(?:，)?"
    r"|第[一二三四五六七八九]个五年(?:计划)?(?:期间|时期)?"
    r"|(?:[0-9]{4}|[零一二三四五六七八九]{4})年?[、和与](?:[0-9]{4}|[零一二三四五六七八九]{4})年?(?:两年)?"
    r"|全年|今年|去年|上年|当年|年末|年底|年初|年内|本年|明年|前年|近年|近年来|到年底|目前|现在|现已|至今"
    r"|“?十[一二三四五]?五”?(?:时期|期间|末|以来)?|“?[一二三四五六七八九]五”?(?:时期|期间|末)"
    r"|截至目前|同期|上半年|下半年|前三季度|计划期末|期末|本届政府|累计|同时|其中|另外|此外|包括|预计|初步预计|力争|确保|争取"
    r"|多年(?:来|间)?|此间|当前|期间|时期|每年|平均每年|平均|一年|每天|每月)+"
)
_CIRCUMSTANCE: Final = re.compile(
    r"(?:在|就|不?包括|连同|按照?|根据|通过|经过?|围绕|随着|为了?|由于|考虑|扣除|剔除|比|其中|同时|此外|加上|除|面对|对|以)|从[^，。；、]{1,8}[到至][^，。；、]{1,8}$"
)
# How a figure was reckoned, or upon what: it is no name, and what stands before it is one (国民收入，按可比价格计算|增长).
_RECKONED: Final = re.compile(
    "(?:按照?|以)(?!每|人均|日|天|月)[^，。；、]{1,8}?(?:计算|口径|因素|可比价格?|不变价格?|现行价格)(?:计算)?"
    "|(?:考虑|扣除|剔除)[^，。；、]{1,12}?(?:因素|影响)(?:后|外)?|(?:在[^，。；]{2,20})?的?基[础数]上"
)
_RECKONING: Final = re.compile("[计口因价影基]")  # what it cannot do without
# What is said of the number before, where a list goes on behind it (600平方公里|以上、|水土流失综合治理…).
_PASSED: Final = re.compile("(?:左右|以上|以下|以内|上下)[、和与及]")
_ASIDE: Final = re.compile("，|[不包]括|不?含|下同|^（按")  # what a bracket behind a name says that is no part of it
_SHORT: Final = 12  # characters of a bracket that may stand inside a name
_BRACKET: Final = 60  # characters before a number, or a stop, that a bracket aside may take
# What a time is told by between a name and the number (粮食产量在过去四年中共增加了|5亿斤, 外贸出口从7月份开始回升).
_DURING: Final = re.compile(
    rf"(?:[在于从自由经](?:[^，。；、：年]{{0,4}})?)?(?:过去|今后|近|前|这)?的?(?:{_COUNTED_YEARS}|近年)(?:以?来|中|内|里|间|期间)?$|[由从]前$"
    rf"|[从自][^，。；、：]{{2,8}}(?:开始|起|以来)$|在[^，。；、：]{{2,16}}中$|[在于][^，。；、：]{{1,8}}(?:初期|中期|后期|末期|期间|时期)$"
)
_DURING_ENDS: Final = frozenset("年月季度来中内里间期始起前")
# What is told of under a heading of its own (在粮食产量方面：2019年增长3%).
_TOPIC: Final = re.compile("(?:在|从|以|就|拿)(?P<name>[^，。；：]{2,16}?)(?:方面|来说|来看|来讲|而言)$")
_HAS: Final = re.compile("占(?![用有]|地(?![区方]))")
_OF_WHOLE: Final = re.compile(r"占(?![用有]|地(?![区方]))[^，。；]*?(?:比重|比例|份额|比率|之比|比|率)")
_SUFFIXES: Final = frozenset("数率额量值度点费性")
_LINKING: Final = frozenset(["d", "t", "ad", "vd", "p", "r", "c", "uj", "ul"])
_LIST_JOINS: Final = ("、", "和", "及")


class SubjectReader:
    """Reads what stands before a number by the roles of its words."""

    def __init__(self, roles: WordRoles) -> None:
        """Keep the roles."""
        self._roles = roles

    def read_ahead(self, sentence: str, words: Words, left: int, right: int, *, money: bool, grown: bool) -> tuple[str, bool]:
        """Return the name in ``sentence[left:right]`` before a number at ``right``, and whether 分别 spreads it over several numbers.

        ``money`` numbers may be named by an act alone (投资3000万元); a rate by which something has ``grown`` is about that thing
        (税收|增速6%).
        """
        end, own, spread, topic = right, True, False, ""
        while end > left:
            clause = last_stop(sentence, left, end)
            start = max(clause + 1, left)
            aside = _find_aside(sentence, left, end)
            if aside and aside[1] - aside[0] <= _SHORT and sentence.startswith("的", aside[1]):  # 粮食（不包括大豆）的|产量
                clause = last_stop(sentence, left, aside[0]) if clause > aside[0] else clause
                start = max(clause + 1, left)
            elif aside and aside[1] >= start:
                spread = spread or sentence.find("分别", aside[1], end) >= 0
                name = self._read_clause(sentence, words, aside[1], end, act=own and money, grown=grown)
                if name:
                    return name, spread
                end = aside[0]
                continue
            spread = spread or (own and sentence.find("分别", start, end) >= 0)
            if own or not _CIRCUMSTANCE.match(sentence, start, end):
                name = self._read_clause(sentence, words, start, end, act=own and money, grown=grown)
                if name:
                    return name, spread
            elif not topic and (hit := _TOPIC.match(sentence, start, end)):
                begin, stop = hit.span("name")
                cut = words.starts[words.find_index(begin)] == begin  # else a word runs over both (以铁|的产量)
                topic = self._read_clause(sentence, words, begin, stop, act=False, grown=grown) if cut else clean_name(hit["name"])
            if clause < left or sentence[clause] in "；。！？":
                break
            end, own = clause, False
        return topic, spread

    def _read_clause(self, sentence: str, words: Words, start: int, end: int, *, act: bool, grown: bool) -> str:
        """The name in one clause: its words without what links, dates, compares and acts."""
        whole = end
        if hit := _PASSED.match(sentence, start, end):
            start = hit.end()
        if _RECKONING.search(sentence, start, end) and (hit := _RECKONED.search(sentence, start, end)):
            start, end = (hit.end(), end) if hit.start() == start else (start, hit.start())
        if (lead := _COMPARING.search(sentence, start, end)) and (hit := _COMPARED.search(sentence[start:end], lead.start() - start)):
            end = start + hit.start()
        if hit := _TIME.match(sentence, start, end):
            start = hit.end()
        first, behind = words.find_index(start), words.find_index(end)
        while first < len(words.words) and words.words[first] in JOINS:
            first += 1
        first = self._skip_acts(words, first, behind)
        stop, last_act = self._strip_links(words, first, behind, grown=grown)
        if stop > first and words.words[stop - 1][-1] in _DURING_ENDS:
            stop, last_act = self._end_name(sentence, words, first, stop, last_act, grown=grown)
        if stop == first:
            return last_act if act and last_act in self._roles.sums else ""
        end = min(end, words.starts[stop - 1] + len(words.words[stop - 1]))
        begin = max(start, words.starts[self._find_name(words, first, stop)])
        name = clean_name(sentence[begin:end])
        if len(name) == 1 and name in _SUFFIXES:
            name = clean_name(sentence[start:end])
        if has := _HAS.search(name):
            part = _OF_WHOLE.search(sentence, start, whole)
            share = begin + has.start() + max(0, sentence[begin:end].find(name))
            cut, _ = self._strip_links(words, first, words.find_index(share), grown=grown)
            cut, _ = self._end_name(sentence, words, first, cut, "", grown=grown)
            name = clean_name(sentence[begin : max(end, part.end()) if part else (words.find_end(cut - 1) if cut > first else 0)])
        none = (
            name in self._roles.empty
            or name in self._roles.ends
            or name in self._roles.links
            or (grown and name in self._roles.rates)
            or name.endswith(self._roles.steps_end)
        )
        return "" if none else name

    def _end_name(self, sentence: str, words: Words, first: int, stop: int, last_act: str, *, grown: bool) -> tuple[int, str]:
        """Where the words end that are no time between name and number, and the last act among the links behind them."""
        while stop > first and words.words[stop - 1][-1] in _DURING_ENDS and (spell := self._find_spell(sentence, words, first, stop)):
            stop, last_act = self._strip_links(words, first, spell, grown=grown)
        return stop, last_act

    @staticmethod
    def _find_spell(sentence: str, words: Words, first: int, stop: int) -> int:
        """Where the words of a time begin that end before ``stop``, if others stand before them; else 0."""
        end = words.find_end(stop - 1)
        hit = _DURING.search(sentence, words.starts[first], end)
        begin = words.find_index(hit.start()) if hit else 0
        return begin if first < begin < stop else 0

    def _skip_acts(self, words: Words, first: int, stop: int) -> int:
        """Where the words behind several acts of one object begin (新建、改建、扩建|农村学校)."""
        acts, place = self._roles.acts, first
        while place + 3 < stop and words.words[place] in acts and words.words[place + 1] in _LIST_JOINS and words.words[place + 2] in acts:
            place += 2
        return place + 1 if place > first else first

    def _strip_links(self, words: Words, first: int, stop: int, *, grown: bool) -> tuple[int, str]:
        """Where the words end that are no link between name and number, and the last act among the links."""
        roles, last_act, whole = self._roles, "", stop
        while stop > first:
            word, tag = words.words[stop - 1], words.tags[stop - 1]
            if word == "比" and stop < whole and words.words[stop] not in roles.empty:  # a noun (收入比|缩小到), nothing is compared
                break
            if word in roles.verbs and word not in roles.links and word not in roles.process and word not in roles.nouns:
                last_act = last_act or word
            elif (
                word in roles.links
                or word in roles.adverbs
                or word in roles.empty
                or (grown and word in roles.rates)
                or (tag in _LINKING and word not in roles.nouns)
                or (word in roles.sums and stop - 1 == first)
            ):
                last_act = last_act or (word if word in roles.sums else "")
            else:
                break
            stop -= 1
        return stop, last_act

    def _find_name(self, words: Words, first: int, stop: int) -> int:
        """Where the name begins: after the last act that has an object."""
        roles, cut = self._roles, first
        for index in range(first, stop - 1):
            word, tag, after = words.words[index], words.tags[index], words.words[index + 1]
            if word in roles.nouns or after in _LIST_JOINS or after in _SUFFIXES or (after == "的" and tag != "t"):
                continue
            if word in roles.process:
                if index == cut and roles.tell_role(after, words.tags[index + 1]) in ("noun", "process", "drop"):
                    cut = index + 1
            elif word in roles.verbs or tag == "t":
                cut = index + 1
            elif index == cut:
                acted = cut > first and words.words[cut - 1] in roles.verbs
                cut += self._is_left(word, tag, after, words.tags[index + 1], acted=acted)
        return cut

    def _is_left(self, word: str, tag: str, after: str, after_tag: str, *, acted: bool) -> bool:
        """Whether a word at the beginning stands before the name; a verb behind an act (``acted``) belongs to it (开通|定制线路)."""
        roles = self._roles
        if word == "占":  # 占全年支出的50%: a part of it, not the name
            return False
        if word in roles.adverbs or word in roles.links or tag in ("d", "p", "r") or (word in roles.empty and after in roles.links):
            return True
        return tag.startswith("v") and tag != "vn" and not acted and roles.tell_role(after, after_tag) in ("noun", "process")


def _find_aside(sentence: str, left: int, end: int) -> tuple[int, int] | None:
    """Where the last bracket of a text stands, if it says something aside (农业总产值|（不包括村办工业，下同）|增长)."""
    left = max(left, end - _BRACKET)
    close = sentence.rfind("）", left, end)
    begin = sentence.rfind("（", left, close) if close > left else -1
    return (begin, close + 1) if begin >= 0 and _ASIDE.search(sentence[begin:close]) else None
