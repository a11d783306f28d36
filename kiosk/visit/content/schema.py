"""The fields of each content file."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel, Strict, StringConstraints

from kiosk.visit.content.model import NEEDS, GlossaryTerm
from kiosk.visit.content.tier import Tier

Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+( \S+)*$")]
"""Text on one line, single spaces between words."""

Spoken = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*[.?!]$")]
"""One or more whole sentences on one line, the last with its mark."""

TopicId = Annotated[
    str,
    StringConstraints(pattern=r"^((symptoms|causes|treatments)\.[a-z_]+|overview|clinic)$"),
]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]*$")]
PromptId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
LabelId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$")]
Day = Annotated[date, Strict()]
Sources = Annotated[tuple[Line, ...], Field(min_length=1)]
Sentences = Annotated[tuple[Spoken, ...], Field(min_length=1)]

ELSE = "else"
"""The need of a variant that can always be said."""

_NEED = "|".join(NEEDS)
Needs = Annotated[str, StringConstraints(pattern=rf"^({ELSE}|({_NEED})(\+({_NEED}))*)$")]
"""What has to work for a variant to be said, joined by a plus."""

Variants = Annotated[dict[Needs, Spoken], Field(min_length=1)]
Wording = Annotated[tuple[Spoken | Variants, ...], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReviewFile(_Entry):
    """review.yaml: who vouches for every text of the folder that does not name its own reviewer."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    reviewer: Line
    reviewed: Day
    review_due: Day
    seal: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ReviewedEntry(_Entry):
    """An entry that may name its own sources and review in place of its file's or folder's."""

    sources: Sources | None = None
    reviewer: Line | None = None
    reviewed: Day | None = None
    review_due: Day | None = None


class TopicEntry(ReviewedEntry):
    """One topic of topics.yaml."""

    id: TopicId
    name: Line
    heading: Line
    plain: Sentences
    fuller: Sentences
    source: Annotated[tuple[Line, ...], Field(min_length=1)]
    urgent: Annotated[bool, Strict()] = False


class TopicsFile(_Entry):
    """topics.yaml."""

    sources: Sources
    topics: Annotated[tuple[TopicEntry, ...], Field(min_length=1)]


class QuestionEntry(ReviewedEntry):
    """One question of questions.yaml."""

    id: QuestionId
    tier: Tier
    text: Annotated[str, StringConstraints(pattern=r"^[^\s.?!]+( [^\s.?!]+)*\?$")]
    asked: Annotated[bool, Strict()] = True


class QuestionsFile(_Entry):
    """questions.yaml."""

    sources: Sources
    questions: Annotated[tuple[QuestionEntry, ...], Field(min_length=1)]


class PromptsFile(RootModel[dict[PromptId, tuple[Wording, ...]]]):
    """prompts.yaml: each prompt's wordings, each a list of sentences.

    A sentence that is not true everywhere is a mapping: what has to work, and what is said then.
    """

    root: Annotated[
        dict[PromptId, Annotated[tuple[Wording, ...], Field(min_length=1)]], Field(min_length=1)
    ]


class LabelsFile(RootModel[dict[LabelId, Line]]):
    """labels.yaml: spoken names of the choices that are no topics."""


class PronunciationEntry(_Entry):
    """One word of pronunciation.yaml.

    Attributes:
        word: the word or phrase as it is written.
        say: the spelling the voice is given in its place; None where it says `word` rightly.
        ipa: what the voice must make of it (espeak-ng, voice en-us).
    """

    word: Line
    say: Line | None = None
    ipa: Line


class PronunciationFile(_Entry):
    """pronunciation.yaml.

    Attributes:
        words: how medical terms are said.
        pauses: phrases with a comma that the wording does not have, where the voice must pause.
    """

    words: tuple[PronunciationEntry, ...]
    pauses: tuple[Annotated[Line, StringConstraints(pattern=r"^[^,]+(, [^,]+)+$")], ...] = ()


class GlossaryEntry(GlossaryTerm):
    """One term of glossary.yaml."""

    term: Annotated[str, StringConstraints(pattern=r"^[a-z]+([ -][a-z]+)*$")]
    plain: Annotated[tuple[Line, ...], Field(min_length=1)]


class GlossaryFile(_Entry):
    """glossary.yaml."""

    terms: tuple[GlossaryEntry, ...]
