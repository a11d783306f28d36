"""Finds what words mean, in four steps; the first that says something is used.

1. The whole words are a phrase of the grammar.
2. They are one without politeness and fillers, or in another wording (`grammar.wording`).
3. The intent network finds them like what people say for an intent.
4. One topic is named among other words.

The first two act as said. The others only propose what to ask about. Near a cry for help, staff are
offered. An answer is never found by likeness: only the first two steps find one.

Source: clinical-safety.md §2, rules 3, 6, 8 and 12.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

from grammar import politeness
from grammar.answer_words import answers_among, asks_about_question, whole_answer
from grammar.calm import without_calm
from grammar.cries import Cries, shortened, without_doctors
from grammar.grammar import Grammar
from grammar.intents import Intent
from grammar.likeness import (
    FEWEST,
    NEAR_CRY,
    NEAR_CRY_SHORT,
    NEAR_CRY_UNLIKELY,
    SURE,
    SURE_AMONG,
    least_likeness,
)
from grammar.no_cry import supposes, wonders
from grammar.normalization import normalize
from grammar.proposing import ANSWERS, proposals
from grammar.sound_alikes import TAKEN_FOR_ANSWERS, is_name
from grammar.talk import is_told_to_others
from grammar.wording import canonical, canonical_forms, each_once, in_one_word, without_fillers

_PARTED = re.compile(r"[.,;:!?]")
"""What parts the clauses of an utterance, as a recognizer writes it."""

_LANGUAGES = 4
"""Grammars whose forms are kept."""


class Network(Protocol):
    """Says how likely words mean each intent."""

    def weigh(self, text: str) -> Mapping[str, float]:
        """Give a probability for each intent it knows."""
        ...


@dataclass(frozen=True, slots=True)
class Understood:
    """What words mean.

    Attributes:
        intent: of the whole phrase, or of the phrase without politeness and fillers. It is done.
        mentions: intents of the phrases among other words; none beside an intent.
        proposals: at most two intents to ask about, best first; those of TOLD only by themselves.
        near_cry: the words are near a cry for help, or hold one among other words. Among too many
            (`grammar.cries.MOST_OTHER`) it is no mention.
        asks_about_question: they ask what the question means.
    """

    intent: str | None
    mentions: frozenset[str] = frozenset()
    proposals: tuple[str, ...] = ()
    near_cry: bool = False
    asks_about_question: bool = False


@dataclass(frozen=True, slots=True)
class _Forms:
    """The intents of a grammar's phrases by their canonical forms.

    Attributes:
        answers: phrases that answer a question.
        spelled: the other phrases.
        bare: the other phrases without fillers.
        joined: those in one number and without gaps.
        names: the bare ones that name a topic or section, and are no sentences.
        cries: those that are cries for help.
    """

    answers: Mapping[str, str]
    spelled: Mapping[str, str]
    bare: Mapping[str, str]
    joined: Mapping[str, str]
    names: Mapping[str, str]
    cries: Cries


@lru_cache(_LANGUAGES)
def _forms_of(grammar: Grammar) -> _Forms:
    """Find the forms once a grammar: it takes half a second."""
    found = list(grammar.phrases())
    forms = canonical_forms(phrase.text for phrase in found)
    phrases = [(form, phrase.intent) for form, phrase in zip(forms, found, strict=False)]
    others = [phrase for phrase in phrases if phrase[1] not in ANSWERS]
    bare = each_once(partial(map, without_fillers), (words for words, _ in others))
    intents = [intent for _, intent in others]
    named = _index(zip(bare, intents, strict=True))
    return _Forms(
        _index(phrase for phrase in phrases if phrase[1] in ANSWERS),
        _index(others),
        named,
        _index(zip(map(in_one_word, bare), intents, strict=True)),
        {words: intent for words, intent in named.items() if _is_named(intent) and is_name(words)},
        Cries(
            _index(
                (short, intent)
                for short, (words, intent) in zip(each_once(shortened, bare), others, strict=True)
                if " " in short or short == words
            )
        ),
    )


class Understanding:
    """Finds what words mean in one language."""

    def __init__(self, grammar: Grammar, network: Network | None = None) -> None:
        """Take what may be said.

        Args:
            grammar: the phrases.
            network: finds likeness; None: only phrases are understood.
        """
        self._grammar = grammar
        self._network = network

    def prepare(self) -> None:
        """Find the phrases' forms now, so that the first words need not wait for them."""
        _forms_of(self._grammar)

    @property
    def _forms(self) -> _Forms:
        return _forms_of(self._grammar)

    def read(self, text: str) -> Understood:
        """Give what `text` means."""
        words = normalize(text)
        if not words:
            return Understood(None)
        plain = canonical(words)
        asks = asks_about_question(plain)
        intent = self._grammar.meaning(words) or self._without_fillers(plain)
        if intent is not None:
            return Understood(intent, asks_about_question=asks)
        mentions = (self._grammar.mentions(without_doctors(words)) - ANSWERS) | answers_among(plain)
        calm = without_calm(plain)
        least = least_likeness(plain)
        cries = self._forms.cries
        clauses = _clauses(text)
        cry = cries.are_among(calm) if least == NEAR_CRY else cries.end(clauses, plain)
        mentions -= {Intent.DISTRESS}
        if cry and not cries.drown_in(calm):
            mentions |= {Intent.DISTRESS}
        weights = {} if self._network is None else self._network.weigh(words)
        likely = weights.get(Intent.DISTRESS, 0.0)
        if (likely >= SURE and cries.are_one_of(clauses)) or (
            likely >= SURE_AMONG and least == NEAR_CRY and cry and cries.stand_clear(calm)
        ):
            return Understood(Intent.DISTRESS, asks_about_question=asks)
        told = is_told_to_others(plain)
        if told:
            least = max(least, NEAR_CRY_UNLIKELY)
        elif len(plain.split()) < FEWEST:
            least = max(least, NEAR_CRY_SHORT)
        near_cry = cry or (likely >= least and (calm == plain or self._likeness(calm) >= least))
        return Understood(
            None,
            mentions,
            ()
            if near_cry or told
            else proposals(
                weights,
                mentions,
                bare := without_fillers(words),
                _asked_about(bare, without_fillers(plain)),
                self._forms.names,
                asks=wonders(plain) or supposes(plain),
            ),
            near_cry,
            asks,
        )

    def name_instead(self, answer: str) -> str | None:
        """Give the topic or section whose name was said, where nobody asked for an answer."""
        return self._grammar.meaning(TAKEN_FOR_ANSWERS.get(normalize(answer), ""))

    def _likeness(self, calm: str) -> float:
        """Give how like a cry for help canonical words with gaps are."""
        words = calm.replace("-", " ").split()
        if self._network is None or len(without_fillers(" ".join(words)).split()) < FEWEST:
            return 0.0
        return self._network.weigh(" ".join(words)).get(Intent.DISTRESS, 0.0)

    def _without_fillers(self, plain: str) -> str | None:
        """Step 2: give the intent of canonical words without politeness and fillers."""
        for form, intent in self._shorter(plain):
            if intent is not None and form:
                return intent
        return None

    def _shorter(self, plain: str) -> Iterator[tuple[str, str | None]]:
        """Give each shorter form with the intent it has, if it may have that one."""
        for form in politeness.bare_answers(plain, no=True):
            yield form, self._forms.answers.get(form)
        for form in politeness.bare_answers(plain, no=False):
            intent = self._forms.answers.get(form)
            yield form, None if intent == Intent.NO else intent
        yield plain, whole_answer(plain)
        for form in politeness.bare_ends(plain):
            yield form, self._forms.spelled.get(form)
        bare = without_fillers(plain)
        yield bare, self._forms.bare.get(bare) or self._said_over(bare)
        yield plain, Intent.DISTRESS if self._forms.cries.are(without_calm(plain)) else None
        for form in politeness.bare_requests(bare):
            intent = self._forms.bare.get(form)
            yield form, None if intent == Intent.DISTRESS else intent
        for form in politeness.bare_questions(bare):
            intent = self._forms.bare.get(form)
            yield form, intent if intent and _is_asked_for(intent) else None
        for form in (bare, *politeness.bare_questions(bare)):
            intent = self._forms.joined.get(in_one_word(form))
            yield form, intent if intent and _is_asked_for(intent) else None
        for form in politeness.bare_corrections(plain):
            intent = self._forms.spelled.get(form)
            yield form, intent if intent and _may_correct(intent) else None

    def _said_over(self, bare: str) -> str | None:
        """Give the one intent of phrases that make up the words: "stop stop talking"."""
        spoken = bare.split()
        reached: list[frozenset[str]] = [frozenset()]  # by words read: what they all may mean
        for end in range(1, len(spoken) + 1):
            meanings: set[str] = set()
            for start in range(end):
                intent = self._forms.bare.get(" ".join(spoken[start:end]))
                if intent is not None and (start == 0 or intent in reached[start]):
                    meanings.add(intent)
            reached.append(frozenset(meanings))
        found = reached[-1] - {Intent.DISTRESS}
        return min(found) if len(found) == 1 else None


