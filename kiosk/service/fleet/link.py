"""A kiosk's side: it reports how it is, calls the desk and follows its answers."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from uuid import uuid4

from kiosk.alerts.remote import Call, Message, RemoteChannel
from kiosk.clock import Clock
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.desk_call import CALL_TAKEN_WITHIN, DeskCall
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
from kiosk.service.fleet.owed_call import OwedCall, OwedCallFile
from kiosk.service.fleet.presence import STATUS_EVERY, Presence
from kiosk.status.snapshot import Snapshot
from kiosk.visit.dialogue.actions import LASTING, URGENCIES
from kiosk.watchdog.disk import AT_ONCE, Disk
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

RETRIES = (1.0, 1.0, 2.0)
TEST_EVERY = 30.0

_MOST_ANSWERS = 20

NAMESAKE_FOR = 4 * STATUS_EVERY
"""Seconds after which another kiosk of the same name counts as gone."""


class DeskLink(RemoteChannel):
    """Calls the desk over MQTT: only what a desk has answered counts as acknowledged.

    An emergency that was not taken is sent again, with the same id, as long as it is latched. The
    latch and a visitor's call are on the disk, so neither a crash nor a missing broker loses them;
    a visitor's call keeps its id, so a desk that has taken it does not ring again. A call for
    attention, and the message that an emergency is over, are on the disk until a desk has taken
    them. The broker retains the open call for a desk that connects later.
    """

    def __init__(
        self,
        broker: Broker,
        site: str,
        kiosk: str,
        clock: Clock,
        *,
        restart: Callable[[], None] | None = None,
        in_service: bool = True,
        owed: Path | None = None,
        call_on: bool = False,
        place: str = "",
        disk: Disk = AT_ONCE,
        heartbeats: ThreadHeartbeats | None = None,
    ) -> None:
        """Begin to connect.

        Args:
            broker: where.
            site: of the kiosk.
            kiosk: its name there.
            clock: tells when to call again.
            restart: called when a desk that the kiosk trusts wants a fresh process; None: it may
                not.
            in_service: it tells the desk how it is, and the broker when it is gone.
            owed: file that keeps a call over a restart; None: none does.
            call_on: a visitor's call from before is still on, so the next call is that one.
            place: where the kiosk stands, for the desk.
            disk: writes that file.
            heartbeats: gets one each round of the connection's thread; None if nobody checks them.

        Raises:
            FleetError: a name or a certificate cannot be used.
        """
        self._topics = {
            "status": topic(site, kiosk, "status"),
            "alert": topic(site, kiosk, "alert"),
        }
        self.trusts_desk = broker.trusts_desk
        self._restart = restart if self.trusts_desk else None
        self._in_service = in_service
        self._presence = Presence(
            clock,
            clearable=self.trusts_desk,
            restartable=lambda: self._restart is not None,
            place=place,
            called_for=lambda: _age(self._made) if self._last in LASTING else None,
        )
        self._namesake = (
            f'another kiosk of the site {site} calls itself "{kiosk}" too, and the desk takes both '
            "for one; give each a kiosk_name of its own in the settings"
        )
        self._namesake_told = float("-inf")
        self._lock = Lock()
        self._answers: list[Answer] = []
        self._last: Message = "test"
        self._taken = True
        self._id = uuid4().hex
        self._made = time.time()
        self._shown = ""
        self.greetings = 0
        self._owed = OwedCallFile(owed, disk) if owed is not None else None
        self._connection = Connection(
            broker,
            (topic(site, kiosk, "answer"),),
            self._take_message,
            once=(topic(site, kiosk, "order"), *([self._topics["status"]] if in_service else [])),
            will=(self._topics["status"], self._presence.gone) if in_service else None,
            greet=self._greet,
            beat=partial(heartbeats.beat, "desk") if heartbeats is not None else lambda _: None,
        )
        super().__init__(
            "desk",
            self._begin_call,
            clock,
            retries=RETRIES,
            longest=CALL_TAKEN_WITHIN,
            test_every=TEST_EVERY,
        )
        call = self._owed.read() if self._owed is not None else None
        self._resumed = call if call_on and call is not None and call.event == "call" else None
        if call is not None and call.event != "call":
            self._id, self._made = call.id, call.at
            self._last, self._taken = call.event, False
            self.owe(call.event)
        self._connection.open()

    @property
    def working(self) -> bool:
        """Whether the last call was taken, and the broker has been there since."""
        return super().working and not self._connection.trouble

    @property
    def trouble(self) -> str:
        """Why the last call was not taken, or why the next one would fail."""
        trouble = super().trouble or (self._connection.trouble if super().working else "")
        if not trouble and self._owed is not None:
            trouble = self._owed.trouble
        if self._clock.now() < self._namesake_told + NAMESAKE_FOR:
            return "; ".join(filter(None, (trouble, self._namesake)))
        return trouble

    def tell(self, snapshot: Callable[[], Snapshot]) -> None:
        """Let it tell from now on how the kiosk is."""
        self._presence.snapshot = snapshot

    def tell_now(self) -> None:
        """Tell how the kiosk is, when that has changed or it is time; to be called all the time."""
        if (status := self._presence.news(self.greetings)) is not None:
            self._connection.publish(self._topics["status"], status, retained=True)

    def close(self) -> None:
        """Disconnect; the desk is told that the kiosk is gone."""
        super().close()
        if self._in_service:
            said = self._connection.publish(
                self._topics["status"], self._presence.gone, retained=True
            )
            if said is not None:
                said.wait_for_publish(1.0)
        self._connection.close()

    def _greet(self) -> None:
        self.greetings += 1

    def _begin_call(self, message: Message) -> Call:
        resumed = self._resumed
        if message != "test":
            self._resumed = None
        if message == "call" and resumed is not None:
            self._id, self._made = resumed.id, resumed.at
        elif message != self._last or self._taken:  # a repeated call is the same call
            self._id, self._made = uuid4().hex, time.time()
            self._keep(message)
        self._last, self._taken = message, False
        return DeskCall(self, message, self._id, self._clock)

    def _keep(self, message: Message) -> None:
        """Keep on the disk what must not be lost; an emergency is kept by its mark."""
        if self._owed is None:
            return
        if message in ("attention", "cleared", "call"):
            self._owed.keep(OwedCall(event=message, id=self._id, at=self._made))
        elif message == "emergency":
            self._owed.forget()

    def _take_message(self, place: str, payload: bytes) -> None:
        names = names_in(place)
        if names is not None and names[1] == "answer":
            answer = read(Answer, payload)
            if answer.person and answer.id == self._shown:
                self._forget_at_the_broker()
            # A flood of answers to other calls must not keep out the answer to this one.
            if answer.id == self._id:
                with self._lock:
                    self._answers = [*self._answers[-_MOST_ANSWERS:], answer]
        elif names is not None and names[1] == "order":
            read(Order, payload)
            restart, self._restart = self._restart, None
            if restart is not None:
                restart()  # once: this process is replaced
        elif names is not None and names[1] == "status" and read(Status, payload).online:
            self._namesake_told = self._clock.now()

    def answers_to(self, id_: str) -> list[Answer]:
        """Give once what the desk has answered to an alert; what lasts only a person answers."""
        with self._lock:
            answers, self._answers = self._answers, []
        counts = [answer for answer in answers if answer.person or self._last not in LASTING]
        found = [answer for answer in counts if answer.id == id_]
        if found and not self._taken:
            self._taken = True
            if self._owed is not None:
                self._owed.taken()
                if self._last in ("attention", "cleared"):
                    self._owed.forget()
        return found

    def send(self, id_: str, message: Message) -> bool:
        """Publish an alert; gives whether there is a connection."""
        alert = written(Alert(id=id_, event=message, age=_age(self._made)))
        calls = message in URGENCIES
        sent = self._connection.publish(self._topics["alert"], alert, retained=calls)
        if sent is not None and message == "attention":
            self._shown = id_
        if sent is not None and message == "cleared":
            self._forget_at_the_broker()
        return sent is not None

    def _forget_at_the_broker(self) -> None:
        # MQTT's way to retain nothing.
        self._connection.publish(self._topics["alert"], b"", retained=True)

    @property
    def why_not(self) -> str:
        """Say what is wrong with the connection; "" if nothing is."""
        return self._connection.trouble


def _age(made: float) -> float:
    return max(time.time() - made, 0.0)
