"""Plays scenarios against the app that serves visitors, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Protocol

from audio.errors import RecordingError
from kiosk.clock import VirtualClock
from kiosk.lab.replay.checks import Check, checks, described, first, happened
from kiosk.lab.replay.scenario import Expect, Happening, Scenario, Turn
from kiosk.lab.replay.timeline import Timeline
from kiosk.lab.replay.transcript import NOTHING, Transcript
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    CameBack,
    Event,
    HeadphonesIn,
    HeadphonesOut,
    HearingBack,
    HearingLost,
    SpeakerBack,
    SpeakerLost,
    StaffReachable,
    Started,
    WentOutOfService,
)
from kiosk.visit.dialogue.keys import ANSWER_KEYS
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import ASKING
from kiosk.visit.loop.app import App
from kiosk.visit.loop.virtual import BLOCK, VirtualDriver

PATIENCE = 180.0
"""Seconds a person waits for the kiosk to listen, or to be silent."""

REPLY = 60.0
"""Seconds in which an expectation without `within_ms` must come about."""

UTTERANCE_ENDS = 3.0
"""Seconds after a person has spoken in which the kiosk notices."""

_NAMED_KEYS = {"space": " ", "enter": "\n"}

_EVENTS: dict[Happening, Event] = {
    "hearing_lost": HearingLost(),
    "hearing_back": HearingBack(),
    "speaker_lost": SpeakerLost(),
    "speaker_back": SpeakerBack(),
    "headphones_in": HeadphonesIn(),
    "headphones_out": HeadphonesOut(),
    "alert_acknowledged": AlertAcknowledged("scenario"),
    "staff_reachable": StaffReachable(works=True),
    "staff_unreachable": StaffReachable(works=False),
    "out_of_service": WentOutOfService("The kiosk is out of service."),
    "back_in_service": CameBack(),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One kiosk to be visited: its app and dialogue, and what drives and watches it.

    `timeline` is there only if somebody wants to read it.
    """

    app: App
    dialogue: Dialogue
    driver: VirtualDriver
    clock: VirtualClock
    transcript: Transcript
    timeline: Timeline | None = None

    def pass_until(self, reached: Callable[[], bool], limit: float) -> bool:
        """Let time pass until `reached()`, at most `limit` seconds; tells whether it was.

        The room is silent while the kiosk listens.
        """
        end = self.clock.now() + limit
        while not reached():
            left = end - self.clock.now()
            if left <= 0:
                return False
            if self.app.listening:
                self.driver.play_silence(BLOCK)
            else:
                self.driver.run_until(lambda: reached() or self.app.listening, left)
        return True


class Person(Protocol):
    """Says a turn's words so that they reach the kiosk."""

    def say(self, stage: Stage, scenario: Scenario, turn: Turn) -> float:
        """Say it now; gives the clock's time at which the person had spoken.

        Raises:
            RecordingError: what it plays cannot be used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """The turn at which a scenario went wrong.

    Attributes:
        place: of the turn, as `file:line`.
        expected: what should have come about.
        got: what did.
        turn: its number, counted from 0; None: no turn was played.
        checks: each thing that the turn expects, beside what has come of it.
    """

    place: str
    expected: str
    got: str
    turn: int | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How a scenario went; `seconds` is the time it would have taken a visitor."""

    scenario: Scenario
    seconds: float
    failure: Failure | None = None


def replay(scenario: Scenario, stage: Stage, person: Person) -> Result:
    """Play one scenario on a fresh stage, up to its first failure or the kiosk's last word."""
    stage.transcript.begin(stage.clock.now())
    stage.driver.post(Started())
    visit = _Visit(scenario, stage, person)
    for number, turn in enumerate(scenario.turns):
        try:
            visit.play(turn, number)
        except _UnmetError as unmet:
            place = scenario.place(turn)
            failure = Failure(place, unmet.expected, unmet.got, number, unmet.checks)
            return Result(scenario, stage.clock.now(), failure)
    stage.pass_until(lambda: not stage.app.speaking, PATIENCE)
    return Result(scenario, stage.clock.now())


class _UnmetError(Exception):
    """What a turn expects has not come about."""

    def __init__(self, expected: str, got: str, checked: tuple[Check, ...] = ()) -> None:
        super().__init__(expected, got)
        self.expected = expected
        self.got = got
        self.checks = checked


