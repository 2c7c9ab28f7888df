"""A browser for the pages: the system's Chromium, driven from file://, with every request and complaint of a page kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = "no Chromium here: apt-get install chromium"


@contextmanager
def start_browser() -> Iterator[Browser]:
    """Yield a browser; skip the tests where there is none, or fail them where CI is set."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What a page said and asked for."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.addresses: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: self.addresses.append(request.url))


def await_fonts(page: Page) -> None:
    """Wait until a page has the fonts that it asked for: it would complain of them if it were left before."""
    page.evaluate("document.fonts.ready.then(() => true)")
