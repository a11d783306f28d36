"""Records one line after another: again where it is of no use, heard, kept or left out."""

from dataclasses import dataclass

from audio.recognizer import Frames
from audio.takes import Flaw, levelled
from kiosk.recorder.booth import KEEP_ON, Booth, StoppedError, seconds_of
from kiosk.recorder.wording import Wording

TRIES = 3
"""How often a line is asked for before it is left out."""

_HEAR, _AGAIN, _SKIP = "h", "r", "s"


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
    """One person's recordings; they are in memory alone until they are taken out."""

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
        booth = self._booth
        flaws: list[Flaw] = []
        while len(flaws) < TRIES:
            self._ask_for(line)
            heard = booth.listen((_SKIP,))
            if heard.key == _SKIP:
                return None
            flaw = heard.take.flaw
            if flaw is not None:
                flaws.append(flaw)
                booth.tone("not_heard")
                booth.say(self._advice(flaw))
                continue
            clip = Clip(line, levelled(heard.take.trimmed()))
            booth.tone("heard")
            key = self._decision(clip)
            if key == _SKIP:
                return None
            if key != _AGAIN:
                self.clips.append(clip)
                return clip
        if set(flaws) <= {Flaw.NO_SPEECH, Flaw.SILENT}:
            raise StoppedError
        booth.say(self._wording.left_out)
        return None

    def _ask_for(self, line: Line) -> None:
        self._booth.tell(f"say: {line.words}")
        if self._aloud:
            self._booth.say([self._wording.say_this.format(words=line.words)])

    def _decision(self, clip: Clip) -> str | None:
        """Give the key by which the person decides; None: it is kept."""
        booth = self._booth
        booth.tell(f"recorded: {seconds_of(clip.frames):.1f} s")
        if not booth.keys.there:
            return None
        within = f"{self._decide_within:g} s"
        booth.tell(f"  Enter keep, h hear, r again, s leave out, x stop; kept in {within}")
        while True:
            key = booth.key((*KEEP_ON, _HEAR, _AGAIN, _SKIP), self._decide_within)
            if key != _HEAR:
                return key
            if (cut := booth.play(clip.frames, (*KEEP_ON, _AGAIN, _SKIP))) is not None:
                return cut

    def _advice(self, flaw: Flaw) -> tuple[str, ...]:
        sentences: tuple[str, ...] = getattr(self._wording, flaw.name.lower())
        return sentences
