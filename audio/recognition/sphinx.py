"""PocketSphinx as a proposer: hears names of topics well enough to ask back, not to act on.

Two things keep talk about something else from being taken for a phrase, which a finite grammar
alone does: every sound has some phrase that is nearest to it. The phrase's score is compared with
that of the best sounds of any kind, and what would have to be passed over as silence counts too.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pocketsphinx

from audio.errors import ModelError, VocabularyError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Hypothesis, Role, Word

NAME = "sphinx"

LEAST_FIT = -8.0
"""Least mean fit of the words: log likelihood a frame, relative to the best sound of any kind.
Names spoken by three synthetic voices have -7.7 to -4.8, short words of real people that were in
the grammar -6.6 to -4 with 5 % below; talk that is none of the phrases is mostly below -7.3."""

LEAST_FIT_WITH_GAPS = -10.5
"""Least fit when poorly fitting silence is charged to the words: speech passed over as silence."""

SILENCE_FIT = -3.0
"""Fit of a frame of true silence; what fits worse is charged."""

LONGEST_GAP = 1.3
"""Seconds without words within one utterance; longer ones hide speech that is none of the words."""

LONGEST_WORD = 1.4
"""Seconds; a word that must be drawn out longer covers other speech."""

HISS = 1e-3
"""Amplitude of the noise added to what is heard, -60 dBFS: below a waiting room's own. In digital
silence, around synthesized speech, the fit means nothing: half of the names were missed."""

_FIRST_MEAN = "40,-14,-4,-3,-4,-3,-4,-4,-2,-1,0,-2,0"
"""Mean cepstrum with which a kiosk begins, before it has adapted to its microphone: that of the
shared recordings of people, rounded. With the package's own the first name spoken is missed."""

_FRAMES_A_SECOND = 100
_SMALLEST = 1e-320
"""Least likelihood that Python's numbers hold; a segment's true one may be smaller."""

_END = 0

_Tree: TypeAlias = "dict[str, _Tree]"
_Arc: TypeAlias = tuple[int, int, float] | tuple[int, int, float, str]


@dataclass(frozen=True, slots=True)
class _Segment:
    """A word or a filler (silence, noise) of the best path; `score` is a log likelihood."""

    word: str
    first: int
    last: int
    score: float

    @property
    def filler(self) -> bool:
        return self.word[0] in "<[(+"

    @property
    def frames(self) -> int:
        return self.last - self.first + 1


class SphinxProposer:
    """Hears one utterance at a time; see `audio.recognition.recognizer.Recognizer`.

    It hears whole phrases only, one an utterance, and says so at the end of the utterance. Its
    words are proposals: with 2,000 phrases it confuses some, so ask back. From one utterance to the
    next it keeps nothing but the mean sound of the microphone, to which it adapts.
    """

    def __init__(self, phrases: Collection[str]) -> None:
        """Load the US-English model of the package and compile the phrases into one network.

        Args:
            phrases: everything that can be heard; lower-case words parted by single spaces. Short
                words are confused too often to be worth proposing.

        Raises:
            ModelError: the package's model is missing or damaged.
            VocabularyError: a word is not in the package's dictionary, and cannot be derived from
                the words in it; every such word is named.
        """
        try:
            # Scores are relative to the best of all sounds only if all of them are computed.
            self._decoder = pocketsphinx.Decoder(
                lm=None, loglevel="FATAL", compallsen=True, cmninit=_FIRST_MEAN
            )
        except (RuntimeError, OSError) as error:
            raise ModelError(
                "the model of PocketSphinx is missing or damaged; "
                "install it again: pip install --force-reinstall pocketsphinx"
            ) from error
        self._learn(phrases)
        start, arcs = _network(phrases)
        self._decoder.add_fsg(NAME, self._decoder.create_fsg(NAME, start, _END, arcs))
        self._decoder.activate_search(NAME)
        self._phrases = frozenset(phrases)
        self._hearing = False
        hiss = np.random.default_rng(1).normal(0.0, HISS, SAMPLE_RATE)
        self._hiss = np.asarray(hiss, np.float32)
        self._heard = 0

    @property
    def name(self) -> str:
        """The recognizer's name, "sphinx"."""
        return NAME

    @property
    def role(self) -> Role:
        """Its words only lead to a question."""
        return Role.PROPOSALS

    def accept(self, frames: Frames) -> str:
        """Take the next frames; gives "", for nothing is proposed before the end."""
        if len(frames):
            if not self._hearing:
                self._decoder.start_utt()
                self._hearing = True
                self._heard = 0
            hiss = np.take(self._hiss, range(self._heard, self._heard + len(frames)), mode="wrap")
            self._heard += len(frames)
            samples = np.round(np.clip(frames + hiss, -1.0, 1.0) * 32767.0).astype("<i2")
            self._decoder.process_raw(samples.tobytes())
        return ""

    def finish(self) -> Hypothesis:
        """End the utterance; give a phrase with its words' times, or no words."""
        words: tuple[Word, ...] = ()
        if self._hearing:
            self._decoder.end_utt()
            best = self._decoder.hyp()
            if best is not None and best.hypstr in self._phrases:
                segments = [_segment(found) for found in self._decoder.seg()]
                if _believable(segments):
                    words = tuple(map(_word, (s for s in segments if not s.filler)))
        self._hearing = False
        return Hypothesis(NAME, words)

    def reset(self) -> None:
        """Forget the utterance so far."""
        if self._hearing:
            self._decoder.end_utt()
        self._hearing = False

    def forget(self) -> None:
        """Forget the utterance; of people it keeps nothing, the microphone stays the same."""
        self.reset()

    def unlearn(self) -> None:
        """Forget the microphone too: be as when it was loaded."""
        self.reset()
        self._decoder.reinit_feat()

    def _learn(self, phrases: Iterable[str]) -> None:
        """Add the words that the dictionary lacks."""
        unknown = []
        for word in sorted({word for phrase in phrases for word in phrase.split()}):
            if self._decoder.lookup_word(word) is None:
                sounds = self._derived(word)
                if sounds is None:
                    unknown.append(word)
                else:
                    self._decoder.add_word(word, sounds, False)
        if unknown:
            raise VocabularyError(
                f"PocketSphinx cannot pronounce {', '.join(map(repr, unknown))}: "
                "leave the phrases with these words out of what it proposes"
            )

    def _derived(self, word: str) -> str | None:
        """Pronounce an adverb in -ly by its stem in -le (tingly), a compound by its parts."""
        stem = self._decoder.lookup_word(word[:-1] + "e") if word.endswith("ly") else None
        if stem is not None and stem.endswith(" AH L"):
            return str(stem[: -len("AH L")] + "L IY")
        for at in range(len(word) - 3, 2, -1):
            first = self._decoder.lookup_word(word[:at])
            second = self._decoder.lookup_word(word[at:])
            if first is not None and second is not None:
                return f"{first} {second}"
        return None


