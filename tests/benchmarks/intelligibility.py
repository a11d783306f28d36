"""How well the kiosk's own sentences are understood: `python -m tests.benchmarks.intelligibility`.

Each reviewed sentence is spoken by both voices, at each pace, in quiet, and read by Moonshine,
which is not told what to expect. Prints the share of words that it misread (word error rate) for
each voice, the sentences that were misread most, and each question in which the natural voice was
misread. `--every 12 --rates 150` takes minutes; all of it takes hours on one core.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine.files import read_files
from audio.moonshine.free import read_freely
from audio.moonshine.network import Network
from audio.moonshine.pieces import Pieces
from audio.voices.natural import NaturalVoice
from audio.voices.plain import Pyttsx3Voice
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.pace import RATES
from kiosk.visit.speech.synthesis import Pronunciations
from tests.shipped import CONTENT

PATIENT = 120.0
"""Seconds for a text on a machine that does much else meanwhile."""

TRIES = 4
"""Voices that may give up on a text before another is the last."""

MARGIN = np.zeros(round(0.3 * SAMPLE_RATE), np.float32)
"""Silence before and after a sentence."""

PIECES_A_SECOND = 8.0
"""Pieces of words that are read from a second at most: more than the fastest pace has."""

ALIKE = {
    # numbers, as they are spelled
    "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six",
    "7": "seven", "8": "eight", "9": "nine", "911": "nine one one", "1st": "first",
    "2nd": "second", "3rd": "third",
    # words that sound the same
    "p": "pee", "to": "two", "too": "two", "for": "four", "won": "one", "hear": "here",
    "their": "there", "they're": "there", "your": "you're", "its": "it's",
    "red": "read", "weak": "week", "way": "weigh", "by": "buy", "cord": "chord", "meat": "meet",
    "right": "write", "wait": "weight", "waste": "waist", "would": "wood", "or": "oar",
    "patience": "patients",
    "so": "sew", "some": "sum", "whole": "hole", "aid": "aide",
    # one word or two, and other spellings
    "cannot": "can not", "can't": "can not", "i'm": "i am", "you're": "you are",
    "it's": "it is", "that's": "that is", "i'll": "i will", "you'll": "you will",
    "don't": "do not", "isn't": "is not", "okay": "ok", "tumour": "tumor", "tumours": "tumors",
    "centre": "center",
    "counsellors": "counselors", "programme": "program", "healthcare": "health care",
    "lifelong": "life long", "anyone": "any one", "someone": "some one", "everyday": "every day",
    "goodbye": "good bye", "pea": "pee", "today": "two day",
    "onto": "on two", "gastrointestinal": "gastro intestinal",
    "sell": "cell", "sells": "cells", "noninvasive": "non invasive", "know": "no",
    "backbone": "back bone", "loudspeaker": "loud speaker", "earphones": "ear phones",
    "keypad": "key pad", "nonstop": "non stop", "backache": "back ache",
}  # fmt: skip
"""Spellings that count as the same, for a listener hears no difference."""

UNKNOWN = ("metastatic", "metastasis", "metastases", "metastasize", "incontinence")
"""Words that the recognizer has no spelling for, whoever says them: they count as read rightly
where anything was read in their place."""

WORST = 20
"""Sentences that are listed."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands: "prompt", "question" or "topic", and the id."""

    kind: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one sentence at one pace."""

    sentence: Sentence
    rate: int
    read: str
    errors: int
    words: int


def sentences(content: Content) -> Iterator[Sentence]:
    """Give every reviewed sentence once; a blank is filled with a topic's name."""
    filled = {"section": "symptoms", "count": "two"}
    names = [topic.name for topic in content.topics.values()]
    filled |= {"name": names[0], "choice_1": names[1], "choice_2": names[2], "choice_3": names[3]}
    every = [
        *(("question", each.id, each.text) for each in (*content.questions, *content.reserve)),
        *(
            ("topic", topic.id, text)
            for topic in content.topics.values()
            for text in (*topic.plain, *topic.fuller)
        ),
        *(
            ("prompt", name, each.text.format_map(filled))
            for name, wordings in content.lines.items()
            for wording in wordings
            for line in wording
            for each in line
        ),
    ]
    seen: set[str] = set()
    for kind, place, text in every:
        if text not in seen:
            seen.add(text)
            yield Sentence(kind, place, text)


def words_of(text: str) -> list[str]:
    """Give the words of a text as they count: lower case, spelled in one way."""
    text = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"[^a-z0-9' ]+", " ", text)
    # Each word once, and what that gave once more: "you're" is "you are", and "your" sounds alike.
    for _ in range(2):
        text = " ".join(ALIKE.get(word, word) for word in text.split())
    return text.replace("'s ", "s ").split()


def misread(said: Sequence[str], read: Sequence[str]) -> int:
    """Count the words to change, add or leave out to turn one text into the other.

    A word that the recognizer does not know is never wrong in its place.
    """
    above = list(range(len(read) + 1))
    for row, word in enumerate(said, start=1):
        here = [row]
        for column, other in enumerate(read, start=1):
            same = word == other or word in UNKNOWN
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (not same)))
        above = here
    return above[-1]


