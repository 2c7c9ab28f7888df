"""Statements made by hand, for the tests of what must agree."""

from __future__ import annotations

from typing import Any

from pipeline.grammar.statements import Statement
from pipeline.grammar.years import read_span

_PLAIN: dict[str, Any] = {
    "doc_id": "a", "series": "gdp", "name": "地区生产总值", "aspect": "level", "place": "柳塘镇", "period": "2020", "basis": "",
    "unit": "CNY", "bound": "eq", "falls": False, "status": "actual", "told": 2021, "sentence": 0,
}  # fmt: skip


def tell(printed: str, value: float, start: int = 0, **more: Any) -> Statement:
    """Return a figure printed so; a percentage is a growth where nothing else is said."""
    rate = {"unit": "%", "aspect": "growth"} if printed.endswith("%") else {}
    known = _PLAIN | rate | more
    years = read_span(known["period"])
    return Statement(start=start, end=start + len(printed), printed=printed, figure=(value, value, value), years=years, **known)
