"""A call to the desk, from its first message to the answer (see `kiosk.alerts.remote.Call`)."""

from typing import Protocol

from kiosk.alerts.remote import Answer as Brought
from kiosk.alerts.remote import Message
from kiosk.clock import Clock
from kiosk.service.fleet.messages import Answer
from kiosk.visit.dialogue.actions import LASTING

ANSWERED_WITHIN = 15.0
"""Seconds for the desk to take a call, after which it is called again."""

CALL_TAKEN_WITHIN = 65.0
"""The same for a visitor's call, of which the kiosk makes an emergency after a minute."""

SENT_EVERY = 2.0
"""Seconds between two sendings of a call that nobody has answered: a desk may have just come."""

CONNECTS_WITHIN = 3.0
"""Seconds that a call waits for a connection before it counts as failed."""


class Link(Protocol):
    """The connection to the desk.

    Attributes:
        trusts_desk: a desk's message there may end an emergency.
        greetings: how often the broker has accepted this kiosk.
    """

    trusts_desk: bool
    greetings: int

    @property
    def why_not(self) -> str:
        """Say what is wrong with the connection; "" if nothing is."""
        ...

    def send(self, id_: str, message: Message) -> bool:
        """Publish an alert; gives whether there is a connection."""
        ...

    def answers_to(self, id_: str) -> list[Answer]:
        """Give once what the desk has answered to an alert."""
        ...


class DeskCall:
    """An alert being sent."""

    def __init__(self, link: Link, message: Message, id_: str, clock: Clock) -> None:
        """Send it.

        Args:
            link: carries it to the desk.
            message: what is told.
            id_: of the call.
            clock: tells when to send it again.
        """
        self._link = link
        self._clock = clock
        self._message = message
        self._id = id_
        self._sent = False
        self._dropped = self._taken = False
        self._greeted = link.greetings
        self._began = self._clock.now()
        self._send_next = self._began
        self._send()

    def _send(self) -> None:
        if self._link.send(self._id, self._message):
            self._sent = True
            self._send_next = self._clock.now() + SENT_EVERY

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self._dropped

    def progress(self) -> Brought | None:
        """Send it again if it is time; give what has come since the last check."""
        if self._dropped:
            return None
        untaken = not self._taken and self._clock.now() > self._send_next
        # A broker that has come back may have forgotten the open call.
        if untaken or self._greeted != self._link.greetings:
            self._greeted = self._link.greetings
            self._send()
        brought = self._brought()
        # During an emergency or a visitor's call listen until staff have taken over.
        if brought is not None and not (brought.taken and self._message in LASTING):
            self._dropped = True
        return brought

    def _brought(self) -> Brought | None:
        answers = self._link.answers_to(self._id)
        # If anybody can pretend to be the desk, its message takes the call but ends nothing.
        cleared = (
            self._link.trusts_desk
            and self._message in LASTING
            and any(answer.cleared for answer in answers)
        )
        if self._taken:
            return Brought(None, cleared=True) if cleared else None
        if answers:
            self._taken = True
            return Brought(True, cleared=cleared)
        now = self._clock.now()
        if not self._sent and now > self._began + CONNECTS_WITHIN:
            return Brought(False, self._link.why_not or "the desk cannot be reached; wait")
        within = CALL_TAKEN_WITHIN if self._message == "call" else ANSWERED_WITHIN
        if now > self._began + within:
            return Brought(
                False, "nobody at the desk answers; see whether fleet runs there, and can ring"
            )
        return None

    def drop(self) -> None:
        """End it; later answers are ignored."""
        self._dropped = True
