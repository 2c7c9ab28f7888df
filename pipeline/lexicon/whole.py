"""The whole lexicon of a run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from pipeline.lexicon.figures import FigureWords, load_figure_words
from pipeline.lexicon.identities import Identities, load_identities
from pipeline.lexicon.indicators import Indicator, load_indicators
from pipeline.lexicon.panels import load_ceilings
from pipeline.lexicon.reports import ReportWords, load_report_words
from pipeline.lexicon.slogans import SloganWords, load_slogan_words
from pipeline.lexicon.terms import TermWords, load_term_words
from pipeline.lexicon.themes import Codebook, load_codebooks


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """All rows of all resources, by what reads them."""

    figures: FigureWords
    reports: ReportWords
    terms: TermWords
    indicators: tuple[Indicator, ...]
    ceilings: frozenset[str]
    identities: Identities
    themes: tuple[Codebook, ...]
    slogans: SloganWords


def load_lexicon(folder: Traversable | None = None, themes: tuple[str, str] = ("", "")) -> Lexicon:
    """Read every resource, and a user's themes.csv (its name and text); raises LexiconError naming the first bad row's file and line."""
    indicators = load_indicators(folder)
    return Lexicon(
        figures=load_figure_words(folder),
        reports=load_report_words(folder),
        terms=load_term_words(folder),
        indicators=indicators,
        ceilings=load_ceilings(indicators, folder),
        identities=load_identities(indicators, folder),
        themes=load_codebooks(folder, themes),
        slogans=load_slogan_words(folder),
    )
