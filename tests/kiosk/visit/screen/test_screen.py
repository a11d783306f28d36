"""The terminal screen: the same words on a terminal, a pipe and a machine without Unicode."""

import io

import pytest

from kiosk.visit.dialogue.actions import Choice, Show
from kiosk.visit.screen.screens import Screens
from kiosk.visit.screen.terminal import TerminalScreen

pytestmark = pytest.mark.unit

MENU = Show("main_menu", "Main menu", (Choice("1", "Symptoms"), Choice(" ", "Yes")))


class Pipe(io.StringIO):
    """Text that can hold any character."""

    encoding = "utf-8"


class Terminal(Pipe):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Ascii(io.StringIO):
    encoding = "ascii"


def fill(screen: TerminalScreen) -> None:
    screen.show(MENU)
    screen.status("speaking")
    screen.caption("It often gets worse at night.")
    screen.status("listening")
    screen.show(Show("paused", "Paused", (Choice("c", "Continue"),)))


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_a_pipe_gets_captions_choices_and_states_as_plain_lines() -> None:
    stream = Pipe()
    fill(TerminalScreen(stream))
    lines = stream.getvalue().splitlines()
    assert "It often gets worse at night." in lines
    assert "  [1] Symptoms" in lines
    assert "  [space] Yes" in lines
    assert "\x1b" not in stream.getvalue()


def test_states_are_told_by_word_and_symbol() -> None:
    stream = Pipe()
    fill(TerminalScreen(stream))
    lines = stream.getvalue().splitlines()
    assert [line for line in lines if "Speaking" in line] == ["▶ Speaking"]
    assert [line for line in lines if "Listening" in line] == ["● Listening: speak, or press a key"]
    assert "‖ Paused" in lines


def test_without_unicode_only_ascii_is_printed() -> None:
    stream = Ascii()
    fill(TerminalScreen(stream))
    assert stream.getvalue().isascii()
    assert "* Listening: speak, or press a key" in stream.getvalue().splitlines()


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_is_left_out_where_it_is_not_wanted(
    monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = Terminal()
    fill(TerminalScreen(coloured))
    monkeypatch.setenv(*variable)
    plain = Terminal()
    fill(TerminalScreen(plain))
    assert "\x1b[3" in coloured.getvalue() or "\x1b[1;3" in coloured.getvalue()
    assert not any(code in plain.getvalue() for code in ("\x1b[3", "\x1b[1;3", "\x1b[36m"))


def test_only_what_changed_is_shown_again() -> None:
    stream = Pipe()
    screen = TerminalScreen(stream)
    screen.show(MENU)
    screen.show(MENU)
    assert stream.getvalue().count("Symptoms") == 1


def test_a_notice_is_said_once_and_outlives_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    screen = Screens(TerminalScreen(stream))
    screen.notice("No microphone was found: use the keys.")
    screen.notice("No microphone was found: use the keys.")
    assert stream.getvalue().count("No microphone") == 1
    screen.forget()
    assert "No microphone" in stream.getvalue().rpartition("\x1b[2J")[2]


def test_the_end_of_a_visit_wipes_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    screen = TerminalScreen(stream)
    fill(screen)
    screen.forget()
    assert "\x1b[3J\x1b[2J" in stream.getvalue()
    assert "night" not in stream.getvalue().rpartition("\x1b[2J")[2]


def test_an_alert_is_shown_in_a_pipe_too() -> None:
    stream = Pipe()
    Screens(TerminalScreen(stream)).alert("emergency")
    assert "STAFF ARE NEEDED HERE NOW" in stream.getvalue()


def test_an_emergency_stays_on_a_wiped_screen_until_staff_clear_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    screen = Screens(TerminalScreen(stream))
    screen.alert("emergency")
    screen.alert("attention")
    screen.forget()
    assert "STAFF ARE NEEDED" in stream.getvalue().rpartition("\x1b[2J")[2]
    screen.clear_alert()
    screen.forget()
    assert "STAFF ARE NEEDED" not in stream.getvalue().rpartition("\x1b[2J")[2]
