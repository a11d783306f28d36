"""`record`: records a person's voice for tests, once they have agreed to it."""

import argparse
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
from kiosk.lab.recordings.manifest import NAME, read_manifest
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario, load_scenario
from kiosk.notices import Notices, PrintedNotices
from kiosk.service.assembly.voices import service_voice
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.terminal.quiet_libraries import quiet_libraries
from kiosk.visit.content.loader import load_content
from kiosk.visit.keys.terminal import KeyReader
from kiosk.visit.speech.synthesis import Pronunciations
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

_NOTHING_WRITTEN = Scenario.model_validate(
    {"name": "a visit", "turns": [{"key": "space", "@line": 1}], "@file": Path(f"{STEM}.yaml")}
)


def run(args: argparse.Namespace) -> int:
    """Record one person."""
    settings = load_settings(args.settings)
    folder = RecordingsFolder(args.to)
    speaker = args.speaker or _new_speaker(args.to)
    wording = load_wording(settings.clinic.language)
    scenario = load_scenario(args.scenario) if args.scenario is not None else None
    with ExitStack() as stack:
        runner = ScenarioRunner(settings, None, read_recording)
        if scenario is not None:
            require_that_it_goes(scenario, runner)
        booth = stack.enter_context(_booth(settings))
        session = Session(booth, wording, decide_within=args.decide, aloud=args.aloud)
        aloud = KioskAloud(booth)
        heard = ScenarioRunner(settings, None, read_recording, also=aloud)
        if scenario is not None:
            record = _walk(scenario, heard, session, speaker)
        elif args.words is not None:
            lines = [Line(*each) for each in args.words]
            record = _words(session, lines * args.times)
        else:
            stage, _ = heard.stage(_NOTHING_WRITTEN)
            grammar = Grammar.load(settings.clinic.language)
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
            _tell(_outcome(load_scenario(added.scenario), runner))
    return 0


def _words(session: Session, lines: list[Line]) -> Callable[[], Recorded]:
    def record() -> Recorded:
        for line in lines:
            session.record(line)
        return None

    return record


def _walk(
    scenario: Scenario, runner: ScenarioRunner, session: Session, speaker: str
) -> Callable[[], Recorded]:
    def record() -> Recorded:
        said = walk(scenario, runner, session)
        return scenario.file.stem, recorded_scenario(scenario, said, speaker)

    return record


def _visit(visit: Visit, speaker: str) -> Callable[[], Recorded]:
    def record() -> Recorded:
        visit.lead()
        return STEM, partial(visit.text, speaker)

    return record


def _outcome(scenario: Scenario, runner: ScenarioRunner) -> str:
    """Tell what the kiosk makes of the recordings: a finding, whichever it is."""
    failure = runner.play(scenario).result.failure
    if failure is None:
        return f"replayed: passed; again with: run_kiosk.py replay {scenario.file}"
    return (
        f"replayed: FAILED at {failure.place}: expected {failure.expected}; got {failure.got}; "
        "listen to the clip: if it is well said, the kiosk has misheard it, or a recognizer for "
        "such words is left out of the settings: recognizers"
    )


@contextmanager
def _booth(settings: Settings) -> Iterator[Booth]:
    """Open microphone, speaker, voice and keys."""
    quiet_libraries()
    clock = LiveClock()
    content = load_content(settings.clinic.language, values=settings.clinic.spoken_values)
    pressed: SimpleQueue[str] = SimpleQueue()
    told = partial(Notices(PrintedNotices()).put, "voice")
    with ExitStack() as stack:
        speaker = stack.enter_context(closing(DeviceSpeaker(settings.sound.speaker)))
        microphone = stack.enter_context(closing(DeviceMicrophone(settings.sound.microphone)))
        voice = stack.enter_context(
            closing(service_voice(settings.voice, settings.clinic.language, told))
        )
        terminal = sys.stdin.fileno() if sys.stdin else None
        reader = stack.enter_context(KeyReader(terminal, pressed.put, ThreadHeartbeats(clock)))
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


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its output
