"""A kiosk as the desk knows it, and how messages over MQTT change that."""

from dataclasses import dataclass, replace
from uuid import uuid4

from kiosk.alerts.remote import Message
from kiosk.service.fleet.messages import Alert, Answer, Status
from kiosk.visit.dialogue.actions import LASTING, Urgency

SETTLES = 10.0
"""Seconds for which a kiosk's call counts more than its status, which may be older."""

SILENT_AFTER = 20.0
"""Seconds after its last status at which a kiosk that is connected counts as gone all the same."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A kiosk, as the desk knows it.

    Attributes:
        name: of the kiosk.
        status: what it told last; None: nothing yet.
        status_at: when it told that, as `time.monotonic` has it.
        alert: the last: an emergency, a visitor's call or one for attention; None: it is over, or
            none was made.
        answer: the last that a person at a desk has answered.
        told: the broker has that answer.
        called: when the call was first made.
        heard: when it was last made.
    """

    name: str
    status: Status | None = None
    status_at: float = float("-inf")
    alert: Alert | None = None
    answer: Answer | None = None
    told: bool = False
    called: float = 0.0
    heard: float = float("-inf")

    @property
    def place(self) -> str:
        """Where it stands; "" if it has not said so."""
        return self.status.place if self.status is not None else ""

    @property
    def taken_by(self) -> str:
        """The desk that has taken the call; "" if none has, or it has no name."""
        return self.answer.desk if self.answer is not None and self.acknowledged else ""

    @property
    def taken_at(self) -> float | None:
        """When it has, in seconds since 1970; None if none has, or it did not say."""
        return self.answer.at if self.answer is not None and self.acknowledged else None

    def there(self, now: float) -> bool:
        """Whether it is connected and reports how it is."""
        online = self.status is not None and self.status.online
        return online and now < self.status_at + SILENT_AFTER

    @property
    def needs_staff(self) -> bool:
        """Whether an emergency is on there."""
        snapshot = self.status.snapshot if self.status is not None else None
        called = self.alert is not None and self.alert.event == "emergency"
        return called or (snapshot is not None and snapshot.emergency)

    @property
    def calls(self) -> bool:
        """Whether a visitor there has asked for staff, who have not ended that call."""
        return self.alert is not None and self.alert.event == "call" and not self.needs_staff

    @property
    def wants_staff(self) -> bool:
        """Whether it calls for attention and nobody has seen that."""
        called = self.alert is not None and self.alert.event == "attention"
        return called and not self.acknowledged and not self.needs_staff

    @property
    def needs(self) -> Urgency | None:
        """The alert that is to be shown."""
        if self.needs_staff:
            return "emergency"
        return "call" if self.calls else "attention" if self.wants_staff else None

    @property
    def acknowledged(self) -> bool:
        """Whether a person at a desk has taken the call."""
        return self.alert is not None and self.answer is not None and self._answered

    @property
    def cleared(self) -> bool:
        """Whether a person has said that staff have taken over; the kiosk has yet to confirm."""
        return self.acknowledged and self.answer is not None and self.answer.cleared

    @property
    def rings(self) -> bool:
        """Whether an emergency is on that nobody has acknowledged."""
        called = self.alert is not None and self.alert.event == "emergency"
        return called and not self.acknowledged

    @property
    def restartable(self) -> bool:
        """Whether it is there and its settings let the desk restart it."""
        return self.status is not None and self.status.online and self.status.restartable

    @property
    def clearable(self) -> bool:
        """Whether its settings let the desk end its emergency, as far as it has reported."""
        return self.status is None or self.status.clearable

    @property
    def _answered(self) -> bool:
        assert self.alert is not None
        return self.answer is not None and self.answer.id == self.alert.id

    def with_status(self, status: Status, now: float) -> "Seen":
        """Note its status; what that says of an emergency counts once its calls have stopped."""
        seen = replace(self, status=status, status_at=now)
        if status.called_for is not None and self.alert is not None:
            # A desk that connects later gets an old message, with the age that the call had then.
            seen = replace(seen, called=now - status.called_for)
        if status.snapshot is None or now < self.heard + SETTLES:
            return seen
        on: Message | None = None
        if status.snapshot.calls_staff:
            on = "emergency" if status.snapshot.emergency else "call"
        known = self.alert.event if self.alert is not None else None
        if on is not None and known != on:
            # The call itself never came: give it an id, so that a person can answer it.
            return seen.with_call(Alert(id=uuid4().hex, event=on), now)
        return replace(seen, alert=None) if on is None and known in LASTING else seen

    def with_call(self, alert: Alert, now: float) -> "Seen":
        """Note its call; a repeated one has the same id."""
        if self.alert is not None and self.alert.id == alert.id:
            return replace(self, alert=alert, heard=now)
        return replace(self, alert=alert, called=now - alert.age, heard=now)

    def over(self, now: float) -> "Seen":
        """Note that it no longer calls."""
        return replace(self, alert=None, heard=now)

    def with_answer(self, answer: Answer, *, told: bool) -> "Seen":
        """Note a person's answer; an answer to an earlier call no longer counts."""
        if self.acknowledged and self.answer is not None:
            if answer.id != self.answer.id:
                return self
            if self.answer.cleared and not answer.cleared:
                return self
        return replace(self, answer=answer, told=told)
