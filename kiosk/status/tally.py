"""Counts what the kiosk did, never who or what was said, so that staff can notice over-calling."""

from dataclasses import dataclass

from kiosk.visit.dialogue.actions import Action, AlertStaff, BeginSession, KeepEmergency, Show
from kiosk.visit.dialogue.events import Event
from kiosk.visit.dialogue.table import ASKING, State


@dataclass(slots=True)
class Tally:
    """Watches the app loop; all counts are since the start.

    Attributes:
        visits: visits that began.
        question_sets: times that the red-flag questions were begun.
        emergencies_by_question: emergencies that an answer to a question latched.
        other_emergencies: those by a cry for help, a key or the offer of staff.
        attention_calls: calls for attention that are no emergency.
    """

    visits: int = 0
    question_sets: int = 0
    emergencies_by_question: int = 0
    other_emergencies: int = 0
    attention_calls: int = 0
    _state: str = State.ATTRACT
    _latched: bool = False

    @property
    def emergency_rate(self) -> float:
        """Share of the question sets that ended in an emergency, 0 to 1."""
        return self.emergencies_by_question / self.question_sets if self.question_sets else 0.0

    def on_event(self, now: float, event: Event) -> None:
        """Count nothing: what visitors do is private."""

    def on_action(self, now: float, action: Action) -> None:
        """Count what the kiosk does."""
        match action:
            case BeginSession():
                self.visits += 1
            case KeepEmergency(latched):
                if latched and not self._latched:
                    self._count_emergency()
                self._latched = latched
            case AlertStaff("attention"):
                self.attention_calls += 1
            case Show(state=state):
                if state == State.QUESTION and self._state == State.PREAMBLE:
                    self.question_sets += 1
                self._state = state

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Count nothing."""

    def numbers(self) -> dict[str, int]:
        """Give all counts by their names."""
        return {
            "visits": self.visits,
            "question_sets": self.question_sets,
            "emergencies_by_question": self.emergencies_by_question,
            "other_emergencies": self.other_emergencies,
            "calls_for_attention": self.attention_calls,
        }

    def summary(self) -> str:
        """Give all counts in one line."""
        return (
            f"Since the start: visits {self.visits}; sets of questions {self.question_sets}, "
            f"of them emergencies {self.emergencies_by_question} ({self.emergency_rate:.0%}); "
            f"other emergencies {self.other_emergencies}; "
            f"calls for attention {self.attention_calls}."
        )

    def _count_emergency(self) -> None:
        if self._state in ASKING:
            self.emergencies_by_question += 1
        else:
            self.other_emergencies += 1
