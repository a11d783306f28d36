"""What the kiosk listens for and what it shows, in each state."""

from grammar.intents import Intent
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Choice, Listen, Show
from kiosk.visit.dialogue.conversation import (
    EMERGENCY_LISTENS,
    EMERGENCY_REPEAT,
    PAUSE,
    STILL_THERE,
)
from kiosk.visit.dialogue.help import ANSWERS_IN_ORDER
from kiosk.visit.dialogue.intents import UNIVERSAL, Commands
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.questions import ANSWERS
from kiosk.visit.dialogue.table import ASKING, MENUS, State

_SHOWN = (Intent.REPEAT, Intent.PAUSE, Intent.BACK, Intent.HELP, Intent.STAFF)
_SHOWN_IN = {
    State.ATTRACT: (Intent.HELP, Intent.STAFF),
    State.EMERGENCY: (),
    State.GOODBYE: (Intent.STAFF,),
    State.OUT_OF_SERVICE: (Intent.STAFF,),
}
"""Where less than the commands that are shown has a meaning."""


class Attention(Commands):
    """Opens the window that fits the state, and keeps the screen true."""

    def __init__(self, content: Content, abilities: Abilities, notice: str) -> None:
        super().__init__(content, abilities, notice)
        self._shown: Show | None = None
        self._symptoms = {f"topic.{t}" for t in content.topics if t.startswith("symptoms.")}
        self._everything = {
            *(str(intent) for intent in Intent),
            *(f"topic.{topic}" for topic in content.topics),
            *(f"section.{section}" for section in ("symptoms", "causes", "treatments")),
        }

    def listen(self) -> None:
        """Open the window that fits the state, and set the time that silence may last."""
        set_before = self.deadline
        self.open_ear(self._window() if self.abilities.voice else None)
        match self.state:
            case State.ATTRACT | State.OUT_OF_SERVICE:
                self.deadline = None
            case State.EMERGENCY:
                # Whoever talks in the room must not put off what calls for help.
                due = max(self.emergency_said_at + EMERGENCY_REPEAT, self.now + EMERGENCY_LISTENS)
                self.deadline = due if set_before is None else set_before
            case State.STILL_THERE:
                self.deadline = self.now + STILL_THERE * self.pace.patience
            case State.PAUSED:
                self.deadline = self.now + PAUSE * self.pace.patience

    def speech_began(self) -> None:
        """Let a person finish, but in an emergency what is said changes nothing."""
        if self.state != State.EMERGENCY:
            super().speech_began()

    def listen_over_speech(self) -> None:
        """Where the kiosk can be spoken over and does not listen yet, do.

        Not in an emergency: what is said there changes nothing, and the text must be heard.
        """
        if (
            self.abilities.voice
            and self.abilities.barge_in
            and self.state != State.EMERGENCY
            and self.speech is not None
            and self.speech.interruptible
            and self.speaking
            and not self.listening
        ):
            self.open_ear_over_speech(self._window())

    @property
    def yes_no_asked(self) -> bool:
        """Whether what is said here can be answered by yes or no."""
        return self.asks_yes_or_no(self.state)

    def _window(self) -> Listen:
        expects: set[str] = {
            *ANSWERS,
            *UNIVERSAL,
            Intent.DISTRESS,
            Intent.OUT_OF_SCOPE,
            Intent.HELLO,
        }
        expects |= self._symptoms if self.state in ASKING else self._everything
        return Listen(
            expects=frozenset(expects),
            answer=self.yes_no_asked or self.state == State.ATTRACT,
            careful=(
                self.state == State.QUESTION
                and self.questions is not None
                and self.questions.emergency
            ),
            patience=self.pace.patience,
        )

    def show(self) -> None:
        """Put what can be chosen on the screen, when it has changed."""
        refused = " ".join(self.refusal_words()) if self.abilities.refusal else ""
        notice = self.out_of_service_reason or refused or self.notice
        show = Show(self.state, self._title(), self.choices_shown(), notice)
        if show != self._shown:
            self._shown = show
            self.act(show)

    def choices_shown(self) -> tuple[Choice, ...]:
        """Give what can be chosen now, each with its key."""
        labels = self.content.labels
        commands = _SHOWN_IN.get(State(self.state), _SHOWN)
        choices: tuple[Choice, ...] = ()
        if self.state in MENUS:
            choices = tuple(Choice(str(n), o.name) for n, o in enumerate(self.menu.page, start=1))
        if self.yes_no_asked:
            choices += tuple(Choice(key_for(a), labels[a]) for a in ANSWERS_IN_ORDER)
        return choices + tuple(Choice(key_for(i), labels[i]) for i in commands)

    def _title(self) -> str:
        match self.state:
            case State.ATTRACT if not self.abilities.voice:
                return self.content.labels["title.attract_by_keys"]
            case _:
                return self.title_of(self.state)
