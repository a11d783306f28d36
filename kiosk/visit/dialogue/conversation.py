"""Speaking and listening by turns: prompts, the listening window, and the time that may pass.

`Conversation` knows nothing of topics or questions; the dialogue's states are built on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from audio.signals.levels import UNMEASURED, Output, Volumes
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.actions import (
    Action,
    Earcon,
    Listen,
    PlayEarcon,
    PlayOn,
    Say,
    StopListening,
    StopSpeaking,
)
from kiosk.visit.dialogue.pace import Pace

NO_INPUT = 10.0
"""Seconds of silence after a prompt's end before it is asked again (accessibility.md D6)."""

STILL_THERE = 20.0
"""Seconds to answer "Are you still there?" by any word or key (accessibility.md D1)."""

EMERGENCY_REPEAT = 20.0
"""Seconds from one beginning of the emergency text to the next (clinical-safety.md §2 rule 2)."""

EMERGENCY_LISTENS = 3.0
"""Seconds it listens at least between two repetitions, however slowly it speaks."""

PAUSE = 120.0
"""Seconds that a pause may last before the visitor is asked whether they are still there."""

LONGEST_UTTERANCE = 30.0
"""Seconds after speech began by which the ear must have given its utterance; then the kiosk asks
again, so that a recognizer that hangs cannot leave the visitor waiting."""

Sentences = tuple[str, ...]


class Then(Enum):
    """What follows a text that has been spoken to its end."""

    LISTEN = auto()
    OPEN_MENU = auto()
    OPEN_SECTION = auto()
    OFFER_AFTER_TOPIC = auto()
    ASK_MENU = auto()
    REST_OF_EMERGENCY = auto()
    REPEAT_EMERGENCY = auto()
    LEAVE = auto()
    END = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Speech:
    """One text on its way.

    Attributes:
        id: the id of its `Say`.
        content: the sentences that "repeat" gives again.
        lead: an apology or confirmation spoken before them.
        begin: index of the content's first sentence that is spoken this time.
        then: what follows it.
        interruptible: False for the one text that is not cut short.
        index: the sentence that sounds, counted from the lead's first.
        ended: the last sample has left the speaker.
    """

    id: int
    content: Sentences
    lead: Sentences
    begin: int
    then: Then
    interruptible: bool = True
    index: int = 0
    ended: bool = False

    @property
    def place(self) -> int:
        """Index of the content's sentence at which to continue."""
        if self.ended:
            return 0
        return self.begin + max(self.index - len(self.lead), 0)