def _segment(found: pocketsphinx.Segment) -> _Segment:
    score = math.log(max(found.ascore, _SMALLEST))
    return _Segment(found.word, found.start_frame, found.end_frame, score)


def _word(segment: _Segment) -> Word:
    text = segment.word.split("(")[0]  # "to(3)" is the third pronunciation of "to"
    return Word(text, segment.first / _FRAMES_A_SECOND, (segment.last + 1) / _FRAMES_A_SECOND)


def _believable(segments: list[_Segment]) -> bool:
    """Tell whether a phrase fits what was said well enough to be proposed."""
    words = [segment for segment in segments if not segment.filler]
    frames = sum(word.frames for word in words)
    fit = sum(word.score for word in words) / frames
    passed_over = sum(
        min(0.0, gap.score - SILENCE_FIT * gap.frames)
        for gap in segments
        if gap.filler and gap.frames > 1  # the sentence's two ends are frames without sound
    )
    return (
        fit > LEAST_FIT
        and fit + passed_over / frames > LEAST_FIT_WITH_GAPS
        and max(_gaps(segments)) <= LONGEST_GAP
        and max(word.frames for word in words) / _FRAMES_A_SECOND <= LONGEST_WORD
    )


def _gaps(segments: list[_Segment]) -> Iterator[float]:
    """Give the seconds of each run of fillers; silence often comes in several segments."""
    run = 0
    for segment in segments:
        run = run + segment.frames if segment.filler else 0
        yield run / _FRAMES_A_SECOND


def _network(phrases: Iterable[str]) -> tuple[int, list[_Arc]]:
    """Give the start and the arcs of the smallest network of words that holds just the phrases.

    Equal beginnings and equal ends of phrases are shared, which makes 2,000 phrases of 600 arcs:
    they are decoded in a tenth of the time that they take one beside the other.
    """
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for word in phrase.split():
            node = node.setdefault(word, {})
        node[""] = {}
    numbers: dict[tuple[tuple[str, int], ...], int] = {}
    arcs: list[_Arc] = []

    def number(node: _Tree) -> int:
        if not node:
            return _END
        ways = tuple(sorted((word, number(then)) for word, then in node.items()))
        if ways == (("", _END),):
            return _END
        if ways not in numbers:
            here = numbers[ways] = len(numbers) + 1
            for word, then in ways:
                arcs.append((here, then, 1.0, word) if word else (here, then, 1.0))
        return numbers[ways]

    return number(tree), arcs
