"""Which recordings are repeated, left out or kept, and when a session ends by itself."""

from collections.abc import Callable

import pytest

from kiosk.lab.recorder.booth import StoppedError
from kiosk.lab.recorder.session import Line, Session
from kiosk.lab.recorder.wording import load_wording
from tests.kiosk.lab.recorder.room import booth

pytestmark = pytest.mark.unit

WORDING = load_wording("en")
YES = Line("yes")


def into(shown: list[str]) -> Callable[[str], str]:
    """Give a person who keeps what they see, and presses no key."""

    def see(line: str) -> str:
        shown.append(line)
        return ""

    return see


def test_without_keys_a_recording_is_kept_at_once() -> None:
    shown: list[str] = []
    room = booth(["yes"], into(shown), keys=False)
    session = Session(room, WORDING, decide_within=4.0)
    kept = session.record(YES)
    assert session.clips == [kept]
    assert not any("Enter keep" in line for line in shown)


def test_who_says_nothing_is_asked_again() -> None:
    shown: list[str] = []
    room = booth([], into(shown), keys=False)
    with pytest.raises(StoppedError):
        Session(room, WORDING, decide_within=4.0).record(YES)
    assert shown.count("say: yes") == 3


def test_a_line_is_left_out_by_a_key_and_nothing_is_kept_of_it() -> None:
    room = booth(["yes"], lambda line: "s" if "Enter keep" in line else "")
    session = Session(room, WORDING, decide_within=4.0)
    assert session.record(YES) is None
    assert session.clips == []


def test_what_is_to_be_said_is_spoken_only_where_that_is_asked_for() -> None:
    for aloud in (True, False):
        shown: list[str] = []
        room = booth(["yes"], into(shown), keys=False)
        Session(room, WORDING, decide_within=4.0, aloud=aloud).record(YES)
        assert ("Please say: yes" in shown) is aloud
