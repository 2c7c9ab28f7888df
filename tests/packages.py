"""A data package looked at by frictionless."""

from __future__ import annotations

import csv
from pathlib import Path


def list_faults(outputs: Path) -> list[tuple[str, str]]:
    """Return what is wrong with a folder's datapackage.json and with the tables that it describes: table and kind of fault, each once."""
    limit = csv.field_size_limit()
    from frictionless import validate

    try:
        report = validate(str(outputs / "datapackage.json"))
    finally:
        csv.field_size_limit(limit)  # frictionless changes it for all
    faults = {("", error.type) for error in report.errors}
    faults |= {(task.name, error.type) for task in report.tasks for error in task.errors}
    faults |= {(task.name, f"warning: {warning}") for task in report.tasks for warning in task.warnings}
    return sorted(faults)
