"""Asks about what a visitor only may have meant: one thing by yes or no, two by their numbers.

Nothing that is only likely is done without this question, and none of it is ever an answer to a
question or a cry for help. What was asked about in vain is not asked about again until a topic has
been read, so nobody is led in circles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grammar.intents import Intent
from grammar.proposing import TOLD
from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.look import LOOK
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.pace import PACE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import OUTCOMES, PROPOSED_IN, State

MOST = 2
"""Things asked about at a time."""

MOST_GUESSES = 2
"""Utterances in a row that were not what was asked about, until the next counts as not
understood."""

_COMMANDS = frozenset(
    {
        *(Intent.REPEAT, Intent.PREFERENCES, *PACE, *LOOK),
        *(Intent.PAUSE, Intent.CONTINUE, Intent.NEXT, Intent.BACK, Intent.MAIN_MENU, Intent.SKIP),
        *(Intent.MORE, Intent.SIMPLER, Intent.MORE_TIME, Intent.HELP, Intent.STAFF),
        *(Intent.STOP, Intent.GOODBYE, Intent.QUESTIONS),
        *(Intent.READ_ALL, Intent.SOMETHING_ELSE, Intent.CHANGE_ANSWER),
    }
)
"""Commands that the kiosk may ask about; answers and cries for help are none of them."""

_ASKED_BY = {
    Intent.QUESTIONS: "offer_questions",
    Intent.STAFF: "offer_staff",
    Intent.MAIN_MENU: "offer_main_menu",
    Intent.GOODBYE: "offer_goodbye",
    Intent.REPEAT: "offer_again",
    Intent.READ_ALL: "offer_read_all",
    Intent.SOMETHING_ELSE: "offer_something_else",
}
"""Prompts that ask for a command in its own words; others are asked for by name."""

_ONLY_IN = {
    Intent.READ_ALL: (State.SECTION_MENU,),
    Intent.SOMETHING_ELSE: (State.AFTER_TOPIC,),
    Intent.CHANGE_ANSWER: OUTCOMES,
}
"""Commands that mean something in some states alone."""


@dataclass(eq=False, repr=False)
class Proposals(Part):
    """Chooses what to ask about, and asks."""

    menus: MenuPrompts

    def among(self, readings: Sequence[Reading]) -> tuple[str, ...]:
        """Give the one or two intents to ask about, best first.

        At rest there are no commands among them, nor what only sounds like a phrase: talk does.
        """
        at_rest = self.state == State.ATTRACT
        count = (reading for reading in readings if reading.open or not at_rest)
        return self._fitting(i for reading in count for i in reading.alternatives)

    def between(self, readings: Sequence[Reading]) -> tuple[str, ...]:
        """Give the two to ask about where recognizers took the same words for different wishes."""
        fitting = self._fitting(reading.intent for reading in readings if reading.intent)
        return fitting if len(fitting) > 1 else ()

    def _fitting(self, meant: Iterable[str]) -> tuple[str, ...]:
        meant = dict.fromkeys(meant)
        fit = (i for i in meant if self._can_be_asked(i) and i not in self.visit.refused)
        return tuple(fit)[:MOST]

    def may_be_asked(self, intents: tuple[str, ...]) -> bool:
        """Whether to ask about them: not the same again, nor one thing after another in vain."""
        again = self.state == State.CONFIRM_CHOICE and {*intents} == {*self.visit.proposals}
        return bool(intents) and not again and self.visit.misunderstood < MOST_GUESSES

    def told(self, readings: Sequence[Reading]) -> Intent | None:
        """Give the likeliest meaning if it is told a sentence and needs no question."""
        meant = [i for reading in readings for i in reading.alternatives]
        return Intent(meant[0]) if meant and meant[0] in TOLD else None

    def propose(self, intents: tuple[str, ...]) -> None:
        """Ask about them; at rest, this begins a visit."""
        if self.state == State.ATTRACT:
            self.talk.act(BeginSession())
            self.visit.tentative = True
            self.visit.origin = State.MAIN_MENU
            self.visit.interrupted = None
            self.visit.announcement += self.talk.prompt("introduction")
            self.visit.introduced = True
            self.visit.proposals = intents
            self.go("propose")
        else:
            in_vain = self.visit.misunderstood + (self.state == State.CONFIRM_CHOICE)
            self.visit.proposals = intents
            self.position.begin_aside("propose")
            self.visit.misunderstood = in_vain

    def instead_of_facts(self) -> None:
        """Say who can answer that; who asks for such things a second time is offered staff."""
        told, again = self.talk.prompt("out_of_scope"), self.visit.asked_out_of_scope
        self.visit.asked_out_of_scope = True
        if again and self.state in PROPOSED_IN and self.may_be_staff:
            self.visit.announcement = told
            self.propose((Intent.STAFF,))
        elif self.state == State.HELP:
            self.talk.say(self.talk.prompt("help"), before=told)
        else:
            self.talk.say_again(before=told)

    def enter(self) -> None:
        """Ask which of them was meant."""
        self.talk.say(self.words(), before=self.visit.announced())

    def words(self, attempt: int = 0) -> Sentences:
        """Give the question about them, in other words at each attempt."""
        prompt, asked = self.talk.prompt, self.visit.proposals
        if len(asked) > 1:
            first, second = map(self._named, asked)
            return prompt("propose_two", attempt, choice_1=first, choice_2=second)
        (intent,) = asked
        if intent in _COMMANDS:
            asked_by = _ASKED_BY.get(Intent(intent), "did_you_say")
        else:
            asked_by = "offer_topic"
        return prompt(asked_by, attempt, name=self.menus.name_of(intent))

    def names(self) -> tuple[str, ...]:
        """Give the names of the two that numbers choose from, or nothing."""
        return tuple(map(self._named, self.visit.proposals)) if self.is_choice else ()

    @property
    def is_choice(self) -> bool:
        """Whether two are asked about at this moment."""
        return self.visit.chooses(self.state)

    @property
    def is_guess(self) -> bool:
        """Whether something else than staff is asked about at this moment."""
        asked = self.state == State.CONFIRM_CHOICE
        return asked and Intent.STAFF not in self.visit.proposals

    @property
    def may_be_staff(self) -> bool:
        """Whether staff may be asked about: nobody has called them, or has said no to them."""
        return self.talk.call is None and Intent.STAFF not in self.visit.refused

    def refuse(self) -> None:
        """Go on to where the visitor was; these are not asked about again."""
        self.visit.refused.update(self.visit.proposals)
        self.position.end_aside()

    def _can_be_asked(self, intent: str) -> bool:
        kind, _, name = intent.partition(".")
        if kind == "topic":
            return name in self.talk.content.topics
        if kind == "section":
            return intent in self.talk.content.labels
        if self.state == State.ATTRACT:
            return intent == Intent.QUESTIONS
        return intent in _COMMANDS and self.within in _ONLY_IN.get(Intent(intent), (self.within,))

    def _named(self, intent: str) -> str:
        """Give the name that fits "For {name}"."""
        return self.talk.content.labels.get(f"scan.{intent}") or self.menus.name_of(intent)
