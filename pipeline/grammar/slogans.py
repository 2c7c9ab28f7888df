"""Slogans: runs of a text that may be set phrases (提法): quoted names, numbered slogans with their members, clauses of resolve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pipeline.grammar.folding import JUNK, fold_text
from pipeline.grammar.modifiers import compile_forms
from pipeline.lexicon.figures import Unit
from pipeline.lexicon.slogans import SloganWords

_HAN: Final = "\u3400-\u9fff"
_QUOTED: Final = re.compile(r'[“「]([^“”「」]{2,40})[”」]|"([^"\n]{0,200})"')
_NAME: Final = re.compile(rf"(?=(?:[^{_HAN}]*[{_HAN}]){{2}})[{_HAN}A-Za-z、·—+\-]{{2,16}}")
_DIGITS: Final = "一二三四五六七八九"
_NUMBERED: Final = re.compile(rf"[两二三四五六七八九十双]|一[{_HAN}][一两二三四五六七八九]")
_TIME: Final = re.compile(f"[{_DIGITS}十]+")  # numbers alone are a time: a five-year plan (十四五), a day (五四)
_SHORTEST: Final = 3  # characters of a quoted name without a number; shorter ones are common words in quotes
_CLAUSE: Final = (4, 12)  # characters behind the verb of a clause
_MEMBER: Final = 14
_COUNTS: Final = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2}
_REACH: Final = 160  # characters in which a list of members must end


class Form(NamedTuple):
    """A run that may be a set phrase: its span, its text without blanks, its kind, and of a member what it is one of."""

    start: int
    end: int
    phrase: str
    kind: str
    whole: str | None = None


class SloganReader:
    """Finds forms by the words of one lexicon."""

    def __init__(self, words: SloganWords, units: Iterable[Unit]) -> None:
        """Compile the patterns; ``units`` tell quantities from numbered phrases."""
        measured = compile_forms(unit.form for unit in units if unit.kind not in ("count", "other"))
        self._quantity = re.compile(f"[{''.join(_COUNTS)}百千万亿零几]+(?:{measured})(?:以[上下内]|左右)?")
        least, most = _CLAUSE
        rest = rf"(?!{compile_forms(words.opens)})[{_HAN}]"
        self._clause = re.compile(
            rf"(?<![不未])(?:{compile_forms(words.verbs)})(?:{rest}{{{least},{most}}}(?=[，。；：！？）,;:!?)\n\r])|{rest}{{{least}}}(?=、))"
        )
        self._pointing = re.compile(compile_forms(words.points))
        lists = compile_forms(words.lists)
        self._lead = re.compile(rf"[”」\"]?(?:[{_HAN}]{{0,4}})?(?:{lists})+")

    def find(self, text: str) -> list[Form]:
        """Return the forms of a text in their order; members stand after what they are of."""
        forms = [*self._find_quoted(text), *self._find_clauses(text)]
        return sorted(forms, key=lambda form: (form.start, form.end, form.kind))

    def _find_quoted(self, text: str) -> Iterator[Form]:
        for quoted in _QUOTED.finditer(text):
            group = 1 if quoted[1] is not None else 2
            phrase = fold_text(JUNK.sub("", quoted[group]))
            if is_name(phrase) and not self._pointing.search(phrase) and not self._quantity.fullmatch(phrase):
                kind = "numbered" if _NUMBERED.match(phrase) else "quoted"
                start, end = quoted.span(group)
                yield Form(start, end, phrase, kind)
                if kind == "numbered":
                    yield from self._find_members(text, quoted.end(), phrase)

    def _find_clauses(self, text: str) -> Iterator[Form]:
        for clause in self._clause.finditer(text):
            if not self._pointing.search(clause[0]):
                yield Form(*clause.span(), clause[0], "verbal")

    def _find_members(self, text: str, end: int, whole: str) -> Iterator[Form]:
        """Yield the members that are listed straight behind a numbered phrase, if they are as many as it says."""
        lead = self._lead.match(text, end)
        if lead is None:
            return
        stop = re.compile(r"[。；！？）;!?)\n]").search(text, lead.end(), lead.end() + _REACH)
        if stop is None:
            return
        for listed in (stop.start(), text.find("，", lead.end(), stop.start())):
            if listed > 0:
                members = list(_split_members(text, lead.end(), listed))
                sizes = [len(phrase) for _, _, phrase in members]
                if len(members) == count_members(whole) and min(sizes) > 1 and max(sizes) <= min(_MEMBER, 2 * min(sizes)):
                    yield from (Form(*member, "member", whole) for member in members)
                    return


def _split_members(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the members of a list: between 、, ， or the last 和, without quotes."""
    for piece in re.finditer(r"(?:[^、，和“”\"\s]|和(?=谐|平|睦|美))+", text[start:end]):
        yield start + piece.start(), start + piece.end(), JUNK.sub("", piece[0])


def is_numeral(sign: str) -> bool:
    """Tell whether a character writes a number, or 第 before one."""
    return sign in "0123456789第零百千万亿" or sign in _COUNTS


def is_name(phrase: str) -> bool:
    """Tell whether what stands in quotes may be a set phrase: a short name without figures that is no time and no common word.

    >>> [is_name(phrase) for phrase in ("放管服", "两山", "互联网+政务服务", "十四五", "五四", "瓶颈", "3个95%", "要想富，先修路")]
    [True, True, True, False, False, False, False, False]
    """
    if not _NAME.fullmatch(phrase) or _TIME.fullmatch(phrase):
        return False
    return len(phrase) >= _SHORTEST or bool(_NUMBERED.match(phrase))


def count_members(phrase: str) -> int:
    """Return how many things a numbered phrase has: the sum of its numbers.

    >>> [count_members(phrase) for phrase in ("六稳", "三去一降一补", "四个全面", "十大工程")]
    [6, 5, 4, 10]
    """
    return sum(_COUNTS.get(sign, 0) for sign in phrase)
