"""Asks menus: by names and numbers, one choice at a time, or before the offers to a switch."""

from collections.abc import Sequence

from grammar.intents import Intent
from kiosk.visit.dialogue.menus import PAGE, Menu, Option
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import State

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)

_STAFF_AT = 1
"""Index of staff among choices that are offered one at a time: nobody waits long for a person."""

_ABOUT_WHAT_WAS_READ = (Intent.MORE, Intent.CONTINUE, Intent.REPEAT)
"""Choices that lead to something else each time they are offered."""


class MenuPrompts(Part):
    """Makes a state's menu, asks it, and goes on to its next page or choice."""

    def labelled(self, intent: str, offer: str = "offer_topic") -> Option:
        """Make an option whose name is the content's label for its intent."""
        return Option(intent, self.talk.content.labels[intent], offer)

    def name_of(self, intent: str) -> str:
        """Give the spoken name of what an intent chooses."""
        topic = self.talk.content.topics.get(intent.removeprefix("topic."))
        return topic.name if topic else self.talk.content.labels[intent]

    def make(
        self, options: Sequence[Option], offered_too: Sequence[str], opening: str = "menu_ask"
    ) -> None:
        """Make the state's menu.

        Args:
            options: what is chosen by name or number.
            offered_too: commands that are offered beside them, as staff are unless they are called.
                Where names are heard they can be said, so they take no room on a page of three.
            opening: id of the prompt that is said before the choices, or "".
        """
        unwanted = self.visit.unwanted
        also = [self.labelled(intent, f"offer_{intent}") for intent in offered_too]
        staff = [self.labelled(Intent.STAFF, "offer_staff")] if self.talk.call is None else []
        # What was not wanted before comes last.
        offers = sorted([*options, *also], key=lambda option: option.intent in unwanted)
        place = len(offers) if Intent.STAFF in unwanted else _STAFF_AT
        offers[place:place] = staff
        numbered = options if self.talk.abilities.names else (*options, *also, *staff)
        self.visit.menu = Menu(numbered, offers, opening)

    def ask(self, attempt: int = 0, before: Sentences = ()) -> None:
        """Say the menu: the page's choices, or the one that is offered."""
        prompt, menu, visit = self.talk.prompt, self.visit.menu, self.visit
        opening = () if visit.asked_what or not menu.opening else prompt(menu.opening)
        visit.asked_what = False
        if visit.scanning:  # the choices are offered after this prompt
            begins = self.talk.explained("scan_begins")
            self.talk.say(begins or opening, before=before)
        elif visit.one_at_a_time and menu.ended:
            self.talk.say(prompt("offers_end", attempt), before=before)
        elif visit.one_at_a_time:
            offer = prompt(menu.offered.offer, attempt, name=menu.offered.name)
            self.talk.say(offer, before=(*before, *self.talk.explained("offers_begin")))
        else:
            first = () if attempt else opening
            self.talk.say((*first, *self._page(attempt)), before=before)

    def _page(self, attempt: int) -> Sentences:
        """Give the page's choices, their numbers for a visitor who uses keys, and the way on."""
        names = [option.name for option in self.visit.menu.page]
        by_number = self.visit.by_hand or attempt or not self.talk.abilities.voice
        numbers = self.talk.prompt(f"menu_numbers_{len(names)}") if by_number else ()
        return (*self.listed(names, attempt), *numbers, *self._others(attempt))

    def _others(self, attempt: int) -> Sentences:
        """Say how to hear the choices of the other pages; the first menu also names the help.

        After a topic "more" tells more about it, and the other choices have keys of their own.
        """
        menu = self.visit.menu
        if self.state == State.AFTER_TOPIC:
            return ()
        following = menu.next_on_first_page
        if following and menu.opening == "menu_ask":
            return self.talk.prompt("menu_more_first", name=following.name)
        said = len(menu.options) > PAGE if attempt else not menu.is_last_page
        return self.talk.prompt("menu_more") if said else ()

    def listed(self, names: Sequence[str], attempt: int = 0) -> Sentences:
        """Say up to three names in one sentence: as a question, then as what can be said."""
        choices = {f"choice_{number}": name for number, name in enumerate(names, start=1)}
        said = self.talk.prompt(f"menu_which_{len(names)}", attempt, **choices)
        return tuple(sentence[:1].upper() + sentence[1:] for sentence in said)

    def ask_one_at_a_time(self) -> None:
        """Offer one choice at a time from now on."""
        self.visit.one_at_a_time = True
        self.ask()

    def turn_page(self) -> None:
        """Ask the next page of choices, or the next choice where they come one at a time."""
        if self.visit.one_at_a_time and not self.visit.scanning:
            self.decline()
            return
        self.visit.menu.turn_page()
        self.ask()

    def decline(self) -> None:
        """Go on to the next choice or page; after the last page, to what stands on none of them."""
        menu = self.visit.menu
        if not self.visit.one_at_a_time:
            if menu.is_last_page:
                menu.refuse_options()
                self.ask_one_at_a_time()
            else:
                self.turn_page()
            return
        if menu.ended:
            self.ask(attempt=1)
            return
        if menu.offered.intent not in _ABOUT_WHAT_WAS_READ:
            self.visit.unwanted.add(menu.offered.intent)
        menu.next_offer()
        self.ask()

    def agree(self, *, to_last: bool) -> str | None:
        """Give the intent that a yes takes; None: it starts the offers, or starts them over.

        `to_last`: the yes was meant for the offer before.
        """
        menu = self.visit.menu
        if not self.visit.one_at_a_time:
            self.ask_one_at_a_time()
        elif to_last and menu.declined:
            return menu.declined.intent
        elif menu.ended:
            menu.start_over()
            self.ask()
        else:
            return menu.offered.intent
        return None

    def not_sure(self) -> bool:
        """Go on to the next choice; False where several choices were offered at once."""
        if self.visit.one_at_a_time:
            self.decline()
        return self.visit.one_at_a_time
