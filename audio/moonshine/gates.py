"""The gates: whether an allowed phrase was said, and whether a free reading is speech at all.

Chosen on the shared recordings, in quiet, and on a quarter of them in their noises at 10 dB; see
MODEL_CARD.md. They keep talk and noise from being taken for phrases. They are no measure of safety:
an answer needs evidence, however well it fits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median_low
from typing import TypeAlias

from audio.moonshine.free import Reading
from audio.moonshine.held import Held

LEAST_RELATIVE = -1.8
"""Least log probability of a phrase relative to the free reading: 99 of 100 yes and no lie above
-0.5, talk that is none of the phrases at -5 and less. With -1.5 one yes and one no of 400 each are
refused more, and of 391 other words one less is heard as a no; with -2.0 more are."""

LEAST_OWN = -2.0
LEAST_OWN_A_PIECE = -0.6
"""Least log probability of a phrase, and for each of its pieces: for a short word -3.8. Words in
quiet have -0.3 to -2.7; coughs and babble, for which any phrase is as likely as the free reading,
have -4 and less."""

_VAGUE = frozenset({"yeah", "yep", "yup", "yea", "oh yeah", "yeah yeah"})
OPPOSITES = ("no", "nope")
VAGUE_RELATIVE = -0.3
VAGUE_AHEAD = 5.5
"""Phrases of hardly more than a vowel, which any badly recorded word resembles; their opposites,
which are then looked for however unlikely they are; their least relative log probability; and the
least log probability by which they are ahead of the opposites in the middle one of the looks. Of 12
noes of 400 that are read as "yeah", 11 have an opposite at most 5.3 behind, most of them at most
2.3; one is as much a "yep" as any yes. Of 53 yeses that are read so, the closest is 5.7 behind."""

OPPOSITE_LOOKS = 2
OPPOSITE_RELATIVE = -1.2
"""Of the three looks at a vague phrase that is refused, those in which its opposite has to pass to
count, and its least relative log probability there. It finds 2 more noes of 400; of 1,080 yeses,
260 of them in noise, and of 421 other words none becomes a no."""

LONG = 3
"""Words of a phrase from which on the gates are wider: so many seldom fit by accident."""

LONG_RELATIVE = -2.5
LONG_OWN_A_PIECE = -1.0
"""As LEAST_RELATIVE and LEAST_OWN_A_PIECE, for a long phrase that denies as much as the free
reading does: "here about surgery" was "hear about surgery", but "I do" was not "I don't". Voices of
machines and of people with accents have 0 to -3; of 113 clips of talk, meetings and coughs none has
a long phrase above -4."""

NEAR_RELATIVE = -6.0
NEAR_SHORT_RELATIVE = -5.6
NEAR_OWN_A_PIECE = -1.4
NEAR_LETTERS = 8
"""As above, for what may only be asked about: phrases of two words, or of so many letters. Of 193
other clips 5 have one."""

CLEAR_RELATIVE = -0.3
CLEAR_OWN = -1.2
"""A phrase that fits as well as this is not looked at twice: 9 of 10 answers in quiet."""

LEAST_AHEAD = 0.3
"""Least log probability by which a phrase that is not clear is ahead of one that means something
else: a badly recorded "no" is as likely a "yeah". With 1.0, six honest noes of 400 are refused."""

LEAST_MEAN = -0.8
"""Least log probability a piece of a free reading: speech has -0.05 to -0.75, what is read into
noise mostly less."""

Meaning: TypeAlias = Callable[[str], str | None]
"""Gives what a phrase means."""

_READ_INTO_NOISE = frozenset({"you", "the", "so"})
"""What is read into coughs and knocks, alone and with good scores; nobody says it alone."""

_DENIALS = frozenset({"no", "not", "never", "nope", "cannot", "none", "nothing", "without"})


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of the sound both ways.

    Attributes:
        free: the free reading.
        held: the phrases that fit best.
        text: of the free reading.
    """

    free: Reading
    held: tuple[Held, ...]
    text: str

    def relative(self, held: Held) -> float:
        """Give a phrase's log probability relative to the free reading."""
        return held.log_probability - self.free.log_probability

    def passes(self, held: Held, denials: int) -> bool:
        """Tell whether a phrase passes both gates; the free reading has so many denials."""
        relative, own = self.relative(held), held.log_probability
        if len(held.phrase.split()) >= LONG and _denials(held.phrase) == denials:
            return relative >= LONG_RELATIVE and own >= LONG_OWN_A_PIECE * held.pieces
        least = VAGUE_RELATIVE if held.phrase in _VAGUE else LEAST_RELATIVE
        return relative >= least and own >= LEAST_OWN + LEAST_OWN_A_PIECE * held.pieces

    def nearly_passes(self, held: Held) -> bool:
        """Tell whether a phrase may be asked about."""
        words = len(held.phrase.split())
        least = NEAR_RELATIVE if words >= LONG else NEAR_SHORT_RELATIVE
        telling = words > 1 or len(held.phrase) >= NEAR_LETTERS
        near = held.log_probability >= NEAR_OWN_A_PIECE * held.pieces
        return telling and near and self.relative(held) >= least

    @property
    def clear(self) -> bool:
        """Whether the best phrase fits so well that no other look is needed."""
        return bool(self.held) and (
            self.held[0].phrase not in _VAGUE
            and self.relative(self.held[0]) >= CLEAR_RELATIVE
            and self.held[0].log_probability >= CLEAR_OWN
        )

    def ahead(self, phrase: str, meaning: Meaning) -> float:
        """Give by how much a phrase's meaning is ahead of the opposite; -inf where it is absent."""
        opposite = {meaning(phrase) for phrase in OPPOSITES}
        same, others = [-inf], [-inf]
        for held in self.held:
            meant = meaning(held.phrase)
            if meant == meaning(phrase):
                same.append(held.log_probability)
            elif meant in opposite:
                others.append(held.log_probability)
        return max(same) - max(others) if max(same) > -inf else -inf


