"""Sets up kiosks to be visited in virtual time: all as in service but the clock and the speaker.

Speech takes its time and makes no sound; alerts are shown to nobody and never answered.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path

from pydantic import ValidationError

from audio.devices.speaker import SilentSpeaker
from audio.frames import Frames
from audio.signals.earcons import every_earcon
from audio.voices.estimated import EstimatedVoice
from grammar.grammar import Grammar
from kiosk.alerts import Alerts, LocalChannel
from kiosk.clock import VirtualClock
from kiosk.errors import FORESEEN, ScenarioError
from kiosk.lab.replay.play import Failure, Person, Result, Stage, replay
from kiosk.lab.replay.scenario import RecognizerName, Scenario, Turn, broken
from kiosk.lab.replay.timeline import Timeline
from kiosk.lab.replay.transcript import NOTHING, RecordedScreen, Transcript
from kiosk.lab.replay.visitors import AudiblePerson, RepeatableVoice, TextPerson
from kiosk.service.assembly.loading import (
    abilities,
    load_recognizers,
    load_understanding,
    load_words,
    recognizers_of,
)
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.text_listener import TextHearing
from kiosk.visit.loop.app import ECHO, App
from kiosk.visit.loop.ports import Observer
from kiosk.visit.loop.virtual import VirtualDriver
from kiosk.visit.screen.screens import OneScreen, Screens
from kiosk.visit.speech.mouth import Mouth

MOST_LOADED = 4
"""Sets of recognizers, and wordings, that stay loaded: a set takes up to some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Played:
    """How a scenario went, what was recorded since its last input, and all of it where asked for.

    Attributes:
        result: how it went.
        transcript: what was recorded since its last input.
        timeline: all that happened, where asked for; without entries if all went well.
        wrong: why it cannot be played, which the result's failure tells too; None: it was played.
    """

    result: Result
    transcript: Transcript
    timeline: Timeline | None = None
    wrong: Exception | None = None


def unplayed(scenario: Scenario, why: str) -> Played:
    """Give what came of a scenario that could not be played to its end: a failure."""
    place = scenario.place(scenario.turns[0])
    return _failed(scenario, Failure(place, "it is played to its end", why))


def _refused(scenario: Scenario, error: Exception) -> Played:
    """Give the failure of a scenario that cannot be played as it is written."""
    place, why = scenario.place(scenario.turns[0]), str(error)
    if place != str(scenario.file):
        named = re.match(rf"{re.escape(str(scenario.file))}:\d+(?=: )", why)
        place = named[0] if named else f"{scenario.file}:{scenario.settings_line}"
    failed = _failed(scenario, Failure(place, "it can be played", why))
    return replace(failed, wrong=error)


def _failed(scenario: Scenario, failure: Failure) -> Played:
    return Played(Result(scenario, 0.0, failure), Transcript(partial(str, "")))


