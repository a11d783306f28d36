"""Volume steps in dBA, and the report if a room is too loud or a device too weak."""

from math import log10

import pytest

from audio.signals.levels import fault, volumes
from kiosk.errors import SettingsError
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("constant", "maximum", "levels"),
    [
        (105.0, 85.0, [57, 61, 65, 69, 73, 77, 81, 85]),
        (99.0, 85.0, [57, 61, 65, 68.5, 72, 75.5, 79]),
        (85.0, 85.0, [45, 49, 53, 57, 61, 65]),
        (80.0, 85.0, [40, 44, 48, 52, 56, 60]),
        (120.0, 65.0, [45, 49, 53, 57, 61, 65]),
        (120.0, 67.0, [49, 53, 57, 61, 65, 67]),
    ],
)
def test_steps_go_from_quiet_over_65_dba_to_the_loudest_there_is(
    constant: float, maximum: float, levels: list[float]
) -> None:
    steps = volumes(constant, -20.0, maximum)
    found = [constant - 20.0 + 20 * log10(factor) for factor in steps.factors]
    assert found == pytest.approx(levels)
    assert found[steps.default] == pytest.approx(min(65.0, levels[-1]))
    assert max(steps.factors) <= 1.0


@pytest.mark.parametrize(
    ("loudest", "full", "room", "told"),
    [
        (65.0, 65.0, None, ""),
        (64.5, 64.5, None, "has 64 dBA at the visitor's ear, and it needs 65; turn the amplifier"),
        (65.0, 65.0, 45.0, ""),
        (65.0, 65.0, 50.0, "this room of 50 dB needs 70; turn the amplifier up"),
        (70.0, 90.0, 60.0, "this room of 60 dB needs 80; raise maximum_level"),
        (80.0, 80.0, 60.0, ""),
    ],
)
def test_what_is_not_loud_enough_is_told_with_what_to_do(
    loudest: float, full: float, room: float | None, told: str
) -> None:
    said = fault(loudest, full, room)
    assert told in said
    assert bool(said) == bool(told)


def test_the_constants_are_numbers_of_decibels_or_nothing() -> None:
    assert Settings().sound.level_constant is None
    settings = load_settings(
        None,
        {
            "XDG_CONFIG_HOME": "/nowhere",
            "KIOSK_LEVEL_CONSTANT": "92.5",
            "KIOSK_MAXIMUM_LEVEL": "80",
        },
    )
    assert (settings.sound.level_constant, settings.sound.maximum_level) == (92.5, 80.0)
    for name, value in (
        ("KIOSK_LEVEL_CONSTANT", "loud"),
        ("KIOSK_LEVEL_CONSTANT", "20"),
        ("KIOSK_MAXIMUM_LEVEL", "120"),
        ("KIOSK_MAXIMUM_LEVEL", "60"),
    ):
        with pytest.raises(SettingsError, match=name):
            load_settings(None, {"XDG_CONFIG_HOME": "/nowhere", name: value})
