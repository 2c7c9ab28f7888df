"""The command line: parse, call, print. Every error is one line on standard error."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.limits import Limits

# New objects after which Python looks for rings of dead ones: most that a run makes live on, and looking oftener takes a twentieth of it.
_OBJECTS = 100_000

_PATH = click.Path(path_type=Path)


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from pipeline.store.batches import find_versions

        print(f"baogao {find_versions(['baogao'])['baogao'] or '(not installed)'}")
        context.exit()


def _read_limits(context: click.Context, _: click.Parameter, settings: tuple[str, ...]) -> Limits:
    from pipeline.limits import Limits

    try:
        return Limits.parse(settings)
    except ValueError as error:
        raise click.BadParameter(str(error), context) from None


class _Commands(click.Group):
    """Commands that help lists in the order they are written in: the first to use first."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version and stop.")
def app() -> None:
    """Text mining for Chinese official reports: reports in, tables and word clouds out."""


@app.command("run")
@click.argument("stages", nargs=-1, metavar="[STAGE]...")
@click.option(
    "--corpus", type=_PATH, multiple=True, metavar="PATH", help="A folder of reports, or one report; repeatable.  [default: corpus]"
)
@click.option("--outputs", type=_PATH, default=Path("outputs"), metavar="DIR", show_default=True, help="Where to write.")
@click.option("--segmenter", type=click.Choice(["rjieba", "jieba"]), default="rjieba", show_default=True, help="Who cuts words.")
@click.option(
    "--pictures",
    type=click.Choice(["all", "few", "none"]),
    help="Which pictures; without it those of each document while there are few.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    show_default=True,
    help="Processes that mine; 0: one for a small corpus (below 20 MB), else one a core.",
)
@click.option("--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler whose workers mine, tcp://…; needs [cluster].")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    callback=_read_limits,
    metavar="NAME=N",
    help="How much of a file is read: file (bytes), text, paragraph, pages, seconds; repeatable.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a file was not, or not wholly, read.")
@click.option("--quiet", is_flag=True, help="Print nothing but what went wrong.")
def run_flow(
    stages: tuple[str, ...],
    corpus: tuple[Path, ...],
    outputs: Path,
    segmenter: str,
    pictures: str | None,
    workers: int,
    scheduler: str,
    limits: Limits,
    strict: bool,
    quiet: bool,
) -> int:
    """Mine a corpus: all stages, or some and what they need ("tables": every table as Parquet and CSV, without pictures)."""
    gc.set_threshold(_OBJECTS)
    from pipeline.run import STAGES, run

    names = [stage.name for stage in STAGES]
    if unknown := [name for name in stages if name not in names]:
        raise click.BadParameter(f"no stage {unknown[0]!r}; name any of {' '.join(names)}")
    outcome = run(
        corpus or "corpus",
        outputs=outputs,
        stages=stages,
        segmenter=segmenter,
        pictures=pictures or "",
        workers=scheduler or workers,
        limits=limits,
        quiet=quiet,
    )
    if not quiet:
        print("\n".join(outcome.list_lines()))
    return 1 if outcome.failed == outcome.reports or (strict and outcome.problems) else 0


@app.command("explain")
@click.argument("text")
@click.option("--year", type=click.IntRange(1000, 9999), metavar="YEAR", help="The report's year, for what the sentence says of time.")
def explain_text(text: str, year: int | None) -> None:
    """Print what is found in one sentence (TEXT), and by which rules: the first thing to try."""
    from pipeline.run import explain

    print(explain(text, year))


@app.command("concordance")
@click.argument("term")
@click.option("--outputs", type=_PATH, default=Path("outputs"), metavar="DIR", show_default=True, help="A finished outputs folder.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=50, metavar="LINES", show_default=True, help="How many lines at most; 0 is all."
)
@click.option(
    "--width", type=click.IntRange(2, 80), default=40, metavar="COLUMNS", show_default=True, help="How wide the words on each side are."
)
def find_term(term: str, outputs: Path, limit: int, width: int) -> None:
    """Print each place of a term in the reports of finished outputs, with its report, its year and the words around it."""
    from pipeline.concordance import count_found, find_places, list_lines

    places = find_places(term, outputs)
    lines = list_lines(places, limit=limit, width=width)
    print("\n".join([*lines, count_found(term, places, len(lines), outputs)]))


@app.command("check")
@click.argument("outputs", type=_PATH, default=Path("outputs"))
def check_folder(outputs: Path) -> int:
    """Verify the resources and a finished OUTPUTS folder: schema, keys, every span against its text, every CSV against its parts."""
    from pipeline.checking import check_outputs, check_resources

    findings = check_resources() + check_outputs(outputs)
    for line in findings:
        print(line)
    if findings:
        print(f"{len(findings)} {'line' if len(findings) == 1 else 'lines'} of what is wrong; run again to make those files anew")
        return 3
    print(f"{outputs}: whole; every table is as declared and every span stands in its text")
    return 0


@app.command("check-words")
@click.argument("file", type=_PATH)
def check_dictionary(file: Path) -> int:
    """Say of each row of a user dictionary FILE (a word a line, with a count and a tag if you like): loaded, overridden, or without effect.

    The reason stands with it. Exit status 3 if any is not loaded.
    """
    from pipeline.dictionary import LOADED, check_words, list_lines

    verdicts = check_words(file)
    print("\n".join(list_lines(verdicts)))
    return 3 if any(verdict.state != LOADED for verdict in verdicts) else 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0 is done, 1 nothing could be done, 2 a wrong command line, 3 a check found something, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        with app.make_context("baogao", given or ["--help"]) as context:
            return app.invoke(context) or 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        return _fail(f"{error.format_message()} (see baogao --help)", 2)
    except KeyboardInterrupt:
        return _fail("interrupted; run again to go on where this stopped", 130)
    except BrokenPipeError:
        return 1
    except OSError as error:
        return _fail(f"{error.filename or 'file'}: {error.strerror or error}; mend that and run again", 1)
    except Exception as error:
        if not _is_told(error):
            raise
        return _fail(str(error), 1)


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
