"""A report's text as a page shows it: paragraphs and headings as they were, with marks on the characters of its rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from markupsafe import Markup

from pipeline.views.explorer.escaping import escape_text

_LINE: Final = re.compile(r"[^\r\n]+")
_SEPARATOR: Final = " / "
_SPACE: Final = re.compile(r"\s+")


class Sentence(NamedTuple):
    """A sentence of a report: its number, span and the path of headings above it."""

    number: int
    start: int
    end: int
    section: str


class Mark(NamedTuple):
    """A span that is a row: the classes of its mark."""

    start: int
    end: int
    classes: str


class Layer(NamedTuple):
    """A span to be tinted (a set phrase, a theme's word): its class, and what it is."""

    start: int
    end: int
    kind: str
    title: str


class Heading(NamedTuple):
    """A heading of the outline: its depth from 1, the number of its sentence, and its title."""

    depth: int
    sentence: int
    title: str


@dataclass(slots=True)
class Body:
    """The paragraphs of a text as safe HTML, and its outline."""

    paragraphs: list[Markup] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)


def mark_text(
    text: str, sentences: Sequence[Sentence], marks: Sequence[Mark], layers: Sequence[Layer] = (), points: Sequence[int] = ()
) -> Body:
    r"""Return a text's lines as paragraphs with each mark at its characters; nothing but line ends is left out of it.

    Sentences and marks are in order and apart from one another; layers may overlap everything. Each of the ``points``, in order, gets an
    anchor (``c`` and its offset) before its character.

    >>> body = mark_text("一、回顾\n产值9.5亿元。", [Sentence(0, 0, 4, "一、回顾"), Sentence(1, 5, 13, "一、回顾")], [Mark(7, 12, "q m")])
    >>> print(*body.paragraphs, sep="\n")
    <h2><span id="s0">一、回顾</span></h2>
    <p><span id="s1">产值<a class="q m" id="q7-12" href="#r7-12">9.5亿元</a>。</span></p>
    """
    writer = _Writer(text, sentences, _Painter(text, marks, _part_layers(layers), points))
    for match in _LINE.finditer(text):
        if match.group().strip():
            writer.write_line(*match.span())
    return writer.body


class _Writer:
    """Writes a text line by line, and finds the headings among its sentences."""

    def __init__(self, text: str, sentences: Sequence[Sentence], painter: _Painter) -> None:
        self._text, self._sentences, self._painter = text, sentences, painter
        self._at = 0  # of the first sentence that may reach into the line
        self._section = ""
        self.body = Body()

    def write_line(self, start: int, end: int) -> None:
        """Add a line as a paragraph, or as a heading if it is the sentence that begins a section."""
        while self._at < len(self._sentences) and self._sentences[self._at].end <= start:
            self._at += 1
        tag, pieces, position = "p", [], start
        for number in range(self._at, len(self._sentences)):
            sentence = self._sentences[number]
            if sentence.start >= end:
                break
            first, last = max(sentence.start, start), min(sentence.end, end)
            inner = self._painter.paint(first, last)
            if sentence.start >= start and (depth := self._find_depth(sentence)):
                alone = not (self._text[start:first] + self._text[last:end]).strip()
                tag = f"h{min(depth + 1, 6)}" if alone else tag
                inner = inner if alone else Markup("<b>{}</b>").format(inner)
            anchor = Markup(' id="s{}"').format(sentence.number) if sentence.start >= start else ""
            pieces += [self._painter.paint(position, first), Markup("<span{}>{}</span>").format(anchor, inner)]
            position = last
        pieces.append(self._painter.paint(position, end))
        self.body.paragraphs.append(Markup("<{0}>{1}</{0}>").format(tag, Markup("").join(pieces)))

    def _find_depth(self, sentence: Sentence) -> int:
        """Return the depth of the heading that a sentence is, and enter it in the outline; 0 for one that is none."""
        if sentence.section == self._section:
            return 0
        self._section = sentence.section
        title = sentence.section.rpartition(_SEPARATOR)[2]
        if not title or not _begins_with(self._text[sentence.start : sentence.end], title):
            return 0
        depth = sentence.section.count(_SEPARATOR) + 1
        self.body.outline.append(Heading(depth, sentence.number, title))
        return depth


