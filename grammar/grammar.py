"""The phrases that visitors may say and their meanings; only whole phrases match.

Templates are written in hassil's language, one file an idea in `grammar/<language>`, and expanded
once. If a phrase has two meanings the grammar does not load. Words that are not a whole phrase mean
nothing, so "no problem" is not "no".
"""

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from grammar.errors import GrammarError
from grammar.normalization import normalize
from grammar.phrase import Phrase
from grammar.template_files import read_templates

_SHIPPED = Path(__file__).parent

_KEPT = 4
"""Grammars that are kept: to expand one takes a quarter of a second."""


class Extent(NamedTuple):
    """How much of a phrase some words are.

    Attributes:
        is_phrase: they are a whole one.
        may_go_on: a longer one begins with them.
    """

    is_phrase: bool
    may_go_on: bool


class Grammar:
    """The phrases of one language."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """Take expanded phrases.

        Raises:
            GrammarError: one phrase has two meanings; both places are named.
        """
        self._phrases: dict[str, Phrase] = {}
        for phrase in phrases:
            first = self._phrases.setdefault(phrase.text, phrase)
            if first.intent != phrase.intent:
                raise GrammarError(
                    f"{phrase.file}:{phrase.line}: '{phrase.text}' means both '{first.intent}' "
                    f"({first.file}:{first.line}) and '{phrase.intent}': leave one of them out."
                )

    @classmethod
    def load(cls, language: str = "en", folder: Path | None = None) -> "Grammar":
        """Read and expand a language's templates; what was read is kept while its files stay as is.

        Args:
            language: name of the language's folder.
            folder: where the languages' folders are; None means the shipped ones.

        Raises:
            GrammarError: a file is broken or ambiguous; one line with file and line.
        """
        files = (folder or _SHIPPED) / language
        states = (file.stat() for file in sorted(files.glob("*.yaml")))
        return _read(files, tuple((each.st_mtime_ns, each.st_size) for each in states))

    def meaning(self, text: str) -> str | None:
        """Give the intent of the exact whole phrase, or None."""
        phrase = self._phrases.get(normalize(text))
        return phrase.intent if phrase else None

    def mentions(self, text: str) -> frozenset[str]:
        """Give the intents of the phrases that occur within the words; none for a whole phrase.

        A phrase within a longer one counts only as the longer: "not sure" does not mention "sure".
        """
        words = normalize(text)
        if not words or words in self._phrases:
            return frozenset()
        spoken = words.split()
        found: list[tuple[int, int, str]] = []
        for start in range(len(spoken)):
            for end in range(len(spoken), start, -1):
                phrase = self._phrases.get(" ".join(spoken[start:end]))
                if phrase is not None:
                    if not any(first <= start and end <= last for first, last, _ in found):
                        found.append((start, end, phrase.intent))
                    break
        return frozenset(intent for _, _, intent in found)

    def phrases(self) -> tuple[Phrase, ...]:
        """Everything that may be said, in the order of the files."""
        return tuple(self._phrases.values())

    def intents(self) -> frozenset[str]:
        """Every intent that some phrase has."""
        return frozenset(phrase.intent for phrase in self._phrases.values())

    def words(self) -> frozenset[str]:
        """Every word that some phrase has: a recognizer must know them all."""
        return frozenset(word for text in self._phrases for word in text.split())

    def extent(self, text: str, among: Collection[str] | None = None) -> Extent:
        """Say how much of a phrase the words are.

        Args:
            text: words so far.
            among: intents whose phrases count; None: all of them.
        """
        words = normalize(text)
        phrase = self._phrases.get(words)
        is_phrase = phrase is not None and (among is None or phrase.intent in among)
        extends = self._extended_by.get(words, frozenset())
        may_go_on = bool(extends if among is None else extends.intersection(among))
        return Extent(is_phrase, bool(words) and may_go_on)

    def spoken_forms(self, intent: str, most: int = 3) -> tuple[str, ...]:
        """Give the first phrases of an intent, best first, for prompts and help."""
        forms = [phrase.text for phrase in self._phrases.values() if phrase.intent == intent]
        return tuple(forms[:most])

    @cached_property
    def _extended_by(self) -> dict[str, frozenset[str]]:
        """By each beginning of a phrase, the intents of the phrases that go on from it."""
        beginnings: dict[str, set[str]] = {}
        for text, phrase in self._phrases.items():
            words = text.split()
            for count in range(1, len(words)):
                beginnings.setdefault(" ".join(words[:count]), set()).add(phrase.intent)
        return {words: frozenset(intents) for words, intents in beginnings.items()}


@lru_cache(_KEPT)
def _read(files: Path, _state: tuple[tuple[int, int], ...]) -> Grammar:
    return Grammar(read_templates(files))
