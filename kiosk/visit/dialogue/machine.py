"""The dialogue: one event in, a list of actions out. It does no I/O and reads no clock."""

from collections.abc import Mapping
from functools import cache

from audio.signals.levels import UNMEASURED, Output, Volumes
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue import events
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.access.headphones import Headphones
from kiosk.visit.dialogue.access.one_switch import OneSwitch
from kiosk.visit.dialogue.access.switch_choices import Offers
from kiosk.visit.dialogue.actions import Action
from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.escalation import Escalation
from kiosk.visit.dialogue.faults import Faults
from kiosk.visit.dialogue.heard_question import HeardQuestion
from kiosk.visit.dialogue.help import Help
from kiosk.visit.dialogue.intents import Intents
from kiosk.visit.dialogue.key_presses import KeyPresses
from kiosk.visit.dialogue.keys import KeyContext
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.position import OnMove, Position
from kiosk.visit.dialogue.preferences import Preferences
from kiosk.visit.dialogue.prompts import Prompts
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from kiosk.visit.dialogue.scenery import Scenery
from kiosk.visit.dialogue.shown import Shown
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.staff_offer import StaffOffer
from kiosk.visit.dialogue.staff_pad import StaffPad
from kiosk.visit.dialogue.table import State, check
from kiosk.visit.dialogue.topics import Topics
from kiosk.visit.dialogue.utterances import Utterances
from kiosk.visit.dialogue.visit import Visit
from kiosk.visit.dialogue.visitor_call import VisitorCall
from kiosk.visit.dialogue.windows import Windows


class Dialogue:
    """Connects the parts of the dialogue, and passes each event to the part that handles it.

    Args:
        content: what may be said.
        abilities: what the kiosk can hear.
        staff_code: digits that staff press, followed by Enter or `#`, to end an emergency.
        notice: a line that stays on the screen, or "".
        access: how each visit begins.
        volumes: the steps of each output's volume.
        on_move: called after each move with the time in seconds, the move's trigger, and the states
            it led from and to.

    Raises:
        DialogueError: the table of states is incomplete.
    """

    def __init__(
        self,
        content: Content,
        abilities: Abilities,
        *,
        staff_code: str,
        notice: str = "",
        access: Access = Access(),  # noqa: B008 - frozen
        volumes: Mapping[Output, Volumes] = UNMEASURED,
        on_move: OnMove | None = None,
    ) -> None:
        self.content = content
        self.conversation = talk = Conversation(content, abilities, access, volumes)
        self._position = at = Position(talk, self._enter, on_move)
        menus = MenuPrompts(talk, at)
        help_ = Help(talk, at, menus)
        meant = Proposals(talk, at, menus)
        topics, questions = Topics(talk, at, menus), Questions(talk, at)
        self._call = call = VisitorCall(talk, at, menus)
        self._staff = staff = StaffCalls(talk, at, StaffPad(staff_code), call)
        self._headphones = aloud = Headphones(talk, at)
        self._windows = windows = Windows(talk, at, Offers(talk, at, meant))
        self._offer = offer = StaffOffer(talk, at, staff)
        self._prompts = Prompts(talk, at, aloud, help_, menus, staff, topics, meant, offer)
        climb = Escalation(talk, at, menus, questions, staff, windows, meant, offer)
        self._escalation = climb
        likes = Preferences(talk, at)
        intents = Intents(
            talk, at, menus, topics, questions, help_, staff, aloud, meant, offer, likes
        )
        self._heard = heard = HeardQuestion(talk, at)
        switch = OneSwitch(talk, at, windows.offers, questions, heard, windows, climb, intents)
        self._switch = switch
        scenery = Scenery(talk, at, meant, help_)
        self._keys = KeyPresses(talk, at, switch, questions, heard, staff, topics, scenery)
        self._utterances = Utterances(
            talk, at, windows, questions, climb, intents, switch, meant, offer, call
        )
        self._faults = Faults(talk, at, questions, call)
        self._screen = Shown(talk, at, help_, meant, scenery, notice)
        _check(frozenset(self._prompts.entrances))

    @property
    def state(self) -> str:
        """Name of the state."""
        return self._position.state

    @property
    def deadline(self) -> float | None:
        """Time, in the clock's seconds, at which `TimePassed` is due."""
        times = (self.conversation.deadline, self._call.due)
        return min((time for time in times if time is not None), default=None)

    @property
    def key_context(self) -> KeyContext:
        """What keys mean at this moment."""
        return self._keys.context

    @property
    def visit(self) -> Visit:
        """What is known about the current visitor."""
        return self.conversation.visit

    @property
    def questions(self) -> QuestionSet | None:
        """The red-flag questions and their answers, once they have begun."""
        return self.visit.questions

    def handle(self, event: events.Event, now: float) -> list[Action]:
        """Handle one event at time `now` (seconds) and give the actions to do, in order."""
        talk = self.conversation
        talk.now = now
        self._take(event)
        if self.state == State.ATTRACT and not talk.listening and not talk.speaking:
            self._windows.listen()
        self._windows.listen_over_speech()
        self._offer.keep_limit()
        self._call.tell_news()
        self._screen.update()
        return talk.taken_actions()

    def do(self, intent: str) -> None:
        """Carry out an intent, whether spoken, pressed or touched."""
        self._switch.do(intent)

    def _enter(self) -> None:
        self._prompts.enter()

    def _take(self, event: events.Event) -> None:
        match event:
            case events.Started():
                self._staff.pad.resume(event.staff_pad, self.conversation.now)
                self._faults.started(event)
            case events.SpeechBegan():
                self._windows.speech_began()
            case events.Agreed() | events.Heard():
                self._utterances.take(event)
            case events.KeyPressed() | events.Chosen() | events.SentenceTouched():
                self._keys.take(event)
            case events.SentenceBegan(say, index):
                self.conversation.sentence_began(say, index)
                self._windows.offers.sentence_began(say, index)
                self._heard.sentence_began(say)
            case events.SpeechEnded(say):
                self._speech_ended(say)
            case events.TimePassed():
                self._time_passed()
            case events.AlertAcknowledged():
                self._staff.acknowledged()
                self._call.acknowledged()
            case events.StaffCleared():
                self._staff.clear()
            case events.HeadphonesIn():
                self._headphones.come_in()
            case events.HeadphonesOut():
                self._headphones.come_out()
            case _:
                self._faults.take(event)

    def _speech_ended(self, say: int) -> None:
        speech = self.conversation.speech_ended(say)
        if speech is not None:
            (speech.then or self._windows.listen)()

    def _time_passed(self) -> None:
        talk = self.conversation
        if self._call.is_overdue:
            self._position.trigger("latch")
            return
        if talk.deadline is None or talk.now < talk.deadline:
            return
        talk.deadline = None
        talk.close_ear()
        if self.visit.scan is not None and not self._offer.is_over:
            self._switch.dwell_passed()
        else:
            self._escalation.nothing_came()


@cache
def _check(entrances: frozenset[str]) -> None:
    """Check the table once for all dialogues with the same entrances."""
    check(entrances=entrances)
