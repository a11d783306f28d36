"""Help: tells where the visitor is and what they can say there, three things at a time.

Where the health questions are refused, its last page says why.
"""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.menu_prompts import NUMBERS, MenuPrompts
from kiosk.visit.dialogue.menus import PAGE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import refusal_words
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import MENUS, State

ANSWERS_IN_ORDER = (Intent.YES, Intent.NO, Intent.NOT_SURE)

_EVERYWHERE = (
    *(Intent.REPEAT, Intent.PAUSE, Intent.BACK),
    *(Intent.MAIN_MENU, Intent.SKIP, Intent.MORE_TIME),
    *(Intent.SLOWER, Intent.FASTER, Intent.PREFERENCES),
    *(Intent.LOUDER, Intent.QUIETER, Intent.GOODBYE),
)
"""Commands of every state, except help and staff, which every page of the help names; pause and
stop are one."""


@dataclass(eq=False, repr=False)
class Help(Part):
    """Says, page by page, where the visitor is and what they can say."""

    menus: MenuPrompts

    def enter(self) -> None:
        """Say what the visitor can say, and offer to call staff."""
        self.visit.wants_help = True
        self.visit.staff_told.discard("help")
        self.visit.help_page = 0
        self._say()

    def say_more(self) -> None:
        """Turn to the next page; after the last comes the first."""
        self.visit.help_page = (self.visit.help_page + 1) % len(self._pages())
        self._say()

    def title_of(self, state: State) -> str:
        """Give the screen's title in a state, or ""."""
        labels = self.talk.content.labels
        match state:
            case State.READING | State.AFTER_TOPIC:
                return self.talk.content.topic(self.visit.topic_id).name
            case State.SECTION_MENU:
                return labels[f"section.{self.visit.section}"]
            case State.QUESTION | State.CONFIRM_NO if self.visit.questions is not None:
                number, of = self.visit.question_set.number, len(self.talk.content.questions)
                return labels["title.question"].format(number=number, count=of)
            case _:
                return labels.get(f"title.{state}", "")

    @property
    def passes(self) -> bool:
        """Whether to skip means to go past what is read."""
        return self.within == State.READING

    def label(self, intent: str) -> str:
        """Give the name of what an intent does here: what is read is not skipped but gone past."""
        passes = intent == Intent.SKIP and self.passes
        return self.talk.content.labels[Intent.NEXT if passes else intent]

    def _question_number(self) -> str:
        number, of = self.visit.question_set.number, len(self.talk.content.questions)
        count, name = NUMBERS[number - 1], NUMBERS[of - 1]
        (said,) = self.talk.prompt("question_number", count=count, name=name)
        return said

    def _say(self) -> None:
        prompt, page = self.talk.prompt, self.visit.help_page
        begin = prompt("help_begin") if page == 0 else ()
        named = self._pages()[page]
        said = self._named(named) if named else prompt("help_answers")
        if page == len(self._pages()) - 1:
            refused = self.talk.abilities.refusal is not None
            why = refusal_words(self.talk) if refused else ()
            said = (*self._place(), *said, *why, *prompt("help_time"))
        self.talk.say((*begin, *said, *prompt("help_more"), *prompt("help")))

    def spoken_of(self) -> tuple[str, ...]:
        """Give the intents that the open page names."""
        return self._pages()[self.visit.help_page]

    def _pages(self) -> list[tuple[str, ...]]:
        """Give the intents that each page names; the page of the answers names none."""
        origin, menu = self.visit.origin, self.visit.menu
        asked = self.visit.asks_yes_or_no(origin)
        pages: list[tuple[str, ...]] = [()] if asked else []
        if origin in MENUS and menu.page:  # none yet, if words at rest woke it
            pages.append(tuple(option.intent for option in menu.page))
        for start in range(0, len(_EVERYWHERE), PAGE):
            pages.append(_EVERYWHERE[start : start + PAGE])
        return pages if asked else [*pages, ()]

    def _named(self, intents: tuple[str, ...]) -> Sentences:
        options = {option.intent: option.name for option in self.visit.menu.page}
        names = [options.get(intent) or self.label(intent) for intent in intents]
        return self.menus.listed(names, attempt=1)

    def _place(self) -> Sentences:
        origin = self.visit.origin
        if origin in (State.QUESTION, State.CONFIRM_NO):
            return (self._question_number(),)
        title = self.title_of(origin)
        return self.talk.prompt("help_place", name=title) if title else ()
