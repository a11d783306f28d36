"""What can happen to the dialogue: all it learns reaches it as one of these, one at a time."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TypeAlias

from kiosk.visit.dialogue.pad_state import NOT_TRIED, PadState


@dataclass(frozen=True, slots=True)
class Reading:
    """What one recognizer's hypothesis means.

    Attributes:
        recognizer: the recognizer's name, such as "vosk", "yes-no" or "sphinx".
        intent: the intent of the whole utterance; None when its words are no phrase of the grammar.
        mentions: intents of the phrases within words that are no whole phrase.
        alternatives: what else may have been said, best first, where the words are no whole
            phrase: intents that count here. They are asked about and mean nothing by themselves.
        proposed: it only proposes what may be asked back; it answers nothing and does nothing.
    """

    recognizer: str
    intent: str | None
    mentions: frozenset[str] = frozenset()
    alternatives: tuple[str, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The process is up.

    Attributes:
        emergency: a latched emergency outlived the last process.
        interrupted: the last process ended in the middle of a visit.
        staff_pad: how the pad for the staff code goes on.
    """

    emergency: bool = False
    interrupted: bool = False
    staff_pad: PadState = NOT_TRIED


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """A person began to speak; no-input waits until the utterance has ended."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance has ended.

    Attributes:
        readings: one for each recognizer that listened.
        clear_db: how far it stood out of what else was heard, in dB; infinite without sound.
        over_speech: it was heard in a window that was opened for the kiosk's own speech, so it may
            have begun before what is asked had been said.
    """

    readings: tuple[Reading, ...]
    clear_db: float = inf
    over_speech: bool = False


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key, touch or switch, as the character of the key map (see `kiosk.visit.dialogue.keys`)."""

    key: str


@dataclass(frozen=True, slots=True)
class SentenceBegan:
    """Sentence `index` of the speech `say` has begun to sound."""

    say: int
    index: int


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The last sample of the speech `say` has left the speaker."""

    say: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The clock has reached the time that `Dialogue.deadline` named, or is past it."""


@dataclass(frozen=True, slots=True)
class AlertAcknowledged:
    """An alert channel has confirmed that the alert reached it."""

    channel: str


@dataclass(frozen=True, slots=True)
class StaffCleared:
    """Staff have taken over: the only way out of an emergency."""


@dataclass(frozen=True, slots=True)
class HearingLost:
    """The microphone gives nothing any more; keys still count."""


@dataclass(frozen=True, slots=True)
class HearingBack:
    """The microphone works again."""


@dataclass(frozen=True, slots=True)
class SpeakerLost:
    """Nothing can be said aloud until `SpeakerBack`; captions go on."""


@dataclass(frozen=True, slots=True)
class SpeakerBack:
    """The speaker plays again."""


@dataclass(frozen=True, slots=True)
class HeadphonesIn:
    """Headphones are plugged in."""


@dataclass(frozen=True, slots=True)
class HeadphonesOut:
    """The headphones have come out, or cannot be played on."""


@dataclass(frozen=True, slots=True)
class EchoCancelled:
    """Whether the microphone is free of the kiosk's own voice from here on, so it may listen."""

    works: bool


@dataclass(frozen=True, slots=True)
class NamesLost:
    """The recognizer that hears names is gone for good; yes, no and keys still count."""


class Refusal(StrEnum):
    """Why the red-flag questions may not be asked."""

    NO_ALERT = "no_alert"
    REVIEW_EXPIRED = "review_expired"
    NOT_SIGNED_OFF = "not_signed_off"
    SIGN_OFF_UNREADABLE = "sign_off_unreadable"


@dataclass(frozen=True, slots=True)
class QuestionsRefused:
    """The red-flag questions may not be asked from here on."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class QuestionsOffered:
    """The red-flag questions may be asked."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """The kiosk is about to end: whoever is there is told, and nothing follows."""


@dataclass(frozen=True, slots=True)
class WentOutOfService:
    """The kiosk cannot serve; `reason` is said and shown."""

    reason: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """What put the kiosk out of service is mended."""


Event: TypeAlias = (
    Started
    | SpeechBegan
    | Heard
    | KeyPressed
    | SentenceBegan
    | SpeechEnded
    | TimePassed
    | AlertAcknowledged
    | StaffCleared
    | HearingLost
    | HearingBack
    | SpeakerLost
    | SpeakerBack
    | HeadphonesIn
    | HeadphonesOut
    | EchoCancelled
    | NamesLost
    | QuestionsRefused
    | QuestionsOffered
    | Stopping
    | WentOutOfService
    | CameBack
)
