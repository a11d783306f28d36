"""Keeps how the kiosk is, in numbers and names: it watches the app loop and takes no words.

`Counts` are of one day and survive a restart; `Tally` is of one process, for staff who watch for
over-calling. None of it tells who came or what was said.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.untrusted_file import read_untrusted
from kiosk.clock import Clock
from kiosk.files.own_folder import write_whole
from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    BeginSession,
    EndSession,
    KeepCall,
    KeepEmergency,
    PlayEarcon,
    Show,
)
from kiosk.visit.dialogue.events import Event, Heard
from kiosk.visit.dialogue.table import ASKING, State, told_as
from kiosk.visit.loop.ports import Observer
from kiosk.watchdog.disk import Disk

_LONGEST = 1024

_Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Counts(BaseModel):
    """Numbers of one day.

    Attributes:
        day: the date.
        visits: that began.
        emergencies: that were latched.
        unclear: answers to health questions that were not understood.
    """

    model_config = ConfigDict(frozen=True)

    day: date
    visits: _Count = 0
    emergencies: _Count = 0
    unclear: _Count = 0

    @classmethod
    def read(cls, file: Path, day: date) -> "Counts":
        """Give what was written on that day; zeros where there is nothing, or nothing readable."""
        with suppress(OSError, ValidationError):
            read = read_untrusted(file, most=_LONGEST, owners={os.geteuid()}, follow=False)
            counts = cls.model_validate_json(read)
            if counts.day == day:
                return counts
        return cls(day=day)

    def write(self, file: Path) -> None:
        """Keep them; on a full disk they are lost at the next restart, and nothing else is."""
        with suppress(OSError):
            write_whole(file, self.model_dump_json().encode(), sync=False)


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
        call: a visitor has asked for staff, who have not ended that call.
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
    call: bool = False
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
            case KeepCall(age):
                self.call = age is not None
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


@dataclass(slots=True)
class Tally(Observer):
    """Watches the app loop; all counts are since the start.

    Attributes:
        visits: visits that began.
        question_sets: times that the red-flag questions were begun.
        emergencies_by_question: emergencies that an answer to a question latched.
        other_emergencies: those by a cry for help, a key or the offer of staff.
        visitor_calls: visitors who asked for staff, which is no emergency by itself.
        attention_calls: calls for attention that are no emergency.
    """

    visits: int = 0
    question_sets: int = 0
    emergencies_by_question: int = 0
    other_emergencies: int = 0
    visitor_calls: int = 0
    attention_calls: int = 0
    _state: str = State.ATTRACT
    _latched: bool = False

    @property
    def emergency_rate(self) -> float:
        """Share of the question sets that ended in an emergency, 0 to 1."""
        return self.emergencies_by_question / self.question_sets if self.question_sets else 0.0

    def on_action(self, now: float, action: Action) -> None:
        """Count what the kiosk does."""
        match action:
            case BeginSession():
                self.visits += 1
            case KeepEmergency(latched):
                if latched and not self._latched:
                    self._count_emergency()
                self._latched = latched
            case AlertStaff("call"):
                self.visitor_calls += 1
            case AlertStaff("attention"):
                self.attention_calls += 1
            case Show(state=state):
                if state == State.QUESTION and self._state == State.PREAMBLE:
                    self.question_sets += 1
                self._state = state

    def numbers(self) -> dict[str, int]:
        """Give all counts by their names."""
        return {
            "visits": self.visits,
            "question_sets": self.question_sets,
            "emergencies_by_question": self.emergencies_by_question,
            "other_emergencies": self.other_emergencies,
            "visitors_calls": self.visitor_calls,
            "calls_for_attention": self.attention_calls,
        }

    def summary(self) -> str:
        """Give all counts in one line."""
        return (
            f"Since the start: visits {self.visits}; sets of questions {self.question_sets}, "
            f"of them emergencies {self.emergencies_by_question} ({self.emergency_rate:.0%}); "
            f"other emergencies {self.other_emergencies}; "
            f"visitors' calls {self.visitor_calls}; calls for attention {self.attention_calls}."
        )

    def _count_emergency(self) -> None:
        if self._state in ASKING:
            self.emergencies_by_question += 1
        else:
            self.other_emergencies += 1
