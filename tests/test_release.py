"""The wheel and the source package: installed into an environment of their own they run from any folder, with all that they need inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make_expected import CORPUS, EXPECTED, collect_files

ROOT = Path(__file__).parent.parent
PACKED = ("pyproject.toml", "README.md", "LICENSE", "pipeline")

pytestmark = [pytest.mark.soak, pytest.mark.skipif(os.name != "posix", reason="other systems name the files of an environment otherwise")]


def call(*command: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source package, made in a copy of what belongs in them."""
    pytest.importorskip("setuptools", minversion="77", reason="the packages are made by setuptools, which make installs")
    copy, made = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("made")
    for name in PACKED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    for kind in ("wheel", "sdist"):
        call(sys.executable, "-c", f"from setuptools import build_meta; build_meta.build_{kind}({str(made)!r})", cwd=copy)
    return made


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def test_a_package_runs_from_any_folder(packages: Path, tmp_path: Path, kind: str) -> None:
    (package,) = packages.glob(kind)
    call(sys.executable, "-m", "venv", "--without-pip", "own", cwd=tmp_path)
    python, site = tmp_path / "own/bin/python", next((tmp_path / "own/lib").glob("python*")) / "site-packages"
    # What the package needs is taken from the environment of the tests, and nothing from the network.
    (site / "needed.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")), encoding="utf-8")
    offline = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    call(sys.executable, "-m", "pip", "--python", str(python), "install", *offline, str(package), cwd=tmp_path)
    assert call(str(python), "-c", "import pipeline; print(pipeline.__path__[0])", cwd=tmp_path).strip() == str(site / "pipeline")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = call(str(tmp_path / "own/bin/baogao"), "run", "--corpus", str(CORPUS), "--pictures", "few", cwd=elsewhere)
    assert said.startswith("done: ")
    made = collect_files(elsewhere / "outputs")
    assert {name: made[name] for name in made} == {path.name: path.read_bytes() for path in EXPECTED.glob("[!.]*")}
    assert (elsewhere / "outputs/explorer/index.html").is_file()
