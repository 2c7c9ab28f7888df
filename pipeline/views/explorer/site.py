"""The explorer: pages that open from disk, made in one walk over the batches of reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.schema import Columns
from pipeline.views.explorer.concordance import Concordance
from pipeline.views.explorer.escaping import quote_path
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.layers import LayerIndex
from pipeline.views.explorer.overview import share_themes, write_overview
from pipeline.views.explorer.promises import Pairs
from pipeline.views.explorer.register import Register
from pipeline.views.explorer.rendering import copy_static, write_page
from pipeline.views.explorer.report import describe_report, split_rows
from pipeline.views.explorer.reuse import Reuse
from pipeline.views.explorer.series import SeriesFiles
from pipeline.views.explorer.windows import Windows
from pipeline.views.explorer.words import Keywords, describe_words, list_terms, read_keyness

Tables = Mapping[str, Iterable[Columns]]
Documents = dict[str, tuple[str, Sequence[int], Sequence[int]]]

_PARTED = ("texts", "sentences", "quantities", "observations")
_INDEXED = 150  # terms of the concordance


@dataclass(slots=True)
class _Walk:
    """What is gathered and written while the batches pass by."""

    folder: Path
    register: Register
    facts: Facts
    windows: Windows
    series: SeriesFiles
    concordance: Concordance
    keywords: Keywords
    keyness: Mapping[str, list[tuple[str, int, int]]]
    reuse: Reuse
    layers: LayerIndex
    rules: set[str]

    def write_batch(self, batch: Mapping[str, Columns]) -> None:
        """Write the pages of a batch of reports, and its lines of the files over all reports."""
        doc_ids = batch["texts"]["doc_id"]
        rows = {name: split_rows(batch[name], doc_ids) for name in _PARTED}
        documents: Documents = {
            doc_id: (rows["texts"][doc_id]["text"][0], rows["sentences"][doc_id]["start"], rows["sentences"][doc_id]["end"])
            for doc_id in doc_ids
        }
        self.layers.add([batch["theme_hits"]], "theme", "theme")
        for doc_id in doc_ids:
            self._write_report(doc_id, {name: own[doc_id] for name, own in rows.items()})
        self.rules.update(*(rules.split(";") for rules in set(batch["quantities"]["rules"])))
        self.windows.fill(documents)
        self.series.add(batch["observations"], documents)
        self.concordance.add(documents)

    def _write_report(self, doc_id: str, rows: Mapping[str, Columns]) -> None:
        report = self.register.by_id[doc_id]
        layers = self.layers.take(doc_id)
        if not report.paged:
            return
        before, after = self.register.find_neighbours(report)
        cloud = self.keywords.find_cloud(doc_id)
        values = describe_report(report, rows, layers, self.reuse.find_points(doc_id), self.facts) | {
            "root": "../",
            "here": "",
            "before": before,
            "after": after,
            "original": self.register.by_id.get(report.duplicate_of),
            "keywords": self.keywords.find_own(doc_id),
            "apart": self.keyness.get(doc_id, []),
            "reuse": self.reuse.describe(doc_id, rows["texts"]["text"][0]),
            "cloud": f"../../{quote_path(cloud)}" if cloud else "",
        }
        write_page(self.folder / report.page, "report.html", values)


def write_explorer(batched: Tables, tables: Tables, facts: Facts, target: Path) -> None:
    """Write the explorer into a folder: index.html, a page a report in r/, pages of indicators, targets, audit, words and rules.

    ``batched`` are tables whose parts are the same batches of reports: documents, texts, sentences, quantities, observations, themes,
    theme_hits. ``tables`` are those over all reports: keywords, keyness, panel_long, targets, audit, similarity, passages, terms, phrases,
    phrase_uses, phrase_years, networks. One batch is held at a time. Beyond 10,000 reports the newest have a page. The same bytes for the
    same tables.
    """
    register = Register(batched["documents"])
    windows = Windows()
    pairs = Pairs(register, windows, facts)
    met, checks = pairs.ask(tables["targets"], tables["audit"])
    keywords = Keywords(tables["keywords"], facts)
    describe_terms = list_terms(tables["terms"], register, windows)
    words = describe_words(tables, keywords, facts)
    series = SeriesFiles(target / "series", register, facts)
    series.begin(tables["panel_long"], tables["targets"])
    indexed = [row[0] for row in keywords.corpus] + [row[0] for row in words["phrases"]]
    concordance = Concordance(target / "terms", indexed[:_INDEXED], register)
    reuse = Reuse(tables["similarity"], tables["passages"], register)
    apart = read_keyness(tables["keyness"])
    walk = _Walk(target, register, facts, windows, series, concordance, keywords, apart, reuse, LayerIndex(), set())
    walk.layers.add(tables["phrase_uses"], "phrase", "phrase")
    walk.layers.add(reuse.list_spans(), "reused", "other")
    for batch in _walk_batches(batched):
        walk.write_batch(batch)
    series.end()
    counts = {"observations": series.observations, "targets": sum(met.values()), "findings": sum(checks.values())}
    shared = {"root": "", "counted": counts}
    themes = share_themes(batched["themes"], register)
    write_overview(target, register, facts, {**shared, "here": "index", "indicators": len(series.summaries)}, themes)
    summaries = sorted(series.summaries.values(), key=lambda summary: (-summary.values, summary.indicator))
    write_page(target / "indicators.html", "indicators.html", {**shared, "here": "indicators", "summaries": summaries, "facts": facts})
    pairs.write_targets(tables["targets"], target, {**shared, "here": "targets"}, met)
    pairs.write_audit(tables["audit"], target, {**shared, "here": "audit"}, checks)
    index = {term: number for number, (term, _, lines) in enumerate(concordance.end(), 1) if lines}
    write_page(target / "words.html", "words.html", {**shared, "here": "words", **words, "terms": describe_terms(), "index_of": index})
    rules = [(rule, facts.name_rule(rule)) for rule in sorted(walk.rules) if rule]
    write_page(target / "rules.html", "rules.html", {**shared, "here": "", "rules": rules})
    copy_static(target)


def _walk_batches(batched: Tables) -> Iterator[dict[str, Columns]]:
    names = [name for name in batched if name != "documents"]
    for parts in zip(*(batched[name] for name in names), strict=True):
        yield dict(zip(names, parts, strict=True))
