"""The staff code: only the whole code and its end open, and trying takes too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.visit.dialogue.actions import KeepStaffPad
from kiosk.visit.dialogue.events import StaffCleared, Started
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.pad_state import FIRST_LOCK, LONGEST_LOCK, TRIES, PadState
from kiosk.visit.dialogue.staff_pad import ENDS, FORGIVEN_AFTER, LAPSES_AFTER, Entry, StaffPad
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, STAFF_CODE, World

pytestmark = pytest.mark.unit

CODE = "471108"
KEY = st.sampled_from(sorted({*KEYS, *"0123456789", "#", "?", "w"}))
PRESS = st.tuples(KEY, st.floats(0.0, 8.0))


def pressed(pad: StaffPad, keys: str, now: float = 0.0) -> Entry:
    """Press keys at the same moment; give what the last one came to."""
    for key in keys:
        entry = pad.press(key, now)
    return entry


def latched() -> World:
    return World(KEYS_ONLY).presses("s").listen()


def test_the_code_and_its_end_open_and_nothing_else_of_it_does() -> None:
    for end in sorted(ENDS):
        assert pressed(StaffPad(CODE), CODE + end) is Entry.RIGHT
    for keys in (CODE, f"1{CODE}#", f"{CODE}1#", f"{CODE}{CODE}#", f"{CODE[:5]}#", f"{CODE}x#"):
        assert pressed(StaffPad(CODE), keys) is not Entry.RIGHT, keys
    assert pressed(StaffPad(CODE), f"999?{CODE}#") is Entry.RIGHT, "another key begins it anew"


@given(presses=st.lists(PRESS, max_size=60))
def test_no_row_of_keys_without_the_code_and_its_end_opens(
    presses: list[tuple[str, float]],
) -> None:
    pad, now, since = StaffPad(CODE), 0.0, ""
    for key, later in presses:
        now += later
        since = key if later > LAPSES_AFTER else since + key
        opened = pad.press(key, now) is Entry.RIGHT
        digits = since[:-1]
        expected = key in ENDS and digits.endswith(CODE) and digits[-7:-6] not in set("0123456789")
        assert not opened or (expected or digits == CODE)


@pytest.mark.slow
@given(
    guesses=st.lists(st.from_regex(r"[0-9]{6,12}", fullmatch=True), max_size=300),
    apart=st.floats(0.0, 20.0),
)
def test_however_fast_the_keys_come_few_entries_are_compared(
    guesses: list[str], apart: float
) -> None:
    pad, now, judged = StaffPad(CODE), 0.0, 0
    for guess in guesses:
        now += apart
        entry = pressed(pad, f"{guess}#", now)
        judged += entry is Entry.WRONG
        if entry is Entry.RIGHT:
            return
    assert judged <= most_judged_in(now)


def most_judged_in(seconds: float) -> int:
    """Give how many entries can be compared: three at once, three after each lock."""
    judged, lock, left = TRIES, FIRST_LOCK, seconds
    while left >= lock:
        left -= lock
        lock = min(2 * lock, LONGEST_LOCK)
        judged += TRIES
    return judged


def test_5200_keys_in_7_seconds_try_three_codes_of_a_million() -> None:
    pad = StaffPad(CODE)
    tried = [pressed(pad, f"{number:06}#", number * 7 / 742) for number in range(742)]
    assert tried.count(Entry.WRONG) == TRIES
    assert set(tried) == {Entry.WRONG, Entry.LOCKED}


def test_each_lock_is_twice_as_long_up_to_ten_minutes_and_ends() -> None:
    pad, now, locks = StaffPad(CODE), 0.0, []
    for _ in range(7):
        for _ in range(TRIES):
            assert pressed(pad, "999999#", now) is Entry.WRONG
        locks.append(pad.state(now).locked_for)
        assert pressed(pad, f"{CODE}#", now + locks[-1] - 0.1) is Entry.LOCKED
        now += locks[-1]
    assert locks == [30, 60, 120, 240, 480, 600, 600]
    assert pressed(pad, f"{CODE}#", now) is Entry.RIGHT
    assert pad.state(now) == PadState()


def test_short_entries_and_hammering_on_enter_count_for_nothing() -> None:
    pad = StaffPad(CODE)
    for _ in range(100):
        assert pressed(pad, "\n#12345\n  1\r") is Entry.NONE
    assert pad.state(0.0) == PadState()
    assert pressed(pad, f"{CODE}\n") is Entry.RIGHT


def test_digits_lapse_five_seconds_after_the_last_one() -> None:
    pad = StaffPad(CODE)
    now = 0.0
    for digit in CODE:
        pad.press(digit, now)
        now += LAPSES_AFTER
    assert pad.press("#", now - LAPSES_AFTER + 0.1) is Entry.RIGHT, "slowly"
    pressed(pad, CODE, 100.0)
    assert pad.press("#", 100.1 + LAPSES_AFTER) is Entry.NONE
    assert pad.state(200.0) == PadState()


def test_a_code_of_older_settings_that_is_shorter_works_and_locks_too() -> None:
    pad = StaffPad("4711")
    assert pressed(pad, "471#") is Entry.NONE
    for _ in range(TRIES):
        assert pressed(pad, "4712#") is Entry.WRONG
    assert pressed(pad, "4711#") is Entry.LOCKED
    assert pressed(pad, "4711#", FIRST_LOCK) is Entry.RIGHT


def test_without_a_code_nothing_opens() -> None:
    for keys in ("#", "\n", "000000#"):
        assert pressed(StaffPad(""), keys) is Entry.NONE


def test_an_hour_without_a_wrong_entry_begins_the_count_anew() -> None:
    pad = StaffPad(CODE)
    pressed(pad, "999999#" * TRIES, 0.0)
    assert pressed(pad, "999999#", FIRST_LOCK + FORGIVEN_AFTER + 1) is Entry.WRONG
    assert pad.state(FIRST_LOCK + FORGIVEN_AFTER + 1) == PadState(wrong=1)
    assert FORGIVEN_AFTER > LONGEST_LOCK, "or waiting would gain tries"


def test_the_lock_goes_on_after_a_restart() -> None:
    world = World(KEYS_ONLY, Started(emergency=True, staff_pad=PadState(0, 1, 20.0)))
    assert world.presses(f"{STAFF_CODE}#").state == State.EMERGENCY
    world.now += 20.0
    assert world.presses(f"{STAFF_CODE}#").state == State.ATTRACT


def test_the_lock_keeps_nobody_else_from_ending_or_calling() -> None:
    world = latched().presses("999999#" * TRIES)
    assert world.presses(f"{STAFF_CODE}#").state == State.EMERGENCY
    world.post(StaffCleared())
    assert world.state == State.ATTRACT
    assert world.presses("s").state == State.EMERGENCY
    assert world.latched
    assert world.presses(f"{STAFF_CODE}#").state == State.EMERGENCY, "the pad is still locked"


def test_each_entry_that_counts_is_kept_in_numbers() -> None:
    world = latched()
    kept = []
    for _ in range(TRIES + 2):
        world.presses("999999#")
        kept += [action.state for action in world.last_actions if isinstance(action, KeepStaffPad)]
    assert kept == [PadState(1), PadState(2), PadState(0, 1, FIRST_LOCK)]


def test_digits_of_one_emergency_are_none_of_the_next() -> None:
    world = latched().presses(STAFF_CODE[:3])
    world.post(StaffCleared())
    assert world.presses("s").presses(f"{STAFF_CODE[3:]}#").state == State.EMERGENCY


def test_a_code_with_a_key_of_another_meaning_opens() -> None:
    world = World(KEYS_ONLY, staff_code="100203").presses("s").listen()
    assert world.presses("100203#").state == State.ATTRACT
