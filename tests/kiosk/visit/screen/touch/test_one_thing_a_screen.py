"""Each screen shows its own state alone, and the words that sound."""

import pytest
from playwright.sync_api import Browser

from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import SentenceTouched
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.world import WITH_NAMES
from tests.kiosk.visit.screen.touch.visited import VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser

QUESTION = CONTENT.questions[0].text


def seen(visited: VisitedPage) -> str:
    """Every word that can be seen."""
    return visited.page.inner_text("body")


@pytest.mark.parametrize("ends", ["s", "b", "h", "p"])
def test_a_question_is_gone_when_another_state_begins(ends: str, browser: Browser) -> None:
    with page_in(State.QUESTION, browser, CONTENT, GRAMMAR) as visited:
        assert QUESTION in seen(visited)
        visited.touch(ends)
        if visited.state == State.QUESTION:  # a call lets the visit go on
            visited.touch("y")
        assert visited.state != State.QUESTION
        assert QUESTION not in seen(visited)
        assert not visited.page.locator(".question").count()


def test_a_menu_is_gone_under_a_topic_and_a_topic_under_a_menu(browser: Browser) -> None:
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR) as visited:
        names = [topic.name for topic in CONTENT.section("symptoms")]
        shown = seen(visited).lower()
        assert all(name in shown for name in names)  # all of them at once
        visited.choose("topic.symptoms.back_pain")
        assert visited.state == State.READING
        assert names[1] not in seen(visited).lower()
        visited.touch("b")
        assert visited.state == State.SECTION_MENU
        assert CONTENT.topic("symptoms.back_pain").plain[0] not in seen(visited)


def test_a_no_is_asked_back_larger_than_the_question_whose_yes_means_something_else(
    browser: Browser,
) -> None:
    with page_in(State.CONFIRM_NO, browser, CONTENT, GRAMMAR) as visited:
        assert visited.page.locator(".asked").text_content() == f"I asked: {QUESTION}"
        asked, text = (
            visited.page.evaluate(
                "each => parseFloat(getComputedStyle(document.querySelector(each)).fontSize)", each
            )
            for each in (".asked", ".fits")
        )
        assert "I heard no." in seen(visited)
        assert text >= 1.2 * asked


def test_each_sentence_is_marked_when_it_begins_to_sound(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR, abilities=WITH_NAMES, fresh=True) as visited:
        marked: list[str] = []
        caption = visited.screen.caption

        def follow(text: str) -> None:
            caption(text)
            visited.shown()
            marked.extend(visited.captions)

        visited.screen.caption = follow  # type: ignore[method-assign]
        for step in (" ", "section.treatments", "topic.treatments.surgery", "more", "h", "s"):
            if len(step) == 1:
                visited.touch(step)
            else:
                visited.choose(step)
            visited.wait_for_turn()
        said = [moment.what for moment in visited.kiosk.stage.transcript.sentences]
        assert len(said) > 30
        assert marked == said


def test_any_topic_is_three_touches_from_rest(browser: Browser) -> None:
    for section in ("symptoms", "causes", "treatments"):
        for topic in CONTENT.section(section)[::3]:
            with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
                visited.touch(" ")
                visited.choose(f"section.{section}")
                visited.kiosk.stage.driver.wait(BOUNCE)
                visited.choose(f"topic.{topic.id}")
                assert visited.state == State.READING
                assert topic.name in str(visited.page.text_content("#title"))


def test_the_first_health_question_is_three_touches_from_rest(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        visited.touch(" ")
        visited.choose("questions")
        visited.touch("y")
        assert visited.state == State.QUESTION
        assert QUESTION in seen(visited)


def test_a_touched_sentence_is_read_on_from_there(browser: Browser) -> None:
    with page_in(State.READING, browser, CONTENT, GRAMMAR) as visited:
        text = visited.page.locator(".reading .sentence")
        sentence = str(text.nth(2).text_content())
        text.nth(2).click()
        visited.taken()
        visited.wait(lambda: visited.kiosk.account.last == sentence)
        assert visited.captions == [sentence]
        visited.post(SentenceTouched(999))  # there is no such sentence
        assert visited.captions == [sentence]


def test_a_heard_topic_is_ticked_and_one_that_was_cut_short_is_not(browser: Browser) -> None:
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR) as visited:
        visited.choose("topic.symptoms.back_pain")
        visited.wait_for_turn()
        visited.touch("b")
        visited.choose("topic.symptoms.fracture")
        visited.wait(lambda: bool(visited.captions))
        visited.touch("b")
        ticked = visited.page.locator(".tile:has(.tick)")
        assert [each.get_attribute("data-choose") for each in ticked.all()] == [
            "topic.symptoms.back_pain"
        ]
