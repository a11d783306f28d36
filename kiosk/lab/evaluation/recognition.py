"""Measures how well a recognizer tells yes from no, and both from anything else."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness, TurnRules
from audio.recognition.error_bound import upper_bound
from audio.recognition.recognizer import Recognizer
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import ListeningWindow, Utterance
from audio.yes_no import YesNoListener
from grammar.intents import Intent
from kiosk.lab.recordings.manifest import Clip

Sound = TypeVar("Sound")
Result = TypeVar("Result")

VERDICTS = ("yes", "no", "reject")
"""What one decision can be."""

_WORDS = {Intent.YES: "yes", Intent.NO: "no"}


_SILENCE = round((TurnRules().incomplete + 0.5) * SAMPLE_RATE)
"""Frames of silence after a clip: what ends the turn, and the detector's hold."""


class Judge(Protocol):
    """Says what one whole clip means."""

    @property
    def name(self) -> str:
        """The recognizer's name, as `--recognizer` takes it."""
        ...

    def decide(self, frames: Frames) -> str | None:
        """Give the intent of the phrase that a whole recording is; None when it is none."""
        ...


class YesNoJudge:
    """The yes/no listener: one decision on the whole clip."""

    name = "yes-no"

    def __init__(self, listener: YesNoListener) -> None:
        self._listener = listener

    def decide(self, frames: Frames) -> str | None:
        """Give what the clip holds."""
        return self._listener.decide(frames).word


class GrammarJudge:
    """A recognizer of words whose hypothesis counts if the grammar takes it for a phrase."""

    def __init__(self, recognizer: Recognizer, meaning: Callable[[str], str | None]) -> None:
        self._recognizer = recognizer
        self._meaning = meaning

    @property
    def name(self) -> str:
        """The recognizer's name."""
        return self._recognizer.name

    def decide(self, frames: Frames) -> str | None:
        """Give what the clip's words mean."""
        self._recognizer.accept(frames)
        return self._meaning(self._recognizer.finish().text)


class TurnJudge:
    """A recognizer that hears, as in a visit, only what the detector takes for speech.

    The whole clip is one turn: it ends with the silence after the clip.
    """

    def __init__(self, recognizer: Recognizer, meaning: Callable[[str], str | None]) -> None:
        self._recognizer = recognizer
        self._meaning = meaning
        self._detector = SpeechDetector()

    @property
    def name(self) -> str:
        """The recognizer's name."""
        return self._recognizer.name

    def decide(self, frames: Frames) -> str | None:
        """Give what the words of the clip's utterance mean."""
        turn = ListeningWindow(
            (self._recognizer,), lambda _: Completeness.INCOMPLETE, detector=self._detector
        )
        happened = turn.accept(np.concatenate([frames, np.zeros(_SILENCE, np.float32)]))
        words = [event.hypotheses[0].text for event in happened if isinstance(event, Utterance)]
        return self._meaning(words[0]) if words else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one clip was taken for.

    Attributes:
        clip: the recording.
        intent: that of the phrase it was taken for; None for none.
    """

    clip: Clip
    intent: str | None

    @property
    def heard(self) -> str:
        """The verdict on it as an answer."""
        return next((said for meant, said in _WORDS.items() if meant == self.intent), "reject")


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors among tries, with the 95 % upper bound of their rate."""

    errors: int
    tries: int

    @property
    def bound(self) -> float:
        """One-sided upper bound of the rate, 0 to 1 (Clopper-Pearson)."""
        return upper_bound(self.errors, self.tries)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The results of one recognizer on one folder.

    Attributes:
        recognizer: its name.
        decisions: one for each clip that could be measured, in the manifest's order.
        seconds: processor time of the recognizer alone, for all of them.
        unreadable: one line for each clip that could not be measured.
    """

    recognizer: str
    decisions: tuple[Decision, ...]
    seconds: float
    unreadable: tuple[str, ...]

    @property
    def ms_per_clip(self) -> float:
        """Milliseconds of one core for one clip; 0 when none was measured."""
        return 1000 * self.seconds / len(self.decisions) if self.decisions else 0.0

    @property
    def confusion(self) -> dict[str, dict[str, int]]:
        """Counts of each verdict by group, groups sorted by name."""
        counts: dict[str, Counter[str]] = {}
        for decision in self.decisions:
            counts.setdefault(decision.clip.group, Counter())[decision.heard] += 1
        return {
            group: {verdict: counts[group][verdict] for verdict in VERDICTS}
            for group in sorted(counts)
        }

    @property
    def phrases(self) -> dict[str, dict[str, int]]:
        """Count the phrases heard in each group by their intents, both sorted by name."""
        counts: dict[str, Counter[str]] = {}
        for decision in self.decisions:
            if decision.intent is not None:
                counts.setdefault(decision.clip.group, Counter())[decision.intent] += 1
        return {group: dict(sorted(counts[group].items())) for group in sorted(counts)}

    def mistaken(self, said: str, heard: str) -> tuple[str, ...]:
        """Give the paths of clips labelled `said` and taken for `heard`."""
        return tuple(
            decision.clip.path
            for decision in self.decisions
            if decision.clip.group == said and decision.heard == heard
        )

    def false(self, heard: str) -> Rate:
        """Count how often `heard` was heard in clips that are something else."""
        others = [d for d in self.decisions if d.clip.group != heard]
        return Rate(sum(d.heard == heard for d in others), len(others))


def evaluate(
    judge: Judge,
    clips: Iterable[Clip],
    read: Callable[[Clip], Frames],
    *,
    progress: Callable[[], None] = lambda: None,
) -> Evaluation:
    """Let `judge` decide each clip once.

    Args:
        judge: the recognizer.
        clips: what to measure.
        read: gives a clip's frames; an AudioError or OSError counts the clip as unreadable.
        progress: called after each clip.
    """
    decisions, seconds, unreadable = over_clips(
        clips, read, lambda clip, frames: Decision(clip, judge.decide(frames)), progress
    )
    return Evaluation(judge.name, tuple(decisions), seconds, tuple(unreadable))


def over_clips(
    clips: Iterable[Clip],
    read: Callable[[Clip], Sound],
    decide: Callable[[Clip, Sound], Result],
    progress: Callable[[], None],
) -> tuple[list[Result], float, list[str]]:
    """Decide on each clip once.

    Args:
        clips: what to measure.
        read: gives what has to be heard; an AudioError or OSError counts the clip as unreadable.
        decide: gives the result.
        progress: called after each clip.

    Returns:
        The result of each clip that could be read, the processor time of the decisions in seconds,
        and one line for each clip that could not be read.
    """
    results: list[Result] = []
    unreadable: list[str] = []
    seconds = 0.0
    for clip in clips:
        try:
            sound = read(clip)
        except (AudioError, OSError) as error:
            unreadable.append(str(error))
        else:
            # Processor time, so that other work of the machine does not count.
            begun = time.process_time()
            results.append(decide(clip, sound))
            seconds += time.process_time() - begun
        progress()
    return results, seconds, unreadable
