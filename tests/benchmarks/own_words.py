"""Whole dialogues from spoken sentences: `python -m tests.benchmarks.own_words --sentences FILE`.

Each sentence of a table (columns utterance, expected, category) is spoken by a voice to a kiosk in
virtual time that has just offered its main menu. A sentence about a topic or a section is right if
that topic begins or that section's menu is offered, at once or after the person has agreed to what
the kiosk asked back; or if staff are offered or the kiosk says that it has no facts about that,
where the table says so. Talk among others is right if the kiosk neither reads anything, nor asks
about a topic, nor calls staff. Prints JSON: how many sentences each voice said, how many of them
were right, and of each that was not where it led and what was heard.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.noise import mixed
from audio.signals.recording import read_recording
from audio.voices.natural import NaturalVoice
from audio.voices.plain import Pyttsx3Voice, Voice
from kiosk.lab.recordings.noise import recordings_in
from kiosk.lab.replay.play import PATIENCE, UTTERANCE_ENDS, Stage
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.timeline import Kind
from kiosk.service.assembly.loading import load_words
from kiosk.settings.load import load_settings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.table import State

RATE = 150
BEFORE, AFTER = 0.3, 1.5
"""Seconds of the room's noise before and after a sentence."""

VOICES = {"natural": "", "american": "gmw/en-us", "british": "gmw/en-gb-x-rp"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the table."""

    text: str
    expected: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class Room:
    """What sounds beside a person: None is silence; `snr_db` as in `audio.signals.noise`."""

    noises: tuple[Frames, ...]
    snr_db: float

    def with_speech(self, speech: Frames, number: int) -> Frames:
        pauses = (round(seconds * SAMPLE_RATE) for seconds in (BEFORE, AFTER))
        padded = np.pad(speech, tuple(pauses))
        if not self.noises:
            return padded
        return mixed(padded, self.noises[number % len(self.noises)], self.snr_db, number)


_ANY = Scenario.model_validate(
    {
        "@file": Path("own words"),
        "name": "own words",
        "recognizer": "auto",
        "turns": [{"silence": 1, "@line": 1}],
    }
)


class Asker:
    """Says sentences to a fresh kiosk each, and tells what came of them."""

    def __init__(self, runner: ScenarioRunner, content: Content, voice: Voice, room: Room) -> None:
        self._runner = runner
        self._content = content
        self._voice = voice
        self._room = room
        self._number = 0
        self._topics = known_topics(content)
        self._sections = sections_of(content)
        self.heard: list[str] = []  # in the last sentence's dialogue

    def topic_that_begins(self, sentence: Sentence) -> str:
        """Give the topic that a person who wants one of the expected topics comes to."""
        stage = self._at_the_menu()
        self._say(stage, sentence.text)
        for _ in range(2):
            came, said = _states(stage), _spoken(stage)
            if not came.isdisjoint((State.EMERGENCY, State.OFFER_STAFF)):
                return "emergency"
            if stage.transcript.state() != State.CONFIRM_CHOICE:
                return self._reached(came, said)
            names = [self._name(each) for each in sentence.expected if each in self._topics]
            places = [said.find(name) for name in names if name in said]
            if not places:
                return ""
            if " say one" in said:
                self._say(stage, "one" if min(places) < said.find(" say one") else "two")
            else:
                self._say(stage, "yes")
        return self._reached(_states(stage), _spoken(stage))

    def leads_nowhere(self, sentence: Sentence) -> bool:
        """Tell whether a sentence changes nothing but what the kiosk offers again."""
        stage = self._at_the_menu()
        self._say(stage, sentence.text)
        return _states(stage) == {State.MAIN_MENU} and not stage.transcript.alerts

    def _at_the_menu(self) -> Stage:
        stage, _ = self._runner.stage(_ANY)
        stage.transcript.begin(0.0)
        stage.driver.post(Started())
        stage.driver.press(" ")
        menu = (State.MAIN_MENU, True)
        reached = stage.pass_until(
            lambda: (stage.transcript.state(), stage.app.listening) == menu, PATIENCE
        )
        assert reached, "the kiosk offers its menu"
        return stage

    def _say(self, stage: Stage, text: str) -> None:
        stage.pass_until(lambda: stage.app.listening, PATIENCE)
        self._number += 1
        stage.transcript.begin(stage.clock.now())
        stage.driver.play(self._room.with_speech(self._voice.speak(text, RATE), self._number))
        stage.pass_until(lambda: bool(stage.transcript.heard), UTTERANCE_ENDS)
        stage.pass_until(lambda: not stage.app.speaking, PATIENCE)
        happened = stage.timeline.entries if stage.timeline is not None else ()
        self.heard = [entry.what for entry in happened if entry.kind is Kind.HEARD]

    def _name(self, topic: str) -> str:
        section = topic.removeprefix("section.")
        if section != topic:
            return self._content.labels[f"section.{section}"].lower()
        return self._content.topic(topic).name.lower()

    def _reached(self, came: set[str], said: str) -> str:
        """Give the topic that is read, by its first sentences, or the section that is offered."""
        for topic in self._content.topics.values():
            if " ".join(topic.plain[:2]).lower() in said:
                return topic.id
        for section in self._sections if State.SECTION_MENU in came else ():
            if self._content.section(section)[0].name.lower() in said:
                return f"section.{section}"
        (no_facts, *_), *_ = self._content.said("out_of_scope", ())
        return "oos" if no_facts.lower() in said else ""


def known_topics(content: Content) -> frozenset[str]:
    """Give the topics and sections, as tables of sentences name them."""
    return frozenset({*content.topics, *(f"section.{each}" for each in sections_of(content))})


def sections_of(content: Content) -> tuple[str, ...]:
    """Give the names of the sections."""
    return tuple(each.partition(".")[0] for each in content.topics if each.endswith(".intro"))


def _states(stage: Stage) -> set[str]:
    return {moment.what for moment in stage.transcript.states}


def _spoken(stage: Stage) -> str:
    return " ".join(moment.what for moment in stage.transcript.sentences).lower()


def _sentences(file: Path) -> Iterator[Sentence]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield Sentence(row["utterance"], tuple(row["expected"].split("|")), row["category"])


def _measured(asker: Asker, topics: list[Sentence], talk: list[Sentence]) -> dict[str, object]:
    wrong: dict[str, object] = {}
    led: dict[str, object] = {}
    for each in topics:
        if (topic := asker.topic_that_begins(each)) not in each.expected:
            wrong[each.text] = [topic, *asker.heard]
    for each in talk:
        if not asker.leads_nowhere(each):
            led[each.text] = asker.heard
    right = len(topics) - len(wrong)
    return {
        "topics": len(topics),
        "right": right,
        "share": round(right / max(len(topics), 1), 3),
        "talk": len(talk),
        "led_nowhere": len(talk) - len(led),
        "wrong": wrong,
        "talk_that_led": led,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, required=True, metavar="FILE")
    parser.add_argument("--voices", nargs="+", choices=VOICES, default=list(VOICES))
    parser.add_argument("--noise", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--snr", type=float, default=10.0, metavar="DB")
    parser.add_argument("--every", type=int, default=1, help="take each n-th sentence")
    options = parser.parse_args()
    settings = load_settings(None)
    content, _ = load_words(settings.clinic)
    known = known_topics(content)
    said = [*_sentences(options.sentences)]
    topics = [s for s in said if s.category == "topic" and known.intersection(s.expected)]
    talk = [s for s in said if s.expected == ("none",)]
    noises = recordings_in(options.noise) if options.noise else []
    room = Room(tuple(map(read_recording, noises)), options.snr)
    told: dict[str, object] = {}
    runner = ScenarioRunner(settings, "auto", read_recording, timelines=True)
    for name in options.voices:
        # A stopped clock: on a busy machine it would be given up, and nobody waits here.
        engine = (
            NaturalVoice(60, lambda: 0.0) if name == "natural" else Pyttsx3Voice("en", VOICES[name])
        )
        with closing(engine) as voice:
            told[name] = _measured(
                Asker(runner, content, voice, room),
                topics[:: options.every],
                talk[:: options.every],
            )
    print(json.dumps(told, indent=2))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
