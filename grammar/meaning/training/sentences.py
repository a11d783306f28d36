"""Reads the sentences that the network learns from, by intent and writer's voice."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grammar.errors import GrammarError
from grammar.grammar import Grammar
from grammar.normalization import normalize

FOLDER = Path(__file__).parents[1] / "sentences"
"""One file an intent, `<intent>.tsv`, with the columns voice and sentence."""
HELD_OUT = ("irish_grandad", "spanish_cook", "truck_driver", "worried_daughter")
"""Voices that are never trained on; the model card tells the errors on them. A voice rather than
lines: the kiosk meets people whom no writer has been."""
NONE = "none"
"""The label of what is not meant for the kiosk."""
PHRASES = "phrases"
"""The voice of the grammar's own phrases."""
MOST_PHRASES = 40
"""Phrases of an intent: templates give hundreds that hardly differ."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that somebody says.

    Attributes:
        text: normalized words.
        intent: what a sensible listener takes it for.
        voice: name of the writer's voice.
    """

    text: str
    intent: str
    voice: str


def read(folder: Path = FOLDER) -> list[Sentence]:
    """Read every sentence of a folder, in the order of intents.

    Raises:
        GrammarError: a file is missing or of another shape; one line with file and line.
    """
    found = []
    for file in sorted(folder.glob("*.tsv")):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise GrammarError(f"{file}: cannot be read: {error}: restore it.") from None
        for number, row in enumerate(csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE), 1):
            if len(row) != 2 or not all(row) or normalize(row[1]) != row[1]:
                raise GrammarError(
                    f"{file}:{number}: expected a voice, a tab and a sentence in plain lower case."
                )
            if number > 1:
                found.append(Sentence(row[1], file.stem, row[0]))
    if not found:
        raise GrammarError(f"{folder}: no sentences are there.")
    return found


def phrases(grammar: Grammar, intents: Collection[str]) -> list[Sentence]:
    """Give phrases of the grammar, evenly over the templates of each intent."""
    found = []
    for intent in sorted(intents):
        texts = [phrase.text for phrase in grammar.phrases() if phrase.intent == intent]
        step = max(len(texts) / MOST_PHRASES, 1.0)
        chosen = [texts[int(place * step)] for place in range(int(len(texts) / step))]
        found += [Sentence(text, intent, PHRASES) for text in chosen]
    return found


def split(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Give the sentences to train on and those of the held-out voices."""
    held_out = [sentence for sentence in sentences if sentence.voice in HELD_OUT]
    told = {sentence.text for sentence in held_out}
    training = [
        sentence
        for sentence in sentences
        if sentence.voice not in HELD_OUT and sentence.text not in told
    ]
    return training, held_out
