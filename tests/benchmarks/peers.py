"""What others find of the quantities in a report, as rows with span, kind, figure and unit.

Each peer reads a paragraph at a time. How its results become rows:

- naive regex: written here; full-width signs folded, a number in digits with its magnitude, and one of ``UNITS``. The words beside it tell
  a bound (超, 近, 以上 …), and so does 余 or 多 in the number.
- recognizers-text: its currency, dimension and percentage models as they are; of results that overlap the longest. ISO codes of
  currencies are the unit, units of dimensions are turned into base units, a percentage that ends in 百分点 is in points.
- recognizers-text with glue: that, and the number model's results that are followed by one of ``UNITS`` (余, 多 and a magnitude may stand
  between) unless they are a mere 一, which is an article; and bounds as for the naive regex.
- jionlp: its money extractor; words before and after the number that it takes into the span (超, 达到, 以上) are cut off. Its ``blur+`` and
  ``blur-`` are bounds, two numbers are a range, and the rest of the bounds as for the naive regex.

Nothing of the project's own lexicon is given to a peer. What a peer does not tell (what a number is about, its period …) its rows lack.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Reader = Callable[[str], list[Row]]

_COUNTED = (
    "个 家 人 人次 名 位 户 项 件 条 处 座 所 套 间 辆 台 次 场 批 栋 幢 种 类 组 支 只 头 株 棵 例 宗 张 份 篇 册 村 镇 县 省 市 级 岗"
)
UNITS: dict[str, tuple[str, str, str]] = {  # form: kind, base unit, how many base units it is
    **{form: ("count", form, "1") for form in _COUNTED.split()},
    "元": ("money", "CNY", "1"), "美元": ("money", "USD", "1"), "港元": ("money", "HKD", "1"), "欧元": ("money", "EUR", "1"),
    "%": ("percent", "%", "1"), "‰": ("percent", "%", "0.1"), "个百分点": ("point", "pp", "1"), "百分点": ("point", "pp", "1"),
    "倍": ("multiple", "x", "1"), "米": ("length", "m", "1"), "公里": ("length", "m", "1000"), "千米": ("length", "m", "1000"),
    "平方米": ("area", "m2", "1"), "平方公里": ("area", "m2", "1000000"), "公顷": ("area", "m2", "10000"),
    "亩": ("area", "m2", "666.6666666667"),
    "立方米": ("volume", "m3", "1"), "方": ("volume", "m3", "1"), "吨": ("mass", "kg", "1000"), "公斤": ("mass", "kg", "1"),
    "斤": ("mass", "kg", "0.5"), "千瓦时": ("energy", "kWh", "1"), "千瓦": ("power", "W", "1000"),
    "小时": ("duration", "hour", "1"), "分钟": ("duration", "minute", "1"), "个月": ("duration", "month", "1"),
}  # fmt: skip
_NAMED = {  # units of the dimension model
    "Meter": "米", "Kilometer": "公里", "Square meter": "平方米", "Square kilometer": "平方公里", "Hectare": "公顷", "Mu": "亩",
    "Cubic meter": "立方米", "Ton": "吨", "Kilogram": "公斤", "Jin": "斤", "Kilowatt hour": "千瓦时", "Kilowatt": "千瓦",
}  # fmt: skip
_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_FOLDED = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_TAIL = re.compile(rf"[余多]?(?P<scale>[百千]?[万亿]{{0,2}})[余多]?(?P<unit>{_UNIT})")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BEFORE = re.compile("(?:(?P<low>超过?|突破|逾|至少|不少于|不低于|高于)|(?P<high>将?近|接近|不到|不足|低于|不超过))$")
_AFTER = re.compile("(?P<low>以上)|(?P<high>以下|以内)")
_MORE = re.compile("余|多")
_AROUND = (re.compile("(?:超过?|将?近|接近|约|大约|不到|不足|逾|突破|达到?)+"), re.compile("(?:以[上下内]|左右|上下)$"))


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: its name, the kinds that it knows (empty: all), and what loads it."""

    name: str
    kinds: tuple[str, ...]
    load: Callable[[], Reader]


def load_naive() -> Reader:
    """Return the naive regex."""

    def read(text: str) -> list[Row]:
        folded = text.translate(_FOLDED)
        found = (_read_tail(folded, number.span(), Decimal(number[0].replace(",", ""))) for number in _DIGITS.finditer(folded))
        return [row for row in found if row]

    return read


def load_recognizers() -> Reader:
    """Return the models of recognizers-text for currency, dimension and percentage; raises ImportError where it is not installed."""
    with contextlib.redirect_stdout(sys.stderr):
        from recognizers_number import recognize_percentage
        from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def read(text: str) -> list[Row]:
        results = [result for find in (recognize_currency, recognize_dimension, recognize_percentage) for result in find(text, "zh-cn")]
        rows: list[Row] = []
        for result in sorted(results, key=lambda result: (result.start - result.end, result.start)):
            row = _read_result(text, result)
            if row and not any(row["start"] < other["end"] and other["start"] < row["end"] for other in rows):
                rows.append(row)
        return rows

    return read


