"""When a remote channel calls: at once, again after a failure, and as a heartbeat.

What a call is (a process, a request) is up to the channel; this module decides only about time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from kiosk.alerts.channel import News
from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import LASTING, URGENCIES, Urgency, outranks

Message: TypeAlias = Literal[
    "emergency", "repeat", "call", "repeat_call", "attention", "cleared", "test"
]
"""What is told: "repeat" and "repeat_call" are an emergency and a visitor's call that were
acknowledged and are not yet cleared."""

AGAIN: dict[Urgency, Message] = {"emergency": "repeat", "call": "repeat_call"}
"""What is told of an alert that lasts until it is cleared, once it was acknowledged."""

LOOK_EVERY = 0.1
"""Seconds between two looks at a call under way."""

SLACK = 3.0
"""Seconds beyond its own limit after which a call that has brought nothing hangs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a call.

    Attributes:
        taken: True if the other end took the message; False if the call failed; None if not known
            yet.
        trouble: for a failed call, one line that says what is wrong and what to do.
        cleared: staff at the other end have taken over.
    """

    taken: bool | None
    trouble: str = ""
    cleared: bool = False


class Call(Protocol):
    """One message being sent."""

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it and nothing of it is left."""
        ...

    def progress(self) -> Answer | None:
        """Give what has come since the last check; `taken` is told once."""
        ...

    def drop(self) -> None:
        """End it and ignore any later result."""
        ...


class RemoteChannel:
    """Sends messages until they are taken, one call at a time; see `AlertChannel`."""

    confirms = True

    def __init__(
        self,
        name: str,
        call: Callable[[Message], Call],
        clock: Clock,
        *,
        retries: Sequence[float],
        longest: float,
        test_every: float,
        repeat_every: float | None = None,
    ) -> None:
        """Use a channel's way of calling; it is tested when `progress` is first called.

        Args:
            name: the channel's name.
            call: begins to send a message, and returns at once; one that raises has failed.
            clock: tells when to call again.
            retries: seconds to wait after the first, second, ... failure in a row; the last one
                holds for all that follow.
            longest: seconds after which every call ends by itself; one that does not is dropped.
            test_every: seconds between two heartbeats while no alert is on.
            repeat_every: seconds between two questions whether staff have taken over, while an
                acknowledged emergency or call is on; None: it is not asked.
        """
        self._name = name
        self._begin = call
        self._clock = clock
        self._retries = retries
        self._longest = longest
        self._test_every = test_every
        self._repeat_every = repeat_every
        self._alert: Urgency | None = None
        self._untold: Urgency | Literal["cleared"] | None = None
        self._raised = False
        self._call: Call | None = None
        self._message: Message = "test"
        self._waiting = False
        self._failures = 0
        self._next: float | None = clock.now()
        self._looked = self._sent = clock.now()
        self._working = False
        self._trouble = ""

    @property
    def name(self) -> str:
        """The channel's name."""
        return self._name

    @property
    def due(self) -> float | None:
        """When to call next, or to check the call in progress."""
        times = [] if self._waiting or self._next is None else [self._next]
        if self._call is not None:
            times.append(self._looked + LOOK_EVERY)
        return min(times, default=None)

    @property
    def working(self) -> bool:
        """Whether the last call was taken."""
        return self._working

    @property
    def trouble(self) -> str:
        """Why the last call was not taken."""
        return self._trouble

    def fetch(self, urgency: Urgency) -> None:
        """Send it at once instead of any other message, and again until taken or cleared."""
        if not outranks(urgency, self._alert):
            return
        if urgency == self._untold and self._waiting:
            return
        self._alert = self._untold = urgency
        self._raised = True
        self._failures = 0
        self._send(urgency)

    def clear(self) -> None:
        """Tell the other end that the alert is over, if there was one."""
        if self._raised:
            self._raised = False
            self._alert = None
            self._untold = "cleared"
            self._failures = 0
            self._send("cleared")

    def test(self) -> None:
        """Send a heartbeat at the next `progress`, unless an alert is on."""
        if self._alert is None and self._untold is None and not self._waiting:
            self._next = self._clock.now()

    def owe(self, message: Literal["attention", "cleared"]) -> None:
        """Take over what was not delivered before a restart; it is sent at the next `progress`."""
        self._untold = message
        if message == "attention":
            self._alert = message
            self._raised = True

    def progress(self) -> News:
        """Check the call in progress, and begin the one that is due."""
        self._looked = self._clock.now()
        news = News()
        if self._call is not None:
            answer = self._call.progress()
            hangs = self._waiting and self._looked - self._sent > self._longest + SLACK
            if answer is None and hangs:
                self._drop()
                answer = Answer(False, f"the alert by {self._name} hangs; it is sent again")
            if answer is not None:
                news = self._take(answer)
            if self._call is not None and self._call.over:
                self._call = None
        if not self._waiting and self._next is not None and self._looked >= self._next:
            again = AGAIN.get(self._alert, "test") if self._alert is not None else "test"
            self._send(again if self._untold is None else self._untold)
        return news

    def close(self) -> None:
        """End the call under way."""
        self._drop()
        self._next = None

    def _send(self, message: Message) -> None:
        self._drop()
        self._message = message
        self._waiting = True
        self._looked = self._sent = self._clock.now()
        try:
            self._call = self._begin(message)
        except Exception as error:  # noqa: BLE001, RUF100 - whatever it is, staff must be called
            # The exception's text may hold an address or a token.
            reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
            trouble = f"the alert by {self._name} cannot be sent: {reason}; it is tried again"
            self._take(Answer(False, trouble))

    def _drop(self) -> None:
        call, self._call = self._call, None
        self._waiting = False
        if call is not None:
            call.drop()

    def _take(self, answer: Answer) -> News:
        acknowledged = False
        if answer.taken is not None:
            self._waiting = False
            self._working = answer.taken
            self._trouble = answer.trouble
            if answer.taken:
                acknowledged = self._told()
            else:
                wait = self._retries[min(self._failures, len(self._retries) - 1)]
                self._failures += 1
                self._next = self._looked + wait
        cleared = answer.cleared and self._alert in LASTING
        if cleared:
            # The dialogue answers by `clear`, which confirms it to the other end.
            self._alert = self._untold = None
            self._next = self._looked + self._test_every
            self._drop()
        return News(acknowledged, cleared)

    def _told(self) -> bool:
        """Plan what follows a message that was taken; tells whether it was an alert."""
        self._failures = 0
        alert = self._message in URGENCIES
        self._untold = None
        if self._message == "attention":
            self._alert = None
        wait = self._repeat_every if self._alert in LASTING else self._test_every
        self._next = None if wait is None else self._looked + wait
        return alert
