"""Calls for staff survive any flood of keys and any restart."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Action, AlertStaff, KeepEmergency, Listen, Show
from kiosk.visit.dialogue.events import (
    Event,
    Heard,
    KeyPressed,
    Reading,
    SpeechEnded,
    StaffCleared,
    Started,
)
from kiosk.visit.dialogue.keys import KEYS, KeyContext
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.red_flags.heard import LEAST, TimeHeard
from kiosk.visit.dialogue.table import State
from kiosk.visit.loop.inbox import MOST_PRESSES, TAKEN_AT_ONCE
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.live import LiveDriver
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, STAFF_CODE, YES_NO_ONLY
from tests.kiosk.visit.loop.parts import ListScreen, Stage, WindowHearing
from tests.kiosk.visit.sound.test_sound_devices import Room

pytestmark = pytest.mark.unit

FLOOD = "rmk ,.+-pbetoxq7y1n2u3\n"
"""Keys of which none asks for staff where no question does."""


CRY = np.ones(320, dtype=np.float32)
"""A moment of sound, for ears that hear a cry in everything."""

NOTHING_KEPT = Started()

ANYTHING = Listen(frozenset(), answer=False)


class Killed(BaseException):
    """Ends a loop in the midst of what it does."""


class Kiosk:
    """A real dialogue in a loop that is taken round by round; its lane outlives it."""

    def __init__(self, lane: Lane, abilities: Abilities = KEYS_ONLY) -> None:
        self.dialogue = Dialogue(CONTENT, abilities, staff_code=STAFF_CODE)
        self.room = Room()
        self.stage = Stage(lambda _: [], dialogue=self.dialogue, lane=lane)
        self.driver = LiveDriver(self.stage.app, self.room.clock, self.room.devices, lane)

    def serve(self, *rounds: Callable[[], None], started: Started = NOTHING_KEPT) -> None:
        """Do these before one round each, the first one before there is any; then end."""
        left = iter(rounds)
        last = False

        def came_round() -> None:
            nonlocal last
            if (before := next(left, None)) is not None:
                before()
            elif last:
                raise Killed
            else:
                last = True

        with pytest.raises(Killed):
            self.driver.run(started, came_round)

    def press(self, keys: str) -> Callable[[], None]:
        """Give what presses keys."""

        def press() -> None:
            for key in keys:
                self.driver.press(key)

        return press

    @property
    def calls(self) -> list[str]:
        return [alert.urgency for alert in self.stage.alerts.fetched]


class Scripted:
    """A loop around a dialogue that calls staff for "s", and dies when it is told to."""

    def __init__(self, lane: Lane) -> None:
        self.room = Room()
        assert self.room.microphone is not None
        self.room.microphone.frames = None  # else the loop waits for more of them
        self.stage = Stage(self._answer, lane=lane)
        self.driver = LiveDriver(self.stage.app, self.room.clock, self.room.devices, lane)
        self.dies_at: int | None = None
        self.came: list[str] = []

    def _answer(self, event: Event) -> Sequence[Action]:
        if isinstance(event, KeyPressed):
            self.came.append(event.key)
        if self.dies_at == len(self.came):
            raise Killed
        called = event == KeyPressed("s") or (isinstance(event, Started) and event.emergency)
        return [KeepEmergency(latched=True), AlertStaff("emergency")] if called else []

    @property
    def called(self) -> bool:
        return bool(self.stage.alerts.fetched)


lives = st.lists(
    st.tuples(
        st.lists(st.text(FLOOD, max_size=40), min_size=1, max_size=3),
        st.none() | st.integers(1, 30),
    ),
    min_size=1,
    max_size=4,
)
"""Of each process: what is pressed in each of its rounds, and at which key it dies."""


@given(lives=lives, where=st.integers(0, 200))
def test_one_press_of_staff_in_any_flood_and_over_any_restart_calls_them(
    lives: list[tuple[list[str], int | None]], where: int
) -> None:
    lane, called, pressed = Lane(), False, False
    total = sum(len(keys) for rounds, _ in lives for keys in rounds)
    at = where % (total + 1)
    for rounds, dies_at in [*lives, ([], None)]:
        kiosk = Scripted(lane)
        kiosk.dies_at = dies_at
        at = at if rounds else 0
        left = iter([*rounds, "", "", ""])

        def came_round() -> None:
            nonlocal at, pressed
            keys = next(left, None)  # noqa: B023 - called in this turn of the loop alone
            if keys is None:
                raise Killed
            for key in [*keys, ""]:
                if at == 0 and not pressed:
                    pressed = True
                    kiosk.driver.press("s")  # noqa: B023
                if key:
                    at -= 1
                    kiosk.driver.press(key)  # noqa: B023

        with pytest.raises(Killed):
            kiosk.driver.run(Started(), came_round)
        called = called or kiosk.called
    assert pressed
    assert called


@given(presses=st.lists(st.sampled_from("ynu123"), min_size=1, max_size=8))
def test_a_yes_goes_before_a_no_that_was_pressed_at_the_same_question(presses: list[str]) -> None:
    lane = Lane()
    lane.tell(KeyContext(asking=1))
    for key in presses:
        lane.put(key)
    fetches = {"y", "1", "u", "3"}
    first = next(lane.waiting())
    assert (first.key in fetches) == (not fetches.isdisjoint(presses))
    lane.done(first)
    left = [press.key for press in lane.waiting()]
    assert fetches.issuperset(left)


def test_no_and_then_yes_before_the_loop_comes_round_is_yes() -> None:
    kiosk = Kiosk(Lane())
    kiosk.serve(lambda: None, lambda: at_question(kiosk), kiosk.press("ny"), lambda: None)
    assert kiosk.dialogue.state == State.EMERGENCY
    assert kiosk.calls == ["emergency"]


def at_question(kiosk: Kiosk) -> None:
    for key in " k21":
        kiosk.stage.app.post(KeyPressed(key))
    assert kiosk.dialogue.state == State.QUESTION
    kiosk.room.clock.advance(kiosk.room.clock.now() + 1)
    kiosk.stage.clock.advance(kiosk.stage.clock.now() + 1)


def at_heard_question(kiosk: Kiosk) -> None:
    at_question(kiosk)
    kiosk.dialogue.visit.heard = TimeHeard()
    kiosk.dialogue.visit.heard.begin(kiosk.stage.clock.now() - LEAST)


def test_a_no_of_an_earlier_asking_does_not_count_at_a_later_one() -> None:
    lane = Lane()
    lane.tell(KeyContext(asking=7))
    lane.put("n")
    lane.tell(KeyContext(asking=8))
    assert [press.key for press in lane.waiting()] == [""]


@pytest.mark.parametrize("key", ["y", "1", "u", "3", "\n"])
def test_a_yes_or_not_sure_of_an_earlier_asking_is_an_emergency_and_no_answer(key: str) -> None:
    lane = Lane()
    lane.tell(KeyContext(asking=7))
    lane.put(key)
    for asking in (8, 0):
        lane.tell(KeyContext(asking=asking))
        assert [press.key for press in lane.waiting()] == ["!"]


def test_a_no_answers_the_question_it_was_pressed_at_and_no_other() -> None:
    kiosk = Kiosk(Lane())
    kiosk.serve(lambda: None, lambda: at_heard_question(kiosk), kiosk.press("n2nn"), lambda: None)
    assert kiosk.dialogue.state == State.QUESTION
    assert kiosk.dialogue.questions is not None
    assert kiosk.dialogue.questions.number == 2
    assert kiosk.calls == []


@pytest.mark.parametrize("key", ["s", "*"])
def test_staff_are_called_at_once_whatever_waits_before(key: str) -> None:
    kiosk = Kiosk(Lane())
    kiosk.serve(kiosk.press("rmkb" * MOST_PRESSES), kiosk.press(key))
    assert kiosk.calls == ["emergency"]


def test_help_is_asked_for_at_once_and_what_was_pressed_before_it_is_passed_over() -> None:
    kiosk = Kiosk(Lane())
    kiosk.serve(kiosk.press(" " * 20), kiosk.press("y" * 20 + "h"), lambda: None)
    assert kiosk.dialogue.state == State.HELP
    assert kiosk.calls == []


@pytest.mark.parametrize(("key", "state"), [("h", "help"), ("s", "emergency")])
def test_help_is_shown_once_its_slot_is_empty_and_a_call_while_its_slot_is_full(
    key: str, state: str
) -> None:
    lane = Lane()
    kiosk = Kiosk(lane)
    waiting: list[str] = []

    class Watched(ListScreen):
        def show(self, view: Show) -> None:
            waiting.extend(press.key for press in lane.waiting())
            super().show(view)

    kiosk.stage = Stage(lambda _: [], dialogue=kiosk.dialogue, lane=lane, screen=Watched())
    kiosk.driver = LiveDriver(kiosk.stage.app, kiosk.room.clock, kiosk.room.devices, lane)
    kiosk.serve(lambda: None, kiosk.press(key), lambda: None)
    assert [view.state for view in kiosk.stage.screen.views] == ["attract", state]
    assert waiting == ([] if key == "h" else [key])


def interrupted(*rounds: str) -> tuple[str, list[str]]:
    """Press help between two processes; give the second one's state and captions at its end."""
    lane = Lane()
    lane.put("h")
    kiosk = Kiosk(lane)
    steps = {
        "": lambda: None,
        "sentence": lambda: kiosk.stage.clock.advance(kiosk.stage.clock.now() + 1.5),
    }
    kiosk.serve(
        *(steps.get(each, kiosk.press(each)) for each in rounds),
        started=Started(interrupted=True),
    )
    return kiosk.dialogue.state, kiosk.stage.screen.captions


