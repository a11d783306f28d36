"""Asks menus: by names and numbers, one choice at a time, or before the offers to a switch."""

from collections.abc import Sequence

from kiosk.visit.dialogue.menus import PAGE, Menu, Option
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)


class MenuPrompts(Part):
    """Makes a state's menu, asks it, and goes on to its next page or choice."""

    def labelled(self, intent: str, offer: str = "offer_topic") -> Option:
        """Make an option whose name is the content's label for its intent."""
        return Option(intent, self.talk.content.labels[intent], offer)

    def name_of(self, intent: str) -> str:
        """Give the spoken name of what an intent chooses."""
        topic = self.talk.content.topics.get(intent.removeprefix("topic."))
        return topic.name if topic else self.talk.content.labels[intent]

    def make(self, options: Sequence[Option], offered_too: Sequence[str]) -> None:
        """Make the state's menu; `offered_too` is left out where menus are asked by name.

        These commands can always be said, so they need no room on a page of three choices.
        """
        also = (self.labelled(intent, f"offer_{intent}") for intent in offered_too)
        by_name = self.talk.abilities.names and not self.visit.one_at_a_time
        self.visit.menu = Menu((*options, *(() if by_name else also)))

    def ask(self, attempt: int = 0, before: Sentences = ()) -> None:
        """Say the menu: the page's choices, or the one that is offered."""
        prompt, menu = self.talk.prompt, self.visit.menu
        if self.visit.scanning:  # the choices are offered after this prompt
            self.talk.say(prompt("menu_ask"), before=(*before, *self.talk.explained("scan_begins")))
        elif self.visit.one_at_a_time:
            explained = self.talk.explained("offers_begin")
            offer = prompt(menu.offered.offer, attempt, name=menu.offered.name)
            self.talk.say(offer, before=(*before, *explained))
        else:
            items = [
                sentence
                for option, count in zip(menu.page, NUMBERS, strict=False)
                for sentence in prompt("menu_choice", attempt, name=option.name, count=count)
            ]
            more = prompt("menu_more") if len(menu.options) > PAGE else ()
            self.talk.say((*items, *more), before=(*before, *prompt("menu_ask", attempt)))

    def ask_one_at_a_time(self) -> None:
        """Offer one choice at a time from now on."""
        self.visit.one_at_a_time = True
        self.ask()

    def turn_page(self) -> None:
        """Ask the next page of choices."""
        self.visit.menu.turn_page()
        self.ask()

    def decline(self) -> None:
        """Go on to the next choice, or to the next page of choices."""
        if self.visit.one_at_a_time:
            self.ask(before=() if self.visit.menu.next_offer() else self.talk.prompt("offers_end"))
        else:
            self.turn_page()

    def not_sure(self) -> bool:
        """Go on to the next choice; False where several choices were offered at once."""
        if self.visit.one_at_a_time:
            self.decline()
        return self.visit.one_at_a_time
