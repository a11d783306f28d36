"""The desk's side: all kiosks of a site, who needs staff, and what the desk does about it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from kiosk.fleet.broker import Broker
from kiosk.fleet.connection import Connection
from kiosk.fleet.messages import Alert, Answer, Order, Status, names_in, read, topic, written

MOST_KIOSKS = 2000
"""Kiosks that are kept; more is a fault of the broker's rules."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A kiosk, as the desk knows it.

    Attributes:
        name: of the kiosk.
        status: what it told last; None: nothing yet.
        alert: the call that is not yet dealt with.
        acknowledged: the desk has taken that call.
    """

    name: str
    status: Status | None = None
    alert: Alert | None = None
    acknowledged: bool = False

    @property
    def needs_staff(self) -> bool:
        """An emergency is on there."""
        snapshot = self.status.snapshot if self.status is not None else None
        return self.alert is not None or (snapshot is not None and snapshot.emergency)


class Desk:
    """Listens to a site; answers by itself what needs nobody, such as a kiosk's test."""

    def __init__(
        self, broker: Broker, site: str, changed: Callable[[Seen], None] = lambda _: None
    ) -> None:
        """Begin to connect; `changed` is called on the connection's thread.

        Raises:
            FleetError: the site's name or a certificate cannot be used.
        """
        self._site = site
        self._changed = changed
        self._lock = Lock()
        self._kiosks: dict[str, Seen] = {}
        self._connection = Connection(
            broker, (topic(site, "+", "status"), topic(site, "+", "alert")), self._take
        )

    @property
    def trouble(self) -> str:
        """What is wrong with the connection; "": nothing."""
        return self._connection.trouble

    @property
    def kiosks(self) -> list[Seen]:
        """All of them, those that need staff first."""
        with self._lock:
            found = list(self._kiosks.values())
        return sorted(found, key=lambda seen: (not seen.needs_staff, seen.name))

    def acknowledge(self, name: str) -> bool:
        """Take a kiosk's call; False: it has none."""
        return self._answer(name, cleared=False)

    def clear(self, name: str) -> bool:
        """Staff have taken over at a kiosk: its emergency ends; False: it has made no call."""
        return self._answer(name, cleared=True)

    def restart(self, name: str) -> bool:
        """Order a fresh process at a kiosk, which its settings may refuse; False: not connected."""
        order = written(Order(order="restart"))
        sent = self._connection.publish(topic(self._site, name, "order"), order)
        return _arrived(sent)

    def close(self) -> None:
        """End."""
        self._connection.close()

    def _answer(self, name: str, *, cleared: bool) -> bool:
        with self._lock:
            seen = self._kiosks.get(name, Seen(name))
            if seen.alert is None:
                return False
            answered = Seen(name, seen.status, None if cleared else seen.alert, acknowledged=True)
            self._kiosks[name] = answered
        message = written(Answer(id=seen.alert.id, cleared=cleared))
        sent = self._connection.publish(topic(self._site, name, "answer"), message)
        self._changed(answered)
        return _arrived(sent)

    def _take(self, place: str, payload: bytes) -> None:
        names = names_in(place)
        if names is None:
            return
        name, kind = names
        with self._lock:
            seen = self._kiosks.get(name, Seen(name))
            if name not in self._kiosks and len(self._kiosks) >= MOST_KIOSKS:
                return
            if kind == "status":
                now = Seen(name, read(Status, payload), seen.alert, seen.acknowledged)
            else:
                now = self._called(seen, read(Alert, payload))
            self._kiosks[name] = now
        self._changed(now)

    def _called(self, seen: Seen, alert: Alert) -> Seen:
        """Keep an emergency until it is dealt with; the rest is answered at once."""
        if alert.event != "emergency":
            answer = written(Answer(id=alert.id))
            self._connection.publish(topic(self._site, seen.name, "answer"), answer)
            over = alert.event == "cleared"
            return Seen(seen.name, seen.status, None if over else seen.alert, seen.acknowledged)
        known = seen.alert is not None and seen.alert.id == alert.id
        if known and seen.acknowledged:
            # The answer was lost on its way.
            answer = written(Answer(id=alert.id))
            self._connection.publish(topic(self._site, seen.name, "answer"), answer)
        return Seen(seen.name, seen.status, alert, known and seen.acknowledged)


def _arrived(sent: object) -> bool:
    wait = getattr(sent, "wait_for_publish", None)
    if wait is None:
        return False
    wait(5.0)
    return True


def waited_for(reached: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so; tells whether it is."""
    ends = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
