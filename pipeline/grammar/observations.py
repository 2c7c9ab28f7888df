"""Observations: the numbers of one sentence that tell of an indicator — of which, what, on which basis, of which place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.grammar.aspects import Number, find_whole, tell_aspect, tell_basis, tell_direction
from pipeline.grammar.indicators import IndicatorFinder, is_measured
from pipeline.grammar.modifiers import last_stop
from pipeline.grammar.scopes import Home, find_place
from pipeline.lexicon.indicators import Indicator

_ACT: Final = re.compile("新增|新建|新改|新（改|改建|改造|扩建|建设|新开|新设|新登记|建成|净增|修建|新修|新认定|增加")
_HOLDS: Final = re.compile(r"(?:有|达|到|共|为|累计|突破|超过?|至|总数|总量)(?:约|近)?$")
_LISTED: Final = re.compile(r"(?:左右|以上|以下|以内|上下)?(?:[、和与及，]|以及)?(?:同比|年均|分别|同比分别|分别同比)?(?:增长|提高|上涨|下降|达到?|为)?")
_ALIKE: Final = re.compile("均|都|双双|同步|各(?!类|项|级)")
_REACH: Final = 6  # characters behind a number within which its noun begins


class Quantity(NamedTuple):
    """A quantity in its clean sentence: span, name, number, period and status."""

    start: int
    end: int
    about: str
    number: Number
    period: str | None
    status: str


class Told(NamedTuple):
    """What one quantity of a sentence (``at``, counted in the sentence) tells of an indicator, and the quantity it is paired with."""

    at: int
    indicator: Indicator
    aspect: str
    basis: str
    direction: str
    turned: bool
    place: tuple[str | None, str | None, str | None]
    pair: int | None = None


class _Named(NamedTuple):
    """A form that a quantity may be of: its place among several numbers, whether it names a rate of change, what leads to it, the whole."""

    form: str
    place: int
    rate: bool
    lead: str
    whole: str


class ObservationReader:
    """Reads which quantities of a sentence tell of an indicator."""

    def __init__(self, rows: Sequence[Indicator]) -> None:
        """Keep the registry."""
        self._finder = IndicatorFinder(rows)
        self._rows = {row.id: row for row in rows}
        self._vetoes = {row.id: re.compile("|".join(map(re.escape, row.not_for.split("|")))) for row in rows if row.not_for}
        self._stocks = {row.id for row in rows if "新增" in row.not_for}

    def may_name(self, abouts: Iterable[str]) -> bool:
        """Tell at once whether any of these names may be an indicator's."""
        return any(self._finder.may_name(about) for about in abouts)

    def read(self, sentence: str, quantities: Sequence[Quantity], home: Home) -> list[Told]:
        """Return what the quantities of a clean sentence tell, in order, level and growth paired."""
        found: list[Told] = []
        for index, named in self._name(sentence, quantities):
            told = self._tell(sentence, quantities, index, named, home)
            if told:
                found.append(told)
        return _pair(found, quantities)

    def _name(self, sentence: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, _Named]]:
        """The forms that each quantity may be of."""
        at = 0
        while at < len(quantities):
            quantity = quantities[at]
            about = self._finder.extend_name(quantity.about, _text_before(sentence, quantity))
            name = self._finder.read_name(about)
            forms = [(form, 0) for form in self._finder.list_forms(about)] if not name.form else []
            if name.form and (count := self._finder.count_places(name.form)):
                forms = [(name.form, place) for place in range(1, count + 1)]
            run = _find_run(quantities, at) if forms else 1
            if forms and run == len(forms):
                for step, (form, place) in enumerate(forms):
                    yield at + step, _Named(form, place, name.rate, name.lead, "")
            elif forms and run == 1 and _ALIKE.search(quantity.number.before):
                for form, place in forms:
                    yield at, _Named(form, place, name.rate, name.lead, "")
            elif name.form:
                yield at, _Named(name.form, 0, name.rate, name.lead, "")
            elif "占" in about:
                part, _, whole = about.partition("占")
                name = self._finder.read_name(part)
                if name.form:
                    yield at, _Named(name.form, 0, name.rate, name.lead, whole)
            at += run

    def _tell(self, sentence: str, quantities: Sequence[Quantity], index: int, named: _Named, home: Home) -> Told | None:
        """What one quantity tells of a form, if anything."""
        quantity = quantities[index]
        number = quantity.number
        aspect = tell_aspect(number, rate=named.rate)
        if not aspect or (named.whole and aspect != "share"):
            return None
        clause, between, behind = _find_context(sentence, quantities, index)
        mark = aspect if aspect in ("growth", "share") else "new" if _ACT.search(clause + between) else ""
        indicator = self._finder.find_owner(named.form, mark, named.place)
        if indicator is None or not self._fits(indicator, aspect, number, named.whole):
            return None
        veto = self._vetoes.get(indicator.id)
        if veto and veto.search(clause + "\n" + named.lead + "\n" + between):
            return None
        if behind and indicator.id in self._stocks and not _HOLDS.search(number.before):
            return None
        place = find_place(clause + named.lead, home)
        if place is None:
            return None
        before = number.before
        if index and not between and _LISTED.fullmatch(before) and quantities[index - 1].number.kind == number.kind:
            before = quantities[index - 1].number.before + before
        basis = tell_basis(aspect, before, quantity.period)
        return Told(index, indicator, aspect, basis, *tell_direction(number, aspect), place)

    def _fits(self, indicator: Indicator, aspect: str, number: Number, whole: str) -> bool:
        """Whether an indicator can have such a number."""
        if aspect not in indicator.list_aspects():
            return False
        if aspect in ("level", "change"):
            return is_measured(indicator, number.kind, number.unit)
        of_rate = indicator.kind == "percent" and indicator.form == "share"
        if aspect == "growth":
            return number.kind != "multiple" or not of_rate if number.kind != "point" else of_rate
        if of_rate:
            return not whole
        total = self._rows.get(indicator.part_of)
        return total is not None and self._is_of(whole or find_whole(number.before), total)

    def _is_of(self, whole: str, total: Indicator) -> bool:
        """Whether the whole of a share begins with a name of the total."""
        return any(whole.removeprefix("全省").removeprefix("全国").startswith(alias.form) for alias in total.list_aliases())


