"""Looks at a channel whose calls go on beside the test, until it has what the test waits for."""

import time
from collections.abc import Callable
from threading import Event

from kiosk.alerts import AlertChannel, News

LIMIT = 20.0
"""Seconds until a test gives up; what is waited for takes a fraction of one."""


def look_until(channel: AlertChannel, reached: Callable[[], bool]) -> News:
    """Call `progress` until `reached()`; give all that has come meanwhile."""
    end = time.monotonic() + LIMIT
    acknowledged = cleared = False
    while True:
        news = channel.progress()
        acknowledged |= news.acknowledged
        cleared |= news.cleared
        if reached():
            return News(acknowledged, cleared)
        assert time.monotonic() < end, f"nothing came; trouble: {channel.trouble!r}"
        Event().wait(0.005)


def next_news(channel: AlertChannel) -> News:
    """Call `progress` until something comes."""
    end = time.monotonic() + LIMIT
    while (news := channel.progress()) == News():
        assert time.monotonic() < end, f"nothing came; trouble: {channel.trouble!r}"
        Event().wait(0.005)
    return news
