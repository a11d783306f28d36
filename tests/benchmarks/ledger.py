"""Keeps account of a kiosk's events and actions: whatever begins must end exactly once."""

from collections import Counter

from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    BeginSession,
    ClearAlert,
    EndSession,
    KeepEmergency,
    Listen,
    Say,
    StopListening,
    StopSpeaking,
)
from kiosk.visit.dialogue.events import Event, Heard, SentenceBegan, SpeechEnded


class Ledger:
    """Watches the app loop.

    Attributes:
        counts: how often each event and action came, by the name of its class.
        problems: one line for each thing that did not add up.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self._speech: Say | None = None
        self._sentences = 0
        self._window = False
        self._visit = False
        self._latched = False
        self._emergency = False
        self._ringing = False

    def on_event(self, now: float, event: Event) -> None:
        self.counts[type(event).__name__] += 1
        match event:
            case Heard():
                self._must(self._window, now, "heard something with no window open")
                self._window = False
            case SentenceBegan(say, index):
                under_way = self._speech is not None and self._speech.id == say
                self._must(under_way, now, f"sentence {index} of speech {say}, not under way")
                self._must(index == self._sentences, now, f"sentence {index} out of its order")
                self._sentences += 1
            case SpeechEnded(say):
                under_way = self._speech is not None and self._speech.id == say
                self._must(under_way, now, f"speech {say} ended and was not under way")
                if self._speech is not None:
                    spoken = self._sentences == len(self._speech.sentences)
                    self._must(spoken, now, f"speech {say} ended after {self._sentences} sentences")
                self._speech = None

    def on_action(self, now: float, action: Action) -> None:
        self.counts[type(action).__name__] += 1
        match action:
            case Say():
                self._speech, self._sentences = action, 0
            case StopSpeaking():
                self._speech = None
            case Listen():
                self._window = True
            case StopListening():
                self._window = False
            case BeginSession():
                self._must(not self._visit, now, "a visit began within a visit")
                self._visit = True
            case EndSession():
                # Who calls staff from the attract state has an emergency and no visit to begin.
                self._must(self._visit or self._emergency, now, "a visit ended, none had begun")
                self._visit = self._emergency = self._window = False
            case AlertStaff(urgency):
                self._ringing = self._ringing or urgency == "emergency"
            case ClearAlert():
                self._ringing = False
            case KeepEmergency(latched):
                self._latched = latched
                self._emergency = self._emergency or latched

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        self.counts["caption"] += 1

    def close_visit(self, now: float) -> None:
        """Account for a visit that is over: nothing of it may still be under way."""
        self._must(not self._visit, now, "the visit has no end")
        self._must(not self._latched, now, "the emergency is still latched")
        self._must(not self._ringing, now, "the alert still rings")
        same = self.counts["caption"] == self.counts["SentenceBegan"]
        self._must(same, now, "captions and sentences differ in number")

    def _must(self, holds: bool, now: float, problem: str) -> None:
        if not holds:
            self.problems.append(f"{now:.2f} s: {problem}")
