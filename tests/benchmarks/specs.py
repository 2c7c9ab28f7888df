"""Measure numerals and units on test cases in the JSON format of the Recognizers-Text project.

    python tests/benchmarks/specs.py FOLDER

FOLDER holds ``Number/NumberModel.json``, ``Number/PercentModel.json``, ``NumberWithUnit/CurrencyModel.json`` and
``NumberWithUnit/DimensionModel.json``, each a list of cases: ``Results`` with ``Text`` and ``Resolution`` (``value`` and, with a unit,
``unit`` and ``isoCurrency``). A result passes when its whole text is read as its value: 几 余 多 by their lower bound, 百分点 by its
number. Texts of forms that are no part of the language are left out and counted by class; a file that is not there is passed over.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.grammar.measures import MeasureFinder
from pipeline.grammar.numerals import parse_numeral, parse_percent
from pipeline.lexicon.figures import Unit, load_figure_words
from pipeline.schema import Measure

LEFT_OUT = (  # class, what the text contains
    ("power", re.compile(r"\^|[0-9][eE][+-]?[0-9]")),
    ("k or M suffix", re.compile(r"[0-9][kKM](?=$|个|個)|[0-9]\s[mMkK]$")),
    ("blank inside", re.compile(r"\s")),
)
FORMS = {  # the unit that a case names, as a form of units.csv
    "Mu": "亩", "Ton": "吨", "Centimeter": "厘米", "Meter": "米", "Kilometer": "公里", "Kilogram": "公斤", "Gram": "克",
    "Microgram": "微克", "Megabyte": "兆字节", "Kilobyte": "千字节", "Kilobit": "千比特",
    "Megahertz": "兆赫兹", "Hertz": "赫兹", "Kilowatt": "千瓦", "Kilocalorie": "千卡", "Liang": "两",
}  # fmt: skip


def read_number(text: str) -> float | None:
    """Return the number, or its lower bound."""
    numeral = parse_numeral(text)
    return None if numeral is None else numeral.low if numeral.value is None else numeral.value


def read_percent(text: str, finder: MeasureFinder) -> float | None:
    """Return the percentage, with its sign or as a numeral of percentages."""
    numeral = parse_percent(text)
    if numeral is not None:
        return numeral.low if numeral.value is None else numeral.value
    measure = read_measure(text, finder)
    return measure.value if measure and measure.kind in ("percent", "point") else None


def read_measure(text: str, finder: MeasureFinder) -> Measure | None:
    """Return the measure that a text is from end to end."""
    return next((found for found in finder.find(text) if found.kind != "name" and (found.start, found.end) == (0, len(text))), None)


def judge_measure(text: str, resolution: dict[str, str], finder: MeasureFinder, units: dict[str, Unit]) -> str:
    """Say pass, fail, or why the text is left out: its unit is none of ours, or it is no number and unit at all."""
    if resolution.get("value") is None:
        return "no number"
    named = units.get(FORMS.get(resolution["unit"], ""))
    if named is None and "isoCurrency" not in resolution:
        return f"unit {resolution['unit']}"
    measure = read_measure(text, finder)
    unit, factor = (named.unit, named.factor) if named else (resolution["isoCurrency"], Decimal(1))
    if measure is None or measure.unit != unit:
        return "fail"
    return judge_value(measure.value, str(Decimal(resolution["value"]) * factor))


def judge_value(value: float | None, expected: str) -> str:
    """Say pass or fail."""
    return "pass" if is_same(value, expected) else "fail"


def is_same(value: float | None, expected: str) -> bool:
    """Compare within what 15 digits can tell."""
    return value is not None and abs(value - float(expected)) <= 1e-9 * max(abs(value), abs(float(expected)))


def judge_cases(path: Path, judge: Callable[[str, dict[str, str]], str]) -> Iterator[tuple[str, str, str]]:
    """Yield each result's verdict (pass, fail, or the class that is left out), text and value."""
    if not path.is_file():
        return
    for case in json.loads(path.read_text(encoding="utf-8")):
        for result in case["Results"]:
            text, resolution = result["Text"], result["Resolution"]
            verdict = next((name for name, form in LEFT_OUT if form.search(text)), None) or judge(text, resolution)
            yield verdict, text, str(resolution.get("value"))


def main(folder: Path) -> None:
    """Print, for each file, how many results pass, the texts that fail, and what is left out by class."""
    words = load_figure_words()
    units, finder = {row.form: row for row in words.units}, MeasureFinder(words)
    judges: dict[str, Callable[[str, dict[str, str]], str]] = {
        "Number/NumberModel.json": lambda text, wanted: judge_value(read_number(text), wanted["value"]),
        "Number/PercentModel.json": lambda text, wanted: judge_value(read_percent(text, finder), wanted["value"].rstrip("%")),
        "NumberWithUnit/CurrencyModel.json": lambda text, wanted: judge_measure(text, wanted, finder, units),
        "NumberWithUnit/DimensionModel.json": lambda text, wanted: judge_measure(text, wanted, finder, units),
    }
    for name, judge in judges.items():
        verdicts = list(judge_cases(folder / name, judge))
        counts = Counter(verdict for verdict, _, _ in verdicts)
        judged = counts["pass"] + counts["fail"]
        if judged:
            print(f"{name}: {counts['pass']} of {judged} = {counts['pass'] / judged:.1%}")
        for verdict, text, value in verdicts:
            if verdict == "fail":
                print(f"  fails: {text} = {value}")
        for left in sorted(set(counts) - {"pass", "fail"}):
            texts = (text.replace(" ", "_") for verdict, text, _ in verdicts if verdict == left)
            print(f"  left out, {left}: {counts[left]} ({' '.join(texts)})")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("give the folder of the cases: python tests/benchmarks/specs.py FOLDER")
    main(Path(sys.argv[1]))
