"""Reports as the stages get them: read, each with its hash and its row of the catalogue, which wins over a sheet's other columns."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.limits import DEFAULT, Limits
from pipeline.readers import find_format, read_file
from pipeline.schema import Reading, Source
from pipeline.store.batches import Item
from pipeline.store.sheets import read_row


def read_sources(items: Iterable[Item], limits: Limits = DEFAULT) -> list[Source]:
    """Read the reports of a batch in order; one that cannot be read becomes a failed reading, with what to do."""
    return [_read_source(item, limits) for item in items]


def _read_source(item: Item, limits: Limits) -> Source:
    report, cells = item.report, {}
    if item.reason:
        reading = Reading("", find_format(report.file.suffix), status="failed", reason=item.reason)
    elif report.row:
        reading, cells = read_row(item, limits)
    else:
        reading = read_file(report.file, limits)
    return Source(report.doc_id, report.path, item.sha256, reading, {**cells, **item.catalogue})
