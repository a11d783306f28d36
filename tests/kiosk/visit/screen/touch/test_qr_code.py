"""A topic to take home: a telephone reads from the code what the kiosk has said, or the address."""

import json
import re
from typing import Any

import numpy as np
import pytest
import zxingcpp

from kiosk.visit.dialogue.actions import Show
from kiosk.visit.dialogue.table import State
from kiosk.visit.screen.touch.qr_code import QUIET_ZONE, qr_code
from kiosk.visit.screen.touch.screen import PageScreen
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.shipped import CONTENT

pytestmark = pytest.mark.unit

ADDRESS = "https://clinic.example/spine"


def read(size: int, path: str) -> str:
    """What a camera reads from the drawn code."""
    light = np.full((size, size), 255, np.uint8)
    x = y = 0
    for move, across, down, along in re.findall(r"([Mm])([\d.-]+) ([\d.-]+)|h(\d+)", path):
        if along:
            light[y, x : x + int(along)] = 0
            x += int(along)
        elif move == "M":
            x, y = int(across), int(float(down))
        else:
            x, y = x + int(across), y + int(down)
    large = np.kron(light, np.ones((4, 4), np.uint8))
    (found,) = zxingcpp.read_barcodes(large)
    return found.text


def show_in(state: State) -> Show:
    show = brought_to(state).screen
    assert show is not None
    return show


def picture(screen: PageScreen) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(screen.picture)
    return shown


def test_a_telephone_reads_the_words_of_every_topic() -> None:
    for topic in CONTENT.topics.values():
        words = f"{topic.heading}\n\n{' '.join(topic.plain)}"
        code = qr_code(words)
        assert read(code.size, code.path) == words
        assert code.size <= 69 + 2 * QUIET_ZONE  # or its modules get small on a small screen


def test_letters_of_other_languages_are_read_too() -> None:
    code = qr_code("Łódź, où, naïve")
    assert read(code.size, code.path) == "Łódź, où, naïve"


def test_after_a_topic_its_plain_text_can_be_taken_home() -> None:
    show = show_in(State.AFTER_TOPIC)
    screen = PageScreen()
    screen.show(show)
    text = read(**picture(screen)["code"])
    topic = CONTENT.topic("treatments.surgery")
    assert text == f"{topic.heading}\n\n{' '.join(topic.plain)}"


def test_the_address_of_the_settings_takes_the_place_of_the_words() -> None:
    screen = PageScreen(ADDRESS)
    screen.show(show_in(State.AFTER_TOPIC))
    assert read(**picture(screen)["code"]) == ADDRESS


@every_row("state", [state for state in State if state != State.AFTER_TOPIC])
def test_no_other_state_has_a_code_nor_the_one_before(state: State) -> None:
    screen = PageScreen(ADDRESS)
    screen.show(show_in(State.AFTER_TOPIC))
    screen.show(show_in(state))
    assert picture(screen)["code"] is None
