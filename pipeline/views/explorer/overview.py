"""The first page: all reports, what failed and why, and what the corpus is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from pipeline.schema import LEVELS, Columns
from pipeline.views.explorer.charts import draw_years
from pipeline.views.explorer.escaping import write_json, write_script
from pipeline.views.explorer.facts import Facts
from pipeline.views.explorer.register import Register, Report
from pipeline.views.explorer.rendering import write_page, write_text
from pipeline.views.explorer.rows import walk_rows

STATIC_ROWS: Final = 300


def write_overview(
    folder: Path, register: Register, facts: Facts, shared: dict[str, Any], themes: Sequence[tuple[str, str, Markup]]
) -> None:
    """Write index.html with the first rows and reports.js with all; ``shared`` has the counts of other pages.

    ``themes`` are rows of name, share and picture.
    """
    reports = sorted(register.reports, key=lambda report: (report.status == "failed", -(report.year or 0), report.doc_id))
    levels = {level: facts.find_title("documents", "level", level) for level in LEVELS}
    states = {state: facts.find_title("documents", "status", state) for state in ("ok", "partial", "failed")}
    years = Counter(report.year for report in register.reports if report.year is not None)
    values = {
        **shared,
        "reports": reports[:STATIC_ROWS],
        "total": len(reports),
        "register": register,
        "levels": {level: title for level, title in levels.items() if any(report.level == level for report in reports)},
        "genres": sorted({report.genre for report in reports if report.genre}),
        "places": sorted({report.place for report in reports if report.place}),
        "level_titles": levels,
        "state_titles": states,
        "years": (min(years), max(years)) if years else None,
        "years_chart": draw_years(years, (min(years), max(years)), "各年的报告份数", width=360) if years else "",
        "failed": [report for report in reports if report.status != "ok"],
        "duplicates": sum(bool(report.duplicate_of) for report in reports),
        "characters": sum(report.characters for report in reports),
        "sentences": sum(report.sentences for report in reports),
        "quantities": sum(report.quantities for report in reports),
        "cloud": "../clouds/corpus.png" if "clouds/corpus.png" in facts.pictures else "",
        "themes": themes,
    }
    write_page(folder / "index.html", "index.html", values)
    rows = ",\n".join(write_json(_list_cells(report, levels, states)) for report in reports)
    write_text(folder / "reports.js", write_script("reports", f"[\n{rows}\n]"))


def share_themes(themes: Iterable[Columns], register: Register) -> list[tuple[str, str, Markup]]:
    """Return each theme with its share of all characters and its shares by year, the largest first."""
    hits: Counter[tuple[str, int | None]] = Counter()
    whole: dict[str, int] = {}
    for doc_id, theme, characters, han in walk_rows(themes, "doc_id", "theme", "hit_characters", "han_characters"):
        report = register.by_id[doc_id]
        if not report.duplicate_of:
            hits[theme, report.year] += characters or 0
            whole[doc_id] = han or 0
    totals: Counter[int | None] = Counter()
    for doc_id, han in whole.items():
        totals[register.by_id[doc_id].year] += han
    years = [year for year in totals if year is not None]
    rows = []
    for theme in sorted({theme for theme, _ in hits}):
        share = 100 * sum(count for (name, _), count in hits.items() if name == theme) / max(sum(totals.values()), 1)
        shares = {year: round(100 * hits[theme, year] / totals[year], 3) for year in years if totals[year]}
        picture = draw_years(shares, (min(years), max(years)), f"{theme}各年所占的字数，百分之几") if years else Markup("")
        rows.append((share, theme, picture))
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [(theme, f"{share:.2f}", picture) for share, theme, picture in rows]


def _list_cells(report: Report, levels: dict[str, str], states: dict[str, str]) -> list[Any]:
    """Return the cells of a row of reports.js, in the order that overview.js knows."""
    return [
        report.page, report.title or report.doc_id, report.place, report.year, levels.get(report.level, ""), report.genre,
        report.delivered, report.characters, report.quantities, states[report.status], report.doc_id,
    ]  # fmt: skip
