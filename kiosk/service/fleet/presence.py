"""When a kiosk reports its status to the desk: a change at once, everything every few seconds."""

from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.service.fleet.messages import Status, written
from kiosk.status.snapshot import Snapshot

STATUS_EVERY = 5.0
"""Seconds between two messages of how the kiosk is; a change of note is told at once."""

LOOK_EVERY = 1.0
"""Seconds between two looks at how it is."""


class Presence:
    """Knows what was reported last; for the app loop.

    Attributes:
        snapshot: gives how the kiosk is; None: it reports nothing.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        clearable: bool,
        restartable: Callable[[], bool],
        place: str = "",
        called_for: Callable[[], float | None] = lambda: None,
    ) -> None:
        """Report nothing yet.

        Args:
            clock: tells when to report again.
            clearable: a desk may end an emergency here.
            restartable: tells whether a desk may restart the kiosk now.
            place: where the kiosk stands.
            called_for: gives the seconds since the call that is on was made; None: none is on.
        """
        self._clearable = clearable
        self._restartable = restartable
        self._place = place
        self._called_for = called_for
        self.snapshot: Callable[[], Snapshot] | None = None
        self._clock = clock
        self._told: Snapshot | None = None
        self._told_at = float("-inf")
        self._greetings = 0

    @property
    def gone(self) -> bytes:
        """The message that the kiosk has disconnected."""
        return written(Status(online=False, clearable=self._clearable, place=self._place))

    def news(self, greetings: int) -> bytes | None:
        """Give the message to send now; None if there is none.

        Args:
            greetings: how often the broker has accepted the kiosk: each time, everything is
                reported.
        """
        if greetings != self._greetings:
            self._greetings, self._told, self._told_at = greetings, None, float("-inf")
        if self.snapshot is None or self._clock.now() < self._told_at + LOOK_EVERY:
            return None
        now, before = self.snapshot(), self._told
        same = before is not None and _of_note(now) == _of_note(before)
        if same and self._clock.now() < self._told_at + STATUS_EVERY:
            return None
        self._told, self._told_at = now, self._clock.now()
        return written(
            Status(
                online=True,
                snapshot=now,
                restartable=self._restartable(),
                clearable=self._clearable,
                place=self._place,
                called_for=self._called_for(),
            )
        )


def _of_note(snapshot: Snapshot) -> object:
    return (
        snapshot.in_service,
        snapshot.reasons,
        snapshot.emergency,
        snapshot.call,
        [channel.answered for channel in snapshot.channels],
        snapshot.hears,
        snapshot.sounds,
        snapshot.process,
    )