def load_glued_recognizers() -> Reader:
    """Return recognizers-text with its numbers before a unit, and bounds; raises ImportError where it is not installed."""
    read_units = load_recognizers()
    from recognizers_number import recognize_number

    def read(text: str) -> list[Row]:
        rows = [_bound(text, row) for row in read_units(text)]
        folded = text.translate(_FOLDED)
        for result in recognize_number(text, "zh-cn"):
            article = result.text == "一"
            row = None if article else _read_tail(folded, (result.start, result.end + 1), Decimal(result.resolution["value"]))
            if row and not any(row["start"] < other["end"] and other["start"] < row["end"] for other in rows):
                rows.append(row)
        return rows

    return read


def load_every_recognizer() -> Reader:
    """Return all models of recognizers-text for numbers and units, to be timed alone: their results are nowhere read."""
    with contextlib.redirect_stdout(sys.stderr):
        from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
        from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension, recognize_temperature

    models = (
        recognize_number, recognize_ordinal, recognize_percentage, recognize_age, recognize_currency, recognize_dimension,
        recognize_temperature,
    )  # fmt: skip
    return lambda text: [result for find in models for result in find(text, "zh-cn")]


def load_jionlp() -> Reader:
    """Return the money extractor of jionlp; raises ImportError where it is not installed."""
    with contextlib.redirect_stdout(sys.stderr):
        import jionlp

    return lambda text: list(_read_sums(text, jionlp.ner.extract_money(text, with_parsing=True)))


PEERS = (
    Peer("naive regex", (), load_naive),
    Peer("recognizers-text", ("money", "percent", "point", "length", "area", "mass"), load_recognizers),
    Peer("recognizers-text with glue", (), load_glued_recognizers),
    Peer("jionlp", ("money",), load_jionlp),
)


def _read_tail(text: str, span: tuple[int, int], number: Decimal) -> Row | None:
    """The row of a number that is followed by a unit."""
    tail = _TAIL.match(text, span[1])
    if tail is None:
        return None
    kind, unit, factor = UNITS[tail["unit"]]
    value = float(number * Decimal(factor).scaleb(sum(_SCALES[sign] for sign in tail["scale"])))
    return _bound(text, {"start": span[0], "end": tail.end(), "kind": kind, "unit": unit, "low": value, "high": value})


def _bound(text: str, row: Row) -> Row:
    """Take off the bound that the words beside a number, or in it, leave open."""
    before, after = _BEFORE.search(text, max(0, row["start"] - 3), row["start"]), _AFTER.match(text, row["end"])
    sides = {side for match in (before, after) if match for side, word in match.groupdict().items() if word}
    if _MORE.search(text, row["start"], row["end"]):
        sides = {"low"}
    return {**row, "high": None} if "low" in sides else {**row, "low": None} if "high" in sides else row


def _read_result(text: str, result: Any) -> Row | None:
    """The row of a result of the models for currency, dimension and percentage."""
    resolution = result.resolution or {}
    if resolution.get("value") is None:
        return None
    number = Decimal(resolution["value"].rstrip("%"))
    if result.type_name == "percentage":
        kind, unit, factor = UNITS["百分点" if result.text.endswith("百分点") else "%"]
    elif result.type_name == "currency":
        kind, unit, factor = "money", resolution.get("isoCurrency") or resolution["unit"], "1"
    else:
        kind, unit, factor = UNITS.get(_NAMED.get(resolution["unit"], ""), ("other", resolution["unit"], "1"))
    value = float(number * Decimal(factor))
    return {"start": result.start, "end": result.end + 1, "kind": kind, "unit": unit, "low": value, "high": value}


def _read_sums(text: str, sums: Any) -> Iterator[Row]:
    """The rows of sums of money."""
    units = {form: unit for form, (kind, unit, _) in UNITS.items() if kind == "money"}
    for found in sums or ():
        start, end = found["offset"]
        if before := _AROUND[0].match(text, start, end):
            start = before.end()
        if after := _AROUND[1].search(text, start, end):
            end = after.start()
        detail = found["detail"]
        numbers = [float(number) for number in (detail["num"] if isinstance(detail["num"], list) else [detail["num"]])]
        low = None if detail["definition"] == "blur-" else numbers[0]
        high = None if detail["definition"] == "blur+" else numbers[-1]
        row = {"start": start, "end": end, "kind": "money", "unit": units.get(detail["case"], detail["case"]), "low": low, "high": high}
        yield _bound(text, row)
