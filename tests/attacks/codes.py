"""B1: people without the staff code try to find it, and staff must still be able to use it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attacks.attacked import Attacked, attacked
from tests.attacks.flood import FIRST_QUESTION

_CODE = "485967"
"""None of its digits answers a question, so none is taken for one that was pressed twice."""
_ENTER = "\r"
_WRONG = ("471194", "000000", "123456")
_LOCKED_FOR = 30.0
_STAYS_FOR = 4.0
"""Seconds that an emergency is watched for ending without reason."""

_LAPSED_AFTER = 5.5


def code_among_digits(folder: Path) -> None:
    """B1. A sequence of digits with the code in it, without Enter

    Attack: 5,000 digits are typed in an emergency, at 500 a second; the code is among them.
    Holds: the emergency stays.
    """
    with _in_an_emergency(folder) as kiosk:
        digits = "".join(f"{number:04}" for number in range(0, 10_000, 8))
        kiosk.flood(digits[:2500] + _CODE + digits[2500:], 10.0)
        _stays(kiosk)


def code_at_the_end_of_digits(folder: Path) -> None:
    """B1. Digits that end with the code, and Enter

    Attack: more digits than a code has are typed in an emergency, the code as the last of them, and
        Enter.
    Holds: the emergency stays.
    """
    with _in_an_emergency(folder) as kiosk:
        kiosk.press(f"8052{_CODE}{_ENTER}")
        _stays(kiosk)


def code_by_brute_force(folder: Path) -> None:
    """B1. Code after code, each with Enter; later the right one

    Attack: 500 wrong codes are typed in an emergency, each with Enter, and then the right one.
    Holds: the emergency stays, for the codes are locked; by `clear-emergency` it ends.
    """
    with _in_an_emergency(folder) as kiosk:
        wrong = itertools.islice((f"{n:06}{_ENTER}" for n in range(100_000, 999_999, 997)), 500)
        kiosk.flood("".join(wrong), 7.0)
        kiosk.press(f"{_CODE}{_ENTER}")
        _stays(kiosk)
        _cleared_by_command(kiosk)


def code_after_the_lock(folder: Path) -> None:
    """B1. Three wrong codes, and the right one when the lock is over

    Attack: three wrong codes are typed in an emergency, the right one at once, and again after
        30 s.
    Holds: the emergency stays while the codes are locked; afterwards the right one ends it.
    """
    with _in_an_emergency(folder) as kiosk:
        _lock(kiosk)
        kiosk.press(f"{_CODE}{_ENTER}")
        _stays(kiosk, _LOCKED_FOR + 1.0)
        kiosk.press(f"{_CODE}{_ENTER}")
        kiosk.must("the code ends it", lambda: kiosk.is_so(lambda now: not now.emergency), 10.0)


def lock_over_a_kill(folder: Path) -> None:
    """B1. Three wrong codes, kill -9, and the right one

    Attack: three wrong codes are typed in an emergency, the process is killed, and the right code
        is typed.
    Holds: the emergency stays, for the lock outlives the process.
    """
    with _in_an_emergency(folder) as kiosk:
        _lock(kiosk)
        killed = kiosk.kill()
        kiosk.must_serve(but=killed)
        kiosk.must("the emergency is back", lambda: kiosk.is_so(lambda now: now.emergency), 10.0)
        kiosk.press(f"{_CODE}{_ENTER}")
        _stays(kiosk)


def staff_while_locked(folder: Path) -> None:
    """B1. s, yes and help while the codes are locked

    Attack: the codes are locked by three wrong ones; staff end the emergency by command; then
        visitors ask for help, press s, and say yes to an emergency question.
    Holds: the command works, the help comes, and staff are called for each.
    """
    with _in_an_emergency(folder) as kiosk:
        _lock(kiosk)
        _cleared_by_command(kiosk)
        kiosk.press("h")
        helped = kiosk.happens(lambda: kiosk.is_so(lambda now: now.state == "help"), 10.0)
        kiosk.press("s")
        kiosk.must_call(times=2)
        _cleared_by_command(kiosk)
        kiosk.press("q")  # a call lets the visit go on
        kiosk.must("the visit ends", lambda: kiosk.is_so(lambda now: now.state == "attract"), 30.0)
        kiosk.press(FIRST_QUESTION)
        kiosk.window.wait_for("Question 1 of 13")
        kiosk.press("y")
        kiosk.must_call(times=3)
        assert helped, "h did not bring the help"


def hammering(folder: Path) -> None:
    """B1. A frightened person hammers, then staff type the code

    Attack: in an emergency somebody presses digits and Enter many times, fewer than six digits at a
        time; then staff type the code and Enter.
    Holds: the code ends the emergency: what was hammered locks nothing.
    """
    with _in_an_emergency(folder) as kiosk:
        hammered = f"1{_ENTER}11{_ENTER}{_ENTER}{_ENTER}12345{_ENTER}"
        kiosk.flood(hammered, 5.0, a_second=3 * len(hammered))
        kiosk.press(f"{_CODE}{_ENTER}")
        kiosk.must("the code ends it", lambda: kiosk.is_so(lambda now: not now.emergency), 10.0)


def half_a_code(folder: Path) -> None:
    """B1. Half the code, and the rest much later

    Attack: half the code is typed in an emergency, and the rest with Enter more than 5 s later.
    Holds: the emergency stays.
    """
    with _in_an_emergency(folder) as kiosk:
        kiosk.press(_CODE[:3])
        _stays(kiosk, _LAPSED_AFTER)
        kiosk.press(f"{_CODE[3:]}{_ENTER}")
        _stays(kiosk)


@contextmanager
def _in_an_emergency(folder: Path) -> Iterator[Attacked]:
    with attacked(folder, {"KIOSK_STAFF_CODE": _CODE}) as kiosk:
        kiosk.press("!")
        kiosk.must_call()
        yield kiosk


def _lock(kiosk: Attacked) -> None:
    for wrong in _WRONG:
        kiosk.press(f"{wrong}{_ENTER}")
    _stays(kiosk, 1.0)


def _stays(kiosk: Attacked, seconds: float = _STAYS_FOR) -> None:
    over = kiosk.happens(lambda: kiosk.is_so(lambda now: not now.emergency), seconds)
    assert not over, "the emergency was ended"


def _cleared_by_command(kiosk: Attacked) -> None:
    done = kiosk.command("clear-emergency")
    assert done.returncode == 0, f"clear-emergency: {done.stdout}{done.stderr}"
    kiosk.must("the emergency is over", lambda: kiosk.is_so(lambda now: not now.emergency), 10.0)
