"""The dialogue: one event in, a list of actions out. It does no I/O and asks no clock."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf

from transitions import EventData, Machine

from audio.signals.levels import UNMEASURED, Output, Volumes
from grammar.intents import Intent
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.access.headphones import PrivateListening
from kiosk.visit.dialogue.access.one_switch import BOUNCE
from kiosk.visit.dialogue.actions import Action, AlertStaff, EndSession, KeepStaffPad
from kiosk.visit.dialogue.conversation import Then
from kiosk.visit.dialogue.escalation import FAILURES_BEFORE_KEYS
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    CameBack,
    EchoCancelled,
    Event,
    HeadphonesIn,
    HeadphonesOut,
    Heard,
    HearingBack,
    HearingLost,
    KeyPressed,
    NamesLost,
    QuestionsOffered,
    QuestionsRefused,
    Reading,
    Refusal,
    SentenceBegan,
    SpeakerBack,
    SpeakerLost,
    SpeechBegan,
    SpeechEnded,
    StaffCleared,
    Started,
    Stopping,
    TimePassed,
    WentOutOfService,
)
from kiosk.visit.dialogue.intents import PACE, UNIVERSAL
from kiosk.visit.dialogue.keys import ANSWER_KEYS, CHOICE_KEYS, KEYS, SWITCH, SWITCHES, KeyContext
from kiosk.visit.dialogue.questions import ANSWERS
from kiosk.visit.dialogue.red_flags.answers import Unsure, Yes
from kiosk.visit.dialogue.red_flags.evidence import names_a_concern
from kiosk.visit.dialogue.red_flags.interruption import (
    FETCHING,
    Asked,
    Interruption,
    what_interrupts,
)
from kiosk.visit.dialogue.staff_pad import Entry, StaffPad
from kiosk.visit.dialogue.table import (
    ANSWERING,
    ASKING,
    MENUS,
    MOVES,
    OUTCOMES,
    PROPOSED_IN,
    State,
    check,
)

PROPOSER = "sphinx"
"""Name of the recognizer whose readings are only proposals."""

_PROPOSED_COMMANDS = frozenset({Intent.QUESTIONS, Intent.STAFF, Intent.MAIN_MENU, Intent.GOODBYE})
"""Commands that are asked back: those that mean the same wherever they are agreed to."""

_VISITED = frozenset(
    set(State) - {State.ATTRACT, State.EMERGENCY, State.GOODBYE, State.OUT_OF_SERVICE}
)
_OVER_ANY_SPEECH = frozenset({*FETCHING, Intent.REPEAT, *PACE})
"""Commands that may be spoken over the first or last words too: none begins or ends a visit."""


CALLED_ONCE_FOR = 10.0
"""Seconds in which the staff key, pressed again, is the same call: it is repeated by itself."""


class Dialogue(PrivateListening):
    """The state machine of a visit.

    Args:
        content: what may be said.
        abilities: what can be heard.
        staff_code: digits that staff press to end an emergency, and then Enter or `#`.
        notice: a lasting line for the screen, or "".
        access: how each visit begins.
        volumes: the steps of each output's volume.
        on_move: told of each move when it has been made: the time in seconds, its trigger, and the
            states it led from and to.

    Raises:
        DialogueError: the table of states has a hole.
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
        on_move: Callable[[float, str, str, str], None] | None = None,
    ) -> None:
        super().__init__(content, abilities, notice, access, volumes)
        self._staff_pad = StaffPad(staff_code)
        self._on_move = on_move
        entrances = [s for s in State if s in OUTCOMES or hasattr(self, f"enter_{s}")]
        check(entrances=entrances)
        for origin in State:
            setattr(self, f"came_from_{origin}", self._origin_check(origin))
        self._machine = Machine(
            model=self,
            states=[{"name": str(state), "on_enter": "entered"} for state in State],
            transitions=[
                {
                    "trigger": move.trigger,
                    "source": [str(source) for source in move.sources],
                    "dest": str(move.dest),
                    **({"conditions": move.condition} if move.condition else {}),
                }
                for move in MOVES
            ],
            initial=str(State.ATTRACT),
            queued=True,
            auto_transitions=False,
            send_event=True,
            after_state_change=[] if on_move is None else [self._tell_move],
        )

    @property
    def key_context(self) -> KeyContext:
        """What keys mean this moment."""
        in_question = self.state == State.QUESTION and self.about_emergencies
        proposed = self.state == State.CONFIRM_CHOICE and self.proposal == Intent.STAFF
        yes_fetches_staff = in_question or proposed or self.state == State.HELP
        return KeyContext(
            asking=self.askings if yes_fetches_staff else 0,
            scanning=self.scanning,
            emergency=self.state == State.EMERGENCY,
        )

    def entered(self, event: object = None) -> None:
        """Count the entry, too: what is asked again is another asking."""
        if self.state in (*ASKING, State.HELP, State.CONFIRM_CHOICE):
            self.askings += 1
        super().entered(event)

    def begin_visit(self) -> None:
        """Forget which key was pressed last, too."""
        super().begin_visit()
        self._last_key = ""
        self._last_key_at = -inf

    def _tell_move(self, made: EventData) -> None:
        move = made.transition
        assert self._on_move is not None
        assert move is not None
        self._on_move(self.now, made.event.name, move.source, str(move.dest))

    def _origin_check(self, origin: State) -> Callable[[object], bool]:
        return lambda _event: self.origin == origin

    def handle(self, event: Event, now: float) -> list[Action]:
        """Take one event at time `now` (seconds) and give what is to be done, in order."""
        self.now = now
        self._take(event)
        if self.state == State.ATTRACT and not self.listening and not self.speaking:
            self.listen()
        self.listen_over_speech()
        self.show()
        return self.taken_actions()

    # Events

    def _take(self, event: Event) -> None:  # noqa: PLR0912 - one branch an event
        match event:
            case Started(emergency, interrupted, pad):
                self._staff_pad.resume(pad, self.now)
                self._started(emergency, interrupted)
            case SpeechBegan():
                self.speech_began()
            case Heard(readings, clear_db, over_speech):
                self._heard(readings, clear_db, over_speech)
            case KeyPressed(key):
                self._key(key)
            case SentenceBegan(say, index):
                self.sentence_began(say, index)
            case SpeechEnded(say):
                self._spoken(say)
            case TimePassed():
                self._time_passed()
            case AlertAcknowledged():
                self._alert_acknowledged()
            case StaffCleared():
                self._staff_cleared()
            case HearingLost():
                self._hearing_lost()
            case HearingBack():
                self._hearing_back()
            case SpeakerLost():
                self.act(AlertStaff("attention"))
            case SpeakerBack():
                self._speaker_back()
            case HeadphonesIn():
                self.headphones_in()
            case HeadphonesOut():
                self.headphones_out()
            case EchoCancelled(works):
                self._echo_cancelled(works)
            case NamesLost():
                self._names_lost()
            case QuestionsRefused(reason):
                self._questions_refused(reason)
            case QuestionsOffered():
                self.abilities = replace(self.abilities, refusal=None)
            case Stopping():
                self._stopping()
            case WentOutOfService(reason):
                self._went_out_of_service(reason)
            case CameBack():
                self.out_of_service_reason = ""
                if self.state == State.OUT_OF_SERVICE:
                    self.go("mend")

    def _started(self, emergency: bool, interrupted: bool) -> None:
        if emergency:
            self.go("latch")
        elif interrupted:
            self.act(AlertStaff("attention"))
            self.act(EndSession())
            self.say(self.prompt("restarted"))

    def _heard(self, readings: tuple[Reading, ...], clear_db: float, over_speech: bool) -> None:
        if not self.listening:
            return
        self.window_used()
        if over_speech:
            self._heard_over_speech(readings, clear_db)
            return
        proposed = self._proposed(readings)
        readings = tuple(r for r in readings if r.recognizer != PROPOSER)
        if self.is_talk_beside(readings):
            self.go_on_offering()
            return
        self.stop_scan()
        meanings = {r.intent for r in readings if r.intent}
        commands = meanings - ANSWERS
        if not meanings.isdisjoint(FETCHING):
            self.earcon("heard")
            self.go("latch")
        elif any(Intent.DISTRESS in r.mentions for r in readings) and not self.about_emergencies:
            self._distress_among_words()
        elif self.state in ASKING and (
            meanings & ANSWERS or not commands or names_a_concern(readings)
        ):
            self.answered(readings, clear_db)
        elif len(commands) == 1 or len(meanings) == 1:
            self.earcon("heard")
            self.do((commands or meanings).pop())
        elif not meanings and proposed and self.state in PROPOSED_IN:
            self.earcon("heard")
            self.proposal = proposed[0]
            self.aside("propose")
        else:
            self.not_understood()

    def _heard_over_speech(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        """Do what counts over the kiosk's own speech; let the rest pass without a word."""
        asked = Asked.NOTHING
        if self.state == State.QUESTION and self.questions is not None:
            asked = Asked.EMERGENCY if self.questions.emergency else Asked.QUESTION
        elif self.state in ASKING:
            asked = Asked.TO_CONFIRM
        elif self.yes_no_asked:
            asked = Asked.YES_OR_NO
        readings = tuple(r for r in readings if r.recognizer != PROPOSER)
        counts = what_interrupts(readings, asked, clear_db)
        if isinstance(counts, Yes | Unsure):
            self.earcon("heard")
            self.record(counts)
        elif counts is Interruption.HELP_WANTED and self.state in _VISITED:
            self.earcon("heard")
            self._distress_among_words()
        elif (
            isinstance(counts, str)
            and (self.state in _VISITED or counts in _OVER_ANY_SPEECH)
            and self.done(counts)
        ):
            self.understood()
            self.earcon("heard")
        elif not self.speaking:
            self.listen()

    def _proposed(self, readings: tuple[Reading, ...]) -> list[str]:
        """Give what may be asked back, best first: never an answer, never a cry for help."""
        return [
            intent
            for reading in readings
            for intent in (
                (reading.intent,) if reading.recognizer == PROPOSER else reading.alternatives
            )
            if intent is not None
            and (
                intent in _PROPOSED_COMMANDS
                or intent.startswith("section.")
                or intent.removeprefix("topic.") in self.content.topics
            )
        ]

    def _distress_among_words(self) -> None:
        """A cry for help inside other words may be talk in the room: offer staff at once."""
        match self.state:
            case State.ATTRACT:
                self.do(Intent.HELP)
            case State.EMERGENCY | State.OUT_OF_SERVICE:
                self.not_understood()
            case _:
                self.earcon("heard")
                self.aside("ask_help")

    def _key(self, key: str) -> None:
        if self.state == State.EMERGENCY and self._took_for_staff_code(key):
            return
        if key == SWITCH or (self.scanning and key in SWITCHES):
            self.press_switch()
            return
        bounced = key == self._last_key and self.now < self._last_key_at + BOUNCE
        self._last_key, self._last_key_at = key, self.now
        if self.state in ANSWERING:
            intent = ANSWER_KEYS.get(key) or KEYS.get(key)
        else:
            intent = CHOICE_KEYS.get(key) or KEYS.get(key)
        if bounced and self.state in ASKING and intent in ANSWERS:
            return  # meant for what was asked before: nothing of this has been said
        self.stop_scan()
        if self.muted and (intent is None or intent in ANSWERS):
            intent = Intent.CONTINUE  # any key chooses
        if self.state == State.EMERGENCY and (intent not in UNIVERSAL or self.must_be_heard):
            return
        called = self.state == State.EMERGENCY and intent == Intent.STAFF and self._just_called
        if called and bounced:
            return
        self.hush()
        self.earcon("heard" if intent else "not_heard")
        if called:
            self.say_emergency()
        elif intent is None:
            self._do_unknown_key()
        elif self.state in ASKING and intent in ANSWERS:
            self.answered_by_hand(intent, key)
        else:
            self.do(intent)

    @property
    def _just_called(self) -> bool:
        """Staff were called a moment ago: a key that is hammered or held calls them once."""
        return self.now < self.called_at + CALLED_ONCE_FOR

    def _took_for_staff_code(self, key: str) -> bool:
        """Hand a key to the pad; whether it ended an entry that counts."""
        entry = self._staff_pad.press(key, self.now)
        if entry is Entry.NONE:
            return False
        if entry is not Entry.LOCKED:
            self.act(KeepStaffPad(self._staff_pad.state(self.now)))
        if entry is Entry.RIGHT:
            self._staff_cleared()
        else:
            self.earcon("not_heard")
        return True

    def _do_unknown_key(self) -> None:
        if self.state == State.ATTRACT:
            self.go("wake")
        elif self.state == State.STILL_THERE:
            self.resume_origin()
        elif self.state == State.GOODBYE:
            self.end_session()
        elif self.state == State.OUT_OF_SERVICE:
            self.say_again()
        else:
            self.say_again(before=self.prompt("not_here"), continued=True)

    def _spoken(self, say: int) -> None:
        speech = self.speech_ended(say)
        if speech is None:
            return
        match speech.then:
            case Then.LISTEN:
                self.listen()
            case Then.OPEN_MENU:
                self.go("to_main_menu")
            case Then.OPEN_SECTION:
                self.go("to_section")
            case Then.OFFER_AFTER_TOPIC:
                self.go("topic_read")
            case Then.ASK_MENU:
                self.ask_menu()
            case Then.REST_OF_EMERGENCY:
                self.say_rest_of_emergency()
            case Then.REPEAT_EMERGENCY:
                self.listen()
            case Then.LEAVE:
                self.go("leave")
            case Then.END:
                self.end_session()
            case Then.NOTHING:
                pass

    def _time_passed(self) -> None:
        if self.deadline is None or self.now < self.deadline:
            return
        self.deadline = None
        self.close_ear()
        if self.scan is not None:
            self.dwell_passed()
        elif self.state == State.EMERGENCY:
            self.earcon("alert")
            self.say_emergency()
        elif self.state == State.STILL_THERE:
            if self.wants_help:
                self.tell_staff("help")
            self.timed_out = self.leaving = True
            self.leave_questions("leave")
        elif self.state in ASKING:
            self.no_answer()
        elif self.state == State.PAUSED or self.failures >= FAILURES_BEFORE_KEYS:
            self.aside("warn")
        else:
            self.ask_again("no_input")

    def _alert_acknowledged(self) -> None:
        if self.state == State.EMERGENCY and not self.acknowledged:
            self.acknowledged = True
            self.say_emergency()

    def _staff_cleared(self) -> None:
        if self.state == State.EMERGENCY:
            self.clear_emergency()
            self._staff_pad.forget_entry()
            self.go("clear")
            if self.out_of_service_reason:
                self.go("fail")

    def _hearing_lost(self) -> None:
        """Go on by keys, say so at once, and call staff: who cannot press needs them."""
        if not self.abilities.voice:
            return
        self.abilities = replace(self.abilities, voice=False)
        self.close_ear()
        self.act(AlertStaff("attention"))
        if self.state in _VISITED:
            self.hush()
            self.say_again(before=self.prompt("cannot_hear"), continued=True)

    def _hearing_back(self) -> None:
        if self.abilities.voice:
            return
        self.abilities = replace(self.abilities, voice=True)
        if not self.abilities.names and not self.one_at_a_time and self.state in MENUS:
            self.announcement = self.prompt("hear_again")
            self._offer_by_yes_and_no()
            return
        if not self.abilities.names:
            self._offer_by_yes_and_no()
        if self.state in _VISITED:
            self.hush()
            self.say_again(before=self.prompt("hear_again"), continued=True)

    def _offer_by_yes_and_no(self) -> None:
        """Ask menus by yes and no from here on, the one that is open or was left among them."""
        if self.one_at_a_time:
            return
        self.one_at_a_time = True
        if self.state in MENUS:
            self.entered()
        elif self.within in MENUS:
            self.interrupted = None

    def _speaker_back(self) -> None:
        """Say again what nobody heard."""
        if self.state in _VISITED:
            self.hush()
            self.say_again()

    def _echo_cancelled(self, works: bool) -> None:
        self.abilities = replace(self.abilities, barge_in=works)
        if self.speaking and not works:
            self.close_ear()

    def _names_lost(self) -> None:
        self.abilities = replace(self.abilities, names=False)
        if self.abilities.voice:
            self._offer_by_yes_and_no()

    def _questions_refused(self, reason: Refusal) -> None:
        self.abilities = replace(self.abilities, refusal=reason)
        if self.within in (State.PREAMBLE, *ASKING):
            self.hush()
            self.refuse_questions()

    def _stopping(self) -> None:
        """Tell whoever is there; an emergency is only silent until the kiosk is back."""
        self.hush()
        if self.state in _VISITED:
            self.say(self.prompt("stopping"), then=Then.NOTHING)

    def _went_out_of_service(self, reason: str) -> None:
        self.out_of_service_reason = reason
        if self.state not in (State.EMERGENCY, State.OUT_OF_SERVICE):
            self.go("fail")
