"""Rules for everything that is said."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.visit.content.lint.passage import Finding, Rule, passages, without_terms
from kiosk.visit.content.model import Content
from kiosk.visit.content.readability import sentences, syllables, words

LONGEST_SENTENCE = 20
"""Words in a sentence (accessibility.md H2)."""

LONGEST_PASSAGE = 150
"""Words in a passage: 60 s at 150 words a minute (accessibility.md H4)."""

SHORTEST_UTTERANCE = 4
"""Words: a lone term is hard to catch (accessibility.md G3)."""

BANNED_IN_OUTCOMES = ("fine", "okay", "clear", "normal", "low risk", "nothing wrong")
"""Words that reassure (clinical-safety.md rule 10)."""

FIXED_WORDING = ("a clear answer",)
"""Wording of clinical-safety.md rule 7 that holds a banned word and reassures nobody."""

BANNED: Mapping[str, str] = MappingProxyType(
    {
        "you may have": "names a disease (clinical-safety.md rule 13)",
        "you might have": "names a disease (clinical-safety.md rule 13)",
        "cannot": "is heard as 'can'; write 'not able to' (clinical-safety.md section 3)",
        "can't": "is heard as 'can'; write 'not able to' (clinical-safety.md section 3)",
        "uses": "is mispronounced; reword (clinical-safety.md section 3)",
    }
)
"""What is never said, and why."""

_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b|\b(?:[A-Za-z]\.){2,}|\b(?:Dr|Mr|Mrs|Ms|St|etc|vs)\b|&")


def sentences_are_short(content: Content) -> Iterator[Finding]:
    """No sentence is longer than `LONGEST_SENTENCE` words."""
    for passage in passages(content):
        for sentence in sentences(passage.text):
            if len(words(sentence)) > LONGEST_SENTENCE:
                yield Finding(
                    passage.item,
                    f"{len(words(sentence))} words, at most {LONGEST_SENTENCE}: {sentence!r}",
                )


def passages_last_a_minute_at_most(content: Content) -> Iterator[Finding]:
    """No passage is longer than `LONGEST_PASSAGE` words."""
    for passage in passages(content):
        if len(words(passage.text)) > LONGEST_PASSAGE:
            yield Finding(passage.item, f"longer than {LONGEST_PASSAGE} words; split it")


def no_lone_terms(content: Content) -> Iterator[Finding]:
    """Nothing shorter than `SHORTEST_UTTERANCE` words is said alone."""
    for passage in passages(content):
        if len(words(passage.text)) < SHORTEST_UTTERANCE:
            yield Finding(passage.item, f"fewer than {SHORTEST_UTTERANCE} words: {passage.text!r}")


def no_digits_or_abbreviations(content: Content) -> Iterator[Finding]:
    """Voices read digits and abbreviations wrongly."""
    for passage in passages(content):
        for found in re.finditer(r"\d+", passage.text):
            yield Finding(passage.item, f"digits {found[0]!r}; write the number in words")
        for found in _ABBREVIATION.finditer(passage.text):
            yield Finding(passage.item, f"abbreviation {found[0]!r}; write it in full")


def no_banned_words(content: Content) -> Iterator[Finding]:
    """Nothing in `BANNED` is said anywhere, and nothing reassuring in an outcome."""
    for passage in passages(content):
        for phrase, why in BANNED.items():
            if _says(passage.text, phrase):
                yield Finding(passage.item, f"{phrase!r} {why}")
        if not passage.item.startswith("outcome_"):
            continue
        text = passage.text
        for fixed in FIXED_WORDING:
            text = text.replace(fixed, "")
        for phrase in BANNED_IN_OUTCOMES:
            if _says(text, phrase):
                yield Finding(passage.item, f"{phrase!r} reassures; an outcome must not")


def words_are_known(content: Content) -> Iterator[Finding]:
    """Every word is in the dictionary, so that its syllables count and misspellings show."""
    for passage in passages(content):
        text = without_terms(passage.text, content)
        for word in words(text):
            if syllables(word) is None and word.lower() not in content.ipa:
                yield Finding(passage.item, f"unknown word {word!r}; correct it or add it to ipa")


def _says(text: str, phrase: str) -> bool:
    return re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE) is not None


RULES: tuple[Rule, ...] = (
    sentences_are_short,
    passages_last_a_minute_at_most,
    no_lone_terms,
    no_digits_or_abbreviations,
    no_banned_words,
    words_are_known,
)
