"""What is known of one visitor. The next visit begins with a new `Visit`: nothing is kept."""

from dataclasses import dataclass, field
from math import inf
from typing import Literal

from kiosk.visit.dialogue.bounce import Bounce
from kiosk.visit.dialogue.menus import Menu
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from kiosk.visit.dialogue.scan import Scan
from kiosk.visit.dialogue.speech import Sentences, Speech
from kiosk.visit.dialogue.table import ANSWERING, MENUS, State

Reason = Literal["unanswered", "help", "not_understood"]
"""Why staff are told quietly."""

FAILURES_BEFORE_KEYS = 3
"""Prompts without an understood answer before the last rungs: staff, or the end of the visit."""


@dataclass(slots=True)
class Visit:
    """One visit, from waking to goodbye.

    Attributes:
        pace: how fast, how loud and how patiently the kiosk speaks.
        one_at_a_time: menus are offered one choice at a time, answered by yes and no.
        scanning: one switch takes what is offered.
        offers_explained: it was said how choices are offered one at a time.
        menu: choices of the state that offers any.
        section: section that "back" leads to, or "".
        topic_id: topic that is or was read.
        fuller: its longer text is or was read.
        proposal: intent that is asked back.
        questions: the red-flag questions and their answers, once they have begun.
        asked_again: the current question is asked for the second time.
        askings: how often something that fetches staff was asked.
        failures: prompts in a row without an understood answer.
        staff_told: reasons for which staff were called quietly.
        leaving: goodbye follows the outcome.
        timed_out: the visit ends because nobody was there.
        origin: state that the aside came over.
        interrupted: what was being said there.
        resuming: the state is entered again after an aside.
        wants_help: help was asked for, and the visitor has not gone on since.
        help_page: page of the help that was said.
        acknowledged: an alert channel has confirmed the emergency.
        called_at: when staff were called, in the clock's seconds.
        emergency_said_at: when the emergency text began last.
        announcement: what is said before the next state's own text.
        refusal_said: it was said why the questions may not be asked.
        speech: what is or was said last.
        scan: the list that is being offered to one switch.
        left: the list that was offered until the last key or words.
        muted: what is said is captions alone: nobody has chosen yet who may hear it.
        bounce: judges keys that repeat too soon.
    """

    pace: Pace
    one_at_a_time: bool
    scanning: bool
    offers_explained: bool = False
    menu: Menu = field(default_factory=lambda: Menu(()))
    section: str = ""
    topic_id: str = ""
    fuller: bool = False
    proposal: str = ""
    questions: QuestionSet | None = None
    asked_again: bool = False
    askings: int = 0
    failures: int = 0
    staff_told: set[Reason] = field(default_factory=set)
    leaving: bool = False
    timed_out: bool = False
    origin: State = State.MAIN_MENU
    interrupted: Speech | None = None
    resuming: bool = False
    wants_help: bool = False
    help_page: int = 0
    acknowledged: bool = False
    called_at: float = -inf
    emergency_said_at: float = 0.0
    announcement: Sentences = ()
    refusal_said: bool = False
    speech: Speech | None = None
    scan: Scan | None = None
    left: Scan | None = None
    muted: bool = False
    bounce: Bounce = field(default_factory=Bounce)

    @property
    def question_set(self) -> QuestionSet:
        """The questions, in a state that is only reached once they have begun."""
        assert self.questions is not None
        return self.questions

    def announced(self) -> Sentences:
        """Give once what has to be said before the state's own text."""
        said, self.announcement = self.announcement, ()
        return said

    def understood(self) -> None:
        """What goes wrong from here on is new, and staff are told of it anew."""
        self.failures = 0
        self.staff_told.discard("not_understood")

    def asks_yes_or_no(self, state: State) -> bool:
        """Whether what is said in a state can be answered by yes or no."""
        return state in ANSWERING or (state in MENUS and self.one_at_a_time)
