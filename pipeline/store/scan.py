"""A corpus on disk: which files are reports, under which names, and what is left out of it.

Nothing is read here but folders. Names are compared by code point, so that the order is the same on every machine.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipeline.frames import has_surrogate
from pipeline.readers import FORMATS, UNREAD
from pipeline.reading.sheets import SUFFIXES, Layout
from pipeline.store.record import is_ours
from pipeline.store.refusal import Refused

_KNOWN = (*FORMATS, *UNREAD)  # of several forms of a report the first is mined
DICTIONARY = "userdict.txt"
CODEBOOK = "themes.csv"
_OF_TOP = ("readme.md", "catalogue.csv", DICTIONARY, CODEBOOK)


@dataclass(frozen=True, slots=True)
class Row:
    """A report's row in its sheet: its number, the byte where it begins, which column was asked for, and how it is read."""

    number: int
    offset: int
    wanted: str
    layout: Layout | None


@dataclass(frozen=True, slots=True)
class Found:
    """One report of a corpus: its id, its name below the corpus (``/`` between folders), where it lies, and its other forms.

    A report that is a row of a sheet has the sheet's path, and the path, ``#`` and its row as id.
    """

    doc_id: str
    path: str
    file: Path
    catalogue: Path
    key: str
    forms: tuple[str, ...] = ()
    row: Row | None = None

    @property
    def name(self) -> str:
        """What the report is called among all: its path, of a row with the row's number."""
        return self.doc_id if self.row else self.path


@dataclass(slots=True)
class Scan:
    """What the paths of a corpus hold: the reports by doc_id, sheets, files of other kinds by suffix, and what is to be told."""

    outputs: Path
    paths: tuple[Path, ...] = ()
    sheets: list[Found] = field(default_factory=list)
    reports: list[Found] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """The files of each report that are not mined, since another form of it is."""
        return {report.doc_id: report.forms for report in self.reports if report.forms}


def scan_corpus(paths: Sequence[Path], outputs: Path) -> Scan:
    """Find the reports below folders and files; raises Refused for a path that is not there, equal ids and outputs around the corpus.

    Which sheets hold reports is not looked into here.
    """
    scan = Scan(outputs, tuple(paths))
    folders = [path for path in paths if path.is_dir()]
    files: list[Found] = []
    below = outputs.resolve()
    for path in dict.fromkeys(paths):
        if path.is_dir():
            prefix = f"{printable(path.resolve().name)}/" if len(folders) > 1 else ""
            files += _scan_folder(scan, path.resolve(), prefix, below)
        else:
            files.append(_take_file(path, below))
    scan.reports = _choose_forms([found for found in files if not _is_sheet(found)])
    scan.sheets = _choose_sheets([found for found in files if _is_sheet(found)])
    for found in (*scan.reports, *scan.sheets):
        if not found.file.as_posix().endswith(found.path if len(folders) > 1 else found.key):
            scan.notes.append(f"{found.path}: its name is no UTF-8; mined under this name, rename it")
    if not files:
        refuse_empty(scan)
    return scan


def refuse_empty(scan: Scan, more: str = "") -> None:
    """Raise Refused for a corpus without any report."""
    where = ", ".join(map(str, scan.paths))
    advice = f"put {' '.join([*FORMATS, *SUFFIXES])} files there, or name another folder with --corpus{f' ({more})' if more else ''}"
    raise Refused(f"{where}: no report in it; {advice}")


