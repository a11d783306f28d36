"""Follows how the kiosk is, in numbers and names: it watches the app loop and keeps no words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from kiosk.clock import Clock
from kiosk.status.counts import Counts
from kiosk.visit.dialogue.actions import (
    Action,
    BeginSession,
    EndSession,
    KeepEmergency,
    PlayEarcon,
    Show,
)
from kiosk.visit.dialogue.events import Event, Heard
from kiosk.visit.dialogue.table import ASKING, State, told_as
from kiosk.watchdog.disk import Disk


@dataclass(slots=True)
class Vitals:
    """Watches the app loop (see `kiosk.visit.loop.ports.Observer`).

    Attributes:
        clock: tells the times below.
        today: tells the date.
        file: keeps the counts of the day over a restart.
        disk: writes it.
        state: of the dialogue.
        visit: somebody is in a visit.
        emergency: an emergency is latched.
        last_heard: when the last utterance ended, in the clock's seconds.
        last_spoken: when the last sentence began, in the clock's seconds.
    """

    clock: Clock
    today: Callable[[], date]
    file: Path
    disk: Disk
    state: str = State.ATTRACT
    visit: bool = False
    emergency: bool = False
    last_heard: float | None = None
    last_spoken: float | None = None
    _counts: Counts = field(init=False)

    def __post_init__(self) -> None:
        """Continue with the counts of earlier today."""
        self._counts = Counts.read(self.file, self.today())

    def counts(self) -> Counts:
        """Give the counts since midnight."""
        counts, today = self._counts, self.today()
        return counts if counts.day == today else Counts(day=today)

    @property
    def told_state(self) -> str:
        """The state as staff may know it: none of these names reveals an answer."""
        return told_as(self.state)

    def on_event(self, now: float, event: Event) -> None:
        """Remember when somebody was heard."""
        if isinstance(event, Heard):
            self.last_heard = now

    def on_action(self, now: float, action: Action) -> None:
        """Follow the state, and count."""
        match action:
            case Show(state=state):
                self.state = state
            case BeginSession():
                self.visit = True
                self._count(visits=1)
            case EndSession():
                self.visit = False
            case KeepEmergency(latched):
                if latched and not self.emergency:
                    self._count(emergencies=1)
                self.emergency = latched
            case PlayEarcon(name="not_heard") if self.state in ASKING:
                self._count(unclear=1)

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Remember when something was said."""
        self.last_spoken = now

    def _count(self, *, visits: int = 0, emergencies: int = 0, unclear: int = 0) -> None:
        before = self.counts()
        self._counts = Counts(
            day=before.day,
            visits=before.visits + visits,
            emergencies=before.emergencies + emergencies,
            unclear=before.unclear + unclear,
        )
        self.disk.do(partial(self._counts.write, self.file))
