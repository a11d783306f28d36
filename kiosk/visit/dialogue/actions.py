"""What the dialogue asks of the world: each event gives a list of these, to be done in order."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from audio.signals.levels import Output
from kiosk.visit.dialogue.pad_state import PadState

Earcon: TypeAlias = Literal[
    "listening",
    "heard",
    "not_heard",
    "paused",
    "resumed",
    "unplugged",
    "warning",
    "attention",
    "alert",
]
"""Names of the short sounds, as `audio.signals.earcons` makes them."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak these sentences one after another; replaces whatever is being said.

    Attributes:
        id: named again in `SentenceBegan` and `SpeechEnded`.
        sentences: whole sentences; each is captioned when it begins to sound.
        words_per_minute: speaking rate.
        volume: amplitude factor, 0 to 1; at 0 the sentences are captions alone, in the time that
            speech would take.
        interruptible: False for the one text that a key does not cut short.
        resumes: id of the speech that it goes on with, in the portion of the sentence that was cut
            short; None: it begins with its first word.
    """

    id: int
    sentences: tuple[str, ...]
    words_per_minute: int
    volume: float
    interruptible: bool = True
    resumes: int | None = None


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Silence within 100 ms; no `SpeechEnded` follows."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the microphone for one utterance; an open window is replaced.

    Attributes:
        expects: intents that count here; the endpointing judges completeness by them.
        answer: a yes/no answer is asked for.
        careful: after "no" wait longer, since more may follow (emergency questions).
        patience: factor on all silences (two in slow-answer mode).
        over_speech: frames count while the kiosk speaks, too (barge-in).
    """

    expects: frozenset[str]
    answer: bool = False
    careful: bool = False
    patience: float = 1.0
    over_speech: bool = False


@dataclass(frozen=True, slots=True)
class StopListening:
    """Close the microphone's window; what was being said is dropped."""


@dataclass(frozen=True, slots=True)
class PlayEarcon:
    """Sound a short signal; it does not delay what follows it."""

    name: Earcon
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Let whatever sounds after this sound there, and there alone."""

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
        notice: a lasting line (not signed off, what is missing), or "".
    """

    state: str
    title: str
    choices: tuple[Choice, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class WipeCaptions:
    """Take away what was said and asked so far: others look at the screen from now on."""


Urgency: TypeAlias = Literal["emergency", "attention"]
"""How staff are fetched: "emergency" rings until cleared, "attention" once."""


@dataclass(frozen=True, slots=True)
class AlertStaff:
    """Fetch staff on every channel."""

    urgency: Urgency


@dataclass(frozen=True, slots=True)
class ClearAlert:
    """Staff have taken over; channels stop ringing."""


@dataclass(frozen=True, slots=True)
class KeepEmergency:
    """Remember (or forget) on disk that an emergency is latched, and nothing else."""

    latched: bool


@dataclass(frozen=True, slots=True)
class KeepStaffPad:
    """Remember on disk how often a wrong staff code was entered, and tell staff; no digit of it."""

    state: PadState


@dataclass(frozen=True, slots=True)
class BeginSession:
    """A visit begins; `EndSession` follows, unless the process dies in it."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """The visit is over: forget everything of it."""


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
    | KeepStaffPad
    | BeginSession
    | EndSession
)
