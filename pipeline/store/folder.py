"""The outputs folder: whose it is, who writes in it, and what may be removed from it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.frames import has_surrogate
from pipeline.store.record import RUN_JSON, is_ours
from pipeline.store.refusal import Refused
from pipeline.store.replacing import MAKING, write_bytes

LOCK = ".lock"
_TRACKED = ("README.md", "sample")


@contextmanager
def claim_folder(outputs: Path) -> Iterator[None]:
    """Make the outputs folder and keep every other run out of it while the block runs.

    Raises Refused for a folder that holds files and was not written by this program, and while another run writes in it.
    """
    from filelock import FileLock, Timeout

    refuse_strange(outputs)
    try:
        outputs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{outputs}: cannot be made ({error.strerror}); name another folder with --outputs") from None
    try:
        with FileLock(outputs / LOCK, timeout=0):
            yield
    except Timeout:
        raise Refused(f"{outputs}: another run is writing there; wait for its end, or name another folder with --outputs") from None


def refuse_strange(outputs: Path) -> None:
    """Raise Refused for a path that is no folder or no UTF-8, or a folder with files that are not ours."""
    if has_surrogate(str(outputs)):
        raise Refused(f"{outputs}: its name is no UTF-8; name another folder with --outputs")
    if outputs.exists() and not outputs.is_dir():
        raise Refused(f"{outputs}: is a file; name a folder with --outputs")
    if outputs.is_dir() and not (outputs / RUN_JSON).is_file():
        strange = sorted(name for name in os.listdir(outputs) if name not in _TRACKED and not name.startswith("."))
        if strange:
            raise Refused(f"{outputs}: holds {strange[0]!r} and no run.json of this program; name another folder with --outputs")
    if (outputs / RUN_JSON).exists() and not is_ours(outputs):
        raise Refused(f"{outputs / RUN_JSON}: not written by this program; name another folder with --outputs")


def write_texts(outputs: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Write texts as UTF-8 without any change, each under its name below the outputs."""
    for name, text in texts:
        write_bytes(outputs, name, text.encode())


def read_text(outputs: Path, name: str) -> str | None:
    """Return a text as ``write_texts`` wrote it, or None where it is not there or no longer UTF-8."""
    try:
        return (outputs / name).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


def remove_files(outputs: Path, names: Iterable[str]) -> None:
    """Remove files by their names below the outputs, and the folders that this leaves empty."""
    folders = set()
    for name in names:
        (outputs / name).unlink(missing_ok=True)
        folders.update(parent for parent in Path(name).parents if parent != Path("."))
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        if (outputs / folder).is_dir() and not any((outputs / folder).iterdir()):
            (outputs / folder).rmdir()


def remove_leftovers(outputs: Path) -> None:
    """Remove what runs that were killed had begun to write."""
    shutil.rmtree(outputs / MAKING, ignore_errors=True)


def find_size(outputs: Path, name: str) -> int | None:
    """Return a file's bytes, or None where it is not there."""
    try:
        return (outputs / name).stat().st_size
    except OSError:
        return None
