"""What the kiosk takes for a visitor while it hears its own voice, in real time.

    python -m tests.benchmarks.own_voice [--minutes 10] [--no-canceller | --by-turns]
        [--recognizer yes-no] [--json]

It reads every fixed sentence aloud, those with "yes", "no" and "help" in them too, through virtual
devices: what the speaker plays comes back to the microphone at full strength 60 ms later. Its
microphone is open all the time and everything counts. `utterances` were taken for speech;
`understood` are those whose words mean something, which alone could cause an event.

With --by-turns there is no canceller and it listens for 1.5 s after each of the texts that end in
"yes" or "no", as in service: what it hears then is the end of its own speech.
"""

import argparse
import json
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count, cycle
from pathlib import Path
from typing import get_args

from audio.devices.microphone import DeviceMicrophone
from audio.devices.portaudio import refresh
from audio.devices.speaker import DeviceSpeaker
from audio.voices.cache import CachedVoice
from audio.voices.plain import Pyttsx3Voice
from kiosk.clock import LiveClock
from kiosk.notices import Notices
from kiosk.service.assembly.loading import RecognizerName, load_recognizers, load_words
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.actions import Action, Listen, Say
from kiosk.visit.dialogue.events import (
    Event,
    Heard,
    SentenceBegan,
    SpeechBegan,
    SpeechEnded,
    Started,
    TimePassed,
)
from kiosk.visit.dialogue.keys import KeyContext
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.loop.app import ECHO, App
from kiosk.visit.loop.live import LiveDriver
from kiosk.visit.sound.devices import SoundDevices
from kiosk.visit.sound.opening import DeviceTries
from kiosk.visit.speech.mouth import Mouth
from tests.kiosk.visit.loop.parts import ListAlerts, ListScreen
from tests.system.live.echo import cancel_echo, give_voice_back
from tests.system.live.sound_server import sound_server

TURN = 1.5
"""Seconds for which it listens with --by-turns."""


def sentences(content: Content) -> Iterator[tuple[str, ...]]:
    """Every fixed text, question after question among the prompts, again and again."""
    questions = cycle(question.text for question in content.questions)
    texts = [wording for wordings in content.prompts.values() for wording in wordings]
    texts += [topic.plain for topic in content.topics.values()]
    for text in cycle(texts):
        yield (*(sentence for sentence in text if "{" not in sentence), next(questions))


def last_sentences(content: Content) -> Iterator[tuple[str, ...]]:
    """The sentences that end in "yes" or "no", again and again."""
    texts = [wording for wordings in content.prompts.values() for wording in wordings]
    endings = [text[-1:] for text in texts if "".join(text).rstrip(".?").endswith((" yes", " no"))]
    assert endings
    yield from cycle(endings)


class Reader:
    """A dialogue that reads aloud without end and listens meanwhile."""

    def __init__(self, content: Content, everything: frozenset[str], *, by_turns: bool) -> None:
        self.deadline: float | None = None
        self.key_context = KeyContext()
        self._texts = last_sentences(content) if by_turns else sentences(content)
        self._ids = count(1)
        self._said: tuple[str, ...] = ()
        self._by_turns = by_turns
        self._window = Listen(everything, answer=True, over_speech=not by_turns)
        self.sentence = ""
        self.sentences = 0
        self.speech = 0
        self.heard: list[tuple[float, str, Heard]] = []

    def handle(self, event: Event, now: float) -> Sequence[Action]:
        match event:
            case Started():
                return [self._read_on()] if self._by_turns else [self._read_on(), self._window]
            case SpeechEnded() if self._by_turns:
                self.deadline = now + TURN
                return [self._window]
            case SpeechEnded() | TimePassed():
                self.deadline = None
                return [self._read_on()]
            case SentenceBegan(_, index):
                self.sentence = self._said[index]
                self.sentences += 1
            case SpeechBegan():
                self.speech += 1
            case Heard():
                self.heard.append((now, self.sentence, event))
                return [self._window]
        return []

    def _read_on(self) -> Say:
        self._said = next(self._texts)
        pace = Pace()
        return Say(next(self._ids), self._said, pace.words_per_minute, pace.volume)


class Nowhere:
    """Where no notice is read."""

    def notice(self, text: str) -> None:
        """Say nothing."""

    def withdraw(self, text: str) -> None:
        """Say nothing."""


def sound_devices(clock: LiveClock) -> SoundDevices:
    """Open the machine's default devices."""
    tries = DeviceTries(DeviceMicrophone, DeviceSpeaker, refresh, clock)
    return SoundDevices(tries, clock, Notices(Nowhere()))


def listen_to_itself(
    minutes: float, folder: Path, recognizer: RecognizerName, *, by_turns: bool
) -> Reader:
    """Read aloud on the machine's default devices, hearing whatever they give back."""
    settings = Settings()
    content, grammar = load_words(settings.clinic)
    recognizers = load_recognizers(recognizer, settings.hearing.vosk_model, grammar)
    clock = LiveClock()
    reader = Reader(content, grammar.intents(), by_turns=by_turns)
    with (
        closing(CachedVoice(Pyttsx3Voice("en"), folder / "voice")) as voice,
        closing(sound_devices(clock)) as devices,
    ):
        mouth = Mouth(voice, devices, content.pronunciations, clock)
        app = App(
            dialogue=reader,
            hearing=Hearing(recognizers, grammar),
            mouth=mouth,
            screen=ListScreen(),
            alerts=ListAlerts(),
            clock=clock,
            guard=ECHO,
        )
        driver = LiveDriver(app, clock, devices)
        timer = threading.Timer(minutes * 60, driver.stop)
        timer.start()
        driver.run(Started())
        timer.join()
    return reader


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--no-canceller", action="store_true", help="to see what it is good for")
    way.add_argument("--by-turns", action="store_true", help="no canceller, and none needed")
    parser.add_argument("--recognizer", choices=get_args(RecognizerName), default="yes-no")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sound_server(Path(name)) as server:
        give_voice_back(server)
        if not (args.no_canceller or args.by_turns):
            cancel_echo(server)
        os.environ.update(server.environment)
        reader = listen_to_itself(args.minutes, Path(name), args.recognizer, by_turns=args.by_turns)
    understood = [
        {"at_s": round(at, 1), "sentence": sentence, "readings": [str(r) for r in heard.readings]}
        for at, sentence, heard in reader.heard
        if any(reading.intent or reading.mentions for reading in heard.readings)
    ]
    measured = {
        "minutes": args.minutes,
        "sentences": reader.sentences,
        "utterances": len(reader.heard),
        "understood": understood,
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
