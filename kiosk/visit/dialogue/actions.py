"""Actions: the dialogue answers each event with a list of them, to be done in order."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from audio.signals.levels import Output
from kiosk.visit.dialogue.pad_state import PadState
from kiosk.visit.dialogue.scene import NOTHING, Scene

Earcon: TypeAlias = Literal[
    "listening",
    "heard",
    "not_heard",
    "paused",
    "resumed",
    "unplugged",
    "warning",
    "attention",
    "doorbell",
    "alert",
]
"""Names of the earcons, the short sounds that `audio.signals.earcons` makes."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak these sentences one after another; replaces whatever is being said.

    Attributes:
        id: `SentenceBegan` and `SpeechEnded` refer to the speech by it.
        sentences: whole sentences; each is captioned when it begins to sound.
        words_per_minute: speaking rate.
        volume: amplitude factor, 0 to 1; at 0 the sentences are shown as captions only, for as
            long as speech would take.
        interruptible: False for the one text that keys do not cut short.
        resumes: id of the speech that this one continues, from the part of the sentence that was
            cut short; None: it begins with its first word.
    """

    id: int
    sentences: tuple[str, ...]
    words_per_minute: int
    volume: float
    interruptible: bool = True
    resumes: int | None = None


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Be silent within 100 ms; no `SpeechEnded` follows."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the microphone for one utterance; this replaces an open listening window.

    Attributes:
        expects: intents that count here; endpointing judges by them whether an utterance is
            complete.
        answer: the kiosk asked for a yes/no answer.
        careful: after "no" wait longer, since more may follow (emergency questions).
        brisk: a yes or no is complete as it is: what may follow it is not waited for.
        patience: factor on all silences (two in slow-answer mode).
        over_speech: audio frames also count while the kiosk speaks (barge-in).
        from_visitor: a phrase here shows how loud the visitor's own voice is. At rest and at health
            questions it may be a bystander's.
    """

    expects: frozenset[str]
    answer: bool = False
    careful: bool = False
    brisk: bool = False
    patience: float = 1.0
    over_speech: bool = False
    from_visitor: bool = False


@dataclass(frozen=True, slots=True)
class StopListening:
    """Close the listening window; an unfinished utterance is dropped."""


@dataclass(frozen=True, slots=True)
class PlayEarcon:
    """Play a short signal; it does not delay the next actions."""

    name: Earcon
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Play all later speech and earcons on this output only."""

    output: Output


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen now: its key and its words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Show:
    """What the screen shows beside the running caption.

    Attributes:
        state: name of the dialogue's state.
        title: a few words that say where the visitor is.
        choices: what can be chosen now, in order.
        notice: a line that stays (not signed off, or a missing part), or "".
        scene: what a screen with room shows besides; a plain one needs none of it.
    """

    state: str
    title: str
    choices: tuple[Choice, ...] = ()
    notice: str = ""
    scene: Scene = NOTHING


@dataclass(frozen=True, slots=True)
class WipeCaptions:
    """Remove the captions shown so far: other people may look at the screen from now on."""


Urgency: TypeAlias = Literal["emergency", "call", "attention"]
"""How staff are fetched: "emergency" rings until cleared; "call" is a visitor's wish for a person,
with a doorbell, and stays until cleared; "attention" is told once."""

URGENCIES: tuple[Urgency, ...] = ("attention", "call", "emergency")
"""From the least to the most urgent."""

LASTING: tuple[Urgency, ...] = ("call", "emergency")
"""Those that staff end, instead of only learning of them."""


def outranks(urgency: Urgency, other: Urgency | None) -> bool:
    """Whether an alert replaces another one that is on; None: none is."""
    return other is None or URGENCIES.index(urgency) >= URGENCIES.index(other)


@dataclass(frozen=True, slots=True)
class AlertStaff:
    """Fetch staff on every channel."""

    urgency: Urgency


@dataclass(frozen=True, slots=True)
class ClearAlert:
    """Staff have taken over; channels stop ringing."""


@dataclass(frozen=True, slots=True)
class KeepEmergency:
    """Write to disk whether an emergency is latched, and nothing else."""

    latched: bool


@dataclass(frozen=True, slots=True)
class KeepCall:
    """Write to disk that a visitor's call for staff is on, or no longer is.

    Attributes:
        age: seconds since it was made; None: no call is on.
        taken: an alert channel has confirmed it, so it does not become an emergency by itself.
    """

    age: float | None
    taken: bool = False


@dataclass(frozen=True, slots=True)
class KeepStaffPad:
    """Write to disk how often a wrong staff code was entered, without any digit; tell staff."""

    state: PadState


@dataclass(frozen=True, slots=True)
class BeginSession:
    """A visit begins; `EndSession` follows, unless the process dies during the visit."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """The visit is over: forget everything about it."""


Action: TypeAlias = (
    Say
    | StopSpeaking
    | Listen
    | StopListening
    | PlayEarcon
    | PlayOn
    | Show
    | WipeCaptions
    | AlertStaff
    | ClearAlert
    | KeepEmergency
    | KeepCall
    | KeepStaffPad
    | BeginSession
    | EndSession
)