RESTARTED = [
    "I had to start again, and I have kept nothing that you said.",
    "If you need help, please speak to a member of staff.",
]


def test_help_pressed_while_it_restarts_comes_after_the_words_about_the_restart() -> None:
    assert interrupted("", "", "sentence", "sentence", "") == (State.ATTRACT, RESTARTED)
    state, captions = interrupted("", "", *["sentence"] * 4, "")
    assert state == State.HELP
    assert captions[:3] == [*RESTARTED, "You asked for help."]


@pytest.mark.parametrize("key", ["h", " "])
def test_a_key_during_the_words_about_the_restart_brings_the_help_that_waits(key: str) -> None:
    state, captions = interrupted("", "", key, "sentence", "")
    assert state == State.HELP
    assert captions == [RESTARTED[0], "You asked for help."]


def test_a_yes_to_the_offer_of_help_is_taken_whatever_waits_before() -> None:
    kiosk = Kiosk(Lane())
    kiosk.serve(
        kiosk.press("h"), lambda: None, kiosk.press("rmkb" * MOST_PRESSES + "y"), lambda: None
    )
    assert kiosk.dialogue.state == State.EMERGENCY


def proposing(kiosk: Kiosk, intent: str) -> None:
    """Bring it to ask back whether that was said."""
    for key in " k":
        kiosk.stage.app.post(KeyPressed(key))
    talk = kiosk.dialogue.conversation
    while talk.visit.speech is not None and not talk.listening:
        kiosk.stage.app.post(SpeechEnded(talk.visit.speech.id))
    proposed = Reading("moonshine", None, alternatives=(intent,))
    kiosk.stage.app.post(Heard((Reading("yes-no", None), proposed)))
    assert kiosk.dialogue.state == State.CONFIRM_CHOICE