class FreeReader:
    """Moonshine, reading whatever was said."""

    def __init__(self) -> None:
        files = read_files()
        self._network, self._pieces = Network(files), Pieces(files.tokenizer)

    def read(self, speech: Frames) -> str:
        """Give the words of a clip."""
        clip = np.concatenate([MARGIN, speech, MARGIN])
        most = round(PIECES_A_SECOND * len(clip) / SAMPLE_RATE)
        reading = read_freely(self._network, self._network.hear(clip), most)
        return self._pieces.text(reading.pieces)


class PatientVoice:
    """A voice that is made anew when its process gave up: a machine may do much else meanwhile."""

    def __init__(self, make: Callable[[], Pyttsx3Voice | NaturalVoice]) -> None:
        self._make = make
        self._voice = make()

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give a text's sound."""
        for _ in range(TRIES):
            with suppress(VoiceError):
                return self._voice.speak(text, words_per_minute)
            self.close()
            self._voice = self._make()
        return self._voice.speak(text, words_per_minute)

    def close(self) -> None:
        """End its process."""
        self._voice.close()


def read_all(
    voice: PatientVoice, reader: FreeReader, said: Sequence[Sentence], rates: Sequence[int]
) -> Iterator[Reading]:
    """Give what is read of each sentence at each pace; tell on stderr what is misread."""
    respelled = Pronunciations(CONTENT.pronunciations)
    for rate, each in product(rates, said):
        read = reader.read(voice.speak(respelled.apply(each.text), rate))
        words = words_of(each.text)
        reading = Reading(each, rate, read, misread(words, words_of(read)), len(words))
        if reading.errors:
            told = f"{rate} {each.place} {reading.errors}: {each.text} | {read}"
            print(told, file=sys.stderr, flush=True)  # noqa: T201 - its progress
        yield reading


def _wer(readings: Sequence[Reading]) -> float:
    return round(sum(r.errors for r in readings) / max(sum(r.words for r in readings), 1), 4)


def _summary(readings: Sequence[Reading]) -> dict[str, object]:
    by_rate, by_kind = defaultdict(list), defaultdict(list)
    for each in readings:
        by_rate[str(each.rate)].append(each)
        by_kind[each.sentence.kind].append(each)
    return {
        "wer": _wer(readings),
        "sentences": len({each.sentence for each in readings}),
        "words": sum(each.words for each in readings),
        "misread": sum(each.errors for each in readings),
        "by_rate": {rate: _wer(each) for rate, each in by_rate.items()},
        "by_kind": {kind: _wer(each) for kind, each in by_kind.items()},
    }


def _told(name: str, reading: Reading) -> dict[str, object]:
    return {
        "voice": name,
        "place": reading.sentence.place,
        "rate": reading.rate,
        "said": reading.sentence.text,
        "read": reading.read,
        "misread": reading.errors,
    }


def _swaps(readings: Sequence[Reading]) -> dict[str, int]:
    """Count the words that were said and not read, over all sentences."""
    lost: Counter[str] = Counter()
    for each in readings:
        lost += Counter(words_of(each.sentence.text)) - Counter(words_of(each.read))
    return dict(lost.most_common(WORST))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each n-th sentence")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first of them")
    parser.add_argument("--kind", choices=("question", "topic", "prompt"))
    parser.add_argument("--rates", type=int, nargs="+", default=list(RATES))
    parser.add_argument("--voices", nargs="+", choices=("plain", "natural"))
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    said = [*sentences(CONTENT)]
    said = [each for each in said if options.kind in (None, each.kind)]
    said = said[options.first :: options.every]
    reader = FreeReader()
    make: dict[str, Callable[[], Pyttsx3Voice | NaturalVoice]] = {
        "plain": partial(Pyttsx3Voice, timeout=PATIENT),
        "natural": partial(NaturalVoice, PATIENT, lambda: 0.0),
    }
    told: dict[str, object] = {}
    worst: list[tuple[str, Reading]] = []
    for name in options.voices or make:
        with closing(PatientVoice(make[name])) as voice:
            readings = [*read_all(voice, reader, said, options.rates)]
        told[name] = _summary(readings) | {"words_lost": _swaps(readings)}
        worst += [(name, each) for each in readings if each.errors]
    worst.sort(key=lambda pair: (-pair[1].errors / pair[1].words, pair[1].sentence.text))
    for name in options.voices or make:
        told[f"worst_{name}"] = [_told(n, each) for n, each in worst if n == name][:WORST]
    told["worst"] = [_told(*pair) for pair in worst[:WORST]]
    told["questions"] = [
        _told(name, each)
        for name, each in worst
        if name == "natural" and each.sentence.kind == "question"
    ]
    told["unknown"] = list(UNKNOWN)
    print(json.dumps(told) if options.json else json.dumps(told, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
