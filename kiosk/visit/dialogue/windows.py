"""What the kiosk listens for in each state, and how long silence may last there."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.access.switch_choices import Offers
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.intents import UNIVERSAL
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import ANSWERS
from kiosk.visit.dialogue.table import ASKING, RESTS, State

STILL_THERE = 20.0
"""Seconds to answer "Are you still there?" by any word or key (accessibility.md D1)."""

EMERGENCY_REPEAT = 20.0
"""Seconds from one beginning of the emergency text to the next (clinical-safety.md §2 rule 2)."""

EMERGENCY_LISTENS = 3.0
"""Seconds it listens at least between two repetitions, however slowly it speaks."""

PAUSE = 120.0
"""Seconds that a pause may last before the visitor is asked whether they are still there."""

UNPLUGGED = 30.0
"""Seconds in which the headphones may be plugged in again before the visit's end is warned of."""


@dataclass(eq=False, repr=False)
class Windows(Part):
    """Opens the listening window that fits the state."""

    offers: Offers

    def listen(self) -> None:
        """Listen, or offer what can be chosen, once the kiosk has said what it had to say."""
        offering = self.visit.scanning and self.state not in RESTS and not self.talk.spoken_over
        if offering and self.visit.scan is None:
            self.offers.begin_own()
            return
        set_before = self.talk.deadline
        self.talk.open_ear(self._window() if self.talk.abilities.voice else None)
        self._limit_silence(set_before)
        if offering:
            self.offers.wait()

    def _limit_silence(self, set_before: float | None) -> None:
        """Set the time that silence may last, where it is another one than after a prompt."""
        now, patience = self.talk.now, self.visit.pace.patience
        match self.state:
            case State.ATTRACT | State.OUT_OF_SERVICE:
                self.talk.deadline = None
            case State.EMERGENCY:
                # Whoever talks in the room must not put off what calls for help.
                due = max(self.visit.emergency_said_at + EMERGENCY_REPEAT, now + EMERGENCY_LISTENS)
                self.talk.deadline = due if set_before is None else set_before
            case State.STILL_THERE:
                self.talk.deadline = now + STILL_THERE * patience
            case State.PAUSED:
                self.talk.deadline = now + (UNPLUGGED if self.visit.muted else PAUSE) * patience

    def speech_began(self) -> None:
        """Let a person finish, but in an emergency what is said changes nothing."""
        if self.visit.scan is not None:
            self.offers.speech_began()
        elif self.state != State.EMERGENCY:
            self.talk.speech_began()

    def sentence_began(self, say: int, index: int) -> None:
        """Keep the place for pause and continue, and note when an offer's own words begin."""
        self.talk.sentence_began(say, index)
        self.offers.sentence_began(say, index)

    def listen_over_speech(self) -> None:
        """Where the kiosk can be spoken over and does not listen yet, do.

        Not in an emergency: what is said there changes nothing, and the text must be heard. Nor
        over the words that offer a choice: words count while it waits.
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
    def yes_no_asked(self) -> bool:
        """Whether what is said here can be answered by yes or no."""
        return self.visit.asks_yes_or_no(self.state)

    def _window(self) -> Listen:
        topics = self.talk.content.topics
        expects = {*ANSWERS, *UNIVERSAL, Intent.DISTRESS, Intent.OUT_OF_SCOPE, Intent.HELLO}
        if self.state in ASKING:
            named = {f"topic.{topic}" for topic in topics if topic.startswith("symptoms.")}
        else:
            sections = {f"section.{section}" for section in ("symptoms", "causes", "treatments")}
            named = {*map(str, Intent), *(f"topic.{topic}" for topic in topics), *sections}
        questions = self.visit.questions
        return Listen(
            expects=frozenset({*expects, *named}),
            answer=self.yes_no_asked or self.state == State.ATTRACT,
            careful=self.state == State.QUESTION and questions is not None and questions.emergency,
            patience=self.visit.pace.patience,
        )