@pytest.mark.parametrize("keys", ["y", "yh", "1*n", "y0n", "rmkb" * MOST_PRESSES + "y"])
def test_a_yes_to_staff_who_were_only_proposed_is_taken_whatever_is_pressed_with_it(
    keys: str,
) -> None:
    kiosk = Kiosk(Lane(), YES_NO_ONLY)
    kiosk.serve(lambda: None, lambda: proposing(kiosk, "staff"), kiosk.press(keys), lambda: None)
    assert kiosk.dialogue.state == State.EMERGENCY
    assert kiosk.calls == ["emergency"]


def test_a_yes_to_another_proposal_is_a_press_like_any_other() -> None:
    kiosk = Kiosk(Lane(), YES_NO_ONLY)
    kiosk.serve(
        lambda: None, lambda: proposing(kiosk, "questions"), kiosk.press("yh"), lambda: None
    )
    assert kiosk.dialogue.state == State.HELP
    assert kiosk.calls == []


def test_a_flood_costs_presses_and_no_round() -> None:
    kiosk = Scripted(Lane())
    flood = "r" * (MOST_PRESSES + 50)
    rounds: list[int] = []

    def came_round() -> None:
        rounds.append(len(kiosk.came))
        if len(rounds) > 3:
            raise Killed
        for key in flood:
            kiosk.driver.press(key)

    with pytest.raises(Killed):
        kiosk.driver.run(Started(), came_round)
    assert max(after - before for before, after in pairwise(rounds)) <= TAKEN_AT_ONCE
    assert kiosk.driver.dropped >= 50
    assert kiosk.driver.waiting == 0


def test_the_order_to_end_is_not_lost_in_a_flood() -> None:
    kiosk = Scripted(Lane())

    def came_round() -> None:
        for _ in range(3 * MOST_PRESSES):
            kiosk.driver.press("r")
        kiosk.driver.stop()

    assert kiosk.driver.run(Started(), came_round) == "stopped"


