from __future__ import annotations

import math
from pathlib import Path

from pipeline.drawing.series import read_series
from pipeline.lexicon.panels import list_panel_columns
from pipeline.run import open_table
from pipeline.schema import PANEL_LONG, TARGETS, Columns
from tests.panels import LEXICON

MEASURED = list_panel_columns(LEXICON.indicators, LEXICON.figures.units)


def test_what_is_drawn_is_what_the_wide_panel_has(mined_corpus: Path) -> None:
    long = open_table("panel_long", mined_corpus).astype(object)
    wide = open_table("panel_wide", mined_corpus)
    panel_long: Columns = {name: long[name].where(long[name].notna(), None).tolist() for name in PANEL_LONG.names}
    series = read_series(panel_long, {name: [] for name in TARGETS.names}, MEASURED)
    drawn = {
        (place, point.year, one.measured.name): point.figure.value
        for place, own in series.items()
        for one in own
        for point in one.points
        if point.figure.value is not None
    }
    cells = {
        (row["place"], row["year"], measured.name): row[measured.name]
        for row in wide.to_dict("records")
        for measured in MEASURED
        if not math.isnan(row.get(measured.name, math.nan))
    }
    assert len(cells) > 200
    assert drawn == cells
