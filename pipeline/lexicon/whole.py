"""The whole lexicon of a run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from pipeline.lexicon.figures import FigureWords, load_figure_words
from pipeline.lexicon.identities import Identities, load_identities
from pipeline.lexicon.indicators import Indicator, load_indicators
from pipeline.lexicon.panels import load_ceilings
from pipeline.lexicon.reports import ReportWords, load_report_words
from pipeline.lexicon.terms import TermWords, load_term_words


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """All rows of all resources, by what reads them."""

    figures: FigureWords
    reports: ReportWords
    terms: TermWords
    indicators: tuple[Indicator, ...]
    ceilings: frozenset[str]
    identities: Identities


def load_lexicon(folder: Traversable | None = None) -> Lexicon:
    """Read every resource; raises LexiconError naming the first bad row's file and line."""
    indicators = load_indicators(folder)
    return Lexicon(
        figures=load_figure_words(folder),
        reports=load_report_words(folder),
        terms=load_term_words(folder),
        indicators=indicators,
        ceilings=load_ceilings(indicators, folder),
        identities=load_identities(indicators, folder),
    )
