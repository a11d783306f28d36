"""What an intent does.

Decided in this order: what must work everywhere (staff, distress), what the state itself asks
for, the universal commands, choices, and last going to a topic by its name.
"""

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.conversation import Sentences
from kiosk.visit.dialogue.pace import SLOW
from kiosk.visit.dialogue.questions import Asking
from kiosk.visit.dialogue.table import ASIDES, ASKING, MENUS, OUTCOMES, State

UNIVERSAL = frozenset(
    {
        Intent.REPEAT,
        Intent.SLOWER,
        Intent.FASTER,
        Intent.LOUDER,
        Intent.QUIETER,
        Intent.PAUSE,
        Intent.CONTINUE,
        Intent.BACK,
        Intent.MAIN_MENU,
        Intent.SKIP,
        Intent.MORE,
        Intent.MORE_TIME,
        Intent.HELP,
        Intent.STAFF,
        Intent.STOP,
        Intent.GOODBYE,
    }
)
"""Intents that every state answers, by voice, key and page."""

_GOES_ON = frozenset({Intent.YES, Intent.CONTINUE, Intent.HELLO})
_SLEEPS_ON = frozenset({Intent.NO, Intent.GOODBYE, Intent.STOP, Intent.PAUSE})
PACE = frozenset({Intent.SLOWER, Intent.FASTER, Intent.LOUDER, Intent.QUIETER})
_CHOICES = {Intent.CHOOSE_1: 1, Intent.CHOOSE_2: 2, Intent.CHOOSE_3: 3}