def test_the_staff_code_keeps_its_order_though_its_digits_answer_elsewhere() -> None:
    kiosk = Kiosk(Lane())
    assert not set("0123").isdisjoint(STAFF_CODE)
    kiosk.serve(lambda: None, kiosk.press("s" + STAFF_CODE + "#"), lambda: None)
    assert kiosk.dialogue.state == State.ATTRACT


def test_what_keys_mean_comes_from_the_map_and_not_from_what_is_printed_on_them() -> None:
    lane = Lane()
    assert not lane.put("a")
    for key in KEYS:
        assert lane.put(key) == (key in "s*h0!")


def test_a_process_that_is_killed_while_it_calls_calls_again() -> None:
    lane = Lane()
    dying = Scripted(lane)
    dying.dies_at = 1
    pressed = iter(["", "s"])

    def came_round() -> None:
        for key in next(pressed):
            dying.driver.press(key)

    with pytest.raises(Killed):
        dying.driver.run(Started(), came_round)
    assert not dying.called
    after = Scripted(lane)
    after.dies_at = None
    with pytest.raises(Killed):
        after.driver.run(Started(), rounds(1))
    assert after.called
    assert list(lane.waiting()) == []


def rounds(count: int) -> Callable[[], None]:
    left = iter(range(count + 1))

    def came_round() -> None:
        if next(left, None) is None:
            raise Killed

    return came_round


def test_a_press_in_one_process_is_there_for_the_next() -> None:
    lane = Lane()
    lane.tell(KeyContext(asking=3))
    child = os.fork()
    if child == 0:
        lane.put("y")
        os._exit(0)
    os.waitpid(child, 0)
    assert lane.calls
    kiosk = Kiosk(lane)
    kiosk.serve(lambda: None, lambda: None)
    assert kiosk.dialogue.state == State.EMERGENCY
    assert kiosk.calls == ["emergency"]


def test_an_emergency_that_no_disk_keeps_is_kept_over_a_restart_until_staff_have_come() -> None:
    lane = Lane()
    kiosk = Kiosk(lane)
    kiosk.serve(lambda: None, kiosk.press("s"), lambda: None)
    again = Kiosk(lane)
    again.serve(lambda: None, lambda: None)
    assert again.calls == ["emergency"]
    again.serve(lambda: None, again.press(STAFF_CODE + "#"), lambda: None)
    assert again.dialogue.state == State.ATTRACT
    assert not lane.calls


def test_a_call_that_no_disk_keeps_comes_back_as_an_emergency_until_staff_have_come() -> None:
    lane = Lane()
    kiosk = Kiosk(lane, replace(KEYS_ONLY, staff_answer=True))
    kiosk.serve(lambda: None, kiosk.press("s"), lambda: None)
    assert kiosk.calls == ["call"]
    again = Kiosk(lane)
    again.serve(lambda: None, lambda: None)
    assert again.calls == ["emergency"]
    lane = Lane()
    other = Kiosk(lane, replace(KEYS_ONLY, staff_answer=True))
    cleared = partial(other.driver.post, StaffCleared())
    other.serve(lambda: None, other.press("s"), cleared, lambda: None)
    assert other.calls == ["call"]
    assert not lane.calls


def test_a_cry_that_was_understood_outlives_a_process_that_dies_over_it() -> None:
    lane = Lane()
    cry = Heard((Reading("vosk", "distress"),))

    def dies(event: Event) -> Sequence[Action]:
        if isinstance(event, Heard):
            raise Killed
        return []

    hearing = WindowHearing(lambda _: [cry])
    stage = Stage(dies, lane=lane, hearing=hearing)
    hearing.listen(ANYTHING)
    with pytest.raises(Killed):
        stage.driver.play(CRY)
    assert lane.calls


def test_a_cry_that_was_done_waits_no_longer() -> None:
    lane = Lane()
    hearing = WindowHearing(lambda _: [Heard((Reading("vosk", "distress"),))])
    stage = Stage(lambda _: [], lane=lane, hearing=hearing)
    hearing.listen(ANYTHING)
    stage.driver.play(CRY)
    assert not lane.calls


def test_a_process_that_is_killed_between_reading_a_key_and_bringing_it_loses_no_call() -> None:
    lane = Lane()
    lane.typed[:3] = b"\x1bns"
    again = Kiosk(lane)
    lane.take_up(lambda character: character)
    again.serve(lambda: None, lambda: None)
    assert again.calls == ["emergency"]
    assert not any(lane.typed)
