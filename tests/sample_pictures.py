"""Pictures for the README: a figure, and the explorer's pages as Chromium shows them; few colours, so that they are small."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

from PIL import Image

from pipeline.run import open_table
from tests.browser import start_browser

REPORT: Final = "岚江市/2023"
PLACE: Final = "砚塘镇"
NAMES: Final = ("figure.png", "indicator.png", "report.png")
WIDTH: Final = 1280
_HEIGHTS: Final = {"report.png": 760, "indicator.png": 960}
_COLOURS: Final = 48


def write_pictures(outputs: Path, target: Path) -> None:
    """Write figure.png, indicator.png and report.png of finished outputs with all their pages and figures."""
    _make_small(Image.open(outputs / f"figures/place-{PLACE}.png"), target / "figure.png")
    with start_browser() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light")
        for name, address in _list_addresses(outputs).items():
            page.set_viewport_size({"width": WIDTH, "height": _HEIGHTS[name]})
            page.goto("about:blank")
            page.goto(f"{(outputs / 'explorer').resolve().as_uri()}/{address}")
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(500)
            page.screenshot(path=target / name)
            _make_small(Image.open(target / name), target / name)


def _list_addresses(outputs: Path) -> dict[str, str]:
    """Return the page of each picture: a report with one of its figures chosen, and a series with its targets."""
    number = list(open_table("documents", outputs)["doc_id"]).index(REPORT) + 1
    quantities = open_table("quantities", outputs)
    own = quantities[(quantities["doc_id"] == REPORT) & (quantities["kind"] == "money")].iloc[0]
    return {"report.png": f"r/{number}.html#q{own.start}-{own.end}", "indicator.png": f"indicators.html#i=gdp&p={quote(PLACE)}"}


def _make_small(picture: Image.Image, target: Path) -> None:
    picture = picture.convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
