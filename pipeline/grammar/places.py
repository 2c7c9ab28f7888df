"""Names of places: a chain such as 杭州市萧山区衙前镇 taken apart, with the level of its last place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.lexicon.reports import PlaceWord
from pipeline.schema import LEVELS

_NAME: Final = re.compile(r"[A-Za-zＸ×＊*○〇某\u4e00-\u9fff]+")
_LONGEST: Final = 15  # characters of a name: 自治县 of four peoples
# What no name begins with, holds, or has after an ending within it: 全市各县 is none, 全州县, 和平镇 and 龙胜各族自治县 are.
_NEVER: Final = re.compile(r"[我该各此这为]|[全本][省市盟县区旗镇乡]|.*(?:[的在是了第与]|[省市州盟县区旗镇乡][全本各我该和])")
_WHOLE: Final = ("", "全", "本")
_ZONES: Final = ("开发区", "新区")  # a county's may lie in a county
_SHORTEST: Final = {"盟": 3}  # characters: in 西盟佤族自治县 there is no league


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a report names it: its full name, the place above it ("" where none is told) and its level."""

    name: str
    parent: str
    level: str


@dataclass(frozen=True, slots=True)
class _Forms:
    """Endings with their levels, whole names, short names of provinces, and patterns of an ending anywhere and of a high one ahead."""

    levels: dict[str, str]
    names: dict[str, tuple[str, str]]
    shorts: dict[str, tuple[str, str]]
    ending: re.Pattern[str]
    high: re.Pattern[str]


@lru_cache(maxsize=4)
def _compile_forms(words: tuple[PlaceWord, ...]) -> _Forms:
    levels = {word.form: word.level for word in words if word.kind == "suffix"}
    names = {form: (word.full, word.level) for word in words if word.kind == "name" for form in (word.form, word.full)}
    shorts = {form: said for form, said in names.items() if said[1] == "省" and form != said[0]}
    endings = sorted(levels, key=len, reverse=True)
    high = [ending for ending in endings if levels[ending] in ("省", "市")]
    return _Forms(levels, names, shorts, re.compile(f"(?=({'|'.join(endings)}))"), re.compile("|".join(high)))


def parse_place(text: str, words: tuple[PlaceWord, ...]) -> Place | None:
    """Return the place that ``text`` names from its first to its last character, or None.

    Each place of a chain lies below the one before it; a 市 below a 市 or 自治州 is of the level 县.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> parse_place("青川市云溪区柳塘镇", load_report_words().places)
    Place(name='柳塘镇', parent='云溪区', level='乡')
    """
    forms = _compile_forms(words)
    pieces = _split_chain(text, forms)
    if not pieces:
        return None
    name, level = pieces[-1]
    parent = pieces[-2][0] if len(pieces) > 1 else ""
    return Place(name, parent, level)


def lower_level(level: str, parent: str, words: tuple[PlaceWord, ...]) -> str:
    """Return the level of a place whose parent is told elsewhere, by a folder or a catalogue.

    A 地区 may be a mere region there and lowers nothing.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> lower_level("市", "明州市", load_report_words().places)
    '县'
    """
    above = parse_place(parent, words) if level == "市" and not parent.endswith("地区") else None
    return _step_down(level, above.name, above.level) if above else level


def _step_down(level: str, above: str, above_level: str) -> str:
    """Return the level of a 市 below another place: a county below a city (重庆市合川市), a city below a province (四川省重庆市)."""
    if level == "市" and (above_level == "市" or (above_level == "省" and above.endswith("市"))):
        return "县"
    return "市" if level == above_level == "省" else level


def _split_chain(text: str, forms: _Forms, above: str = "", above_level: str = "国家") -> list[tuple[str, str]]:
    """Cut a chain into (full name, level) from the highest place down, each below the one before; empty where it is no chain of places."""
    if not above:
        if text in forms.names:
            return [forms.names[text]]
        if short := _split_short(text, forms):
            return short
    for name, end, level in _list_pieces(text, forms):
        lower = _step_down(level, above, above_level) if name.endswith("市") else level
        in_county = lower == above_level == "县" and name.endswith(_ZONES)
        if LEVELS.index(lower) <= LEVELS.index(above_level) and not in_county:
            continue
        if end == len(text):
            return [(name, lower)]
        if below := _split_chain(text[end:], forms, name, lower):
            return [(name, lower), *below]
    return []


def _split_short(text: str, forms: _Forms) -> list[tuple[str, str]]:
    """Cut a chain that begins with the short name of a province (浙江杭州市), but not one that only sounds so (吉林市, 海南藏族自治州)."""
    begun = max((name for name in forms.names if text.startswith(name)), key=len, default="")
    if begun not in forms.shorts or forms.high.match(text, len(begun)):
        return []
    rest = _split_chain(text[len(begun) :], forms, *forms.names[begun])
    return [forms.names[begun], *rest] if rest and rest[0][1] in ("市", "县") else []


def _list_pieces(text: str, forms: _Forms) -> list[tuple[str, int, str]]:
    """Return what may be the first place of a chain, the shortest first: its full name, where it ends, its level."""
    endings: dict[int, str] = {}
    for match in forms.ending.finditer(text, 0, _LONGEST):
        endings.setdefault(match.end(1), match[1])
    pieces = []
    for end, ending in endings.items():
        piece = text[:end]
        if _NAME.fullmatch(piece) and not _NEVER.match(piece) and piece.removesuffix(ending) not in _WHOLE:
            name, level = forms.names.get(piece) or (piece, forms.levels[ending])
            if end >= _SHORTEST.get(ending, 0):
                pieces.append((name, end, level))
    return pieces
