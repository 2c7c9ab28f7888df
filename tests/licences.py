"""The licences of what a run needs: ``python -m tests.licences``, or ``make licences``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

_REQUIREMENTS = Path(__file__).parent.parent / ".requirements" / "run.txt"


class Row(NamedTuple):
    """A package with its version and its licence, as the package itself tells it."""

    package: str
    version: str
    licence: str


def list_licences(packages: Iterable[str]) -> list[Row]:
    """Return a row for each package that is installed, in the order of their names."""
    rows = []
    for package in sorted(packages):
        try:
            found = distribution(package)
        except PackageNotFoundError:
            continue
        rows.append(Row(package, found.version, _read_licence(found)))
    return rows


def _read_licence(found: Distribution) -> str:
    """Return the licence: as an SPDX expression, else as classifiers tell it, else the first line of its text."""
    told = found.metadata
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    lines = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or "; ".join(classifiers) or (lines[0] if lines else "")


def main() -> None:
    """Print the table."""
    names = [line.partition(" ")[0] for line in _REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    for row in list_licences(Requirement(name).name for name in names):
        print(f"{row.package:<24} {row.version:<14} {row.licence}")


if __name__ == "__main__":
    main()
