"""Make tests/expected anew: what a run on tests/corpus leaves, byte for byte.

    python tests/make_expected.py

tests/corpus holds three very short reports of places that do not exist: one in GB18030 with CR LF and full-width blanks and digits, one in
Markdown with a table and a list, one in UTF-8 with a zero-width space inside a number, a line broken inside a sentence, and a sentence that
a spreadsheet would take for a formula. Look at what git says has changed before it is committed: each line is a claim about these reports.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipeline.run import run

CORPUS = Path(__file__).parent / "corpus"
EXPECTED = Path(__file__).parent / "expected"


def collect_files(outputs: Path) -> dict[str, bytes]:
    """Return what people and programs open of finished outputs: the CSV tables and datapackage.json."""
    files = [*sorted((outputs / "tables").iterdir()), outputs / "datapackage.json"]
    return {path.name: path.read_bytes() for path in files}


def main() -> None:
    """Run on tests/corpus and put the files in place of those in tests/expected."""
    with tempfile.TemporaryDirectory() as folder:
        run(CORPUS, outputs=folder, stages=["tables"])
        files = collect_files(Path(folder))
    for path in EXPECTED.glob("[!.]*"):
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (EXPECTED / name).write_bytes(content)


if __name__ == "__main__":
    main()
