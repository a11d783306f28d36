"""The desk's side: all kiosks of a site, which of them need staff, and the desk's answers."""

import time
from collections.abc import Callable
from threading import Lock

from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.messages import (
    Alert,
    Answer,
    Order,
    Status,
    names_in,
    read,
    topic,
    written,
)
from kiosk.service.fleet.seen import Seen
from kiosk.service.fleet.today import CallsToday
from kiosk.visit.dialogue.actions import LASTING

MOST_KIOSKS = 2000
"""Kiosks that are kept; more is a fault of the broker's rules."""

NOT_CLEARABLE = (
    '"{name}" lets no desk end its emergency, for its MQTT broker is not protected (see '
    "mqtt_desk_may_clear_unprotected); end it at the kiosk"
)


class Desk:
    """Listens to a site; answers automatically what needs no person, such as a kiosk's test.

    A person's answer is sent again when the broker comes back, until it has arrived.
    """

    def __init__(
        self,
        broker: Broker,
        site: str,
        changed: Callable[[Seen], None] = lambda _: None,
        attended: Callable[[], bool] = lambda: True,
        name: str = "",
    ) -> None:
        """Begin to connect.

        Args:
            broker: where.
            site: of the kiosks.
            changed: given each kiosk of which something has come; called on the connection's
                thread, and on that of whoever answers.
            attended: an emergency would be seen and heard here; while not, kiosks are told nothing,
                and so that nobody answers.
            name: the desk's own, told to the other desks with its answers.

        Raises:
            FleetError: the site's name or a certificate cannot be used.
        """
        self._site = site
        self._changed = changed
        self._attended = attended
        self._name = name
        self.today = CallsToday(time.time())
        self._lock = Lock()
        self._kiosks: dict[str, Seen] = {}
        self._too_many = ""
        self._connection = Connection(
            broker,
            # Retained messages come in this order: an answered call is not new, nor is its status.
            (topic(site, "+", "answer"), topic(site, "+", "alert"), topic(site, "+", "status")),
            self._take,
            greet=self._greet,
        )
        self._connection.open()

    @property
    def trouble(self) -> str:
        """What is wrong with the connection; "" if nothing is."""
        return self._connection.trouble

    @property
    def warning(self) -> str:
        """What is wrong although kiosks are heard; "" if nothing is."""
        return self._too_many

    @property
    def kiosks(self) -> list[Seen]:
        """All kiosks, those that need staff first."""
        with self._lock:
            found = list(self._kiosks.values())
        return sorted(found, key=lambda seen: (not seen.needs_staff, not seen.calls, seen.name))

    def kiosk(self, name: str) -> Seen:
        """Give one of them."""
        with self._lock:
            return self._kiosks.get(name, Seen(name))

    def acknowledge(self, name: str, call: str = "") -> bool:
        """Take a kiosk's call, or only the call of this id; False if it has none."""
        return self._answer(name, call, cleared=False)

    def clear(self, name: str, call: str = "") -> bool:
        """Staff have taken over at a kiosk: end its emergency; False if it has made no call."""
        return self._answer(name, call, cleared=True)

    def restart(self, name: str) -> bool:
        """Order a restart of a kiosk, which its settings may refuse; False if not connected."""
        order = written(Order(order="restart"))
        return self._connection.publish(topic(self._site, name, "order"), order) is not None

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _answer(self, name: str, call: str, *, cleared: bool) -> bool:
        with self._lock:
            seen = self._kiosks.get(name, Seen(name))
            if seen.alert is None or call not in ("", seen.alert.id):
                return False
            answer = self._answer_to(seen, seen.alert.id, cleared=cleared)
            seen = self._kiosks[name] = seen.with_answer(answer, told=False)
            self._note(seen)
        self._tell(seen)
        self._changed(seen)
        return True

    def _answer_to(self, seen: Seen, call: str, *, cleared: bool) -> Answer:
        # Who took the call, and when, stays as it was when staff end it.
        taken = seen.acknowledged and cleared
        by = seen.taken_by if taken else self._name
        at = seen.taken_at if taken else time.time()
        return Answer(id=call, cleared=cleared, person=True, desk=by, at=at)

    def _note(self, seen: Seen) -> None:
        now = time.time()
        self.today.note(seen, now - max(time.monotonic() - seen.called, 0.0), now)

    def _greet(self) -> None:
        with self._lock:
            untold = [each for each in self._kiosks.values() if each.answer and not each.told]
        for seen in untold:
            self._tell(seen)

    def _tell(self, seen: Seen) -> None:
        """Say what a person has answered; it counts as told when the broker gives it back."""
        if seen.answer is not None:
            place = topic(self._site, seen.name, "answer")
            self._connection.publish(place, written(seen.answer), retained=True)

    def _take(self, place: str, payload: bytes) -> None:
        names = names_in(place)
        if names is None or not payload:
            return
        name, kind = names
        with self._lock:
            before = self._kiosks.get(name, Seen(name))
            now = self._known(before, kind, payload)
            if not self._has_room_for(now):
                return
            # Those that have been silent the longest come first.
            self._kiosks.pop(name, None)
            self._kiosks[name] = now
            self._note(now)
        self._changed(now)

    def _known(self, seen: Seen, kind: str, payload: bytes) -> Seen:
        now = time.monotonic()
        if kind == "status":
            return seen.with_status(read(Status, payload), now)
        if kind == "answer":
            answer = read(Answer, payload)
            return seen.with_answer(answer, told=True) if answer.person else seen
        return self._called(seen, read(Alert, payload), now)

    def _called(self, seen: Seen, alert: Alert, now: float) -> Seen:
        """Keep an emergency or a call until it is over; what needs nobody is answered at once."""
        match alert.event:
            case "emergency" | "call":
                seen = seen.with_call(alert, now)
                if seen.acknowledged:
                    self._tell(seen)  # the answer was lost on its way
                return seen
            case "attention":
                if seen.needs in LASTING:
                    return seen  # keep it until the desk knows that it is over
                self._receive(seen, alert)
                return seen.with_call(alert, now)
            case "cleared":
                self._receive(seen, alert)
                return seen.over(now)
            case _:
                self._receive(seen, alert)
                return seen

    def _receive(self, seen: Seen, alert: Alert) -> None:
        if self._attended() or alert.event == "cleared":
            place = topic(self._site, seen.name, "answer")
            self._connection.publish(place, written(Answer(id=alert.id)))

    def _has_room_for(self, seen: Seen) -> bool:
        """Make room by leaving out a kiosk that calls nobody and has been silent the longest."""
        if seen.name in self._kiosks or len(self._kiosks) < MOST_KIOSKS:
            return True
        self._too_many = (
            f"more than {MOST_KIOSKS} names of kiosks come from the broker, and some are left out; "
            "check its rules (fleet --acl)"
        )
        for name, known in self._kiosks.items():
            if known.needs is None:
                del self._kiosks[name]
                return True
        return False


def waited_for(reached: Callable[[], bool], seconds: float) -> bool:
    """Wait until the condition is true; gives whether it is."""
    ends = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
