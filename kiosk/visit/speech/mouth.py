"""Speaks what the dialogue asks for: sentence after sentence, each captioned as it begins to sound.

The mouth plays one thing at a time. An earcon sounds at once if nothing else does, else between two
sentences. A sentence that is ready follows the tone "heard" in one piece, without the time that a
speaker takes to end and to begin; else it waits for the earcon that sounds. Nothing ever overlaps.
"""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.portions import portion_at
from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import PlayEarcon, Say
from kiosk.visit.dialogue.events import Event, SentenceBegan, SpeechEnded
from kiosk.visit.speech.synthesis import Synthesis, Voice

BETWEEN_SENTENCES = 0.25
"""Seconds of silence between two sentences, and at least between two texts."""

POLL = 0.02
"""Seconds between two looks at a voice or speaker whose end is not known ahead."""

MADE_BEFORE = 0.04
"""Seconds within which a sentence comes that was made before: so long an earcon waits for it, and
looks for it are closer together."""

_LOOK = 0.005  # seconds between those looks

SHORTEST_READING = 1.5
"""Seconds a caption stands at least when it cannot be spoken."""


class Speaker(Protocol):
    """Plays frames (see `audio.devices.speaker`)."""

    @property
    def playing(self) -> bool:
        """Whether samples are still to leave the speaker."""
        ...

    def start(self, frames: Frames) -> None:
        """Play `frames` at once in place of what is playing; raises DeviceError."""
        ...

    def stop(self) -> None:
        """Fall silent within 100 ms."""
        ...


