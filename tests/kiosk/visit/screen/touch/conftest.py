"""The browser, for tests of the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.kiosk.visit.screen.touch.open_page import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
