"""The browser in which the page is looked at."""

from tests.page.conftest import browser

__all__ = ["browser"]
