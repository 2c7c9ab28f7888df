"""Signs of a text made alike: full-width forms and old letters folded, blanks and invisible signs taken out, every offset kept.

The grammar reads *clean* text. ``squeeze_text`` makes it sentence by sentence and ``Cleaned.place`` leads back to the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from pipeline.lexicon.reports import Letter
from pipeline.lexicon.rows import read_rows

_FOLDS: Final = (
    {chr(0xFF10 + digit): chr(0x30 + digit) for digit in range(10)}
    | {chr(code + 0xFEE0): chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))}
    | dict(zip("％．＋＝／＜＞～＊｜〇○", "%.+=/<>~*|零零", strict=True))
    | dict(zip(",;:()", "，；：（）", strict=True))
)
_SIGNS: Final = re.compile(f"[{re.escape(''.join(_FOLDS))}]")
_COMMON: Final = re.compile("[國們這爲為個發會來業產産對經時從應]")  # a text without one of these old letters is written in new ones
_COMMA_IN_NUMBER: Final = re.compile(r"，(?<=\d，)(?=\d{3}(?!\d))")
_POINT_IN_NUMBER: Final = re.compile(r"[·•](?<=\d[·•])(?=\d)")
# Blanks, line ends, zero-width signs, soft hyphens, byte order marks.
JUNK: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


def fold_text(text: str) -> str:
    """Fold full-width letters, digits and signs to half-width (and half-width punctuation to Chinese), one for one.

    A comma or point inside a number stays one: the result has the text's length.

    >>> fold_text("增长７．９％,达1，234万元"), fold_text("糧食産量增長５％")
    ('增长7.9%，达1,234万元', '粮食产量增长5%')
    """
    return fold_signs(fold_letters(text))


def fold_letters(text: str, *, old: bool = False) -> str:
    """Write a text that holds common old letters (or is known to be ``old``) in new ones, one for one; another is returned itself.

    >>> fold_letters("鋼鐵"), fold_letters("鋼鐵", old=True), fold_letters("鋼鐵業")
    ('鋼鐵', '钢铁', '钢铁业')
    """
    if not old and not _COMMON.search(text):
        return text
    letters = _load_letters()
    return letters.old.sub(lambda hit: letters.new[hit[0]], text)


class _Letters(NamedTuple):
    """Any old letter, and the new ones by the old."""

    old: re.Pattern[str]
    new: dict[str, str]


@cache
def _load_letters() -> _Letters:
    new = {letter.old: letter.new for letter in read_rows("letters.csv", Letter)}
    return _Letters(re.compile(f"[{''.join(new)}]"), new)


def fold_signs(text: str) -> str:
    """Fold full-width letters, digits and signs alone."""
    for sign in set(_SIGNS.findall(text)):
        text = text.replace(sign, _FOLDS[sign])
    if "，" in text:
        text = _COMMA_IN_NUMBER.sub(",", text)
    return _POINT_IN_NUMBER.sub(".", text) if "·" in text or "•" in text else text


@dataclass(frozen=True, slots=True)
class Cleaned:
    r"""A clean text of several sentences, ``\n`` between them, and the way back to the source.

    ``starts[i]`` is where sentence ``i`` begins in ``text``; ``marks`` are clean offsets from which the distance to the source is
    ``shifts``, and ``places`` the marks' offsets in the source (same length).
    """

    text: str
    starts: tuple[int, ...]
    marks: tuple[int, ...]
    shifts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Return the source offset of the character at a clean offset."""
        return offset + self.shifts[bisect_right(self.marks, offset) - 1]

    def place_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a clean span (not empty)."""
        mark = bisect_right(self.marks, start)
        shift = self.shifts[mark - 1]
        near = mark == len(self.marks) or end <= self.marks[mark]  # nothing was taken out inside
        return start + shift, end + shift if near else self.place(end - 1) + 1

    def find_clean(self, place: int) -> int:
        """Return the clean offset of a character of the source that is in the clean text."""
        return place - self.shifts[bisect_right(self.places, place) - 1]

    def find_clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span of a span of the source (not empty) whose first and last character are in the clean text."""
        return self.find_clean(start), self.find_clean(end - 1) + 1


def squeeze_text(folded: str, starts: Sequence[int], ends: Sequence[int]) -> Cleaned:
    r"""Return the sentences ``text[starts[i]:ends[i]]`` clean: folded, without blanks and invisible signs (a tab stays).

    >>> cleaned = squeeze_text("达到7.4\n万亿元。", [0], [11])
    >>> cleaned.text, cleaned.place_span(2, 8)
    ('达到7.4万亿元。\n', (2, 9))
    """
    pieces: list[str] = []
    begins: list[int] = []
    marks: list[int] = [0]
    shifts: list[int] = [0]
    at, split = 0, False  # split: a number may have been parted at its comma
    for start, end in zip(starts, ends, strict=True):
        begins.append(at)
        sentence = folded[start:end]
        marks.append(at)
        shifts.append(start - at)
        if not is_clean(sentence):
            done, split = 0, split or "，" in sentence
            for junk in JUNK.finditer(sentence):
                kept = "\t" if "\t" in junk[0] else ""
                pieces.append(sentence[done : junk.start()] + kept)
                at += junk.start() - done + len(kept)
                done = junk.end()
                marks.append(at)
                shifts.append(start + done - at)
            sentence = sentence[done:]
        pieces.append(sentence)
        pieces.append("\n")
        at += len(sentence) + 1
    text = "".join(pieces)
    places = tuple(mark + shift for mark, shift in zip(marks, shifts, strict=True))
    return Cleaned(_COMMA_IN_NUMBER.sub(",", text) if split else text, tuple(begins), tuple(marks), tuple(shifts), places)


def squeeze_sentence(folded: str, start: int, end: int) -> tuple[str, Cleaned | None]:
    """Return one sentence clean, and the way back to the source if something was taken out of it."""
    sentence = folded[start:end]
    if is_clean(sentence):
        return sentence, None
    cleaned = squeeze_text(folded, [start], [end])
    return cleaned.text[:-1], cleaned


def is_clean(folded: str) -> bool:
    """Tell at once that a text holds no junk; False where it may."""
    return folded.isprintable() and " " not in folded
