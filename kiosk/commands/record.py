"""`record`: records a person's voice for tests, once they have agreed to it."""

import argparse
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from audio.devices.microphone import DeviceMicrophone
from audio.devices.speaker import DeviceSpeaker
from audio.recognition.speech_detector import SpeechDetector
from audio.signals.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from kiosk.clock import LiveClock
from kiosk.lab.recorder.booth import Booth, Keys
from kiosk.lab.recorder.folder import RecordingsFolder
from kiosk.lab.recorder.kiosk_aloud import KioskAloud
from kiosk.lab.recorder.session import Line, Session
from kiosk.lab.recorder.sitting import Recorded, Sitting, listed
from kiosk.lab.recorder.visit import STEM, Visit
from kiosk.lab.recorder.walk import recorded_scenario, require_that_it_goes, walk
from kiosk.lab.recorder.wording import load_wording
from kiosk.lab.recordings.labels import OUT_OF_VOCABULARY, is_foreign
from kiosk.lab.recordings.manifest import NAME, read_manifest
from kiosk.lab.replay.runner import Rehearsals
from kiosk.lab.replay.scenario import Scenario, load_scenario
from kiosk.service.assembly.voices import service_voice
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.terminal.quiet_libraries import quiet_libraries
from kiosk.visit.content.loader import load_content
from kiosk.visit.keys.terminal import KeyReader
from kiosk.visit.speech.synthesis import Pronunciations
from kiosk.watchdog.thread_heartbeats import Pulse

_NOTHING_WRITTEN = Scenario.model_validate(
    {"name": "a visit", "turns": [{"key": "space", "@line": 1}], "@file": Path(f"{STEM}.yaml")}
)

