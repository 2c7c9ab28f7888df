"""The outline of a report: which paragraphs are headings, and the path of headings that each paragraph stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.grammar.sentences import BLANK, ENDERS, Span
from pipeline.grammar.years import HAN_DIGITS, read_small_number

LONGEST: Final = 45  # characters of a heading that has text after it on its line
ALONE: Final = 60  # characters of a numbered heading on a line of its own
BARE: Final = 36  # characters of a heading without a number
_LISTS: Final = 3  # lists of one kind within one another
_LEAD: Final = 30  # characters of the lead of a list paragraph (一是…。 ——…。)

_HAN: Final = HAN_DIGITS + "十"
_KINDS: Final = (  # the levels of numbering from the top down; lead paragraphs (order, dash) hold nothing but themselves
    ("mark", r"#{1,6}(?=[ \u3000])"),
    ("chapter", rf"第[{_HAN}\d]{{1,3}}(?:部分|[编篇章])"),
    ("clause", rf"第[{_HAN}\d]{{1,3}}节"),
    ("first", rf"[{_HAN}]{{1,3}}、"),
    ("second", rf"[（(][{_HAN}]{{1,3}}[)）]、?"),
    ("ordinal", rf"第[{_HAN}]{{1,2}}[，、,：:]"),
    ("third", r"[\d０-９]{1,2}(?:、|[.．](?![\d０-９]))"),
    ("fourth", r"[（(][\d０-９]{1,2}[)）]|[\d０-９]{1,2}[)）]|[①-⑳]"),
    ("order", rf"[{_HAN}]{{1,2}}(?:是(?:要)?|要)"),
    ("dash", r"[—―─-]{2,}"),
)
_RANKS: Final = {kind: rank for rank, (kind, _) in enumerate(_KINDS)}
_NUMBER = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS))
_NUMERAL = re.compile(rf"(?:[{_HAN}]{{1,3}}、?|[（(][{_HAN}]{{1,3}}[)）])\Z")
_ANNEX = re.compile(rf"附(?:[件表录]|[{_HAN}\d０-９]{{1,2}}|[：:]).{{0,24}}\Z")
_STOP = re.compile(r"[。！？]")
_UNFINISHED = re.compile(r"[；;：:，,、]\Z")
_LETTER = re.compile(r"[\u4e00-\u9fff]")
_NO_HEADING = re.compile(r"[。！？；;!?|>]|^.{10,}：|记者|责任编辑|^\d+$|^各位|^表?[\d０-９]+\Z")
_FOLD = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}
_SPACE = re.compile(rf"[{re.escape(BLANK)}]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the paragraph that it is or leads, its kind and number (0: none), its title, whether text follows on its line."""

    paragraph: int
    kind: str
    number: int
    title: str
    runs_in: bool

    @property
    def is_lead(self) -> bool:
        """Whether it leads a paragraph of a list and holds nothing else."""
        return self.kind in ("order", "dash") or (self.runs_in and self.kind in ("ordinal", "fourth"))


def find_headings(text: str, paragraphs: list[Span], body: int) -> list[Heading]:
    r"""Return the headings among the paragraphs from ``body`` on, in order.

    >>> text = "一、工作回顾\n（一）产业更强。产值增长5%。\n一是项目见效。开工3个。"
    >>> [(h.kind, h.number, h.title, h.runs_in) for h in find_headings(text, [(0, 6), (7, 22), (23, 35)], 0)]
    [('first', 1, '一、工作回顾', False), ('second', 1, '（一）产业更强', True), ('order', 1, '一是项目见效', True)]
    """
    headings: list[Heading] = []
    for index in range(body, len(paragraphs)):
        start, end = paragraphs[index]
        match = _NUMBER.match(text, start, end)
        if match:
            heading = _numbered(text, index, (start, end), match)
            if heading:
                headings.append(heading)
        elif end - start <= BARE and _stands_alone(text, paragraphs, index):
            headings.append(Heading(index, "bare", 0, _clean(text[start:end]), False))
    return headings


