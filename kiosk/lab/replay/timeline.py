"""Everything that happens in a replayed visit, in order; reports show it and coverage counts it."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.lab.replay.scenario import Turn
from kiosk.visit.dialogue.actions import Action, AlertStaff, PlayEarcon
from kiosk.visit.dialogue.events import Event, Heard, Reading
from kiosk.visit.hearing.readings import named


class Kind(StrEnum):
    """What sort of thing happens."""

    SAID = "said"
    PRESSED = "pressed"
    SILENT = "silent"
    BEFELL = "befell"
    HEARD = "heard"
    STATE = "state"
    SPOKEN = "spoken"
    EARCON = "earcon"
    ALERT = "alert"


INPUTS = frozenset({Kind.SAID, Kind.PRESSED, Kind.SILENT, Kind.BEFELL})
"""Kinds that come from outside the kiosk."""


@dataclass(slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        at: when, or when it began, in the clock's seconds.
        kind: what sort of thing it is.
        what: its name or words.
        ended: of an input: when it was over, in the clock's seconds.
        turn: of an input: which of the scenario's turns, counted from 0.
    """

    at: float
    kind: Kind
    what: str
    ended: float | None = None
    turn: int | None = None


@dataclass(slots=True)
class Timeline:
    """Watches a whole visit; it holds nothing of the kiosk's, so it can leave its process.

    Attributes:
        entries: what happened, in order.
        moves: trigger, source and destination of every move of the dialogue.
        words: everything that some recognizer heard.
    """

    entries: list[Entry] = field(default_factory=list)
    moves: set[tuple[str, str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    _overheard: dict[str, str] = field(default_factory=dict)

    def begin(self, now: float, turn: Turn, number: int) -> None:
        """An input begins: turn `number` of the scenario."""
        if turn.say is not None:
            words = f" ({turn.words})" if turn.words is not None else ""
            kind, what = Kind.SAID, f"{turn.say}{words}"
        elif turn.key is not None:
            kind, what = Kind.PRESSED, turn.key
        elif turn.silence is not None:
            kind, what = Kind.SILENT, f"{turn.silence:g} s"
        else:
            kind, what = Kind.BEFELL, str(turn.happens)
        self.entries.append(Entry(now, kind, what, None, number))

    def end(self, at: float) -> None:
        """The last input was over at `at`."""
        last = next(entry for entry in reversed(self.entries) if entry.kind in INPUTS)
        last.ended = at

    def overhear(self, recognizer: str, words: str) -> None:
        """Keep a recognizer's words until it is known what they mean."""
        self._overheard[recognizer] = words
        self.words.add(words)

    def moved(self, now: float, trigger: str, source: str, dest: str) -> None:
        """Keep a move, and the state where it is another one."""
        self.moves.add((trigger, source, dest))
        if source != dest:
            self.entries.append(Entry(now, Kind.STATE, dest))

    def on_event(self, now: float, event: Event) -> None:
        """Keep what was heard and understood."""
        if isinstance(event, Heard):
            heard = map(self._heard, event.readings)
            self.entries.append(Entry(now, Kind.HEARD, "; ".join(heard) or "nothing"))
            self._overheard.clear()

    def _heard(self, reading: Reading) -> str:
        name = named(reading.recognizer, is_open=reading.open)
        words = self._overheard.get(name)
        meant = f"perhaps {' or '.join(reading.alternatives)}" if reading.alternatives else ""
        understood = reading.intent or meant or "not understood"
        return f"{name}: {f'“{words}”, ' if words else ''}{understood}"

    def on_action(self, now: float, action: Action) -> None:
        """Keep signals and alerts."""
        if isinstance(action, PlayEarcon):
            self.entries.append(Entry(now, Kind.EARCON, action.name))
        elif isinstance(action, AlertStaff):
            self.entries.append(Entry(now, Kind.ALERT, action.urgency))

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep a sentence that begins to sound."""
        self.entries.append(Entry(now, Kind.SPOKEN, text))
