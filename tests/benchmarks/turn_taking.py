"""How soon a "yes" is answered: by the kiosk and by the plain stack, side by side in one run.

    python -m tests.benchmarks.turn_taking --recordings DIR [--count 100] [--phrases 20]
        [--recognizer auto] [--json]

A turn is taken from the end of the person's "yes" to the first audible sample of the answer, in
real time, through virtual devices. Both stand ready all the time, each with a sound server of its
own, and are spoken to in turns. DIR has a `manifest.tsv` or holds recordings of "yes" itself. The
kiosk hears by all that comes with its packages; the plain stack (`plain_stack`) hears by the Korean
Vosk model, whose loanwords for "yes" it answers. A turn without an answer is missed and counts in
no median. Then a phrase of three words that names a topic is said to the kiosk alone, by its own
voice, `--phrases` times.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

import numpy as np

from audio.frames import SAMPLE_RATE
from audio.signals.recording import read_recording, write_recording
from audio.voices.plain import Pyttsx3Voice
from audio.yes_no.activity import islands
from kiosk.lab.recordings.manifest import NAME as MANIFEST
from kiosk.lab.recordings.manifest import read_manifest
from kiosk.visit.content.loader import load_content
from kiosk.visit.dialogue.pace import Pace
from tests.benchmarks.tape import Tape
from tests.korean_model import shipped
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.terminal import Terminal, kiosk

YES = ("예스", "예쓰")
NO = ("노", "노우")
"""The loanwords that the Korean model has for "yes" and "no"."""

PHRASE = "about radiation therapy"
TOPIC = "This is about radiation therapy."
"""A phrase of three words, and how the topic that it names begins."""

ANSWER = "Cancer that has spread to the spine can be found by six signs."
SOUND = (".flac", ".wav", ".ogg")

PATIENCE = 6.0
"""Seconds after the recording in which an answer must begin."""

SETTLING = 0.4
"""Seconds between the caption "Listening" and the person's recording: people are slower."""


class Listener(Protocol):
    """Somebody who answers a yes, in a room of their own."""

    server: SoundServer

    def get_ready(self) -> None:
        """Come to where a yes is answered, and listen there."""
        ...

    def answered(self) -> bool:
        """Wait for the answer to begin; tells whether it is the right one."""
        ...


class Kiosk:
    """The kiosk, asked whether one wants to hear about symptoms."""

    def __init__(self, server: SoundServer, terminal: Terminal, recognizer: str) -> None:
        self.server = server
        self.names = False  # a topic is to be named, at the menu
        self._terminal = terminal
        content = load_content("en", values={"clinic_name": "x", "emergency_number": "y"})
        self.answer = f"about {content.topic('symptoms.back_pain').name}?"
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("m")
        if recognizer != "yes-no":
            terminal.wait_for("What would you like?")
            terminal.press("o")  # one thing at a time, which the listener alone has from the start
            terminal.wait_for("about symptoms?")

    def get_ready(self) -> None:
        self._terminal.press("m")
        self._terminal.wait_for("about symptoms?")
        self._terminal.wait_for("Listening")

    def answered(self) -> bool:
        try:
            self._terminal.wait_for(TOPIC if self.names else self.answer, PATIENCE)
        except AssertionError:
            return False
        return True


class PlainStack:
    """The plain stack."""

    def __init__(self, server: SoundServer, process: "subprocess.Popen[str]") -> None:
        self.server = server
        self._process = process
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()
        assert self._lines.get(timeout=60) == "listening"

    def get_ready(self) -> None:
        """It always listens."""

    def answered(self) -> bool:
        try:
            return self._lines.get(timeout=PATIENCE) == "answered"
        except Empty:
            return False

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())


