"""Small pictures in pages: a bar for each year. SVG, so that they print, scale and need no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from pipeline.views.explorer.escaping import escape_text

_LINE: Final = Markup(
    '<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">'
    '<path class="base" d="M0 {foot}H{width}"/>{marks}</svg>'
)


def draw_years(values: Mapping[int, float], years: tuple[int, int], label: str, *, width: int = 180, height: int = 34) -> Markup:
    """Draw a value for each year as a bar above a baseline; ``years`` are the first and last of the picture."""
    first, last = years
    step = width / max(last - first + 1, 1)
    most = max(values.values(), default=0) or 1
    foot = height - 1
    marks = [
        Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
            round((year - first) * step, 2),
            round(foot - value / most * (foot - 2), 2),
            round(max(step - 1, 0.6), 2),
            round(value / most * (foot - 2), 2),
            f"{year}：{value:g}",
        )
        for year, value in sorted(values.items())
        if value > 0
    ]
    return _LINE.format(width=width, height=height, label=escape_text(label), foot=foot, marks=Markup("").join(marks))
