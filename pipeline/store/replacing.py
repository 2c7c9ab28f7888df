"""Files appear whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKING = ".making"


@contextmanager
def replacing(outputs: Path, name: str) -> Iterator[Path]:
    """Yield a temporary path to write; rename it to ``outputs/name`` when the block ends well, remove it when it does not.

    The temporary name carries a uuid and the name's suffix and lies in ``outputs/.making``, on the same file system.
    """
    target = outputs / name
    making = outputs / MAKING
    making.mkdir(parents=True, exist_ok=True)
    temporary = making / f"{uuid.uuid4().hex}{target.suffix}"
    try:
        yield temporary
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(outputs: Path, name: str, content: bytes) -> None:
    """Write one small file at once."""
    with replacing(outputs, name) as temporary:
        temporary.write_bytes(content)


@contextmanager
def make_folder(outputs: Path) -> Iterator[Path]:
    """Yield a temporary folder on the outputs' file system; it is removed with what is left in it."""
    folder = outputs / MAKING / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take_file(outputs: Path, file: Path, name: str) -> None:
    """Move a finished file from a temporary folder to its name below the outputs."""
    (outputs / name).parent.mkdir(parents=True, exist_ok=True)
    os.replace(file, outputs / name)
