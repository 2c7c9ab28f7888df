"""Every table on one screen, and the small values that the grammar hands up.

A table crosses a stage border as *columns*: a dict from column name to a list, all lists of one length
(``Columns``). ``frames`` checks it against the table's declaration here when it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

SCHEMA_VERSION: Final = "1.0"

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (string, integer, number), closed vocabulary and unit; ``required`` forbids null."""

    name: str
    type: str = "string"
    vocabulary: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False


class Link(NamedTuple):
    """Columns whose cells together name a row of another table, and the columns there that they are held against."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, the key that names a row, and its columns in order.

    ``public`` tables are a CSV and a sheet of the workbook too, unless ``csv`` or ``book`` is off; the others are the pipeline's own. An
    ``open`` table has a number column more for each thing found. ``refers`` are its links but those of ``…doc_id`` to documents.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    public: bool = True
    csv: bool = True
    book: bool = True
    open: bool = False
    refers: tuple[Link, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def links(self) -> tuple[Link, ...]:
        """All links of the table to others: to documents by name, then those that it declares."""
        named = [name for name in self.names if name.endswith("doc_id") and self.key != ("doc_id",)]
        return (*(Link((name,), "documents", ("doc_id",)) for name in named), *self.refers)

    def widen(self, names: Iterable[str]) -> Table:
        """Return an open table with a number column for each name that it has not, in their order; any other table as it is."""
        if not self.open:
            return self
        more = [name for name in names if name not in self.names]
        return replace(self, columns=(*self.columns, *(Column(name, "number") for name in more)))

    def narrow(self, names: Iterable[str]) -> Table:
        """Return the table with some of its columns, in the order of their names."""
        known = {column.name: column for column in self.columns}
        return replace(self, columns=tuple(known[name] for name in names))


FROM: Final = ("text", "name", "catalogue")
LEVELS: Final = ("国家", "省", "市", "县", "乡")
PARTS: Final = ("review", "plan", "other")
KINDS: Final = (
    "money", "count", "percent", "point", "length", "area", "volume", "mass", "energy", "power", "duration", "multiple", "other",
)  # fmt: skip
# The base units of the kinds that have a closed list; money has ISO 4217 codes, the other kinds are as written.
BASE_UNITS: Final = {
    "percent": ("%",), "point": ("pp",), "length": ("m",), "area": ("m2",), "volume": ("m3",), "mass": ("kg",), "energy": ("kWh",),
    "power": ("W",), "duration": ("year", "quarter", "month", "week", "day", "hour", "minute", "second", "century"), "multiple": ("x",),
}  # fmt: skip
BOUNDS: Final = ("eq", "approx", "gt", "ge", "lt", "le", "range")
RELATIONS: Final = ("level", "delta", "share")
DIRECTIONS: Final = ("up", "down", "none")
STATUSES: Final = ("actual", "estimate", "target")
RATIO: Final = "ratio"  # the unit of what lies between 0 and 1
ASPECTS: Final = ("level", "growth", "change", "share")
BASES: Final = ("yoy", "comparable_prices", "comparable_scope", "annual_average", "cumulative", "sequential", "nominal")
CHECKS: Final = ("growth", "restated", "total", "share", "per_head", "ratio", "magnitude", "conflict")
MET: Final = ("yes", "no", "unknown")
SCOPES: Final = ("document", "section", "place", "year", "corpus")


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _whole(*names: str, unit: str = "") -> tuple[Column, ...]:
    return tuple(Column(name, "integer", unit=unit) for name in names)


_DOC: Final = Column("doc_id", required=True)
_SENTENCE: Final = Column("sentence", "integer", required=True)
_SPAN: Final = tuple(Column(name, "integer", unit="character", required=True) for name in ("start", "end"))
_PLACE, _KNOWN = ("doc_id", "start", "end"), ("doc_id", "start", "end", "indicator")  # keys of quantities and observations
_FIGURE: Final = (Column("value", "number"), Column("low", "number"), Column("high", "number"), Column("unit", required=True))

DOCUMENTS: Final = Table("documents", ("doc_id",), (
    _DOC, *_text("path", "sha256"), Column("format"), Column("encoding"),
    *_whole("replaced", unit="character"), *_whole("pages"),
    *_text("title"), Column("title_from", vocabulary=FROM), *_text("place"), Column("place_from", vocabulary=FROM),
    *_text("parent", "place_code"), *_whole("place_code_year", unit="year"), *_text("place_id"),
    Column("level", vocabulary=LEVELS), Column("level_from", vocabulary=FROM), *_text("genre", "delivered"),
    *_whole("year", unit="year"), Column("year_from", vocabulary=FROM),
    *_text("review_period"), Column("review_period_from", vocabulary=FROM),
    *_text("plan_period"), Column("plan_period_from", vocabulary=FROM),
    *_whole("characters", unit="character"), *_whole("sentences", "tokens", "quantities"),
    *_text("duplicate_of"), Column("status", vocabulary=("ok", "partial", "failed"), required=True), *_text("reason"),
), refers=(Link(("duplicate_of",), "documents", ("doc_id",)),))  # fmt: skip
SENTENCES: Final = Table("sentences", ("doc_id", "sentence"), (
    _DOC, _SENTENCE, *_SPAN, *_text("section"), Column("part", vocabulary=PARTS, required=True), Column("text", required=True),
), book=False)  # fmt: skip
TOKENS: Final = Table("tokens", ("doc_id", "start"), (
    _DOC, _SENTENCE, *_SPAN, Column("word", required=True), Column("pos", required=True),
), csv=False, book=False)  # fmt: skip
QUANTITIES: Final = Table("quantities", _PLACE, (
    _DOC, _SENTENCE, *_SPAN, Column("text", required=True), Column("kind", vocabulary=KINDS, required=True), *_FIGURE,
    Column("bound", vocabulary=BOUNDS, required=True), Column("relation", vocabulary=RELATIONS, required=True),
    Column("direction", vocabulary=DIRECTIONS, required=True), Column("about", required=True), Column("period"),
    Column("status", vocabulary=STATUSES, required=True), Column("rules", required=True),
), refers=(Link(("doc_id", "sentence"), "sentences", ("doc_id", "sentence")),))  # fmt: skip
KEYWORDS: Final = Table("keywords", ("scope", "scope_id", "rank"), (
    Column("scope", vocabulary=SCOPES, required=True), Column("scope_id", required=True), *_whole("rank"),
    *_text("term", "pos"), *_whole("count", "documents"), Column("score", "number"),
))  # fmt: skip
KEYNESS: Final = Table("keyness", ("scope", "scope_id", "term"), (
    Column("scope", vocabulary=SCOPES, required=True), Column("scope_id", required=True), Column("term", required=True),
    *_whole("count", "rest_count"), Column("log_likelihood", "number"), Column("log_ratio", "number"), *_whole("documents"),
))  # fmt: skip
TERMS: Final = Table("terms", ("term",), (
    Column("term", required=True), *_text("pos"), *_whole("count", "documents"), Column("cohesion", "number"),
    Column("left_entropy", "number"), Column("right_entropy", "number"), Column("in_dictionary", vocabulary=("yes", "no")),
    *_text("example_doc_id"), *_whole("example_start", "example_end", unit="character"),
))  # fmt: skip

_BOUNDS: Final = Column("bound", vocabulary=BOUNDS, required=True)
_STATUS: Final = Column("status", vocabulary=STATUSES, required=True)
_ASPECT: Final = Column("aspect", vocabulary=ASPECTS, required=True)
_BASIS: Final = Column("basis", vocabulary=BASES)
OBSERVATIONS: Final = Table("observations", _KNOWN, (
    Column("indicator", required=True), Column("name", required=True), _ASPECT, *_text("place", "place_code"),
    Column("place_level", vocabulary=LEVELS), *_text("period"), _BASIS, *_FIGURE, _BOUNDS,
    Column("direction", vocabulary=DIRECTIONS, required=True), _STATUS, _DOC, *_SPAN,
    *_whole("pair_start", "pair_end", unit="character"),
), refers=(Link(_PLACE, "quantities", _PLACE),))  # fmt: skip
PANEL_LONG: Final = Table("panel_long", ("place", "indicator", "aspect", "basis", "period"), (
    Column("place", required=True), *_text("place_code"), Column("indicator", required=True), _ASPECT, _BASIS,
    Column("period", required=True), *_FIGURE, _BOUNDS, _STATUS, *_whole("reports", "differing"), *_text("chosen_doc_id"),
    *_whole("chosen_start", "chosen_end", unit="character"),
), refers=(Link(("chosen_doc_id", "chosen_start", "chosen_end", "indicator"), "observations", _KNOWN),))  # fmt: skip
PANEL_WIDE: Final = Table("panel_wide", ("place", "year"), (
    Column("place", required=True), *_text("place_code"), Column("year", "integer", unit="year", required=True),
), open=True)  # fmt: skip
TARGETS: Final = Table("targets", _KNOWN, (
    *_text("place", "plan_period"), *_whole("year", unit="year"), Column("indicator", required=True), _ASPECT, _BASIS,
    Column("unit", required=True), Column("low", "number"), Column("high", "number"), _BOUNDS, *_text("wording"), _DOC, *_SPAN,
    Column("actual", "number"), *_text("actual_doc_id"), *_whole("actual_start", "actual_end", unit="character"),
    Column("gap", "number"), Column("met", vocabulary=MET, required=True),
), refers=(Link(_KNOWN, "observations", _KNOWN), Link(("actual_doc_id", "actual_start", "actual_end"), "quantities", _PLACE)))  # fmt: skip
AUDIT: Final = Table("audit", ("check", "doc_id", "start", "end", "other_doc_id", "other_start"), (
    Column("check", vocabulary=CHECKS, required=True), _DOC, *_text("place", "period", "indicator"),
    Column("stated", "number"), Column("computed", "number"), Column("tolerance", "number"), *_SPAN,
    *_text("other_doc_id"), *_whole("other_start", "other_end", unit="character"), *_text("note"),
), refers=(Link(_PLACE, "quantities", _PLACE), Link(("other_doc_id", "other_start", "other_end"), "quantities", _PLACE)))  # fmt: skip

# What reports speak of, and in which set phrases (提法).
PHRASE_KINDS: Final = ("numbered", "quoted", "verbal", "member")
THEMES: Final = Table("themes", ("doc_id", "theme"), (
    _DOC, Column("theme", required=True), *_whole("hits"), *_whole("hit_characters", unit="character"), *_whole("tokens"),
    *_whole("han_characters", unit="character"), *(Column(name, "number", unit=RATIO) for name in ("share_tokens", "share_characters")),
))  # fmt: skip
THEME_HITS: Final = Table("theme_hits", ("doc_id", "start", "end", "theme"), (
    _DOC, Column("theme", required=True), Column("term", required=True), *_SPAN,
), refers=(Link(("doc_id", "theme"), "themes", ("doc_id", "theme")),))  # fmt: skip
_PHRASE: Final = Column("phrase", required=True)
_OF_PHRASE: Final = Link(("phrase",), "phrases", ("phrase",))
_LIFE: Final = (*_whole("first_year", "last_year", unit="year"),)
PHRASES: Final = Table("phrases", ("phrase",), (
    _PHRASE, Column("kind", vocabulary=PHRASE_KINDS, required=True), *_whole("documents"), *_LIFE, *_whole("count"),
))  # fmt: skip
PHRASE_USES: Final = Table("phrase_uses", _PLACE, (_PHRASE, _DOC, *_SPAN), refers=(_OF_PHRASE,))
PHRASE_YEARS: Final = Table("phrase_years", ("phrase", "year"), (
    _PHRASE, Column("year", "integer", unit="year", required=True), *_whole("count", "documents"),
), refers=(_OF_PHRASE,))  # fmt: skip
PHRASE_MEMBERS: Final = Table("phrase_members", ("phrase", "member"), (
    _PHRASE, Column("member", required=True), *_whole("documents"), *_LIFE,
), refers=(_OF_PHRASE, Link(("member",), "phrases", ("phrase",))))  # fmt: skip

# How reports repeat one another, and which terms stand in one sentence.
RELATIONS_OF_REPORTS: Final = ("last_year", "same_year")
NETWORK_SCOPES: Final = ("place", "year", "corpus")
SIMILARITY: Final = Table("similarity", ("doc_id", "other", "relation"), (
    _DOC, Column("other", required=True), Column("relation", vocabulary=RELATIONS_OF_REPORTS, required=True),
    Column("cosine", "number", unit=RATIO), Column("containment", "number", unit=RATIO),
), refers=(Link(("other",), "documents", ("doc_id",)),))  # fmt: skip
PASSAGES: Final = Table("passages", ("doc_id", "start", "end", "other"), (
    _DOC, *_SPAN, Column("other", required=True), *_whole("other_start", "other_end", unit="character"), *_whole("characters"),
), refers=(Link(("other",), "documents", ("doc_id",)),))  # fmt: skip
NETWORKS: Final = Table("networks", ("scope", "scope_id", "source", "target"), (
    Column("scope", vocabulary=NETWORK_SCOPES, required=True), Column("scope_id", required=True), Column("source", required=True),
    Column("target", required=True), *_whole("sentences"), Column("npmi", "number"), *_whole("community"),
))  # fmt: skip


def _own(name: str, key: tuple[str, ...], *columns: Column) -> Table:
    return Table(name, key, columns, public=False, csv=False)


# The pipeline's own tables. Ingested are documents as the batch left them: without counts of later stages, knowing no other batch.
INGESTED: Final = _own("ingested", ("doc_id",), *DOCUMENTS.columns, Column("text_sha256"))
TEXTS: Final = _own("texts", ("doc_id",), _DOC, Column("text", required=True))
MEASURES: Final = _own(
    "measures", ("doc_id", "start"), _DOC, _SENTENCE, *_SPAN, Column("kind", required=True), *_FIGURE, Column("bound", required=True),
    Column("rules", required=True), *_text("label", "head"))  # fmt: skip
# What batches count for the stages of terms: sections, what can be a term, and how often it stands in each document and section.
SECTIONS: Final = _own("sections", ("doc_id", "section"), _DOC, Column("section", required=True), *_whole("headings", "words"))
CANDIDATES: Final = _own(
    "candidates", ("key",), *_whole("key"), Column("term", required=True), Column("pos", required=True), *_whole("tokens", "alone", "weak"),
    Column("background", "number"), Column("shape", "number"), *_whole("first", "last", "head", "tail"))  # fmt: skip
COUNTS: Final = _own("counts", ("term", "section"), *_whole("term", "section", "count", "heads", "lefts", "rights", "start"))
PHRASE_FORMS: Final = _own(
    "phrase_forms", ("doc_id", "start", "end"), _DOC, _PHRASE, Column("kind", vocabulary=PHRASE_KINDS, required=True), *_SPAN,
    *_text("whole"))  # fmt: skip

TABLES: Final = {table.name: table for table in (
    DOCUMENTS, SENTENCES, TOKENS, QUANTITIES, OBSERVATIONS, PANEL_LONG, PANEL_WIDE, TARGETS, AUDIT, KEYWORDS, KEYNESS, TERMS,
    THEMES, THEME_HITS, PHRASES, PHRASE_USES, PHRASE_YEARS, PHRASE_MEMBERS, SIMILARITY, PASSAGES, NETWORKS,
    INGESTED, TEXTS, MEASURES, SECTIONS, CANDIDATES, COUNTS, PHRASE_FORMS,
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns of one file: the text, how it was read, and what was lost.

    ``failed`` readings have an empty text and a reason that says what to do; ``partial`` ones left out part of the file.
    """

    text: str
    format: str
    encoding: str = ""
    replaced: int = 0
    pages: int | None = None
    status: str = "ok"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One report of a corpus, read: its names, its reading, and its row of the catalogue (column -> cell)."""

    doc_id: str
    path: str
    sha256: str
    reading: Reading
    catalogue: dict[str, str]


@dataclass(frozen=True, slots=True)
class Numeral:
    """The number that a numeral writes: ``value`` null where only bounds are told (300余 is low 300, bound gt)."""

    value: float | None
    low: float | None
    high: float | None
    bound: str = "eq"


class Measure(NamedTuple):
    """A number with its unit in a text: span, kind, figures in the base unit, and the rules behind them joined by ``;``.

    Kind ``name`` is a number that is no quantity (a date, a road, a slogan): nothing may cut its span.
    """

    start: int
    end: int
    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    bound: str
    rules: str
