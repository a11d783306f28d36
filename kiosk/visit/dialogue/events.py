"""Events: everything the dialogue learns reaches it as one of these, one at a time."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TypeAlias

from kiosk.visit.dialogue.pad_state import NOT_TRIED, PadState


@dataclass(frozen=True, slots=True)
class Reading:
    """What one recognizer's hypothesis means.

    A model that reads both freely and by phrases gives two readings of the same name: they are one
    opinion.

    Attributes:
        recognizer: the name of its model, such as "vosk", "yes-no" or "moonshine".
        intent: the intent of the whole utterance; None when the whole utterance is not a phrase of
            the grammar.
        mentions: intents of phrases among other words, when the whole is not a phrase.
        alternatives: intents that may have been meant, best first, when the whole is not a phrase.
            The kiosk may ask about them; they never count by themselves.
        open: what was said was read freely, not held to phrases: it is never a no, and never
            evidence for one.
        near_cry: the words are near a cry for help.
        asks_about_question: the words ask what the kiosk's question means.
    """

    recognizer: str
    intent: str | None
    mentions: frozenset[str] = frozenset()
    alternatives: tuple[str, ...] = ()
    open: bool = False
    near_cry: bool = False
    asks_about_question: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The process has started.

    Attributes:
        emergency: an emergency was latched when the last process ended.
        interrupted: the last process ended in the middle of a visit.
        staff_pad: the state of the pad for the staff code before the restart.
        call_age: seconds since a visitor's call for staff was made that was on then; None: none.
        call_taken: an alert channel had confirmed that call.
    """

    emergency: bool = False
    interrupted: bool = False
    staff_pad: PadState = NOT_TRIED
    call_age: float | None = None
    call_taken: bool = False


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """A person began to speak; no-input waits until the utterance has ended."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two recognizers understand the same; the utterance may go on, and `Heard` follows."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance has ended.

    Attributes:
        readings: one for each recognizer that listened.
        clear_db: how far it stood out from how loud a bystander is, and from everything else that
            was heard (which may be nearer, see `NOISE_NEARER`), in dB; infinite without sound.
        over_speech: it was heard in a window that was opened over the kiosk's own speech, so it may
            have begun before the kiosk had finished its question.
    """

    readings: tuple[Reading, ...]
    clear_db: float = inf
    over_speech: bool = False


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key, touch or switch, as the character of the key map (see `kiosk.visit.dialogue.keys`)."""

    key: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tile of the screen was touched; counts only while the screen shows it.

    Attributes:
        intent: what the tile means (see `kiosk.visit.dialogue.scene.Tile`).
    """

    intent: str


@dataclass(frozen=True, slots=True)
class SentenceTouched:
    """A sentence of the topic on the screen was touched, to hear the topic from there."""

    index: int


Press: TypeAlias = KeyPressed | Chosen | SentenceTouched
"""What a hand does: a press of a key, or a touch."""


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
    """The clock has reached or passed the time in `Dialogue.deadline`."""


@dataclass(frozen=True, slots=True)
class AlertAcknowledged:
    """An alert channel has confirmed that the alert reached it."""

    channel: str


@dataclass(frozen=True, slots=True)
class StaffReachable:
    """Whether an alert channel works from now on that can confirm a call."""

    works: bool


@dataclass(frozen=True, slots=True)
class StaffCleared:
    """Staff have taken over: the only way out of an emergency, and the end of a visitor's call."""


@dataclass(frozen=True, slots=True)
class HearingLost:
    """The microphone no longer gives sound; keys still count."""


@dataclass(frozen=True, slots=True)
class HearingBack:
    """The microphone works again."""


@dataclass(frozen=True, slots=True)
class SpeakerLost:
    """The kiosk cannot speak aloud until `SpeakerBack`; captions continue."""


@dataclass(frozen=True, slots=True)
class SpeakerBack:
    """The speaker plays again."""


@dataclass(frozen=True, slots=True)
class HeadphonesIn:
    """Headphones are plugged in."""


@dataclass(frozen=True, slots=True)
class HeadphonesOut:
    """The headphones were unplugged, or cannot play."""


@dataclass(frozen=True, slots=True)
class EchoCancelled:
    """Whether echo cancellation works from now on, so the kiosk may listen while it speaks."""

    works: bool


@dataclass(frozen=True, slots=True)
class NamesLost:
    """The recognizer of names has stopped for good; yes, no and keys still count."""


class Refusal(StrEnum):
    """Why the red-flag questions may not be asked."""

    NO_ALERT = "no_alert"
    REVIEW_EXPIRED = "review_expired"
    NOT_SIGNED_OFF = "not_signed_off"
    SIGN_OFF_UNREADABLE = "sign_off_unreadable"


@dataclass(frozen=True, slots=True)
class QuestionsRefused:
    """The red-flag questions may not be asked from now on."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class QuestionsOffered:
    """The red-flag questions may be asked."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """The kiosk is about to stop: it tells the visitor, if there is one, and does nothing more."""


@dataclass(frozen=True, slots=True)
class WentOutOfService:
    """The kiosk cannot serve; `reason` is said and shown."""

    reason: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """The fault that put the kiosk out of service is gone."""


Event: TypeAlias = (
    Started
    | SpeechBegan
    | Agreed
    | Heard
    | KeyPressed
    | Chosen
    | SentenceTouched
    | SentenceBegan
    | SpeechEnded
    | TimePassed
    | AlertAcknowledged
    | StaffReachable
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
