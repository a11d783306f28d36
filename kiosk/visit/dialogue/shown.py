"""What the screen shows beside the running caption, in each state."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Choice, Show
from kiosk.visit.dialogue.help import ANSWERS_IN_ORDER, Help
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import refusal_words
from kiosk.visit.dialogue.table import MENUS, RESTS, State

_SHOWN = (Intent.REPEAT, Intent.PAUSE, Intent.BACK, Intent.HELP, Intent.STAFF)
_SHOWN_IN = {
    State.ATTRACT: (Intent.HELP, Intent.STAFF),
    State.EMERGENCY: (),
    State.GOODBYE: (Intent.STAFF,),
    State.OUT_OF_SERVICE: (Intent.STAFF,),
}
"""Where less than the commands that are shown has a meaning."""


@dataclass(eq=False, repr=False)
class Shown(Part):
    """Keeps the screen true.

    Attributes:
        notice: a lasting line, or "".
    """

    help: Help
    notice: str
    _shown: Show | None = None

    def update(self) -> None:
        """Put what can be chosen on the screen, when it has changed."""
        refused = " ".join(refusal_words(self.talk)) if self.talk.abilities.refusal else ""
        notice = self.talk.out_of_service or refused or self.notice
        show = Show(str(self.state), self._title(), self._choices(), notice)
        if show != self._shown:
            self._shown = show
            self.talk.act(show)

    def _choices(self) -> tuple[Choice, ...]:
        """Give what can be chosen now, each with its key; to one switch, what a press would do."""
        labels, visit, state = self.talk.content.labels, self.visit, self.state
        if visit.scanning and state not in RESTS:
            return (Choice(" ", visit.scan.offer.name if visit.scan else labels["scan.hold"]),)
        choices: tuple[Choice, ...] = ()
        if state in MENUS:
            choices = tuple(Choice(str(n), o.name) for n, o in enumerate(visit.menu.page, start=1))
        if visit.asks_yes_or_no(state):
            choices += tuple(Choice(key_for(a), labels[a]) for a in ANSWERS_IN_ORDER)
        return choices + tuple(Choice(key_for(i), labels[i]) for i in _SHOWN_IN.get(state, _SHOWN))

    def _title(self) -> str:
        if self.state == State.ATTRACT and not self.talk.abilities.voice:
            return self.talk.content.labels["title.attract_by_keys"]
        if self.state == State.PAUSED and self.visit.muted:
            return self.talk.content.labels.get("title.unplugged", "")
        return self.help.title_of(self.state)
