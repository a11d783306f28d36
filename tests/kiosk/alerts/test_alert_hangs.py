"""A call for staff that neither succeeds nor fails is given up and made again."""

import pytest

from kiosk.alerts import News
from kiosk.alerts.remote import SLACK, Answer, Message, RemoteChannel
from kiosk.clock import VirtualClock

pytestmark = pytest.mark.unit

LONGEST = 5.0


class Calls:
    """Gives calls of which the first ones hang."""

    def __init__(self, hanging: int) -> None:
        self.made: list[Message] = []
        self._hanging = hanging

    def begin(self, message: Message) -> "Call":
        self.made.append(message)
        return Call(hangs=len(self.made) <= self._hanging)


class Call:
    def __init__(self, *, hangs: bool) -> None:
        self._hangs = hangs
        self.over = False

    def progress(self) -> Answer | None:
        if self._hangs or self.over:
            return None
        self.over = True
        return Answer(True)

    def drop(self) -> None:
        """Heeds nothing."""


def test_an_emergency_whose_call_hangs_is_told_by_the_next_one() -> None:
    clock, calls = VirtualClock(), Calls(hanging=1)
    channel = RemoteChannel(
        "desk", calls.begin, clock, retries=(1.0,), longest=LONGEST, test_every=60.0
    )
    channel.fetch("emergency")
    clock.advance(clock.now() + LONGEST)
    assert channel.progress() == News()
    assert channel.trouble == ""
    clock.advance(clock.now() + SLACK + 0.1)
    assert channel.progress() == News()
    assert channel.trouble == "the alert by desk hangs; it is sent again"
    assert not channel.working
    clock.advance(clock.now() + 1.1)
    channel.progress()
    assert channel.progress() == News(acknowledged=True)
    assert calls.made == ["emergency", "emergency"]
    assert channel.working
