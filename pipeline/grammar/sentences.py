"""Where a paragraph and a sentence begin and end, in text as people have it.

A line end closes a paragraph unless the line was broken in the middle of a sentence: by a link set on a line of its own, by a
zero-width character on a line, or by hard wrapping at a width. Offsets are never moved: a sentence keeps the breaks that lie in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.grammar.cells import is_row

Span = tuple[int, int]

INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BLANK: Final = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2002\u2003\u2009\u200a\u202f\u205f\u3000\u2028\u2029" + INVISIBLE
ENDERS: Final = "。！？!?｡"
_RUN: Final = 12  # lines: the most scraps that are looked through for the text that they belong to
_SCRAP: Final = 16  # characters: the longest piece of a sentence that a link sets on a line of its own
SHORT: Final = 40  # characters: the longest unnumbered line without a stop that may stand alone as a heading

_OPENERS = frozenset("“‘《〈（(「『【〔[{")
_STOPPED = re.compile(r"[。！？!?｡；;：:…][”’」』》〉）)】〕\"']*\Z")
_INNER = re.compile(r"[。！？｡]")
_CONTINUED = frozenset("，、,—·")
_DANGLING = frozenset("的和与及把对以从")
_CONTINUES = frozenset("”’》〉）」』】〕，。；：！？、%％‰·,")
_NUMERAL = "一二三四五六七八九十〇零百"
NUMBERED: Final = re.compile(
    rf"#{{1,6}}[ \u3000]|第[{_NUMERAL}\d]{{1,3}}[编篇章节]|第[{_NUMERAL}\d]{{1,3}}部分|[{_NUMERAL}]{{1,3}}、"
    rf"|[（(][{_NUMERAL}\d０-９]{{1,3}}[)）]|[\d０-９]{{1,2}}(?:[、）)]|[.．](?![\d０-９]))|[①-⑳]"
)
_BARE_NUMERAL = re.compile(rf"[{_NUMERAL}]{{1,3}}、?\Z")
_DASHED = re.compile(r"[—―─-]{2,}")
_ITEM = re.compile(r"[-*+•●■◆][ \u3000]+(?!\d)")
_HEADLIKE = re.compile(
    r"(?:回顾|任务|安排|部署|工作|成就|目标|要求|措施|结束语|建议|总结|解释|报\s*告|[会會][议議]上[)）]?|届.{1,8}次会议[)）]?)\Z"
)
_SALUTED = re.compile(r"各位(?:代表|委员|同志)|同志们|尊敬的")
_LABELLED = re.compile(r"\w{2,6}[：:][^，。；]{0,20}\Z")
_DELIVERED = re.compile(r"(?:[会會][议議]?上|[摄】])[)）]?\Z")
_FRESH = re.compile(
    r"(?:\d{4}|[１２]\d{3}|二[〇○零]..)年|各位|同志们|[一五几]年来|过去|今[年后]|明年|回顾|展望|附|注[：:]|[一二三四五六七八九十][是要]|表\d"
)
_DATED = re.compile(r"[—―─-]*\s*(?:[\d０-９]{4}|[一二][〇○零九].{2})年.{1,12}在.{4,40}(?<!上)\Z")
_PUNCTUATED = re.compile(r"[，。；：！？、,;:!?（）()|>【】]")
_INDENT = re.compile(r"(?:\u3000{2,}| {4,}|\u3000 +)[^\n\r]*\Z")

_END = re.compile(r"[。！？｡!?](?:(?<![!?])|(?![A-Za-z0-9=/&]))[。！？｡!?…]*+[”’」』》〉）)】〕\"']*+(?![，、；：,;:])")
_PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "）": "（", ")": "(", "】": "【"}
_ASIDE = 20  # characters: a quoted cry (“…！”) no longer than this stays inside its sentence


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text breaks its lines: at blank lines (``spaced``), or at a ``width`` in bytes of GB18030 (0: not wrapped)."""

    spaced: bool
    width: int


def find_paragraphs(text: str) -> list[Span]:
    r"""Return the spans of the paragraphs of ``text``, trimmed of blanks, lines broken inside a sentence joined again.

    A table row (a line with a tab, or of Markdown) is a paragraph of its own.

    >>> text = "一、工作回顾\n全镇实现产值74.4\n\u200b\n亿元，落实《\n规划纲要\n》。"
    >>> [text[start:end] for start, end in find_paragraphs(text)]
    ['一、工作回顾', '全镇实现产值74.4\n\u200b\n亿元，落实《\n规划纲要\n》。']
    """
    lines = _find_lines(text)
    if not lines:
        return []
    contents = [text[start:end] for start, end in lines]
    gaps = [""] + [text[before[1] : after[0]] for before, after in pairwise(lines)]
    layout = _read_layout(contents, gaps)
    spans: list[Span] = []
    first = 0
    for index in range(1, len(lines)):
        if not _is_broken(contents, gaps, index, first, layout):
            spans.append((lines[first][0], lines[index - 1][1]))
            first = index
    spans.append((lines[first][0], lines[-1][1]))
    return spans


