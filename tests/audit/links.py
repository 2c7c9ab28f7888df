"""What a report's figures must be to one another, read off its text by plain patterns: an audit's findings are measured against these.

Nothing of the pipeline is used but the folding of signs. A link counts only where its arithmetic holds in the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.grammar.folding import JUNK, fold_text

_N = r"(\d[\d,]*(?:\.\d+)?)([万亿]*)"
_GAP = r"[^，。；\d]"
_FROM_TO = re.compile(
    rf"由(?:(?:20\d\d|上)年的)?{_N}[^\d，。；]{{1,6}}{_GAP}{{0,6}}?(?:(?:20\d\d)年的)?{_N}[^\d，。；]{{1,6}}[，、]{_GAP}{{0,6}}(?:增长|年均增长){_N}%"
)
_SHARE = re.compile(rf"{_N}[^\d，。；]{{1,3}}[，](?:约)?占{_GAP}{{0,16}}?{_N}[^\d，。；]{{1,3}}的{_N}%")
_SHARE_AMONG = re.compile(rf"{_N}[^\d，。；]{{1,3}}[，]其中{_GAP}{{1,16}}{_N}[^\d，。；]{{1,3}}[，]占{_GAP}{{0,16}}?{_N}%")
_AMONG = re.compile(rf"{_N}([^\d，。；]{{1,3}})[，。]其中[：]?([^。；]*)")
_THREE = re.compile(rf"{_N}[:∶]{_N}[:∶]{_N}(?!\d)")
_INDUSTRY = re.compile(rf"第([一二三])产业增加值{_N}亿元")
_GDP = re.compile(rf"地区生产总值(?!.{{0,2}}增长){_GAP}{{0,12}}?(?:由[^，。；]*?到(?:20\d\d年的)?)?{_N}亿元")
_PAIR = re.compile(rf"城镇、农村居民人均可支配收入(?:分别)?{_GAP}{{0,4}}{_N}元?[和、]{_N}元")
_RATIO = re.compile(rf"收入比(?:由[\d.]+∶1)?{_GAP}{{0,4}}{_N}∶1")
_HEADS = re.compile(rf"常住人口{_N}人")
_PER_HEAD = re.compile(rf"人均地区生产总值{_GAP}{{0,4}}{_N}元")
_NAMES = (
    "地区生产总值", "财政总收入", "一般公共预算收入", "规上工业增加值", "规上工业总产值", "固定资产投资", "社会消费品零售总额",
    "进出口总额", "城镇居民人均可支配收入", "农村居民人均可支配收入", "村级集体经营性收入",
)  # fmt: skip
_NAMED = re.compile(rf"(?P<name>{'|'.join(_NAMES)})|{_N}")
_NEAR = 40  # signs between a name and its number, within one sentence
_WORTH = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed: where in the source its digits stand, its value and what its last digit is worth."""

    start: int
    end: int
    value: float
    step: float


@dataclass(frozen=True, slots=True)
class Link:
    """Figures that must agree: the first is what ``compute`` makes of the others."""

    kind: str
    figures: tuple[Figure, ...]
    compute: Callable[..., float]

    def holds(self, changed: Figure | None = None) -> bool:
        """Tell whether the figures agree within their printed digits, with one of them changed (the one that begins there)."""
        told, *others = (changed if changed and changed.start == figure.start else figure for figure in self.figures)
        ends = [
            self.compute(*(other.value + side * other.step / 2 for other, side in zip(others, sides, strict=True)))
            for sides in _list_sides(len(others))
        ]
        slack = told.step / 2 + 1e-9 * abs(told.value)
        return min(ends) - slack <= told.value <= max(ends) + slack


def _list_sides(count: int) -> list[tuple[int, ...]]:
    sides: list[tuple[int, ...]] = [()]
    for _ in range(count):
        sides = [(*side, way) for side in sides for way in (-1, 1)]
    return sides


def read_figure(number: str, magnitude: str, start: int, end: int) -> Figure:
    """Return the figure that stands there."""
    worth = _WORTH.get(magnitude, 1.0)
    return Figure(start, end, float(number.replace(",", "")) * worth, worth / 10 ** len(number.partition(".")[2]))


class Text:
    """A report's text, clean, with the way back to the source."""

    def __init__(self, source: str) -> None:
        """Clean the text; a line end stays where a line of a table ends."""
        folded = fold_text(source)
        kept = [at for at, sign in enumerate(folded) if not JUNK.match(sign) or sign == "\t"]
        self.clean = "".join(folded[at] for at in kept)
        self._places = kept
        self.rows = [match for match in re.finditer(r"[^\n\r]+", folded) if "\t" in match[0] or match[0].startswith("|")]

    def take(self, match: re.Match[str], group: int) -> Figure:
        """Return the figure of a group; the next group is its magnitude."""
        start, end = self._places[match.start(group)], self._places[match.end(group) - 1] + 1
        return read_figure(match[group], match[group + 1] or "", start, end)