DECIDE_WITHIN = 4.0
_SPEAKER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Record a person's voice for tests. The kiosk says what is recorded and where it is kept, "
        "and begins only once the person has agreed, by saying yes or by the key y. SCENARIO: it "
        "speaks its part and the person says theirs; written are the clips, manifest.tsv and the "
        "scenario with them. --words: no scenario. Neither: the person visits the kiosk as they "
        "like, by voice and keys, and a scenario is made of it. No staff are called. Each clip is "
        "trimmed, brought to -22 dBFS and named by what is said. Nothing is written before the "
        "end: Ctrl-C, or the key x, deletes what was recorded unless the person then says yes to "
        "keeping it."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("scenario", nargs="?", type=Path, metavar="SCENARIO", help="a .yaml file")
    what.add_argument(
        "--words",
        type=_lines,
        metavar="WORDS",
        help='what to say, separated by commas; "oov_" before words that the kiosk is not to know',
    )
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help="gets the recordings; added to"
    )
    parser.add_argument(
        "--speaker",
        type=_speaker,
        metavar="CODE",
        help="stands for the person, never a name (default: a new code)",
    )
    parser.add_argument(
        "--times", type=_count, default=1, metavar="N", help="ask for all of --words N times"
    )
    parser.add_argument(
        "--decide",
        type=_seconds,
        default=DECIDE_WITHIN,
        metavar="SECONDS",
        help="time to press a key before a clip is kept (default: %(default)g)",
    )
    parser.add_argument(
        "--aloud",
        action="store_true",
        help="speak what is to be said too, for who does not see it; people imitate what they hear",
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = (
        "example:\n  run_kiosk.py record tests/scenarios/a_lone_no_is_asked_back.yaml --to voices\n"
        '  run_kiosk.py record --words "yes,no,not sure,oov_nine" --times 3 --to voices\n'
        "  run_kiosk.py record --to voices"
    )


def run(args: argparse.Namespace) -> int:
    """Record one person."""
    settings = load_settings(args.settings)
    folder = RecordingsFolder(args.to)
    speaker = args.speaker or _new_speaker(args.to)
    wording = load_wording(settings.language)
    scenario = load_scenario(args.scenario) if args.scenario is not None else None
    with ExitStack() as stack:
        rehearsals = stack.enter_context(closing(Rehearsals(settings, None, read_recording)))
        if scenario is not None:
            require_that_it_goes(scenario, rehearsals)
        booth = stack.enter_context(_booth(settings))
        session = Session(booth, wording, decide_within=args.decide, aloud=args.aloud)
        aloud = KioskAloud(booth)
        heard = stack.enter_context(closing(Rehearsals(settings, None, read_recording, also=aloud)))
        if scenario is not None:
            record = _walk(scenario, heard, session, speaker)
        elif args.words is not None:
            record = _words(session, args.words * args.times)
        else:
            stage, _ = heard.stage(_NOTHING_WRITTEN)
            grammar = Grammar.load(settings.language)
            visit = Visit(stage, aloud, booth, session, grammar=grammar, wording=wording)
            record = _visit(visit, speaker)
        sitting = Sitting(
            booth,
            wording,
            listener=YesNoListener(),
            folder=folder,
            speaker=speaker,
            session=session,
        )
        added = sitting.lead(record)
        if added is None:
            return 1
        for line in listed(folder.path, added):
            _tell(line)
        if added.scenario is not None:
            _tell(_outcome(load_scenario(added.scenario), rehearsals))
    return 0


def _words(session: Session, lines: list[Line]) -> Callable[[], Recorded]:
    def record() -> Recorded:
        for line in lines:
            session.record(line)
        return None

    return record


def _walk(
    scenario: Scenario, rehearsals: Rehearsals, session: Session, speaker: str
) -> Callable[[], Recorded]:
    def record() -> Recorded:
        said = walk(scenario, rehearsals, session)
        return scenario.file.stem, recorded_scenario(scenario, said, speaker)

    return record


def _visit(visit: Visit, speaker: str) -> Callable[[], Recorded]:
    def record() -> Recorded:
        visit.lead()
        return STEM, partial(visit.text, speaker)

    return record


def _outcome(scenario: Scenario, rehearsals: Rehearsals) -> str:
    """Tell what the kiosk makes of the recordings: a finding, whichever it is."""
    failure = rehearsals.play(scenario).result.failure
    if failure is None:
        return f"replayed: passed; again with: run_kiosk.py replay {scenario.file}"
    return (
        f"replayed: FAILED at {failure.place}: expected {failure.expected}; got {failure.got}; "
        "listen to the clip: if it is well said, the kiosk has misheard it, or lacks the Vosk "
        "model for such words"
    )


@contextmanager
def _booth(settings: Settings) -> Iterator[Booth]:
    """Open microphone, speaker, voice and keys."""
    quiet_libraries()
    clock = LiveClock()
    content = load_content(settings.language, values=settings.spoken_values)
    pressed: SimpleQueue[str] = SimpleQueue()
    with ExitStack() as stack:
        speaker = stack.enter_context(closing(DeviceSpeaker(settings.speaker)))
        microphone = stack.enter_context(closing(DeviceMicrophone(settings.microphone)))
        voice = stack.enter_context(closing(service_voice(settings, _tell)))
        terminal = sys.stdin.fileno() if sys.stdin else None
        reader = stack.enter_context(KeyReader(terminal, pressed.put, Pulse(clock)))
        yield Booth(
            microphone,
            speaker,
            voice=voice,
            pronunciations=Pronunciations(content.pronunciations),
            keys=Keys(pressed, lambda: reader.ended),
            detector=SpeechDetector(),
            clock=clock,
            tell=_tell,
            echo=partial(print, end="", flush=True),
        )


def _new_speaker(folder: Path) -> str:
    """Give a code that nobody in the folder has."""
    taken = (
        {clip.speaker for clip in read_manifest(folder).clips}
        if (folder / NAME).exists()
        else set()
    )
    while (code := f"s-{secrets.token_hex(3)}") in taken:
        pass
    return code


def _lines(text: str) -> list[Line]:
    lines = []
    for part in map(str.strip, text.split(",")):
        foreign = is_foreign(part)
        words = " ".join(part[len(OUT_OF_VOCABULARY) if foreign else 0 :].split())
        if not any(character.isalpha() for character in words):
            raise argparse.ArgumentTypeError(f"{part!r} are no words that can be said")
        lines.append(Line(words, foreign))
    return lines


def _speaker(text: str) -> str:
    if _SPEAKER.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no code: give letters, digits, - and _")


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 100")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds <= 600:
        return seconds
    raise argparse.ArgumentTypeError(f"{text!r} are no seconds from 0 to 600")


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output
