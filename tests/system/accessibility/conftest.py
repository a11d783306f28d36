"""The browser in which the page is looked at."""

from tests.kiosk.visit.screen.touch.conftest import browser

__all__ = ["browser"]
