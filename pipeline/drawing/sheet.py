"""A white sheet that is drawn on in points (1/72 inch) from its upper left corner, and saved as PNG and SVG.

The one place that knows matplotlib. Its defaults are taken for the time of drawing, whatever a user's own settings are, and nothing of
it is left changed; the font is the one that comes with the package, and is not registered anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

# Dark enough for white paper and grey print, and told apart by readers who see no red or no green.
COLOURS: Final = ("#16365c", "#a8330f", "#00696b", "#7a2a5e", "#4d4d4d")
INK: Final = "#1d1d1f"
GREY: Final = "#6b6b6b"
PALE: Final = "#b9b9b9"
_DOTS: Final = 160  # an inch, in a PNG
_INCH: Final = 72.0
_SETTINGS: Final = {"svg.fonttype": "path", "svg.hashsalt": "baogao"}
_LACKING: Final = "〓"  # stands, as printers have it, for a sign that the font lacks


class Box(NamedTuple):
    """A rectangle; ``bottom`` lies below ``top`` and is the larger number."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two have more than an edge in common."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw by matplotlib's own defaults while the block runs."""
    from matplotlib import style

    with style.context(["default", _SETTINGS]):
        yield


class Sheet:
    """A sheet of so many points; ``words`` are the boxes of all that was written. To be made and saved within ``plain_settings``."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.height = height
        self.words: list[tuple[Box, str]] = []
        self._figure = Figure(figsize=(width / _INCH, height / _INCH), facecolor="white")
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()

    def line(self, points: Sequence[tuple[float, float]], colour: str, *, width: float = 1.2, dashes: tuple[float, ...] = ()) -> None:
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        style: Any = (0, dashes) if dashes else "-"
        drawn = Line2D(xs, ys, color=colour, linewidth=width, linestyle=style, dash_capstyle="butt", solid_capstyle="butt")
        drawn.set_clip_on(False)
        self._axes.add_artist(drawn)

    def dot(self, x: float, y: float, colour: str, *, shape: str = "o", hollow: bool = False, size: float = 4.0) -> None:
        """Draw a mark; a hollow one has the paper's colour inside."""
        from matplotlib.lines import Line2D

        face = "white" if hollow else colour
        mark = Line2D([x], [y], marker=shape, markersize=size, markerfacecolor=face, markeredgecolor=colour, linestyle="")
        mark.set_clip_on(False)
        self._axes.add_artist(mark)

    def fill(self, box: Box, colour: str, *, front: bool = False) -> None:
        """Fill a rectangle, behind all lines or in front of them; words are before both."""
        from matplotlib.patches import Rectangle

        size = (box.right - box.left, box.bottom - box.top)
        self._axes.add_artist(
            Rectangle((box.left, box.top), *size, facecolor=colour, edgecolor="none", clip_on=False, zorder=2.5 if front else 1)
        )

    def write(self, x: float, y: float, text: str, size: float, *, colour: str = INK, align: str = "left") -> float:
        """Write a line of text that stands on ``y``; x is its left, right or centre. Returns its width."""
        from matplotlib.text import Text

        text = "".join(sign if sign in _list_signs() else _LACKING for sign in text)
        width = measure_text(text, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.words.append((Box(left, y - 0.8 * size, left + width, y + 0.1 * size), text))
        drawn = Text(left, y, text, color=colour, fontproperties=_find_font(size), ha="left", va="baseline", parse_math=False)
        drawn.set_clip_on(False)
        self._axes.add_artist(drawn)
        return width

    def save(self, stem: Path) -> None:
        """Save as PNG and SVG, the same bytes for the same drawing."""
        self._figure.savefig(stem.with_name(f"{stem.name}.png"), format="png", dpi=_DOTS, metadata={"Software": None})
        self._figure.savefig(stem.with_name(f"{stem.name}.svg"), format="svg", metadata={"Date": None, "Creator": None})


def measure_text(text: str, size: float) -> float:
    """Return the width of a line of text."""
    return sum(_measure_sign(sign) for sign in text) * size


@lru_cache(maxsize=4096)
def _measure_sign(sign: str) -> float:
    from matplotlib.ft2font import LoadFlags

    face = _load_face()
    glyph = face.load_char(ord(sign if sign in _list_signs() else _LACKING), flags=LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance / face.units_per_EM)


@lru_cache(maxsize=1)
def _load_face() -> Any:
    from matplotlib.ft2font import FT2Font
    from pylopdf_fonts_zh_cn import sans_path

    return FT2Font(str(sans_path()))


@lru_cache(maxsize=1)
def _list_signs() -> frozenset[str]:
    return frozenset(map(chr, _load_face().get_charmap()))


@lru_cache(maxsize=16)
def _find_font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()), size=size)