@dataclass(slots=True)
class _Speech:
    """Where a `Say` stands."""

    say: Say
    not_before: float  # when the next sentence may begin
    index: int = 0  # of the sentence that sounds, or that is to sound next
    wanted: Future[Frames] | None = None  # the next to begin; None where nothing can speak it
    sounding: bool = False  # sentence `index` sounds, or its caption is being read
    words_at: float = inf  # when its words begin, after an earcon; infinite once that was told
    began: float = 0.0  # when it would have begun, had it begun with its first word
    lasts: float = 0.0  # seconds that the whole sentence takes


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a speech was cut short: its sentence, and how much of that had been said (0 to 1)."""

    say: int
    sentence: str
    said: float


class Mouth:
    """Performs `Say`, `StopSpeaking` and `PlayEarcon`."""

    def __init__(
        self,
        voice: Voice | None,
        speaker: Speaker | None,
        pronunciations: Mapping[str, str],
        clock: Clock,
        *,
        earcons: Mapping[str, Frames] | None = None,
        executor: Executor | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Join voice and speaker.

        Args:
            voice: speaks; None: every sentence is a caption for its reading time.
            speaker: plays; None: as with no voice, and earcons are silent.
            pronunciations: respellings by word, applied only to what the voice gets.
            clock: tells the time.
            earcons: frames by name; a name that is missing is silent.
            executor: see `Synthesis`.
            report: told of each fault, each message once.
        """
        self._synthesis = Synthesis(voice, pronunciations, executor) if voice and speaker else None
        self._speaker = speaker
        self._clock = clock
        self._earcons = dict(earcons or {})
        self._report = report
        self._reported: set[str] = set()
        self._speech: _Speech | None = None
        self._signals: deque[PlayEarcon] = deque()
        self._cuts: deque[_Cut] = deque(maxlen=4)
        self._busy_until = self._not_before = -inf  # `_not_before`: of the next text
        self._in_speaker = False

    @property
    def speaking(self) -> bool:
        """Whether a speech is in progress (its first sentence may still be in synthesis)."""
        return self._speech is not None

    @property
    def sounding(self) -> bool:
        """Whether something leaves the speaker, or is about to: speech or an earcon."""
        return self._speech is not None or bool(self._signals) or self._busy()

    @property
    def due(self) -> float | None:
        """When `progress` has something to do; None while nothing is said."""
        if not self.sounding:
            return None
        now, speech, due = self._clock.now(), self._speech, self._busy_until
        due = min(max(due, speech.not_before), speech.words_at) if speech else due
        if due > now:
            return due
        comes = speech is not None and not speech.sounding and now < due + MADE_BEFORE
        return now + (_LOOK if comes or self._signals else POLL)

    @property
    def late(self) -> float:
        """Seconds since the speech should have begun to sound, or have ended; 0 if on time."""
        if self._speech is None and not self._busy():
            return 0.0
        not_before = self._speech.not_before if self._speech is not None else -inf
        return max(self._clock.now() - max(self._busy_until, not_before), 0.0)

    def sentence(self, event: SentenceBegan) -> str:
        """Give the words of a sentence that `progress` has just said to begin."""
        speech = self._speech
        if speech is None or speech.say.id != event.say:
            raise LookupError(f"speech {event.say} is not being said")
        return speech.say.sentences[event.index]

    def say(self, speech: Say) -> None:
        """Speak; replaces whatever is being said."""
        self.stop()
        self._speech = _Speech(speech, max(self._clock.now(), self._not_before))
        self._speech.wanted = self._request(self._speech, 0)

    def stop(self) -> None:
        """Stop the speech at once; no `SpeechEnded` follows."""
        speech = self._speech
        if speech is None:
            return
        self._speech = None
        if speech.wanted is not None:
            speech.wanted.cancel()
        if speech.sounding:
            if speech.lasts:
                said = (self._clock.now() - speech.began) / speech.lasts
                sentence = speech.say.sentences[speech.index]
                self._cuts.append(_Cut(speech.say.id, sentence, said))
            self._fall_silent()

    def end_pause(self) -> None:
        """Let the next text begin at once: somebody waits for it."""
        self._not_before = -inf

    def forget(self) -> None:
        """Drop where speech was cut short: the visit is over."""
        self._cuts.clear()

    def earcon(self, signal: PlayEarcon) -> None:
        """Play a short signal as soon as nothing else sounds."""
        if self._speaker is not None and signal.name in self._earcons:
            self._signals.append(signal)

    def progress(self) -> list[Event]:
        """Do what is due; give `SentenceBegan` and `SpeechEnded` as they happen."""
        speech = self._speech
        if speech is not None and self._clock.now() >= speech.words_at:
            speech.words_at = inf
            return [SentenceBegan(speech.say.id, speech.index)]
        if self._busy():
            return []
        if speech is not None and speech.sounding:
            speech.sounding = False
            speech.index += 1
            speech.not_before = self._clock.now() + BETWEEN_SENTENCES
        if speech is not None and speech.index >= len(speech.say.sentences):
            self._speech, self._not_before = None, speech.not_before
            self._signal()
            return [SpeechEnded(speech.say.id)]
        since = self._clock.now() - speech.not_before if speech is not None else -inf
        if speech is not None and since >= 0 and (speech.wanted is None or speech.wanted.done()):
            return self._begin(speech)
        if not (speech is not None and 0 <= since < MADE_BEFORE and self._goes_along(speech)):
            self._signal()
        return []

    def _goes_along(self, speech: _Speech) -> bool:
        """Whether the tone to a press is all that waits; others sound whole, whatever follows."""
        return speech.say.volume > 0 and [each.name for each in self._signals] in ([], ["heard"])

    def _begin(self, speech: _Speech) -> list[Event]:
        frames = self._frames(speech.wanted)
        if (frames is None or not self._goes_along(speech)) and self._signal():
            return []
        speech.words_at = speech.began = self._clock.now()
        if frames is None or not self._play(self._after_signals(speech, frames)):
            words = len(speech.say.sentences[speech.index].split())
            reading = words * 60 / speech.say.words_per_minute
            self._busy_until = self._clock.now() + max(SHORTEST_READING, reading)
        speech.sounding = True
        speech.wanted = self._request(speech, speech.index + 1)
        return self.progress()

    def _after_signals(self, speech: _Speech, frames: Frames) -> Frames:
        """Give the earcons that wait, then the sentence; note when its words will begin."""
        signals = [self._earcons[each.name] * each.volume for each in self._signals]
        self._signals.clear()
        place = self._place(speech, frames)
        speech.words_at += sum(map(len, signals)) / SAMPLE_RATE
        speech.began = speech.words_at - place / SAMPLE_RATE
        speech.lasts = len(frames) / SAMPLE_RATE
        return np.concatenate((*signals, frames[place:] * speech.say.volume))

    def _place(self, speech: _Speech, frames: Frames) -> int:
        """Give where a sentence is to begin: its first word, unless it goes on after a cut."""
        sentence = speech.say.sentences[speech.index]
        for cut in self._cuts:
            if speech.index == 0 and (cut.say, cut.sentence) == (speech.say.resumes, sentence):
                return portion_at(frames, round(cut.said * len(frames)))
        return 0

    def _request(self, speech: _Speech, index: int) -> Future[Frames] | None:
        if self._synthesis is None or index >= len(speech.say.sentences):
            return None
        return self._synthesis.request(speech.say.sentences[index], speech.say.words_per_minute)

    def _frames(self, future: Future[Frames] | None) -> Frames | None:
        try:
            return future.result() if future is not None else None
        except AudioError as error:
            self._tell(error)
            return None

    def _signal(self) -> bool:
        """Play the next earcon, if any; tells whether one is sounding."""
        if not self._signals:
            return False
        signal = self._signals.popleft()
        return self._play(self._earcons[signal.name] * signal.volume)

    def _play(self, frames: Frames) -> bool:
        """Hand frames to the speaker; tells whether it took them."""
        if self._speaker is None:
            return False
        try:
            self._speaker.start(frames)
        except AudioError as error:
            self._tell(error)
            return False
        self._in_speaker = True
        self._busy_until = self._clock.now() + len(frames) / SAMPLE_RATE
        return True

    def _busy(self) -> bool:
        """Whether the speaker plays, or a caption that could not be spoken is being read."""
        if self._clock.now() < self._busy_until:
            return True
        if self._in_speaker and self._speaker is not None and self._speaker.playing:
            return True
        self._in_speaker = False
        return False

    def _fall_silent(self) -> None:
        self._busy_until = self._clock.now()
        if self._in_speaker and self._speaker is not None:
            self._in_speaker = False
            try:
                self._speaker.stop()
            except AudioError as error:
                self._tell(error)

    def _tell(self, error: AudioError) -> None:
        if str(error) not in self._reported:
            self._reported.add(str(error))
            self._report(str(error))
