"""The geometry of printed pages: glyphs to lines in reading order, running heads dropped, lines to paragraphs.

Coordinates are those of PDF: points from the lower left corner of the page.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

EDGE = 0.12  # of a page's height, above and below: where running heads stand
_CELL_GAP = 2.5  # widths of a Han character between cells: so wide a gap makes a line a row of a table
_PIECE_GAP = 0.9  # between pieces of a line; in a row of a table, between cells
_WORD_GAP = 0.6  # between letters set apart
_INDENT = 1.2  # of a paragraph's first line
_SHORT = 2.2  # what a line lacks to the right margin where its paragraph ends
_FEW = 6  # lines: a block of fewer does not show where its right margin is
_LEAP = 1.5  # of the usual distance of lines: a gap between paragraphs
_NUMBER: Final = re.compile(
    r"(?:[-—–―·.\s]*\d{1,3}[-—–―·.\s]*|[-—–―·\s]+\d{4}[-—–―·\s]+|第?\s*\d{1,4}\s*页?\s*[/／,，共]\s*共?\s*\d{1,4}\s*页?|第\s*\d{1,4}\s*页)\Z"
)
_STOPS = frozenset("。！？；：”")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}(?:部分|[章节])")
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box it stands in."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a piece of one: its text and box; ``em`` is the width of one Han character of it."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """The height of the middle of the line."""
        return (self.bottom + self.top) / 2

    @property
    def em(self) -> float:
        """The size of its letters, as the height of the line."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that follow one another between the same margins: a page, or a column of it."""

    lines: tuple[Line, ...]
    left: float
    right: float


def build_pieces(glyphs: Iterable[Glyph]) -> list[Line]:
    """Put glyphs, in the order of the file, together to pieces of lines; a wide gap or a step back begins a new one."""
    pieces: list[Line] = []
    held: list[Glyph] = []
    text = ""
    for glyph in glyphs:
        if held:
            before = held[-1]
            em = max(before.top - before.bottom, 1.0)
            apart = glyph.left - before.right
            same = abs((glyph.top + glyph.bottom) - (before.top + before.bottom)) < em
            if not same or apart > _PIECE_GAP * em or apart < -em:
                pieces += _close_piece(text, held)
                held, text = [], ""
            elif apart > _WORD_GAP * em and not text.endswith(" ") and glyph.sign != " ":
                text += " "
        if glyph.sign.strip() or held:
            text += glyph.sign
        if glyph.sign.strip():
            held.append(glyph)
    return pieces + _close_piece(text, held)