class Conversation:
    """Turns of one visit, as actions; time comes in with each event."""

    volumes: Mapping[Output, Volumes] = UNMEASURED
    output: Output = "speaker"
    muted = False
    """What is said is captions alone: nobody has chosen yet who may hear it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.pace = Pace(self.volumes)
        self.now = 0.0
        self.deadline: float | None = None
        self.speech: Speech | None = None
        self._actions: list[Action] = []
        self._last_id = 0
        self._listening = False
        self._spoken_over = False

    # The words of prompts

    def prompt(self, prompt_id: str, attempt: int = 0, /, **names: str) -> Sentences:
        """Give a prompt's sentences; `attempt` picks the wording, the last one repeats."""
        variants = self.content.prompts[prompt_id]
        chosen = variants[min(attempt, len(variants) - 1)]
        return tuple(sentence.format(**names) if names else sentence for sentence in chosen)

    # Actions

    def act(self, action: Action) -> None:
        """Ask something of the world."""
        self._actions.append(action)

    def taken_actions(self) -> list[Action]:
        """Hand over what was asked for since the last call."""
        actions, self._actions = self._actions, []
        return actions

    def earcon(self, name: Earcon) -> None:
        """Sound a short signal."""
        self.act(PlayEarcon(name, self.pace.volume))

    def play_on(self, output: Output) -> None:
        """Speak and signal there from here on."""
        self.pace.output = output
        if output != self.output:
            self.output = output
            self.act(PlayOn(output))

    def say(
        self,
        sentences: Iterable[str],
        *,
        before: Iterable[str] = (),
        then: Then = Then.LISTEN,
        interruptible: bool = True,
    ) -> None:
        """Speak; then do `then`.

        Args:
            sentences: the content, which "repeat" gives again.
            before: an apology or confirmation that goes first and is not repeated.
            then: what follows.
            interruptible: False for the one text that keys do not cut short.
        """
        self._speak(tuple(sentences), tuple(before), 0, then, interruptible=interruptible)

    def say_again(self, *, before: Iterable[str] = (), continued: bool = False) -> None:
        """Speak the last text's content again, from its start or from the sentence it was at."""
        if self.speech is None:
            self.say(before)
            return
        old = self.speech
        lead = tuple(before)
        begin = old.place if continued else 0
        resumes = old.id if continued and not lead and not old.ended else None
        self._speak(old.content, lead, begin, old.then, resumes=resumes)

    def _speak(
        self,
        content: Sentences,
        lead: Sentences,
        begin: int,
        then: Then,
        *,
        interruptible: bool = True,
        resumes: int | None = None,
    ) -> None:
        self.close_ear()
        self.deadline = None
        self._last_id += 1
        self.speech = Speech(self._last_id, content, lead, begin, then, interruptible)
        self.act(
            Say(
                self._last_id,
                (*lead, *content[begin:]),
                self.pace.words_per_minute,
                0.0 if self.muted else self.pace.volume,
                interruptible,
                resumes,
            )
        )

    def hush(self) -> None:
        """Stop speaking; what was said can be continued at its sentence."""
        if self.speaking:
            self.act(StopSpeaking())

    @property
    def speaking(self) -> bool:
        """Whether a text is on its way to the speaker."""
        return self.speech is not None and not self.speech.ended

    def forget_speech(self) -> None:
        """Drop what was said last, so that nobody after can have it repeated."""
        self.speech = None

    # Listening

    def open_ear(self, window: Listen | None) -> None:
        """Signal, listen, and begin to count silence; None counts silence only (no microphone).

        Who is speaking over the kiosk's last words is let finish: silence is not counted meanwhile.
        """
        if self._spoken_over:
            self.deadline = self.now + LONGEST_UTTERANCE * self.pace.patience
            return
        if window is not None:
            self.earcon("listening")
            self.act(window)
            self._listening = True
        self.deadline = self.now + NO_INPUT * self.pace.patience

    def open_ear_over_speech(self, window: Listen) -> None:
        """Listen while speaking: without a signal, and without counting silence."""
        self.act(replace(window, over_speech=True))
        self._listening = True

    def close_ear(self) -> None:
        """Close the listening window, if it is open."""
        if self._listening:
            self.window_used()
            self.act(StopListening())

    @property
    def listening(self) -> bool:
        """Whether a listening window is open."""
        return self._listening

    @property
    def spoken_over(self) -> bool:
        """Whether somebody speaks over the kiosk's last words, and has not ended."""
        return self._spoken_over

    def window_used(self) -> None:
        """An utterance has ended the window."""
        self._listening = self._spoken_over = False

    # What happened to it

    def sentence_began(self, say: int, index: int) -> None:
        """Keep the place for pause and continue."""
        if self.speech is not None and self.speech.id == say:
            self.speech.index = index

    def speech_ended(self, say: int) -> Speech | None:
        """Give the speech that ended, or None when it was replaced meanwhile."""
        if self.speech is None or self.speech.id != say or self.speech.ended:
            return None
        self.speech.ended = True
        return self.speech

    def speech_began(self) -> None:
        """A person speaks: silence is not counted while they do."""
        if self.speaking:
            self._spoken_over = self._listening
        elif self._listening and self.deadline is not None:
            self.deadline = self.now + LONGEST_UTTERANCE * self.pace.patience