def find_sentences(text: str, paragraph: Span) -> list[Span]:
    """Return the spans of the sentences of one paragraph, trimmed of blanks; they cover all of it but blanks.

    Closing quotes and brackets stay with their sentence; a table row is one sentence.

    >>> text = "全年增长3.5%。提出“干在实处！”的要求；力争更好？"
    >>> [text[start:end] for start, end in find_sentences(text, (0, len(text)))]
    ['全年增长3.5%。', '提出“干在实处！”的要求；力争更好？']
    """
    start, end = paragraph
    if is_row(text[start:end]):
        return [paragraph]
    spans: list[Span] = []
    for match in _END.finditer(text, start, end):
        cut = match.end()
        if cut < end and text[cut - 1] in _PAIRS and _goes_on(text, start, match):
            continue
        while text[start] in BLANK:
            start += 1
        spans.append((start, cut))
        start = cut
    if start < end and (rest := text[start:end].lstrip(BLANK)):
        start = end - len(rest)
        spans.append((start, start + len(rest.rstrip(BLANK))))
    return spans


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence goes on after the stop and closing quote of ``match``, for they end a short cry inside it."""
    cut = match.end()
    following = text[cut]
    if text[match.start()] not in "！？!?" or following in BLANK or following in _OPENERS:
        return False
    opened = text.rfind(_PAIRS[text[cut - 1]], start, match.start())
    return opened > start and match.start() - opened <= _ASIDE and text[opened - 1] not in "：:，,。"


def _find_lines(text: str) -> list[Span]:
    """Return the spans of the lines that hold something to see, trimmed of blanks and invisible characters."""
    spans = []
    at = 0
    for line in text.splitlines(keepends=True):
        if bare := line.strip(BLANK):
            start = at if line[0] == bare[0] else at + line.index(bare)
            spans.append((start, start + len(bare)))
        at += len(line)
    return spans


def _read_layout(contents: list[str], gaps: list[str]) -> _Layout:
    blank = [_is_spaced(gap) for gap in gaps]
    spaced = len(gaps) > 4 and sum(blank) * 2 > len(gaps)
    above = zip(contents, blank[1:], strict=False)
    open_ended = [_measure(line) for line, ends in above if not ends and not _STOPPED.search(line[-4:]) and not is_row(line)]
    if len(open_ended) < 4:
        return _Layout(spaced, 0)
    width = sorted(open_ended)[(len(open_ended) * 3) // 4]
    full = sum(abs(size - width) <= 4 for size in open_ended)
    if width < 24 or full < len(open_ended) * 0.6 or any(2 * len(line) > width + 8 and _measure(line) > width + 8 for line in contents):
        return _Layout(spaced, 0)
    return _Layout(spaced, width)


def _measure(line: str) -> int:
    """Return the width of a line: 1 for a narrow character, 2 for a wide one, as GB18030 has it."""
    return len(line.encode("gb18030", "replace"))


def _is_spaced(gap: str) -> bool:
    return gap.count("\n") >= 2 or gap.count("\r") >= 2


def _is_broken(contents: list[str], gaps: list[str], index: int, first: int, layout: _Layout) -> bool:
    """Whether the line end before ``contents[index]`` broke a sentence of the paragraph that begins at ``first``."""
    above, below, gap = contents[index - 1], contents[index], gaps[index]
    if _SALUTED.match(below) or below.startswith("》》") or is_row(above) or is_row(below):
        return False
    if above[-1] in _OPENERS or below[0] in _CONTINUES:
        return True
    if _STOPPED.search(above[-4:]):
        return False
    if not gap.isspace() and not NUMBERED.match(contents[first]):
        return True
    full = layout.width and _measure(above) >= layout.width - 4
    if _begins_paragraph(below, gap) and not (full and "\u3000\u3000" not in gap):
        return False
    if above[-1] in _CONTINUED or (not _is_spaced(gap) and _is_open("".join(contents[max(first, index - 4) : index]))):
        return True
    if _is_spaced(gap) or _DELIVERED.search(above) or _LABELLED.match(below):
        return False
    if layout.width:
        return bool(full)
    if NUMBERED.match(contents[first]) or (first == index - 1 and _BARE_NUMERAL.match(above)):
        return _outgrows_heading(contents[first : min(index, first + 8)])
    if first < index - 1:
        return True
    return not _HEADLIKE.search(above) if layout.spaced else _is_cut(contents, gaps, index)


def _outgrows_heading(lines: list[str]) -> bool:
    """Whether lines that begin with a number are too long for a heading, or hold a stop before their end."""
    return len(lines) > 7 or any(_INNER.search(line) for line in lines) or sum(map(len, lines)) > 2 * SHORT


def _is_open(line: str) -> bool:
    """Whether a quote or bracket that opens near the end of a line is not closed on it."""
    return any(line.rfind(closer) < line.rfind(opener) > len(line) - _ASIDE for closer, opener in _PAIRS.items())


def _begins_paragraph(line: str, gap: str) -> bool:
    return bool(NUMBERED.match(line) or _DASHED.match(line) or _ITEM.match(line) or _INDENT.search(gap))


def _is_cut(contents: list[str], gaps: list[str], index: int) -> bool:
    """Whether a line of a text without blank lines, itself no part of a broken paragraph, was cut off by its end."""
    above, below = contents[index - 1], contents[index]
    if _DATED.match(above):
        return True
    if _INNER.search(above):
        return not _FRESH.match(below)
    if len(above) > SHORT:
        return True
    if above[-1] in _DANGLING and len(below) <= _SCRAP and not _PUNCTUATED.search(below):
        return True
    if _HEADLIKE.search(above) or _PUNCTUATED.search(above) or len(above) > _SCRAP:
        return False
    return _opens_run(contents, gaps, index)


def _opens_run(contents: list[str], gaps: list[str], index: int) -> bool:
    """Whether three or more scraps stand above a line of running text: links of one sentence, each on its own line."""
    last = index
    while last < min(len(contents), index + _RUN) and len(contents[last]) <= _SCRAP and not _PUNCTUATED.search(contents[last]):
        if _is_spaced(gaps[last]) or _HEADLIKE.search(contents[last]):
            return False
        last += 1
    return last - index >= 2 and last < len(contents) and len(contents[last]) > SHORT and bool(_INNER.search(contents[last]))
