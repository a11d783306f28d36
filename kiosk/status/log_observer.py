"""Writes to the log what passes through the app loop (see `kiosk.visit.loop.ports.Observer`)."""

from collections import deque

from kiosk.status.log_writer import Occurrence, ServiceLog
from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    BeginSession,
    EndSession,
    KeepCall,
    KeepEmergency,
    KeepStaffPad,
    PlayEarcon,
    Show,
)
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    Chosen,
    Event,
    HeadphonesIn,
    HeadphonesOut,
    Heard,
    HearingBack,
    HearingLost,
    KeyPressed,
    NamesLost,
    QuestionsOffered,
    QuestionsRefused,
    SentenceTouched,
    SpeakerBack,
    SpeakerLost,
    StaffCleared,
    Started,
    Stopping,
    WentOutOfService,
)
from kiosk.visit.dialogue.table import told_as
from kiosk.visit.loop.ports import Observer

MOST_STATES = 400
"""States of a visit that are kept, the last ones; more than the longest visit has."""

_PLAIN: dict[type, tuple[Occurrence, dict[str, str | bool]]] = {
    Stopping: ("stopping", {}),
    KeyPressed: ("key", {}),
    Chosen: ("key", {}),
    SentenceTouched: ("key", {}),
    StaffCleared: ("staff_cleared", {}),
    HearingLost: ("lost", {"what": "microphone"}),
    HearingBack: ("back", {"what": "microphone"}),
    SpeakerLost: ("lost", {"what": "speaker"}),
    SpeakerBack: ("back", {"what": "speaker"}),
    NamesLost: ("lost", {"what": "names"}),
    WentOutOfService: ("lost", {"what": "service"}),
    HeadphonesIn: ("headphones", {"plugged_in": True}),
    HeadphonesOut: ("headphones", {"plugged_in": False}),
    QuestionsOffered: ("questions", {"offered": True}),
}
"""How events are told that have nothing more to tell."""


class LogObserver(Observer):
    """Takes states and numbers from events and actions; it never looks at words and keys."""

    def __init__(self, log: ServiceLog) -> None:
        """Write to this log."""
        self._log = log
        self._state = ""
        self._visit: deque[str] | None = None
        self._latched = False

    def on_event(self, now: float, event: Event) -> None:
        """Tell of what has happened."""
        tell = self._log.tell
        match event:
            case Started(emergency, interrupted):
                tell("started", emergency=emergency, interrupted=interrupted)
            case Heard(readings, clear_db, over_speech):
                understood = sum(reading.intent is not None for reading in readings)
                tell(
                    "heard",
                    recognizers=len(readings),
                    understood=understood,
                    clear_db=clear_db,
                    over_speech=over_speech,
                )
            case AlertAcknowledged(channel):
                tell("staff_acknowledged", channel=channel)
            case QuestionsRefused(reason):
                tell("questions", offered=False, reason=str(reason))
            case _ if type(event) in _PLAIN:
                name, details = _PLAIN[type(event)]
                tell(name, **details)

    def on_action(self, now: float, action: Action) -> None:
        """Log an action."""
        match action:
            case BeginSession():
                self._visit = deque(maxlen=MOST_STATES)
                self._log.tell("visit_began")
            case EndSession():
                self._end_visit()
            case Show(state=state):
                self._show(told_as(state))
            case AlertStaff(urgency):
                self._log.tell("staff_called", urgency=urgency)
            case KeepEmergency(latched) if latched != self._latched:
                self._latched = latched
                self._log.tell("emergency", latched=latched)
            case KeepCall(age, taken):
                self._log.tell("call", on=age is not None, taken=taken)
            case KeepStaffPad(pad):
                self._log.tell(
                    "staff_code", wrong=pad.wrong, locks=pad.locks, locked_for=pad.locked_for
                )
            case PlayEarcon(name="not_heard"):
                self._log.tell("not_understood")

    def _show(self, state: str) -> None:
        """Tell of a state outside a visit at once, and keep one inside for the visit's end.

        When a question was followed by something else would tell how it was answered.
        """
        if state == self._state:
            return
        self._state = state
        if self._visit is None:
            self._log.tell("state", state=state)
        else:
            self._visit.append(state)

    def _end_visit(self) -> None:
        states, self._visit = self._visit, None
        if states:
            self._log.tell("visit_states", states=tuple(states))
        self._log.tell("visit_ended")

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Log nothing."""
