"""Vosk with one grammar, compiled once from every phrase and matched word by word."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import vosk

from audio.errors import ModelError, VocabularyError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Hypothesis, Role, Word

NAME = "vosk"

UNKNOWN = "[unk]"
"""What Vosk writes for speech that is none of the grammar's words. It stays in the text, so that
"[unk] yes" is no whole phrase and means nothing."""

_READINGS = 4
"""Readings asked for: the best and up to three alternatives."""

_MOST_NAMED = 12
"""Unknown words named: with a model of another language there are hundreds."""

_MOST_LACKING = 0.25
"""Share of the words that a model may lack: an English one lacks a few names of medicine at most,
one of another language nearly all."""

_GRAPHS = ("HCLr.fst", "Gr.fst")
"""Files of a model that takes a grammar; with any other Vosk ignores it, or crashes."""

_COMPLAINT = re.compile(r"(ERROR|WARNING|LOG|FATAL|VLOG)\b")

Loaded = TypeVar("Loaded")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of the utterance that Vosk has ended: its best words, and other readings."""

    words: tuple[Word, ...]
    alternatives: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class VoskRecognizer:
    """Hears one utterance at a time; see `audio.recognition.recognizer.Recognizer`.

    The grammar is never changed: Vosk crashes when it is swapped while running. Phrases are not
    atomic to Vosk, so words may come out in an order that is no phrase; match them as a whole.

    Attributes:
        lacking: words of the phrases that the model does not know, in order of the alphabet.
    """

    name = NAME
    role = Role.PHRASES

    def __init__(self, model_folder: Path, phrases: Collection[str]) -> None:
        """Load a model and compile the grammar.

        Args:
            model_folder: holds the unpacked model: `am`, `conf`, `graph`.
            phrases: everything that can be heard; words parted by single spaces. Those with a
                word that the model does not know are left out; see `lacking`.

        Raises:
            ModelError: the folder holds no Vosk model that takes a grammar, or it is damaged.
            VocabularyError: most of the words are unknown to the model, so it is of another
                language; they are named with a phrase each is in, up to twelve of them.
        """
        check_model(model_folder)
        damaged = (
            f"the Vosk model {model_folder} is damaged or incomplete: "
            "unpack it again from its archive"
        )
        model = _made(lambda: vosk.Model(str(model_folder.resolve())), damaged)
        first_with = {word: phrase for phrase in reversed(list(phrases)) for word in phrase.split()}
        lacking = [word for word in sorted(first_with) if model.vosk_model_find_word(word) < 0]
        if len(lacking) > _MOST_LACKING * len(first_with):
            unknown = [f"{word!r} in {first_with[word]!r}" for word in lacking]
            more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
            raise VocabularyError(
                f"the Vosk model {model_folder} does not know {', '.join(unknown[:_MOST_NAMED])}"
                f"{more}: use another model, or leave the phrases with these words out of the "
                "grammar"
            )
        self.lacking = tuple(lacking)
        grammar = [p for p in dict.fromkeys(phrases) if not set(lacking).intersection(p.split())]
        if model.vosk_model_find_word(UNKNOWN) >= 0:
            grammar.append(UNKNOWN)
        # Vosk does not decode JSON's escapes, and then ignores every word that is not ASCII.
        written = json.dumps(grammar, ensure_ascii=False)

        def make() -> Any:  # noqa: ANN401 - the library has no types
            return _made(lambda: vosk.KaldiRecognizer(model, SAMPLE_RATE, written), damaged)

        self._make = make
        self._taken = 0
        self._before = 0
        self._segments: list[_Segment] = []
        self._partial = ""
        self._begin()

    def accept(self, frames: Frames) -> str:
        """Take the next frames; give the words so far.

        Vosk ends an utterance by a rule of its own, after half a second of silence. What it ended
        is kept, for the utterance ends when the caller says so.
        """
        if not len(frames):
            return self._text()
        self._taken += len(frames)
        samples = np.round(np.clip(frames, -1.0, 1.0) * 32767.0).astype("<i2")
        if self._vosk.AcceptWaveform(samples.tobytes()):
            self._keep(self._vosk.Result())
        else:
            self._partial = str(json.loads(self._vosk.PartialResult())["partial"])
        return self._text()

    def finish(self) -> Hypothesis:
        """End the utterance and give its words with their times, and up to three alternatives."""
        if self._taken > self._before:
            self._keep(self._vosk.FinalResult())
        segments = self._segments
        self.reset()
        words = tuple(word for segment in segments for word in segment.words)
        return Hypothesis(NAME, words, _alternatives(segments))

    def reset(self) -> None:
        """Forget the utterance so far."""
        if self._taken > self._before:
            # Its own Reset keeps the frames that it has not decoded yet, up to a second of them,
            # and hears them in the next utterance.
            self._vosk.FinalResult()
        self._before = self._taken
        self._segments = []
        self._partial = ""

    def forget(self) -> None:
        """Forget the speaker: Vosk keeps adapting to a voice for ten minutes, over all resets."""
        if self._taken:
            self.reset()
            self._begin()

    def _begin(self) -> None:
        self._vosk = self._make()
        self._vosk.SetWords(True)
        self._vosk.SetMaxAlternatives(_READINGS)
        self._taken = 0
        self._before = 0

    def _text(self) -> str:
        parts = [segment.text for segment in self._segments] + self._partial.split()
        return " ".join(part for part in parts if part)

    def _keep(self, result: str) -> None:
        self._partial = ""
        best, *others = json.loads(result)["alternatives"]
        words = tuple(self._word(word) for word in best.get("result", ()))
        if words:
            texts = dict.fromkeys(" ".join(other["text"].split()) for other in others)
            self._segments.append(_Segment(words, tuple(texts)))

    def _word(self, word: dict[str, Any]) -> Word:
        """Give a word with times from the utterance's first frame; Vosk never starts over."""
        begun = self._before / SAMPLE_RATE
        start, end = (max(round(float(word[at]) - begun, 3), 0.0) for at in ("start", "end"))
        return Word(str(word["word"]), start, end)


