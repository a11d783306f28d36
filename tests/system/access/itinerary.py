"""Visits as they are meant, whatever they are made with: what to choose, what to answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grammar.intents import Intent
from kiosk.visit.content.model import SECTIONS, Content
from kiosk.visit.dialogue.actions import Action, AlertStaff, Show
from kiosk.visit.dialogue.events import Event
from kiosk.visit.dialogue.machine import Dialogue


@dataclass(frozen=True, slots=True)
class Choose:
    """Take a choice of the open menu; `name` is how a menu calls it."""

    intent: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer what is asked."""

    intent: Intent


Step = Choose | Answer


def every_topic(content: Content) -> Iterator[Step]:
    """Hear each topic of each section, on from one to the next, then all of it, then the rest."""
    other = Choose(Intent.SOMETHING_ELSE, content.labels["something_else"])
    menu = Choose(Intent.MAIN_MENU, content.labels["main_menu"])
    for section in SECTIONS:
        yield Choose(f"section.{section}", content.labels[f"section.{section}"])
        first, *others = content.section(section)
        yield Choose(f"topic.{first.id}", first.name)
        yield from (Choose(Intent.CONTINUE, topic.name) for topic in others)
        yield other
        closing = content.topic(f"{section}.closing")
        yield Choose(f"topic.{closing.id}", closing.name)
        yield other
        yield Choose(Intent.READ_ALL, content.labels["read_all"])
        yield menu
    for name in ("overview", "clinic"):
        yield Choose(f"topic.{name}", content.topic(name).name)
        yield menu


def questions(content: Content, answers: Sequence[Intent]) -> Iterator[Step]:
    """Answer the health questions from the main menu on, as far as `answers` go."""
    yield Choose(Intent.QUESTIONS, content.labels["questions"])
    yield from map(Answer, answers)


@dataclass
class Account:
    """What was said of the content and answered, and whom the kiosk fetched.

    Attributes:
        said: sentences of topics, questions, outcomes and the emergency, in order.
        answers: kinds of the answers by question.
        alerts: urgencies.
    """

    content: Content
    dialogue: Dialogue
    said: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    alerts: list[str] = field(default_factory=list)
    last: str = ""
    last_at: float = 0.0
    shown: Show | None = None

    def __post_init__(self) -> None:
        """Know which sentences are the same for everybody."""
        self._told = {s for t in self.content.topics.values() for s in (*t.plain, *t.fuller)}
        self._told |= {question.text for question in self.content.questions}
        self._told |= {*self.content.prompts["read_back"][0]}
        for name, wordings in self.content.prompts.items():
            if name.startswith(("outcome_", "emergency_")):
                self._told |= {s for wording in wordings for s in wording}

    def on_event(self, now: float, event: Event) -> None:
        """Keep nothing of what comes in: that is what differs."""

    def on_action(self, now: float, action: Action) -> None:
        """Keep the answers as they stand, alerts, and the screen."""
        if self.dialogue.questions is not None:
            given = self.dialogue.questions.answers.items()
            self.answers.update({name: type(answer).__name__ for name, answer in given})
        if isinstance(action, AlertStaff):
            self.alerts.append(action.urgency)
        if isinstance(action, Show):
            self.shown = action

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep what belongs to the content."""
        self.last, self.last_at = text, now
        if text in self._told:
            self.said.append(text)