def find_links(source: str) -> list[Link]:
    """Return every link of a report that holds."""
    text = Text(source)
    finders = (_find_growths, _find_shares, _find_totals, _find_industries, _find_incomes, _find_repeats, _find_rows)
    return [link for finder in finders for link in finder(text) if link.holds()]


def _growth(years: int) -> Callable[..., float]:
    return lambda later, earlier: 100 * ((later / earlier) ** (1 / years) - 1)


def _find_growths(text: Text) -> Iterator[Link]:
    for match in _FROM_TO.finditer(text.clean):
        earlier, later, rate = (text.take(match, group) for group in (1, 3, 5))
        for years in (1, 5):
            yield Link("growth", (rate, later, earlier), _growth(years))


def _share(part: float, whole: float) -> float:
    return 100 * part / whole


def _find_shares(text: Text) -> Iterator[Link]:
    for match in _SHARE.finditer(text.clean):
        yield Link("share", (text.take(match, 5), text.take(match, 1), text.take(match, 3)), _share)
    for match in _SHARE_AMONG.finditer(text.clean):
        yield Link("share", (text.take(match, 5), text.take(match, 3), text.take(match, 1)), _share)


def _find_totals(text: Text) -> Iterator[Link]:
    for match in _AMONG.finditer(text.clean):
        part = re.compile(_N + re.escape(match[3]))
        parts = [text.take(hit, 1) for hit in part.finditer(text.clean, match.start(4), match.end(4))]
        for count in range(2, len(parts) + 1):
            yield Link("total", (text.take(match, 1), *parts[:count]), lambda *values: sum(values))


def _find_industries(text: Text) -> Iterator[Link]:
    hits = {match[1]: match for match in reversed(list(_INDUSTRY.finditer(text.clean)))}
    if len(hits) < 3:
        return
    parts = [text.take(hits[number], 2) for number in "一二三"]
    wholes = [text.take(match, 1) for match in _GDP.finditer(text.clean)]
    for whole in wholes:
        total = Link("total", (whole, *parts), lambda *values: sum(values))
        yield total
        if total.holds():
            for match in _THREE.finditer(text.clean):
                for part, group in zip(parts, (1, 3, 5), strict=True):
                    yield Link("share", (text.take(match, group), part, whole), _share)
            for people in _HEADS.finditer(text.clean):
                for head in _PER_HEAD.finditer(text.clean):
                    yield Link("per_head", (text.take(head, 1), whole, text.take(people, 1)), lambda one, other: one / other)


def _find_incomes(text: Text) -> Iterator[Link]:
    for pair in _PAIR.finditer(text.clean):
        for ratio in _RATIO.finditer(text.clean):
            yield Link("ratio", (text.take(ratio, 1), text.take(pair, 1), text.take(pair, 3)), lambda one, other: one / other)


def _find_repeats(text: Text) -> Iterator[Link]:
    told: dict[tuple[str, str], list[Figure]] = {}
    name, since = "", 0
    for match in _NAMED.finditer(text.clean):
        if match["name"]:
            name, since = match["name"], match.end()
            continue
        near = name and match.start() - since < _NEAR and "。" not in text.clean[since : match.start()]
        if near and len(re.sub(r"\D", "", match[2])) > 2:
            told.setdefault((name, match[2]), []).append(text.take(match, 2))
    for figures in told.values():
        for one, other in pairwise(figures):
            yield Link("conflict", (one, other), lambda value: value)


def _find_rows(text: Text) -> Iterator[Link]:
    """Rows of a table that end in two levels and their growth; and the sums of the columns above a row 合计."""
    above: list[list[Figure]] = []
    for row in text.rows:
        cells = [
            read_figure(match[1], "", row.start() + match.start(1), row.start() + match.end(1))
            for match in re.finditer(r"[\t|]\s*(\d[\d,]*(?:\.\d+)?)\s*(?=[\t|]|$)", row[0])
        ]
        if len(cells) > 2:
            yield Link("growth", (cells[-1], cells[-2], cells[-3]), _growth(1))
        if "合计" in row[0] and above:
            same = [cell for cell in above if len(cell) == len(cells)]
            for column, total in enumerate(cells):
                yield Link("total", (total, *(cell[column] for cell in same)), lambda *values: sum(values))
        above = [*above, cells] if cells else []


def find_rates(source: str) -> list[Figure]:
    """Return the growth rates that a report prints, any of which may be copied by mistake."""
    text = Text(source)
    return [text.take(match, 1) for match in re.finditer(rf"(?:增长|下降){_N}%", text.clean)]


def list_figures(links: Sequence[Link]) -> list[Figure]:
    """Return the figures of some links, each once, in the order of the text."""
    return sorted({figure.start: figure for link in links for figure in link.figures}.values(), key=lambda figure: figure.start)