class _Visit:
    """Plays one scenario's turns; keeps when the last input ended."""

    def __init__(self, scenario: Scenario, stage: Stage, person: Person) -> None:
        self._scenario = scenario
        self._stage = stage
        self._person = person
        self._input_ended = stage.clock.now()
        self._last_key = ""
        self._last_key_at = -inf

    def play(self, turn: Turn, number: int) -> None:
        if turn.say is not None:
            self._say(turn, number)
        elif turn.key is not None:
            self._press(turn, number, turn.key)
        elif turn.silence is not None:
            self._be_silent(turn, number, turn.silence)
        elif turn.happens is not None:
            self._begin(turn, number)
            self._stage.driver.post(_EVENTS[turn.happens])
            self._end(self._stage.clock.now())
        if turn.expect is not None:
            self._expect(turn.expect)

    def _begin(self, turn: Turn, number: int) -> None:
        stage = self._stage
        stage.transcript.begin(stage.clock.now())
        if stage.timeline is not None:
            stage.timeline.begin(stage.clock.now(), turn, number)

    def _end(self, at: float) -> None:
        self._input_ended = at
        if self._stage.timeline is not None:
            self._stage.timeline.end(at)

    def _say(self, turn: Turn, number: int) -> None:
        stage = self._stage
        if not turn.over:
            self._wait(lambda: stage.app.listening, "the kiosk listens")
        self._begin(turn, number)
        try:
            self._end(self._person.say(stage, self._scenario, turn))
        except RecordingError as error:
            # Only this visit fails; the others are played.
            raise _UnmetError("the recording is played", str(error)) from None
        stage.pass_until(lambda: bool(stage.transcript.heard), UTTERANCE_ENDS)

    def _press(self, turn: Turn, number: int, keys: str) -> None:
        stage = self._stage
        self._begin(turn, number)
        for key in (_NAMED_KEYS[keys],) if keys in _NAMED_KEYS else keys:
            if key in ANSWER_KEYS and stage.transcript.state() in ASKING and not turn.over:
                self._wait(lambda: not stage.app.speaking, "the question is heard")
            if key == self._last_key:
                # Each press is intended, so wait longer than the debounce time between two.
                stage.pass_until(self._bounce_is_over, BOUNCE + BLOCK)
            stage.driver.press(key)
            self._last_key, self._last_key_at = key, stage.clock.now()
        self._end(stage.clock.now())

    def _bounce_is_over(self) -> bool:
        return self._stage.clock.now() >= self._last_key_at + BOUNCE

    def _be_silent(self, turn: Turn, number: int, seconds: float) -> None:
        stage = self._stage
        if not turn.over:
            self._wait(lambda: not stage.app.speaking, "the kiosk is silent")
        self._begin(turn, number)
        stage.pass_until(lambda: False, seconds)
        self._end(stage.clock.now())

    def _wait(self, reached: Callable[[], bool], what: str) -> None:
        if not self._stage.pass_until(reached, PATIENCE):
            raise _UnmetError(f"{what} within {PATIENCE:g} s", happened(self._stage.transcript))

    def _expect(self, expect: Expect) -> None:
        stage = self._stage
        if expect.heard == NOTHING:
            # What is said last is decided only after it.
            undecided = max(self._input_ended + UTTERANCE_ENDS - stage.clock.now(), 0.0)
            if stage.pass_until(lambda: bool(stage.transcript.understood), undecided):
                raise self._unmet(expect)
        limit = REPLY if expect.within_ms is None else expect.within_ms / 1000
        left = max(self._input_ended + limit - stage.clock.now(), 0.0)
        if not stage.pass_until(lambda: self._came_about(expect) is not None, left):
            raise self._unmet(expect)
        late = (self._came_about(expect) or 0.0) - self._input_ended
        if expect.within_ms is not None and late * 1000 > expect.within_ms:
            raise self._unmet(expect, late)
        if expect.absent:
            self._wait(lambda: not stage.app.speaking, "the kiosk is silent")
            for text in expect.absent:
                if (found := first(stage.transcript.sentences, text)) is not None:
                    checked = checks(expect, stage.transcript, late)
                    expected, got = f'"{text}" is not spoken', f'spoken: "{found.what}"'
                    raise _UnmetError(expected, got, checked)

    def _unmet(self, expect: Expect, late: float | None = None) -> _UnmetError:
        transcript = self._stage.transcript
        got = happened(transcript)
        if late is not None:
            got = f"{late * 1000:.0f} ms; {got}"
        return _UnmetError(described(expect), got, checks(expect, transcript, late))

    def _came_about(self, expect: Expect) -> float | None:
        """Give when the last of what is expected came about; None while something is missing."""
        transcript = self._stage.transcript
        times = [self._input_ended]
        if expect.state is not None:
            if transcript.state() != expect.state:
                return None
            times.append(transcript.states[-1].at)
        if expect.heard not in (None, NOTHING):
            if {moment.what for moment in transcript.understood} != {expect.heard}:
                return None
            times.append(transcript.understood[-1].at)
        moments = [first(transcript.sentences, text) for text in expect.spoken]
        moments += [first(transcript.captions, text) for text in expect.caption]
        if expect.alert is not None:
            moments.append(first(transcript.alerts, expect.alert))
        for moment in moments:
            if moment is None:
                return None
            times.append(moment.at)
        return max(times)
