"""Names of places: a chain such as 杭州市萧山区衙前镇 taken apart, with the level of its last place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.lexicon.reports import PlaceWord

_NAME: Final = "A-Za-zＸ×＊*○〇某\u4e00-\u9fff"
_NEVER: Final = re.compile(r"[全各本我该和的在为是了第与]")
_BARE: Final = 2  # characters: a place's name has at least one beside its ending


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a report names it: its full name, the place above it ("" where none is told) and its level."""

    name: str
    parent: str
    level: str


@dataclass(frozen=True, slots=True)
class _Forms:
    levels: dict[str, str]
    names: dict[str, tuple[str, str]]
    piece: re.Pattern[str]


@lru_cache(maxsize=4)
def _compile_forms(words: tuple[PlaceWord, ...]) -> _Forms:
    levels = {word.form: word.level for word in words if word.kind == "suffix"}
    names = {form: (word.full, word.level) for word in words if word.kind == "name" for form in (word.form, word.full)}
    endings = "|".join(sorted(levels, key=len, reverse=True))
    return _Forms(levels, names, re.compile(rf"([{_NAME}]+?)({endings})"))


def parse_place(text: str, words: tuple[PlaceWord, ...]) -> Place | None:
    """Return the place that ``text`` names from its first to its last character, or None.

    A 市 below a 市 or 自治州 is of the level 县.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> parse_place("青川市云溪区柳塘镇", load_report_words().places)
    Place(name='柳塘镇', parent='云溪区', level='乡')
    """
    forms = _compile_forms(words)
    pieces = _split_chain(text, forms)
    if not pieces:
        return None
    name, level = pieces[-1]
    parent, above = pieces[-2] if len(pieces) > 1 else ("", "")
    return Place(name, parent, _step_down(level, above))


def lower_level(level: str, parent: str, words: tuple[PlaceWord, ...]) -> str:
    """Return the level of a place whose parent is told elsewhere, by a folder or a catalogue.

    A 地区 may be a mere region there and lowers nothing.

    >>> from pipeline.lexicon.reports import load_report_words
    >>> lower_level("市", "明州市", load_report_words().places)
    '县'
    """
    above = parse_place(parent, words) if level == "市" and not parent.endswith("地区") else None
    return _step_down(level, above.level if above else "")


def _step_down(level: str, above: str) -> str:
    return "县" if level == above == "市" else level


def _split_chain(text: str, forms: _Forms) -> list[tuple[str, str]]:
    """Cut a chain into (full name, level) from the highest place down; empty where it is no chain of places."""
    if text in forms.names:
        return [forms.names[text]]
    if short := _split_short(text, forms):
        return short
    pieces: list[tuple[str, str]] = []
    cut = 0
    while cut < len(text):
        match = forms.piece.match(text, cut)
        if not match:
            return []
        piece = match.group()
        if cut and len(text) - cut < _BARE:
            return []
        rest = text[match.end() :]
        if len(match.group(1)) < 1 or (rest and len(rest) < _BARE):
            piece, rest = text[cut:], ""
        if _NEVER.search(piece) or len(piece) > 14:
            return []
        ending = match.group(2) if rest or piece == match.group() else piece[-1]
        if ending not in forms.levels:
            return []
        pieces.append(_name_piece(piece, ending, forms))
        cut += len(piece)
    return pieces


def _name_piece(piece: str, ending: str, forms: _Forms) -> tuple[str, str]:
    return forms.names.get(piece) or (piece, forms.levels[ending])


def _split_short(text: str, forms: _Forms) -> list[tuple[str, str]]:
    """Cut a chain that begins with the short name of a province (浙江杭州市), but not a name that only sounds so (海南藏族自治州)."""
    for name, said in forms.names.items():
        below = text[len(name) :]
        if text.startswith(name) and len(below) > _BARE and "族" not in below[:5]:
            rest = _split_chain(below, forms)
            return [said, *rest] if rest and rest[0][1] in ("市", "县") else []
    return []