def _asked_about(*forms: str) -> tuple[str, ...]:
    """Give what words ask about, each once, by all forms of them.

    The canonical form shows the asking better, and has other pronouns.
    """
    return tuple(dict.fromkeys(each for form in forms for each in politeness.bare_questions(form)))


def _clauses(text: str) -> list[str]:
    """Give what stands between commas, each in canonical words and without what is calm."""
    parts = filter(None, map(normalize, _PARTED.split(text)))
    return [without_calm(canonical(words)) for words in parts]


_TOO_SHORT = ("", "she")
"""Forms of which nothing is left: "please", "my mother"."""


def _index(phrases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the intent of each form that phrases have; a form with two meanings is left out."""
    found: dict[str, set[str]] = {}
    for words, intent in phrases:
        found.setdefault(words, set()).add(intent)
    return {
        words: min(intents)
        for words, intents in found.items()
        if words not in _TOO_SHORT and len(intents) == 1
    }


def _may_correct(intent: str) -> bool:
    """Whether "no" may stand before it: "no back pain" is no wish to hear of back pain."""
    return (
        _is_named(intent) and not intent.startswith("topic.symptoms.")
    ) or intent == Intent.QUESTIONS


def _is_asked_for(intent: str) -> bool:
    return _is_named(intent) or intent in (Intent.QUESTIONS, Intent.OUT_OF_SCOPE)


def _is_named(intent: str) -> bool:
    return intent.startswith(("topic.", "section."))