def printable(name: str) -> str:
    """Return a file name as text; bytes that are no UTF-8 are written in hexadecimal, after a backslash and an x."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if has_surrogate(name) else name


def _take_file(path: Path, outputs: Path) -> Found:
    if outputs in path.resolve().parents:
        raise Refused(f"{path}: lies in the outputs folder, which is never read as corpus; name another one with --outputs")
    if not path.is_file():
        raise Refused(f"{path}: no such file or folder; name a folder of reports, or one report, with --corpus")
    if path.suffix.lower() not in (*_KNOWN, *SUFFIXES):
        raise Refused(f"{path}: no format that is read; save it as .docx or .txt")
    name = printable(path.name)
    return Found(_name_report(name), name, path, path.parent / "catalogue.csv", name)


def _scan_folder(scan: Scan, top: Path, prefix: str, outputs: Path) -> list[Found]:
    if top == outputs or outputs in top.parents:
        raise Refused(f"{outputs}: the outputs folder lies around the corpus {top}; name another one with --outputs")
    if top in outputs.parents:
        scan.notes.append(f"{outputs}: outputs inside the corpus; left out of it")
    found = []
    catalogue = top / "catalogue.csv"
    for file in _walk(scan, top, top, outputs, (top,)):
        key = printable(file.relative_to(top).as_posix())
        suffix = file.suffix.lower()
        if file.parent == top and file.name.lower() in _OF_TOP:
            continue
        if suffix not in (*_KNOWN, *SUFFIXES):
            scan.skipped[printable(suffix)] += 1
            continue
        path = prefix + key
        found.append(Found(_name_report(path), path, file, catalogue, key))
    return found


def _walk(scan: Scan, folder: Path, top: Path, outputs: Path, chain: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files below a folder in order of their names; links are followed inside the corpus only, and never in a circle."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        if folder == top:
            raise
        scan.notes.append(f"{folder}: cannot be opened ({error.strerror}), left out; see to its access rights")
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith((".", "~$")):
            continue
        real = path.resolve() if entry.is_symlink() else chain[-1] / entry.name
        if real != top and top not in real.parents:
            scan.skipped["link"] += 1
        elif not entry.is_dir():
            if real.is_file():
                yield path
        elif real != outputs and is_ours(real):
            scan.notes.append(f"{path}: outputs inside the corpus; left out of it")
        elif real != outputs and real not in chain:
            yield from _walk(scan, path, top, outputs, (*chain, real))


def _name_report(path: str) -> str:
    """Return a file's id: its path without suffix, of a sheet with it."""
    folder, slash, name = path.rpartition("/")
    return path if path.lower().endswith(SUFFIXES) else folder + slash + name[: name.rindex(".")]


def _is_sheet(found: Found) -> bool:
    return found.file.suffix.lower() in SUFFIXES


def _choose_sheets(files: list[Found]) -> list[Found]:
    sheets: dict[str, Found] = {}
    for found in sorted(files, key=lambda found: found.path):
        other = sheets.setdefault(found.path, found)
        if other.file.resolve() != found.file.resolve():
            raise Refused(f"{found.path}: two sheets have this name, {other.file} and {found.file}; rename one")
    return list(sheets.values())


def _choose_forms(files: list[Found]) -> list[Found]:
    """Keep one file a report: of several that differ only in suffix the first format, the others named beside it."""
    reports: dict[str, list[Found]] = {}
    for found in files:
        reports.setdefault(found.doc_id, []).append(found)
    chosen = []
    for doc_id, group in sorted(reports.items()):
        group.sort(key=lambda found: (_KNOWN.index(found.file.suffix.lower()), found.path))
        first = group[0]
        others = [found for found in group[1:] if found.file.resolve() != first.file.resolve()]
        for other in others:
            if other.file.parent.resolve() != first.file.parent.resolve():
                raise Refused(f"{doc_id}: two reports have this id, {first.file} and {other.file}; rename one")
        chosen.append(replace(first, forms=tuple(found.path for found in others)))
    _refuse_nested(chosen)
    return chosen


def _refuse_nested(reports: Sequence[Found]) -> None:
    """Raise Refused where a folder of reports has the name that the text of another report will have."""
    texts = {f"{found.doc_id}.txt" for found in reports}
    for found in reports:
        if taken := texts.intersection(map(str, PurePosixPath(found.doc_id).parents)):
            raise Refused(f"{found.path}: its folder has the name of another report's text, {min(taken)}; rename the folder")
