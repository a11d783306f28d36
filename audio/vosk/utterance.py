"""One utterance and what is known of it, whichever process hears it."""

from dataclasses import dataclass, field

from audio.frames import Frames
from audio.recognition.recognizer import Hypothesis

_UTTERANCE_DEATHS = 2
"""Processes that one utterance may take with it before it is given up as not understood."""


@dataclass(slots=True, eq=False)
class Utterance:
    """One utterance: its frames, and its words so far.

    Attributes:
        frames: all of it, in the blocks it came in.
        taken: blocks that the process has answered.
        text: words so far.
        ended: no more frames will come.
        hypothesis: what it was, once that is known.
        deaths: processes that died over it.
    """

    frames: list[Frames] = field(default_factory=list)
    taken: int = 0
    text: str = ""
    ended: bool = False
    hypothesis: Hypothesis | None = None
    deaths: int = 0

    @property
    def waits(self) -> bool:
        """Whether the process has something to do for it."""
        ends = self.ended and self.frames and self.hypothesis is None
        return not self.hopeless and (self.taken < len(self.frames) or bool(ends))

    @property
    def hopeless(self) -> bool:
        """Whether it has ended every process that heard it."""
        return self.deaths >= _UTTERANCE_DEATHS
