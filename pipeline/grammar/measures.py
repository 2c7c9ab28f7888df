"""Measures: a number with its unit, found by rule; and the numbers that are none, with the rule that says so.

Reads clean text (see ``folding``). Units, exclusions and cues are rows of the lexicon; this module holds how they combine: ranges, lists
that share a unit, products, ratios, per-units, bracketed classifiers, numbers that stand straight before their noun.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.grammar.candidates import compile_starts, find_candidates
from pipeline.grammar.exclusions import KEEP, Exclusions
from pipeline.grammar.numerals import parse_numeral, parse_percent
from pipeline.grammar.rules import BARE, DOUBLED
from pipeline.grammar.signs import compile_numeral, compile_percent, read_scale, role_forms
from pipeline.grammar.units import Units, make_measure
from pipeline.lexicon.figures import FigureWords, Unit
from pipeline.schema import Measure, Numeral

_RANGE: Final = re.compile(r"(?:至|到|[—–－~\-]{1,2})")
_LIST: Final = re.compile(r"[、和与及]|以及")
_TIMES: Final = re.compile(r"[×xX*]")
_RATIO: Final = re.compile(r"[：:∶](\d+(?:\.\d+)?)(?![\d：:∶.])")
_PARTS: Final = re.compile(r"\d+(?:\.\d+)?(?:[：:∶]\d+(?:\.\d+)?){2,}(?![\d：:∶.])")
_TAIL: Final = re.compile(r"[多余半](?![功种元样媒次党边重层维极项年家个地数])")
_QUOTED: Final = re.compile(r"[“‘「『《〈]([^“”‘’「」『』《》〈〉，。；：！？\n]{1,18})[”’」』》〉]")
_BARE_CUE: Final = re.compile(r"(?:超过?|超出|[将接]?近|[超不]?过|上|逾|达到?|[突]?破|约|不足|不到|亿?元?以上)\Z")
_BARE_AFTER: Final = re.compile(r"以[上下内]|左右")
_PROJECT: Final = re.compile(r"[^，。；、\n]{0,14}?(?:工程|计划|行动)")
_NOUN_AFTER: Final = re.compile(r"[\u4e00-\u9fff]")
_WHOLE: Final = 100.0
_ROUNDED: Final = 0.5  # by which the parts of a whole may miss it
_NO_MEASURE: Final = "name"
_LETTERS: Final = "name:letters-after"  # letters behind a number make a name, unless they are a unit
_TAILED: Final = frozenset({"duration", "length", "area", "volume", "mass", "money", "multiple", "energy"})


class MeasureFinder:
    """The rules of one lexicon, compiled: ``find(text)`` yields measures and left-out numbers in order."""

    def __init__(self, words: FigureWords) -> None:
        """Compile the rows of units, exclusions and nouns of an index."""
        units, exclusions = words.units, words.exclusions
        nouns = "|".join(re.escape(cue.form) for cue in words.cues if cue.role == "index")
        self._index = re.compile(
            rf"(?:{nouns})(?:[^，。；：\n\d]{{0,6}}(?:达到?|为|至|到|由|从|在))?(?:[\d.]+[^，。；：\n\d]{{0,4}}[至到为])?(?:约|近|超过?)?\Z"
        )
        self._units = Units(units)
        self._exclusions = Exclusions(exclusions)
        self._starts = compile_starts(self._units.heads)
        self._magnitudes, self._dozens = role_forms("magnitude"), role_forms("dozen")
        self._large = role_forms("hundred", "thousand", "magnitude")
        self._loose = re.compile(rf"[{self._magnitudes}]|[{role_forms('over')}]\Z")
        self._scale = re.compile(rf"[{self._large}]*[{self._magnitudes}]")
        self._number, self._percent = compile_numeral(), compile_percent()

    def find(self, text: str) -> list[Measure]:
        """Return the measures of a clean text in order; numbers left out have kind ``name`` and their rule."""
        found: list[Measure] = []
        quotes = [(hit.start(), hit.end()) for hit in _QUOTED.finditer(text)] + [(len(text) + 1, 0)]
        quote = done = 0
        for form, start, end in find_candidates(text, self._starts):
            if start < done:
                continue
            while quotes[quote][1] <= start and quote + 1 < len(quotes):
                quote += 1
            excluded = self._exclusions.exclude_number(text, start, end)
            if excluded and not (excluded[1] == _LETTERS and self._units.find_unit(text, end)):
                done, rule = excluded
                found.append(_left_out(start, done, rule))
            elif quotes[quote][0] < start < quotes[quote][1]:
                if form == "n" and end - start > 1:
                    found.append(_left_out(start, end, "name:quoted"))
                done = end
            else:
                done = self._read(text, form, (start, end), found)
        return found

    def _read(self, text: str, kind: str, span: tuple[int, int], found: list[Measure]) -> int:
        """Read one candidate into ``found``; return where reading goes on."""
        start, end = span
        if kind == "p":
            return self._read_percent(text, start, end, found)
        if kind == "r":
            times = parse_numeral(text[start + 1 : end - 1].strip("了"))
            value = 2.0 ** (times.value if times and times.value else 1)
            found.append(Measure(start, end, "multiple", value, value, value, "x", "eq", DOUBLED))
            return end
        if text[start] in self._large and not text[start:end].strip(self._large):
            return self._read_bare(text, start, end, found)
        number = parse_numeral(text[start:end])
        if number is None:
            return end
        unit = self._units.find_unit(text, end)
        if unit is None:
            return self._read_unitless(text, start, end, number, found)
        rule = self._exclusions.judge_measure(text, start, unit[1], unit[0].form)
        if rule and not rule.startswith(KEEP):
            found.append(_left_out(start, unit[1], rule))
            return unit[1]
        if not rule and text[start] == "一" and end - start == 1 and unit[0].kind in ("count", "duration", "other"):
            return unit[1]
        return self._read_unit(text, start, number, unit, found)

    def _read_unit(self, text: str, start: int, number: Numeral, unit: tuple[Unit, int], found: list[Measure]) -> int:
        row, end = unit
        if "多" in row.form and number.value is not None:  # 两个多月
            number = Numeral(None, number.value, None, "gt")
        if (tail := text[end : end + 1]) and tail in "多余半" and row.kind in _TAILED and _TAIL.match(text, end):
            end += 1
            number = _add_half(number) if tail == "半" else Numeral(None, number.value, None, "gt")
        if (hit := _RANGE.match(text, end)) and (second := self._second(text, hit.end(), row)):
            high, high_end = second
            if not _comes_from(text, start) and number.value is not None and high.value is not None and number.value < high.value:
                both = Numeral(None, number.value, high.value, "range")
                found.append(make_measure((start, high_end), both, row, rule="range"))
                return high_end
        per = self._units.find_denominator(text, end, row)
        if per:
            found.append(make_measure((start, per[1]), number, row, per=per[0]))
            return per[1]
        found.append(make_measure((start, end), number, row))
        return end

    def _second(self, text: str, at: int, row: Unit) -> tuple[Numeral, int] | None:
        """The second number of a range, when it has the same unit."""
        if not (hit := self._number.match(text, at)):
            return None
        unit = self._units.find_unit(text, hit.end())
        if unit is None or unit[0].unit != row.unit:
            return None
        number = parse_numeral(hit[0])
        return (number, unit[1]) if number else None

    def _read_percent(self, text: str, start: int, end: int, found: list[Measure]) -> int:
        number = parse_percent(text[start:end])
        if number is None:
            return end
        if (hit := _RANGE.match(text, end)) and (second := self._percent.match(text, hit.end()) or self._number.match(text, hit.end())):
            high = parse_percent(second[0]) if second.re is self._percent else parse_numeral(second[0])
            if high and high.value and number.value and number.value < high.value and not _comes_from(text, start):
                found.append(Measure(start, second.end(), "percent", None, number.value, high.value, "%", "range", "unit:百分之;range"))
                return second.end()
        found.append(Measure(start, end, "percent", number.value, number.low, number.high, "%", number.bound, "unit:百分之"))
        return end

    def _read_bare(self, text: str, start: int, end: int, found: list[Measure]) -> int:
        """百, 千, 万, 亿 alone: a number only after a bound (超亿元), before one (亿元以上), or two of them with a unit of size."""
        number = parse_numeral("一" + text[start:end])
        unit = self._units.find_unit(text, end)
        if number is None or (unit is not None and text[unit[1] : unit[1] + 1] == "级"):
            return end
        if unit is None:
            if text[end - 1] in self._magnitudes and _BARE_CUE.search(text, max(0, start - 3), start) and _NOUN_AFTER.match(text, end):
                found.append(Measure(start, end, "count", number.value, number.low, number.high, "", number.bound, BARE))
            return end
        cued = _BARE_CUE.search(text, max(0, start - 3), start) or _BARE_AFTER.match(text, unit[1])
        sized = end - start > 1 and unit[0].kind not in ("count", "duration", "other") and not _PROJECT.match(text, unit[1])
        if not (cued or sized):
            return end
        return self._read_unit(text, start, number, unit, found)

    def _read_unitless(self, text: str, start: int, end: int, number: Numeral, found: list[Measure]) -> int:
        """A number without a unit of its own: fraction, ratio, product, range or list that shares the next unit, or bare."""
        if (hit := _PARTS.match(text, start)) and text[start - 1 : start] not in "：:∶" and (shares := _read_parts(hit)):
            found += shares
            return hit.end()
        if (hit := _RATIO.match(text, end)) and number.value and float(hit[1]) and text[start - 1 : start] not in "：:∶":
            ratio = number.value / float(hit[1])
            found.append(Measure(start, hit.end(), "other", ratio, ratio, ratio, ":1", "eq", "ratio"))
            return hit.end()
        if (hit := _TIMES.match(text, end)) and (second := self._next(text, hit.end())):
            return self._read_product(start, number, second, found)
        if (hit := _RANGE.match(text, end)) and (second := self._next(text, hit.end())):
            high, row, stop = second
            low = self._share_magnitude(number, high, text[hit.end() : stop])
            if low is not None and high.value is not None and low < high.value:
                found.append(make_measure((start, stop), Numeral(None, low, high.value, "range"), row, rule="range"))
                return stop
        if (hit := _LIST.match(text, end)) and text[start].isdigit() and (second := self._next(text, hit.end())):
            found.append(make_measure((start, end), number, second[1], rule="shared-unit"))
            return end
        return self._read_number(text, start, end, number, found)

    def _next(self, text: str, at: int) -> tuple[Numeral, Unit, int] | None:
        """The number with a unit that begins at an offset."""
        hit = self._number.match(text, at)
        unit = self._units.find_unit(text, hit.end()) if hit else None
        number = parse_numeral(hit[0]) if hit and unit else None
        return (number, *unit) if number and unit else None

    def _read_product(self, start: int, number: Numeral, second: tuple[Numeral, Unit, int], found: list[Measure]) -> int:
        other, row, stop = second
        if number.value is None or other.value is None:
            return stop
        product = float(Decimal(repr(number.value)) * Decimal(repr(other.value)))
        found.append(make_measure((start, stop), Numeral(product, product, product), row, rule="product"))
        return stop

    def _read_number(self, text: str, start: int, end: int, number: Numeral, found: list[Measure]) -> int:
        """A bare number counts when it is large or fuzzy and stands before its noun or at a clause's end."""
        written = text[start:end]
        if "分之" in written and number.value is not None:
            share = float(Decimal(repr(number.value)) * 100)
            found.append(Measure(start, end, "percent", share, share, share, "%", "eq", "fraction"))
        elif written[-1] in self._dozens:
            found.append(Measure(start, end, "count", number.value, number.low, number.high, "", number.bound, "dozen"))
        elif end - start > 1 and self._loose.search(written):
            found.append(Measure(start, end, "count", number.value, number.low, number.high, "", number.bound, BARE))
        elif written[0].isdigit() and self._index.search(text, max(0, start - 16), start):
            found.append(Measure(start, end, "other", number.value, number.low, number.high, "", number.bound, "index"))
        elif written[0].isdigit():
            found.append(_left_out(start, end, "left-out:bare"))
        return end

    def _share_magnitude(self, low: Numeral, high: Numeral, high_text: str) -> float | None:
        """3至5万元: the first number takes the magnitude of the second when it is the smaller mantissa."""
        scale = self._scale.search(high_text)
        if scale is None or low.value is None or high.value is None:
            return low.value
        size = read_scale(scale[0])
        return low.value * size if low.value < high.value / size else low.value


def _left_out(start: int, end: int, rule: str) -> Measure:
    return Measure(start, end, _NO_MEASURE, None, None, None, "", "eq", rule)


def _read_parts(hit: re.Match[str]) -> list[Measure]:
    """The parts of a whole told as a ratio of three or more numbers (6.2∶41.5∶52.3), each a percentage; none where they make no whole."""
    places = [(part.start() + hit.start(), part.end() + hit.start(), float(part[0])) for part in re.finditer(r"[\d.]+", hit[0])]
    if abs(sum(value for _, _, value in places) - _WHOLE) > _ROUNDED:
        return []
    return [Measure(start, end, "percent", value, value, value, "%", "eq", "parts") for start, end, value in places]


def _comes_from(text: str, start: int) -> bool:
    first = max(0, start - 6, text.rfind("\n", max(0, start - 6), start) + 1)
    return text.find("由", first, start) >= 0 or text.find("从", first, start) >= 0


def _add_half(number: Numeral) -> Numeral:
    if number.value is None:
        return number
    value = number.value + 0.5
    return Numeral(value, value, value)
