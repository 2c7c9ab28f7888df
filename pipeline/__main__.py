"""The command line: parse, call, print. Every error is one line on standard error."""

from __future__ import annotations

import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.limits import Limits

# New objects after which Python looks for rings of dead ones: most that a run makes live on, and looking oftener takes a twentieth of it.
_OBJECTS = 100_000

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

# The class of all errors of a command line; typer exports only those derived from it.
UsageError = typer.BadParameter.__base__ or typer.BadParameter


class Segmenter(StrEnum):
    """Who cuts words."""

    rjieba = "rjieba"
    jieba = "jieba"


class Pictures(StrEnum):
    """Which pictures are drawn."""

    all = "all"
    few = "few"
    none = "none"


def _print_version(asked: bool) -> None:
    if asked:
        from pipeline.store.batches import find_versions

        print(f"baogao {find_versions(['baogao'])['baogao'] or '(not installed)'}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    """Text mining for Chinese official reports: reports in, tables and word clouds out."""


def _read_limits(settings: list[str]) -> Limits:
    from pipeline.limits import Limits

    try:
        return Limits.parse(settings)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@app.command("run")
def run_flow(
    stages: Annotated[list[str] | None, typer.Argument(metavar="[STAGE]...", help="Stages to run with what they need; none: all.")] = None,
    corpus: Annotated[list[Path] | None, typer.Option(metavar="PATH", help="A folder of reports, or one report; may be repeated.")] = None,
    outputs: Annotated[Path, typer.Option(metavar="DIR", help="Where to write.")] = Path("outputs"),
    segmenter: Annotated[Segmenter, typer.Option(help="Who cuts words.")] = Segmenter.rjieba,
    pictures: Annotated[
        Pictures | None, typer.Option(help="Which pictures; without it those of each document while there are few.")
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=0, help="Processes that mine; 0: one for a small corpus (below 20 MB), else one a core.")
    ] = 0,
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers mine, tcp://…; needs [cluster].")] = "",
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=N", help="How much of a file is read: file (bytes), text, paragraph, pages, seconds; repeatable."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a file was not, or not wholly, read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but what went wrong.")] = False,
) -> None:
    """Mine a corpus: all stages, or some and what they need ("tables": every table as Parquet and CSV, without pictures)."""
    gc.set_threshold(_OBJECTS)
    from pipeline.run import STAGES, run

    names = [stage.name for stage in STAGES]
    if unknown := [name for name in stages or [] if name not in names]:
        raise typer.BadParameter(f"no stage {unknown[0]!r}; name any of {' '.join(names)}")
    outcome = run(
        corpus or [Path("corpus")],
        outputs=outputs,
        stages=stages or [],
        segmenter=segmenter.value,
        pictures=pictures.value if pictures else "",
        workers=scheduler or workers,
        limits=_read_limits(limit or []),
        quiet=quiet,
    )
    if not quiet:
        print("\n".join(outcome.list_lines()))
    if outcome.failed == outcome.reports or (strict and outcome.problems):
        raise typer.Exit(1)


@app.command("explain")
def explain_text(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One sentence of a report.")],
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1000, max=9999, help="The report's year, for what the sentence says of time.")
    ] = None,
) -> None:
    """Print what is found in one sentence, and by which rules: the first thing to try."""
    from pipeline.run import explain

    print(explain(text, year))


@app.command("concordance")
def find_term(
    term: Annotated[str, typer.Argument(metavar="TERM", help="A word, or any run of characters.")],
    outputs: Annotated[Path, typer.Option(metavar="DIR", help="A finished outputs folder.")] = Path("outputs"),
    limit: Annotated[int, typer.Option(metavar="LINES", min=0, help="How many lines at most; 0 is all.")] = 50,
    width: Annotated[int, typer.Option(metavar="COLUMNS", min=2, max=80, help="How wide the words on each side are.")] = 40,
) -> None:
    """Print each place of a term in the reports of finished outputs, with its report, its year and the words around it."""
    from pipeline.concordance import count_found, find_places, list_lines

    places = find_places(term, outputs)
    lines = list_lines(places, limit=limit, width=width)
    print("\n".join([*lines, count_found(term, places, len(lines), outputs)]))


@app.command("check")
def check_folder(
    outputs: Annotated[Path, typer.Argument(metavar="[OUTPUTS]", help="A finished outputs folder.")] = Path("outputs"),
) -> None:
    """Verify the resources and a finished outputs folder: schema, keys, every span against its text, every CSV against its parts."""
    from pipeline.checking import check_outputs, check_resources

    findings = check_resources() + check_outputs(outputs)
    for line in findings:
        print(line)
    if findings:
        print(f"{len(findings)} lines of what is wrong; run again to make those files anew")
        raise typer.Exit(3)
    print(f"{outputs}: whole; every table is as declared and every span stands in its text")


@app.command("check-words")
def check_dictionary(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A user dictionary: a word a line, with a count and a tag if you like.")],
) -> None:
    """Say of each row of a user dictionary: loaded, overridden, or why it can have no effect. Exit status 3 if any is not loaded."""
    from pipeline.dictionary import LOADED, check_words, list_lines

    verdicts = check_words(file)
    print("\n".join(list_lines(verdicts)))
    if any(verdict.state != LOADED for verdict in verdicts):
        raise typer.Exit(3)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0 is done, 1 nothing could be done, 2 a wrong command line, 3 a check found something, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = app(given or ["--help"], prog_name="baogao", standalone_mode=False) or 0
    except UsageError as error:
        return _fail(f"{error.format_message()} (see baogao --help)", 2)
    except (KeyboardInterrupt, typer.Abort):
        status = 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        return _fail(f"{error.filename or 'file'}: {error.strerror or error}; mend that and run again", 1)
    except Exception as error:
        if not _is_told(error):
            raise
        return _fail(str(error), 1)
    return _fail("interrupted; run again to go on where this stopped", 130) if status == 130 else status


def _is_told(error: Exception) -> bool:
    """Tell whether an error's message is made for people; only then are its modules loaded already."""
    from pipeline.frames import SchemaError
    from pipeline.lexicon.rows import LexiconError
    from pipeline.store.refusal import Refused

    return isinstance(error, Refused | LexiconError | SchemaError)


def _fail(line: str, status: int) -> int:
    from pipeline.progress import flatten_line

    print(f"baogao: {flatten_line(line)}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
