"""Protocols of the app's parts: dialogue, mouth, hearing, screen, alerts, devices and observers."""

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

from audio.frames import Frames
from audio.signals.levels import Output
from kiosk.visit.dialogue.actions import Action, AlertStaff, Listen, PlayEarcon, Say, Show
from kiosk.visit.dialogue.events import Event, SentenceBegan
from kiosk.visit.dialogue.keys import KeyContext

Status: TypeAlias = Literal["speaking", "listening", "waiting"]
"""What the kiosk is doing this moment."""


class Dialogue(Protocol):
    """The pure machine that decides (see `kiosk.visit.dialogue`)."""

    @property
    def deadline(self) -> float | None:
        """When `TimePassed` is due, in the clock's seconds."""
        ...

    @property
    def key_context(self) -> KeyContext:
        """What keys mean this moment."""
        ...

    def handle(self, event: Event, now: float) -> Sequence[Action]:
        """Take one event; give the actions it asks for, in order."""
        ...


class Mouth(Protocol):
    """Speaks (see `kiosk.visit.speech.mouth`)."""

    @property
    def speaking(self) -> bool:
        """Whether a speech is in progress."""
        ...

    @property
    def sounding(self) -> bool:
        """Whether something leaves the speaker, or is about to: speech or an earcon."""
        ...

    @property
    def due(self) -> float | None:
        """When `progress` has something to do."""
        ...

    @property
    def late(self) -> float:
        """Seconds by which the requested speech is late."""
        ...

    def say(self, speech: Say) -> None:
        """Replace whatever is being said."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def end_pause(self) -> None:
        """Let the next text begin at once: somebody waits for it."""
        ...

    def forget(self) -> None:
        """Drop what was kept of a visit's speech."""
        ...

    def earcon(self, signal: PlayEarcon) -> None:
        """Play a short signal."""
        ...

    def progress(self) -> list[Event]:
        """Do what is due; give what has happened."""
        ...

    def sentence(self, event: SentenceBegan) -> str:
        """The words of a sentence that has begun."""
        ...


class Hearing(Protocol):
    """Listens (see `kiosk.visit.hearing.listener`)."""

    @property
    def open(self) -> bool:
        """Whether a window is open and what is said in it is heard."""
        ...

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking in it."""
        ...

    def listen(self, window: Listen) -> None:
        """Open a window for one utterance; replaces an open one."""
        ...

    def stop(self) -> None:
        """Close the window and drop what was being said."""
        ...

    def own_words(self, sentence: str) -> None:
        """The kiosk begins to say a sentence."""
        ...

    def accept(self, frames: Frames) -> list[Event]:
        """Take microphone frames of the open window; give what they brought."""
        ...

    def forget(self) -> None:
        """Drop everything heard so far: the visit is over."""
        ...


class Screen(Protocol):
    """Shows (see `kiosk.visit.screen.terminal`)."""

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen."""
        ...

    def caption(self, text: str) -> None:
        """Show the words that begin to sound."""
        ...

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing."""
        ...

    def forget(self) -> None:
        """Wipe what a visit has left on the screen."""
        ...


class Alerts(Protocol):
    """Calls staff (see `kiosk.alerts`)."""

    @property
    def due(self) -> float | None:
        """When `progress` has something to do."""
        ...

    def fetch(self, alert: AlertStaff) -> None:
        """Raise the alert on every channel."""
        ...

    def clear(self) -> None:
        """Stop ringing on every channel."""
        ...

    def progress(self) -> list[Event]:
        """Do what is due; give the acknowledgements that have come."""
        ...


class Marks(Protocol):
    """Keeps over a restart that an emergency or a visit is on (see `kiosk.watchdog.marks`)."""

    def keep_emergency(self, latched: bool) -> None:
        """Begin to remember that an emergency is latched, or that it is not."""
        ...

    def settle(self, within: float) -> bool:
        """Wait so many seconds for what has begun; tells whether all is as it should be."""
        ...

    def keep_call(self, age: float | None, *, taken: bool) -> None:
        """Begin to remember a visitor's call that was made `age` seconds ago; None: none is on."""
        ...

    def keep_visit(self, under_way: bool) -> None:
        """Remember that a visit is under way, or that it is not."""
        ...

    def look(self) -> None:
        """Report what has become of what was slow to be kept."""
        ...


class Gate(Protocol):
    """Says whether the red-flag questions may be asked (see `kiosk.visit.loop.questions_gate`)."""

    def progress(self) -> list[Event]:
        """Give the event that tells the dialogue, when the answer has changed."""
        ...


class Outputs(Protocol):
    """Routes sound (see `kiosk.visit.sound.devices`)."""

    def play_on(self, output: Output) -> None:
        """Play everything that begins after this on that output only."""
        ...


class Devices(Protocol):
    """The microphone and the speaker in service (see `kiosk.visit.sound.devices`)."""

    @property
    def open(self) -> bool:
        """Whether a microphone is open, whether or not it gives frames."""
        ...

    @property
    def stuck(self) -> bool:
        """Whether only a new process can help, and this one may make room for it."""
        ...

    @property
    def given_up(self) -> bool:
        """Whether reopening has failed so long that a new process should try."""
        ...

    def read(self, timeout: float) -> Frames | None:
        """Give the next frames, or None: none came within `timeout` seconds, or none can come."""
        ...

    def missed_sound(self) -> bool:
        """Tell once that sound of the microphone was lost."""
        ...

    def progress(self) -> Sequence[Event]:
        """Notice devices that are lost or back, and try to reopen them; call it all the time."""
        ...


class Observer(Protocol):
    """Watches everything that goes through the loop: logs, replay's transcript, tests.

    Its methods do nothing: a class that inherits it defines those it needs.
    """

    def on_event(self, now: float, event: Event) -> None:
        """An event is passed to the dialogue."""
        return

    def on_action(self, now: float, action: Action) -> None:
        """An action of the dialogue is about to be performed."""
        return

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """A sentence begins to sound and is captioned as `text`."""
        return