class Commands(Asking):
    """Commands, choices and names, whichever way they came in."""

    def do(self, intent: str) -> None:
        """Do what an intent asks for; what does not fit here is answered, never ignored."""
        fits = self.done(intent)
        self.understood()
        if not fits:
            self.say_again(before=self.prompt("not_here"), continued=True)

    def done(self, intent: str) -> bool:
        """Do what an intent asks for, if it fits here; tells whether it did."""
        if intent in (Intent.STAFF, Intent.DISTRESS):
            self.go("latch")
        elif self.state == State.ATTRACT:
            self._do_in_attract(intent)
        elif self.state == State.EMERGENCY:
            self._do_in_emergency(intent)
        elif self.state == State.OUT_OF_SERVICE:
            if not self._do_pace(intent):
                self.say_again()
        elif self.state == State.GOODBYE and intent == Intent.REPEAT:
            self.say_again()
        elif self.state == State.GOODBYE and intent in PACE:
            self._do_pace(intent)
        elif self.state == State.GOODBYE:
            self.end_session()
            self._do_in_attract(intent)
        else:
            return (
                (self.state in ASIDES and self._do_in_aside(intent))
                or self._do_universal(intent)
                or self._do_in_state(intent)
                or self.choose(intent)
            )
        return True

    def _do_in_attract(self, intent: str) -> None:
        if intent == Intent.HELP:
            self.act(BeginSession())
            self.origin = State.GREETING
            self.interrupted = None
            self.go("ask_help")
        elif intent not in _SLEEPS_ON:
            self.go("wake")
        else:
            # A key has cut off what was being said: only its end would have opened the ear.
            self.close_ear()
            self.forget_speech()

    def _do_in_emergency(self, intent: str) -> None:
        if not self._do_pace(intent):
            self.say_emergency()

    def _do_in_aside(self, intent: str) -> bool:
        """Answer the aside's own question; True when nothing is left to do."""
        if self.state == State.HELP and intent in (Intent.YES, Intent.NOT_SURE):
            self.go("latch")
        elif self.state == State.HELP and intent == Intent.MORE:
            self.say_more_help()
        elif self.state == State.CONFIRM_CHOICE and intent == Intent.YES:
            self.choose(self.proposal)
        elif self.state == State.STILL_THERE and intent in (PACE | {Intent.MORE_TIME}):
            self.resume_origin()
            return self._do_universal(intent)
        elif (
            intent in _GOES_ON
            or intent in (Intent.BACK, Intent.SKIP)
            or (intent == Intent.NO and self.state != State.PAUSED)
            or (self.state == State.STILL_THERE and intent not in UNIVERSAL - {Intent.MORE})
        ):
            self.resume_origin()
        else:
            return False
        return True

    def _do_universal(self, intent: str) -> bool:
        match intent:
            case Intent.REPEAT:
                self._repeat()
            case Intent.PAUSE | Intent.STOP:
                self.aside("pause")
            case Intent.HELP:
                self.aside("ask_help")
            case Intent.MORE_TIME:
                self.pace.patience = SLOW
                self.say_again(before=self.prompt("more_time"), continued=True)
            case Intent.OUT_OF_SCOPE:
                self.say_again(before=self.prompt("out_of_scope"))
            case Intent.GOODBYE:
                self.leaving, self.timed_out = True, False
                self.leave_questions("leave")
            case Intent.MAIN_MENU:
                self.leave_questions("to_main_menu")
            case Intent.BACK:
                self._back()
            case _:
                return self._do_pace(intent)
        return True

    def _do_pace(self, intent: str) -> bool:
        if intent not in PACE:
            return False
        self.say_again(before=self.change_pace(intent), continued=True)
        return True

    def change_pace(self, intent: str) -> Sentences:
        """Change how the kiosk speaks by one step, by an intent of `PACE`; give what tells it."""
        pace = self.pace
        match intent:
            case Intent.LOUDER:
                name = "louder" if pace.change_volume(+1) else "loudest"
            case Intent.QUIETER:
                name = "quieter" if pace.change_volume(-1) else "quietest"
            case Intent.FASTER:
                name = "faster" if pace.change_rate(+1) else "fastest"
            case _:
                name = "slower" if pace.change_rate(-1) else "slowest"
        return self.prompt(name)

    def _repeat(self) -> None:
        if self.state == State.AFTER_TOPIC:
            self.go("read")
        elif self.state in OUTCOMES:
            self.entered()
        else:
            self.say_again()

    def _back(self) -> None:
        match self.state:
            case State.QUESTION | State.CONFIRM_NO | State.READ_BACK:
                assert self.questions is not None
                self.asked_again = False
                if self.state == State.CONFIRM_NO or self.questions.step_back():
                    self.go("ask")
                else:
                    self.go("introduce_questions")
            case _ if self.state in OUTCOMES:
                self.reopen_questions()
            case State.READING | State.AFTER_TOPIC if self.section:
                self.go("to_section")
            case _:
                self.go("to_main_menu")

    def _do_in_state(self, intent: str) -> bool:
        """What skip, more, continue, yes and no mean where the visitor is."""
        state = self.state
        onward = intent in (Intent.SKIP, Intent.CONTINUE)
        if state == State.GREETING and (onward or intent in _GOES_ON):
            self.go("to_main_menu")
        elif state == State.READING and intent == Intent.SKIP:
            self.go("to_section" if self.topic_id.endswith(".intro") else "topic_read")
        elif state == State.READING and intent == Intent.CONTINUE:
            self.say_again(continued=True)
        elif state in (State.READING, State.AFTER_TOPIC) and intent in (
            Intent.MORE,
            Intent.SIMPLER,
        ):
            self.fuller = intent == Intent.MORE
            self.go("read")
        elif intent == Intent.SIMPLER:
            self.say_again()
        elif state == State.AFTER_TOPIC and onward and self.topic_after(self.topic_id):
            self._read(self.topic_after(self.topic_id))
        elif state == State.PREAMBLE and (intent in _GOES_ON or onward):
            self.start_questions()
        elif state == State.PREAMBLE and intent in (Intent.NO, Intent.NOT_SURE):
            self.go("to_main_menu")
        elif state in ASKING and intent == Intent.SKIP:
            self.skip_question()
        elif state in ASKING and intent == Intent.CONTINUE:
            self.say_again()
        elif state in MENUS:
            return self._do_in_menu(intent)
        else:
            return False
        return True

    def _do_in_menu(self, intent: str) -> bool:
        if self.one_at_a_time and intent == Intent.YES:
            self.choose(self.menu.offered.intent)
        elif self.one_at_a_time and intent in (Intent.NO, Intent.NOT_SURE, Intent.SKIP):
            self.offer_next()
        elif intent in (Intent.YES, Intent.ONE_AT_A_TIME):
            self.one_at_a_time = True
            self.ask_menu()
        elif intent in (Intent.NO, Intent.MORE, Intent.SKIP, Intent.CONTINUE):
            self.menu.turn_page()
            self.ask_menu()
        elif intent in _CHOICES:
            option = self.menu.pick(_CHOICES[Intent(intent)])
            return option is not None and self.choose(option.intent)
        else:
            return False
        return True

    def choose(self, intent: str) -> bool:
        """Go where a choice leads, from wherever it is named."""
        if self.within in ASKING:
            return False
        kind, _, name = intent.partition(".")
        if kind == "section":
            self.section = name
            self._read(f"{name}.intro")
        elif kind == "topic" and name in self.content.topics:
            self._read(name)
        elif intent == Intent.QUESTIONS:
            if self.abilities.refusal is None:
                self.go("introduce_questions")
            else:
                self.refuse_questions()
        elif intent == Intent.STAFF:
            self.go("latch")
        elif intent in UNIVERSAL and intent != Intent.HELP:
            return self._do_universal(intent) or self._do_in_state(intent)
        else:
            return False
        return True

    def _read(self, topic_id: str) -> None:
        self.topic_id = topic_id
        self.fuller = False
        section = topic_id.partition(".")[0]
        self.section = section if "." in topic_id else ""
        self.go("read")
