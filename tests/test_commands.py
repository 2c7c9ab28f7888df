"""The commands that make offers: each is listed, and each says so in a line where its thing is not there yet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.run import STAGES

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
NAMED = [
    "help",
    "pipeline",
    "concordance",
    "check-words",
    "test",
    "lint",
    "notebooks",
    "explore",
    "bench",
    "licences",
    "sample",
    "soak",
    "clean",
]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make here")


def make(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}  # it may be make that tests
    return subprocess.run(["make", *arguments], cwd=cwd, env=alone, capture_output=True, text=True, encoding="utf-8", check=False)


def test_help_is_the_default_and_lists_every_target() -> None:
    done = make()
    assert done.returncode == 0
    assert done.stdout == make("help").stdout
    listed = re.findall(r"^  make ([\w-]+) ", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted([*NAMED, "STAGE"])


def test_every_stage_is_a_target() -> None:
    (stages,) = re.findall(r"^STAGES := (.*)$", MAKEFILE, re.MULTILINE)
    assert stages.split() == [stage.name for stage in STAGES]
    assert stages in make("help").stdout


def test_every_target_is_phony_and_no_recipe_prints_itself() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony.split() == [*NAMED, "$(STAGES)"]
    lines = re.findall(r"(?<!\\\n)^\t.*$", MAKEFILE, re.MULTILINE)
    assert len(lines) > len(NAMED)
    assert [line for line in lines if not line.startswith("\t@")] == []


def test_other_corpora_and_outputs_are_passed_on() -> None:
    done = make("--dry-run", "quantities", "CORPUS=甲 乙", "OUTPUTS=out")
    assert 'run quantities --corpus "甲 乙" --outputs "out"' in done.stdout


def test_an_installation_depends_on_what_it_installs() -> None:
    rules = re.findall(r"^\$\((?:RUNS|DEVEL)\): (.*)$", MAKEFILE, re.MULTILINE)
    sets = ("run", "devel")
    assert rules == [f"pyproject.toml .requirements/build.txt .requirements/{name}.txt | .venv/bin/python" for name in sets]


def test_explore_without_a_page_says_so(tmp_path: Path) -> None:
    done = make("explore", f"OUTPUTS={tmp_path}")
    assert done.stdout == f"explore: there is no page in {tmp_path}/explorer/; run make pipeline first\n"


def test_a_term_must_be_named_and_the_terminal_s_own_name_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    asked = make("--dry-run", "concordance")
    assert 'echo "concordance: name a term: make concordance TERM=营商环境"; exit 2' in asked.stdout
    given = make("--dry-run", "concordance", "TERM=高标准农田")
    assert "name a term" not in given.stdout
    assert 'concordance "高标准农田" --outputs "outputs"' in given.stdout


def test_clean_leaves_a_folder_without_record(tmp_path: Path) -> None:
    for name in ("Makefile", "pipeline"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs/README.md").touch()
    done = make("clean", f"PYTHON={sys.executable}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "0 files removed from outputs\n")
    assert (tmp_path / "outputs/README.md").exists()


def test_clean_removes_the_pages_of_the_notebooks_and_nothing_beside_them(tmp_path: Path) -> None:
    for name in ("Makefile", "pipeline", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("outputs/notebooks/1-first-look.html", "other/notebooks/1-first-look.html", "other/notebooks/mine.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for folder in ("outputs", "other"):
        assert make("clean", f"PYTHON={sys.executable}", f"OUTPUTS={folder}", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "outputs/notebooks").exists()
    assert [file.name for file in (tmp_path / "other/notebooks").iterdir()] == ["mine.html"]
