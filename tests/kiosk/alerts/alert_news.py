"""Looks at a channel whose calls go on beside the test, until it has what the test waits for."""

from collections.abc import Callable

from kiosk.alerts import AlertChannel, News
from tests.waiting import until

LIMIT = 20.0
"""Seconds until a test gives up; what is waited for takes a fraction of one."""


def look_until(channel: AlertChannel, reached: Callable[[], bool]) -> News:
    """Call `progress` until `reached()`; give all that has come meanwhile."""
    came: list[News] = []

    def look() -> bool:
        came.append(channel.progress())
        return reached()

    until(look, LIMIT, lambda: channel.trouble)
    return News(any(each.acknowledged for each in came), any(each.cleared for each in came))


def next_news(channel: AlertChannel) -> News:
    """Call `progress` until something comes."""
    return until(
        lambda: news if (news := channel.progress()) != News() else None,
        LIMIT,
        lambda: channel.trouble,
    )
