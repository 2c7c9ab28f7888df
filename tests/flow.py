"""A flow of small stages, with which the house is tested without the language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.encoded import EncodedSeries
from pipeline.mining import Stage
from pipeline.run import STAGES
from pipeline.schema import (
    AUDIT,
    CANDIDATES,
    COUNTS,
    DOCUMENTS,
    KEYNESS,
    KEYWORDS,
    MEASURES,
    NETWORKS,
    OBSERVATIONS,
    PANEL_LONG,
    PASSAGES,
    PHRASE_FORMS,
    PHRASE_MEMBERS,
    PHRASE_USES,
    PHRASE_YEARS,
    PHRASES,
    QUANTITIES,
    SECTIONS,
    SENTENCES,
    SIMILARITY,
    TARGETS,
    TERMS,
    TEXTS,
    THEME_HITS,
    THEMES,
    TOKENS,
    Columns,
    Source,
    Table,
)
from pipeline.views.workbook.sheet import Sheet

FUNCTIONS = {
    "ingest": "read_reports",
    "measures": "find_measures",
    "segment": "cut_tokens",
    "quantities": "describe_quantities",
    "indicators": "link_observations",
    "counts": "count_terms",
    "themes": "find_themes",
    "forms": "find_forms",
    "terms": "propose_terms",
    "keywords": "rank_keywords",
    "panel": "build_panel",
    "targets": "match_targets",
    "audit": "audit_reports",
    "similarity": "compare_reports",
    "networks": "build_networks",
    "phrases": "tell_phrases",
    "clouds": "write_clouds",
    "figures": "write_figures",
    "explorer": "write_explorer",
    "workbook": "write_workbook",
}
FLOW = tuple(
    Stage(stage.name, f"tests.flow:{FUNCTIONS.get(stage.name, stage.name)}", stage.takes, stage.makes, scope=stage.scope)
    for stage in STAGES
)
CALLS: list[str] = []


def read_reports(sources: Sequence[Source], lexicon: object) -> dict[str, Columns]:
    CALLS.append("ingest")
    documents, texts, sentences = _rows(DOCUMENTS), _rows(TEXTS), _rows(SENTENCES)
    for source in sources:
        reading = source.reading
        year = int(source.catalogue["year"]) if "year" in source.catalogue else None
        known = {"doc_id": source.doc_id, "path": source.path, "sha256": source.sha256, "format": reading.format, "year": year}
        _add(
            DOCUMENTS,
            documents,
            {**known, "place": source.catalogue.get("place"), "status": reading.status, "reason": reading.reason or None},
        )
        if reading.status == "failed":
            continue
        _add(TEXTS, texts, {"doc_id": source.doc_id, "text": reading.text})
        for number, match in enumerate(re.finditer(r"[^。]+。?", reading.text)):
            span = {"sentence": number, "start": match.start(), "end": match.end(), "text": match.group()}
            _add(SENTENCES, sentences, {"doc_id": source.doc_id, "part": "review", **span})
    return {"documents": documents, "texts": texts, "sentences": sentences}


def find_measures(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("measures")
    measures = _rows(MEASURES)
    for doc_id, sentence, start, text in _each(tables["sentences"], "doc_id", "sentence", "start", "text"):
        for match in re.finditer(r"(\d+(?:\.\d+)?)(家|亿元|%)", text):
            value = float(match[1])
            span = {"doc_id": doc_id, "sentence": sentence, "start": start + match.start(), "end": start + match.end()}
            figure = {"value": value, "low": value, "high": value, "unit": match[2], "bound": "eq", "rules": "fake"}
            _add(MEASURES, measures, {**span, **figure, "kind": "count"})
    return {"measures": measures}


def cut_tokens(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("segment")
    tokens = _rows(TOKENS)
    for doc_id, sentence, start, text in _each(tables["sentences"], "doc_id", "sentence", "start", "text"):
        for at in range(0, len(text), 2):
            span = {"start": start + at, "end": start + at + len(text[at : at + 2]), "word": text[at : at + 2], "pos": "n"}
            _add(TOKENS, tokens, {"doc_id": doc_id, "sentence": sentence, **span})
    return {"tokens": tokens}


def describe_quantities(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("quantities")
    texts = dict(_each(tables["texts"], "doc_id", "text"))
    quantities = _rows(QUANTITIES)
    for cells in _each(tables["measures"], *MEASURES.names):
        row = dict(zip(MEASURES.names, cells, strict=True))
        said = {
            "text": texts[row["doc_id"]][row["start"] : row["end"]],
            "relation": "level",
            "direction": "none",
            "about": "",
            "status": "actual",
        }
        _add(QUANTITIES, quantities, {**row, **said})
    return {"quantities": quantities}


def link_observations(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("indicators")
    observations = _rows(OBSERVATIONS)
    for cells in _each(tables["quantities"], *QUANTITIES.names):
        row = dict(zip(QUANTITIES.names, cells, strict=True))
        if row["unit"] == "家":
            _add(OBSERVATIONS, observations, {**row, "indicator": "firms", "name": "企业", "aspect": "level"})
    return {"observations": observations}


def count_terms(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("counts")
    sections, candidates, counts = _rows(SECTIONS), _rows(CANDIDATES), _rows(COUNTS)
    known: dict[str, int] = {}
    for (doc_id, term), count in sorted(Counter(_each(tables["tokens"], "doc_id", "word")).items()):
        if doc_id not in sections["doc_id"]:
            _add(SECTIONS, sections, {"doc_id": doc_id, "section": ""})
        if term not in known:
            known[term] = len(known)
            _add(CANDIDATES, candidates, {"term": term, "pos": "n"})
        _add(COUNTS, counts, {"term": known[term], "section": sections["doc_id"].index(doc_id), "count": count})
    return {"sections": sections, "candidates": candidates, "counts": counts}


def find_themes(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("themes")
    return {"themes": _rows(THEMES), "theme_hits": _rows(THEME_HITS)}


def find_forms(tables: Mapping[str, Columns], lexicon: object) -> dict[str, Columns]:
    CALLS.append("forms")
    forms = _rows(PHRASE_FORMS)
    for doc_id, text in _each(tables["texts"], "doc_id", "text"):
        for match in re.finditer("企业", text):
            _add(PHRASE_FORMS, forms, {"doc_id": doc_id, "phrase": "企业", "kind": "quoted", "start": match.start(), "end": match.end()})
    return {"phrase_forms": forms}


def propose_terms(
    sections: Iterable[Columns], candidates: Iterable[Columns], counts: Iterable[Columns], documents: Columns, lexicon: object
) -> dict[str, Columns]:
    CALLS.append("terms")
    return {"terms": _rows(TERMS)}


def rank_keywords(
    sections: Iterable[Columns], candidates: Iterable[Columns], counts: Iterable[Columns], documents: Columns, lexicon: object
) -> dict[str, Columns]:
    CALLS.append("keywords")
    total: Counter[str] = Counter()
    for known, part in zip(candidates, counts, strict=True):
        for term, count in _each(part, "term", "count"):
            total[known["term"][term]] += count
    keywords = _rows(KEYWORDS)
    for rank, (term, count) in enumerate(sorted(total.items(), key=lambda item: (-item[1], item[0]))[:20], 1):
        row = {"scope": "corpus", "scope_id": "corpus", "rank": rank, "term": term, "pos": "n", "count": count}
        _add(KEYWORDS, keywords, {**row, "documents": len(documents["doc_id"]), "score": float(count)})
    return {"keywords": keywords, "keyness": _rows(KEYNESS)}


def build_panel(observations: Iterable[Columns], texts: Iterable[Columns], documents: Columns, lexicon: object) -> dict[str, Columns]:
    CALLS.append("panel")
    panel_long, firms = _rows(PANEL_LONG), {}
    for part, _ in zip(observations, texts, strict=True):
        for doc_id, value in _each(part, "doc_id", "value"):
            told = {
                "indicator": "large_industry_firms",
                "aspect": "level",
                "period": "2020",
                "unit": "家",
                "bound": "eq",
                "status": "actual",
            }
            _add(PANEL_LONG, panel_long, {"place": doc_id, "value": value, **told})
            firms[doc_id] = value
    wide = {"place": list(firms), "place_code": [None] * len(firms), "year": [2020] * len(firms)}
    return {"panel_long": panel_long, "panel_wide": wide | ({"large_industry_firms": list(firms.values())} if firms else {})}


def match_targets(
    observations: Iterable[Columns], texts: Iterable[Columns], panel_long: Iterable[Columns], documents: Columns, lexicon: object
) -> dict[str, Columns]:
    CALLS.append("targets")
    return {"targets": _rows(TARGETS)}


def audit_reports(
    observations: Iterable[Columns], quantities: Iterable[Columns], texts: Iterable[Columns], documents: Columns, lexicon: object
) -> dict[str, Columns]:
    CALLS.append("audit")
    return {"audit": _rows(AUDIT)}


def compare_reports(texts: Sequence[Columns], documents: Columns, lexicon: object) -> dict[str, Columns]:
    CALLS.append("similarity")
    return {"similarity": _rows(SIMILARITY), "passages": _rows(PASSAGES)}


def build_networks(keywords: EncodedSeries, tokens: EncodedSeries, documents: Columns, lexicon: object) -> dict[str, Columns]:
    CALLS.append("networks")
    return {"networks": _rows(NETWORKS)}


def tell_phrases(
    forms: Sequence[Columns], texts: Iterable[Columns], documents: Columns, lexicon: object
) -> dict[str, Iterable[Columns] | Columns]:
    CALLS.append("phrases")
    uses = ({name: part[name] for name in PHRASE_USES.names} for part in forms)
    return {"phrase_uses": uses, "phrases": _rows(PHRASES), "phrase_years": _rows(PHRASE_YEARS), "phrase_members": _rows(PHRASE_MEMBERS)}


def write_clouds(tables: Mapping[str, Columns], target: Path) -> None:
    CALLS.append("clouds")
    (target / "corpus.png").write_bytes(" ".join(tables["keywords"]["term"]).encode())


def write_figures(tables: Mapping[str, Columns], columns: Sequence[object], target: Path) -> None:
    CALLS.append("figures")
    (target / "level-乡.png").write_bytes(" ".join(tables["panel_long"]["place"] + tables["documents"]["doc_id"]).encode())


def write_explorer(batched: Mapping[str, Iterable[Columns]], tables: Mapping[str, Iterable[Columns]], facts: object, target: Path) -> None:
    CALLS.append("explorer")
    titles = [title for part in batched["documents"] for title in part["doc_id"]]
    (target / "index.html").write_bytes(" ".join([*titles, *sorted(batched), *sorted(tables)]).encode())


def write_workbook(sheets: Sequence[Sheet], documents: Iterable[Columns], target: Path) -> None:
    CALLS.append("workbook")
    told = [f"{sheet.title} {sheet.rows}" for sheet in sheets if sheet.headings]
    target.write_bytes(" ".join([*told, *(doc_id for part in documents for doc_id in part["doc_id"])]).encode())


def _rows(table: Table) -> Columns:
    return {name: [] for name in table.names}


def _add(table: Table, columns: Columns, row: Mapping[str, object]) -> None:
    for name in table.names:
        columns[name].append(row.get(name))


def _each(columns: Columns, *names: str) -> Iterable[tuple]:
    return zip(*(columns[name] for name in names), strict=True)
