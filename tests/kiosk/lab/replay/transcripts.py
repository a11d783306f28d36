"""Transcripts of the visits in `tests/scenarios/visits`, kept beside them to be read in a review.

python -m tests.kiosk.lab.replay.transcripts [NAME ...]

writes them anew, of the named visits or of all.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from audio.signals.recording import read_recording
from kiosk.lab.replay.play import replay
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario, load_scenario
from kiosk.lab.replay.timeline import INPUTS, Kind
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.actions import Action, AlertStaff
from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.events import Event
from tests import CHECKOUT

VISITS = sorted((CHECKOUT / "tests" / "scenarios" / "visits").glob("*.yaml"))

_WHO = {Kind.SAID: "says", Kind.PRESSED: "presses", Kind.SILENT: "waits", Kind.BEFELL: "happens:"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, and what worked when it began to sound."""

    text: str
    working: frozenset[str]


@dataclass
class Witness:
    """Watches the app loop: keeps each sentence with what worked then, and each alert."""

    conversation: Conversation | None = None
    spoken: list[Spoken] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)

    def on_event(self, now: float, event: Event) -> None:
        """Keep nothing of what comes in."""

    def on_action(self, now: float, action: Action) -> None:
        """Keep an alert."""
        if isinstance(action, AlertStaff):
            self.lines.append((now, f"          (staff: {action.urgency})"))

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep a sentence."""
        assert self.conversation is not None
        self.spoken.append(Spoken(text, frozenset(self.conversation.working)))
        self.lines.append((now, f"          {text}"))


@dataclass(frozen=True, slots=True)
class Transcript:
    """A visit as it was played."""

    spoken: tuple[Spoken, ...]
    text: str


class Player:
    """Plays visits; what takes long to load is loaded once."""

    def __init__(self) -> None:
        self._witness = Witness()
        self._runner = ScenarioRunner(
            Settings().changed(vosk_model=None),
            None,
            read_recording,
            also=self._witness,
            timelines=True,
        )

    def transcript(self, scenario: Scenario) -> Transcript:
        """Play a visit, which must go as it says."""
        witness = self._witness
        witness.spoken.clear()
        witness.lines.clear()
        stage, person = self._runner.stage(scenario)
        witness.conversation = stage.dialogue.conversation
        result = replay(scenario, stage, person)
        assert result.failure is None, result.failure
        assert stage.timeline is not None
        inputs = [
            (entry.at, f"{entry.at:5.0f} s   Visitor {_WHO[entry.kind]} {_named(entry.what)}")
            for entry in stage.timeline.entries
            if entry.kind in INPUTS
        ]
        states = [
            (entry.at, f"          [{entry.what}]")
            for entry in stage.timeline.entries
            if entry.kind is Kind.STATE
        ]
        happened = sorted((*inputs, *states, *witness.lines), key=lambda each: each[0])
        text = "\n".join((scenario.name, "", *(line for _, line in happened)))
        return Transcript(tuple(witness.spoken), text + "\n")


def _named(what: str) -> str:
    return f'"{what}"' if not what.endswith(" s") else what


def kept(visit: Path) -> Path:
    """Give where a visit's transcript is kept."""
    return visit.with_suffix(".txt")


@cache
def player() -> Player:
    """Give the player of this process."""
    return Player()


def chosen(names: list[str]) -> Iterator[Path]:
    """Give the visits of these names; all where none is named."""
    yield from (visit for visit in VISITS if not names or visit.stem in names)


def main() -> None:
    """Write the transcripts."""
    for visit in chosen(sys.argv[1:]):
        kept(visit).write_text(player().transcript(load_scenario(visit)).text, encoding="utf-8")


if __name__ == "__main__":
    main()
