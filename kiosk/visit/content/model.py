"""The content as the rest of the kiosk sees it: frozen, checked, the clinic's values filled in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict

from kiosk.visit.content.tier import Tier

Section: TypeAlias = Literal["symptoms", "causes", "treatments", "about"]
"""The three sections a visitor can choose, and "about" for the overview and the clinic."""

SECTIONS: tuple[Section, ...] = ("symptoms", "causes", "treatments")
"""Sections that have an intro, topics and a closing, in the order they are offered."""


Need: TypeAlias = Literal[
    "voice", "words", "keys", "touch", "switch", "headphones", "jack", "staff", "page"
]
"""What has to work for a sentence to be true: `voice` yes and no are heard; `words` names and
commands are heard too; `keys` there are keys; `touch` there is a touch screen with buttons;
`switch` one switch takes what is offered; `headphones` they are plugged in; `jack` they can be;
`staff` a channel works that confirms a call; `page` a screen shows letters and colors that can be
changed."""

NEEDS: tuple[Need, ...] = get_args(Need)

PLAIN: frozenset[Need] = frozenset({"voice", "words", "keys"})
"""Needs that a kiosk meets with a microphone and a keypad, and nothing else."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say a sentence of a prompt, and what has to work for it."""

    text: str
    needs: frozenset[str] = frozenset()


Line: TypeAlias = tuple[Variant, ...]
"""A sentence of a prompt: the first variant whose needs all work is said; else nothing."""


class Reviewed(BaseModel):
    """Who vouches for a text, since when and until when, and what it rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviewer: str
    reviewed: date
    review_due: date
    sources: tuple[str, ...]


class Topic(Reviewed):
    """One thing the kiosk can read aloud.

    Attributes:
        id: such as "symptoms.back_pain".
        section: the section it belongs to.
        name: short spoken name, as in "Do you want to hear about {name}?".
        heading: its title in the source, by which it can be called too.
        plain: sentences of the version that is read first.
        fuller: sentences of "tell me more", nearer the source.
        source: the sentences of the source text that it gets across, word for word.
        urgent: the last sentence of both versions sends to staff now: nothing may follow it.
    """

    id: str
    section: Section
    name: str
    heading: str
    plain: tuple[str, ...]
    fuller: tuple[str, ...]
    source: tuple[str, ...]
    urgent: bool

    @property
    def is_frame(self) -> bool:
        """Whether it opens or closes its section."""
        return self.id.endswith((".intro", ".closing"))


class Question(Reviewed):
    """One red-flag question; a yes always means concern.

    Attributes:
        id: such as "E1".
        tier: how soon staff must hear of a yes.
        text: the question, one sentence.
        asked: False for a question kept in reserve.
    """

    id: str
    tier: Tier
    text: str
    asked: bool


class GlossaryTerm(BaseModel):
    """A medical term that may be spoken.

    Attributes:
        term: the term in lower case; its plural in "s" counts as the same term.
        plain: plain phrases, one of which is said before the term in each passage.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: str
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that may be spoken in one language.

    Attributes:
        language: such as "en".
        topics: by id, in the order of the file.
        questions: those that are asked, in the order they are asked.
        reserve: questions that are written but not asked.
        lines: the prompts by id; each holds its wordings (first attempt, second, ...), each of
            sentences with their variants.
        labels: names of the choices that are no topics, by intent, and the screen's titles, by
            "title." and the state.
        pronunciations: how the voice must be given a word; captions keep the word.
        ipa: what the voice must make of each word of the lexicon (espeak-ng, voice en-us).
        glossary: the medical terms that may occur.
        reviewer: of every text that does not name its own.
        reviewed: the day of the last review of any text.
        review_due: the day the first of the reviews lapses.
        digest: SHA-256 (hex) over every spoken string before the clinic's values are filled in, the
            questions' tiers, the pronunciations, and the grammar's files.
        seal: the digest of what was reviewed, as review.yaml keeps it.
    """

    language: str
    topics: Mapping[str, Topic]
    questions: tuple[Question, ...]
    reserve: tuple[Question, ...]
    lines: Mapping[str, tuple[tuple[Line, ...], ...]]
    labels: Mapping[str, str]
    pronunciations: Mapping[str, str]
    ipa: Mapping[str, str]
    glossary: tuple[GlossaryTerm, ...]
    reviewer: str
    reviewed: date
    review_due: date
    digest: str
    seal: str

    def wordings(self, working: Collection[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Give each prompt's wordings as they are said while these needs are met."""
        return {key: self.said(key, working) for key in self.lines}

    def said(self, prompt_id: str, working: Collection[str]) -> tuple[tuple[str, ...], ...]:
        """Give one prompt's wordings as they are said while these needs are met."""
        return tuple(
            tuple(
                fitting[0].text
                for line in wording
                if (fitting := [each for each in line if each.needs.issubset(working)])
            )
            for wording in self.lines[prompt_id]
        )

    def prompt_sentences(self) -> Iterator[str]:
        """Give every sentence of the prompts, each of its variants."""
        for wordings in self.lines.values():
            yield from (each.text for wording in wordings for line in wording for each in line)

    @property
    def prompts(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Each prompt's wordings as they are said where speech is understood and keys are there."""
        return self.wordings(PLAIN)

    def section(self, name: str) -> tuple[Topic, ...]:
        """Give a section's topics in order, without its intro and closing."""
        return tuple(t for t in self.topics.values() if t.section == name and not t.is_frame)

    def topic(self, topic_id: str) -> Topic:
        """Give a topic by its id; raises KeyError for an unknown id."""
        return self.topics[topic_id]
