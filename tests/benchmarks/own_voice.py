"""What the kiosk takes for a visitor while it hears its own voice, in real time.

    python -m tests.benchmarks.own_voice [--minutes 10] [--no-canceller] [--json]

It reads every fixed sentence aloud, those with "yes", "no" and "help" in them too, through virtual
devices: what the speaker plays comes back to the microphone at full strength 60 ms later. Its
microphone is open all the time and everything counts. `utterances` were taken for speech;
`understood` are those whose words mean something, which alone could cause an event.
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

from audio.microphone import DeviceMicrophone
from audio.speaker import DeviceSpeaker
from audio.voice import Pyttsx3Voice
from audio.voice_cache import CachedVoice
from kiosk.actions import Action, Listen, Say
from kiosk.app import App
from kiosk.assembly import ECHO, load_recognizers, load_words
from kiosk.clock import LiveClock
from kiosk.content.model import Content
from kiosk.dialogue.pace import Pace
from kiosk.events import Event, Heard, SentenceBegan, SpeechBegan, SpeechEnded, Started
from kiosk.hearing import Hearing
from kiosk.live import LiveDriver
from kiosk.microphone_watch import MicrophoneWatch
from kiosk.mouth import Mouth
from kiosk.settings import Settings
from tests.app.parts import ListAlerts, ListScreen
from tests.live.echo import cancel_echo, give_voice_back
from tests.live.sound_server import sound_server


def sentences(content: Content) -> Iterator[tuple[str, ...]]:
    """Every fixed text, question after question among the prompts, again and again."""
    questions = cycle(question.text for question in content.questions)
    texts = [wording for wordings in content.prompts.values() for wording in wordings]
    texts += [topic.plain for topic in content.topics.values()]
    for text in cycle(texts):
        yield (*(sentence for sentence in text if "{" not in sentence), next(questions))


class Reader:
    """A dialogue that reads aloud without end and listens meanwhile."""

    deadline: float | None = None

    def __init__(self, content: Content, everything: frozenset[str]) -> None:
        self._texts = sentences(content)
        self._ids = count(1)
        self._said: tuple[str, ...] = ()
        self._window = Listen(everything, answer=True, over_speech=True)
        self.sentence = ""
        self.sentences = 0
        self.speech = 0
        self.heard: list[tuple[float, str, Heard]] = []

    def handle(self, event: Event, now: float) -> Sequence[Action]:
        match event:
            case Started() | SpeechEnded():
                self._said = next(self._texts)
                pace = Pace()
                say = Say(next(self._ids), self._said, pace.words_per_minute, pace.volume)
                return [say] if isinstance(event, SpeechEnded) else [say, self._window]
            case SentenceBegan(_, index):
                self.sentence = self._said[index]
                self.sentences += 1
            case SpeechBegan():
                self.speech += 1
            case Heard():
                self.heard.append((now, self.sentence, event))
                return [self._window]
        return []


def listen_to_itself(minutes: float, folder: Path) -> Reader:
    """Read aloud on the machine's default devices, hearing whatever they give back."""
    settings = Settings()
    content, grammar = load_words(settings)
    recognizers = load_recognizers("yes-no", settings, grammar)
    clock = LiveClock()
    reader = Reader(content, grammar.intents())
    with (
        closing(CachedVoice(Pyttsx3Voice("en"), folder / "voice")) as voice,
        closing(DeviceSpeaker()) as speaker,
    ):
        mouth = Mouth(voice, speaker, content.pronunciations, clock)
        app = App(
            dialogue=reader,
            hearing=Hearing(recognizers, grammar),
            mouth=mouth,
            screen=ListScreen(),
            alerts=ListAlerts(),
            clock=clock,
            guard=ECHO,
        )
        watch = MicrophoneWatch(
            DeviceMicrophone(), DeviceMicrophone, clock, lambda _: None, lambda: None
        )
        with closing(watch):
            driver = LiveDriver(app, clock, watch)
            timer = threading.Timer(minutes * 60, driver.stop)
            timer.start()
            driver.run(Started())
            timer.join()
    return reader


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--no-canceller", action="store_true", help="to see what it is good for")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sound_server(Path(name)) as server:
        give_voice_back(server)
        if not args.no_canceller:
            cancel_echo(server)
        os.environ.update(server.environment)
        reader = listen_to_itself(args.minutes, Path(name))
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
