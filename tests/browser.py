"""A browser for the pages: the system's Chromium, driven from file://, with every request and complaint of a page kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

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
        page.on("requestfailed", self._hear_failure)
        page.on("request", lambda request: self.addresses.append(request.url))

    def _hear_failure(self, request: Request) -> None:
        """Keep what could not be read; a file that a page no longer waits for, since another is opened, is none."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}")
