"""How safe the path from recording to answer is: after one attempt, and after asking back."""

import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from audio.errors import AudioError
from audio.frames import Frames
from audio.recognition.clearness import loudness
from kiosk.lab.evaluation.answer_path import AnswerPath, Outcome
from kiosk.lab.evaluation.recognition import Rate, over_clips
from kiosk.lab.recordings.manifest import Clip

OPPOSITE = {"yes": "no", "no": "yes"}
"""What an honest person says to "I heard no", by what they said first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The result for one recording.

    Attributes:
        clip: the recording.
        first: after one attempt.
        final: after "I heard no" where that was asked; ASK_BACK if the recordings have no word
            to answer it with.
        repeated: as `final`, but a person who said yes, was heard as no and was asked back, says
            yes again; else the same as `final`.
    """

    clip: Clip
    first: Outcome
    final: Outcome
    repeated: Outcome


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    """The results for one set of recognizers on one folder.

    Attributes:
        recognizer: the recognizers, such as "yes-no+vosk".
        answered: one for each clip that could be measured.
        seconds: processor time of all attempts.
        unreadable: one line for each clip that could not be measured.
    """

    recognizer: str
    answered: tuple[Answered, ...]
    seconds: float
    unreadable: tuple[str, ...]

    @property
    def ms_per_clip(self) -> float:
        """Milliseconds of one core for one clip, ask-back included; 0 when none was measured."""
        return 1000 * self.seconds / len(self.answered) if self.answered else 0.0

    def confusion(self, attempt: Callable[[Answered], Outcome]) -> dict[str, dict[str, int]]:
        """Count the outcomes of an attempt by group, groups sorted by name."""
        counts: dict[str, Counter[Outcome]] = {}
        for answered in self.answered:
            counts.setdefault(answered.clip.group, Counter())[attempt(answered)] += 1
        return {
            group: {str(outcome): counts[group][outcome] for outcome in Outcome}
            for group in sorted(counts)
        }

    def rate(
        self,
        outcome: Outcome,
        attempt: Callable[[Answered], Outcome],
        *,
        among: Collection[str] | None = None,
        but: Collection[str] = (),
    ) -> Rate:
        """Count an outcome of an attempt in the clips of some groups, or of all `but` some."""
        tried = [
            answered
            for answered in self.answered
            if (among is None or answered.clip.group in among) and answered.clip.group not in but
        ]
        return Rate(sum(attempt(answered) is outcome for answered in tried), len(tried))

    def mistaken(self, said: str | None, outcome: Outcome) -> tuple[str, ...]:
        """Give the paths of clips of group `said` whose final outcome is `outcome`.

        None for `said` is every group that is neither yes nor no.
        """
        return tuple(
            answered.clip.path
            for answered in self.answered
            if answered.final is outcome
            and (answered.clip.group if answered.clip.group in OPPOSITE else None) == said
        )


def evaluate_answers(
    path: AnswerPath,
    clips: Sequence[Clip],
    read: Callable[[Clip], Frames],
    *,
    seed: int = 1,
    repliers: Iterable[Clip] | None = None,
    progress: Callable[[], None] = lambda: None,
) -> AnswerEvaluation:
    """Let each clip answer an emergency question.

    Each person begins the questions with a yes, their own or somebody's, as loud as the clip: at a
    kiosk people have spoken before, and these were recorded at microphones of their own. When asked
    "I heard no", a person who said yes says no, and one who said no says yes: with
    a recording of their own if there is one, else with anybody's. A person who made another sound
    makes it again.

    Args:
        path: takes the answers.
        clips: what to measure.
        read: gives a clip's frames; an AudioError or OSError counts the clip as unreadable.
        seed: chooses the recordings that answer "I heard no".
        repliers: the recordings to choose from; None means `clips`.
        progress: called after each clip.
    """
    replies = _Replies(clips if repliers is None else repliers, read, seed)

    def with_reply(clip: Clip) -> tuple[Frames, Frames | None, Frames | None]:
        frames = read(clip)
        begins = replies.as_loud_as(clip, frames)
        return frames, replies.to(clip) if clip.group in OPPOSITE else frames, begins

    answered, seconds, unreadable = over_clips(
        clips, with_reply, lambda clip, said: _answered(path, clip, *said), progress
    )
    return AnswerEvaluation("+".join(path.names), tuple(answered), seconds, tuple(unreadable))


def _answered(
    path: AnswerPath, clip: Clip, frames: Frames, reply: Frames | None, begins: Frames | None
) -> Answered:
    visit = path.visit(begins)
    first = visit.says(frames)
    if first is not Outcome.ASK_BACK or reply is None:
        return Answered(clip, first, first, first)
    final = repeated = visit.says(reply)
    if clip.group == "yes":
        again = path.visit(begins)
        again.says(frames)
        repeated = again.says(frames)
    return Answered(clip, first, final, repeated)


class _Replies:
    """The recordings of yes and no that begin the questions, and answer "I heard no"."""

    def __init__(self, clips: Iterable[Clip], read: Callable[[Clip], Frames], seed: int) -> None:
        self._by_word: dict[str, list[Clip]] = {word: [] for word in OPPOSITE}
        for clip in clips:
            if clip.group in OPPOSITE:
                self._by_word[clip.group].append(clip)
        self._read = read
        self._seed = seed

    def to(self, said: Clip) -> Frames | None:
        """Give what the person of `said` replies; None when nobody says it."""
        return self._of(said, OPPOSITE[said.group])

    def as_loud_as(self, said: Clip, frames: Frames) -> Frames | None:
        """Give a yes as loud as `said`, whose frames these are; None when nobody says it."""
        yes = self._of(said, "yes")
        if yes is None or not frames.any():
            return None
        louder = 10 ** ((loudness(frames) - loudness(yes)) / 20)
        return np.asarray(np.clip(yes * louder, -1.0, 1.0), np.float32)

    def _of(self, said: Clip, word: str) -> Frames | None:
        others = self._by_word[word]
        own = [clip for clip in others if said.speaker and clip.speaker == said.speaker]
        place = zlib.crc32(f"{self._seed} {word} for {said.path}".encode())
        for chosen in (own, others):
            for turn in range(len(chosen)):
                try:
                    return self._read(chosen[(place + turn) % len(chosen)])
                except (AudioError, OSError):
                    continue  # named once, as a clip of its own
        return None
