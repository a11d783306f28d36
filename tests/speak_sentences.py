"""Speaks sentences of the intent network, and writes down what Moonshine makes of them.

    .venv/bin/python -m tests.speak_sentences

People are misheard, so the network learns from `grammar/meaning/heard.tsv` as well. This program
lies among the tests because `grammar` must not import `audio`. Needs the "train" and "natural"
extras. It takes half an hour on one core.
"""

import argparse
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine.recognizer import MoonshineRecognizer
from audio.signals.noise import mixed
from audio.yes_no.training.synthesis import ESPEAK_ACCENTS, Espeak, Joe
from grammar.meaning.training.sentences import FOLDER, HEARD, Sentence, read, split
from grammar.normalization import normalize

LIKE = 0.7
"""Least likeness (difflib's ratio) of what was heard to what was said: with less, nobody could
tell what was meant, and a label would only confuse."""
ESPEAK_VOICES = ("m1", "m3", "f2", "f4")
"""Those of espeak's variants that are understood best; people are understood better still."""
NATURAL = 0.7
"""Share of sentences that the natural voice says."""
BABBLE = 0.3
"""Share of sentences with another voice behind them."""
SNR = (5.0, 15.0)
"""dB of the sentence over that voice."""
MARGIN = 0.3
"""Seconds of silence before and after a sentence."""


class Voices:
    """The natural voice for most sentences, else one of espeak's."""

    def __init__(self, seed: int) -> None:
        self._espeak = Espeak()
        self._joe = Joe(self._espeak, seed)
        self._rng = np.random.default_rng(seed)

    def say(self, text: str) -> Frames:
        """Speak a sentence, some with a voice behind them, shape (n,)."""
        silence = np.zeros(int(MARGIN * SAMPLE_RATE), np.float32)
        clip = np.concatenate([silence, self._clean(text), silence])
        if self._rng.random() >= BABBLE:
            return clip
        other = self._by_espeak("and then she said that he would come on monday after all")
        return mixed(clip, other, float(self._rng.uniform(*SNR)), int(self._rng.integers(1000)))

    def _clean(self, text: str) -> Frames:
        if self._rng.random() < NATURAL:
            return self._joe.say(text, float(self._rng.uniform(0.8, 1.2)), 0.7)
        return self._by_espeak(text)

    def _by_espeak(self, text: str) -> Frames:
        voice = f"{self._rng.choice(ESPEAK_ACCENTS)}+{self._rng.choice(ESPEAK_VOICES)}"
        return self._espeak.say(text, voice, int(self._rng.integers(120, 190)), 50)


def chosen(seed: int, most: int) -> list[Sentence]:
    """Give sentences to speak, at random, at most so many of an intent; of cries twice as many."""
    training, _ = split(read(FOLDER))
    found, counts = [], Counter[str]()
    for place in np.random.default_rng(seed).permutation(len(training)):
        sentence = training[place]
        limit = most * 4 if sentence.intent == "distress" else most
        if counts[sentence.intent] < limit:
            counts[sentence.intent] += 1
            found.append(sentence)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Speak and write; give the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.speak_sentences")
    parser.add_argument("--out", type=Path, default=HEARD, metavar="FILE")
    parser.add_argument("--most", type=int, default=50, help="sentences of an intent")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    voices, ears = Voices(options.seed), MoonshineRecognizer(["yes", "no"])
    with options.out.open("w", encoding="utf-8") as file:
        file.write("intent\tvoice\tsentence\n")
        for sentence in chosen(options.seed, options.most):
            ears.accept(voices.say(sentence.text))
            heard = normalize(ears.finish().free)
            alike = SequenceMatcher(None, heard, sentence.text).ratio()
            if heard != sentence.text and alike >= LIKE:
                file.write(f"{sentence.intent}\t{sentence.voice}\t{heard}\n")
                file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
