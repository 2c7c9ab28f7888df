"""A table as a Stata file (.dta, format 118), with Chinese labels and the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pipeline.schema import Columns, Table

_LONGEST: Final = 32  # characters of a name
_WIDEST: Final = 80  # characters of a label
_SHORT: Final = 4  # letters that are left of a word
_MADE: Final = "2000-01-01"  # the date that every file carries


def write_stata(table: Table, columns: Columns, labels: Mapping[str, str], target: Path) -> None:
    """Write a table's columns as a Stata 118 file, each with its label in Chinese (a column without one has none).

    A missing text is empty and a missing number is missing. Names longer than Stata allows are shortened by ``shorten_names``.
    """
    import pandas as pd

    names = shorten_names(table.names)
    frame = pd.DataFrame(
        {
            names[column.name]: pd.Series(["" if cell is None else cell for cell in columns[column.name]], dtype="object")
            if column.type == "string"
            else pd.Series(columns[column.name], dtype="float64")
            for column in table.columns
        }
    )
    whole = {names[column.name]: "int32" for column in table.columns if column.type == "integer" and column.required}
    told = {names[name]: label[:_WIDEST] for name, label in labels.items() if name in names}
    frame.astype(whole).to_stata(
        target, write_index=False, version=118, variable_labels=told, time_stamp=pd.Timestamp(_MADE).to_pydatetime(), byteorder="<"
    )


def shorten_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name one that Stata can hold: its words cut to four letters, the longest first, till it has 32 characters.

    >>> shorten_names(["gdp_growth", "large_industry_value_added_growth"])
    {'gdp_growth': 'gdp_growth', 'large_industry_value_added_growth': 'large_indu_value_added_growth'}
    """
    found: dict[str, str] = {}
    for name in names:
        words = name.split("_")
        while len("_".join(words)) > _LONGEST and (longest := max(words[:-1], key=len, default="")) and len(longest) > _SHORT:
            words[words.index(longest)] = longest[:_SHORT]
        short, number = "_".join(words)[:_LONGEST], 1
        while short in found.values():
            number += 1
            short = f"{'_'.join(words)[: _LONGEST - len(str(number))]}{number}"
        found[name] = short
    return found
