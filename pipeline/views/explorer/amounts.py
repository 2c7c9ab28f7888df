"""Figures as readers see them: never more certain than the report is."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

SIGNS: Final = {"approx": "≈ ", "gt": "≥ ", "ge": "≥ ", "lt": "< ", "le": "≤ "}
_UNITS: Final = {
    "CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "m": "米", "m2": "平方米", "m3": "立方米", "kg": "公斤",
    "kWh": "千瓦时", "W": "瓦", "pp": "个百分点", "x": "倍", "year": "年", "quarter": "个季度", "month": "个月", "week": "周", "day": "天",
    "hour": "小时", "minute": "分钟", "second": "秒", "century": "个世纪",
}  # fmt: skip
_LARGER: Final = {"m": "公里", "kg": "吨", "W": "千瓦"}  # a thousand of the base unit
_PLAIN: Final = frozenset(("%", "pp", "x", "year", "quarter", "month", "week", "day", "hour", "minute", "second", "century", ":1"))
_MAGNITUDES: Final = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


class Amount(NamedTuple):
    """A figure as it is shown: the number with the sign of its bound, and its unit."""

    figure: str
    unit: str


def spell_amount(value: float | None, low: float | None, high: float | None, bound: str, unit: str) -> Amount:
    """Write a figure of a base unit in the magnitude that people use; where only bounds are told, as bounds.

    An area that is endless in square metres, since it was told in 亩, is cut to six digits.

    >>> spell_amount(1.985e10, 1.985e10, 1.985e10, "eq", "CNY"), spell_amount(None, 300.0, None, "gt", "家")
    (Amount(figure='198.5', unit='亿元'), Amount(figure='≥ 300', unit='家'))
    >>> spell_amount(None, 6.0, 6.5, "range", "%"), spell_amount(5.0, 5.0, 5.0, "approx", "%")
    (Amount(figure='6—6.5', unit='%'), Amount(figure='≈ 5', unit='%'))
    >>> spell_amount(None, None, 3e7, "lt", "kg"), spell_amount(54165.0, 54165.0, 54165.0, "eq", "CNY")
    (Amount(figure='< 3', unit='万吨'), Amount(figure='54,165', unit='元'))
    >>> spell_amount(133333333.33334, 133333333.33334, 133333333.33334, "eq", "m2")
    Amount(figure='1.33333', unit='亿平方米')
    """
    told = [number for number in (value, low, high) if number is not None]
    if not told:
        return Amount("", "")
    factor, word = _choose_unit(max(abs(number) for number in told), unit)
    if unit == "m2":
        value, low, high = (None if number is None else _cut_endless(number) for number in (value, low, high))
    return Amount(_spell_bounds(value, low, high, bound, factor), word)


def spell_plain(value: float | None, low: float | None, high: float | None, bound: str) -> str:
    """Write a figure in the unit that it is in.

    >>> spell_plain(None, 6.0, None, "ge"), spell_plain(19850000000.0, 19850000000.0, 19850000000.0, "eq")
    ('≥ 6', '19,850,000,000')
    """
    return _spell_bounds(value, low, high, bound, 1)


def write_number(number: float, factor: int = 1) -> str:
    """Write a number, divided in decimals, in up to twelve digits and without an exponent; five digits and more in threes.

    >>> write_number(56000000.0000028, 10**4), write_number(-2.5), write_number(1e-7), write_number(23896.5)
    ('5600', '−2.5', '0.0000001', '23,896.5')
    """
    scaled = Decimal(f"{Decimal(repr(float(number))) / factor:.12g}")
    text = format(scaled, ",f" if abs(scaled) >= 10_000 else "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def _cut_endless(number: float) -> float:
    return float(f"{number:.6g}") if len(f"{number:.12g}".strip("-0.").replace(".", "")) > 10 else number


def _spell_bounds(value: float | None, low: float | None, high: float | None, bound: str, factor: int) -> str:
    if value is None and low is not None and high is not None and low != high:
        return f"{write_number(low, factor)}—{write_number(high, factor)}"
    told = next(number for number in (value, low, high) if number is not None)
    sign = SIGNS.get(bound, "")
    if value is None and not sign:
        sign = "≥ " if low is not None and high is None else "≤ " if low is None else ""
    return sign + write_number(told, factor)


def _choose_unit(size: float, unit: str) -> tuple[int, str]:
    """Return what a figure is divided by and the unit that it then has."""
    base, slash, per = unit.partition("/")
    word = _UNITS.get(base, base)
    if unit in _PLAIN:
        return 1, word
    factor = 1
    if base in _LARGER and size >= 1000:
        factor, word = 1000, _LARGER[base]
    least = 10**5 if base in ("CNY", "USD", "HKD") else 10**4
    for magnitude, name in _MAGNITUDES:
        if size >= factor * (magnitude if magnitude > 10**4 else least):
            return factor * magnitude, name + word + slash + per
    return factor, word + slash + per
