"""The benchmarks, side by side in one run: ``python -m tests.benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks import accuracy, growth, hot, keywords, specs, speed
from tests.benchmarks.sets import CORPUS, GOLD, TextSet, repeat_corpus
from tests.benchmarks.sheets import Sheet, describe_machine, format_sheet, write_results

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLE = "The project's own reports"


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="reports to time on; corpus/, repeated, without it")
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="FOLDER", help="annotated texts to score on; tests/gold without it")
    parser.add_argument("--keywords", type=Path, metavar="FILE", help="texts with their authors' keywords to score on")
    parser.add_argument("--specs", type=Path, metavar="FOLDER", help="number and unit cases in the Recognizers-Text project's format")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="the least of so many times is told (3)")
    parser.add_argument("--characters", type=int, default=500_000, metavar="N", help="how far corpus/ is repeated (500,000)")
    parser.add_argument("--sample", type=int, default=20_000, metavar="N", help="how many characters the peers are timed on (20,000)")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[100, 400], metavar="N", help="reports that growth is measured on (100 400)"
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes that growth is measured with (2)")
    parser.add_argument("--profile", action="store_true", help="tell the five hottest functions of each stage instead")
    parser.add_argument("--write", nargs="?", const=TITLE, metavar="TITLE", help="put the sheets into RESULTS.md under this title")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def make_sheets(options: argparse.Namespace, texts: TextSet) -> Iterator[Sheet]:
    """Measure, one sheet after the other."""
    if options.profile:
        yield hot.profile_stages(texts)
        return
    yield speed.make_sheet(texts, options.rounds)
    if options.sizes and find_spec("psutil"):
        yield growth.make_sheet(texts, options.sizes, options.workers)
    readers, notes = accuracy.load_peers()
    yield accuracy.make_sheet(options.gold, readers, notes)
    yield accuracy.make_speed_sheet(texts, readers, options.sample)
    if options.keywords:
        yield keywords.make_sheet(options.keywords)
    if options.specs:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            specs.main(options.specs)
        lines = [line for line in told.getvalue().splitlines() if not line.startswith(" ")]
        yield Sheet("Number and unit cases of the Recognizers-Text project", (), [], lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print each sheet as it is there, and write RESULTS.md if asked to."""
    options = parse_options(arguments)
    body = [f"Measured with: {describe_machine()}.", ""]
    print(body[0], end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        texts = TextSet(options.texts, "the folder's reports") if options.texts else repeat_corpus(CORPUS, options.characters, Path(folder))
        for sheet in make_sheets(options, texts):
            body.append(format_sheet(sheet))
            print(body[-1], flush=True)
    if options.write:
        write_results(options.results, options.write, "\n".join(body))


if __name__ == "__main__":
    main()
