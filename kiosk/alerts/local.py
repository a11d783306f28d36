"""Calls staff by the kiosk's own speaker and screen."""

from collections.abc import Callable
from typing import Protocol

from kiosk.alerts.channel import News
from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import Earcon, PlayEarcon, Urgency, outranks

RING_EVERY = 10.0
"""Seconds between two rings of an emergency."""


_SOUNDS: dict[Urgency, Earcon] = {
    "emergency": "alert",
    "call": "doorbell",
    "attention": "attention",
}


class AlertDisplay(Protocol):
    """The part of the screen that shows an alert."""

    def alert(self, urgency: Urgency) -> None:
        """Show the alert large."""
        ...

    def clear_alert(self) -> None:
        """Remove the alert from the screen."""
        ...


class LocalChannel:
    """The kiosk's own speaker and screen.

    It never acknowledges: the kiosk cannot know whether anyone in the room has noticed.
    """

    name = "local"
    confirms = False

    def __init__(
        self,
        ring: Callable[[PlayEarcon], None],
        display: AlertDisplay,
        clock: Clock,
        sounds_or_shows: Callable[[], bool],
    ) -> None:
        """Join sound and screen.

        Args:
            ring: sounds an earcon.
            display: shows the alert.
            clock: tells when to ring again.
            sounds_or_shows: whether there is a speaker that plays or a screen that people see.
        """
        self._ring = ring
        self._display = display
        self._clock = clock
        self._sounds_or_shows = sounds_or_shows
        self._next_ring: float | None = None
        self._alert: Urgency | None = None

    @property
    def due(self) -> float | None:
        """When it rings again; None while no emergency is on."""
        return self._next_ring

    @property
    def working(self) -> bool:
        """Whether it can be heard or seen."""
        return self._sounds_or_shows()

    @property
    def trouble(self) -> str:
        """Why nobody in the room can notice an alert."""
        if self.working:
            return ""
        return (
            "an alert can be neither heard nor seen here; connect a speaker, "
            "or start the kiosk on a screen that people see"
        )

    def fetch(self, urgency: Urgency) -> None:
        """Ring, then show; each is done even if the other fails."""
        if not outranks(urgency, self._alert):
            return
        self._alert = urgency if urgency != "attention" else None
        if urgency == "emergency":
            self._next_ring = self._clock.now() + RING_EVERY
        try:
            self._ring(PlayEarcon(_SOUNDS[urgency]))
        finally:
            self._display.alert(urgency)

    def clear(self) -> None:
        """Stop ringing."""
        self._next_ring = self._alert = None
        self._display.clear_alert()

    def test(self) -> None:
        """Do nothing: the devices are known without a sound that would alarm the room."""

    def progress(self) -> News:
        """Ring when it is time; nothing is ever acknowledged."""
        if self._next_ring is not None and self._clock.now() >= self._next_ring:
            self._next_ring += RING_EVERY
            self._ring(PlayEarcon("alert"))
        return News()

    def close(self) -> None:
        """Do nothing: speaker and screen belong to others."""
