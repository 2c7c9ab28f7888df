"""Notes: a contradiction in a sentence of Chinese, with the arithmetic, as people read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.grammar.folding import JUNK
from pipeline.grammar.relations import Relation, find_middle
from pipeline.grammar.slips import Contradiction
from pipeline.grammar.statements import Statement, print_like

_SOLVED: Final = ("growth", "quotient", "sum")


def write_note(found: Contradiction) -> str:
    """Return what does not agree and why: what is computed, what is told, and the slip that would explain it."""
    relation = found.relation
    suspect = relation.figures[found.at]
    parts = [f"{suspect.name}：{_WRITERS[relation.form](relation)}"]
    if found.mended is not None:
        parts.append(f"{_print(suspect)}若为{print_like(suspect, found.mended)}则相符")
    elif found.at and relation.form in _SOLVED:
        parts.append(f"由此{_print(suspect)}应为{print_like(suspect, find_middle(relation.solve(found.at)))}")
    if found.more:
        parts.append(f"另有{found.more}处算式与它不合")
    return "；".join(parts)


def _print(figure: Statement) -> str:
    text = JUNK.sub("", figure.printed)
    return f"-{text}" if figure.falls else text


def _cite(figure: Statement, at: Statement) -> str:
    """A figure with the report that it stands in, where that is another than the first one's."""
    return _print(figure) + ("" if figure.doc_id == at.doc_id else f"（{_name_report(figure)}）")


def _name_report(figure: Statement) -> str:
    return f"{figure.told}年报告" if figure.told else figure.doc_id


def _write_growth(relation: Relation) -> str:
    rate, later, earlier = relation.figures
    below, above = relation.slack
    low, high = relation.solve(0)
    computed = (low + below + high - above) / 2
    ratio = f"{_print(later)}÷{_cite(earlier, rate)}"
    told = f"({ratio})^(1/{relation.years})-1" if relation.years > 1 else f"{ratio}-1"
    wide = "，价格变动难以解释" if below or above else ""
    return f"{told}={print_like(rate, computed)}，文中为{_print(rate)}{wide}"


def _write_quotient(relation: Relation) -> str:
    share, part, whole = relation.figures
    computed = print_like(share, find_middle(relation.solve(0)))
    return f"{_cite(part, share)}÷{_cite(whole, share)}={computed}，文中为{_print(share)}"


def _add(relation: Relation) -> str:
    total, *parts = relation.figures
    return "+".join(_cite(part, total) for part in parts).replace("+-", "-")


def _write_sum(relation: Relation) -> str:
    total = relation.figures[0]
    return f"{_add(relation)}={print_like(total, find_middle(relation.solve(0)))}，文中为{_print(total)}"


def _write_open(relation: Relation) -> str:
    return f"其中{_add(relation)}，多于总数{_print(relation.figures[0])}"


def _write_hundred(relation: Relation) -> str:
    figures = relation.figures
    return f"{'+'.join(_print(figure) for figure in figures)}={sum(figure.value for figure in figures):.4g}，不是100"


def _write_same(relation: Relation) -> str:
    one, other = relation.figures
    year = f"{one.period}年为" if one.year else ""
    if one.doc_id == other.doc_id:
        return f"{year}{_print(one)}，同一报告另一处为{_print(other)}"
    return f"{year}{_print(one)}，{_name_report(other)}为{_print(other)}"


def _write_order(relation: Relation) -> str:
    large, small = sorted(relation.figures, key=lambda figure: -abs(figure.value))
    return f"{large.period}年的{_print(large)}是{small.period}年的{_print(small)}的{large.value / small.value:,.0f}倍"


def _write_limit(relation: Relation) -> str:
    return f"{_print(relation.figures[0])}超过{relation.scale:g}%"


_WRITERS: Final[dict[str, Callable[[Relation], str]]] = {
    "growth": _write_growth, "quotient": _write_quotient, "sum": _write_sum, "open": _write_open, "hundred": _write_hundred,
    "same": _write_same, "order": _write_order, "limit": _write_limit,
}  # fmt: skip
