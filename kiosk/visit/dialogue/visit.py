"""What is known about one visitor. Each visit begins with a new `Visit`: nothing is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from kiosk.visit.dialogue.bounce import Bounce
from kiosk.visit.dialogue.look import Look
from kiosk.visit.dialogue.menus import Menu
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.dialogue.red_flags.heard import TimeHeard
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from kiosk.visit.dialogue.speech import Scan, Sentences, Speech
from kiosk.visit.dialogue.table import ANSWERING, MENUS, State

Reason = Literal["unanswered", "help", "near_cry", "not_understood"]
"""The reasons for which staff are told quietly."""

FAILURES_BEFORE_KEYS = 3
"""Prompts without an understood answer before the last steps: staff, or the end of the visit."""


MISUNDERSTOOD_BEFORE_SILENCE = 5
"""Utterances in a row without a meaning after which the kiosk calls quietly and says no more."""


@dataclass(slots=True)
class Visit:
    """One visit, from waking to goodbye."""

    pace: Pace
    one_at_a_time: bool  # menus are offered one choice at a time, answered by yes and no
    scanning: bool  # one switch takes the offered choice
    look: Look = field(default_factory=Look)
    shows_preferences: bool = False  # the page shows what can be changed
    explained_by: set[str] = field(default_factory=set)  # prompts that explain, once a visit
    by_hand: bool = False  # the last thing that came from the visitor was a key or a touch
    asked_what: bool = False  # the greeting has just asked what the visitor would like
    introduced: bool = False  # the visitor was told that this is a machine
    disclaimed: bool = False  # the full disclaimer was heard, after the first topic
    unwanted: set[str] = field(default_factory=set)  # intents that menus have offered in vain
    menu: Menu = field(default_factory=lambda: Menu((), ()))
    section: str = ""  # the section that "back" leads to
    topic_id: str = ""  # of the topic that is or was read
    fuller: bool = False  # the topic's longer text is or was read
    topics_heard: set[str] = field(default_factory=set)  # to their end
    text_read: Sentences = ()  # all that is read of the topic
    part_left_out: bool = False  # the visitor has gone on to a later sentence of it
    reading_all: bool = False  # the section's topics are read one after the other
    proposals: tuple[str, ...] = ()  # the one or two intents that the kiosk asks about
    refused: set[str] = field(default_factory=set)  # intents asked about in vain since a topic
    tentative: bool = False  # words that were only near a meaning woke the kiosk
    after_greeting: Callable[[], None] | None = None  # does what was asked for at rest
    offered_at: float = inf  # when the visitor could answer the offer of staff, at the latest
    confirming_no: bool = False  # "I heard no" was said about the offer of staff
    asked_out_of_scope: bool = False  # the kiosk had no facts about what was asked
    explained: int = 0  # how often the current question was explained
    said_again: int = 0  # how often the current question was asked again because words asked for it
    questions: QuestionSet | None = None  # with their answers, once they have begun
    asked_again: bool = False  # the current question is asked for the second time
    misheard: bool = False  # the visitor denied once that a no to the current question was meant
    heard: TimeHeard = field(default_factory=TimeHeard)  # the current question, so far
    askings: int = 0  # how many questions were asked of the kind that may fetch staff
    failures: int = 0  # prompts in a row that nothing followed
    misunderstood: int = 0  # utterances in a row that meant nothing where they were said
    repeats: int = 0  # wishes in a row to hear the same once more
    staff_told: set[Reason] = field(default_factory=set)
    leaving: bool = False  # goodbye follows the outcome
    timed_out: bool = False  # the visit ends because nobody answers
    origin: State = State.MAIN_MENU  # the state that the aside interrupted
    interrupted: Speech | None = None  # the speech that the aside interrupted
    resuming: bool = False  # `origin` is being entered again
    wants_help: bool = False  # the visitor asked for help and has not continued since
    help_page: int = 0
    acknowledged: bool = False  # an alert channel has confirmed the emergency
    called_at: float = -inf  # when staff were called, in the clock's seconds
    emergency_said_at: float = 0.0  # when the emergency text began last
    announcement: Sentences = ()  # said before the next state's own text
    refusal_said: bool = False  # the visitor was told why the questions may not be asked
    speech: Speech | None = None  # the current or last speech
    scan: Scan | None = None  # the list that is being offered to one switch
    left: Scan | None = None  # the list that was offered until the last key or words
    muted: bool = False  # captions only: the visitor has not yet agreed to speech aloud
    unplugged: bool = False  # the same once staff were offered, which must be heard
    bounce: Bounce = field(default_factory=Bounce)

    @property
    def question_set(self) -> QuestionSet:
        """The questions; only for states that are reached after they have begun."""
        assert self.questions is not None
        return self.questions

    def begin_question(self) -> None:
        """Forget what was asked again or explained: another question begins."""
        self.asked_again = self.misheard = False
        self.explained = self.said_again = 0

    def announced(self) -> Sentences:
        """Give, once, the announcement to say before the state's own text."""
        said, self.announcement = self.announcement, ()
        return said

    def understood(self) -> None:
        """Count failures from 0 again, and let staff be told of new ones."""
        self.failures = self.misunderstood = 0
        self.staff_told.discard("not_understood")

    @property
    def keeps_silent(self) -> bool:
        """Whether the kiosk says no more, since it understood nothing again and again."""
        return self.misunderstood >= MISUNDERSTOOD_BEFORE_SILENCE

    def asks_yes_or_no(self, state: State) -> bool:
        """Whether the prompt of a state can be answered by yes or no."""
        if self.chooses(state):
            return False
        return state in ANSWERING or (state in MENUS and self.one_at_a_time)

    def chooses(self, state: State) -> bool:
        """Whether a state asks which of two things was meant: numbers choose one of them."""
        return state == State.CONFIRM_CHOICE and len(self.proposals) > 1
