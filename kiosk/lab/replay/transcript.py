"""What the kiosk did since a person's last input, and when; expectations are checked against it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import Action, AlertStaff, Show
from kiosk.visit.dialogue.events import Event, Heard
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.told import Told

NOTHING = "nothing"
"""The name of what means nothing."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: when, in the clock's seconds, and its name or words."""

    at: float
    what: str


@dataclass(slots=True)
class Transcript:
    """Watches the app loop; `begin` starts a clean page.

    Attributes:
        state: gives the dialogue's state.
        states: states the dialogue came to, beginning with the state at the last `begin`.
        sentences: sentences that began to sound.
        captions: captions that were shown.
        alerts: urgencies of the alerts that were raised.
        heard: intents of the utterances that ended, "nothing" where none was understood.
        understood: of the utterances that meant something, each intent that some recognizer gave;
            what may have been meant, where nothing was understood outright.
    """

    state: Callable[[], str]
    states: list[Moment] = field(default_factory=list)
    sentences: list[Moment] = field(default_factory=list)
    captions: list[Moment] = field(default_factory=list)
    alerts: list[Moment] = field(default_factory=list)
    heard: list[Moment] = field(default_factory=list)
    understood: list[Moment] = field(default_factory=list)

    def begin(self, now: float) -> None:
        """Forget what was; an input begins."""
        self.states = [Moment(now, self.state())]
        self.sentences = []
        self.captions = []
        self.alerts = []
        self.heard = []
        self.understood = []

    def on_event(self, now: float, event: Event) -> None:
        """Keep what was heard."""
        if isinstance(event, Heard):
            understood = [f"{r.recognizer}: {r.intent or NOTHING}" for r in event.readings]
            self.heard.append(Moment(now, ", ".join(understood) or NOTHING))
            outright = [reading.intent for reading in event.readings if reading.intent]
            # As in the dialogue, a proposal counts for nothing beside what was understood.
            proposed = [intent for reading in event.readings for intent in reading.alternatives]
            self.understood += [Moment(now, str(each)) for each in outright or proposed[:1]]

    def on_action(self, now: float, action: Action) -> None:
        """Keep alerts, and the state whenever it is another one."""
        if not self.states or self.states[-1].what != self.state():
            self.states.append(Moment(now, self.state()))
        if isinstance(action, AlertStaff):
            self.alerts.append(Moment(now, action.urgency))

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep a sentence."""
        self.sentences.append(Moment(now, text))


class RecordedScreen:
    """A screen that nobody looks at: keeps its captions in the transcript."""

    def __init__(self, transcript: Transcript, clock: Clock) -> None:
        self._transcript = transcript
        self._clock = clock

    @property
    def seen(self) -> bool:
        """Nobody is before it."""
        return False

    def show(self, view: Show) -> None:
        """Show nothing; expectations name the state, not the picture."""

    def caption(self, text: str) -> None:
        """Keep the caption."""
        self._transcript.captions.append(Moment(self._clock.now(), text))

    def status(self, status: Status) -> None:
        """Show nothing."""

    def tell(self, told: Told) -> None:
        """Show nothing; the transcript has alerts from the dialogue."""

    def say_goodbye(self) -> None:
        """Show nothing."""

    def forget(self) -> None:
        """Nothing outlasts a replay."""