class Room:
    """Where one of them is spoken to: the tapes of what is said and what is answered."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._said = Tape(listener.server, "mic.monitor")
        self._answer = Tape(listener.server, "speaker.monitor")

    def turn(self, recording: Path, speech_end: float) -> float | None:
        """Say yes; give the seconds until the answer sounds, or None when it was missed.

        Args:
            recording: somebody's yes.
            speech_end: where in it the word ends, in seconds.
        """
        self.listener.get_ready()
        time.sleep(SETTLING)
        began = time.monotonic()
        self.listener.server.play(recording)
        answered = self.listener.answered()
        time.sleep(SETTLING)
        # Between recordings a virtual microphone gives exact silence.
        said = self._said.first_audible(began, least=0.0)
        if not answered or said is None:
            return None
        sounded = self._answer.first_audible(said + speech_end)
        return None if sounded is None else sounded - said - speech_end

    def close(self) -> None:
        """Stop the tapes."""
        self._said.close()
        self._answer.close()


def recordings_of_yes(folder: Path, count: int) -> list[tuple[Path, float]]:
    """Give `count` recordings, spread evenly over all, each with where its word ends in seconds."""
    if (folder / MANIFEST).is_file():
        files = [clip.file for clip in read_manifest(folder).clips if clip.group == "yes"]
    else:
        inside = folder / "yes" if (folder / "yes").is_dir() else folder
        files = sorted(file for file in inside.iterdir() if file.suffix in SOUND)
    found = []
    for file in files:
        word = islands(read_recording(file))
        if word:
            found.append((file, word[-1].end / SAMPLE_RATE))
    if not found:
        raise SystemExit(f"{folder}: no recordings of yes; name a folder that has some")
    return [found[at * len(found) // count] for at in range(min(count, len(found)))]


@contextmanager
def the_kiosk(folder: Path, recognizer: str) -> Iterator[tuple[Room, Kiosk]]:
    """Run the kiosk in a room of its own."""
    with (
        sound_server(folder) as server,
        kiosk(
            "run",
            "--recognizer",
            recognizer,
            folder=folder,
            environment=server.environment,
            light=False,
            warm=False,
        ) as terminal,
    ):
        ours = Kiosk(server, terminal, recognizer)
        with closing(Room(ours)) as room:
            yield room, ours


def said_by_the_kiosk(words: str, file: Path) -> float:
    """Write a recording of words in the kiosk's own voice; give where they end, in seconds."""
    with closing(Pyttsx3Voice("en", timeout=30)) as voice:
        frames = voice.speak(words, Pace().words_per_minute)
    write_recording(file, frames)
    return islands(frames)[-1].end / SAMPLE_RATE


@contextmanager
def the_plain_stack(folder: Path, answer: str) -> Iterator[Room]:
    """Run the plain stack in a room of its own."""
    with sound_server(folder) as server:
        environment = dict(server.environment)
        if shutil.which("aplay") is None:  # pyttsx3 plays by it; PulseAudio's own player will do
            player = folder / "aplay"
            player.write_text('#!/bin/sh\nexec paplay "$1"\n')
            player.chmod(0o755)
            environment["PATH"] = f"{folder}:{environment['PATH']}"
        command = [
            *(sys.executable, "-m", "tests.benchmarks.plain_stack"),
            *(str(shipped()), answer, *YES, *NO),
        ]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            try:
                with closing(Room(PlainStack(server, process))) as room:
                    yield room
            finally:
                process.kill()


def summary(ours: list[float | None], plain: list[float | None]) -> dict[str, float | int | None]:
    """Give the figures; what was never answered has none."""
    measured = {"ours": _seconds(ours), "plain": _seconds(plain)}
    figures: dict[str, float | int | None] = {}
    for name, seconds in measured.items():
        for figure, percent in (("median", 50), ("p95", 95)):
            there = round(float(np.percentile(seconds, percent)), 3) if seconds else None
            figures[f"{name}_{figure}_s"] = there
    both = all(measured.values())
    ratio = np.median(measured["ours"]) / np.median(measured["plain"]) if both else None
    return figures | {
        "ratio": None if ratio is None else round(float(ratio), 3),
        "missed": ours.count(None),
        "plain_missed": plain.count(None),
        "turns": len(ours),
    }


def _seconds(turns: list[float | None]) -> list[float]:
    return [turn for turn in turns if turn is not None]


def _shown(turn: float | None) -> str:
    return "missed" if turn is None else f"{turn:.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recordings", type=Path, required=True, metavar="DIR")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--phrases", type=int, default=20)
    parser.add_argument("--recognizer", default="auto")
    args = parser.parse_args()
    yes = recordings_of_yes(args.recordings, args.count)
    ours: list[float | None] = []
    plain: list[float | None] = []
    named: list[float | None] = []
    with (
        tempfile.TemporaryDirectory() as of_kiosk,
        tempfile.TemporaryDirectory() as of_plain_stack,
        the_kiosk(Path(of_kiosk), args.recognizer) as (kiosk_room, ours_there),
        the_plain_stack(Path(of_plain_stack), ANSWER) as plain_room,
    ):
        for recording, speech_end in yes:
            ours.append(kiosk_room.turn(recording, speech_end))
            plain.append(plain_room.turn(recording, speech_end))
            line = f"{recording.name} {_shown(ours[-1])} {_shown(plain[-1])}"
            print(line, file=sys.stderr)  # noqa: T201 - shows how far it is
        phrase = Path(of_kiosk) / "phrase.wav"
        phrase_end = said_by_the_kiosk(PHRASE, phrase)
        ours_there.names = True
        for _ in range(args.phrases):
            named.append(kiosk_room.turn(phrase, phrase_end))
            print(f"{PHRASE} {_shown(named[-1])}", file=sys.stderr)  # noqa: T201
    figures = summary(ours, plain)
    if seconds := _seconds(named):
        figures["phrase_median_s"] = round(float(np.median(seconds)), 3)
    figures |= {"phrases": len(named), "phrases_missed": named.count(None)}
    print(json.dumps(figures) if args.json else figures)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
