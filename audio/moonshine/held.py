"""The reading held to phrases: beam search in which only what begins an allowed phrase may follow.

A phrase can be written in many ways ("Yes.", "yes", "YES!"); all of them count, and of those that
give the same text so far only the likeliest goes on.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audio.moonshine.network import Network, Sound, Step, Values
from audio.moonshine.pieces import END, Pieces

BEAMS = 6
"""Readings that go on at a time: more find the same phrases."""

BEST_PIECES = 60
"""Pieces tried after each reading: the likeliest ones. A phrase whose next piece is none of them is
not what was said."""

MOST_PHRASES = 3
"""Phrases given."""

HOPELESS = 12.0
"""A reading that is this much less likely than the free one, as a log probability, is given up:
what was said is 0 to 3 below it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An allowed phrase in its likeliest spelling.

    Attributes:
        phrase: its text.
        log_probability: of the spelling and the end together.
        pieces: of the spelling, the end included.
    """

    phrase: str
    log_probability: float
    pieces: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A reading that begins some phrase: a row of the last step, what it is so far."""

    row: int
    text: str
    log_probability: float


class Phrases:
    """Allowed phrases, sorted, so that a beginning is found by bisection."""

    def __init__(self, phrases: Collection[str]) -> None:
        """Take lower-case phrases, their words parted by single spaces."""
        self._sorted: Sequence[str] = sorted(set(phrases))

    def begin_with(self, text: str) -> bool:
        """Tell whether some phrase begins with `text`."""
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at].startswith(text)

    def include(self, text: str) -> bool:
        """Tell whether `text` is one of them."""
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at] == text


class HeldReader:
    """Finds the phrases that fit a sound best."""

    def __init__(self, network: Network, pieces: Pieces, phrases: Collection[str]) -> None:
        self._network = network
        self._plain = pieces.plain
        self._phrases = Phrases(phrases)

    def read(
        self,
        sound: Sound,
        most: int,
        free: float,
        abandoned: Callable[[], bool] = lambda: False,
    ) -> tuple[Held, ...]:
        """Give at most MOST_PHRASES phrases, best first.

        Args:
            sound: what was heard.
            most: pieces that a phrase may have.
            free: log probability of the free reading.
            abandoned: gives up early, with what was found so far.
        """
        found: dict[str, Held] = {}
        step, spread = sound.first, sound
        beams = [_Open(0, "", 0.0)]
        for length in range(1, most + 1):
            going = self._followers(step, beams, found, length)
            enough = _best(found)
            least = max(
                enough[-1].log_probability if len(enough) == MOST_PHRASES else -np.inf,
                free - HOPELESS,
            )
            going = [(each, piece) for each, piece in going if each.log_probability > least]
            if not going or abandoned():
                break
            rows = np.array([each.row for each, _ in going])
            if len(rows) != len(spread.hidden):
                spread = self._network.spread(sound, len(rows))
            pieces = np.array([piece for _, piece in going], np.int64)
            step = self._network.go_on(spread, step.chosen(rows), pieces)
            beams = [
                _Open(row, each.text, each.log_probability) for row, (each, _) in enumerate(going)
            ]
        return _best(found)

    def _followers(
        self, step: Step, beams: Sequence[_Open], found: dict[str, Held], length: int
    ) -> list[tuple[_Open, int]]:
        """Give the likeliest ways to go on, each with its next piece; add phrases that end here."""
        ways: dict[str, tuple[_Open, int]] = {}
        for beam in beams:
            after = step.log_probabilities[beam.row]
            if self._phrases.include(beam.text):
                ended = beam.log_probability + float(after[END])
                if beam.text not in found or ended > found[beam.text].log_probability:
                    found[beam.text] = Held(beam.text, ended, length)
            for piece, text in self._longer(beam.text, after):
                value = beam.log_probability + float(after[piece])
                if text not in ways or value > ways[text][0].log_probability:
                    ways[text] = (_Open(beam.row, text, value), piece)
        return sorted(ways.values(), key=lambda way: -way[0].log_probability)[:BEAMS]

    def _longer(self, text: str, after: Values) -> Iterator[tuple[int, str]]:
        for number in np.argpartition(after, -BEST_PIECES)[-BEST_PIECES:]:
            plain = self._plain[number]
            if number == END or plain is None:
                continue
            longer = f"{text}{plain}".replace("  ", " ").lstrip()
            if self._phrases.begin_with(longer):
                yield int(number), longer


def _best(found: dict[str, Held]) -> tuple[Held, ...]:
    return tuple(sorted(found.values(), key=lambda held: -held.log_probability)[:MOST_PHRASES])
