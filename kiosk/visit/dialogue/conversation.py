"""Speaking and listening by turns: prompts, the listening window, and the time that may pass.

`Conversation` knows nothing of topics or questions; the parts of the dialogue speak through it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from audio.signals.levels import Output, Volumes
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
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
from kiosk.visit.dialogue.pace import SLOW, Pace
from kiosk.visit.dialogue.speech import Sentences, Speech
from kiosk.visit.dialogue.visit import Visit

NO_INPUT = 10.0
"""Seconds of silence after a prompt's end before it is asked again (accessibility.md D6)."""

LONGEST_UTTERANCE = 30.0
"""Seconds after speech began by which the ear must have given its utterance; then the kiosk asks
again, so that a recognizer that hangs cannot leave the visitor waiting."""


class Conversation:
    """Turns of one visit after the other, as actions; time comes in with each event.

    Attributes:
        content: what may be said.
        abilities: what can be heard at this moment.
        access: how each visit begins.
        visit: the visit of this moment.
        out_of_service: why the kiosk cannot serve, or "".
        output: where speech sounds.
        now: time of the event that is being taken, in seconds.
        deadline: time at which silence has lasted too long; None: it may last.
        listening: a listening window is open.
        spoken_over: somebody speaks over the kiosk's last words, and has not ended.
    """

    def __init__(
        self,
        content: Content,
        abilities: Abilities,
        access: Access,
        volumes: Mapping[Output, Volumes],
    ) -> None:
        self.content = content
        self.abilities = abilities
        self.access = access
        self.out_of_service = ""
        self.output: Output = "speaker"
        self.now = 0.0
        self.deadline: float | None = None
        self._volumes = volumes
        self._actions: list[Action] = []
        self._last_id = 0
        self.listening = False
        self.spoken_over = False
        self.begin_visit()

    def begin_visit(self) -> None:
        """Forget the visit before: nothing of it may reach the next person."""
        pace = Pace(self._volumes, self.output, patience=SLOW if self.access.slow_answers else 1.0)
        by_voice_alone = self.abilities.voice and not self.abilities.names
        one_switch = self.access.one_switch
        self.visit = Visit(pace, one_at_a_time=by_voice_alone or one_switch, scanning=one_switch)

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
        self.act(PlayEarcon(name, self.visit.pace.volume))

    def play_on(self, output: Output) -> None:
        """Speak and signal there from here on."""
        self.visit.pace.output = output
        if output != self.output:
            self.output = output
            self.act(PlayOn(output))

    def say(
        self,
        sentences: Iterable[str],
        *,
        before: Iterable[str] = (),
        then: Callable[[], None] | None = None,
        interruptible: bool = True,
    ) -> None:
        """Speak; then do `then`, or listen.

        Args:
            sentences: the content, which "repeat" gives again.
            before: an apology or confirmation that goes first and is not repeated.
            then: what follows.
            interruptible: False for the one text that keys do not cut short.
        """
        self._speak(tuple(sentences), tuple(before), 0, then, interruptible=interruptible)

    def say_again(self, *, before: Iterable[str] = (), continued: bool = False) -> None:
        """Speak the last text's content again, from its start or from the sentence it was at."""
        if self.visit.speech is None:
            self.say(before)
            return
        old = self.visit.speech
        lead = tuple(before)
        begin = old.place if continued else 0
        resumes = old.id if continued and not lead and not old.ended else None
        self._speak(old.content, lead, begin, old.then, resumes=resumes)

    def _speak(
        self,
        content: Sentences,
        lead: Sentences,
        begin: int,
        then: Callable[[], None] | None,
        *,
        interruptible: bool = True,
        resumes: int | None = None,
    ) -> None:
        self.close_ear()
        self.deadline = None
        self._last_id += 1
        self.visit.speech = Speech(self._last_id, content, lead, begin, then, interruptible)
        self.act(
            Say(
                self._last_id,
                (*lead, *content[begin:]),
                self.visit.pace.words_per_minute,
                0.0 if self.visit.muted else self.visit.pace.volume,
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
        return self.visit.speech is not None and not self.visit.speech.ended

    @property
    def must_be_heard(self) -> bool:
        """Whether the one text is being said that keys do not cut short."""
        speech = self.visit.speech
        return speech is not None and not speech.ended and not speech.interruptible

    # Listening

    def open_ear(self, window: Listen | None) -> None:
        """Signal, listen, and begin to count silence; None counts silence only (no microphone).

        Who is speaking over the kiosk's last words is let finish: silence is not counted meanwhile.
        """
        if self.spoken_over:
            self.deadline = self.now + LONGEST_UTTERANCE * self.visit.pace.patience
            return
        if window is not None:
            self.earcon("listening")
            self.act(window)
            self.listening = True
        self.deadline = self.now + NO_INPUT * self.visit.pace.patience

    def open_ear_over_speech(self, window: Listen) -> None:
        """Listen while speaking: without a signal, and without counting silence."""
        self.act(replace(window, over_speech=True))
        self.listening = True

    def close_ear(self) -> None:
        """Close the listening window, if it is open."""
        if self.listening:
            self.window_used()
            self.act(StopListening())

    def window_used(self) -> None:
        """An utterance has ended the window."""
        self.listening = self.spoken_over = False

    # What happened to it

    def sentence_began(self, say: int, index: int) -> None:
        """Keep the place for pause and continue."""
        if self.visit.speech is not None and self.visit.speech.id == say:
            self.visit.speech.index = index

    def speech_ended(self, say: int) -> Speech | None:
        """Give the speech that ended, or None when it was replaced meanwhile."""
        if self.visit.speech is None or self.visit.speech.id != say or self.visit.speech.ended:
            return None
        self.visit.speech.ended = True
        return self.visit.speech

    def speech_began(self) -> None:
        """A person speaks: silence is not counted while they do."""
        if self.speaking:
            self.spoken_over = self.listening
        elif self.listening and self.deadline is not None:
            self.deadline = self.now + LONGEST_UTTERANCE * self.visit.pace.patience
