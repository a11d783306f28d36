"""Loads one language's content: checked, with the clinic's values filled in.

Files of a language's folder: review.yaml, topics.yaml, questions.yaml, prompts.yaml, labels.yaml,
pronunciation.yaml, glossary.yaml. Any mistake in one of them is a ContentError in one line: file,
line, field, and what is expected.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from grammar.template_files import fingerprints
from kiosk.errors import ContentError
from kiosk.visit.content.model import (
    SECTIONS,
    Content,
    Line,
    Question,
    Section,
    Topic,
    Variant,
)
from kiosk.visit.content.schema import (
    ELSE,
    GlossaryFile,
    LabelsFile,
    PromptsFile,
    PronunciationFile,
    QuestionsFile,
    ReviewedEntry,
    ReviewFile,
    TopicsFile,
)
from kiosk.visit.content.spoken_text import (
    COUNTED,
    RUNTIME_PLACEHOLDERS,
    VALUES,
    SpokenText,
    check_placeholders,
    checked_values,
    digest,
    fill,
    spelled_out,
)
from kiosk.visit.content.tier import Tier
from kiosk.visit.content.yaml_file import YamlFile

_TIER_ORDER = (Tier.EMERGENCY, Tier.CONTEXT, Tier.SAME_DAY, Tier.VISIT)


def load_content(
    language: str = "en", *, folder: Path | None = None, values: Mapping[str, str]
) -> Content:
    """Load and check the content of one language.

    Args:
        language: such as "en"; its files are in the folder of that name.
        folder: where the languages' folders are; None takes those that come with the kiosk.
        values: `clinic_name` and `emergency_number`, from the settings.

    Raises:
        ContentError: a file is missing, broken or breaks a rule, or a value cannot be spoken.
    """
    home = _home(language, folder)
    filled = checked_values(values)
    review_at = YamlFile(home / "review.yaml")
    review = review_at.parse(ReviewFile)
    if review.language != language:
        raise review_at.error(("language",), f"expected {language!r}, as the folder is named")
    if review.review_due < review.reviewed:
        raise review_at.error(("review_due",), "is before the day of the review")

    topics_at = YamlFile(home / "topics.yaml")
    topics = topics_at.parse(TopicsFile)
    _refuse_twice(topics_at, "topics", "id", [entry.id for entry in topics.topics])
    _check_sections(topics_at, [entry.id for entry in topics.topics])

    questions_at = YamlFile(home / "questions.yaml")
    questions = questions_at.parse(QuestionsFile)
    _refuse_twice(questions_at, "questions", "id", [entry.id for entry in questions.questions])
    _check_order(questions_at, questions)

    prompts_at = YamlFile(home / "prompts.yaml")
    prompts = prompts_at.parse(PromptsFile).root
    labels_at = YamlFile(home / "labels.yaml")
    labels = labels_at.parse(LabelsFile).root
    lexicon_at = YamlFile(home / "pronunciation.yaml")
    lexicon = lexicon_at.parse(PronunciationFile)
    _refuse_twice(lexicon_at, "words", "word", [entry.word.lower() for entry in lexicon.words])
    glossary_at = YamlFile(home / "glossary.yaml")
    glossary = glossary_at.parse(GlossaryFile)
    _refuse_twice(glossary_at, "terms", "term", [entry.term for entry in glossary.terms])

    texts = [
        *_topic_texts(topics_at, topics),
        *_question_texts(questions_at, questions),
        *_prompt_texts(prompts_at, prompts),
        *_label_texts(labels_at, labels),
    ]
    for text in texts:
        check_placeholders(text)

    def reviewed(entry: ReviewedEntry, sources: tuple[str, ...]) -> dict[str, Any]:
        return {
            "reviewer": entry.reviewer or review.reviewer,
            "reviewed": entry.reviewed or review.reviewed,
            "review_due": entry.review_due or review.review_due,
            "sources": entry.sources or sources,
        }

    loaded_topics = {
        entry.id: Topic(
            id=entry.id,
            section=_section(entry.id),
            name=entry.name,
            heading=entry.heading,
            plain=fill(entry.plain, filled),
            fuller=fill(entry.fuller, filled),
            source=entry.source,
            urgent=entry.urgent,
            **reviewed(entry, topics.sources),
        )
        for entry in topics.topics
    }
    loaded_questions = [
        Question(
            id=entry.id,
            tier=entry.tier,
            text=entry.text,
            asked=entry.asked,
            **reviewed(entry, questions.sources),
        )
        for entry in questions.questions
    ]
    reviewed_items = (*loaded_topics.values(), *loaded_questions)
    said = {entry.word: entry.say for entry in lexicon.words if entry.say is not None}
    said |= {phrase.replace(",", ""): phrase for phrase in lexicon.pauses}
    rated = [(entry.id, entry.tier.value, str(entry.asked)) for entry in questions.questions]
    urgent = [(entry.id, "urgent") for entry in topics.topics if entry.urgent]
    return Content(
        language=language,
        topics=MappingProxyType(loaded_topics),
        questions=tuple(q for q in loaded_questions if q.asked),
        reserve=tuple(q for q in loaded_questions if not q.asked),
        lines=MappingProxyType(
            {
                key: tuple(tuple(_line(each, filled) for each in wording) for wording in wordings)
                for key, wordings in prompts.items()
            }
        ),
        labels=MappingProxyType(dict(labels)),
        pronunciations=MappingProxyType({**said, **spelled_out(filled["emergency_number"])}),
        ipa=MappingProxyType({entry.word: entry.ipa for entry in lexicon.words}),
        glossary=tuple(glossary.terms),
        reviewer=review.reviewer,
        reviewed=max(review.reviewed, *(item.reviewed for item in reviewed_items)),
        review_due=min(review.review_due, *(item.review_due for item in reviewed_items)),
        digest=digest(texts, [*rated, *urgent, *said.items(), *fingerprints(language)]),
        seal=review.seal,
    )


def _home(language: str, folder: Path | None) -> Path:
    folder = Path(__file__).parent if folder is None else folder
    there = sorted(path.parent.name for path in folder.glob("*/review.yaml"))
    # Only a name that was listed is joined to the path: a language cannot lead out of the folder.
    if language not in there:
        offer = f"there is {', '.join(there)}" if there else "no language is there"
        raise ContentError(f"{folder}: no content for language {language!r}; {offer}")
    return folder / language


def _refuse_twice(file: YamlFile, items: str, key: str, names: Iterable[str]) -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in first:
            line = file.line((items, first[name], key))
            raise file.error(
                (items, index, key), f"{name!r} is already in line {line}; give each its own"
            )
        first[name] = index


def _section(topic_id: str) -> Section:
    return next((name for name in SECTIONS if topic_id.startswith(f"{name}.")), "about")


def _check_sections(file: YamlFile, ids: list[str]) -> None:
    for needed in ("overview", "clinic"):
        if needed not in ids:
            raise file.error(("topics",), f"topic {needed!r} is missing; add it")
    for section in SECTIONS:
        own = [name for name in ids if _section(name) == section]
        for name, place in ((f"{section}.intro", 0), (f"{section}.closing", -1)):
            if name not in own:
                raise file.error(("topics",), f"topic {name!r} is missing; add it")
            if own[place] != name:
                where = "first" if place == 0 else "last"
                raise file.error(
                    ("topics", ids.index(name), "id"), f"expected as the {where} of its section"
                )
        if len(own) < 3:
            raise file.error(("topics",), f"section {section!r} has no topic; add one")


def _check_order(file: YamlFile, questions: QuestionsFile) -> None:
    """Emergency questions come first, so that a yes is heard as early as it can be (rule 1)."""
    reached = 0
    for index, entry in enumerate(questions.questions):
        if not entry.asked:
            continue
        rank = _TIER_ORDER.index(entry.tier)
        if rank < reached:
            order = ", ".join(tier.value for tier in _TIER_ORDER)
            raise file.error(
                ("questions", index, "tier"),
                f"{entry.tier.value!r} comes after a less urgent one; expected order: {order}",
            )
        reached = rank
    if not any(entry.asked and entry.tier is Tier.EMERGENCY for entry in questions.questions):
        raise file.error(("questions",), "no emergency question is asked; add them")


def _topic_texts(file: YamlFile, topics: TopicsFile) -> Iterator[SpokenText]:
    for index, entry in enumerate(topics.topics):
        for field in ("name", "heading"):
            yield SpokenText(file, ("topics", index, field), getattr(entry, field), ())
        for field in ("plain", "fuller"):
            for n, text in enumerate(getattr(entry, field)):
                yield SpokenText(file, ("topics", index, field, n), text, VALUES)


def _question_texts(file: YamlFile, questions: QuestionsFile) -> Iterator[SpokenText]:
    for index, entry in enumerate(questions.questions):
        yield SpokenText(file, ("questions", index, "text"), entry.text, ())


def _line(sentence: str | Mapping[str, str], values: Mapping[str, str]) -> Line:
    variants = {ELSE: sentence} if isinstance(sentence, str) else sentence
    return tuple(
        Variant(fill((text,), values)[0], frozenset(needs.split("+")) - {ELSE})
        for needs, text in variants.items()
    )


def _label_texts(file: YamlFile, labels: Mapping[str, str]) -> Iterator[SpokenText]:
    for key, text in labels.items():
        yield SpokenText(file, (key,), text, COUNTED if key == "title.question" else ())


def _prompt_texts(
    file: YamlFile, prompts: Mapping[str, tuple[tuple[str | Mapping[str, str], ...], ...]]
) -> Iterator[SpokenText]:
    allowed = VALUES + RUNTIME_PLACEHOLDERS
    for key, wordings in prompts.items():
        for index, wording in enumerate(wordings):
            for n, sentence in enumerate(wording):
                if isinstance(sentence, str):
                    yield SpokenText(file, (key, index, n), sentence, allowed)
                else:
                    for needs, text in sentence.items():
                        yield SpokenText(file, (key, index, n, needs), text, allowed)
