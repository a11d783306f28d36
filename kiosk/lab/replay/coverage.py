"""Which parts of the dialogue and the grammar the replayed visits went through, and which never."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grammar.grammar import Grammar
from grammar.normalization import normalize
from grammar.phrase import Phrase
from kiosk.lab.replay.timeline import Timeline
from kiosk.visit.dialogue.table import MOVES, Move, State

_ROWS: dict[tuple[str, str, str], Move] = {
    (move.trigger, source, move.dest): move for move in MOVES for source in move.sources
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is covered.

    Attributes:
        name: "states", "transitions" or "phrases".
        total: how many there are.
        missed: those that nothing has gone through, as people find them, in their order.
    """

    name: str
    total: int
    missed: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many something has gone through."""
        return self.total - len(self.missed)

    @property
    def percent(self) -> float:
        """Share of those covered, in percent with one digit, rounded down: 100 means all."""
        return self.covered * 1000 // self.total / 10


def coverage(timelines: Iterable[Timeline], grammar: Grammar) -> tuple[Part, ...]:
    """Count what visits went through.

    A state is gone through when the dialogue comes to it; a transition, which is a row of the
    dialogue's table, when it is made from any of its states; a phrase, which is a template of the
    grammar, when a recognizer hears any of its forms.

    Args:
        timelines: what happened in each visit.
        grammar: of the language in which the templates are counted.
    """
    moves: set[tuple[str, str, str]] = set()
    words: set[str] = set()
    for timeline in timelines:
        moves |= timeline.moves
        words |= timeline.words
    been = {State.ATTRACT, *(dest for _, _, dest in moves)}
    made = {_ROWS[move] for move in moves}
    heard = set(map(normalize, words))
    templates: dict[tuple[str, str], list[Phrase]] = {}
    for phrase in grammar.phrases():
        templates.setdefault((phrase.intent, phrase.template or phrase.text), []).append(phrase)
    return (
        Part("states", len(State), tuple(state for state in State if state not in been)),
        Part("transitions", len(MOVES), tuple(_named(m) for m in MOVES if m not in made)),
        Part(
            "phrases",
            len(templates),
            tuple(
                _example(phrases)
                for phrases in templates.values()
                if heard.isdisjoint(phrase.text for phrase in phrases)
            ),
        ),
    )


def _named(move: Move) -> str:
    source = move.sources[0] if len(move.sources) == 1 else "any of its states"
    return f"{move.trigger}: from {source} to {move.dest}"


def _example(phrases: Sequence[Phrase]) -> str:
    short = min(phrases, key=lambda phrase: len(phrase.text))
    return f"{short.intent}, such as “{short.text}” ({short.file}:{short.line})"


def too_low(parts: Iterable[Part], percent: float) -> list[Part]:
    """Give the parts of which less than `percent` is covered."""
    return [part for part in parts if part.percent < percent]


def as_lines(parts: Iterable[Part]) -> Iterator[str]:
    """Write it for people."""
    for part in parts:
        yield f"{part.name}: {part.covered} of {part.total} gone through, {part.percent:g} %"
        yield from (f"    never {missed}" for missed in part.missed)


def as_object(parts: Iterable[Part]) -> dict[str, object]:
    """Write it for programs."""
    return {
        part.name: {
            "covered": part.covered,
            "total": part.total,
            "percent": part.percent,
            "missed": list(part.missed),
        }
        for part in parts
    }
