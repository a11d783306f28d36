"""How soon a visitor is at the point, in virtual time: five topics, and the health questions.

Each visitor does only what the kiosk offers: by ear alone (hears each prompt out, then says what
was offered), by name (says the topic at rest), by keys (presses the topic's keys without waiting),
by one switch, and by yes and no alone, as on a kiosk without a model of speech. The time runs from
the first word or key to the first word of the topic's own text, or from "ready" to the outcome.

python -m tests.benchmarks.visits [--json]
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from audio.signals.recording import read_recording
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import RecognizerName, Scenario, Turn
from kiosk.service.assembly.loading import load_words
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content, Topic
from kiosk.visit.dialogue.actions import Action, Choice, Show
from kiosk.visit.dialogue.events import Event, Started
from kiosk.visit.dialogue.keys import SWITCH, key_for
from kiosk.visit.dialogue.table import ASKING, MENUS, OUTCOMES, State
from tests import OWN_RECORDINGS
from tests.people import RECORDINGS

TOPICS = (
    *("symptoms.back_pain", "causes.primary", "treatments.radiation"),
    *("overview", "clinic"),
)
"""The first topic of each section, and those of the main menu."""

PATIENCE = 300.0
"""Seconds after which a visitor gives up."""

REACTION = 0.5
"""Seconds between an offer's end, or a key, and the next press."""


def recording(words: str) -> Path | None:
    """Give a recording of words: of a person where those are here, else one that was synthesized.

    None: the words are spoken by the voice of `ScenarioRunner`.
    """
    of_people = sorted((RECORDINGS / "speech_commands" / words).glob("*.flac"))
    own = sorted(OWN_RECORDINGS.glob(f"{words}.flac"))
    return next(iter((*of_people, *own)), None)


PACKAGES_ALONE = Settings().changed(vosk_model=None)


@dataclass
class Witness:
    """Watches the app loop: what is spoken and shown, and when."""

    sentences: list[tuple[float, str]] = field(default_factory=list)
    shown: list[tuple[float, Show]] = field(default_factory=list)

    def on_event(self, now: float, event: Event) -> None:
        """See nothing in what reaches the kiosk."""

    def on_action(self, now: float, action: Action) -> None:
        """Keep what is shown."""
        if isinstance(action, Show):
            self.shown.append((now, action))

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep what is spoken."""
        self.sentences.append((now, text))

    def began(self, sentence: str) -> float | None:
        """Give when a sentence began to sound; None: it has not."""
        return next((at for at, text in self.sentences if text == sentence), None)

    def came_to(self, states: tuple[State, ...]) -> float | None:
        """Give when one of the states was shown; None: none was."""
        return next((at for at, show in self.shown if show.state in states), None)

    @property
    def state(self) -> str:
        """The state that is shown."""
        return self.shown[-1][1].state

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that are shown."""
        return self.shown[-1][1].choices


class Kiosks:
    """Sets up fresh kiosks; what takes long to load is loaded once."""

    def __init__(self) -> None:
        self.witness = Witness()
        self.content, self.grammar = load_words(PACKAGES_ALONE.clinic)
        self._runner = ScenarioRunner(PACKAGES_ALONE, None, read_recording, also=self.witness)

    def visitor(self, recognizer: RecognizerName) -> "Visitor":
        """Bring a visitor to a kiosk at rest."""
        self.witness.sentences.clear()
        self.witness.shown.clear()
        return Visitor(self._runner, self.witness, recognizer)


