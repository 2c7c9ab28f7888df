"""What the README says is so: its commands and their outputs, its tables, its tree, its paths and its scores."""

from __future__ import annotations

import csv
import doctest
import re
import shlex
import shutil
import tomllib
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath

import pytest

from pipeline.__main__ import main
from pipeline.lexicon.themes import load_codebooks
from pipeline.limits import Limits
from pipeline.readers import FORMATS, UNREAD
from pipeline.reading.sheets import SUFFIXES, TEXT_COLUMNS
from pipeline.run import STAGES, run
from pipeline.schema import TABLES
from pipeline.store.catalogue import COLUMNS, TEXT_COLUMN, read_catalogue
from pipeline.views.tables import csv_columns
from tests.markdown import list_blocks, list_spans, read_tables, split_console
from tests.mined import mine_sources, read_folder
from tests.scoring import read_gold, score_columns
from tests.told import STAGE_LINE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
TABLES_SHOWN = read_tables(README)
CONSOLE = [command for block in list_blocks(README, "console") for command in split_console(block)]
POWERSHELL = [(line, "") for block in list_blocks(README, "powershell") for line in block.splitlines()]
SPANS = [(span, "") for span in list_spans(README) if re.match(r"make( |$)|baogao |python |\.venv/", span)]
COMMANDS = sorted({*CONSOLE, *POWERSHELL, *SPANS})
MADE_BY_A_RUN = tuple(
    f"outputs/{name}" for name in ("tables/", "texts", "tables", "clouds", "figures", "explorer/", "reports.xlsx", "notebooks")
)
PICTURES = ("clouds/corpus.png", "figures/level-乡.png", "explorer/index.html", "reports.xlsx")


