"""Batches of reports, and the names of what is made of them.

A batch's borders depend on its files alone, so that an added file moves few of them; its name depends on all that its tables depend on.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.reading.sheets import Layout
from pipeline.store.scan import Found, Row

_MEGABYTE = 1_000_000
_LARGEST = 2 * _MEGABYTE
_LONGEST_NAME = 255  # bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a batch: where it is, its bytes' hash (empty where they cannot be read, for ``reason``), its catalogue row.

    The hash of a row of a sheet is that of all that is read of the row, so that another row may change without it.
    """

    report: Found
    sha256: str
    size: int
    catalogue: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Reports that are mined together, the name of their parts, and the bytes of all.

    The reports lie packed until they are asked for: a run holds all of its batches, and those of a large corpus would be a tenth of a
    gigabyte.
    """

    name: str
    packed: bytes
    size: int

    @property
    def items(self) -> tuple[Item, ...]:
        """The reports in order of doc_id."""
        return tuple(_unpack_item(*cells) for cells in json.loads(zlib.decompress(self.packed)))


def list_items(reports: Iterable[Found], rows: Mapping[str, Mapping[str, str]]) -> list[Item]:
    """Hash every report's file; one that cannot be opened stays, with the reason."""
    items = []
    for report in reports:
        if fault := find_long_name(report):
            items.append(Item(report, "", 0, rows.get(report.doc_id, {}), fault))
            continue
        try:
            with report.file.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
        except OSError as error:
            items.append(Item(report, "", 0, rows.get(report.doc_id, {}), f"cannot be opened ({error.strerror}); see to its access rights"))
            continue
        items.append(Item(report, sha256, size, rows.get(report.doc_id, {})))
    return items


def find_long_name(report: Found) -> str:
    """Say what to do where the text of a report would have a longer name than file systems hold, else ""."""
    name = report.doc_id.rpartition("/")[2]
    return "its name is too long for the file of its text; shorten it" if len(f"{name}.txt".encode()) > _LONGEST_NAME else ""


def order_items(items: Iterable[Item]) -> list[Item]:
    """Put reports in the order of their ids, rows of one sheet by their number."""
    return sorted(items, key=lambda item: (item.report.path, item.report.row.number) if item.report.row else (item.report.doc_id, 0))


def split_batches(items: Sequence[Item], key: str) -> list[Batch]:
    """Cut the reports into batches of at most 2 MB and name each; ``key`` stands for settings, code and packages.

    A batch ends after a file whose path's hash, as a fraction of 1, is below its bytes / 1 MB, and before one that would fill it beyond
    2 MB; a larger file is a batch by itself.
    """
    batches: list[Batch] = []
    held: list[Item] = []
    size = 0
    for item in items:
        if held and size + item.size > _LARGEST:
            batches.append(_name_batch(held, key))
            held, size = [], 0
        held.append(item)
        size += item.size
        if _fraction(item.report.name) < item.size / _MEGABYTE:
            batches.append(_name_batch(held, key))
            held, size = [], 0
    return [*batches, _name_batch(held, key)] if held else batches


def hash_names(*parts: Any) -> str:
    """Return 20 hexadecimal digits that stand for JSON values, the same on every machine."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


def hash_code(package: Path) -> str:
    """Return the hash of the bytes of all code, resources, templates and styles of the package, by their names."""
    digest = hashlib.sha256()
    data = (path for folder in ("resources", "views") for path in (package / folder).rglob("*") if path.is_file())
    for name, path in sorted((path.relative_to(package).as_posix(), path) for path in {*package.rglob("*.py"), *data}):
        if "__pycache__" not in name:
            content = path.read_bytes()
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def find_versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the installed versions of packages; of one that is not installed, an empty string."""
    found = {}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _name_batch(items: Sequence[Item], key: str) -> Batch:
    content = [(item.report.name, item.sha256, dict(item.catalogue), item.reason) for item in items]
    packed = zlib.compress(json.dumps([_pack_item(item) for item in items], separators=(",", ":")).encode())
    return Batch(hash_names(key, content), packed, sum(item.size for item in items))


def _pack_item(item: Item) -> list[Any]:
    """Return a report as JSON values, its paths as texts."""
    report = item.report
    found = [report.doc_id, report.path, str(report.file), str(report.catalogue), report.key, report.forms]
    row = report.row and [report.row.number, report.row.offset, report.row.wanted, report.row.layout and astuple(report.row.layout)]
    return [found, row, item.sha256, item.size, dict(item.catalogue), item.reason]


def _unpack_item(found: list[Any], row: list[Any] | None, *told: Any) -> Item:
    """Return a report as it was packed."""
    doc_id, path, file, catalogue, key, forms = found
    return Item(Found(doc_id, path, Path(file), Path(catalogue), key, tuple(forms), _unpack_row(*row) if row else None), *told)


def _unpack_row(number: int, offset: int, wanted: str, layout: list[Any] | None) -> Row:
    if layout is None:
        return Row(number, offset, wanted, None)
    encoding, width, text, columns, unknown = layout
    return Row(number, offset, wanted, Layout(encoding, width, text, tuple(map(tuple, columns)), tuple(unknown)))


def _fraction(path: str) -> float:
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big") / 2**64
