"""What a way to fetch staff can do, whatever it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kiosk.visit.dialogue.actions import Urgency

if TYPE_CHECKING:
    from kiosk.status.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class News:
    """What a channel has learned since it was asked last.

    Attributes:
        acknowledged: a person or a desk is sure to learn of the alert; once for each alert.
        cleared: staff at the other end have taken over, which ends an emergency.
    """

    acknowledged: bool = False
    cleared: bool = False


class AlertChannel(Protocol):
    """One way to reach staff.

    Calls return at once: what takes long goes on beside the caller, and its result is told when
    `progress` is next called.
    """

    @property
    def name(self) -> str:
        """Short name, such as "local"."""
        ...

    @property
    def due(self) -> float | None:
        """When `progress` should be called, in the clock's seconds."""
        ...

    @property
    def working(self) -> bool:
        """An alert would reach somebody, as far as the last call or heartbeat shows."""
        ...

    @property
    def trouble(self) -> str:
        """One line: what is wrong and what to do; "" while it works or was not yet tried."""
        ...

    def fetch(self, urgency: Urgency) -> None:
        """Raise the alert; an emergency replaces a call for attention, never the other way."""
        ...

    def clear(self) -> None:
        """Staff have taken over."""
        ...

    def test(self) -> None:
        """Find out whether it works, unless an alert is on; `progress` then learns it."""
        ...

    def progress(self) -> News:
        """Do what is due, heartbeats among it; give what has come."""
        ...

    def close(self) -> None:
        """End what goes on beside the caller; an alert that is on stays on at the other end."""
        ...


@runtime_checkable
class TellsDesk(Protocol):
    """A channel that also tells a desk how the kiosk is."""

    def tell(self, snapshot: Callable[[], "Snapshot"]) -> None:
        """Let it tell from now on."""
        ...

    def tell_now(self) -> None:
        """Tell, when something has changed or it is time; to be called all the time."""
        ...
