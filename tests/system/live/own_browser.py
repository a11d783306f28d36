"""The browser that the kiosk or the desk has opened by itself, without a window, looked into."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Page, sync_playwright

from tests.waiting import until

LIMIT = 30_000
"""Milliseconds within which a page must show something, however busy the machine is."""


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def titles_at(port: int) -> list[str]:
    """Titles of the pages that a browser has open."""
    try:
        return [page["title"] for page in httpx.get(f"http://127.0.0.1:{port}/json/list").json()]
    except httpx.TransportError:
        return []


@contextmanager
def opened_page(port: int, title: str) -> Iterator[Page]:
    """The page of that title that the browser has open."""
    # What is asked sooner is never answered.
    until(lambda: title in titles_at(port), told=lambda: titles_at(port))
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        page = browser.contexts[0].pages[0]
        page.set_default_timeout(LIMIT)
        yield page
        browser.close()
