"""Records one line after another; each is repeated if it cannot be used, then kept or left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audio.frames import Frames
from audio.signals.takes import Flaw, levelled
from kiosk.lab.recorder.booth import KEEP_ON, Booth, StoppedError, seconds_of
from kiosk.lab.recorder.wording import Wording

TRIES = 3
"""How often a line is asked for before it is left out."""

SKIP = "s"
_HEAR, _AGAIN = "h", "r"


@dataclass(frozen=True, slots=True)
class Line:
    """What a person is to say.

    Attributes:
        words: as they are shown.
        foreign: the kiosk is to understand nothing: its file's name begins with `oov_`.
    """

    words: str
    foreign: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A recording, trimmed and levelled, of a line."""

    line: Line
    frames: Frames


class Session:
    """One person's recordings; they are only in memory until they are taken out."""

    def __init__(
        self, booth: Booth, wording: Wording, *, decide_within: float, aloud: bool = False
    ) -> None:
        """Begin.

        Args:
            booth: where the person is, who has agreed.
            wording: what is said to them.
            decide_within: seconds after which a recording is kept if no key was pressed.
            aloud: what is to be said is spoken too, not only shown.
        """
        self._booth = booth
        self._wording = wording
        self._decide_within = decide_within
        self._aloud = aloud
        self.clips: list[Clip] = []

    def record(self, line: Line) -> Clip | None:
        """Record a line; None: it was left out.

        Raises:
            StoppedError: the person stops, or has not spoken three times.
            AudioError: the microphone, the speaker or the voice fails.
        """
        taken = self.take(lambda: self._ask_for(line), ())
        return None if taken is None or isinstance(taken, str) else self.keep(line, taken)

    def keep(self, line: Line, frames: Frames) -> Clip:
        """Keep frames as what was said."""
        clip = Clip(line, frames)
        self.clips.append(clip)
        return clip

    def take(self, ask: Callable[[], None], instead: Iterable[str]) -> Frames | str | None:
        """Record one utterance, trimmed and levelled; None: it was left out.

        Args:
            ask: tells the person to speak; done again where what they said is of no use.
            instead: keys that may be pressed in its place, one of which is given then; none: it is
                left out by SKIP.

        Raises:
            StoppedError, AudioError: see `record`.
        """
        booth, keys = self._booth, tuple(instead)
        flaws: list[Flaw] = []
        while len(flaws) < TRIES:
            ask()
            heard = booth.listen(keys or (SKIP,))
            if heard.key is not None:
                return heard.key if keys else None
            flaw = heard.take.flaw
            if flaw is not None:
                flaws.append(flaw)
                booth.tone("not_heard")
                booth.say(self._advice(flaw))
                continue
            frames = levelled(heard.take.trimmed())
            booth.tone("heard")
            key = self._decision(frames)
            if key == SKIP:
                return None
            if key != _AGAIN:
                return frames
        if set(flaws) <= {Flaw.NO_SPEECH, Flaw.SILENT}:
            raise StoppedError
        booth.say(self._wording.left_out)
        return None

    def _ask_for(self, line: Line) -> None:
        self._booth.tell(f"say: {line.words}")
        if self._aloud:
            self._booth.say([self._wording.say_this.format(words=line.words)])

    def _decision(self, frames: Frames) -> str | None:
        """Give the key by which the person decides; None: it is kept."""
        booth = self._booth
        booth.tell(f"recorded: {seconds_of(frames):.1f} s")
        if not booth.keys.there:
            return None
        within = f"{self._decide_within:g} s"
        booth.tell(f"  Enter keep, h hear, r again, s leave out, x stop; kept in {within}")
        while True:
            key = booth.key((*KEEP_ON, _HEAR, _AGAIN, SKIP), self._decide_within)
            if key != _HEAR:
                return key
            if (cut := booth.play(frames, (*KEEP_ON, _AGAIN, SKIP))) is not None:
                return cut

    def _advice(self, flaw: Flaw) -> tuple[str, ...]:
        sentences: tuple[str, ...] = getattr(self._wording, flaw.name.lower())
        return sentences
