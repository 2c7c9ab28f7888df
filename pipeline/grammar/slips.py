"""Slips: which figure of those that do not agree is the wrong one, and the common slip of the pen that would mend it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.relations import Relation
from pipeline.grammar.statements import Statement, find_number

# Which of several contradictions of one figure is reported.
_FIRST: Final = ("magnitude", "restated", "conflict", "total", "share", "per_head", "ratio", "growth")
_FACTORS: Final = (10.0, 0.1, 1e4, 1e-4, 1e8, 1e-8)
_LOOSE: Final = ("order", "limit", "open")  # forms that hold of nearly everything
_EXACT: Final = 3  # digits that a number must have for its slip to say something, where only names are alike; else one fewer
_TRAILING: Final = re.compile("0+$")

_Place = tuple[str, int]
_Uses = Sequence[tuple[Relation, int]]


class Contradiction(NamedTuple):
    """Figures that do not agree: the relation, which of its figures is taken to be wrong, what would mend it, how much else it breaks."""

    relation: Relation
    at: int
    mended: float | None
    more: int


def find_contradictions(relations: Iterable[Relation]) -> list[Contradiction]:
    """Return one contradiction a wrong figure: of all figures that do not agree the one that explains most of it, again and again.

    A figure is the likelier wrong the more it breaks, the less else agrees with it, and where one common slip mends all that it breaks.
    """
    held: Counter[_Place] = Counter()
    broken: list[Relation] = []
    for relation in relations:
        if relation.holds():
            if relation.form not in _LOOSE and relation.trust != "weak":
                held.update({_place(figure) for figure in relation.figures})
        elif relation.trust == "sure" or (relation.trust == "apart" and not relation.is_far()) or _explain(relation):
            broken.append(relation)
    found = []
    while broken:
        suspect = _find_suspect(broken, held)
        own = [(relation, _find_at(relation, suspect)) for relation in broken]
        uses = [(relation, at) for relation, at in own if at >= 0]
        broken = [relation for relation, at in own if at < 0]
        more = len(uses) - 1
        chosen, at = min(uses, key=lambda use: (_FIRST.index(use[0].check), use[0].form == "limit"))
        if chosen.check == "restated":
            at, uses = 0, [(chosen, 0)]
        found.append(Contradiction(chosen, at, find_slip(chosen.figures[at], uses), more))
    return found


def _place(figure: Statement) -> _Place:
    return figure.doc_id, figure.start


def _find_at(relation: Relation, place: _Place) -> int:
    return next((at for at, figure in enumerate(relation.figures) if _place(figure) == place), -1)


def _find_suspect(broken: Sequence[Relation], held: Counter[_Place]) -> _Place:
    """Where the figure stands that is the likeliest to be wrong; of equals the first of the first relation."""
    uses: dict[_Place, list[tuple[Relation, int]]] = {}
    for relation in broken:
        for at, figure in enumerate(relation.figures):
            uses.setdefault(_place(figure), []).append((relation, at))

    def weigh(place: _Place) -> int:
        relation, at = uses[place][0]
        return len(uses[place]) - held[place] + (find_slip(relation.figures[at], uses[place]) is not None)

    return max(uses, key=weigh)


def _explain(relation: Relation) -> bool:
    """Whether a common slip of one of its figures, of digits enough to tell, explains why a relation does not hold."""
    alike = relation.form == "same"
    if alike and _is_retyped(*relation.figures):
        return True
    few = _EXACT if alike and relation.trust == "weak" else _EXACT - 1
    return any(
        _count_digits(figure, zeros=relation.form == "sum") >= few and find_slip(figure, ((relation, at),)) is not None
        for at, figure in enumerate(relation.figures)
    )


def _count_digits(figure: Statement, *, zeros: bool) -> int:
    hit = find_number(figure.printed)[1]
    digits = hit[0].replace(".", "").replace(",", "").lstrip("0") if hit else ""
    return len(digits if zeros else _TRAILING.sub("", digits))


def _is_retyped(one: Statement, other: Statement) -> bool:
    """Whether two figures are printed alike but for one digit."""
    texts = [find_number(figure.printed)[0].replace(",", "") for figure in (one, other)]
    if len(texts[0]) != len(texts[1]) or sum(sign.isdigit() for sign in texts[0]) < _EXACT:
        return False
    wrong = [(a, b) for a, b in zip(*texts, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0].isdigit() and wrong[0][1].isdigit()


def list_slips(figure: Statement) -> Iterator[tuple[float, float]]:
    """Yield the values, and their steps, that a figure would have without one common slip.

    The slips: two neighbouring digits turned; a power of ten, of 10,000 or of 100,000,000 too much or too little.

    >>> from pipeline.grammar.statements import Statement
    >>> told = Statement("a", 0, 4, "6.9%", "", "", "growth", "", "2019", "", "%", (6.9, 6.9, 6.9), "eq", False, "actual", 0, 0)
    >>> [round(value, 4) for value, _ in list_slips(told)][:3]
    [9.6, 69.0, 0.69]
    """
    hit = find_number(figure.printed)[1]
    value, step = figure.value, figure.amount.step
    if hit is None or not value:
        return
    number = hit[0].replace(",", "")
    digits = number.replace(".", "")
    for at in range(len(digits) - 1):
        turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if turned != digits and (turned[0] != "0" or number[1:2] == "."):
            yield value * int(turned) / int(digits), step
    for factor in _FACTORS:
        yield value * factor, step * min(1.0, factor)


def find_slip(figure: Statement, uses: _Uses) -> float | None:
    """Return the value without a common slip with which a figure's relations would all hold, or None."""
    if any(relation.form == "limit" for relation, _ in uses):
        return None
    for value, step in list_slips(figure):
        if all(relation.would_hold(at, value, step) for relation, at in uses):
            return value
    return None
