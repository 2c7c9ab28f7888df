"""Templates as pages: Jinja2 with everything escaped, the same bytes for the same values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined

STATIC: Final = ("page.css", "page.js", "report.js", "overview.js", "lists.js", "chart.js", "indicators.js", "words.js")
_FOLDER: Final = "pipeline.views.explorer"


@lru_cache(maxsize=1)
def _make_environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: (files(_FOLDER) / "templates" / name).read_text(encoding="utf-8")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def render_page(template: str, values: dict[str, Any]) -> str:
    """Return a page made of a template."""
    return _make_environment().get_template(template).render(values)


def write_page(target: Path, template: str, values: dict[str, Any]) -> None:
    """Write a page made of a template."""
    write_text(target, render_page(template, values))


def write_text(target: Path, text: str) -> None:
    """Write a file of the explorer: UTF-8, lines ended by LF."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def append_lines(target: Path, lines: Iterable[str]) -> None:
    """Go on with a file that was begun."""
    with target.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def copy_static(target: Path) -> None:
    """Copy styles and scripts beside the pages, and a font for machines that have none for Chinese."""
    from pylopdf_fonts_zh_cn import sans_path

    for name in STATIC:
        write_text(target / name, (files(_FOLDER) / "static" / name).read_text(encoding="utf-8"))
    (target / "fonts").mkdir(exist_ok=True)
    copyfile(sans_path(), target / "fonts" / sans_path().name)
