"""A kiosk in virtual time whose page is open in a real Chromium.

What is pressed on the page comes here through the real server. Each press is done before the test
goes on, and the page shows what followed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser

from grammar.grammar import Grammar
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.events import (
    Chosen,
    Event,
    Heard,
    Reading,
    SpeechBegan,
    WentOutOfService,
)
from kiosk.visit.dialogue.table import State
from kiosk.visit.hearing.text_listener import TextHearing
from tests.kiosk.visit.dialogue.ways import WAYS
from tests.kiosk.visit.dialogue.world import WITH_NAMES, YES_NO_ONLY
from tests.kiosk.visit.screen.touch.open_page import LIMIT, TWO_FRAMES, open_page
from tests.system.access.visitors import PATIENCE, Kiosk

LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)


class VisitedPage:
    """The kiosk, its page, and what is pressed there."""

    def __init__(
        self,
        browser: Browser,
        content: Content,
        grammar: Grammar,
        *,
        settings: Settings | None = None,
        abilities: Abilities = WITH_NAMES,
        size: tuple[int, int] = LANDSCAPE,
        zoom: float = 1.0,
        fresh: bool = False,
    ) -> None:
        """Put the kiosk behind a page in a window of so many dots.

        Zoom makes each of the page's pixels larger; `fresh`: the page is opened for this visit.
        """
        settings = settings or Settings()
        self._opening = open_page(browser, content, settings, size, zoom=zoom, fresh=fresh)
        self._content, self._grammar = content, grammar
        self._can = replace(abilities, touch=True)

    def __enter__(self) -> Self:
        """Open the page, or take the one that stands open."""
        self.opened = self._opening.__enter__()
        self.page, self.screen = self.opened.page, self.opened.screen
        self.sent, self.faults, self.shown = self.opened.sent, self.opened.faults, self.opened.shown
        hearing = TextHearing(self._grammar)
        self.kiosk = Kiosk(self._content, hearing, self._can, Access(), self.screen)
        self.shown()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the page, or leave it to the next visit."""
        self._opening.__exit__(kind, error, trace)

    @property
    def state(self) -> str:
        return self.kiosk.state

    @property
    def captions(self) -> list[str]:
        """The words that are marked as those that sound: one sentence, or none."""
        return self.page.locator(".now:visible").all_text_contents()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size, and wait until the page fits into it."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate(TWO_FRAMES)

    def post(self, event: Event) -> None:
        self.kiosk.stage.driver.post(event)
        self.shown()

    def wait(self, reached: Callable[[], bool]) -> None:
        """Let the kiosk's time pass."""
        self.kiosk.wait(reached)
        self.shown()

    def wait_for_turn(self) -> None:
        """Let it say what it has to say."""
        self.kiosk.wait_for_turn()
        self.shown()

    def taken(self) -> str:
        """Do the press that the page has sent; give its key, or what the tile means."""
        sent = self.sent.get(timeout=LIMIT)
        if isinstance(sent, str):
            self.kiosk.press(sent)
        else:
            self.kiosk.stage.driver.post(sent)
        self.shown()
        return sent.intent if isinstance(sent, Chosen) else str(sent)

    def touch(self, key: str) -> None:
        """Touch a button by its key."""
        self.page.locator(f'button[data-key="{key}"]:visible').first.click()
        assert self.taken() == key

    def choose(self, intent: str) -> None:
        """Touch the tile that means this."""
        self.page.locator(f'button[data-choose="{intent}"]').click()
        assert self.taken() == intent

    def type(self, key: str) -> str:
        """Press a key of the keyboard, as playwright names it; give what reached the kiosk."""
        self.page.keyboard.press(key)
        return self.taken()

    def go(self, steps: Sequence[str]) -> None:
        """Take steps as `tests.kiosk.visit.dialogue.ways` has them; the page shows the last."""
        with self.opened.unsent():
            for step in steps:
                self._take(step)
        self.shown()

    def _take(self, step: str) -> None:
        verb, _, what = step.partition(":")
        match verb:
            case "key":
                self.kiosk.press(what)
            case "say":
                self.hears(Reading("moonshine", what), Reading("yes-no", what))
            case "noise":
                self.hears(Reading("moonshine", None), Reading("yes-no", None))
            case "wait":
                self.kiosk.stage.pass_until(lambda: self.kiosk.stage.app.listening, PATIENCE)
                self.kiosk.stage.pass_until(lambda: False, float(what) + 0.5)

    def hears(self, *readings: Reading) -> None:
        """Be spoken to, once it listens."""
        self.kiosk.wait(lambda: self.kiosk.stage.app.listening)
        self.kiosk.stage.driver.post(SpeechBegan())
        self.kiosk.stage.driver.post(Heard(readings))


@contextmanager
def page_in(
    state: State, browser: Browser, content: Content, grammar: Grammar, **how: object
) -> Iterator[VisitedPage]:
    """The page when the kiosk has come to a state."""
    if state == State.CONFIRM_CHOICE:
        can = how.get("abilities", YES_NO_ONLY)
        assert isinstance(can, Abilities)
        how["abilities"] = replace(can, names=False)
    with VisitedPage(browser, content, grammar, **how) as visited:  # type: ignore[arg-type]
        if state == State.AFTER_TOPIC:
            visited.go(WAYS[State.READING])
            visited.wait(lambda: visited.state == State.AFTER_TOPIC)  # all of it was read
        else:
            visited.go(WAYS[state])
        if state == State.CONFIRM_CHOICE:
            visited.hears(Reading("moonshine", None, alternatives=("topic.treatments.radiation",)))
        elif state == State.OFFER_STAFF:
            visited.hears(Reading("moonshine", None, open=True, near_cry=True))
        elif state == State.CONFIRM_NO:
            visited.hears(Reading("yes-no", "no"))
        elif state == State.OUT_OF_SERVICE:
            visited.post(WentOutOfService("The voice does not work."))
        visited.kiosk.stage.driver.wait(0.1)  # its words begin to sound
        visited.shown()
        assert visited.state == state
        yield visited
