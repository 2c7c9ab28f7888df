"""Slips: which figure of those that do not agree is the wrong one, and the common slip of the pen that would mend it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.folding import JUNK, fold_text
from pipeline.grammar.relations import Relation
from pipeline.grammar.statements import Statement

# Which of several contradictions of one figure is reported.
_FIRST: Final = ("magnitude", "restated", "conflict", "total", "share", "per_head", "ratio", "growth")
_FACTORS: Final = (10.0, 0.1, 1e4, 1e-4, 1e8, 1e-8)
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LOOSE: Final = ("order", "most", "limit", "open")
_EXACT: Final = 3  # digits that a number must have for its slip to say something

_Place = tuple[str, int]


class Contradiction(NamedTuple):
    """Figures that do not agree: the relation, which of its figures is taken to be wrong, what would mend it, how many others it breaks."""

    relation: Relation
    at: int
    mended: float | None
    more: int


def list_slips(statement: Statement) -> Iterator[float]:
    """Yield the values that a figure would have without one common slip: two neighbouring digits turned, a power of ten or of 10,000."""
    value = statement.amount.value
    hits = list(_NUMBER.finditer(fold_text(JUNK.sub("", statement.printed))))
    if value is None or len(hits) != 1:
        return
    number = hits[0][0].replace(",", "")
    digits = number.replace(".", "")
    point = len(number) - number.index(".") - 1 if "." in number else 0
    if not int(digits):
        return
    unit = value / int(digits)
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            if turned[0] != "0" or point == len(digits) - 1:
                yield int(turned) * unit
    for factor in _FACTORS:
        yield value * factor


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
        own = [relation for relation in broken if any(_place(figure) == suspect for figure in relation.figures)]
        broken = [relation for relation in broken if relation not in own]
        chosen = min(own, key=lambda relation: (_FIRST.index(relation.check), relation.form == "limit"))
        ats = [(relation, _find_at(relation, suspect)) for relation in own]
        at = 0 if chosen.check == "restated" else _find_at(chosen, suspect)
        found.append(Contradiction(chosen, at, _mend(chosen.figures[at], ats), len({relation.check for relation in own}) - 1))
    return found


def _explain(relation: Relation) -> bool:
    """Whether a common slip of one of its figures, of digits enough to tell, explains why a relation does not hold."""
    return any(_mend(figure, ((relation, at),), exact=True) is not None for at, figure in enumerate(relation.figures))


def _place(figure: Statement) -> _Place:
    return figure.doc_id, figure.start


def _find_at(relation: Relation, place: _Place) -> int:
    return next(at for at, figure in enumerate(relation.figures) if _place(figure) == place)


def _find_suspect(broken: Sequence[Relation], held: Counter[_Place]) -> _Place:
    """Where the figure stands that is the likeliest to be wrong; of equals the first of the first relation."""
    uses: dict[_Place, list[tuple[Relation, int]]] = {}
    for relation in broken:
        for at, figure in enumerate(relation.figures):
            uses.setdefault(_place(figure), []).append((relation, at))

    def weigh(place: _Place) -> float:
        relation, at = uses[place][0]
        return len(uses[place]) - held[place] + (_mend(relation.figures[at], uses[place]) is not None)

    return max(uses, key=weigh)


def _is_retyped(one: Statement, other: Statement) -> bool:
    """Whether two figures are printed alike but for one digit."""
    texts = [fold_text(JUNK.sub("", figure.printed)).replace(",", "") for figure in (one, other)]
    if len(texts[0]) != len(texts[1]) or sum(sign.isdigit() for sign in texts[0]) < _EXACT:
        return False
    wrong = [(a, b) for a, b in zip(*texts, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0].isdigit() and wrong[0][1].isdigit()


def _mend(figure: Statement, uses: Sequence[tuple[Relation, int]], *, exact: bool = False) -> float | None:
    """The value without a common slip with which all these relations would hold; ``exact`` asks for a number of enough digits."""
    if exact and all(relation.form == "same" and _is_retyped(*relation.figures) for relation, _ in uses):
        return uses[0][0].figures[1 - uses[0][1]].amount.value
    if exact and len(re.sub(r"\D|0+$", "", fold_text(figure.printed))) < _EXACT:
        return None
    step = figure.amount.step
    for value in list_slips(figure):
        width = step * (value / figure.amount.value) if figure.amount.value and abs(value) < abs(figure.amount.value) / 9 else step
        if all(relation.form != "limit" and relation.would_hold(at, value, abs(width)) for relation, at in uses):
            return value
    return None
