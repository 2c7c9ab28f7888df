"""run.json: what a run was asked, what it left, and so what a later run may keep, skip or delete."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.store.refusal import Refused
from pipeline.store.replacing import replacing

RUN_JSON = "run.json"
_MARK = "baogao"


@dataclass(slots=True)
class Record:
    """The content of run.json.

    ``state`` is running or done. ``key`` names the inputs (corpus, settings, code, packages). ``tables`` are the live parts of each table,
    in order, with their rows. ``findings`` are lines on what stands out in them. ``files`` are all other files of the run, with what each
    was made from and its size. ``planned`` are files that an unfinished run may have left.
    """

    made_by: str = _MARK
    version: str = ""
    schema: str = ""
    state: str = "running"
    started: str = ""
    finished: str = ""
    key: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    stages: list[str] = field(default_factory=list)
    corpus: dict[str, Any] = field(default_factory=dict)
    problems: list[list[str]] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    files: dict[str, list[Any]] = field(default_factory=dict)
    planned: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """The live parts of all tables."""
        return [part for table in self.tables.values() for part in table["parts"]]


def is_ours(folder: Path) -> bool:
    """Tell whether a folder holds the outputs of a run."""
    try:
        return json.loads((folder / RUN_JSON).read_bytes()).get("made_by") == _MARK
    except (OSError, ValueError, AttributeError):
        return False


def read_record(outputs: Path) -> Record | None:
    """Return what run.json says, or None where there is none; raises Refused for one that is not ours or cannot be understood."""
    path = outputs / RUN_JSON
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_bytes())
        if content.get("made_by") != _MARK:
            raise Refused(f"{path}: not written by this program; name another folder with --outputs")
        known = {member.name for member in fields(Record)}
        record = Record(**{name: value for name, value in content.items() if name in known})
        names = [*record.files, *record.planned, *record.parts]
    except (ValueError, TypeError, AttributeError, KeyError):
        raise Refused(f"{path}: cannot be understood; name another folder with --outputs, or remove this one") from None
    if strange := [name for name in names if not _lies_below(name)]:
        raise Refused(f"{path}: names a file outside its folder, {strange[0]!r}; name another folder with --outputs")
    return record


def expect_record(outputs: Path) -> Record:
    """Return what run.json says; raises Refused where there is none."""
    record = read_record(outputs)
    if record is None:
        raise Refused(f"{outputs}: no run.json in it; run `make pipeline` first, or name another folder")
    return record


def expect_finished(outputs: Path) -> Record:
    """Return what run.json says of a run that came to its end; raises Refused for any other."""
    record = expect_record(outputs)
    if record.state != "done":
        raise Refused(f"{outputs}: its run did not come to an end; run again to go on where it stopped")
    return record


def write_record(outputs: Path, record: Record) -> None:
    """Write run.json, whole."""
    content = {member.name: getattr(record, member.name) for member in fields(Record)}
    with (
        replacing(outputs, RUN_JSON) as temporary,
        temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        file.writelines(json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(content))  # piece by piece: it may name very many files
        file.write("\n")


def announce_files(outputs: Path, names: Iterable[str]) -> None:
    """Name files in run.json before they are made, so that whatever becomes of this run, the next knows them as ours."""
    record = read_record(outputs) or Record()
    record.planned = sorted({*record.planned, *names})
    write_record(outputs, record)


def _lies_below(name: Any) -> bool:
    return isinstance(name, str) and not Path(name).is_absolute() and not name.startswith(("/", "\\")) and ".." not in Path(name).parts
