"""Remove what a run left: the files that run.json names, and nothing else. Needs no package, so that it works without an installation."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.store.folder import LOCK, remove_files, remove_leftovers
from pipeline.store.log import LOG_JSONL
from pipeline.store.record import RUN_JSON, read_record
from pipeline.store.refusal import Refused


def clear_outputs(outputs: Path) -> int:
    """Remove the files that run.json names, and it at last; return their number. A folder without run.json is left as it is."""
    record = read_record(outputs)
    if record is None:
        return 0
    names = sorted({*record.parts, *record.files, *record.planned})
    remove_files(outputs, names)
    remove_leftovers(outputs)
    remove_files(outputs, (LOG_JSONL, LOCK, RUN_JSON))
    return len(names)


if __name__ == "__main__":
    try:
        print(f"{clear_outputs(Path(sys.argv[1]))} files removed from {sys.argv[1]}")
    except Refused as refused:
        sys.exit(str(refused))
