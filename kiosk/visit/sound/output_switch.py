"""Switches between speaker and headphones in the background, and says when sound may be played.

Nothing is switched while something plays, and nothing plays during a switch: the end of a stopped
sentence must not sound where the next one does.
"""

from collections.abc import Callable

from audio.signals.levels import Output
from kiosk.clock import Clock
from kiosk.visit.sound.opening import on_a_thread

DRAINS = 0.2
"""Seconds of silence before a stream is moved: the server plays what it still holds of it again,
at the new place."""

RETRY_EVERY = 1.0
"""Seconds between two tries."""

FAILS_AFTER = 2
"""Tries in a row after which headphones count as out of reach. On a busy machine the sound server
answers one try too late; nothing sounds meanwhile, so waiting spills no word."""


class OutputSwitch:
    """Routes the speaker's stream; all but the tries runs on the thread of the app loop."""

    def __init__(
        self,
        lead: Callable[[Output], bool],
        clock: Clock,
        run: Callable[[Callable[[], None]], None] = on_a_thread,
    ) -> None:
        """Say how it is done.

        Args:
            lead: leads every stream to an output; tells whether that worked.
            clock: tells when to try again.
            run: runs a try beside the loop.
        """
        self._lead = lead
        self._clock = clock
        self._run = run
        self._wanted: Output = "speaker"
        self._actual: Output | None = None
        self._under_way = False
        self._void = False
        self._done: tuple[Output, bool] | None = None
        self._next_try = float("-inf")
        self._failing = False
        self._failures = 0
        self._silent_since: float | None = None

    @property
    def settled(self) -> bool:
        """Whether sound is played where it should be."""
        return self._actual == self._wanted and not self._under_way

    @property
    def speaker_fails(self) -> bool:
        """Whether the speaker is wanted and cannot be reached."""
        return self._failing and self._wanted == "speaker"

    def want(self, output: Output) -> None:
        """Switch over as soon as nothing plays."""
        if output != self._wanted:
            self._wanted = output
            self._failing = False
            self._failures = 0
            self._next_try = float("-inf")

    def forget(self) -> None:
        """A stream was opened: nobody knows where it leads."""
        self._actual = None
        self._void = self._under_way

    def progress(self, *, silent: bool) -> Output | None:
        """Go on with it, if the speaker is silent.

        Returns:
            The output that is wanted, when it has just turned out that it cannot be led to.
        """
        failed = self._judged() if self._done is not None else None
        now = self._clock.now()
        if not silent:
            self._silent_since = None
        elif self._silent_since is None:
            self._silent_since = now
        drained = self._silent_since is not None and now >= self._silent_since + DRAINS
        if drained and not self.settled and not self._under_way and now >= self._next_try:
            self._under_way = True
            output = self._wanted

            def job() -> None:
                self._done = output, self._lead(output)

            self._run(job)
        return failed

    def _judged(self) -> Output | None:
        assert self._done is not None
        (output, led), self._done = self._done, None
        self._under_way = False
        self._actual = output if led and not self._void else None
        self._void = False
        if led or output != self._wanted:
            self._failing = self._failing and not led
            self._failures = 0
            return None
        self._failing = True
        self._failures += 1
        self._next_try = self._clock.now() + RETRY_EVERY
        return output if self._failures >= FAILS_AFTER else None
