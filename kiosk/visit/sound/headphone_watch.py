"""Notices when headphones are plugged in and when they come out, on a thread of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from time import sleep

from audio.server.headphones import Place, headphones_in
from kiosk.visit.dialogue.events import Event, HeadphonesIn, HeadphonesOut
from kiosk.visit.sound.server_watch import watched_server
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

SETTLES = 0.3
"""Seconds for which headphones must stay in to count: a plug that is pushed in makes and breaks
contact. That they have come out counts at once."""


def watched_headphones(
    name: str, post: Callable[[Event], None], heartbeats: ThreadHeartbeats
) -> AbstractContextManager[None]:
    """Post `HeadphonesIn` and `HeadphonesOut` as they happen, while the body runs.

    Args:
        name: what they are called (see `audio.server.headphones`).
        post: takes events from any thread.
        heartbeats: gets a heartbeat each round of the thread.
    """
    before: Place | None = None

    def look() -> Place | None:
        found = headphones_in(name)
        if found is None or found == before:
            return found
        sleep(SETTLES)
        return headphones_in(name)

    def tell(found: Place | None) -> None:
        nonlocal before
        if found == before:
            return
        if before is not None:
            post(HeadphonesOut())
        if found is not None:
            post(HeadphonesIn())
        before = found

    return watched_server(tell, look, 0.0, heartbeats, "headphones")
