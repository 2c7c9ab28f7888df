"""Write a number in five ways, so that reading it back can be tested: parse(spell(n)) == n."""

from __future__ import annotations

from decimal import Decimal

WAYS = ("lower", "capital", "figures", "separated", "mixed")
SCRIPTS = {"lower": ("零一二三四五六七八九", "十百千万亿"), "capital": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万亿")}
SIZES = ((10**16, 4, 2), (10**8, 4, 1), (10**4, 3, 1), (1000, 2, 1), (100, 1, 1), (10, 0, 1))  # size, its unit, how often it is written


def spell(number: int | Decimal, way: str) -> str:
    """Return a number from 0 to 10^16 as 小写, 大写, figures, figures with separators, or figures with 万 and 亿 (3亿4000万)."""
    if way == "mixed":
        return _spell_mixed(number)
    if way not in SCRIPTS:
        return f"{number:,f}" if way == "separated" else f"{number:f}"
    whole, _, decimals = f"{number:f}".partition(".")
    digits, units = SCRIPTS[way]
    written = _spell_whole(int(whole), digits, units)
    if way == "lower" and written.startswith("一十"):
        written = written[1:]
    return written + ("点" + "".join(digits[int(figure)] for figure in decimals) if decimals else "")


def _spell_whole(number: int, digits: str, units: str) -> str:
    if number < 10:
        return digits[number]
    size, unit, times = next(row for row in SIZES if number >= row[0])
    high, low = divmod(number, size)
    written = _spell_whole(high, digits, units) + units[unit] * times
    if not low:
        return written
    return written + (digits[0] if low < size // 10 else "") + _spell_whole(low, digits, units)


def _spell_mixed(number: int | Decimal) -> str:
    if isinstance(number, Decimal):
        for unit, power in (("亿", 8), ("万", 4)):
            if number >= 10**power:
                return f"{number.scaleb(-power):f}{unit}"
        return f"{number:f}"
    hundred_millions, rest = divmod(number, 10**8)
    ten_thousands, ones = divmod(rest, 10**4)
    parts = [(hundred_millions, "亿"), (ten_thousands, "万")]
    written = "".join(f"{part}{unit}" for part, unit in parts if part)
    return written + (f"{ones:04d}" if written and ones else str(ones) if not written else "")
