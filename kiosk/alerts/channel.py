"""The protocol of a channel that calls staff."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kiosk.visit.dialogue.actions import Urgency

if TYPE_CHECKING:
    from kiosk.status.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class News:
    """What a channel has learned since it was last asked.

    Attributes:
        acknowledged: a person or a desk will learn of the alert; once for each alert.
        cleared: staff at the other end have taken over, which ends the emergency.
    """

    acknowledged: bool = False
    cleared: bool = False


class AlertChannel(Protocol):
    """One way to reach staff.

    Calls return at once: long work continues in the background, and the next call of `progress`
    gives its result.
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
        """Whether an alert would reach somebody, as far as the last call or heartbeat shows."""
        ...

    @property
    def confirms(self) -> bool:
        """Whether it ever tells that an alert was acknowledged."""
        ...

    @property
    def trouble(self) -> str:
        """One line: what is wrong and what to do; "" while it works or was not yet tried."""
        ...

    def fetch(self, urgency: Urgency) -> None:
        """Raise the alert; it replaces one of the same or a lower rank (see `actions.outranks`)."""
        ...

    def clear(self) -> None:
        """Staff have taken over: end the alert."""
        ...

    def test(self) -> None:
        """Test whether it works, unless an alert is on; `progress` then learns the result."""
        ...

    def progress(self) -> News:
        """Do what is due, heartbeats included; give what has come."""
        ...

    def close(self) -> None:
        """End background work; an alert that is on stays on at the other end."""
        ...


@runtime_checkable
class TellsDesk(Protocol):
    """A channel that also tells a desk how the kiosk is."""

    def tell(self, snapshot: Callable[[], "Snapshot"]) -> None:
        """Report from now on how the kiosk is."""
        ...

    def tell_now(self) -> None:
        """Report, if something has changed or it is time; call it all the time."""
        ...
