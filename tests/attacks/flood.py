"""A2, A6: a flood of keys, a loop that hangs, and an overloaded machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.attacks.at_the_page import with_page
from tests.attacks.attacked import Attacked, attacked
from tests.attacks.page_client import flood_page
from tests.faults.hanging import MAIN, Hanging
from tests.system.live.sound_server import sound_server

ANY_KEYS = "123nurpcbmkeotw+-<>"
"""What a hand on the keypad may hit; neither staff nor help, goodbye or stop."""

FLOOD = 10.0
"""Seconds; at 500 keys a second."""

FIRST_QUESTION = " k21"
_BURNERS = 12
_BUSY_FOR = 25.0
_SHOWN_WITHIN = 10.0


def flood_then_staff(folder: Path) -> None:
    """A2. 500 keys a second, then s

    Attack: 500 keys a second are typed for 10 s, and then s.
    Holds: staff are called, and the process is the same as before.
    """
    _calls_after_a_flood(folder, "s")


def flood_then_star(folder: Path) -> None:
    """A2. 500 keys a second, then *

    Attack: 500 keys a second are typed for 10 s, and then the star of a keypad.
    Holds: staff are called, and the process is the same as before.
    """
    _calls_after_a_flood(folder, "*")


def flood_then_help(folder: Path) -> None:
    """A2. 500 keys a second, then h

    Attack: 500 keys a second are typed for 10 s, and then h.
    Holds: the help comes, and the process is the same as before; s then calls staff.
    """
    with with_page(folder) as kiosk:
        process = kiosk.process()
        kiosk.press(" ")
        kiosk.flood(ANY_KEYS, FLOOD)
        kiosk.press("h")
        helped = kiosk.happens(lambda: kiosk.is_so(lambda now: now.state == "help"), _SHOWN_WITHIN)
        kiosk.press("s")
        kiosk.must_call()
        assert helped, "h did not bring the help"
        assert kiosk.process() == process, "the process was replaced"


def flood_then_yes(folder: Path) -> None:
    """A2. A flood at an emergency question, then yes

    Attack: 500 keys a second that answer nothing are typed at an emergency question, then yes.
    Holds: staff are called, and the process is the same as before.
    """
    with _at_the_first_question(folder) as kiosk:
        process = kiosk.process()
        kiosk.flood("rt+-<>", FLOOD)
        kiosk.press("y")
        kiosk.must_call()
        assert kiosk.process() == process, "the process was replaced"


def flood_of_staff(folder: Path) -> None:
    """A2. A flood of s

    Attack: s is typed 500 times a second for 5 s.
    Holds: staff are called once, and the process is the same as before.
    """
    with attacked(folder) as kiosk:
        process = kiosk.process()
        kiosk.flood("s", FLOOD / 2)
        kiosk.must_call()
        assert not kiosk.happens(lambda: kiosk.staff_calls > 1, 3.0), "staff were called twice"
        assert kiosk.process() == process, "the process was replaced"


def flood_at_the_page(folder: Path) -> None:
    """A2. 500 keys a second over the page's connection, then a touch on Call staff

    Attack: a program that knows the page's address sends 500 keys a second for 10 s, and then s.
    Holds: staff are called, and the process is the same as before.
    """
    with with_page(folder) as kiosk:
        process = kiosk.process()
        kiosk.press(" ")
        flood_page(kiosk.page, ANY_KEYS, FLOOD, then="s", meanwhile=kiosk.window.read_what_is_there)
        kiosk.must_call()
        assert kiosk.process() == process, "the process was replaced"


def flood_at_the_page_and_a_key(folder: Path) -> None:
    """A2. A flood over the page's connection does not end, and s is pressed on the keypad

    Attack: a program sends keys over the page's connection as fast as it can, and s is typed.
    Holds: staff are called while the flood goes on.
    """
    with with_page(folder) as kiosk:

        def press_and_look(passed: float) -> bool:
            if passed > 3.0 and not pressed:
                pressed.append("s")
                kiosk.press("s")
            kiosk.window.read_what_is_there()
            return kiosk.staff_calls > 0

        pressed: list[str] = []
        kiosk.press(" ")
        flood_page(kiosk.page, ANY_KEYS, FLOOD, a_second=5000, until=press_and_look)
        kiosk.must_call(seconds=0.1)


def killed_after_staff(folder: Path) -> None:
    """A2. kill -9 right after s

    Attack: s is pressed and the serving process killed 0, 20 and 100 ms after it.
    Holds: staff are called each time.
    """
    with attacked(folder) as kiosk:
        for after in (0.0, 0.02, 0.1):
            before = kiosk.staff_calls
            kiosk.press("s")
            kiosk.happens(lambda: False, after, read=False)
            killed = kiosk.kill()
            kiosk.must_call(before + 1, 20.0)
            kiosk.must_serve(but=killed)
            kiosk.must("the call is on", lambda: kiosk.is_so(lambda now: now.calls_staff))
            kiosk.command("clear-emergency")
            kiosk.must("it is over", lambda: kiosk.is_so(lambda now: not now.calls_staff))


def staff_while_it_hangs(folder: Path) -> None:
    """A2. The loop hangs, then s

    Attack: the loop hangs, s is pressed, and the supervisor kills the process that took the key.
    Holds: the process that follows calls staff.
    """
    hanging = Hanging(folder / "fault")
    with attacked(folder, hanging.environment) as kiosk:
        process = kiosk.process()
        hanging.hang(process, MAIN)
        kiosk.press("s")
        kiosk.must_call(seconds=20.0)
        assert kiosk.process() != process, "the process that hangs was not replaced"


def yes_while_it_hangs(folder: Path) -> None:
    """A2. The loop hangs at an emergency question, then yes

    Attack: the loop hangs at an emergency question, and yes is pressed before it is killed.
    Holds: the process that follows calls staff for an emergency.
    """
    hanging = Hanging(folder / "fault")
    with _at_the_first_question(folder, hanging.environment) as kiosk:
        hanging.hang(kiosk.process(), MAIN)
        kiosk.press("y")
        kiosk.must_call(seconds=20.0)


def killed_with_staff_unread(folder: Path) -> None:
    """A2. s is pressed while the process is stopped, and that is killed

    Attack: the serving process is stopped (SIGSTOP), s is pressed, and the process killed.
    Holds: the process that follows calls staff.
    """
    with attacked(folder) as kiosk:
        os.kill(kiosk.process(), signal.SIGSTOP)
        kiosk.press("s")
        kiosk.kill()
        kiosk.must_call(seconds=20.0)


def busy_machine(folder: Path) -> None:
    """A6. A busy machine in a visit

    Attack: 12 programs take all of the processor for 25 s, while a visitor is read to with sound.
    Holds: nothing is taken for hung, the process is the same as before, and s calls staff.
    """
    place = folder / "sound"
    place.mkdir(mode=0o700)
    with sound_server(place) as sound, attacked(folder, sound.environment) as kiosk:
        kiosk.must("it hears", lambda: kiosk.is_so(lambda now: now.hears and now.sounds))
        process = kiosk.process()
        with _burners():
            kiosk.press(" k1k1")
            replaced = kiosk.happens(lambda: kiosk.process() != process, _BUSY_FOR)
            kiosk.press("s")
            kiosk.must_call(seconds=20.0)
        assert not replaced, "the process was replaced"


@contextmanager
def _burners() -> Iterator[None]:
    burners = [
        subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(_BURNERS)
    ]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def _calls_after_a_flood(folder: Path, key: str) -> None:
    with with_page(folder) as kiosk:
        process = kiosk.process()
        kiosk.press(" ")
        kiosk.flood(ANY_KEYS, FLOOD)
        kiosk.press(key)
        kiosk.must_call()
        assert kiosk.process() == process, "the process was replaced"


@contextmanager
def _at_the_first_question(
    folder: Path, own: Mapping[str, str] | None = None
) -> Iterator[Attacked]:
    with attacked(folder, own) as kiosk:
        kiosk.press(FIRST_QUESTION)
        kiosk.window.wait_for("Question 1 of 13")
        yield kiosk
