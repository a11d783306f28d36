"""Keeps the screens up to date: title, choices with their keys, notice and scene."""

from dataclasses import dataclass
from functools import lru_cache

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Choice, Show
from kiosk.visit.dialogue.help import ANSWERS_IN_ORDER, Help
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.menus import PAGE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import refusal_words
from kiosk.visit.dialogue.scenery import Scenery
from kiosk.visit.dialogue.table import MENUS, RESTS, State

_SHOWN = (Intent.REPEAT, Intent.PAUSE, Intent.BACK, Intent.HELP, Intent.STAFF)
_SHOWN_IN = {
    State.ATTRACT: (Intent.HELP, Intent.STAFF),
    State.EMERGENCY: (),
    State.OFFER_STAFF: (Intent.REPEAT, Intent.HELP, Intent.STAFF),
    State.GOODBYE: (Intent.STAFF,),
    State.OUT_OF_SERVICE: (Intent.STAFF,),
}
"""Commands shown in states in which not all of `_SHOWN` have a meaning."""

_KEPT = 50
"""Rows of commands that are kept: each event asks for two, and they are few."""


@dataclass(eq=False, repr=False)
class Shown(Part):
    """Keeps the screen up to date."""

    help: Help
    proposals: Proposals
    scenery: Scenery
    notice: str  # a line that stays
    _shown: Show | None = None

    def update(self) -> None:
        """Show the title, the choices, the notice and the scene, when one of them has changed."""
        refused = " ".join(refusal_words(self.talk)) if self.talk.abilities.refusal else ""
        notice = self.talk.out_of_service or refused or self.notice
        show = Show(str(self.state), self._title(), self._choices(), notice, self.scenery.scene())
        if show != self._shown:
            self._shown = show
            self.talk.act(show)

    def _choices(self) -> tuple[Choice, ...]:
        """Give the current choices with their keys; for one switch, what a press would do."""
        labels, visit, state = self.talk.content.labels, self.visit, self.state
        if visit.scanning and state not in RESTS:
            return (Choice(" ", visit.scan.offer.name if visit.scan else labels["scan.hold"]),)
        choices: tuple[Choice, ...] = ()
        if state in (State.GREETING, *MENUS):
            choices = tuple(Choice(str(n), o.name) for n, o in enumerate(visit.menu.page, start=1))
        elif visit.chooses(state):
            names = self.proposals.names()
            choices = tuple(Choice(str(n), name) for n, name in enumerate(names, start=1))
            choices += self._keyed((Intent.NO,))
        choices += self._further()
        if visit.asks_yes_or_no(state):
            choices += self._keyed(ANSWERS_IN_ORDER)
        return choices + self._keyed(_SHOWN_IN.get(state, _SHOWN))

    def _keyed(self, intents: tuple[Intent, ...]) -> tuple[Choice, ...]:
        labels = self.talk.content.labels
        return _commands(intents, tuple(map(labels.__getitem__, intents)))

    def _further(self) -> tuple[Choice, ...]:
        """Give the key for what follows: other choices, the help's next page, the next topic."""
        labels, in_menu = self.talk.content.labels, self.state in (State.GREETING, *MENUS)
        several = len(self.visit.menu.options) > PAGE and not self.visit.one_at_a_time
        if self.state == State.HELP or (in_menu and several and self.state != State.AFTER_TOPIC):
            return (Choice(key_for(Intent.MORE), labels["page.further"].lower()),)
        if self.state == State.READING:
            return (Choice(key_for(Intent.SKIP), labels[Intent.NEXT]),)
        return ()

    def _title(self) -> str:
        if self.state == State.ATTRACT:
            return self._invitation()
        if self.state == State.PAUSED and self.visit.muted:
            return self.talk.content.labels.get("title.unplugged", "")
        return self.help.title_of(self.state)

    def _invitation(self) -> str:
        """Give the title at rest: how a visit begins here."""
        works, by_hand = self.talk.working, {"keys", "switch", "touch"}
        if works.isdisjoint(by_hand):
            how = "_by_voice"
        elif works.isdisjoint(by_hand - {"touch"}):
            how = "_or_touch" if "words" in works else "_by_touch"
        else:
            how = "" if "words" in works else "_by_keys"
        return self.talk.content.labels[f"title.attract{how}"]


@lru_cache(_KEPT)
def _commands(intents: tuple[Intent, ...], names: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key_for(each), name) for each, name in zip(intents, names, strict=True))
