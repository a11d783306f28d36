"""All that a whole terminal shows, before it is drawn."""

from dataclasses import dataclass, field

from kiosk.visit.dialogue.actions import Choice, Show
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.told import Told

_ANSWERS = "ynu"
"""Keys of the answers, which stand under the question."""

_FEW = 3
"""Other keys up to which they stand among the rest, not in a list of their own."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is to be seen now.

    Attributes:
        clinic: its name.
        view: where the visitor is, and what can be chosen; None: the screen was just wiped.
        captions: the sentences that were said here, the newest last.
        status: what the kiosk is doing.
        note: a line for whoever has started the kiosk here.
        told: notices for staff, and how staff are being fetched.
        welcome: what is said of the kiosk at rest.
        lists_keys: the visitor has asked for the keys that are not among the choices.
    """

    clinic: str
    view: Show | None = None
    captions: tuple[str, ...] = ()
    status: Status | None = None
    note: str = ""
    told: Told = field(default_factory=Told)
    welcome: tuple[str, ...] = ()
    lists_keys: bool = False

    @property
    def notices(self) -> tuple[str, ...]:
        """All lines for staff."""
        own = (self.note, self.view.notice if self.view is not None else "")
        return (*filter(None, own), *self.told.notices)

    @property
    def at_rest(self) -> bool:
        """Whether it waits for a visitor, or has not begun."""
        return self.view is None or self.view.scene.kind == "idle"

    @property
    def listed(self) -> tuple[Choice, ...]:
        """The choices of a menu, which stand under its words."""
        choices = self.view.choices if self.view is not None else ()
        return tuple(choice for choice in choices if choice.key.isdigit())

    @property
    def answers(self) -> tuple[Choice, ...]:
        """Yes, no and not sure, where they answer something."""
        choices = self.view.choices if self.view is not None else ()
        return tuple(choice for choice in choices if choice.key in _ANSWERS)

    @property
    def other_keys(self) -> tuple[Choice, ...]:
        """The keys that work now and are not among the choices.

        None where any key says that somebody is there: the one that lists them has to say so too.
        """
        if self.view is None or self.at_rest or self.view.scene.kind == "still_there":
            return ()
        shown = {choice.key for choice in self.view.choices}
        commands = self.view.scene.commands
        return tuple(Choice(c.key, c.name) for c in commands if c.key and c.key not in shown)

    @property
    def has_list(self) -> bool:
        """Whether the other keys are too many for the line of keys."""
        return len(self.other_keys) > _FEW
