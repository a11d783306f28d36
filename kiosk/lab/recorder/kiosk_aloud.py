"""Speaks aloud what the kiosk of a replay says; its clock stands still while it speaks."""

from kiosk.lab.recorder.booth import Booth
from kiosk.visit.dialogue.actions import Action, AlertStaff
from kiosk.visit.dialogue.events import Event, Heard, KeyPressed

KEY_NAMES = {" ": "space", "\n": "enter"}
"""What scenarios call keys that cannot be seen."""


class KioskAloud:
    """Watches a replay, and speaks what its kiosk says.

    Attributes:
        understood: what the last utterance meant; None: nothing.
        perhaps: what it may have meant, best first, where it meant nothing by itself.
    """

    def __init__(self, booth: Booth) -> None:
        """Speak in the person's booth."""
        self._booth = booth
        self._held: list[str] | None = None
        self.understood: str | None = None
        self.perhaps: tuple[str, ...] = ()

    def hold(self) -> None:
        """Keep what is said until `release`."""
        self._held = []

    def release(self) -> None:
        """Speak what was kept."""
        held, self._held = self._held or [], None
        self._booth.say(held)

    def on_event(self, now: float, event: Event) -> None:
        """Tell which key is pressed."""
        del now
        if isinstance(event, Heard):
            intents = (reading.intent for reading in event.readings)
            self.understood = next((intent for intent in intents if intent), None)
            others = dict.fromkeys(i for reading in event.readings for i in reading.alternatives)
            self.perhaps = tuple(others) if self.understood is None else ()
        if isinstance(event, KeyPressed):
            self._booth.tell(f"(key {KEY_NAMES.get(event.key, event.key)})")

    def on_action(self, now: float, action: Action) -> None:
        """Tell that staff would be called."""
        del now
        if isinstance(action, AlertStaff):
            self._booth.tell("(staff would be called here; nobody is)")

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Speak it."""
        del now, say_id, index
        if self._held is None:
            self._booth.say([text])
        else:
            self._held.append(text)
