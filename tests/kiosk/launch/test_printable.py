"""Foreign text is shown on a terminal and never obeyed, whichever command prints it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.launch.printable import one_line, printable
from tests import CHECKOUT
from tests.every_row import every_row

pytestmark = pytest.mark.unit

HOSTILE = "\x1b]0;owned\x07\x1b[2Jx\u202ey\x9b2J"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@every_row(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\rb", "a\\rb"),
        ("\x9b2J\x7f", "\\u009b2J\\u007f"),
        ("file \u202etxt.exe", "file \\u202etxt.exe"),
        ("\udce9", "\\udce9"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("Größe 5\u00a0m, 日本語, 👩\u200d⚕️", "Größe 5\u00a0m, 日本語, 👩\u200d⚕️"),
        ("two\n\tlines", "two\n\tlines"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_line_break_in_a_name_begins_no_line() -> None:
    assert one_line("a.yaml\nFit for service.") == "a.yaml\\nFit for service."


def test_a_json_text_means_the_same_afterwards() -> None:
    text = json.dumps({"name": HOSTILE + "\U000e0041"}, ensure_ascii=False)
    assert json.loads(printable(text)) == json.loads(text)


def printed(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """Give all that a command printed, in colour as on a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        cwd=CHECKOUT,
        env=os.environ | {"FORCE_COLOR": "1", "TERM": "xterm"} | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


def without_colour(text: str) -> str:
    """Take away what the project itself sends: colours, and a bar of progress that is redrawn."""
    return re.sub(r"\x1b\[([0-9;]*m|\?25[lh]|2K|1A)|\r(?=\x1b)", "", text)


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        ("replay", HOSTILE),
        ("replay", "--bogus", HOSTILE),
        ("evaluate", HOSTILE),
        ("phrases", HOSTILE),
        ("status", "--settings", HOSTILE),
        ("say", "--voice", HOSTILE, "hello"),
        ("setup", "--from", HOSTILE),
    ],
)
def test_no_command_lets_an_argument_steer_the_terminal(arguments: tuple[str, ...]) -> None:
    shown = without_colour(printed(*arguments))
    assert shown.strip()
    assert not OBEYED.search(shown)


def test_no_name_of_a_scenario_steers_the_terminal(tmp_path: Path) -> None:
    for name, expected in (("passes", "main_menu"), ("fails", "goodbye")):
        (tmp_path / f"{name} \x1b[2J.yaml").write_text(
            f'name: "{name} \\e[2J\\u202e"\n'
            f"turns: [{{key: space}}, {{key: k, expect: {{state: {expected}}}}}]\n"
        )
    shown = printed("replay", str(tmp_path), "--recognizer", "text")
    assert "1 passed, 1 failed" in without_colour(shown)
    assert "\x1b[" in shown  # what the project itself colours stays in colour
    assert "passes \\x1b[2J\\u202e" in shown
    assert not OBEYED.search(without_colour(shown))


def test_no_value_of_a_setting_steers_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "\x1b[2J.toml"
    file.write_text('microphone = "a\\u001b[2Jb\\u202e"\n')
    shown = printed("settings", "--show", "--settings", str(file))
    assert "microphone" in shown
    assert not OBEYED.search(shown)
