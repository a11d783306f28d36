"""Help: where the visitor is and what can be said there, three things at a time."""

from grammar.intents import Intent
from kiosk.visit.dialogue.conversation import Sentences
from kiosk.visit.dialogue.menus import PAGE
from kiosk.visit.dialogue.prompts import NUMBERS, States
from kiosk.visit.dialogue.table import ANSWERING, MENUS, State

ANSWERS_IN_ORDER = (Intent.YES, Intent.NO, Intent.NOT_SURE)

_EVERYWHERE = (
    *(Intent.REPEAT, Intent.PAUSE, Intent.BACK),
    *(Intent.MAIN_MENU, Intent.SKIP, Intent.MORE_TIME),
    *(Intent.SLOWER, Intent.FASTER, Intent.STOP),
    *(Intent.LOUDER, Intent.QUIETER, Intent.GOODBYE),
)
"""Commands of every state but help and staff, which each page of the help names."""


class Guidance(States):
    """Says in pages what the screen shows and what works."""

    def enter_help(self) -> None:
        """Say what can be said, and offer staff."""
        self.wants_help = True
        self.staff_told.discard("help")
        self.help_page = 0
        self._say_help()

    def say_more_help(self) -> None:
        """Turn to the next page; after the last comes the first."""
        self.help_page = (self.help_page + 1) % len(self._help_pages())
        self._say_help()

    def asks_yes_or_no(self, state: str) -> bool:
        """Whether what is said in a state can be answered by yes or no."""
        return state in ANSWERING or (state in MENUS and self.one_at_a_time)

    def title_of(self, state: str) -> str:
        """Give what the screen's title is in a state, or ""."""
        match state:
            case State.READING | State.AFTER_TOPIC:
                return self.content.topic(self.topic_id).heading
            case State.SECTION_MENU:
                return self.content.labels[f"section.{self.section}"]
            case State.QUESTION | State.CONFIRM_NO if self.questions is not None:
                return self._question_number().removesuffix(".")
            case _:
                return self.content.labels.get(f"title.{state}", "")

    def _question_number(self) -> str:
        assert self.questions is not None
        number, of = self.questions.number, len(self.content.questions)
        (said,) = self.prompt("question_number", count=NUMBERS[number - 1], name=NUMBERS[of - 1])
        return said

    def _say_help(self) -> None:
        page = self._help_pages()[self.help_page]
        begin = self.prompt("help_begin") if self.help_page == 0 else ()
        self.say((*begin, *page, *self.prompt("help_more"), *self.prompt("help")))

    def _help_pages(self) -> list[Sentences]:
        answers = [self.prompt("help_answers")]
        asked = self.asks_yes_or_no(self.origin)
        pages = answers if asked else []
        if self.origin in MENUS:
            pages.append(self._offered([option.name for option in self.menu.page]))
        everywhere = [self.content.labels[intent] for intent in _EVERYWHERE]
        for start in range(0, len(everywhere), PAGE):
            pages.append(self._offered(everywhere[start : start + PAGE]))
        pages += [] if asked else answers
        pages[-1] = (*self._place(), *pages[-1])
        return pages

    def _offered(self, names: list[str]) -> Sentences:
        first, *others = names
        more = [s for name in others for s in self.prompt("help_or_say", name=name)]
        return (*self.prompt("help_say", name=first), *more)

    def _place(self) -> Sentences:
        title = self.title_of(self.origin)
        if self.origin in (State.QUESTION, State.CONFIRM_NO):
            return (self._question_number(),)
        return self.prompt("help_place", name=title) if title else ()