class ScenarioRunner:
    """Plays scenarios, each on a fresh kiosk; what takes long to load is loaded once."""

    def __init__(
        self,
        settings: Settings,
        recognizer: RecognizerName | None,
        read: Callable[[Path], Frames],
        *,
        in_noise: Callable[[Frames, str], Frames] | None = None,
        also: Observer | None = None,
        timelines: bool = False,
        clock: Callable[[], VirtualClock] = VirtualClock,
    ) -> None:
        """Prepare.

        Args:
            settings: of every kiosk, unless a scenario says otherwise.
            recognizer: hears every scenario; None: each scenario's own.
            read: gives a recording's frames.
            in_noise: gives whatever a person says as it sounds in room and noise, told its words
                or its recording's path; None: the room is quiet.
            also: watches every visit, beside each one's own transcript.
            timelines: keep each visit's timeline.
            clock: makes each visit's clock.
        """
        self._settings = settings
        self._recognizer = recognizer
        self._read = read
        self._in_noise = in_noise
        self._also = () if also is None else (also,)
        self._timelines = timelines
        self._clock = clock
        self._words = lru_cache(MOST_LOADED)(load_words)
        self._grammar = lru_cache(MOST_LOADED)(Grammar.load)
        self._recognizers = lru_cache(MOST_LOADED)(load_recognizers)
        self._understanding = lru_cache(MOST_LOADED)(load_understanding)
        self._voices = cache(RepeatableVoice)

    def play(self, scenario: Scenario) -> Played:
        """Play one scenario up to its first failure.

        What is wrong with the scenario fails it alone, as does a recording that cannot be used.

        Raises:
            ScenarioError, ContentError, GrammarError, AudioError: no scenario can be played with
                these settings and this recognizer.
        """
        if scenario.wrong:
            return _refused(scenario, ScenarioError(scenario.wrong))
        try:
            stage, person = self.stage(scenario)
            result = replay(scenario, stage, person)
        except FORESEEN as error:
            self._stage_without_its_own(scenario)
            return _refused(scenario, error)
        if stage.timeline is not None and result.failure is None:
            stage.timeline.entries.clear()
        return Played(result, stage.transcript, stage.timeline)

    def sound_of(self, scenario: Scenario, turn: Turn) -> Frames | None:
        """Give what is said in a turn as it sounds, noise and room with it.

        None: the words of a person without sound. Raises as `stage`.
        """
        if self._name(scenario) != "text":
            settings = _merged(self._settings, scenario)
            return self._audible(settings.clinic.language).sound(scenario, turn)
        file = scenario.recording(turn)
        return self._read(file) if turn.is_recording and file.exists() else None

    def stage(self, scenario: Scenario) -> tuple[Stage, Person]:
        """Set up a fresh kiosk as a scenario asks for it, and who visits it.

        Raises:
            ScenarioError: its settings are wrong, it cannot be heard as is asked, or it expects
                what nobody can say.
            ContentError, GrammarError, AudioError: what they name cannot be used.
        """
        settings = _merged(self._settings, scenario)
        content, _ = self._words(settings.clinic)
        grammar = self._grammar(content.language)  # one for all clinics, so that recognizers stay
        _require_intents(scenario, grammar)
        name = self._name(scenario)
        timeline = Timeline() if self._timelines else None
        overheard = None if timeline is None else timeline.overhear
        hearing: Hearing | TextHearing
        person: Person
        if name == "text":
            if self._in_noise is not None:
                raise ScenarioError(
                    f"{scenario.file}:1: heard as text, where there is no noise and no room: "
                    "choose a --recognizer that hears sound."
                )
            _require_words(scenario)
            # The intent network takes long to load, and reads only what is no phrase.
            said = filter(None, (turn.say for turn in scenario.turns))
            open_words = any(grammar.meaning(words) is None for words in said)
            understanding = self._understanding(grammar, open_words=open_words)
            hearing = TextHearing(grammar, overheard, understanding)
            can = Abilities(voice=True, names=True, open_words=True)
            person = TextPerson(hearing)
        else:
            model, among = settings.hearing.vosk_model, recognizers_of(settings)
            recognizers = self._recognizers(name, model, grammar, among=among)
            recognizers.forget()
            hearing = Hearing(recognizers, grammar, overheard=overheard)
            can = abilities(name, model, hears=True, among=among)
            person = self._audible(settings.clinic.language)
        dialogue = Dialogue(
            content,
            replace(can, keys=not scenario.touch, touch=scenario.touch),
            staff_code=settings.alerts.staff_code,
            access=settings.access.at_start,
            on_move=None if timeline is None else timeline.moved,
        )
        watching = self._also if timeline is None else (timeline, *self._also)
        stage = stage_of(dialogue, hearing, watching, clock=self._clock())
        return replace(stage, timeline=timeline), person

    def _stage_without_its_own(self, scenario: Scenario) -> None:
        """Set up the kiosk for a scenario that asks for nothing; raises as `stage`."""
        by_sound = scenario.recognizer != "text" or self._in_noise is not None
        plain: dict[str, object] = {
            "settings": {},
            "recognizer": "auto" if by_sound else "text",
            "turns": (Turn.model_validate({"silence": 1, "@line": 1}),),
        }
        self.stage(scenario.model_copy(update=plain))

    def _name(self, scenario: Scenario) -> RecognizerName:
        return self._recognizer or scenario.recognizer

    def _audible(self, language: str) -> AudiblePerson:
        return AudiblePerson(
            self._voices(language),
            self._read,
            self._in_noise or (lambda frames, _: frames),
        )


def stage_of(
    dialogue: Dialogue,
    hearing: Hearing | TextHearing,
    observers: Iterable[Observer] = (),
    *,
    also_shown_on: OneScreen | None = None,
    clock: VirtualClock | None = None,
) -> Stage:
    """Join a dialogue and its ear to the parts that need no device, at the beginning of time."""
    clock = clock or VirtualClock()
    mouth = Mouth(
        EstimatedVoice(),
        SilentSpeaker(clock.now),
        dialogue.content.pronunciations,
        clock,
        earcons=_earcons(),
    )
    transcript = Transcript(lambda: dialogue.state)
    recorded = RecordedScreen(transcript, clock)
    screen = Screens(recorded, *(() if also_shown_on is None else (also_shown_on,)))
    app = App(
        dialogue=dialogue,
        hearing=hearing,
        mouth=mouth,
        screen=screen,
        alerts=Alerts([LocalChannel(mouth.earcon, screen, clock, lambda: True)]),
        clock=clock,
        observers=[transcript, *observers],
        guard=ECHO,
    )
    return Stage(app, dialogue, VirtualDriver(app, clock), clock, transcript)


_earcons = cache(every_earcon)


def _require_intents(scenario: Scenario, grammar: Grammar) -> None:
    """Refuse to wait for what nobody can say."""
    known = grammar.intents() | {NOTHING}
    for turn in scenario.turns:
        heard = turn.expect.heard if turn.expect is not None else None
        if heard is not None and heard not in known:
            near = difflib.get_close_matches(heard, sorted(known), n=1)
            raise ScenarioError(
                f"{scenario.place(turn)}: heard: no phrase means '{heard}': "
                + (f"did you mean '{near[0]}'?" if near else "see run_kiosk.py phrases.")
            )


def _require_words(scenario: Scenario) -> None:
    """Refuse recordings that say nothing without sound."""
    for turn in scenario.turns:
        if turn.is_recording and turn.words is None:
            raise ScenarioError(
                f"{scenario.place(turn)}: without sound a recording needs its words: add words, "
                "or choose another --recognizer."
            )


def _merged(settings: Settings, scenario: Scenario) -> Settings:
    if not scenario.settings:
        return settings
    try:
        return settings.changed(**scenario.settings)
    except ValidationError as error:
        raise broken(scenario.file, error, ("settings",)) from None
