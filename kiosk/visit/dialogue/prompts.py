"""Says a state's text on entry: its own text, or the text that an aside interrupted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.visit.content.tier import LATER
from kiosk.visit.dialogue.access.headphones import Headphones
from kiosk.visit.dialogue.actions import BeginSession, EndSession
from kiosk.visit.dialogue.help import Help
from kiosk.visit.dialogue.menu_prompts import NUMBERS, MenuPrompts
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.red_flags.heard import TimeHeard
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.staff_offer import StaffOffer
from kiosk.visit.dialogue.table import ASIDES, ASKING, OUTCOMES, State
from kiosk.visit.dialogue.topics import Topics


@dataclass(eq=False, repr=False)
class Prompts(Part):
    """Says the text of each state when it is entered."""

    headphones: Headphones
    help: Help
    menus: MenuPrompts
    staff: StaffCalls
    topics: Topics
    proposals: Proposals
    offer: StaffOffer

    def __post_init__(self) -> None:
        self.entrances: dict[State, Callable[[], None]] = {
            State.ATTRACT: self._attract,
            State.GREETING: self._greeting,
            State.MAIN_MENU: self.topics.enter_main_menu,
            State.SECTION_MENU: self.topics.enter_section_menu,
            State.READING: self.topics.enter_reading,
            State.AFTER_TOPIC: self.topics.enter_after_topic,
            State.CONFIRM_CHOICE: self.proposals.enter,
            State.PREAMBLE: self._preamble,
            State.QUESTION: self._question,
            State.CONFIRM_NO: partial(self._say, "heard_no"),
            State.READ_BACK: self._read_back,
            **dict.fromkeys(OUTCOMES, self._outcome),
            State.EMERGENCY: self.staff.enter_emergency,
            State.HELP: self.help.enter,
            State.OFFER_STAFF: self.offer.enter,
            State.PAUSED: self._paused,
            State.STILL_THERE: self._still_there,
            State.GOODBYE: self._goodbye,
            State.OUT_OF_SERVICE: self._out_of_service,
        }

    def enter(self) -> None:
        """Say the text of the state just entered; offers of the state before no longer count."""
        visit = self.visit
        if self.state not in (State.CONFIRM_CHOICE, State.OFFER_STAFF):
            visit.tentative = False
        if self.state in (*ASKING, State.HELP, State.OFFER_STAFF, State.CONFIRM_CHOICE):
            visit.askings += 1  # a question that is asked again counts again
        visit.scan, visit.shows_preferences = None, False
        visit.heard.stop(self.talk.now)
        visit.understood()
        if self.state not in (*OUTCOMES, *ASIDES, State.GOODBYE):
            visit.leaving = visit.timed_out = False
        if visit.resuming:
            visit.resuming = False
            if visit.speech is not None:
                self.talk.say_again(continued=True)
                return
        if self.state in ASKING:
            visit.heard = TimeHeard()
        self.talk.hush()
        self.talk.close_ear()
        self.entrances[self.state]()

    def _say(self, prompt_id: str) -> None:
        self.talk.say(self.talk.prompt(prompt_id))

    def _attract(self) -> None:
        """Wait for a visitor without speaking; one word or key begins the visit."""
        self.talk.begin_visit()
        self.headphones.begin_visit()
        self.talk.deadline = None

    def _greeting(self) -> None:
        """Say in a sentence what the kiosk is for, or what it is where more is wanted already.

        The choices of the main menu count meanwhile.
        """
        self.talk.act(BeginSession())
        visit, asked_for = self.visit, self.visit.after_greeting
        visit.after_greeting = None
        if asked_for:
            visit.introduced = True
            self._greet("introduction", asked_for)
            return
        self.topics.make_main_menu()
        if self.talk.abilities.refusal is not None:
            self._greet("greeting_without_questions", self._open_main_menu)
            return
        # The greeting says how choices are taken.
        if visit.scanning:
            visit.explained_by.add("scan_begins")
        elif self.talk.abilities.voice and not self.talk.abilities.names:
            visit.explained_by.add("offers_begin")
        self._greet("greeting", self._open_main_menu)

    def _greet(self, prompt_id: str, following: Callable[[], None]) -> None:
        self.talk.say(self.talk.prompt(prompt_id), before=self.visit.announced(), then=following)

    def _open_main_menu(self) -> None:
        self.visit.asked_what = self.talk.abilities.refusal is None
        self.go("to_main_menu")

    def _preamble(self) -> None:
        """Say what the questions are for before the first one."""
        self.visit.questions = None
        self._say("preamble")

    def _question(self) -> None:
        """Ask the current question; the second time, first say how to answer."""
        before = self.talk.prompt("question_again") if self.visit.asked_again else ()
        asked = (self.visit.question_set.current.text,)
        self.talk.say(asked, before=(*self.visit.announced(), *before))

    def _read_back(self) -> None:
        """Ask whether the noes are right: to all emergency questions, or to the last questions."""
        questions = self.visit.question_set
        noes = len(questions.reading_back)
        last = sum(q.tier in LATER for q in self.talk.content.questions)
        if questions.emergency:
            self._say("read_back")
        elif noes == last:
            self._say("read_back_last")
        else:
            self.talk.say(self.talk.prompt("read_back_some", count=NUMBERS[noes - 1]))

    def _outcome(self) -> None:
        """Say whom to tell, then offer to repeat it, to open the main menu, or to end the visit."""
        result = self.visit.question_set.outcome()
        if result.emergency_unanswered:
            self.staff.tell("unanswered")
        unclear = self.talk.prompt("outcome_unclear") if result.unanswered else ()
        own = self.talk.prompt(self.state)
        labelled = self.menus.labelled
        self.menus.make(
            (
                labelled("repeat", "offer_again"),
                labelled("main_menu", "offer_main_menu"),
                labelled("goodbye", "offer_goodbye"),
            ),
            offered_too=(),
            opening="menu_ask_next",
        )
        self.talk.say(
            own if own == unclear else (*own, *unclear),
            before=self.visit.announced(),
            then=partial(self.go, "leave") if self.visit.leaving else self.menus.ask,
        )

    def _paused(self) -> None:
        """Pause until the visitor continues or, if headphones were unplugged, agrees to speech."""
        paused = "paused_by_switch" if self.visit.scanning else "paused"
        self.talk.earcon("unplugged" if self.visit.muted else "paused")
        self._say("unplugged" if self.visit.muted else paused)

    def _still_there(self) -> None:
        """Warn, in sound and on the screen, that the visit is about to end."""
        self.talk.earcon("warning")
        self._say("still_there")

    def _goodbye(self) -> None:
        """Say goodbye; before it, what is still open: questions, a call, a cry for help."""
        name = "timed_out" if self.visit.timed_out else "goodbye"
        before = (*self._left_open(), *self._still_in_need())
        self.talk.say(self.talk.prompt(name), before=before, then=self.position.end_session)

    def _left_open(self) -> Sentences:
        """Say that a person who fell silent left questions open, unless that was said just now."""
        asked, said = self.visit.questions, self.visit.speech
        if not self.visit.timed_out or asked is None or not asked.outcome().unanswered:
            return ()
        told = self.talk.prompt("outcome_unclear")
        return () if said is not None and set(told) <= set(said.content) else told

    def _still_in_need(self) -> Sentences:
        """Say what has become of a call, or whom to ask after a cry that staff were told of."""
        if self.talk.call is not None:
            return self.staff.call.words()
        told = self.visit.staff_told - {"unanswered"}
        return self.talk.prompt("goodbye_in_need") if told else ()

    def _out_of_service(self) -> None:
        """Say that the kiosk cannot help, and who can."""
        self.talk.act(EndSession())
        self._say("out_of_service")
