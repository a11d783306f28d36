"""The kiosk as a picture that fills a terminal, read with a terminal emulator.

H18: nothing of a visit is left for the next visitor. H20: a crash in a visit.
"""

import os
import signal
from pathlib import Path

import pytest

from tests.system.live.glass import Window, kiosk_in_a_window
from tests.system.live.terminal import NO_SOUND
from tests.system.live.test_stopped_terminal import called, calling, status, stopped
from tests.waiting import until

pytestmark = pytest.mark.live

CLINIC = NO_SOUND | {"KIOSK_CLINIC_NAME": "Hill Road Clinic"}


def test_a_visit_stands_on_one_screen_and_is_wiped_from_it_and_from_what_scrolled_away(
    tmp_path: Path,
) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        rest = window.see("Press any key", "Waiting: press a key", "[h] help")
        assert rest.splitlines()[0].strip() == "Hill Road Clinic"
        window.terminal.press(" k2")
        window.see("Health questions", "[y] yes", "[?] more keys")
        window.terminal.press("1k")
        asked = window.see("Question 2 of 13", "?")
        assert "Question 1" not in asked
        assert "Press any key" not in asked
        window.terminal.press("?")
        assert "[m] main menu" not in asked
        window.see("[m] main menu", "[+] louder", "[<] slower", "[?] fewer keys")
        window.terminal.press("q")
        window.see("Goodbye")
        rest = window.see("Press any key")
        assert "Question" not in rest + window.glass.scrolled_away
        assert b"\x1b[3J" in window.terminal.raw


def test_what_staff_are_told_stands_below_what_the_visitor_is_told(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.press(" ")
        rows = window.see("Hello.", "! ").splitlines()
        said = [number for number, row in enumerate(rows) if "Hello." in row]
        told = [number for number, row in enumerate(rows) if row.startswith(" !")]
        assert max(said) < min(told)


def test_an_emergency_fills_the_middle_until_staff_end_it(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.press(" k2")
        window.see("Health questions")
        window.terminal.press("s")
        shown = window.see("STAFF ARE NEEDED HERE NOW", "Staff were called.")
        assert "[y] yes" not in shown
        bar = next(number for number, row in enumerate(shown.splitlines()) if "████" in row)
        backgrounds = {window.glass.buffer[bar][column].bg for column in range(80)}
        assert backgrounds == {"red"}


def test_it_is_drawn_anew_for_another_size(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.press(" k2")
        for columns, lines in ((40, 10), (200, 50), (80, 24)):
            window.resize(columns, lines)
            head = " Hill Road Clinic" + "Health questions".rjust(columns - 18)

            def fits(shown: str, head: str = head, last: int = lines - 1) -> bool:
                rows = shown.splitlines()
                return len(rows) > last and rows[0] == head and "[?] more keys" in rows[last]

            window.until(fits, f"a picture of {columns} by {lines}")


def left_cleanly(window: Window) -> None:
    assert "Hello." not in window.shown + window.glass.scrolled_away
    assert not window.glass.alternate
    assert not window.glass.cursor.hidden


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM"])
def test_it_leaves_the_terminal_as_it_was(tmp_path: Path, how: str) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.press(" ")
        window.see("Hello.")
        if how == "Ctrl-C":
            window.terminal.press("\x03")
        else:
            window.terminal.process.send_signal(signal.SIGTERM)
        window.terminal.read_to_end()
        window.see("The kiosk has stopped.")
        left_cleanly(window)
        last = [row for row in window.glass.rows if row][-1]
        assert last == "The kiosk has stopped. Goodbye."
        assert window.terminal.process.returncode == 0


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGKILL, "run_kiosk.py: the kiosk died and starts again"),
        (signal.SIGSTOP, "run_kiosk.py: the kiosk hung and was ended"),
    ],
)
def test_a_process_that_is_killed_leaves_the_screen_to_its_parent(
    tmp_path: Path, number: signal.Signals, told: str
) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.press(" ")
        window.see("Hello.")
        os.kill(window.terminal.serving_process(), number)
        # At once: what comes next may already have taken the screen.
        window.until(lambda shown: told in shown and not window.glass.alternate, told)
        left_cleanly(window)
        window.see("I had to start again", "Staff, please come to this kiosk")
        assert window.glass.alternate


def test_a_stopped_process_that_goes_on_draws_all_of_it_again(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        serving = window.terminal.serving_process()
        os.kill(serving, signal.SIGSTOP)
        window.glass.reset()
        os.kill(serving, signal.SIGCONT)
        window.see("Hill Road Clinic", "Press any key")


def test_ctrl_z_leaves_the_kiosk_running(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.until(lambda _: window.glass.alternate, "the whole screen")
        window.terminal.press("\x1a")
        window.see("Press any key")
        window.terminal.press("\x1a")
        window.see("Hello.")


def test_a_stopped_terminal_costs_no_call_and_shows_what_is_true_when_it_goes_on(
    tmp_path: Path,
) -> None:
    own, calls = calling(tmp_path)
    with kiosk_in_a_window(tmp_path, CLINIC | own) as window:
        window.see("Press any key")
        window.terminal.press(" k2")
        window.see("Health questions")
        stopped(window.terminal, tmp_path)
        window.terminal.press("q")
        until(lambda: (now := status(tmp_path)) is not None and not now.visit)
        window.terminal.press("s")
        until(lambda: called(calls))
        before = len(window.terminal.raw)
        window.terminal.go_on()
        shown = window.see("A visitor asks for staff")
        assert "Health questions" not in shown
        picture = window.terminal.raw[before:].rpartition(b"\x1b[2J")[2].decode()
        assert "Health questions" not in picture


def test_a_window_that_is_closed_ends_the_kiosk(tmp_path: Path) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC) as window:
        window.see("Press any key")
        window.terminal.hang_up()
        assert window.terminal.process.wait(30) == 0


@pytest.mark.parametrize("own", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_a_dumb_terminal_gets_lines_and_no_color_gets_none(
    tmp_path: Path, own: dict[str, str]
) -> None:
    with kiosk_in_a_window(tmp_path, CLINIC | own) as window:
        window.see("Press any key", "Waiting: press a key")
        assert window.glass.alternate == ("NO_COLOR" in own)
        colours = {
            (cell.fg, cell.bg) for row in window.glass.buffer.values() for cell in row.values()
        }
        assert colours == {("default", "default")}
