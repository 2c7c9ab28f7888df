"""Reports as the stages get them: read, each with its hash and its row of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.readers import find_format, read_file
from pipeline.schema import Reading, Source
from pipeline.store.batches import Item


def read_sources(items: Iterable[Item]) -> list[Source]:
    """Read the files of a batch in order; one that cannot be read becomes a failed reading, with what to do."""
    return [Source(item.report.doc_id, item.report.path, item.sha256, _read(item), dict(item.catalogue)) for item in items]


def _read(item: Item) -> Reading:
    if item.reason:
        return Reading("", find_format(item.report.file.suffix), status="failed", reason=item.reason)
    return read_file(item.report.file)
