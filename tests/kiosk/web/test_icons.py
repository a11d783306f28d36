"""Icons and font: each thing that can be chosen has an icon, and their licenses come along."""

import re
from importlib.resources import files

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.keys import KEYS
from kiosk.web.local_page import ICONS, SHARED
from tests.shipped import CONTENT

pytestmark = pytest.mark.unit

STATIC = files("kiosk.web") / "static"
NAMES = re.findall(r'<symbol id="i-([\w-]+)"', ICONS.read_text(encoding="utf-8"))
WITHOUT = {Intent.DISTRESS}
"""Keys that no button of the page has."""


def test_each_topic_section_and_command_has_an_icon_of_its_own() -> None:
    topics = {each.id.replace(".", "-") for each in CONTENT.topics.values()}
    sections = {"symptoms", "causes", "treatments", Intent.QUESTIONS}
    commands = set(map(str, KEYS.values())) - WITHOUT
    assert (topics | sections | commands) - set(NAMES) == set()


def test_no_two_icons_have_one_name() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_the_licenses_of_font_and_icons_are_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "atkinson-LICENSE.txt").read_text("utf-8")
    assert "Apache License" in (STATIC / "icons-LICENSE.txt").read_text("utf-8")


def test_the_font_is_a_part_of_every_page() -> None:
    fonts = [part for part in SHARED if part.name.endswith(".woff2")]
    assert all(part.read_bytes().startswith(b"wOF2") for part in fonts)
    assert len(fonts) == 2
