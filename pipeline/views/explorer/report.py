"""The page of a report: its text with marks, and its rows beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from pipeline.schema import Columns
from pipeline.views.explorer.amounts import Amount, spell_amount, spell_plain
from pipeline.views.explorer.body import Layer, Mark, Sentence, mark_text
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import Report
from pipeline.views.explorer.rows import zip_rows

# The kinds that look alike, with what a reader calls them.
GROUPS: Final = {"m": "金额", "p": "百分数", "c": "个数", "d": "计量", "o": "其他"}
STATES: Final = {"a": "实际", "e": "预计", "t": "目标"}
LAYERS: Final = {"i": "只看指标", "phrase": "提法", "theme": "主题", "reused": "沿用"}
_GROUP_OF: Final = {"money": "m", "percent": "p", "point": "p", "count": "c"} | dict.fromkeys(
    ("length", "area", "volume", "mass", "energy", "power"), "d"
)
_ARROWS: Final = {"up": "▲", "down": "▼"}


class Row(NamedTuple):
    """A quantity as its row shows it."""

    span: str
    classes: str
    arrow: str
    amount: Amount
    about: str
    period: str
    status: str
    text: str
    base: str
    kind: str
    relation: str
    bound: str
    direction: str
    series: Sequence[tuple[str, str]]
    sentence: int
    rules: str


def describe_report(
    report: Report, rows: Mapping[str, Columns], layers: Sequence[Layer], points: Sequence[int], facts: Facts
) -> dict[str, Any]:
    """Return what the template of a report's page takes, but for its keywords and neighbours.

    ``rows`` has the text, sentences, quantities and observations of this report alone, in order; ``points`` are places that get an anchor.
    """
    sentences = [Sentence(*row) for row in zip_rows(rows["sentences"], "sentence", "start", "end", "section")]
    sentences = [sentence._replace(section=sentence.section or "") for sentence in sentences]
    series = _name_series(rows["observations"], report, facts)
    table = list(_read_rows(rows["quantities"], series, facts))
    marks = [
        Mark(start, end, f"q {row.classes}") for (start, end), row in zip(zip_rows(rows["quantities"], "start", "end"), table, strict=True)
    ]
    body = mark_text(rows["texts"]["text"][0], sentences, marks, layers, points)
    used = {name for row in table for name in row.classes.split()}
    kinds = {layer.kind for layer in layers}
    return {
        "report": report,
        "body": body,
        "rows": table,
        "groups": {name: title for name, title in GROUPS.items() if name in used},
        "states": {name: title for name, title in STATES.items() if name in used},
        "layers": {name: title for name, title in LAYERS.items() if name in used or name in kinds},
        "level": facts.find_title("documents", "level", report.level) if report.level else "",
        "state": facts.find_title("documents", "status", report.status),
    }


def split_rows(columns: Columns, doc_ids: Sequence[str]) -> dict[str, Columns]:
    """Return the rows of each document of a batch; rows of one document stand together.

    >>> split_rows({"doc_id": ["a", "a", "c"], "start": [1, 2, 3]}, ["a", "b", "c"])["b"]
    {'doc_id': [], 'start': []}
    """
    own = columns["doc_id"]
    edges: dict[str, tuple[int, int]] = {}
    at = 0
    while at < len(own):
        end = at
        while end < len(own) and own[end] == own[at]:
            end += 1
        edges[own[at]] = (at, end)
        at = end
    spans = {doc_id: edges.get(doc_id, (0, 0)) for doc_id in doc_ids}
    return {doc_id: {name: cells[start:end] for name, cells in columns.items()} for doc_id, (start, end) in spans.items()}


def clip_sentence(text: str, starts: Sequence[int], ends: Sequence[int], span: tuple[int, int], reach: int) -> tuple[str, str, str]:
    """Return what stands before, in and behind a span within its sentence, at most ``reach`` characters each side.

    >>> clip_sentence("今年好。产值9.5亿元，增长5%。", [0, 4], [4, 18], (6, 11), 3)
    ('产值', '9.5亿元', '，增长…')
    """
    start, end = span
    at = max(bisect_right(starts, start) - 1, 0)
    first, last = (min(starts[at], start), max(ends[at], end)) if starts else (start, end)
    left, right = max(first, start - reach), min(last, end + reach)
    before = ("…" if left > first else "") + text[left:start].lstrip()
    return before, text[start:end], text[end:right].rstrip() + ("…" if right < last else "")


def _read_rows(quantities: Columns, series: Mapping[tuple[int, int], list[tuple[str, str]]], facts: Facts) -> Iterable[Row]:
    titles = {
        (name, word): facts.find_title("quantities", name, word)
        for name in ("kind", "relation", "bound", "direction", "status")
        for word in set(quantities[name])
    }
    names = (
        "start", "end", "kind", "value", "low", "high", "unit", "bound", "relation", "direction", "about", "period", "status", "text",
        "sentence", "rules",
    )  # fmt: skip
    for cells in zip_rows(quantities, *names):
        start, end, kind, value, low, high, unit, bound, relation, direction, about, period, status, text, sentence, rules = cells
        linked = series.get((start, end), [])
        told = any(number is not None for number in (value, low, high))
        yield Row(
            span=f"{start}-{end}",
            classes=f"{_GROUP_OF.get(kind, 'o')} {status[0]}" + (" i" if linked else ""),
            arrow=_ARROWS.get(direction, ""),
            amount=spell_amount(value, low, high, bound, unit) if told else Amount(text, ""),
            about=about,
            period=period or "",
            status=titles["status", status],
            text=text,
            base=f"{spell_plain(value, low, high, bound)} {unit}".strip() if told else "",
            kind=titles["kind", kind],
            relation=titles["relation", relation],
            bound=titles["bound", bound],
            direction=titles["direction", direction],
            series=linked,
            sentence=sentence,
            rules=rules,
        )


def _name_series(observations: Columns, report: Report, facts: Facts) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """Return for each span the series that it is of: what it is called, and its address."""
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for start, end, indicator, name, aspect, place in zip_rows(observations, "start", "end", "indicator", "name", "aspect", "place"):
        title = f"{name}·{facts.find_title('observations', 'aspect', aspect)}"
        address = f"../indicators.html#i={quote(indicator)}" + (f"&p={quote(place)}" if place else "")
        found.setdefault((start, end), []).append((title, address))
    return found
