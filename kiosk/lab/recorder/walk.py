"""Walks a person through a scenario: the kiosk speaks, the person says what the scenario says.

The walk replays the scenario as it is written, whatever the kiosk would understand of this person's
voice; otherwise only what is understood anyway could ever be recorded. A replay of the recorded
scenario shows what the kiosk understands.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from grammar.yaml_document import parsed
from grammar.yaml_lines import MOST_BYTES
from kiosk.errors import ScenarioError
from kiosk.files.untrusted_text import read_untrusted_text
from kiosk.lab.recorder.folder import ScenarioText, line_of
from kiosk.lab.recorder.scenario_text import as_text, quoted
from kiosk.lab.recorder.session import Clip, Line, Session
from kiosk.lab.replay.play import Person, Stage, replay
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario, Turn


def require_that_it_goes(scenario: Scenario, runner: ScenarioRunner) -> None:
    """Refuse a scenario that does not go as it expects, or in which nobody speaks.

    Raises:
        ScenarioError: so it is, or it cannot be played.
        ContentError, GrammarError, AudioError: what it names cannot be used.
    """
    if not any(turn.say for turn in scenario.turns):
        raise ScenarioError(f"{scenario.file}:1: nobody says anything: there is nothing to record.")
    played = runner.play(scenario)
    if played.wrong is not None:
        raise played.wrong
    if (failure := played.result.failure) is not None:
        raise ScenarioError(
            f"{failure.place}: the scenario does not go as it expects, so nobody can be led "
            f"through it: mend it (expected: {failure.expected}; got: {failure.got})."
        )


class _RecordedPerson:
    """Has a person record each line, and lets the scenario's own sound go into the kiosk."""

    def __init__(self, stand_in: Person, record: Callable[[Line], Clip | None]) -> None:
        self._stand_in = stand_in
        self._record = record
        self.clips: list[Clip | None] = []

    def say(self, stage: Stage, scenario: Scenario, turn: Turn) -> float:
        """Record the turn's line."""
        self.clips.append(self._record(line_said(turn)))
        return self._stand_in.say(stage, scenario, turn)


def walk(scenario: Scenario, runner: ScenarioRunner, session: Session) -> tuple[Clip | None, ...]:
    """Lead a person through a scenario; gives the clip of each turn that says something.

    Args:
        scenario: goes as it expects.
        runner: with a `KioskAloud` that watches.
        session: records.

    Raises:
        StoppedError, AudioError: see `Session.record`.
    """
    stage, stand_in = runner.stage(scenario)
    person = _RecordedPerson(stand_in, session.record)
    replay(scenario, stage, person)
    return tuple(person.clips)


def line_said(turn: Turn) -> Line:
    """Give what a person says in a turn: its words, or what its recording's name says."""
    if not turn.is_recording:
        return Line(_in_one_line(str(turn.say)))
    named = line_of(Path(str(turn.say)).stem)
    return Line(_in_one_line(turn.words or named.words), named.foreign)


def _in_one_line(words: str) -> str:
    """Part words by single spaces: a tab or the end of a line would end a manifest's cell."""
    return " ".join(words.split())


def recorded_scenario(
    scenario: Scenario, said: Sequence[Clip | None], speaker: str
) -> ScenarioText:
    """Write the scenario as it was walked: with the clips, and with words where one was left out.

    It is heard as sound: a recognizer of "text" would hear none of it.
    """

    def text(stem: str, names: Sequence[str]) -> str:
        document: Any = parsed(read_untrusted_text(scenario.file, most=MOST_BYTES))
        document["name"] = f"{scenario.name} ({speaker}, {stem})"
        if document.get("recognizer") == "text":
            del document["recognizer"]
        spoken = [
            (node, turn)
            for node, turn in zip(document["turns"], scenario.turns, strict=True)
            if turn.say is not None
        ]
        clips = iter(names)
        for (node, turn), clip in zip(spoken, said, strict=True):
            words = quoted(line_said(turn).words)
            if clip is None:
                node["say"] = words
                node.pop("words", None)
                continue
            node["say"] = next(clips)
            if "words" in node:
                node["words"] = words
            else:
                node.insert(list(node).index("say") + 1, "words", words)
        return as_text(document)

    return text
