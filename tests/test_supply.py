"""What the program is made of and what it never does: pinned files alone are installed, no network is used, no code is read as data."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.licences import list_licences
from tests.test_expected import read_all

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SETS = {
    "run": (),
    "devel": ("test", "lint", "notebooks", "codes", "cluster"),
    "peers": tuple(PROJECT["optional-dependencies"]),
}
FORBIDDEN_MODULES = re.compile(
    r"(?:pickle|marshal|shelve|dill|cloudpickle|socket|ssl|http|urllib(?!\.parse)|ftplib|requests|aiohttp)(?:\.|$)"
)
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "input", "read_pickle", "to_pickle", "allow_pickle"}
_OFFLINE = """
import socket, sys

def refuse(*given, **more):
    raise AssertionError(f"the network is asked for: {given}")

for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = refuse
from pipeline.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def read_pins(name: str) -> dict[str, tuple[str, list[str]]]:
    """The version and the hashes of each package that a file of .requirements/ has."""
    text = (ROOT / ".requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            parsed = Requirement(requirement)
            found[canonicalize_name(parsed.name)] = (str(parsed.specifier), hashes)
    return found


def find_needed(extras: tuple[str, ...]) -> set[str]:
    """What the project needs here with some extras, by name, and what that needs, as far as it is installed."""
    waiting = [Requirement(line) for line in PROJECT["dependencies"]]
    waiting += [Requirement(line) for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    needed: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        own = {"", *requirement.extras}
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in needed or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        needed.add(key)
        try:
            lines = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue
        parsed = (Requirement(line) for line in lines)
        for found in parsed:
            if not found.marker or any(found.marker.evaluate({"extra": extra}) for extra in own):
                found.marker = None
                waiting.append(found)
    return {name for name, _ in needed}


@pytest.mark.parametrize("name", [*SETS, "build"])
def test_every_package_is_pinned_to_files_by_their_hashes(name: str) -> None:
    for package, (version, hashes) in read_pins(name).items():
        assert re.fullmatch(r"==[\w.+]+", version), package
        assert hashes, package
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in hashes), package
        assert len(set(hashes)) == len(hashes), package


@pytest.mark.parametrize("name", SETS)
def test_what_is_needed_is_pinned(name: str) -> None:
    assert find_needed(SETS[name]) - set(read_pins(name)) == set()


def test_all_files_pin_one_version_and_constraints_are_these() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constraints = {
        canonicalize_name(parsed.name): str(parsed.specifier)
        for line in lines
        if not line.startswith("#")
        for parsed in [Requirement(line)]
    }
    whole = {package: version for package, (version, _) in read_pins("peers").items()}
    assert whole == constraints
    for name in SETS:
        assert {package: version for package, (version, _) in read_pins(name).items()}.items() <= whole.items()


def test_wheels_of_other_platforms_are_among_the_hashed_files() -> None:
    assert all(len(read_pins("run")[package][1]) > 20 for package in ("numpy", "pandas", "pyarrow", "lxml"))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_code_is_read_as_data_and_no_network_asked_for(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [f"{node.module or ''}.{alias.name}" for alias in node.names]
        assert not any(map(FORBIDDEN_MODULES.match, modules)), ast.unparse(node)
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            plain = isinstance(node.func, ast.Attribute) and name == "compile"  # of a regular expression
            assert plain or name not in FORBIDDEN_CALLS, ast.unparse(node)


def test_a_whole_run_asks_for_no_network(tmp_path: Path) -> None:
    command = ["run", "--corpus", str(ROOT / "tests/corpus"), "--outputs", str(tmp_path / "outputs"), "--pictures", "few", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE, *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = {name.partition("/")[0] for name in read_all(tmp_path / "outputs")}
    assert made >= {"texts", "tables", "data", "clouds", "figures", "explorer"}


def test_the_block_of_sockets_blocks() -> None:
    script = _OFFLINE.replace("from pipeline.__main__ import main\n", "").replace(
        "sys.exit(main(sys.argv[1:]))", "socket.create_connection(('127.0.0.1', 9))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert "the network is asked for" in done.stderr


def test_every_package_of_a_run_has_a_licence_that_lets_it_be_used() -> None:
    rows = list_licences(read_pins("run"))
    assert {row.package for row in rows} >= {"jieba", "pandas", "pyarrow"}
    assert [row for row in rows if not row.licence] == []
    assert [row for row in rows if re.search(r"\bA?GPL|non-?commercial", row.licence, re.IGNORECASE)] == []
