"""What the kiosk listens for and what it shows in each state, and how long silence may last."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.access.switch_choices import Offers
from kiosk.visit.dialogue.actions import Choice, Listen, Show
from kiosk.visit.dialogue.help import ANSWERS_IN_ORDER, Help
from kiosk.visit.dialogue.intents import UNIVERSAL
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import ANSWERS, refusal_words
from kiosk.visit.dialogue.table import ASKING, MENUS, RESTS, State

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

_SHOWN = (Intent.REPEAT, Intent.PAUSE, Intent.BACK, Intent.HELP, Intent.STAFF)
_SHOWN_IN = {
    State.ATTRACT: (Intent.HELP, Intent.STAFF),
    State.EMERGENCY: (),
    State.GOODBYE: (Intent.STAFF,),
    State.OUT_OF_SERVICE: (Intent.STAFF,),
}
"""Where less than the commands that are shown has a meaning."""


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
        talk, set_before, patience = self.talk, self.talk.deadline, self.visit.pace.patience
        talk.open_ear(self._window() if talk.abilities.voice else None)
        match self.state:
            case State.ATTRACT | State.OUT_OF_SERVICE:
                talk.deadline = None
            case State.EMERGENCY if set_before is None:
                repeat = self.visit.emergency_said_at + EMERGENCY_REPEAT
                talk.deadline = max(repeat, talk.now + EMERGENCY_LISTENS)
            case State.EMERGENCY:
                talk.deadline = set_before  # talk in the room does not put off what calls for help
            case State.STILL_THERE:
                talk.deadline = talk.now + STILL_THERE * patience
            case State.PAUSED:
                talk.deadline = talk.now + (UNPLUGGED if self.visit.muted else PAUSE) * patience
        if offering:
            self.offers.wait()

    def speech_began(self) -> None:
        """Let a person finish, but in an emergency what is said changes nothing."""
        if self.visit.scan is not None:
            self.offers.speech_began()
        elif self.state != State.EMERGENCY:
            self.talk.speech_began()

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
            answer=self.visit.asks_yes_or_no(self.state) or self.state == State.ATTRACT,
            careful=self.state == State.QUESTION and questions is not None and questions.emergency,
            patience=self.visit.pace.patience,
        )


@dataclass(eq=False, repr=False)
class Shown(Part):
    """Keeps the screen true."""

    help: Help
    notice: str  # a lasting line
    _shown: Show | None = None

    def update(self) -> None:
        """Put what can be chosen on the screen, when it has changed."""
        refused = " ".join(refusal_words(self.talk)) if self.talk.abilities.refusal else ""
        notice = self.talk.out_of_service or refused or self.notice
        show = Show(str(self.state), self._title(), self._choices(), notice)
        if show != self._shown:
            self._shown = show
            self.talk.act(show)

    def _choices(self) -> tuple[Choice, ...]:
        """Give what can be chosen now, each with its key; to one switch, what a press would do."""
        labels, visit, state = self.talk.content.labels, self.visit, self.state
        if visit.scanning and state not in RESTS:
            return (Choice(" ", visit.scan.offer.name if visit.scan else labels["scan.hold"]),)
        choices: tuple[Choice, ...] = ()
        if state in MENUS:
            choices = tuple(Choice(str(n), o.name) for n, o in enumerate(visit.menu.page, start=1))
        if visit.asks_yes_or_no(state):
            choices += tuple(Choice(key_for(a), labels[a]) for a in ANSWERS_IN_ORDER)
        return choices + tuple(Choice(key_for(i), labels[i]) for i in _SHOWN_IN.get(state, _SHOWN))

    def _title(self) -> str:
        if self.state == State.ATTRACT and not self.talk.abilities.voice:
            return self.talk.content.labels["title.attract_by_keys"]
        if self.state == State.PAUSED and self.visit.muted:
            return self.talk.content.labels.get("title.unplugged", "")
        return self.help.title_of(self.state)
