from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.identities import load_identities
from pipeline.lexicon.indicators import load_indicators
from pipeline.lexicon.rows import LexiconError
from pipeline.schema import CHECKS

HEADER = "indicator,form,finding,of,scale,slack\n"


def test_every_row_names_a_check_and_known_parts() -> None:
    identities = load_identities(load_indicators())
    for row in (*identities.totals, *identities.quotients):
        assert row.finding in CHECKS
        assert len(row.list_parts()) >= 2
    assert {"gdp", "primary_value_added"} <= identities.priced
    assert "fixed_asset_investment" not in identities.priced


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("gdp,product,total,exports+imports,1,0", "form 'product' is none of total quotient prices"),
        ("gdp,total,total,exports,1,0", "'exports' is no total; write a\\+b for a total"),
        ("gdp,quotient,ratio,exports+imports,1,0", "'exports\\+imports' is no quotient"),
        ("gdp,prices,growth,exports,1,0", "'exports' is no prices"),
        ("gdp,total,total,exports+nosuch,1,0", "nosuch is no id of indicators.csv"),
        ("nosuch,prices,growth,,1,0", "nosuch is no id of indicators.csv"),
    ],
)
def test_a_bad_row_refuses_itself(row: str, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "identities.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"identities.csv.*{wrong}"):
        load_identities(load_indicators(), tmp_path)
