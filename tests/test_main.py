from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.__main__ import main

HEAVY = ("pandas", "pyarrow", "numpy", "sklearn", "matplotlib", "jieba", "rjieba", "lxml", "docx")


def loaded_after(code: str) -> set[str]:
    """The heavy packages that a new interpreter has loaded after running some code."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('loaded', *sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    modules = done.stderr.rpartition("loaded ")[2].split()
    assert "pipeline.__main__" in modules or "pipeline.run" in modules
    return set(HEAVY) & set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"], []])
def test_help_loads_no_heavy_package(arguments: list[str]) -> None:
    assert loaded_after(f"import pipeline.__main__ as m; m.main({arguments!r})") == set()


def test_importing_the_flow_loads_no_heavy_package() -> None:
    assert loaded_after("import pipeline.run") == set()


def test_a_run_that_has_nothing_to_do_loads_no_heavy_package(small_flow: list[str], reports: Path, outputs: Path) -> None:
    main(["run", "--corpus", str(reports), "--outputs", str(outputs), "--quiet"])
    code = "from pipeline import run; from tests import flow; run.STAGES = flow.FLOW; "
    code += f"o = run.run([{str(reports)!r}], outputs={str(outputs)!r})"
    assert loaded_after(f"{code}; assert o.nothing") == set()


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "run" in text
    assert "explain" in text
    assert main([]) == 0
    assert capsys.readouterr().out == text


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["run", "nosuch"], "baogao: Invalid value: no stage 'nosuch'; name any of ingest measures "),
        (["run", "--nosuch"], "baogao: No such option '--nosuch'."),
        (["run", "--segmenter", "x"], "baogao: Invalid value for '--segmenter'"),
        (["nosuch"], "baogao: No such command 'nosuch'."),
        (["explain"], "baogao: Missing argument 'TEXT'."),
    ],
)
def test_a_wrong_command_line_is_one_line_and_status_2(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.err.startswith(line)
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_where_nothing_can_be_done_it_is_one_line_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--corpus", str(tmp_path / "gone"), "--outputs", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"baogao: {tmp_path / 'gone'}: no such file or folder; ")
    assert said.err.count("\n") == 1


def test_a_run_says_what_it_did_and_where_to_look(
    small_flow: list[str], reports: Path, outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "--corpus", str(reports), "--outputs", str(outputs)]
    assert main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("done: 4 of 4 reports read; 6 sentences, 7 quantities, ")
    opened = {"page": "explorer/index.html", "workbook": "reports.xlsx"} | {name: name for name in ("tables", "clouds", "figures")}
    assert lines[1:] == [f"  {name:<8} {outputs / place}" for name, place in opened.items()]
    assert main([*arguments, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_strict_and_all_failed_are_status_1(small_flow: list[str], reports: Path, outputs: Path, tmp_path: Path) -> None:
    (reports / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    arguments = ["run", "tables", "--corpus", str(reports), "--outputs", str(outputs), "--quiet"]
    assert main(arguments) == 0
    assert main([*arguments, "--strict"]) == 1
    assert main(["run", "tables", "--corpus", str(reports / "旧.doc"), "--outputs", str(tmp_path / "two"), "--quiet"]) == 1


def test_an_interruption_is_one_line_and_status_130(
    small_flow: list[str], reports: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tests.flow.describe_quantities", interrupt)
    assert main(["run", "--corpus", str(reports), "--outputs", str(outputs)]) == 130
    assert capsys.readouterr().err == "baogao: interrupted; run again to go on where this stopped\n"


def test_stages_are_told_with_time_and_rows_plain_and_on_standard_error(
    small_flow: list[str], reports: Path, outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--corpus", str(reports), "--outputs", str(outputs)]) == 0
    err = capsys.readouterr().err
    assert [line.split()[0] for line in err.splitlines()] == [*small_flow[:-4], "tables", *small_flow[-4:]]
    assert re.search(r"^  quantities +\d+\.\d s  7 quantities$", err, re.MULTILINE)
    assert re.search(r"^  clouds +\d+\.\d s  1 files$", err, re.MULTILINE)
    assert not set("\r\x1b") & set(err)


def test_a_full_disk_is_one_line_and_status_1(
    small_flow: list[str], reports: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(*_: object) -> None:
        raise OSError(28, "No space left on device", str(outputs / "x"))

    monkeypatch.setattr("tests.flow.describe_quantities", fill)
    assert main(["run", "--corpus", str(reports), "--outputs", str(outputs)]) == 1
    assert capsys.readouterr().err == f"baogao: {outputs / 'x'}: No space left on device; mend that and run again\n"
