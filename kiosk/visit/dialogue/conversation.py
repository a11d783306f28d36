"""Turn-taking: prompts, the listening window and the no-input deadline.

`Conversation` knows nothing about topics or questions; the parts of the dialogue speak through it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from audio.signals.levels import Output, Volumes
from kiosk.visit.content.model import Content, Need
from kiosk.visit.dialogue import actions
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.actions import Action, Earcon, Listen
from kiosk.visit.dialogue.pace import SLOW, Pace
from kiosk.visit.dialogue.speech import Sentences, Speech
from kiosk.visit.dialogue.visit import Visit

NO_INPUT = 10.0
"""Seconds of silence after a prompt's end before the kiosk asks again (accessibility.md D6)."""

LONGEST_UTTERANCE = 30.0
"""Seconds from the start of speech by which its utterance must have been recognized. After that the
kiosk asks again, so that a recognizer that hangs cannot leave the visitor waiting."""


@dataclass(slots=True)
class Call:
    """A visitor's call for a member of staff (see `kiosk.visit.dialogue.visitor_call`)."""

    made_at: float  # in the clock's seconds
    taken: bool = False  # an alert channel has confirmed it


class Conversation:
    """Collects the actions of the current event; each event brings the time with it."""

    def __init__(
        self,
        content: Content,
        abilities: Abilities,
        access: Access,
        volumes: Mapping[Output, Volumes],
    ) -> None:
        self.content = content
        self.abilities = abilities  # what can be heard at this moment
        self.access = access
        self.out_of_service = ""  # why the kiosk cannot serve; "" while it can
        self.output: Output = "speaker"
        self.now = 0.0  # time of the current event, in seconds
        self.deadline: float | None = None  # when silence has lasted too long; None: no limit
        self.listening = False  # a listening window is open
        self.spoken_over = False  # somebody is still speaking over the kiosk's last words
        self.hears_somebody = False  # somebody has begun to speak in the open window
        self.call: Call | None = None  # a visitor has asked for staff; it outlives the visit
        self.news: Sentences = ()  # what is to be said of that call before the next text
        self._acknowledged = False  # "heard" was played for the utterance that has not ended
        self._volumes = volumes
        self._actions: list[Action] = []
        self._last_id = 0
        self.begin_visit()

    def begin_visit(self) -> None:
        """Forget the previous visit: nothing of it may reach the next person."""
        pace = Pace(self._volumes, self.output, patience=SLOW if self.access.slow_answers else 1.0)
        by_yes_and_no = self.abilities.voice and not self.abilities.names
        one_switch = self.access.one_switch
        self.visit = Visit(pace, one_at_a_time=by_yes_and_no or one_switch, scanning=one_switch)

    @property
    def working(self) -> frozenset[Need]:
        """The needs that are met now: they choose each sentence's variant."""
        return self.abilities.met(
            switch=self.visit.scanning, headphones=self.output == "headphones"
        )

    def prompt(self, prompt_id: str, attempt: int = 0, /, **names: str) -> Sentences:
        """Give a prompt's sentences; `attempt`, from 0, picks the wording; the last one repeats."""
        wordings = self.content.said(prompt_id, self.working)
        chosen = wordings[min(attempt, len(wordings) - 1)]
        return tuple(sentence.format(**names) if names else sentence for sentence in chosen)

    def explained(self, prompt_id: str) -> Sentences:
        """Give a prompt that explains how the kiosk is used; once a visit, then nothing."""
        if prompt_id in self.visit.explained_by:
            return ()
        self.visit.explained_by.add(prompt_id)
        return self.prompt(prompt_id)

    def act(self, action: Action) -> None:
        """Add an action."""
        self._actions.append(action)

    def taken_actions(self) -> list[Action]:
        """Give the actions added since the last call, and clear them."""
        actions, self._actions = self._actions, []
        return actions

    def earcon(self, name: Earcon) -> None:
        """Play an earcon at the visitor's volume; "heard" once an utterance."""
        if name == "heard" and self._acknowledged:
            self._acknowledged = False
            return
        self.act(actions.PlayEarcon(name, self.visit.pace.volume))

    def acknowledge(self) -> None:
        """Play "heard" before the utterance has ended: its answer may still be corrected."""
        if self.listening and not self._acknowledged:
            self.earcon("heard")
            self._acknowledged = True

    def play_on(self, output: Output) -> None:
        """Play speech and earcons on this output from now on."""
        self.visit.pace.output = output
        if output != self.output:
            self.output = output
            self.act(actions.PlayOn(output))

    def say(
        self,
        sentences: Iterable[str],
        *,
        before: Iterable[str] = (),
        then: Callable[[], None] | None = None,
        interruptible: bool = True,
        begin: int = 0,
    ) -> None:
        """Speak `before`, then `sentences`, which "repeat" repeats; then call `then` or listen.

        `begin`: index of the first sentence that is spoken this time.
        """
        lead = (*self._taken_news(), *before)
        self._speak(Speech(tuple(sentences), lead, then, begin, interruptible))

    def say_again(
        self, *, before: Iterable[str] = (), continued: bool = False, beside: bool = False
    ) -> None:
        """Speak the last text again, from its start or, if `continued`, from its last sentence.

        With `beside` only `before` is spoken; "repeat" still repeats the last text. A single
        sentence that was heard out is announced, so that it is not said twice in a row.
        """
        old, lead = self.visit.speech, (*self._taken_news(), *before)
        if old is None:
            self.say(lead)
            return
        if old.ended and len(old.content) == 1 and not (lead or continued or beside):
            lead = self.prompt("said_again")
        if beside:
            self._speak(Speech(old.content, lead, None, len(old.content)))
            return
        resumes = old.id if continued and not lead and not old.ended else None
        self._speak(Speech(old.content, lead, old.then, old.place if continued else 0), resumes)

    def _taken_news(self) -> Sentences:
        news, self.news = self.news, ()
        return news

    def _speak(self, speech: Speech, resumes: int | None = None) -> None:
        if self.speaking:
            self.visit.heard.stop(self.now)
        self.close_ear()
        self.deadline = None
        self._last_id += 1
        speech.id = self._last_id
        self.visit.speech, pace = speech, self.visit.pace
        said = (*speech.lead, *speech.content[speech.begin :])
        volume = 0.0 if self.visit.muted else pace.volume
        self.act(
            actions.Say(
                speech.id, said, pace.words_per_minute, volume, speech.interruptible, resumes
            )
        )

    def hush(self) -> None:
        """Stop speaking; the speech can be continued at the sentence where it stopped."""
        if self.speaking:
            self.visit.heard.stop(self.now)
            self.act(actions.StopSpeaking())

    def stop_offering(self) -> None:
        """End the offers to a switch; the speech before them can be repeated or continued."""
        visit = self.visit
        visit.left, visit.scan = visit.scan, None
        if visit.left is not None:
            self.hush()
            self.close_ear()
            self.deadline = None
            visit.speech = visit.left.under

    @property
    def speaking(self) -> bool:
        """Whether the kiosk is speaking a text."""
        return self.visit.speech is not None and not self.visit.speech.ended

    @property
    def must_be_heard(self) -> bool:
        """Whether the kiosk is speaking the one text that keys do not cut short."""
        speech = self.visit.speech
        return speech is not None and not speech.ended and not speech.interruptible

    def open_ear(self, window: Listen | None) -> None:
        """Play the earcon, open the window and start the no-input timer; None: only the timer.

        A person who is speaking over the kiosk's last words may finish first; then only the limit
        of `LONGEST_UTTERANCE` counts.
        """
        if self.spoken_over:
            self.deadline = self.now + LONGEST_UTTERANCE * self.visit.pace.patience
            return
        self._acknowledged = False
        if window is not None:
            self.earcon("listening")
            self.act(window)
            self.listening = True
        self.deadline = self.now + NO_INPUT * self.visit.pace.patience

    def open_ear_over_speech(self, window: Listen) -> None:
        """Listen while speaking (barge-in), without an earcon and without the no-input timer."""
        self.act(replace(window, over_speech=True))
        self.listening = True

    def close_ear(self) -> None:
        """Close the listening window, if it is open."""
        if self.listening:
            self.window_used()
            self.act(actions.StopListening())

    def window_used(self) -> None:
        """Note that an utterance has ended the listening window."""
        self.listening = self.spoken_over = self.hears_somebody = False

    def sentence_began(self, say: int, index: int) -> None:
        """Note which sentence is being spoken, for pause and continue."""
        if self.visit.speech is not None and self.visit.speech.id == say:
            self.visit.speech.index = index

    def speech_ended(self, say: int) -> Speech | None:
        """Give the speech that ended, or None when it was replaced meanwhile."""
        if self.visit.speech is None or self.visit.speech.id != say or self.visit.speech.ended:
            return None
        self.visit.speech.ended = True
        return self.visit.speech

    def speech_began(self) -> None:
        """Give a person who begins to speak `LONGEST_UTTERANCE` seconds to finish."""
        self.hears_somebody = self.listening
        if self.speaking:
            self.spoken_over = self.listening
        elif self.listening and self.deadline is not None:
            self.deadline = self.now + LONGEST_UTTERANCE * self.visit.pace.patience
