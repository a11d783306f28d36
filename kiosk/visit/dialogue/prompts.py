"""What each state says when it is entered, and what can be chosen in it."""

from collections.abc import Callable, Sequence
from math import inf
from typing import Literal

from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import (
    AlertStaff,
    BeginSession,
    ClearAlert,
    EndSession,
    KeepEmergency,
    WipeCaptions,
)
from kiosk.visit.dialogue.conversation import Conversation, Sentences, Speech, Then
from kiosk.visit.dialogue.events import Refusal
from kiosk.visit.dialogue.menus import Menu, Option
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from kiosk.visit.dialogue.table import ASIDES, OUTCOMES, State

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)

MUST_BE_HEARD = 2
"""Sentences of the emergency text that keys do not cut short: under ten seconds at any rate
(accessibility.md A6)."""

Reason = Literal["unanswered", "help", "not_understood"]
"""Why staff are told quietly."""


class States(Conversation):
    """The visit's memory and the texts of its states; `Dialogue` moves between them."""

    state: str = State.ATTRACT
    trigger: Callable[[str], bool]
    """Given by the library: makes a move by its name."""

    def __init__(self, content: Content, abilities: Abilities, notice: str) -> None:
        super().__init__(content)
        self.abilities = abilities
        self.notice = notice
        self.out_of_service_reason = ""
        self.begin_visit()

    def begin_visit(self) -> None:
        """Forget the visit before: nothing of it may reach the next person."""
        self.pace = Pace(self.volumes, self.output)
        self.menu = Menu(())
        self.section = ""
        self.topic_id = ""
        self.fuller = False
        self.one_at_a_time = self.abilities.voice and not self.abilities.names
        self.offers_explained = False
        self.questions: QuestionSet | None = None
        self.asked_again = False
        self.askings = 0
        self.failures = 0
        self.staff_told: set[Reason] = set()
        self.leaving = False
        self.timed_out = False
        self.origin: str = State.MAIN_MENU
        self.interrupted: Speech | None = None
        self.resuming = False
        self.wants_help = False
        self.help_page = 0
        self.proposal = ""
        self.acknowledged = False
        self.called_at = -inf
        self.emergency_said_at = 0.0
        self.announcement: Sentences = ()
        self.refusal_said = False
        self.forget_speech()

    # Entering

    def entered(self, _event: object = None) -> None:
        """Speak for the state just entered: its own text, or where it was before an aside."""
        self.understood()
        if self.state not in (*OUTCOMES, *ASIDES, State.GOODBYE):
            self.leaving = self.timed_out = False
        if self.resuming:
            self.resuming = False
            if self.speech is not None:
                self.say_again(continued=True)
                return
        self.hush()
        self.close_ear()
        group = "outcome" if self.state in OUTCOMES else str(self.state)
        getattr(self, f"enter_{group}")()

    def enter_attract(self) -> None:
        """Wait for somebody: nothing is said, one word or key begins."""
        self.begin_visit()
        self.deadline = None

    def enter_greeting(self) -> None:
        """Say what this is, what it is not, and how to get help."""
        self.act(BeginSession())
        self.say(self.prompt("greeting"), before=self.announced(), then=Then.OPEN_MENU)

    def enter_main_menu(self) -> None:
        """Offer the sections, the questions where they may be asked, and what else there is."""
        topic = self.content.topic
        offered = self.abilities.refusal is None
        questions = (self.labelled("questions", "offer_questions"),) if offered else ()
        if not offered and not self.refusal_said:
            self.announcement = self.refusal_words()
            self.refusal_said = True
        self.set_menu(
            (
                self.labelled("section.symptoms"),
                *questions,
                self.labelled("section.treatments"),
                self.labelled("section.causes"),
                Option("topic.overview", topic("overview").name),
                Option("topic.clinic", topic("clinic").name),
            ),
            offered_too=("staff", "goodbye"),
        )
        self.ask_menu(before=self.announced())

    def enter_section_menu(self) -> None:
        """Offer the section's topics and its closing words."""
        section = self.section
        topics = (*self.content.section(section), self.content.topic(f"{section}.closing"))
        self.set_menu(
            tuple(Option(f"topic.{topic.id}", topic.name) for topic in topics),
            offered_too=("main_menu", "staff"),
        )
        self.ask_menu(before=self.announced())

    def enter_reading(self) -> None:
        """Read a topic: its name first, then its plain or fuller text."""
        topic = self.content.topic(self.topic_id)
        is_intro = topic.id.endswith(".intro")
        heading = "fuller_heading" if self.fuller else "topic_heading"
        self.say(
            (
                *(() if is_intro else self.prompt(heading, name=topic.name)),
                *(topic.fuller if self.fuller else topic.plain),
                *self.disclaimer(),
            ),
            then=Then.OPEN_SECTION if is_intro else Then.OFFER_AFTER_TOPIC,
        )

    def disclaimer(self) -> Sentences:
        """What follows each symptom (clinical-safety.md §2 rule 14)."""
        is_symptom = self.topic_id in {topic.id for topic in self.content.section("symptoms")}
        return self.prompt("after_symptom_topic") if is_symptom else ()

    def enter_after_topic(self) -> None:
        """Offer more of it, the next one or the same again, and the way back."""
        following = self.topic_after(self.topic_id)
        options = [
            self.labelled("repeat", "offer_again")
            if self.fuller
            else self.labelled("more", "offer_more"),
            Option("continue", self.content.topic(following).name, "offer_next")
            if following
            else self.labelled("back", "offer_section"),
            self.labelled("main_menu", "offer_main_menu"),
        ]
        asked = ("questions",) if self.abilities.refusal is None else ()
        self.set_menu(options, offered_too=(*asked, "staff"))
        self.ask_menu(before=self.announced())

    def topic_after(self, topic_id: str) -> str:
        """Give the next topic of the same section, or ""."""
        section = topic_id.partition(".")[0]
        ids = [t.id for t in self.content.section(section)] if "." in topic_id else []
        place = ids.index(topic_id) + 1 if topic_id in ids else len(ids)
        return ids[place] if place < len(ids) else ""

    def enter_confirm_choice(self) -> None:
        """Ask back what a recognizer only proposes."""
        self.say(self.prompt("did_you_say", name=self.name_of(self.proposal)))

    def enter_preamble(self) -> None:
        """Say what the questions are for before the first one."""
        self.questions = None
        self.say(self.prompt("preamble"))

    def enter_question(self) -> None:
        """Ask the current question; the second time say how to answer."""
        assert self.questions is not None
        before = self.prompt("question_again") if self.asked_again else ()
        self.say((self.questions.current.text,), before=(*self.announced(), *before))

    def enter_confirm_no(self) -> None:
        """Ask back a no that one recognizer alone heard."""
        self.say(self.prompt("did_you_say_no"))

    def enter_read_back(self) -> None:
        """Read back that every emergency question was answered no."""
        self.say(self.prompt("read_back"))

    def enter_outcome(self) -> None:
        """Say whom to tell, then offer to hear it again, the main menu, or to end."""
        assert self.questions is not None
        result = self.questions.outcome()
        if result.emergency_unanswered:
            self.tell_staff("unanswered")
        unclear = self.prompt("outcome_unclear") if result.unanswered else ()
        own = self.prompt(self.state)
        self.set_menu(
            (
                self.labelled("repeat", "offer_again"),
                self.labelled("main_menu", "offer_main_menu"),
                self.labelled("goodbye", "offer_goodbye"),
            ),
            offered_too=("staff",),
        )
        self.say(
            own if own == unclear else (*own, *unclear),
            before=self.announced(),
            then=Then.LEAVE if self.leaving else Then.ASK_MENU,
        )

    def enter_emergency(self) -> None:
        """Fetch staff and say so, until staff have come."""
        self.act(KeepEmergency(latched=True))
        self.called_at = self.now
        self.acknowledged = False
        self.act(AlertStaff("emergency"))
        self.act(WipeCaptions())  # what was asked is not for those who come to help
        self.earcon("alert")
        self.say_emergency(interruptible=False)

    def say_emergency(self, *, interruptible: bool = True) -> None:
        """Say what happens and where to stay; claims a call only once it is acknowledged."""
        name = "emergency_called" if self.acknowledged else "emergency_uncalled"
        self.emergency_said_at = self.now
        if interruptible:
            self.say(self.prompt(name), then=Then.REPEAT_EMERGENCY)
            return
        must = self.prompt(name)[:MUST_BE_HEARD]
        self.say(must, then=Then.REST_OF_EMERGENCY, interruptible=False)

    def say_rest_of_emergency(self) -> None:
        """Go on after what had to be heard."""
        name = "emergency_called" if self.acknowledged else "emergency_uncalled"
        self.say(self.prompt(name)[MUST_BE_HEARD:], then=Then.REPEAT_EMERGENCY)

    def enter_paused(self) -> None:
        """Hold everything until the visitor goes on."""
        self.earcon("paused")
        self.say(self.prompt("paused"))

    def enter_still_there(self) -> None:
        """Warn, in sound and on the screen, that the visit is about to end."""
        self.earcon("warning")
        self.say(self.prompt("still_there"))

    def enter_goodbye(self) -> None:
        """Take leave."""
        self.say(self.prompt("timed_out" if self.timed_out else "goodbye"), then=Then.END)

    def enter_out_of_service(self) -> None:
        """Say that it cannot help and who can."""
        self.act(EndSession())
        self.say(self.prompt("out_of_service"))

    @property
    def within(self) -> str:
        """The state the visit is in, looking through an aside."""
        return self.origin if self.state in ASIDES else self.state

    @property
    def must_be_heard(self) -> bool:
        """Whether the one text is being said that keys do not cut short."""
        return self.speaking and self.speech is not None and not self.speech.interruptible

    # Menus

    def labelled(self, intent: str, offer: str = "offer_topic") -> Option:
        """Make an option whose name is the content's label for its intent."""
        return Option(intent, self.content.labels[intent], offer)

    def set_menu(self, options: Sequence[Option], offered_too: Sequence[str]) -> None:
        """Make the state's menu; `offered_too` are left out where everything can be said by name.

        By name those are commands that always work, so a page of three has no room for them.
        """
        also = (self.labelled(intent, f"offer_{intent}") for intent in offered_too)
        by_name = self.abilities.names and not self.one_at_a_time
        self.menu = Menu((*options, *(() if by_name else also)))

    def name_of(self, intent: str) -> str:
        """Give the spoken name of what an intent chooses."""
        topic = self.content.topics.get(intent.removeprefix("topic."))
        return topic.name if topic else self.content.labels[intent]

    def ask_menu(self, attempt: int = 0, before: Sentences = ()) -> None:
        """Say the menu: the page's choices, or the one that is offered."""
        if self.one_at_a_time:
            if not self.offers_explained:
                self.offers_explained = True
                before = (*before, *self.prompt("offers_begin"))
            option = self.menu.offered
            self.say(self.prompt(option.offer, attempt, name=option.name), before=before)
            return
        items = [
            sentence
            for option, count in zip(self.menu.page, NUMBERS, strict=False)
            for sentence in self.prompt("menu_choice", attempt, name=option.name, count=count)
        ]
        more = self.prompt("menu_more") if self.menu.has_more else ()
        self.say((*items, *more), before=(*before, *self.prompt("menu_ask", attempt)))

    def offer_next(self) -> None:
        """Go to the next choice of a menu that is offered one at a time."""
        before = () if self.menu.next_offer() else self.prompt("offers_end")
        self.ask_menu(before=before)

    # Announcing

    def announced(self) -> Sentences:
        """Give once what has to be said before the state's own text."""
        said, self.announcement = self.announcement, ()
        return said

    def refusal_words(self) -> Sentences:
        """Say why the questions are not asked, and whom to tell instead."""
        assert self.abilities.refusal is not None
        refusal = self.abilities.refusal
        if refusal == Refusal.SIGN_OFF_UNREADABLE:
            refusal = Refusal.NOT_SIGNED_OFF  # which is all that it means to a visitor
        reason = self.prompt(f"refused_{refusal}")
        return (*reason, *self.prompt("questions_refused"))

    # Staff

    def tell_staff(self, reason: Reason) -> None:
        """Raise the quiet alert, once for each reason: staff may have come and gone since."""
        if reason not in self.staff_told:
            self.staff_told.add(reason)
            self.act(AlertStaff("attention"))

    def understood(self) -> None:
        """What goes wrong from here on is new, and staff are told of it anew."""
        self.failures = 0
        self.staff_told.discard("not_understood")

    def clear_emergency(self) -> None:
        """Staff have come: stop the alert and forget the emergency."""
        self.act(ClearAlert())
        self.act(KeepEmergency(latched=False))
        self.act(EndSession())

    # Moving

    def go(self, trigger: str) -> None:
        """Make a move of the table."""
        self.trigger(trigger)

    def aside(self, trigger: str) -> None:
        """Come over the state; an aside over an aside still ends where the first began."""
        if self.state not in ASIDES:
            self.origin = self.state
            self.interrupted = self.speech
        self.go(trigger)

    def resume_origin(self) -> None:
        """End the aside where it was called from."""
        if self.state == State.PAUSED:
            self.earcon("resumed")
        self.wants_help = False
        self.speech = self.interrupted
        self.resuming = True
        self.go("resume")

    def end_session(self) -> None:
        """The visit is over: nothing of it is kept."""
        self.act(EndSession())
        self.go("left")
