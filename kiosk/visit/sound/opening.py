"""Opens sound devices in the background: with a faulty device that may hang for ever.

One try at a time: PortAudio serves one thread. It finds newly plugged-in devices only when it is
restarted, and no device may be open then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event as Flag
from threading import Thread
from typing import Protocol

from audio.errors import AudioError
from audio.frames import Frames
from audio.server.routing import End
from kiosk.clock import Clock


class Closable(Protocol):
    """A device."""

    def close(self) -> None:
        """Release it."""
        ...


class Microphone(Closable, Protocol):
    """An open microphone (see `audio.devices.microphone`)."""

    @property
    def dropped(self) -> int:
        """How often sound was lost."""
        ...

    def read(self, timeout: float) -> Frames | None:
        """Give the next frames, or None when none came within `timeout` seconds."""
        ...


class Speaker(Closable, Protocol):
    """An open speaker (see `audio.devices.speaker`)."""

    @property
    def lost(self) -> bool:
        """Whether the device has stopped."""
        ...

    @property
    def steady(self) -> bool:
        """Whether it has played for a while since it was opened."""
        ...

    @property
    def playing(self) -> bool:
        """Whether samples are still to leave the device."""
        ...

    def start(self, frames: Frames) -> None:
        """Play `frames` at once in place of what is playing; raises DeviceError."""
        ...

    def stop(self) -> None:
        """Fall silent within 100 ms."""
        ...


@dataclass(slots=True)
class Opened:
    """The result of a try.

    Attributes:
        microphone: None if it was not wanted or is missing.
        speaker: likewise.
        reasons: why a device that was wanted is missing, and what to do.
    """

    microphone: Microphone | None = None
    speaker: Speaker | None = None
    reasons: dict[End, str] = field(default_factory=dict)


def on_a_thread(job: Callable[[], None]) -> None:
    """Run `job` in the background; a faulty device may keep it there for ever."""
    Thread(target=job, name="sound devices", daemon=True).start()


class DeviceTries:
    """Closes and opens devices, one try after the other."""

    def __init__(
        self,
        open_microphone: Callable[[], Microphone],
        open_speaker: Callable[[], Speaker],
        look_anew: Callable[[], None],
        clock: Clock,
        run: Callable[[Callable[[], None]], None] = on_a_thread,
    ) -> None:
        """Say how each is opened.

        Args:
            open_microphone: finds it by its name and opens it; raises AudioError.
            open_speaker: likewise.
            look_anew: starts PortAudio anew; raises AudioError.
            clock: tells how long a try takes.
            run: runs a try beside the loop.
        """
        self._open_microphone = open_microphone
        self._open_speaker = open_speaker
        self._look_anew = look_anew
        self._clock = clock
        self._run = run
        self._began = 0.0
        self._ends: frozenset[End] = frozenset()
        self._opened: Opened | None = None
        self._over = Flag()

    @property
    def under_way(self) -> frozenset[End]:
        """What is being opened; empty when no try is under way."""
        return self._ends

    @property
    def age(self) -> float:
        """Seconds since the try under way began; 0 when none is."""
        return self._clock.now() - self._began if self._ends else 0.0

    def begin(self, ends: Iterable[End], closing: Iterable[Closable], *, anew: bool) -> None:
        """Close `closing`, start PortAudio anew if asked to, and open `ends`, beside the loop."""
        self._ends = wanted = frozenset(ends)
        self._began = self._clock.now()
        self._over.clear()
        devices = tuple(closing)

        def job() -> None:
            for device in devices:
                device.close()
            self._opened = self.open(wanted, anew=anew)
            self._over.set()

        self._run(job)

    def wait(self, seconds: float) -> None:
        """Wait until the try under way is over, at most so long."""
        self._over.wait(seconds)

    def result(self) -> Opened | None:
        """Give the result of the try once, when it is over."""
        opened, self._opened = self._opened, None
        if opened is not None:
            self._ends = frozenset()
        return opened

    def open(self, ends: Iterable[End], *, anew: bool = False) -> Opened:
        """Open them here and now."""
        opened = Opened()
        wanted = frozenset(ends)
        try:
            if anew:
                self._look_anew()
        except AudioError as error:
            opened.reasons = dict.fromkeys(wanted, str(error))
            return opened
        # The speaker first: a visitor needs the voice that explains most.
        if "speaker" in wanted:
            try:
                opened.speaker = self._open_speaker()
            except AudioError as error:
                opened.reasons["speaker"] = str(error)
        if "microphone" in wanted:
            try:
                opened.microphone = self._open_microphone()
            except AudioError as error:
                opened.reasons["microphone"] = str(error)
        return opened
