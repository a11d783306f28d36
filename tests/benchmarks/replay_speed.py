"""How much faster than real time recordings go through the kiosk, on one core.

    python -m tests.benchmarks.replay_speed --recordings DIR [--count 40] [--json]

DIR has a manifest.tsv (see `kiosk.lab.recordings.manifest`). Three ways, each with the yes/no
listener alone and with Vosk beside it (on a Korean model, see
`tests.kiosk.lab.evaluation.korean_vosk`):

- replay: each recording is said to a greeting kiosk, as `replay FILE` does, until it has answered;
- emergency: each answers an emergency question, as `evaluate --as emergency` does;
- listening: all of them, a second of silence between two, into windows that are always open, with
  nobody speaking between: what a recording of a whole day would take.

Of each way: seconds of recordings, seconds of sound listened to (silences included) and seconds of
dialogue (the kiosk's own speech included), each by one second of work. Loading is left out.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness
from audio.recognition.speech_detector import STEP_SECONDS, SpeechDetector, Step
from audio.recognition.turn import ListeningWindow
from audio.signals.recording import read_recording
from grammar.grammar import Grammar
from kiosk.lab.evaluation.answers import evaluate_answers
from kiosk.lab.recordings.manifest import Clip, read_manifest
from kiosk.lab.replay.labelled_recordings import of_recording
from kiosk.lab.replay.play import replay
from kiosk.lab.replay.runner import stage_of
from kiosk.lab.replay.visitors import AudiblePerson
from kiosk.service.assembly.loading import load_words
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from kiosk.visit.loop.virtual import BLOCK
from tests.benchmarks.answer_paths import chosen_clips
from tests.kiosk.lab.evaluation.korean_vosk import (
    IN_SERVICE,
    RecognizerSet,
    answer_path,
    recognizers_of,
)

GOAL = 20.0
"""Seconds of recordings a second of one core must take in."""

PAUSE = 1.0
"""Seconds of silence between two recordings that are listened to without a dialogue."""


class CountingDetector(SpeechDetector):
    """Counts the steps it judges."""

    steps = 0

    def _judged(self, frames: Frames) -> Step:
        self.steps += 1
        return super()._judged(frames)


class _NoVoice:
    """Speaks for nobody: all that is said is recorded."""

    def speak(self, text: str, words_per_minute: int) -> Frames:
        raise AssertionError(text)


def by_replay(recognizers: Recognizers, clips: Sequence[Clip]) -> float:
    """Say each recording to a kiosk of its own; give the seconds of dialogue."""
    content, grammar = _words()
    dialogue_seconds = 0.0
    for clip in clips:
        dialogue = Dialogue(content, Abilities(names=False), staff_code="")
        stage = stage_of(dialogue, Hearing(recognizers, grammar))
        person = AudiblePerson(_NoVoice(), read_recording)
        result = replay(of_recording(clip.file), stage, person)
        assert result.failure is None, result.failure
        dialogue_seconds += result.seconds
    return dialogue_seconds


@cache
def _words() -> tuple[Content, Grammar]:
    return load_words(ClinicSettings())


def by_listening(recognizers: Recognizers, clips: Sequence[Clip]) -> float:
    """Listen to all recordings as one; give its seconds."""
    pause = np.zeros(round(PAUSE * SAMPLE_RATE), np.float32)
    sound = np.concatenate([part for c in clips for part in (read_recording(c.file), pause)])
    serving = [r for r in (recognizers.answers, recognizers.phrases) if r is not None]
    block = round(BLOCK * SAMPLE_RATE)

    def gauge(words: str) -> Completeness:
        return Completeness.COMPLETE if words else Completeness.INCOMPLETE

    def window() -> ListeningWindow:
        return ListeningWindow(serving, gauge, detector=recognizers.detector)

    turn = window()
    for start in range(0, len(sound), block):
        if turn.finished:
            turn = window()
        turn.accept(sound[start : start + block])
    return len(sound) / SAMPLE_RATE


def measure(chosen: RecognizerSet, clips: Sequence[Clip]) -> dict[str, dict[str, float]]:
    """Go all three ways with one set of recognizers."""
    detector = CountingDetector()
    path = answer_path(chosen, detector)
    recognizers = recognizers_of(chosen, detector)

    def by_emergency() -> float | None:
        evaluate_answers(path, clips, lambda clip: read_recording(clip.file))
        return None  # the dialogue's clock stays inside

    ways: dict[str, Callable[[], float | None]] = {
        "replay": lambda: by_replay(recognizers, clips),
        "emergency": by_emergency,
        "listening": lambda: by_listening(recognizers, clips),
    }
    recorded = sum(len(read_recording(clip.file)) for clip in clips) / SAMPLE_RATE
    by_replay(recognizers, clips[:1])  # what is loaded or compiled at first use is no part of it
    found: dict[str, dict[str, float]] = {}
    for name, way in ways.items():
        detector.steps = 0
        wall, work = time.perf_counter(), time.process_time()
        dialogue = way()
        work, wall = time.process_time() - work, time.perf_counter() - wall
        found[name] = {
            "recorded_per_second": round(recorded / work, 1),
            "listened_per_second": round(detector.steps * STEP_SECONDS / work, 1),
            **({} if dialogue is None else {"dialogue_per_second": round(dialogue / work, 1)}),
            "work_seconds": round(work, 2),
            "wall_seconds": round(wall, 2),
        }
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recordings", type=Path, required=True, metavar="DIR")
    parser.add_argument("--count", type=int, default=40, help="of each: yes, no, anything else")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--json", action="store_true")
    argv = sys.argv[1:]
    args = parser.parse_args(argv)
    if os.sched_getaffinity(0) != {args.core}:
        # Libraries begin their threads while they are loaded, so only a fresh process is on one.
        os.sched_setaffinity(0, {args.core})
        os.execv(sys.executable, [sys.executable, "-m", "tests.benchmarks.replay_speed", *argv])
    listed = [c for c in read_manifest(args.recordings).clips if not c.set.startswith("noise")]
    clips = chosen_clips(listed, args.count, seed=1)
    ways = {chosen: measure(chosen, clips) for chosen in IN_SERVICE}
    seconds = sum(len(read_recording(clip.file)) for clip in clips) / SAMPLE_RATE
    measured: dict[str, object] = {
        "clips": len(clips),
        "recorded_seconds": round(seconds, 1),
        "goal": GOAL,
        "least_listened_per_second": min(
            way["listened_per_second"] for each in ways.values() for way in each.values()
        ),
        **{str(chosen): found for chosen, found in ways.items()},
    }
    if args.json:
        print(json.dumps(measured))  # noqa: T201 - its output
        return
    for chosen, found in ways.items():
        for name, figures in found.items():
            print(f"{chosen:12} {name:10} {figures}")  # noqa: T201 - its output
    print(f"goal: {GOAL:g} seconds of sound a second")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
