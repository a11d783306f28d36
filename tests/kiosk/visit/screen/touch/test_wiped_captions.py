"""What was asked in private does not stay on the page for those who come to help."""

import pytest
from playwright.sync_api import Browser

from kiosk.visit.dialogue.events import HeadphonesIn, HeadphonesOut, KeyPressed
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.screen.touch.visited import VisitedPage
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser

ASKED = {question.text for question in CONTENT.questions}


@pytest.mark.parametrize("happens", ["emergency", "headphones come out"])
def test_the_question_is_wiped(browser: Browser, happens: str) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        if happens == "headphones come out":
            visited.post(HeadphonesIn())
        visited.go(QUESTION)
        visited.wait(lambda: bool(ASKED & set(visited.captions)))
        visited.post(KeyPressed("1") if happens == "emergency" else HeadphonesOut())
        assert visited.state in (State.EMERGENCY, State.PAUSED)
        assert not ASKED & set(visited.captions)
        visited.wait(lambda: bool(visited.captions))
        assert not ASKED & set(visited.captions)
