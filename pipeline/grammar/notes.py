"""Notes: a contradiction in a sentence of Chinese, with the arithmetic, as people read it."""

from __future__ import annotations

from pipeline.grammar.folding import JUNK
from pipeline.grammar.relations import find_middle
from pipeline.grammar.slips import Contradiction
from pipeline.grammar.statements import Statement, print_like


def write_note(found: Contradiction) -> str:
    """Return what does not agree and why: what is computed, what is told, and the slip that would explain it."""
    relation = found.relation
    suspect = relation.figures[found.at]
    parts = [f"{suspect.name.lstrip('~')}：{_WRITERS[relation.form](found)}"]
    if found.at and relation.form in ("growth", "quotient", "sum"):
        parts.append(f"由此{_print(suspect)}应为{print_like(suspect, find_middle(relation.solve(found.at)))}")
    if found.mended is not None:
        parts.append(f"若为{print_like(suspect, found.mended)}则相符")
    if found.more:
        parts.append(f"另有{found.more}处与它不合")
    return "；".join(parts)


def _print(figure: Statement) -> str:
    text = JUNK.sub("", figure.printed)
    return f"-{text}" if figure.falls else text


def _write_growth(found: Contradiction) -> str:
    relation = found.relation
    rate, later, earlier = relation.figures
    low, high = relation.slack
    computed = find_middle(relation.solve(0)) + (low - high) / 2
    ratio = f"{_print(later)}÷{_print(earlier)}"
    told = f"({ratio})^(1/{relation.years:g})-1" if relation.years > 1 else f"{ratio}-1"
    wide = "，价格变动难以解释" if low or high else ""
    return f"{told}={print_like(rate, computed)}，文中为{_print(rate)}{wide}"


def _write_quotient(found: Contradiction) -> str:
    share, part, whole = found.relation.figures
    return f"{_print(part)}÷{_print(whole)}={print_like(share, find_middle(found.relation.solve(0)))}，文中为{_print(share)}"


def _write_sum(found: Contradiction) -> str:
    relation = found.relation
    total, *parts = relation.figures
    added = "+".join(_print(part) for part in parts).replace("+-", "-")
    if relation.form == "open":
        return f"其中{added}，多于总数{_print(total)}"
    return f"{added}={print_like(total, find_middle(relation.solve(0)))}，文中为{_print(total)}"


def _write_same(found: Contradiction) -> str:
    one, other = found.relation.figures
    where = "同一报告另一处" if one.doc_id == other.doc_id else f"{other.told}年报告" if other.told > 0 else other.doc_id
    return f"{one.period}年为{_print(one)}，{where}为{_print(other)}"


def _write_order(found: Contradiction) -> str:
    one, other = found.relation.figures
    large, small = (one, other) if (one.figure[0] or 0.0) >= (other.figure[0] or 0.0) else (other, one)
    times = (large.figure[0] or 0.0) / (small.figure[0] or 1.0)
    return f"{large.period}年{_print(large)}是{small.period}年{_print(small)}的{times:,.0f}倍"


def _write_most(found: Contradiction) -> str:
    one, whole = found.relation.figures
    return f"{_print(one)}是{whole.name}{_print(whole)}的{(one.figure[0] or 0.0) / (whole.figure[0] or 1.0):,.0f}倍"


def _write_hundred(found: Contradiction) -> str:
    figures = found.relation.figures
    return f"{'+'.join(_print(figure) for figure in figures)}={sum(figure.amount.value or 0.0 for figure in figures):.4g}，不足或超过100"


def _write_limit(found: Contradiction) -> str:
    return f"{_print(found.relation.figures[0])}超过{found.relation.limit:g}%"


_WRITERS = {
    "growth": _write_growth, "quotient": _write_quotient, "sum": _write_sum, "open": _write_sum, "same": _write_same, "order": _write_order,
    "most": _write_most, "limit": _write_limit, "hundred": _write_hundred,
}  # fmt: skip