def _alternatives(segments: list[_Segment]) -> tuple[str, ...]:
    """Give whole readings of the utterance that differ from the best in one segment."""
    readings: dict[str, None] = {}
    for changed, segment in enumerate(segments):
        for other in segment.alternatives:
            texts = [other if at == changed else kept.text for at, kept in enumerate(segments)]
            readings[" ".join(text for text in texts if text)] = None
    readings.pop(" ".join(segment.text for segment in segments), None)
    return tuple(readings)[: _READINGS - 1]


def check_model(folder: Path) -> None:
    """Look for the files without which Vosk fails late, or crashes; raises ModelError."""
    if not folder.is_dir():
        raise ModelError(
            f"there is not a Vosk model at {folder}: correct vosk_model in the settings, "
            "or leave it out to use yes and no alone"
        )
    if not (folder / "am" / "final.mdl").is_file() and not (folder / "final.mdl").is_file():
        raise ModelError(
            f"{folder} is not a Vosk model: name the folder that holds am, conf and graph"
        )
    for name in _GRAPHS:
        if not (folder / "graph" / name).is_file() and not (folder / name).is_file():
            raise ModelError(
                f"the Vosk model {folder} takes no grammar ({name} is missing): use another model, "
                "such as vosk-model-small-en-us-0.15"
            )


def _made(make: Callable[[], Loaded], damaged: str) -> Loaded:
    """Make a part of Vosk without its complaints on the terminal: the error is one line.

    A graph that cannot be read raises nothing and crashes later; only the complaint tells of it.
    """
    vosk.SetLogLevel(-1)
    with tempfile.TemporaryFile() as complaints:
        terminal = os.dup(2)
        os.dup2(complaints.fileno(), 2)
        try:
            made = make()
        except Exception as error:  # Vosk raises nothing more precise
            raise ModelError(damaged) from error
        finally:
            os.dup2(terminal, 2)
            complaints.seek(0)
            lines = complaints.read().splitlines(keepends=True)
            others = [line for line in lines if not _COMPLAINT.match(line.decode(errors="replace"))]
            os.write(terminal, b"".join(others))  # what other threads wrote meanwhile
            os.close(terminal)
    if any(line.startswith(b"ERROR") and b"Fst" in line for line in lines):
        raise ModelError(damaged)
    return made
