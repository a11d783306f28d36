"""One table of what each intent does in each state.

In a visit, the state's own row comes first, then the commands that work everywhere, and last the
names of choices and topics. In the states outside a visit, all intents that a row does not name do
the same thing. The intents that fetch staff do so in every state.
"""

from dataclasses import dataclass
from functools import partial

from grammar.intents import Intent
from kiosk.visit.dialogue.access.headphones import Headphones
from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.commands import ANYTHING, FROM_ANYWHERE, UNIVERSAL, Row, each
from kiosk.visit.dialogue.help import Help
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.menus import PAGE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.preferences import CHANGING, Preferences
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS, FETCHING
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.staff_offer import AGREEING, StaffOffer
from kiosk.visit.dialogue.table import ASKING, MENUS, OUTCOMES, VISITED, State
from kiosk.visit.dialogue.topics import Topics


@dataclass(eq=False, repr=False)
class Intents(Part):
    """Carries out commands, choices and names, whether spoken, pressed or touched."""

    menus: MenuPrompts
    topics: Topics
    questions: Questions
    help: Help
    staff: StaffCalls
    headphones: Headphones
    proposals: Proposals
    offer: StaffOffer
    preferences: Preferences

    def __post_init__(self) -> None:
        rows = {**self._at_rest(), **self._in_asides(), **self._in_visit()}
        everywhere: Row = self._everywhere()
        fetching: Row = {
            Intent.DISTRESS: partial(self.go, "latch"),
            Intent.STAFF: self.staff.call.ask,
        }
        self._table: dict[State, Row] = {
            state: {**(everywhere if state in VISITED else {}), **rows[state], **fetching}
            for state in State
        }
        for row in self._table.values():
            if Intent.CONTINUE in row:
                row.setdefault(Intent.NEXT, row[Intent.CONTINUE])

    def do(self, intent: str) -> None:
        """Carry out an intent; one that does not fit here is answered, never ignored."""
        fits = self.done(intent)
        self.visit.understood()
        if not fits:
            self.talk.say_again(before=self.talk.prompt("not_here"), continued=True)

    def done(self, intent: str) -> bool:
        """Carry out an intent, if it fits here; tell whether it did."""
        if intent == Intent.HEDGED_NO:
            intent = Intent.NO  # a hedge is only not enough where evidence for a no is needed
        if intent == Intent.SAID_YES and self.state not in (*ASKING, *MENUS):
            intent = Intent.YES
        aloud = self.headphones.chosen_aloud(intent)
        if aloud is not None:
            return aloud
        if self.preferences.closed_by(intent):
            return True
        if self.visit.scanning and self.state in MENUS and intent in ANSWERS:
            return False  # with one switch, a yes or no answers the offered choice
        if self.state == State.GOODBYE and intent not in self._table[self.state]:
            self.position.end_session()  # the intent begins the next visit
        row = self._table[self.state]
        do = row.get(intent) or row.get(ANYTHING) or partial(self.choose, intent)
        if self.state == State.ATTRACT and intent.startswith(("topic.", "section.")):
            do = partial(self._wake_for, intent)
        return do() is not False

    def choose(self, intent: str) -> bool:
        """Go where a choice leads, in any state; False where it does not fit."""
        if self.within in ASKING:
            return False
        kind, _, name = intent.partition(".")
        if kind == "section":
            self.topics.open_section(name)
        elif kind == "topic" and name in self.talk.content.topics:
            self.topics.read(name)
        elif intent == Intent.QUESTIONS and self.talk.abilities.refusal is None:
            self.go("introduce_questions")
        elif intent == Intent.QUESTIONS:
            self.questions.refuse()
        elif intent == Intent.READ_ALL:
            return self.topics.read_all()
        elif intent in UNIVERSAL - {Intent.HELP} or intent == Intent.SOMETHING_ELSE:
            do = self._table[self.state].get(intent)
            return do is not None and do() is not False
        else:
            return False
        return True

    def _everywhere(self) -> Row:
        """Give the commands that work in every state of a visit, unless its own row names them."""
        return {
            Intent.REPEAT: self.talk.say_again,
            Intent.SIMPLER: self.talk.say_again,
            Intent.PAUSE: partial(self.position.begin_aside, "pause"),
            Intent.STOP: partial(self.position.begin_aside, "pause"),
            Intent.HELP: partial(self.position.begin_aside, "ask_help"),
            Intent.MORE_TIME: self.preferences.give_more_time,
            Intent.PREFERENCES: self.preferences.open_or_close,
            Intent.OUT_OF_SCOPE: self.proposals.instead_of_facts,
            Intent.GOODBYE: self._leave,
            Intent.MAIN_MENU: partial(self.questions.leave, "to_main_menu"),
            Intent.BACK: partial(self.go, "to_main_menu"),
            Intent.CHANGE_ANSWER: self.questions.change,
            Intent.FOR_OTHERS: partial(self._again_after, "answer_for_others"),
            **self.preferences.changes,
        }

    def _at_rest(self) -> dict[State, Row]:
        """Give the rows of the states outside a visit."""
        changes = self.preferences.changes
        asleep = (Intent.NO, Intent.GOODBYE, Intent.STOP, Intent.PAUSE)
        return {
            State.ATTRACT: {
                Intent.HELP: self._ask_help_at_rest,
                Intent.QUESTIONS: partial(self._wake_for, Intent.QUESTIONS),
                Intent.OUT_OF_SCOPE: partial(self._wake_for, Intent.OUT_OF_SCOPE),
                **each(asleep, self._sleep_on),
                ANYTHING: partial(self.go, "wake"),
            },
            State.GOODBYE: {Intent.REPEAT: self.talk.say_again, **changes},
            State.EMERGENCY: {**changes, ANYTHING: self.staff.say_emergency},
            State.OUT_OF_SERVICE: {**changes, ANYTHING: self.talk.say_again},
        }

    def _in_asides(self) -> dict[State, Row]:
        """Give the rows of the asides: their own answers, and the intents that end them."""
        ends = (Intent.YES, Intent.CONTINUE, Intent.HELLO, Intent.BACK, Intent.SKIP)
        paused: Row = each(ends, self.position.end_aside)
        also: Row = {**paused, Intent.NO: self.position.end_aside}
        kept = (*CHANGING, Intent.MORE_TIME, Intent.PREFERENCES)
        later: Row = {intent: partial(self._resume_and_do, intent) for intent in kept}
        anything = each((Intent.SIMPLER, Intent.OUT_OF_SCOPE, ANYTHING), also[Intent.NO])
        return {
            State.HELP: {
                **also,
                **each((Intent.YES, Intent.NOT_SURE), self.staff.call.ask),
                Intent.MORE: self.help.say_more,
            },
            State.CONFIRM_CHOICE: {
                **also,
                Intent.NO: self.proposals.refuse,
                Intent.YES: partial(self._take_proposal, 0, only=True),
                Intent.CHOOSE_1: partial(self._take_proposal, 0),
                Intent.CHOOSE_2: partial(self._take_proposal, 1),
            },
            State.OFFER_STAFF: self._at_offer(),
            State.PAUSED: {**paused, **each((Intent.PAUSE, Intent.STOP), self._stay_paused)},
            State.STILL_THERE: {**also, **anything, **later},
        }

    def _at_offer(self) -> Row:
        """Give the row of the offer of staff: what is no answer only asks again."""
        again = (
            *(*UNIVERSAL, Intent.SIMPLER, Intent.OUT_OF_SCOPE),
            *(Intent.CHANGE_ANSWER, Intent.FOR_OTHERS, ANYTHING),
        )
        return {
            **each(again, self.talk.say_again),
            **self.preferences.changes,
            Intent.PREFERENCES: self.preferences.open_or_close,
            Intent.MORE_TIME: self.preferences.give_more_time,
            **each(AGREEING - set(FETCHING), self.offer.agreed_by_hand),
            Intent.NO: self.offer.said_no_by_hand,
        }

    def _in_visit(self) -> dict[State, Row]:
        """Give the rows of the other states of a visit, without the commands of every state."""
        menus, topics, questions = self.menus, self.topics, self.questions
        onward = (Intent.YES, Intent.CONTINUE, Intent.HELLO, Intent.SKIP)
        to_menu = partial(self.go, "to_main_menu")
        numbers: Row = {f"choose.{n}": partial(self._pick, n) for n in range(1, PAGE + 1)}
        menu: Row = {
            **numbers,
            Intent.YES: self._agree,
            Intent.SAID_YES: partial(self._agree, to_last=True),
            Intent.ONE_AT_A_TIME: menus.ask_one_at_a_time,
            **each((Intent.NO, Intent.SKIP), menus.decline),
            Intent.NOT_SURE: menus.not_sure,
            **each((Intent.MORE, Intent.CONTINUE, Intent.SOMETHING_ELSE), menus.turn_page),
        }
        topic: Row = {
            Intent.MORE: partial(topics.read_again, fuller=True),
            Intent.SIMPLER: partial(topics.read_again, fuller=False),
            **each((Intent.BACK, Intent.SOMETHING_ELSE), topics.back),
        }
        asking: Row = {
            Intent.SKIP: questions.skip,
            Intent.CONTINUE: self.talk.say_again,
            Intent.BACK: questions.back,
            Intent.SAID_YES: questions.said_yes,
        }
        outcome: Row = {
            **menu,
            Intent.REPEAT: self.position.enter,
            **each((Intent.BACK, Intent.SAID_YES), questions.reopen),
        }
        return {
            State.GREETING: {**numbers, **each(onward, to_menu), Intent.MORE: topics.greeted_more},
            State.PREAMBLE: {
                **each(onward, questions.start),
                **each((Intent.NO, Intent.NOT_SURE), topics.decline_questions),
            },
            State.READING: {
                **topic,
                **each((Intent.SKIP, Intent.NEXT), topics.read_on),
                Intent.CONTINUE: partial(self.talk.say_again, continued=True),
            },
            **dict.fromkeys(MENUS, menu),
            State.AFTER_TOPIC: {
                **menu,
                **topic,
                Intent.REPEAT: partial(self.go, "read"),
                Intent.SKIP: partial(topics.read_following, menus.decline),
                Intent.CONTINUE: partial(topics.read_following, menus.turn_page),
            },
            **dict.fromkeys(OUTCOMES, outcome),
            **dict.fromkeys(ASKING, asking),
        }

    def _stay_paused(self) -> None:
        """Say in other words how to go on; what was said in headphones or to a switch, again."""
        if self.visit.muted or self.visit.scanning:
            self.position.begin_aside("pause")
        else:
            self.talk.say(self.talk.prompt("paused", 1))

    def _again_after(self, prompt_id: str) -> None:
        self.talk.say_again(before=self.talk.prompt(prompt_id))

    def _leave(self) -> None:
        self.visit.leaving, self.visit.timed_out = True, False
        self.questions.leave("leave")

    def _ask_help_at_rest(self) -> None:
        self.talk.act(BeginSession())
        self.visit.origin = State.GREETING
        self.visit.interrupted = None
        self.go("ask_help")

    def _wake_for(self, intent: str) -> None:
        """Begin a visit with a short greeting, and do what was asked for at rest."""
        refused = partial(self._to_menu_saying, "out_of_scope")
        wanted = partial(self.do, intent)
        self.visit.after_greeting = refused if intent == Intent.OUT_OF_SCOPE else wanted
        self.go("wake")

    def _to_menu_saying(self, prompt_id: str) -> None:
        self.visit.announcement = self.talk.prompt(prompt_id)
        self.go("to_main_menu")

    def _sleep_on(self) -> None:
        # A key has stopped the speech, whose end would have opened the listening window.
        self.talk.close_ear()
        self.visit.speech = None

    def _resume_and_do(self, intent: str) -> bool:
        self.position.end_aside()
        return self._table[self.state][intent]() is not False

    def _take_proposal(self, index: int, *, only: bool = False) -> bool:
        """Do what the visitor meant; `only`: a yes, which says nothing where two were asked for."""
        asked = self.visit.proposals
        if index >= len(asked) or (only and len(asked) > 1):
            return False
        intent = asked[index]
        if intent in self._table[self.within] and intent not in FROM_ANYWHERE:
            self.position.end_aside()
            return self.done(intent)
        return self.choose(intent)

    def _agree(self, *, to_last: bool = False) -> None:
        """Take the offered choice, or the one before, whose yes was taken for a no."""
        agreed_to = self.menus.agree(to_last=to_last)
        if agreed_to is not None:
            self.choose(agreed_to)

    def _pick(self, number: int) -> bool:
        option = self.visit.menu.pick(number)
        return option is not None and self.choose(option.intent)