class Visitor:
    """One visitor of one kiosk, who waits, listens, speaks and presses."""

    def __init__(
        self, runner: ScenarioRunner, witness: Witness, recognizer: RecognizerName
    ) -> None:
        self.witness = witness
        self._scenario = Scenario.model_validate(
            {
                "name": "a visit",
                "recognizer": recognizer,
                "turns": [{"silence": 1, "@line": 1}],
                "@file": Path(__file__),
            }
        )
        self._stage, self._person = runner.stage(self._scenario)
        self._stage.transcript.begin(0.0)
        self._stage.driver.post(Started())
        self._stage.pass_until(lambda: self._stage.app.listening, PATIENCE)
        self._heard = 0
        self.begun = self.now

    @property
    def now(self) -> float:
        """The clock's seconds."""
        return self._stage.clock.now()

    def wait(self, seconds: float) -> None:
        """Let time pass in a silent room."""
        self._stage.pass_until(lambda: False, seconds)

    def wait_for(self, reached: Callable[[], bool]) -> None:
        """Let time pass until something is so."""
        left = PATIENCE - (self.now - self.begun)
        assert self._stage.pass_until(reached, left), f"in vain: {self.witness.sentences[-9:]}"

    def hear_out(self) -> str:
        """Wait until the kiosk has said something more and is silent; give what it said."""
        said = self.witness.sentences
        self.wait_for(lambda: len(said) > self._heard and not self._stage.app.speaking)
        new, self._heard = said[self._heard :], len(said)
        return " ".join(text for _, text in new).lower()

    def say(self, words: str) -> None:
        """Say words once the kiosk listens."""
        self.wait_for(lambda: self._stage.app.listening)
        file = recording(words)
        said = {"say": words} if file is None else {"say": str(file), "words": words}
        self._person.say(self._stage, self._scenario, Turn.model_validate({**said, "@line": 1}))

    def press(self, key: str) -> None:
        """Press a key now."""
        self._stage.driver.press(key)
        self._stage.driver.wait(0.0)


@dataclass(frozen=True)
class Way:
    """How a topic is reached: the names on the way to it, nearest to it first."""

    topic: Topic
    names: tuple[str, ...]

    @classmethod
    def to(cls, topic_id: str, content: Content) -> "Way":
        """Give the way to a topic."""
        topic = content.topic(topic_id)
        section = content.labels.get(f"section.{topic.section}")
        return cls(topic, (topic.name, *(() if section is None else (section,))))

    def offered_in(self, text: str) -> str | None:
        """Give the nearest name that a text holds."""
        return next((name for name in self.names if name.lower() in text.lower()), None)

    def reached(self, witness: Witness) -> bool:
        """Whether the topic's own text has begun."""
        return witness.began(self.topic.plain[0]) is not None


def by_ear(visitor: Visitor, way: Way) -> None:
    """Hear each prompt out, then say what was offered; "more" where it was something else."""
    visitor.say("hello")
    while not way.reached(visitor.witness):
        heard = visitor.hear_out()
        offered = way.offered_in(heard)
        if way.reached(visitor.witness):
            return
        if offered is not None:
            visitor.say(offered)
        elif "more" in heard:
            visitor.say("more")


def by_name(visitor: Visitor, way: Way) -> None:
    """Name the topic at rest."""
    visitor.say(way.topic.name)
    visitor.wait_for(lambda: way.reached(visitor.witness))


def by_yes_and_no(visitor: Visitor, way: Way) -> None:
    """Hear each question out and answer it."""
    visitor.say("yes")
    while not way.reached(visitor.witness):
        asked = visitor.hear_out().rpartition(". ")[2]
        if way.reached(visitor.witness):
            return
        if asked.endswith("?") or "say" in asked:
            visitor.say("no" if way.offered_in(asked) is None else "yes")


def by_shown_keys(visitor: Visitor, way: Way) -> tuple[str, ...]:
    """Press the key of what is shown, as soon as it is shown; give the keys."""
    pressed = [" "]
    visitor.press(" ")
    while not way.reached(visitor.witness):
        views = len(visitor.witness.shown)
        offered = [c for c in visitor.witness.choices if way.offered_in(c.label)]
        if offered:
            pressed.append(offered[0].key)
        elif visitor.witness.state in MENUS:
            pressed.append(key_for("more"))
        if offered or visitor.witness.state in MENUS:
            visitor.press(pressed[-1])
        visitor.wait_for(
            lambda: way.reached(visitor.witness) or len(visitor.witness.shown) > views  # noqa: B023
        )
    return tuple(pressed)


def by_known_keys(visitor: Visitor, way: Way, keys: tuple[str, ...]) -> None:
    """Press keys one after the other, without waiting for anything."""
    for key in keys:
        visitor.press(key)
        visitor.wait(REACTION)
    visitor.wait_for(lambda: way.reached(visitor.witness))


