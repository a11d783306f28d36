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
    """Options in order, and the visitor's place among them."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = tuple(options)
        self._cursor = 0
        self.declined: Option | None = None  # the option that was offered before

    @property
    def page(self) -> tuple[Option, ...]:
        """The options that numbers choose from at this moment."""
        start = self._cursor - self._cursor % PAGE
        return self.options[start : start + PAGE]

    @property
    def offered(self) -> Option:
        """The option that a yes chooses."""
        return self.options[self._cursor]

    def pick(self, number: int) -> Option | None:
        """Give option `number` of the page, from one."""
        return self.page[number - 1] if number <= len(self.page) else None

    def turn_page(self) -> None:
        """Go to the next page; after the last comes the first."""
        following = self._cursor - self._cursor % PAGE + PAGE
        self._cursor = following if following < len(self.options) else 0

    def next_offer(self) -> bool:
        """Go to the next option; False when it starts over from the first."""
        self.declined = self.offered
        self._cursor = (self._cursor + 1) % len(self.options)
        return self._cursor != 0
