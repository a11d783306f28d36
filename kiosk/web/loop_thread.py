"""Gives a server a thread with an event loop of its own."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from threading import Event as Flag
from threading import Thread
from typing import Self

from kiosk.errors import KioskError
from kiosk.watchdog.thread_heartbeats import BEAT_EVERY

BEGINS_WITHIN = 20.0
"""Seconds that a server may take until it serves; most need a hundredth of one."""


class LoopThread:
    """Runs a server on its thread while it is entered."""

    def __init__(
        self,
        name: str,
        serving: Callable[[], AbstractAsyncContextManager[None]],
        beat: Callable[[], None],
        *,
        failure: Callable[[str], KioskError],
    ) -> None:
        """Prepare; nothing is served yet.

        Args:
            name: of the thread.
            serving: serves while it is entered; made and entered on the thread.
            beat: called on the thread every round. It is no longer called when serving has broken
                off, and so the thread counts as hung.
            failure: makes the error to raise, from a reason in a few words.
        """
        self._name = name
        self._serving = serving
        self._beat = beat
        self._failure = failure
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._begun = Flag()
        self._fault: Exception | None = None
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def call(self, work: Callable[[], None]) -> None:
        """Let the thread call this, from any thread; does nothing if it does not serve."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended by now
                self._loop.call_soon_threadsafe(work)

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            KioskError: the server cannot begin; the one that `failure` gives.
        """
        try:
            self._thread.start()
            if not self._begun.wait(BEGINS_WITHIN):
                self._fault = TimeoutError("it does not begin")
        except RuntimeError as error:  # the system cannot start a thread
            self._fault = error
        if self._fault is not None:
            fault = self._fault
            reason = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
            raise self._failure(str(reason).lower()) from fault
        return self

    def __exit__(self, *error: object) -> None:
        """End."""
        if self._ending is not None:
            self.call(self._ending.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            with asyncio.Runner() as runner:
                self._loop = runner.get_loop()
                runner.run(self._serve())
        except Exception as error:  # noqa: BLE001, RUF100 - told where the start waits for it
            self._fault = error
        finally:
            self._begun.set()

    async def _serve(self) -> None:
        ending = self._ending = asyncio.Event()
        async with self._serving():
            self._beat()
            self._begun.set()
            while not ending.is_set():
                self._beat()
                with suppress(TimeoutError):
                    await asyncio.wait_for(ending.wait(), BEAT_EVERY)