def _begins_with(sentence: str, title: str) -> bool:
    """Tell whether a sentence begins with a title, blanks and signs of Markdown aside."""
    return _SPACE.sub("", sentence).lstrip("#*＃").startswith(_SPACE.sub("", title)[:12])


class _Painter:
    """Writes stretches of a text with the marks and layers in them."""

    def __init__(self, text: str, marks: Sequence[Mark], layers: Sequence[Layer], points: Sequence[int]) -> None:
        self._text, self._marks, self._layers, self._points = text, marks, layers, points
        self._starts = [mark.start for mark in marks]
        self._edges = [layer.start for layer in layers]

    def paint(self, start: int, end: int) -> Markup:
        """Return the characters from start to end."""
        return Markup("").join(self._paint_marks(start, end))

    def _paint_marks(self, start: int, end: int) -> Iterator[Markup]:
        at = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(at, len(self._marks)):
            mark = self._marks[number]
            if mark.start >= end:
                break
            first, last = max(mark.start, start), min(mark.end, end)
            if first < last:
                yield from self._paint_layers(start, first)
                anchor = Markup(' id="q{}-{}"').format(mark.start, mark.end) if first == mark.start else ""
                inner = Markup("").join(self._paint_layers(first, last))
                row = Markup("#r{}-{}").format(mark.start, mark.end)
                yield Markup('<a class="{}"{} href="{}">{}</a>').format(mark.classes, anchor, row, inner)
                start = last
        yield from self._paint_layers(start, end)

    def _paint_layers(self, start: int, end: int) -> Iterator[Markup]:
        at = max(bisect_right(self._edges, start) - 1, 0)
        for number in range(at, len(self._layers)):
            layer = self._layers[number]
            if layer.start >= end:
                break
            first, last = max(layer.start, start), min(layer.end, end)
            if first < last:
                yield self._write(start, first)
                yield Markup('<span class="{}" title="{}">{}</span>').format(layer.kind, escape_text(layer.title), self._write(first, last))
                start = last
        yield self._write(start, end)

    def _write(self, start: int, end: int) -> Markup:
        """Return the characters from start to end, with the anchors of the points among them."""
        pieces = []
        for point in self._points[bisect_left(self._points, start) : bisect_left(self._points, end)]:
            pieces += [escape_text(self._text[start:point]), Markup('<span id="c{}"></span>').format(point)]
            start = point
        return Markup("").join([*pieces, escape_text(self._text[start:end])])


def _part_layers(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers that overlap as pieces apart from one another, each with the classes and titles of all that cover it.

    >>> [tuple(piece) for piece in _part_layers([Layer(0, 4, "phrase", "六稳"), Layer(2, 6, "theme", "稳")])]
    [(0, 2, 'phrase', '六稳'), (2, 4, 'phrase theme', '六稳；稳'), (4, 6, 'theme', '稳')]
    """
    events = sorted({(edge, index, edge == layer.start) for index, layer in enumerate(layers) for edge in (layer.start, layer.end)})
    pieces: list[Layer] = []
    open_now: list[int] = []
    before = 0
    for edge, group in groupby(events, lambda event: event[0]):
        if open_now and edge > before:
            kinds = dict.fromkeys(layers[index].kind for index in sorted(open_now))
            titles = dict.fromkeys(layers[index].title for index in sorted(open_now))
            pieces.append(Layer(before, edge, " ".join(kinds), "；".join(titles)))
        for _, index, opens in group:
            if opens:
                open_now.append(index)
            elif index in open_now:
                open_now.remove(index)
        before = edge
    return pieces
