"""The clinic's color and logo: whatever a clinic names can be read, or the settings refuse it."""

import re
from itertools import product
from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.settings.load import load_settings
from kiosk.web.brand import CONTRAST, DEFAULT, Brand, brand_css, contrast, least_contrast
from kiosk.web.local_page import SHARED

pytestmark = pytest.mark.unit

TOKENS = next(part for part in SHARED if part.name == "tokens.css").read_text(encoding="utf-8")
CHANNELS = ("00", "20", "40", "60", "80", "a0", "c0", "e0", "ff")
COLORS = ["#" + "".join(channels) for channels in product(CHANNELS, repeat=3)]


def pair(name: str, css: str) -> tuple[str, str]:
    """A color of the style sheet, in light and in dark."""
    light, dark = re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)[0]
    return light, dark


def test_contrast_is_the_standard_s() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_color_that_is_accepted_can_be_read_in_light_and_dark() -> None:
    accepted = [color for color in (DEFAULT, *COLORS) if least_contrast(color) >= CONTRAST]
    assert len(accepted) > 80
    for color in accepted:
        css = brand_css(color) + TOKENS
        for written, ground in [
            *(("brand", "ground"), ("brand", "raised"), ("brand", "brand-soft")),
            *(("on-brand", "brand"), ("ink", "brand-soft")),
        ]:
            for one, other in zip(pair(written, css), pair(ground, css), strict=True):
                assert contrast(one, other) >= CONTRAST, (color, written, ground)


def test_every_named_color_for_letters_can_be_read() -> None:
    grounds = [pair(name, TOKENS) for name in ("ground", "raised")]
    for name in ("ink", "quiet", "speaking", "listening", "paused", "focus"):
        for ground in grounds:
            for one, other in zip(pair(name, TOKENS), ground, strict=True):
                assert contrast(one, other) >= CONTRAST, name
    for name in ("yes", "no", "unsure"):
        for one, other in zip(pair(name, TOKENS), pair(f"on-{name}", TOKENS), strict=True):
            assert contrast(one, other) >= CONTRAST, name
    assert all(contrast(red, "#ffffff") >= CONTRAST for red in pair("emergency", TOKENS))
    for ground in grounds:
        for one, other in zip(pair("edge", TOKENS), ground, strict=True):
            assert contrast(one, other) >= 3


def test_the_three_answers_have_the_same_weight() -> None:
    for light_or_dark in (0, 1):
        depths = [
            contrast(pair(name, TOKENS)[light_or_dark], pair("ground", TOKENS)[light_or_dark])
            for name in ("yes", "no", "unsure")
        ]
        assert max(depths) / min(depths) < 1.2


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('brand_color = "blue"', 'write it as six hexadecimal digits, such as "#0f4c75"'),
        ('brand_color = "#4a90d9"', "have a contrast of 3.0 to 1 where 7 to 1 is needed"),
        ('logo = "logo.gif"', "name an SVG or PNG file"),
        ('logo = "logo.png"', "there is no file"),
        ('logo = "large.svg"', "larger than 100 KB"),
        ('take_home = "clinic.example"', "write an address such as"),
    ],
)
def test_what_cannot_be_shown_is_refused_when_the_settings_are_read(
    value: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "large.svg").write_bytes(b" " * 100_001)
    file = tmp_path / "kiosk.toml"
    file.write_text(value, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert f"{file}:1: " in str(caught.value)
    assert told in str(caught.value)


def test_a_logo_is_a_part_of_the_page_and_one_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    logo = tmp_path / "ours.svg"
    logo.write_text("<svg/>")
    brand = Brand(logo=logo)
    assert brand.logo_name == "logo.svg"
    assert brand.parts()["logo.svg"] == b"<svg/>"
    logo.unlink()
    assert set(brand.parts()) == {"brand.css"}
