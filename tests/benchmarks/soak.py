"""A day at one kiosk in minutes: what a thousand visits leave behind, and whether an event is lost.

    python -m tests.benchmarks.soak [--visits 1000] [--recordings DIR] [--vosk] [--seed 1] [--json]

One process, one kiosk: the app, dialogue, screen, marks on disk, recognizers, and the voice with
its worker and its cache on disk are those of the service; the clock is virtual, and nothing comes
out of the speaker. People say the project's own recordings and, with --recordings, those of the
folder's manifest. With --vosk the engine listens too, on a Korean model (see
`tests.kiosk.lab.evaluation.korean_vosk`). Exit code 1 when something did not add up.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audio.devices.speaker import SilentSpeaker
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import ListeningWindow, Utterance
from audio.signals.earcons import every_earcon
from audio.signals.recording import read_recording
from audio.voices.cache import CachedVoice
from audio.voices.plain import Pyttsx3Voice
from audio.yes_no import YesNoListener
from kiosk.alerts import Alerts, LocalChannel
from kiosk.clock import VirtualClock
from kiosk.lab.recordings.manifest import read_manifest
from kiosk.lab.replay.play import Stage
from kiosk.lab.replay.transcript import Transcript
from kiosk.lab.replay.visitors import REACTION
from kiosk.service.assembly.loading import load_recognizers, load_words
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from kiosk.visit.loop.app import ECHO, App
from kiosk.visit.loop.virtual import VirtualDriver
from kiosk.visit.screen.screens import Screens
from kiosk.visit.screen.terminal import TerminalScreen
from kiosk.visit.speech.mouth import Mouth
from kiosk.watchdog.marks import Marks
from tests import OWN_RECORDINGS
from tests.benchmarks.ledger import Ledger
from tests.benchmarks.soak_visits import KINDS, STAFF_CODE, Visitor, visit
from tests.kiosk.lab.evaluation.korean_vosk import korean_vosk
from tests.system.live.terminal import children_of

OF_EACH = 40
"""Recordings taken of a folder for each of yes, no and anything else."""

EVERY = 50
"""Visits between two looks at the process."""


class _AllPrepared:
    """Speaks each text once and then from the cache: the service prepares its texts ahead."""

    def __init__(self, voice: CachedVoice) -> None:
        self._voice = voice

    def speak(self, text: str, words_per_minute: int) -> Frames:
        self._voice.prepare([text], words_per_minute)
        return self._voice.speak(text, words_per_minute)


@dataclass(frozen=True, slots=True)
class Look:
    """What the process holds after so many visits."""

    visits: int
    rss_kb: int
    threads: int
    files: int
    children: int


def look(visits: int) -> Look:
    """Look at this process."""
    status = Path("/proc/self/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    task = Path("/proc/self/task")
    return Look(
        visits=visits,
        rss_kb=int(fields["VmRSS"].split()[0]),
        threads=len(list(task.iterdir())),
        files=len(list(Path("/proc/self/fd").iterdir())),
        children=len(children_of(os.getpid())),
    )


@contextmanager
def kiosk(folder: Path, recognizers: Recognizers, ledger: Ledger) -> Iterator[Stage]:
    """Join a kiosk in virtual time that keeps its files in `folder`."""
    settings = Settings()
    content, grammar = load_words(settings.clinic)
    clock = VirtualClock()
    with ExitStack() as stack:
        voice = CachedVoice(Pyttsx3Voice(settings.clinic.language), folder / "cache")
        stack.callback(voice.close)
        speaker = SilentSpeaker(clock.now)
        report = ledger.problems.append
        mouth = Mouth(
            _AllPrepared(voice),
            speaker,
            content.pronunciations,
            clock,
            earcons=every_earcon(),
            report=report,
        )
        screen = Screens(TerminalScreen(stack.enter_context(Path(os.devnull).open("w"))))
        alerts = Alerts([LocalChannel(mouth.earcon, screen, clock, lambda: True)], report)
        stack.callback(alerts.close)
        words = recognizers.understanding is not None
        can = Abilities(names=recognizers.phrases is not None, open_words=words)
        dialogue = Dialogue(content, can, staff_code=STAFF_CODE)
        transcript = Transcript(lambda: dialogue.state)
        app = App(
            dialogue=dialogue,
            hearing=Hearing(recognizers, grammar),
            mouth=mouth,
            screen=screen,
            alerts=alerts,
            clock=clock,
            marks=Marks(folder / "state", report),
            observers=[ledger, transcript],
            guard=ECHO,
        )
        kiosk = Stage(app, dialogue, VirtualDriver(app, clock), clock, transcript)
        kiosk.driver.post(Started())
        yield kiosk


def recognizers(vosk: bool) -> Recognizers:
    """Load what pip brings, or the listener with Vosk."""
    if vosk:
        return Recognizers(
            answers=YesNoListener(), phrases=korean_vosk(), detector=SpeechDetector()
        )
    settings = Settings()
    return load_recognizers("auto", settings.hearing.vosk_model, load_words(settings.clinic)[1])


def clips(folder: Path | None, rng: random.Random) -> dict[str, list[Frames]]:
    """Give recordings that hold one utterance each, by what they say."""
    files = {"yes": [OWN_RECORDINGS / "yes.flac"], "no": [OWN_RECORDINGS / "no.flac"]}
    files["other"] = [OWN_RECORDINGS / "radiation_therapy.flac"]
    if folder is not None:
        listed = [c for c in read_manifest(folder).clips if not c.set.startswith("noise")]
        rng.shuffle(listed)
        for words, found in files.items():
            those = [
                c for c in listed if (c.group if c.group in ("yes", "no") else "other") == words
            ]
            found += [clip.file for clip in those[: 2 * OF_EACH]]
    detector = SpeechDetector()
    return {
        words: [f for f in map(read_recording, found) if _is_one_utterance(f, detector)][:OF_EACH]
        for words, found in files.items()
    }


def _is_one_utterance(frames: Frames, detector: SpeechDetector) -> bool:
    """Tell whether a window that hears it by itself ends with an utterance, and not early."""
    pause = np.zeros(round(REACTION * SAMPLE_RATE), np.float32)
    silence = np.zeros(2 * SAMPLE_RATE, np.float32)
    turn = ListeningWindow([], lambda _: Completeness.INCOMPLETE, detector=detector)
    heard = turn.accept(np.concatenate([pause, frames, silence]))
    return any(isinstance(event, Utterance) for event in heard)


def slope(looks: Sequence[Look]) -> float:
    """Give kB a visit by least squares over the second half of the looks."""
    half = looks[len(looks) // 2 :]
    if len(half) < 2:
        return 0.0
    return float(np.polyfit([each.visits for each in half], [each.rss_kb for each in half], 1)[0])


def soak(
    visits: int,
    *,
    vosk: bool = False,
    recordings: Path | None = None,
    seed: int = 1,
    progress: Callable[[Look], None] = lambda _: None,
) -> dict[str, Any]:
    """Let so many people visit one kiosk; give what was counted, ready for JSON."""
    rng = random.Random(seed)
    ledger = Ledger()
    kinds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said = clips(recordings, rng)
        heard_by = recognizers(vosk)
        before = look(0)
        begun = time.perf_counter()
        with _temporary_files_in(folder / "temporary"):
            with kiosk(folder, heard_by, ledger) as stage:
                visitor = Visitor(stage, ledger, said, rng)
                looks = []
                for number in range(1, visits + 1):
                    kind = KINDS[number % len(KINDS)]
                    kinds[kind.__name__] += 1
                    visit(visitor, kind)
                    if number % EVERY == 0 or number == visits:
                        looks.append(look(number))
                        progress(looks[-1])
                virtual = stage.clock.now()
            left = sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())
        seconds = time.perf_counter() - begun
        after = look(visits)
    return {
        "visits": visits,
        "recognizers": "yes-no+vosk" if vosk else "yes-no+moonshine",
        "seconds": round(seconds, 1),
        "visitors_hours": round(virtual / 3600, 2),
        "kinds": kinds,
        "utterances": visitor.said,
        "heard": ledger.counts["Heard"],
        "events_and_actions": dict(sorted(ledger.counts.items())),
        "rss_slope_kb_per_visit": round(slope(looks), 3),
        "looks": [[each.visits, each.rss_kb, each.threads, each.files] for each in looks],
        "threads_before_after": [before.threads, after.threads],
        "python_threads_after": [thread.name for thread in threading.enumerate()],
        "files_before_after": [before.files, after.files],
        "children_before_after": [before.children, after.children],
        "files_left": [file for file in left if not file.startswith("cache/")],
        "problems": ledger.problems,
    }


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have temporary files made where they can be counted."""
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--recordings", type=Path, metavar="DIR")
    parser.add_argument("--vosk", action="store_true", help="let Vosk listen beside the listener")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    measured = soak(
        args.visits,
        vosk=args.vosk,
        recordings=args.recordings,
        seed=args.seed,
        progress=lambda seen: print(seen, file=sys.stderr),  # noqa: T201 - minutes go by
    )
    if args.json:
        print(json.dumps(measured))  # noqa: T201 - its output
    else:
        for name, value in measured.items():
            print(f"{name}: {value}")  # noqa: T201 - its output
    return 1 if measured["problems"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