def _numbered(text: str, index: int, span: Span, match: re.Match[str]) -> Heading | None:
    start, end = span
    kind = str(match.lastgroup)
    stop = _STOP.search(text, match.end(), end)
    if stop is None or stop.end() == end:
        line = text[start:end].rstrip("。")
        if _NUMERAL.match(line):
            return Heading(index, kind, _read_number(line), _clean(line), False)
        if kind in ("order", "dash") or len(line) > ALONE or _UNFINISHED.search(line):
            return None
        if stop and (len(line) > LONGEST or kind in ("third", "fourth")):
            return None
        return Heading(index, kind, _read_number(match.group()), _clean(line), False)
    lead = text[start : stop.start()]
    longest = _LEAD if kind in ("order", "dash", "ordinal") else LONGEST
    if "\t" in lead or len(lead) > longest or _UNFINISHED.search(lead) or stop.group() != "。":
        return None
    return Heading(index, kind, _read_number(match.group()), _clean(lead), True)


def _stands_alone(text: str, paragraphs: list[Span], index: int) -> bool:
    """Whether a short line without a number is a heading: no stop in it, a Han word, and text or a heading below."""
    start, end = paragraphs[index]
    line = text[start:end]
    if _NUMERAL.match(line) or (_ANNEX.match(line) and not _STOP.search(line)):
        return True
    if "\t" in line or _NO_HEADING.search(line) or _UNFINISHED.search(line) or len(_LETTER.findall(line)) < 3:
        return False
    if index + 1 >= len(paragraphs):
        return False
    below = text[slice(*paragraphs[index + 1])]
    return len(below) > BARE or below[-1] in ENDERS + "：:" or bool(_NUMBER.match(below)) or _is_twin(text, paragraphs, index)


def _is_twin(text: str, paragraphs: list[Span], index: int) -> bool:
    """Whether a short line and the next one are a heading and its first sub-heading: text below, no third short line."""
    if index + 2 >= len(paragraphs):
        return False
    below, then = (text[slice(*paragraphs[index + step])] for step in (1, 2))
    return not _NO_HEADING.search(below) and "\t" not in below and len(then) > BARE and bool(_STOP.search(then))


def _clean(line: str) -> str:
    title = line.strip(BLANK + "#*")
    return _SPACE.sub("" if not re.search(r"[A-Za-z]\s", title) else " ", title)


def build_sections(headings: list[Heading], count: int, tops: re.Pattern[str]) -> list[tuple[Heading, ...]]:
    """Return for each of ``count`` paragraphs the headings that it stands under, from the top down.

    A heading with the number after that of an open one of its kind stands beside that one; a first one opens a list below what is open;
    one without a number stands beside the last such, or at the top if ``tops`` is found in it. The lead of a list paragraph
    (一是…。 ——…。) holds that paragraph only.
    """
    paths: list[tuple[Heading, ...]] = []
    path: tuple[Heading, ...] = ()
    at = {heading.paragraph: heading for heading in headings}
    for index in range(count):
        while path and path[-1].is_lead:
            path = path[:-1]
        if heading := at.get(index):
            path = (*path[: _find_depth(path, heading, at.get(index - 1), tops)], heading)
        paths.append(path)
    return paths


def _find_depth(open_ones: tuple[Heading, ...], heading: Heading, before: Heading | None, tops: re.Pattern[str]) -> int:
    """Return how many of the open headings ``heading`` stands under."""
    whole = len(open_ones)
    if heading.kind == "bare":
        if tops.search(heading.title):
            return 0
        if before and before.kind == "bare" and before in open_ones:
            return whole
        return next((depth for depth, other in enumerate(open_ones) if other.kind == "bare"), whole)
    alike = [depth for depth, other in enumerate(open_ones) if other.kind == heading.kind]
    if heading.kind == "mark":
        return next((depth for depth in alike if open_ones[depth].number >= heading.number), alike[-1] + 1 if alike else 0)
    following = [depth for depth in alike if open_ones[depth].number == heading.number - 1]
    if following:
        return following[-1]
    if heading.number == 1 and len(alike) < _LISTS:
        return whole
    if alike:
        return alike[-1]
    ranks = (depth for depth, other in enumerate(open_ones) if other.kind != "bare" and _RANKS[other.kind] > _RANKS[heading.kind])
    return next(ranks, whole)


def _read_number(said: str) -> int:
    """Read the number of a heading: 一、 is 1, （十二） is 12, ### is 3; 0 where there is none."""
    if said.startswith("#"):
        return len(said)
    if digits := re.findall(r"\d+", said.translate(_FOLD)):
        return int(digits[0])
    if circled := re.search(r"[①-⑳]", said):
        return ord(circled.group()) - 0x245F
    han = re.search(rf"[{_HAN}]+", said)
    return read_small_number(han[0]) if han else 0
