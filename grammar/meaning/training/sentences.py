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
HEARD = Path(__file__).parents[1] / "heard.tsv"
"""What a recognizer made of some of them when they were spoken: the columns intent, voice and
sentence; `python -m tests.speak_sentences` writes it."""
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
    found = [
        Sentence(text, file.stem, voice)
        for file in sorted(folder.glob("*.tsv"))
        for voice, text in _rows(file, ["voice", "sentence"])
    ]
    if not found:
        raise GrammarError(f"{folder}: no sentences are there.")
    return found


def read_heard(file: Path = HEARD) -> list[Sentence]:
    """Read what a recognizer made of sentences; a voice is that of the sentence's writer.

    Raises:
        GrammarError: the file is missing or of another shape; one line with file and line.
    """
    rows = _rows(file, ["intent", "voice", "sentence"])
    return [Sentence(text, intent, voice) for intent, voice, text in rows]


def _rows(file: Path, columns: list[str]) -> list[list[str]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GrammarError(f"{file}: cannot be read: {error}: restore it.") from None
    rows = list(csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns) or not all(row) or normalize(row[-1]) != row[-1]:
            raise GrammarError(
                f"{file}:{number}: expected {', '.join(columns)}, with tabs between them and the "
                "sentence in plain lower case."
            )
    if rows[:1] != [columns]:
        raise GrammarError(f"{file}:1: expected the columns {', '.join(columns)}.")
    return rows[1:]


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