def by_switch(visitor: Visitor, way: Way) -> None:
    """Press once an offer was heard that leads there."""
    visitor.press(SWITCH)
    while not way.reached(visitor.witness):
        (offer, *_) = reversed(visitor.hear_out().split(". "))
        if way.offered_in(offer) is not None and not way.reached(visitor.witness):
            visitor.wait(REACTION)
            visitor.press(SWITCH)


def first_words(kiosks: Kiosks, topic_id: str) -> dict[str, float]:
    """Give, for each kind of visitor, the seconds to a topic's first word."""
    way = Way.to(topic_id, kiosks.content)

    def seconds(recognizer: RecognizerName, visit: Callable[[Visitor, Way], object]) -> float:
        visitor = kiosks.visitor(recognizer)
        visit(visitor, way)
        began = visitor.witness.began(way.topic.plain[0])
        assert began is not None
        return round(began - visitor.begun, 1)

    keys: tuple[str, ...] = ()

    def shown_keys(visitor: Visitor, way: Way) -> None:
        nonlocal keys
        keys = by_shown_keys(visitor, way)

    shown = seconds("text", shown_keys)
    return {
        "ear": seconds("text", by_ear),
        "named": seconds("text", by_name),
        "keys": min(shown, _or_never(lambda: seconds("text", _with(keys)))),
        "switch": seconds("text", by_switch),
        "no_model": seconds("yes-no", by_yes_and_no),
    }


def _with(keys: tuple[str, ...]) -> Callable[[Visitor, Way], None]:
    return lambda visitor, way: by_known_keys(visitor, way, keys)


def _or_never(measured: Callable[[], float]) -> float:
    """Give the seconds, or the visitor's patience where the keys led elsewhere."""
    try:
        return measured()
    except AssertionError:
        return PATIENCE


def all_no(
    kiosks: Kiosks, recognizer: RecognizerName, answer: Callable[[Visitor, str], None]
) -> dict[str, float]:
    """Answer no to every question and yes where that is asked back.

    Args:
        kiosks: sets up the kiosk.
        recognizer: hears the visitor.
        answer: gives the answer "yes" or "no" once it was asked for.

    Returns:
        The answers after "ready", and the seconds from "ready" to the outcome.
    """
    visitor = kiosks.visitor(recognizer)
    witness = visitor.witness
    visitor.press(" ")
    name = kiosks.content.labels["questions"]
    visitor.wait_for(lambda: any(choice.label == name for choice in witness.choices))
    visitor.press(next(choice.key for choice in witness.choices if choice.label == name))
    visitor.wait_for(lambda: witness.state == State.PREAMBLE)
    visitor.hear_out()
    answer(visitor, "yes")
    ready, answers = visitor.now, 0
    while witness.came_to(OUTCOMES) is None:
        visitor.hear_out()
        if witness.state in ASKING:
            answer(visitor, "no" if witness.state == State.QUESTION else "yes")
            answers += 1
    ended = witness.came_to(OUTCOMES)
    assert ended is not None
    assert witness.came_to((State.OUTCOME_ALL_NO,)) is not None
    return {"answers": answers, "seconds": round(ended - ready, 1)}


def by_voice(visitor: Visitor, answer: str) -> None:
    """Say it."""
    visitor.say(answer)


def by_key(visitor: Visitor, answer: str) -> None:
    """Press its key once the question was heard out."""
    visitor.press({"yes": "1", "no": "2"}[answer])


def measure() -> dict[str, object]:
    """Play all visits."""
    kiosks = Kiosks()
    topics = {topic: first_words(kiosks, topic) for topic in TOPICS}
    ways = topics[TOPICS[0]]
    return {
        "topics": topics,
        "first_word": {way: max(each[way] for each in topics.values()) for way in ways},
        "questions": {
            "voice": all_no(kiosks, "auto", by_voice),
            "keys": all_no(kiosks, "text", by_key),
            "listener_alone": all_no(kiosks, "yes-no", by_voice),
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    measured = measure()
    if args.json:
        print(json.dumps(measured))  # noqa: T201 - its output
        return
    for part, figures in measured.items():
        print(f"{part}:")  # noqa: T201 - its output
        assert isinstance(figures, dict)
        for name, each in figures.items():
            print(f"  {name}: {each}")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