def _close_piece(text: str, held: list[Glyph]) -> list[Line]:
    if not held:
        return []
    sizes = sorted(glyph.top - glyph.bottom for glyph in held)
    middle = statistics.median((glyph.top + glyph.bottom) / 2 for glyph in held)
    half = sizes[len(sizes) // 2] / 2
    return [Line(text.strip(), held[0].left, middle - half, max(glyph.right for glyph in held), middle + half)]


def drop_edges(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """Return the pages' pieces without running heads and page numbers; ``pages`` holds the height and the pieces of each.

    A running head stands near the edge, at the same height and with the same words, numbers aside, on two pages in five at least.
    """
    seen = Counter(key for height, pieces in pages for key in {_head_key(piece) for piece in pieces if _near_edge(piece, height)})
    often = max(2, round(0.4 * len(pages)))
    kept = []
    for height, pieces in pages:
        kept.append([
            piece for piece in pieces
            if not (_near_edge(piece, height) and (seen[_head_key(piece)] >= often or _NUMBER.match(piece.text)))
        ])  # fmt: skip
    return kept


def _near_edge(piece: Line, height: float) -> bool:
    return piece.middle < EDGE * height or piece.middle > (1 - EDGE) * height


def _head_key(piece: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", "".join(piece.text.split())), round(piece.middle / 8)


def order_lines(pieces: Sequence[Line]) -> list[Block]:
    """Return the lines of a page in reading order: from above to below, column by column; cells of one row are parted by tabs."""
    gutter = _find_gutter(pieces)
    if gutter is None:
        return [_build_block(pieces)] if pieces else []
    blocks: list[Block] = []
    band: list[Line] = []
    whole = _build_block(pieces)
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < gutter < piece.right:
            blocks += [*_split_columns(band, gutter), Block((piece,), whole.left, whole.right)]
            band = []
        else:
            band.append(piece)
    return blocks + _split_columns(band, gutter)


def _split_columns(band: Sequence[Line], gutter: float) -> list[Block]:
    sides = [piece for piece in band if piece.right <= gutter], [piece for piece in band if piece.left >= gutter]
    return [_build_block(side) for side in sides if side]


def _build_block(pieces: Sequence[Line]) -> Block:
    """Put pieces together to lines and find the margins of their running text."""
    lines = _merge_rows(pieces)
    long = [line for line in lines if "\t" not in line.text] or lines
    lefts = sorted(line.left for line in long)
    rights = sorted(line.right for line in long)
    return Block(tuple(lines), lefts[len(lefts) // 10], rights[-1 - len(rights) // 10])


def _find_gutter(pieces: Sequence[Line]) -> float | None:
    """Return where the gap between two columns of running text lies, or None."""
    if len(pieces) < 12:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = end - start
    for step in range(40, 61, 2):
        gutter = start + width * step / 100
        sides = [piece for piece in pieces if not piece.left < gutter < piece.right]
        left = [piece.right - piece.left for piece in sides if piece.right <= gutter]
        right = [piece.right - piece.left for piece in sides if piece.left >= gutter]
        if len(pieces) - len(sides) > 0.2 * len(pieces) or min(len(left), len(right)) < 5:
            continue
        if statistics.median(left) > 0.3 * width and statistics.median(right) > 0.3 * width:
            return gutter
    return None


def _merge_rows(pieces: Sequence[Line]) -> list[Line]:
    """Put the pieces that stand at one height together to lines, from above to below; those beside a row of a table are rows too."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.5 * min(rows[-1][0].em, piece.em):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    rows = [sorted(row, key=lambda piece: piece.left) for row in rows]
    wide = [_widest_gap(row) > _CELL_GAP for row in rows]
    for order in (range(1, len(rows)), range(len(rows) - 2, -1, -1)):
        step = 1 if order.step < 0 else -1
        for index in order:
            wide[index] = wide[index] or (wide[index + step] and _widest_gap(rows[index]) > _PIECE_GAP)
    return [_merge_row(row, is_row=is_row) for row, is_row in zip(rows, wide, strict=True)]


def _widest_gap(row: Sequence[Line]) -> float:
    """Return the widest gap of a line, in widths of a Han character."""
    return max(((piece.left - before.right) / max(piece.em, 1.0) for before, piece in pairwise(row)), default=0.0)


def _merge_row(row: Sequence[Line], *, is_row: bool) -> Line:
    text = row[0].text
    for before, piece in pairwise(row):
        apart = (piece.left - before.right) / max(piece.em, 1.0)
        text += ("\t" if is_row and apart > _PIECE_GAP else " " if apart > _WORD_GAP else "") + piece.text
    first = max(row, key=lambda piece: len(piece.text))
    return Line(text, row[0].left, first.bottom, max(piece.right for piece in row), first.top)


def join_lines(blocks: Sequence[Block]) -> str:
    """Join the lines of blocks to paragraphs, each ended by a line break; no blank comes between Han characters.

    A line ends its paragraph where it stops short of the right margin, or where the next one is indented, leaps down, differs in
    size, or either is a row of a table; after a stop also where the next one is numbered, or short without a stop. A block of few
    lines, such as a last page, is held to the margin of those before it.
    """
    text: list[str] = []
    above: Line | None = None
    margin = 0.0
    for block in blocks:
        pitch = _find_pitch(block.lines)
        right = max(block.right, margin) if len(block.lines) < _FEW else block.right
        for index, line in enumerate(block.lines):
            if above is not None:
                leapt = index > 0 and above.middle - line.middle > _LEAP * pitch
                ended = leapt or _ends(above, line, right if index else margin, block.left)
                text.append("\n" if ended else _glue(above.text, line.text))
            text.append(line.text)
            above = line
        margin = right
    return "".join(text) + "\n" if text else ""


def _find_pitch(lines: Sequence[Line]) -> float:
    steps = [above.middle - below.middle for above, below in pairwise(lines) if above.middle > below.middle]
    return statistics.median_low(steps) if steps else float("inf")


def _ends(above: Line, below: Line, right: float, left: float) -> bool:
    """Whether ``above`` is the last line of its paragraph, between the right margin of its block and the left one of the next line's."""
    if "\t" in above.text or "\t" in below.text or abs(above.em - below.em) > 0.2 * above.em:
        return True
    bare = below.right < right - _SHORT * below.em and below.text[-1] not in _STOPS
    if above.text[-1] in _STOPS and (bare or _NUMBERED.match(below.text)):
        return True
    return above.right < right - _SHORT * above.em or below.left > left + _INDENT * below.em


def _glue(above: str, below: str) -> str:
    """Return what comes between two lines of a paragraph: a blank between Latin words, else nothing."""
    return " " if _LETTER.match(above[-1]) and _LETTER.match(below[0]) else ""