def table(*heading: str) -> list[list[str]]:
    return TABLES_SHOWN[heading]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with corpus/, and with the reports that the README's commands name."""
    folder = tmp_path_factory.mktemp("workplace")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "我的报告").mkdir()
    for name in ("某镇2021年政府工作报告.txt", "我的报告/2021.txt"):
        (folder / name).write_text("2020年，全镇地区生产总值9.5亿元。", encoding="utf-8")
    words = "链长制 5 n\n营商 环境 n\n营商环境 n\n河长 n\n5G基站 n\n河长 v\n"
    (folder / "我的报告/userdict.txt").write_text(words, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_a_command_does_what_is_shown(
    command: str, output: str, workplace: Path, mined_corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program, *arguments = shlex.split(command.replace("\\", "/"))
    if program == "make":
        return check_make(arguments)
    if "venv" in arguments:
        return check_version(program, arguments)
    if arguments[:3] == ["-m", "pip", "install"]:
        pinned = [["-c", "constraints.txt", f".[{extra}]"] for extra in EXTRAS]
        assert arguments[3:] in [["-c", "constraints.txt", "."], *pinned]
        assert (ROOT / "constraints.txt").exists()
        return None
    if not program.endswith("baogao"):
        assert program in ("python", ".venv/bin/python", ".venv/Scripts/python")
        assert arguments[:2] == ["-m", "pipeline"]
        arguments = arguments[2:]
    monkeypatch.chdir(workplace)
    quick = ["--pictures", "none"] if "run" in arguments and "--help" not in arguments else []
    if arguments[:1] == ["check"]:
        arguments[1:] = [str(mined_corpus)]
    finished = ["--outputs", str(mined_corpus)] if "concordance" in arguments else []
    assert main([*arguments, *quick, *finished]) == (3 if "check-words" in arguments else 0)
    if output:
        assert capsys.readouterr().out == output
    return None


def check_make(arguments: list[str]) -> None:
    targets = {*re.findall(r"^([\w-]+):.* ## ", MAKEFILE, re.MULTILINE), *(stage.name for stage in STAGES)}
    names = [name for name in arguments if "=" not in name]
    variables = [name.partition("=")[0] for name in arguments if "=" in name]
    assert set(names) <= targets
    assert set(variables) <= set(re.findall(r"\$\((\w+)\)", MAKEFILE))


def check_version(program: str, arguments: list[str]) -> None:
    (oldest,) = re.findall(r'^requires-python = ">=(.*)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert program in (f"python{oldest}", "py")
    assert arguments == [*([f"-{oldest}"] if program == "py" else []), "-m", "venv", ".venv"]


def test_make_pipeline_says_what_is_shown(mined_corpus: Path) -> None:
    (first,) = (output for command, output in CONSOLE if command == "make pipeline")
    outcome = run(ROOT / "corpus", outputs=mined_corpus, stages=["tables"])
    told = replace(outcome, outputs=PurePosixPath("outputs"), files=(*outcome.files, *PICTURES))
    setting_up, *told_stages = [
        line for line in first.splitlines() if STAGE_LINE.fullmatch(line) or line.startswith("setting up") or line == "  …"
    ]
    lines = [line for line in first.splitlines() if line not in (setting_up, *told_stages)]
    assert f'echo "{setting_up}"' in MAKEFILE
    named = [line.split()[0] for line in told_stages]
    assert [name for name in named if name != "…"] == [stage.name for stage in STAGES if stage.name in named]
    assert told.list_lines()[0].startswith("nothing to do, all is up to date: ")
    assert "`nothing to do, all is up to date`" in README
    assert lines == replace(told, nothing=False).list_lines()


def test_make_test_says_what_is_shown() -> None:
    (output,) = (output for command, output in CONSOLE if command == "make test")
    setting_up, *lines = output.splitlines()
    assert f'echo "{setting_up}"' in MAKEFILE
    assert re.fullmatch(r"=+ \d+ passed.* in \d.* =+", lines[-1])


def test_the_python_session_is_true(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = "\n".join(list_blocks(README, "pycon"))
    monkeypatch.chdir(workplace)
    session = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    assert len(session.examples) > 5
    assert doctest.DocTestRunner().run(session).failed == 0


def test_the_stata_session_names_what_is_there(mined_corpus: Path) -> None:
    import pandas as pd

    (block,) = list_blocks(README, "stata")
    first, *_, last = block.splitlines()
    assert re.search(r"outputs/(\S+),", first)[1] == "tables/panel_wide.dta"  # type: ignore[index]
    panel = pd.read_stata(mined_corpus / "tables/panel_wide.dta")
    names = re.fullmatch(r"list (.*) if (\w+) == \"(.*)\"", last)
    assert names
    rows = panel.loc[panel[names[2]] == names[3], names[1].split()]
    assert len(rows) > 3
    assert rows.notna().all(axis="columns").any()
    assert not panel.duplicated(["place", "year"]).any()  # or xtset would refuse it


def test_the_five_rows_are_of_the_sample() -> None:
    heading = ("text", "about", "value", "unit", "bound", "relation", "direction", "period", "status")
    with (ROOT / "outputs/sample/quantities.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {tuple(row[name] for name in heading) for row in csv.DictReader(file)}
    shown = {tuple(row) for row in table(*heading)}
    assert len(shown) == 5
    assert shown <= rows


def test_the_stages_are_those_of_the_flow() -> None:
    shown = [row[:3] for row in table("stage", "takes", "makes", "what it does")]
    assert shown == [[stage.name, " ".join(stage.takes), " ".join(stage.makes)] for stage in STAGES]


def test_the_columns_are_those_of_the_schema() -> None:
    shown = {name: columns.removesuffix(" (CSV only)").split() for name, _, columns in table("table", "one row", "columns")}
    assert shown == {table.name: [column.name for column in csv_columns(table)] for table in TABLES.values() if table.public}


def test_the_formats_are_those_of_the_readers() -> None:
    shown = [row[0].split() for row in table("suffix", "read as")]
    assert sorted(suffix for row in shown[:-2] for suffix in row) == sorted(FORMATS)
    assert tuple(shown[-2]) == SUFFIXES
    assert sorted(shown[-1]) == sorted(UNREAD)


def test_the_catalogue_shown_is_one(tmp_path: Path) -> None:
    block, _ = list_blocks(README, "csv")
    (tmp_path / "catalogue.csv").write_text(block, encoding="utf-8")
    catalogue = read_catalogue(tmp_path / "catalogue.csv")
    assert catalogue.notes == []
    assert len(catalogue.rows) == 2
    (sentence,) = re.findall(r"the column `path`, and any of ([^.]*)\.", README)
    assert tuple(re.findall(r"`(\w+)`", sentence)) == (*COLUMNS, TEXT_COLUMN)


def test_the_codebook_shown_is_one() -> None:
    _, block = list_blocks(README, "csv")
    own, added = load_codebooks(added=("themes.csv", block))
    assert added.themes == ("数字政府", "环境规制")
    assert set(own.themes) == set(re.findall(r"[\u4e00-\u9fff]+", re.findall(r"seventeen policy domains \(([^)]*)\)", README)[0]))


def test_every_path_is_there() -> None:
    (tree,) = list_blocks(README, "text")
    listed = [line.split()[0] for line in tree.splitlines()]
    named = [span for span in list_spans(README) if re.fullmatch(r"(corpus|notebooks|outputs|pipeline|tests|\.ci)/[\w./-]*", span)]
    linked = re.findall(r"\]\(([^)]*)\)", README)
    paths = {path for path in [*listed, *named, *linked] if not path.startswith(MADE_BY_A_RUN)}
    assert len(paths) > 30
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    assert all((ROOT / path).is_dir() == path.endswith("/") for path in listed)


@pytest.mark.parametrize(("name", "row"), re.findall(r"`pipeline/resources/(\w+\.\w+)` \(`([^`]*)`\)", README))
def test_the_rows_shown_stand_in_their_resource_and_have_a_case(name: str, row: str) -> None:
    assert row in (ROOT / "pipeline/resources" / name).read_text(encoding="utf-8").splitlines()
    form = {"units.csv": row.split(",")[0], "cues.csv": ",".join(row.split(",")[:2]), "userdict.txt": row.split()[0]}[name]
    cases = (ROOT / "tests/cases" / name.replace("userdict.txt", "words.csv")).read_text(encoding="utf-8")
    assert form in cases


def test_the_scores_are_near_those_shown() -> None:
    (shown,) = table("spans F1", "with unit and bounds F1", "kind", "bound", "relation and direction", "status", "period", "about")
    gold = read_gold(ROOT / "tests/gold")
    scores = score_columns(gold, mine_sources(read_folder(ROOT / "tests/gold"))["quantities"])
    fields = [scores.accuracies[name] for name in ("kind", "bound", "relation+direction", "status", "period", "about")]
    assert [float(cell) for cell in shown] == pytest.approx([scores.f1, scores.e2e_f1, *fields], abs=0.02)
    assert f"Against {sum(map(len, gold.values()))} quantities annotated by hand in six passages" in README
    assert len(gold) == 6


def test_the_limits_and_the_names_of_a_column_of_texts_are_those_of_the_code() -> None:
    (sentence,) = re.findall(r"Of one file so much is read: ([^.]*)\.", README.replace(".docx", "docx").replace(".xlsx", "xlsx"))
    told = {name: int(number.replace(",", "")) for name, number in re.findall(r"`(\w+)` ([\d,]+)(?=[ ;,.]|$)", sentence.replace("\n", " "))}
    assert told == asdict(Limits())
    (sentence,) = re.findall(r"with a column ((?:`\S+`[, or]*)+)", README)
    assert tuple(re.findall(r"`([^`]+)`", sentence)) == TEXT_COLUMNS
