"""Makes the scene of the current state: what a screen with room shows (see `scene`)."""

from dataclasses import dataclass
from functools import cache, lru_cache

from grammar.intents import Intent
from kiosk.visit.dialogue.help import ANSWERS_IN_ORDER, Help
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.menus import Option
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.scene import CallState, Scene, Step, Tile, kind_of
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import MENUS, RESTS, VISITED, State

_BAR = (
    *(Intent.BACK, Intent.REPEAT, Intent.PAUSE, Intent.CONTINUE),
    *(Intent.QUIETER, Intent.LOUDER, Intent.PREFERENCES, Intent.HELP, Intent.STAFF),
)
_LOOK = (Intent.SMALLER, Intent.LARGER, Intent.LIGHT, Intent.DARK)
_PREFERENCES = (
    *(Intent.SLOWER, Intent.FASTER, Intent.ONE_AT_A_TIME),
    *(Intent.MORE_TIME, Intent.MAIN_MENU, Intent.GOODBYE),
)
_AT_REST = (Intent.REPEAT, Intent.QUIETER, Intent.LOUDER)
_COMMANDS: dict[State, tuple[Intent, ...]] = {
    State.ATTRACT: (Intent.HELP, Intent.STAFF),
    State.GOODBYE: (*_AT_REST, Intent.STAFF),
    State.EMERGENCY: _AT_REST,
    State.OUT_OF_SERVICE: (*_AT_REST, Intent.STAFF),
}
"""What works outside a visit."""

_ALSO: dict[State, tuple[Intent, ...]] = {
    State.READING: (Intent.SKIP,),
    State.QUESTION: (Intent.SKIP,),
    State.READ_BACK: (Intent.SKIP,),
    State.HELP: (Intent.MORE,),
}
"""What works in one state of a visit beside the commands of every state."""

_ELSEWHERE = frozenset({Intent.STAFF, Intent.MAIN_MENU, Intent.GOODBYE})
"""Choices of menus that are commands of every state too."""

_KEPT = 200
"""Rows of commands' tiles that are kept: a scene after each event has two, and they are few."""


@dataclass(eq=False, repr=False)
class Scenery(Part):
    """Makes scenes."""

    proposals: Proposals
    help: Help

    def scene(self) -> Scene:
        """Give the picture of this moment."""
        visit, pace = self.visit, self.visit.pace
        return Scene(
            kind_of(self.state, muted=visit.muted),
            self._text(),
            self._question(),
            self.tiles(),
            visit.scan.offer.name if visit.scan else "",
            self._answers(),
            self._commands(),
            self._place(),
            self._call(),
            pace.volume_shown,
            pace.rate_shown,
            visit.one_at_a_time,
            self.talk.output == "headphones",
            visit.look.letters_shown,
            visit.look.colors,
            visit.shows_preferences or (visit.scan is not None and visit.scan.preferences),
            self._take_home(),
        )

    def _text(self) -> Sentences:
        """Give the whole text that is being spoken."""
        visit = self.visit
        if self.state == State.AFTER_TOPIC:
            return visit.text_read
        if self.state == State.EMERGENCY:  # it is spoken in two parts
            called = "emergency_called" if visit.acknowledged else "emergency_uncalled"
            return self.talk.prompt(called)
        speech = visit.scan.under if visit.scan else visit.speech
        return () if speech is None else speech.content

    def _question(self) -> str:
        asked = self.state in (State.QUESTION, State.CONFIRM_NO)
        return self.visit.question_set.current.text if asked else ""

    def tiles(self) -> tuple[Tile, ...]:
        """Give what can be chosen here, all of it at once."""
        visit = self.visit
        if self.state in (State.GREETING, *MENUS):
            menu, offers_one = visit.menu, visit.one_at_a_time and self.state in MENUS
            offered = menu.offered.intent if menu.offers and offers_one and not menu.ended else ""
            options = dict.fromkeys((*menu.options, *menu.offers))
            topics_first = sorted(options, key=lambda option: option.intent == Intent.READ_ALL)
            return tuple(
                self._tile(option, offered)
                for option in topics_first
                if option.intent not in _ELSEWHERE
            )
        if self.state == State.HELP:
            named = {option.intent: option.name for option in visit.menu.page}
            return tuple(
                Tile(intent, named.get(intent) or self.help.label(intent), key_for(intent))
                for intent in self.help.spoken_of()
            )
        if visit.chooses(self.state):
            numbers = (Intent.CHOOSE_1, Intent.CHOOSE_2)
            proposed = zip(numbers, self.proposals.names(), strict=False)
            return tuple(Tile(number, name, number[-1]) for number, name in proposed)
        return ()

    def _tile(self, option: Option, offered: str) -> Tile:
        page = self.visit.menu.page
        key = str(page.index(option) + 1) if option in page else ""
        heard = option.intent.removeprefix("topic.") in self.visit.topics_heard
        return Tile(option.intent, option.name, key, heard, option.intent == offered)

    def _answers(self) -> tuple[Tile, ...]:
        if self.visit.chooses(self.state):
            return self._named((Intent.NO,))
        asks = self.visit.asks_yes_or_no(self.state)
        return self._named(ANSWERS_IN_ORDER) if asks else ()

    def _commands(self) -> tuple[Tile, ...]:
        """Give the commands that do something here."""
        touch, fuller = self.talk.abilities.touch, self.visit.fuller
        return self._named(_commands_in(self.state, touch=touch, fuller=fuller))

    def _named(self, intents: tuple[Intent, ...]) -> tuple[Tile, ...]:
        visit = self.visit
        scanned = visit.scan.offer.intent if visit.scan and self.state not in RESTS else ""
        label = self.help.label if self.help.passes else self.talk.content.labels.__getitem__
        return _tiles(intents, tuple(map(label, intents)), scanned)

    def _place(self) -> Step | None:
        visit, content = self.visit, self.talk.content
        if self.state in (State.QUESTION, State.CONFIRM_NO):
            return Step(visit.question_set.number, len(content.questions))
        if self.state in (State.READING, State.AFTER_TOPIC):
            topic = content.topic(visit.topic_id)
            topics = content.section(topic.section)
            if topic in topics and visit.section:
                return Step(topics.index(topic) + 1, len(topics))
        return None

    def _take_home(self) -> str:
        if self.state != State.AFTER_TOPIC:
            return ""
        topic = self.talk.content.topic(self.visit.topic_id)
        return f"{topic.heading}\n\n{' '.join(topic.plain)}"

    def _call(self) -> CallState:
        call, emergency = self.talk.call, self.state == State.EMERGENCY
        if call is None and not emergency:
            return ""
        taken = self.visit.acknowledged if emergency else call is not None and call.taken
        return "taken" if taken else "made"


@lru_cache(_KEPT)
def _tiles(intents: tuple[Intent, ...], names: tuple[str, ...], scanned: str) -> tuple[Tile, ...]:
    return tuple(
        Tile(intent, name, key_for(intent), offered=intent == scanned)
        for intent, name in zip(intents, names, strict=True)
    )


@cache
def _commands_in(state: State, *, touch: bool, fuller: bool) -> tuple[Intent, ...]:
    """Give the commands of a state; pause and continue are one or the other."""
    if state not in VISITED:
        return _COMMANDS[state]
    other = Intent.PAUSE if state == State.PAUSED else Intent.CONTINUE
    bar = (intent for intent in _BAR if intent != other)
    more = (Intent.SIMPLER if fuller else Intent.MORE,) if state == State.READING else ()
    also = (*_ALSO.get(state, ()), *more)
    return (*bar, *also, *_PREFERENCES, *(_LOOK if touch else ()))
