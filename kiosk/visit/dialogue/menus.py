"""Menus: up to three choices at a time by name or number, or one at a time by yes and no."""

from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 3
"""Choices offered at a time: people hold two or three spoken items (accessibility.md E9)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose.

    Attributes:
        intent: what choosing it means; hearing that intent chooses it too.
        name: its spoken name.
        offer: id of the prompt that asks for it with a yes or no.
    """

    intent: str
    name: str
    offer: str = "offer_topic"


class Menu:
    """Options in order, and the visitor's place among them.

    Attributes:
        options: what names and numbers choose from, in pages.
        offers: what is offered one at a time; all options are among them.
        opening: id of the prompt that is said before the choices, or "".
        ended: each choice was offered, and none of them was wanted.
        declined: the option that was offered before, and not wanted.
    """

    def __init__(
        self, options: Sequence[Option], offers: Sequence[Option], opening: str = "menu_ask"
    ) -> None:
        self.options = tuple(options)
        self.offers = tuple(offers)
        self.opening = opening
        self.ended = False
        self.declined: Option | None = None
        self._begin = 0  # index of the page's first option
        self._cursor = 0  # index of the current offer
        self._refused_from = 0  # index of the first offer that was refused by name
        if self.offers:
            self._turn_to_offered()

    @property
    def page(self) -> tuple[Option, ...]:
        """The options that numbers choose from at this moment."""
        return self.options[self._begin : self._begin + PAGE]

    @property
    def offered(self) -> Option:
        """The option that a yes chooses."""
        return self.offers[self._cursor]

    @property
    def next_on_first_page(self) -> Option | None:
        """On the first of several pages, the first option of the second; else None."""
        several = len(self.options) > PAGE
        return self.options[PAGE] if several and self._begin == 0 else None

    @property
    def is_last_page(self) -> bool:
        """Whether no page follows the open one; then the first comes again."""
        return self._begin + PAGE >= len(self.options)

    def pick(self, number: int) -> Option | None:
        """Give option `number` of the page, from one."""
        return self.page[number - 1] if number <= len(self.page) else None

    def turn_page(self) -> None:
        """Go to the next page; after the last comes the first."""
        following = self._begin + PAGE
        self._begin = following if following < len(self.options) else 0
        self._cursor = self.offers.index(self.options[self._begin])
        self.ended = False

    def refuse_options(self) -> None:
        """Offer the other things first: a visitor has said no to the options of every page."""
        others = tuple(offer for offer in self.offers if offer not in self.options)
        self.offers = (*others, *self.options)
        self._cursor, self._refused_from = 0, len(others)
        self.ended = not others

    def next_offer(self) -> None:
        """Go to the next offer and its page; after the last one the menu has ended."""
        self.declined = self.offered
        self._cursor = (self._cursor + 1) % len(self.offers)
        self.ended = self._cursor in (0, self._refused_from)
        self._turn_to_offered()

    def start_over(self) -> None:
        """Offer everything once more."""
        self.ended = False

    def _turn_to_offered(self) -> None:
        """Turn to the page of the offer, if it stands on one."""
        if self.offered in self.options:
            place = self.options.index(self.offered)
            self._begin = place - place % PAGE