def phrase_said(looks: Sequence[Look], meaning: Meaning) -> str:
    """Give the phrase that was said by all looks at the same sound; "" for none.

    Args:
        looks: the readings.
        meaning: tells which phrases mean the same.
    """
    if looks[0].clear:
        return looks[0].held[0].phrase
    best: dict[str, float] = {}
    for look in looks:
        for held in look.held:
            best[held.phrase] = max(
                held.log_probability, best.get(held.phrase, held.log_probability)
            )
    passed = {
        held.phrase
        for look in looks
        for held in look.held
        if look.passes(held, _denials(look.text))
    }
    if not passed:
        return ""
    said = max(passed, key=lambda phrase: (best[phrase], phrase))
    if said in _VAGUE and median_low(look.ahead(said, meaning) for look in looks) < VAGUE_AHEAD:
        return _opposite_said(looks)
    behind = [value for phrase, value in best.items() if meaning(phrase) != meaning(said)]
    return said if all(best[said] - value >= LEAST_AHEAD for value in behind) else ""


def _opposite_said(looks: Sequence[Look]) -> str:
    """Give the opposite of a vague phrase that is refused, where enough looks let it pass."""
    passing = [
        held.phrase
        for look in looks
        for held in look.held
        if held.phrase in OPPOSITES
        and look.relative(held) >= OPPOSITE_RELATIVE
        and look.passes(held, _denials(look.text))
    ]
    return next((said for said in passing if passing.count(said) >= OPPOSITE_LOOKS), "")


def is_vague(held: Sequence[Held]) -> bool:
    """Tell whether a vague phrase fits best, so that more looks at it are needed."""
    return bool(held) and held[0].phrase in _VAGUE


def with_opposites(held: Sequence[Held], opposites: Sequence[Held]) -> tuple[Held, ...]:
    """Give the phrases that fit best, and the opposites that were not among them, best first."""
    found = {each.phrase for each in held}
    missed = [each for each in opposites if each.phrase not in found]
    return tuple(sorted([*held, *missed], key=lambda each: -each.log_probability))


def phrases_near(looks: Sequence[Look]) -> tuple[str, ...]:
    """Give the phrases that may have been said, best first."""
    near = [
        (look.relative(held), held.phrase)
        for look in looks
        for held in look.held
        if look.nearly_passes(held)
    ]
    return tuple(dict.fromkeys(phrase for _, phrase in sorted(near, reverse=True)))


def is_speech(look: Look, said: str) -> bool:
    """Tell whether the free reading is what somebody said, rather than read into noise.

    Args:
        look: the reading.
        said: the phrase that was said by all looks: a vague one is read freely only where it is one
            of them, else what they refused would count after all.
    """
    text = look.text
    if not any(letter.isalpha() for letter in text) or look.free.mean < LEAST_MEAN:
        return False
    words = _plain(text)
    refused = words in _VAGUE and not said
    return not refused and words not in _READ_INTO_NOISE and not _repeats(text.split())


def _denials(text: str) -> int:
    """Count the words that turn a meaning round."""
    words = _plain(text).split()
    return sum(word in _DENIALS or word.endswith("n't") for word in words)


def _plain(text: str) -> str:
    """Give the words without punctuation."""
    return " ".join("".join(" " if mark in ".,!?" else mark for mark in text).split())


def _repeats(words: Sequence[str]) -> bool:
    """Tell whether three words or more come three times in a row, as nobody says them."""
    return any(
        words[at : at + size] == words[at + size : at + 2 * size]
        and words[at : at + size] == words[at + 2 * size : at + 3 * size]
        for size in range(3, len(words) // 3 + 1)
        for at in range(len(words) - 3 * size + 1)
    )
