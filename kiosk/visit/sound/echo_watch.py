"""Notices when the sound server's echo canceller disappears or returns.

When its device is unplugged, the server moves the microphone's stream elsewhere, and the stream
does not show it: the kiosk would hear itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

from audio.server.echo import server_cancels_echo
from kiosk.visit.dialogue.events import EchoCancelled
from kiosk.visit.sound.server_watch import ANSWERS_WITHIN
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

EVERY = 5.0
"""Seconds between two looks; until then the kiosk's own words do not count (see
`kiosk.visit.hearing.own_words`)."""


@contextmanager
def watched_canceller(
    post: Callable[[EchoCancelled], None],
    heartbeats: ThreadHeartbeats,
    works: Callable[[], bool] = server_cancels_echo,
    every: float = EVERY,
) -> Iterator[None]:
    """Tell `post`, from a thread of its own, whenever a canceller that worked stops, or is back.

    Args:
        post: told of each change.
        heartbeats: gets a heartbeat each round of the thread.
        works: whether there is a canceller.
        every: seconds between two looks.
    """
    ended = Flag()

    def watch() -> None:
        before = True
        with heartbeats.watched("echo", waits=every + ANSWERS_WITHIN):
            while not ended.wait(every):
                now = works()
                if now != before:
                    post(EchoCancelled(now))
                before = now
                heartbeats.beat("echo", waits=every + ANSWERS_WITHIN)

    thread = Thread(target=watch, name="echo")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