def _text_before(sentence: str, quantity: Quantity) -> str:
    """The text straight before a quantity's name."""
    at = sentence.rfind(quantity.about, 0, quantity.start) if quantity.about else -1
    return sentence[:at] if at > 0 else ""


def _find_run(quantities: Sequence[Quantity], at: int) -> int:
    """How many quantities from ``at`` on are one list of numbers of one kind."""
    run = 1
    while at + run < len(quantities):
        after = quantities[at + run]
        if after.number.kind != quantities[at].number.kind or not _LISTED.fullmatch(after.number.before):
            break
        if run > 1 and re.search("分别|增长|达|为", after.number.before):
            break
        run += 1
    return run


def _find_context(sentence: str, quantities: Sequence[Quantity], index: int) -> tuple[str, str, bool]:
    """The clause before a quantity's name, the text between name and number, and whether the name stands behind the number."""
    quantity = quantities[index]
    left = quantities[index - 1].end if index else 0
    at = sentence.rfind(quantity.about, 0, quantity.start)
    after = sentence.find(quantity.about, quantity.end, quantity.end + _REACH + len(quantity.about))
    if after >= 0 and at < left:
        start = last_stop(sentence, 0, quantity.start) + 1
        return sentence[max(start, left) : quantity.start], sentence[quantity.end : after], True
    if at < 0:
        return "", quantity.number.before, False
    clause = sentence[last_stop(sentence, 0, at) + 1 : at]
    end = at + len(quantity.about)
    between = sentence[max(end, left) : quantity.start]
    return clause, between[last_stop(between, 0, len(between)) + 1 :] if left > end else between, False


def _pair(found: list[Told], quantities: Sequence[Quantity]) -> list[Told]:
    """Join each growth with the nearest level of the same thing, place, time and status that has none yet."""
    paired: dict[int, int] = {}
    for number, told in enumerate(found):
        if told.aspect != "growth":
            continue
        near = sorted((abs(other - number), other < number, other) for other in range(len(found)) if other not in paired)
        for _, _, other in near:
            if _belongs(told, found[other], quantities):
                paired[other], paired[number] = number, other
                break
    return [told._replace(pair=found[paired[k]].at) if k in paired else told for k, told in enumerate(found)]


def _belongs(growth: Told, level: Told, quantities: Sequence[Quantity]) -> bool:
    """Whether a level is what a growth led to."""
    plain = "share" if level.indicator.form == "share" else "level"
    if level.aspect != plain or growth.indicator is not level.indicator or growth.place != level.place:
        return False
    one, other = quantities[growth.at], quantities[level.at]
    return one.status == other.status and (one.period or "").rpartition("-")[2] == (other.period or "").rpartition("-")[2]
