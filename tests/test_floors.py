"""What the import contracts cannot see: empty packages, functions and modules of a size, stages that neither read nor print."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
PURE = [path for path in MODULES if path.parent.name in ("stages", "grammar")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_of_a_size(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source == "" if path.name == "__init__.py" else ast.get_docstring(ast.parse(source))
    assert source.count("\n") <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 45, f"{node.name} is too long"
            assert node.args.kwarg is None, f"{node.name} takes any keyword"
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), "a bare except"


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_stages_and_grammar_neither_read_nor_print(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not plain & {"open", "print", "input", "eval", "exec"}
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not asked & {"open", "read_text", "read_bytes", "write_text", "write_bytes", "stdin", "stdout", "stderr"}
