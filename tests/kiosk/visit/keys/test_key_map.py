"""What a key means: what the settings say, else what is printed on it; no chord, nothing held."""

from pathlib import Path

import pytest

from grammar.intents import Intent
from kiosk.errors import SettingsError
from kiosk.settings.load import load_settings
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.keys import KEYS, SWITCH
from kiosk.visit.keys.key_map import FUNCTIONS, KeyMap
from kiosk.visit.keys.names import CODES, MODIFIERS

pytestmark = pytest.mark.unit


def test_a_keypad_means_what_is_printed_on_it() -> None:
    keys = KeyMap({})
    names = ("kp1", "kp0", "kpplus", "kpenter", "space", "n")
    assert [keys.pressed(name) for name in names] == ["1", "0", "+", "\n", " ", "n"]
    assert keys.typed("h") == "h"


def test_a_key_that_means_nothing_still_wakes_and_a_modifier_does_not() -> None:
    keys = KeyMap({})
    unknown = keys.pressed("f13")
    assert unknown is not None
    assert unknown not in KEYS
    assert all(keys.pressed(name) is None for name in MODIFIERS)


def test_the_settings_change_what_keys_mean_on_device_and_terminal(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[keys]\nkp7 = "repeat"\nf13 = "switch"\n"+" = "staff"\nspace = "help"\n')
    keys = load_settings(file, {}).keys.map
    assert KEYS[keys.pressed("kp7") or ""] == Intent.REPEAT
    assert keys.pressed("f13") == SWITCH
    assert KEYS[keys.typed("+")] == Intent.STAFF
    assert KEYS[keys.typed(" ")] == Intent.HELP


def test_the_keys_can_be_set_in_the_environment() -> None:
    keys = load_settings(None, {"KIOSK_KEYS": "kp7=repeat '='=staff"}).keys.map
    assert KEYS[keys.pressed("kp7") or ""] == Intent.REPEAT
    assert KEYS[keys.typed("=")] == Intent.STAFF


def test_every_universal_command_can_be_learned() -> None:
    assert {str(command) for command in UNIVERSAL} <= FUNCTIONS.keys()
    for name, character in FUNCTIONS.items():
        if name in set(Intent):
            assert KEYS[character] == name


def test_every_universal_command_has_a_key_without_shift() -> None:
    without_shift = set(CODES.values())
    for command in UNIVERSAL:
        assert any(KeyMap({}).pressed(name) in keys_of(command) for name in without_shift), command


def keys_of(command: Intent) -> set[str]:
    return {key for key, intent in KEYS.items() if intent == command}


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ('\n[keys]\nkp7 = "reapeat"', 2, 'cannot mean "reapeat"; did you mean "repeat"?'),
        (
            '[keys]\nkeypad = "repeat"',
            1,
            '"keypad" is not a key; learn its name with: run_kiosk.py',
        ),
        ("[keys]\nkp7 = 3", 1, '"keys" is wrong: input should be a valid string'),
        ('keys = "kp7"', 1, "write keys and what they mean, such as kp0=help f13=switch"),
        ("dwell = 0.5", 1, "greater than or equal to 1"),
        ('dwell = "long"', 1, "write a number of seconds, such as 2.5"),
        ("one_switch = 1", 1, '"one_switch" is wrong'),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(
    tmp_path: Path, text: str, line: int, complaint: str
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_switch_and_dwell_time_are_settings(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("one_switch = true\ndwell = 5\nslow_answers = true\n", encoding="utf-8")
    access = load_settings(file, {"KIOSK_DWELL": "7.5"}).access
    assert (access.one_switch, access.dwell, access.slow_answers) == (True, 7.5, True)
