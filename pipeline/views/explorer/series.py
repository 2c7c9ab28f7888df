"""The series of indicators: a script file each, with its values, its targets and what every report says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipeline.drawing.series import Measured, starts_at_zero
from pipeline.schema import Columns
from pipeline.views.explorer.amounts import spell_plain
from pipeline.views.explorer.escaping import write_json
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import Register
from pipeline.views.explorer.rendering import append_lines, write_text
from pipeline.views.explorer.report import clip_sentence
from pipeline.views.explorer.rows import zip_rows

_YEAR: Final = re.compile(r"\d{4}")
_SPAN: Final = re.compile(r"\d{4}-\d{4}")
# As in panel_wide: levels and shares on no other basis, a year's growth on any of one year, the first that is told.
_BASES: Final = ("", "yoy", "comparable_prices", "comparable_scope", "nominal")
_REACH: Final = 70  # characters of a sentence on each side of its figure
_ORDER: Final = ("level", "share", "growth", "change")


@dataclass(slots=True)
class Summary:
    """What the list of indicators says of one: its places with their counts of values, its years, and how many values are disputed."""

    indicator: str
    places: dict[str, int] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    values: int = 0
    disputed: int = 0


class SeriesFiles:
    """Writes series/<indicator>.js in two steps: values and targets first, then what the reports say, batch by batch."""

    def __init__(self, folder: Path, register: Register, facts: Facts) -> None:
        self._folder, self._register, self._facts = folder, register, facts
        self._columns: dict[tuple[str, str, str], Measured] = {
            (column.indicator, column.aspect, column.base): column for column in facts.columns
        }
        self._begun: set[str] = set()
        self.summaries: dict[str, Summary] = {}
        self.observations = 0

    def begin(self, panel_long: Iterable[Columns], targets: Iterable[Columns]) -> None:
        """Write the values of the panel and the targets of each indicator."""
        values: dict[str, list[str]] = {}
        for part in panel_long:
            for row in zip_rows(
                part, "place", "indicator", "aspect", "unit", "basis", "period", *_FIGURE, "status", "reports", "differing"
            ):
                values.setdefault(row[1], []).append(self._write_value(row))
        promised: dict[str, list[str]] = {}
        for part in targets:
            for row in zip_rows(part, "place", "indicator", "aspect", "unit", "basis", "year", "plan_period", *_TARGET):
                if row[0]:
                    promised.setdefault(row[1], []).append(self._write_target(row))
        for indicator in sorted({*values, *promised}):
            own = {key[1:]: column for key, column in self._columns.items() if key[0] == indicator}
            known = [[*key, column.title, column.unit, int(starts_at_zero(column))] for key, column in own.items()]
            known.sort(key=lambda column: _ORDER.index(column[0]))
            head = f'"name":{write_json(self._facts.name_indicator(indicator))},"columns":{write_json(known)}'
            body = f'{head},\n"values":[\n{_join(values.get(indicator))}],\n"targets":[\n{_join(promised.get(indicator))}],\n"said":[\n'
            write_text(self._folder / f"{indicator}.js", f"baogao.receive({write_json(f'series/{indicator}')},{{{body}")
            self._begun.add(indicator)

    def add(self, observations: Columns, documents: Mapping[str, tuple[str, Sequence[int], Sequence[int]]]) -> None:
        """Go on with what a batch of reports says; ``documents`` has each report's text and the edges of its sentences."""
        said: dict[str, list[str]] = {}
        names = ("indicator", "doc_id", "start", "end", "place", "aspect", "unit", "basis", "period", *_FIGURE, "status", "direction")
        for row in zip_rows(observations, *names):
            indicator, doc_id, start, end, place, aspect, unit, basis, period, *figure, status, direction = row
            self.observations += 1
            if indicator not in self._begun or not place:
                continue
            report = self._register.by_id[doc_id]
            text, starts, ends = documents[doc_id]
            shown = self._spell(indicator, aspect, unit, figure)
            clipped = clip_sentence(text, starts, ends, (start, end), _REACH)
            address = [report.number if report.paged else 0, report.short, start, end]
            cells = [place, aspect, unit, basis or "", period or "", status[0], direction, shown, *address, *clipped]
            said.setdefault(indicator, []).append(f"{write_json(cells)},\n")
        for indicator in sorted(said):
            append_lines(self._folder / f"{indicator}.js", said[indicator])

    def end(self) -> None:
        """Close every file."""
        for indicator in sorted(self._begun):
            append_lines(self._folder / f"{indicator}.js", ["]});\n"])

    def _write_value(self, row: Sequence[Any]) -> str:
        place, indicator, aspect, unit, basis, period, *figure, status, reports, differing = row
        summary = self.summaries.setdefault(indicator, Summary(indicator))
        summary.places[place] = summary.places.get(place, 0) + 1
        summary.values += 1
        summary.disputed += differing > 0
        yearly = bool(_YEAR.fullmatch(period))
        if yearly:
            summary.years.add(int(period))
        drawn = yearly and _is_usual(aspect, basis) and (indicator, aspect, unit) in self._columns
        rank = _BASES.index(basis or "") + 1 if drawn else 0
        heights = [self._convert(indicator, aspect, unit, number) for number in figure[:3]]
        shown = self._spell(indicator, aspect, unit, figure)
        return write_json([place, aspect, unit, basis or "", period, shown, *heights, status[0], reports, differing, rank])

    def _write_target(self, row: Sequence[Any]) -> str:
        place, indicator, aspect, unit, basis, year, plan_period, low, high, bound, doc_id, start, end, met = row
        span = plan_period if year is None else str(year)
        drawn = (year is not None and _is_usual(aspect, basis)) or (basis == "annual_average" and bool(_SPAN.fullmatch(span or "")))
        figure = [low if low == high else None, low, high, bound]
        heights = [self._convert(indicator, aspect, unit, number) for number in (low, high)]
        report = self._register.by_id[doc_id]
        address = [report.number if report.paged else 0, report.short, start, end]
        shown = self._spell(indicator, aspect, unit, figure)
        return write_json([place, aspect, unit, basis or "", span or "", shown, *heights, met, int(drawn), *address])

    def _convert(self, indicator: str, aspect: str, unit: str, number: float | None) -> float | None:
        column = self._columns.get((indicator, aspect, unit))
        return number if number is None or column is None else column.convert(number)

    def _spell(self, indicator: str, aspect: str, unit: str, figure: Sequence[Any]) -> str:
        value, low, high, bound = figure
        if value is None and low is None and high is None:
            return ""
        converted = (self._convert(indicator, aspect, unit, number) for number in (value, low, high))
        return spell_plain(*converted, bound)


_FIGURE: Final = ("value", "low", "high", "bound")
_TARGET: Final = ("low", "high", "bound", "doc_id", "start", "end", "met")


def _is_usual(aspect: str, basis: str | None) -> bool:
    return not basis if aspect in ("level", "share") else (basis or "") in _BASES


def _join(rows: Sequence[str] | None) -> str:
    return "".join(f"{row},\n" for row in rows or ())
