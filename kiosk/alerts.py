"""Fetches staff on every channel there is, and says which of them have confirmed it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, Protocol, TypeAlias

from kiosk.actions import AlertStaff, PlayEarcon
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.events import AlertAcknowledged, Event

Urgency: TypeAlias = Literal["emergency", "attention"]

RING_EVERY = 10.0
"""Seconds between two rings of an emergency."""


class AlertChannel(Protocol):
    """One way to reach staff.

    Calls return at once: a channel that talks to a network does so on a thread of its own, and
    tells the result when `progress` is next called.
    """

    @property
    def name(self) -> str:
        """Short name, such as "local"."""
        ...

    @property
    def due(self) -> float | None:
        """When `progress` should be called, in the clock's seconds."""
        ...

    def fetch(self, urgency: Urgency) -> None:
        """Raise the alert; an emergency replaces a call for attention."""
        ...

    def clear(self) -> None:
        """Staff have taken over."""
        ...

    def progress(self) -> bool:
        """Do what is due; True once for each alert, when a person is sure to learn of it."""
        ...


class AlertDisplay(Protocol):
    """The part of the screen that shows an alert."""

    def alert(self, urgency: Urgency) -> None:
        """Show the alert large."""
        ...

    def clear_alert(self) -> None:
        """Take the alert off the screen."""
        ...


class LocalChannel:
    """The kiosk's own speaker and screen.

    It never acknowledges: nobody knows whether anyone in the room has seen or heard it.
    """

    name = "local"

    def __init__(
        self, ring: Callable[[PlayEarcon], None], display: AlertDisplay, clock: Clock
    ) -> None:
        """Join sound and screen.

        Args:
            ring: sounds an earcon.
            display: shows the alert.
            clock: tells when to ring again.
        """
        self._ring = ring
        self._display = display
        self._clock = clock
        self._next_ring: float | None = None

    @property
    def due(self) -> float | None:
        """When it rings again; None while no emergency is on."""
        return self._next_ring

    def fetch(self, urgency: Urgency) -> None:
        """Ring and show."""
        if urgency == "attention" and self._next_ring is not None:
            return
        self._display.alert(urgency)
        self._ring(PlayEarcon("alert"))
        if urgency == "emergency":
            self._next_ring = self._clock.now() + RING_EVERY

    def clear(self) -> None:
        """Stop ringing."""
        self._next_ring = None
        self._display.clear_alert()

    def progress(self) -> bool:
        """Ring when it is time; nothing is ever acknowledged."""
        if self._next_ring is not None and self._clock.now() >= self._next_ring:
            self._next_ring += RING_EVERY
            self._ring(PlayEarcon("alert"))
        return False


class Alerts:
    """All channels together; one that fails does not keep the others from being called."""

    def __init__(
        self, channels: Iterable[AlertChannel], report: Callable[[str], None] = lambda _: None
    ) -> None:
        """Use these channels; `report` is told of each fault."""
        self._channels = tuple(channels)
        self._report = report

    @property
    def due(self) -> float | None:
        """When `progress` has something to do."""
        times = [channel.due for channel in self._channels]
        return min((time for time in times if time is not None), default=None)

    def fetch(self, alert: AlertStaff) -> None:
        """Raise the alert on every channel."""
        for channel in self._channels:
            self._guarded(channel, partial(channel.fetch, alert.urgency))

    def clear(self) -> None:
        """Stop ringing on every channel."""
        for channel in self._channels:
            self._guarded(channel, channel.clear)

    def progress(self) -> list[Event]:
        """Do what is due; give the acknowledgements that have come."""
        events: list[Event] = []
        for channel in self._channels:
            if self._guarded(channel, channel.progress):
                events.append(AlertAcknowledged(channel.name))
        return events

    def _guarded(self, channel: AlertChannel, call: Callable[[], bool | None]) -> bool:
        try:
            return bool(call())
        except (KioskError, OSError) as error:
            self._report(f'the alert channel "{channel.name}" failed: {error}')
            return False
