"""The words that frame a report: headings, lines of web residue, genres, places, and the cues of review and plan."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Protocol

from pipeline.lexicon.rows import read_rows
from pipeline.schema import LEVELS, PARTS


@dataclass(frozen=True, slots=True)
class HeadingWord:
    """A word of a heading and the part that it announces."""

    word: str
    part: str

    def check(self) -> str:
        """Say what is wrong with the row."""
        return "" if self.part in PARTS else f"part '{self.part}' is none of {', '.join(PARTS)}"


@dataclass(frozen=True, slots=True)
class PartCue:
    """A word of a sentence that speaks of what was done (review) or of what is to come (plan), where it stands, how strongly it speaks."""

    word: str
    where: str
    part: str
    weight: float

    def check(self) -> str:
        """Say what is wrong with the row."""
        if self.where not in ("any", "start", "end"):
            return f"where '{self.where}' is none of any, start, end"
        if self.part not in PARTS[:2]:
            return f"part '{self.part}' is neither review nor plan"
        return "" if self.weight >= 0 else f"weight {self.weight} is below 0; name the other part instead"


@dataclass(frozen=True, slots=True)
class ResidueWord:
    """A word that marks a short line as residue of a web page, and where in the line it stands."""

    word: str
    where: str

    def check(self) -> str:
        """Say what is wrong with the row."""
        return "" if self.where in ("start", "end", "whole") else f"where '{self.where}' is none of start, end, whole"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was written before, and the one that stands for it now."""

    old: str
    new: str

    def check(self) -> str:
        """Say what is wrong with the row."""
        return "" if len(self.old) == len(self.new) == 1 and self.old != self.new else "old and new must be one letter each, and differ"


@dataclass(frozen=True, slots=True)
class GenreWord:
    """A word of a title and the genre that it tells."""

    word: str
    genre: str

    def check(self) -> str:
        """Say what is wrong with the row."""
        return "" if self.word and self.genre else "word and genre must both be written"


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """The ending of a place's name, or a whole name with its full form, and the level of the place."""

    form: str
    kind: str
    level: str
    full: str

    def check(self) -> str:
        """Say what is wrong with the row."""
        if self.level not in LEVELS:
            return f"level '{self.level}' is none of {' '.join(LEVELS)}"
        if self.kind not in ("suffix", "name"):
            return f"kind '{self.kind}' is neither suffix nor name"
        return "" if bool(self.full) == (self.kind == "name") else "full is for a name, and a name needs it"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """All the words that frame a report."""

    headings: tuple[HeadingWord, ...]
    cues: tuple[PartCue, ...]
    residue: tuple[ResidueWord, ...]
    genres: tuple[GenreWord, ...]
    places: tuple[PlaceWord, ...]


class HasReportWords(Protocol):
    """A lexicon, as far as the stages need it that read how a report is framed."""

    @property
    def reports(self) -> ReportWords:
        """The words that frame a report."""


def load_report_words(folder: Traversable | None = None) -> ReportWords:
    """Read the words that frame a report from the resources; raises LexiconError for a bad row."""
    return ReportWords(
        headings=read_rows("headings.csv", HeadingWord, folder),
        cues=read_rows("part_cues.csv", PartCue, folder),
        residue=read_rows("residue.csv", ResidueWord, folder),
        genres=read_rows("genres.csv", GenreWord, folder),
        places=read_rows("places.csv", PlaceWord, folder),
    )
