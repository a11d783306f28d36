"""The listening window and the longest silence of each state."""

from dataclasses import dataclass
from functools import lru_cache

from grammar.intents import Intent
from kiosk.visit.content.model import SECTIONS
from kiosk.visit.dialogue.access.switch_choices import Offers
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS
from kiosk.visit.dialogue.table import ASKING, RESTS, VISITED, State

STILL_THERE = 20.0
"""Seconds to answer "Are you still there?" by any word or key (accessibility.md D1)."""

EMERGENCY_REPEAT = 20.0
"""Seconds from one beginning of the emergency text to the next (clinical-safety.md §2 rule 2)."""

EMERGENCY_LISTENS = 3.0
"""Least seconds that the kiosk listens between two repetitions, however slowly it speaks."""

PAUSE = 120.0
"""Seconds that a pause may last before the visitor is asked whether they are still there."""

UNPLUGGED = 30.0
"""Seconds to plug the headphones in again before the kiosk warns that the visit will end."""


@dataclass(eq=False, repr=False)
class Windows(Part):
    """Opens the listening window that fits the state."""

    offers: Offers

    def listen(self) -> None:
        """Listen, or offer choices to one switch, once the kiosk has finished speaking."""
        offering = self.visit.scanning and self.state not in RESTS and not self.talk.spoken_over
        if offering and self.visit.scan is None:
            self.offers.begin_own()
            return
        talk, set_before, patience = self.talk, self.talk.deadline, self.visit.pace.patience
        talk.open_ear(self._window() if talk.abilities.voice else None)
        match self.state:
            case State.ATTRACT | State.OUT_OF_SERVICE:
                talk.deadline = None
            case State.EMERGENCY if set_before is None:
                repeat = self.visit.emergency_said_at + EMERGENCY_REPEAT
                talk.deadline = max(repeat, talk.now + EMERGENCY_LISTENS)
            case State.OFFER_STAFF:
                talk.deadline = None  # `StaffOffer.keep_limit` sets it
            case State.EMERGENCY:
                talk.deadline = set_before  # talk in the room must not delay the call for help
            case State.STILL_THERE:
                talk.deadline = talk.now + STILL_THERE * patience
            case _ if self.visit.keeps_silent:
                talk.deadline = talk.now + PAUSE * patience
            case State.PAUSED:
                talk.deadline = talk.now + (UNPLUGGED if self.visit.muted else PAUSE) * patience
        if offering:
            self.offers.wait()

    def speech_began(self) -> None:
        """Let a person finish; speech delays neither an emergency nor what leads to one."""
        if self.visit.scan is not None:
            self.offers.speech_began()
        elif self.state not in (State.EMERGENCY, State.OFFER_STAFF):
            self.talk.speech_began()

    def listen_over_speech(self) -> None:
        """Open the listening window over the kiosk's speech, where barge-in is possible.

        It stays closed in an emergency, where speech changes nothing and the text must be heard. It
        also stays closed over the words that offer a choice to one switch; speech counts after
        them.
        """
        talk = self.talk
        if (
            self.visit.scan is None
            and talk.abilities.voice
            and talk.abilities.barge_in
            and self.state != State.EMERGENCY
            and talk.speaking
            and not talk.must_be_heard
            and not talk.listening
        ):
            talk.open_ear_over_speech(self._window())

    @property
    def _answer_wakes(self) -> bool:
        """Whether the kiosk is at rest and a yes wakes it, since it knows no other words well."""
        return self.state == State.ATTRACT and not self.talk.abilities.open_words

    def _window(self) -> Listen:
        questions = self.visit.questions
        emergency = questions is not None and self.state in ASKING and questions.emergency
        # At the preamble, and where answers are read back before they count, what may follow a yes
        # or no is not waited for: the questions take less time, and an answer can be taken back.
        brisk = self.state in (State.PREAMBLE, State.QUESTION, State.READ_BACK) and not emergency
        return Listen(
            expects=_expected(
                tuple(self.talk.content.topics),
                asking=self.state in ASKING,
                answers=self.state != State.ATTRACT or self._answer_wakes,
            ),
            answer=self.visit.asks_yes_or_no(self.state) or self._answer_wakes,
            careful=self.state == State.QUESTION and emergency,
            brisk=brisk,
            patience=self.visit.pace.patience,
            from_visitor=self.state in VISITED and self.state not in ASKING,
        )


@lru_cache(8)
def _expected(topics: tuple[str, ...], *, asking: bool, answers: bool) -> frozenset[str]:
    """Give what may be said: at the questions no topic but the symptoms, at rest no answer."""
    expects = {*ANSWERS, *UNIVERSAL, Intent.NEXT, Intent.DISTRESS, Intent.HELLO}
    expects.add(Intent.OUT_OF_SCOPE)
    if asking:
        named = {f"topic.{topic}" for topic in topics if topic.startswith("symptoms.")}
    else:
        sections = (f"section.{section}" for section in SECTIONS)
        named = {*map(str, Intent), *(f"topic.{topic}" for topic in topics), *sections}
    return frozenset({*expects, *named} - (set() if answers else ANSWERS))
