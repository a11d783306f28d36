"""A microphone as a stream of frames, through sounddevice."""

import time
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
import soxr

from audio.devices.portaudio import facts_of, find_device, is_active, sound_library, started
from audio.errors import DeviceError
from audio.frames import SAMPLE_RATE, Frames

BLOCK = 0.032
"""Seconds of sound that come at a time: a step of the speech detector, which needs all of it before
it judges. Shorter blocks wake the processor more often; with longer ones PortAudio holds the sound
back longer, by two blocks."""

MOST_BLOCKS = round(2.0 / BLOCK)
"""Blocks kept for a slow reader; beyond them the oldest are dropped. Otherwise a device that
floods, or a reader that was slow once, would make the kiosk answer later and later."""

_STOPPED = "the microphone has stopped; plug it in again or name another one"


class DeviceMicrophone:
    """A sounddevice input stream and a queue between its thread and the reader's.

    The stream's callback, on PortAudio's own thread, only copies: a callback that waits loses
    sound. Read and close from one thread. A stream that falls silent raises nothing; the reader
    must judge by the age of the last frames.
    """

    def __init__(self, device: str | None = None) -> None:
        """Open a microphone, at 16,000 Hz or else at the device's own rate and resampled.

        Args:
            device: part of its name; None or "": the system's default.

        Raises:
            DeviceError: PortAudio or the device is missing, or it is occupied.
        """
        library = sound_library()
        index = find_device(device, "input")
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        self._dropped = 0
        self._rate = SAMPLE_RATE
        self._channels = 1
        self._stream = self._open(library, index)
        self._resampler = (
            None
            if self._rate == SAMPLE_RATE
            else soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="float32")
        )

    @property
    def dropped(self) -> int:
        """How often sound was lost: blocks nobody read in time, and overflows in PortAudio."""
        return self._dropped

    def read(self, timeout: float) -> Frames | None:
        """Give all frames that have come since the last call, waiting for them if necessary.

        Args:
            timeout: seconds to wait at most.

        Returns:
            Mono frames at 16,000 Hz; None if none came in time.

        Raises:
            DeviceError: the stream has stopped.
        """
        until = time.monotonic() + timeout
        while True:
            block = self._next_block(until - time.monotonic())
            if block is None:
                return None
            frames = np.frombuffer(b"".join([block, *self._waiting_blocks()]), np.float32)
            if self._channels > 1:
                frames = frames.reshape(-1, self._channels).mean(axis=1, dtype=np.float32)
            if self._resampler is not None:
                frames = np.asarray(self._resampler.resample_chunk(frames), np.float32)
            if frames.size:  # a resampler gives no frames for its first blocks
                return frames

    def close(self) -> None:
        """Release the device; nothing can be read after it."""
        # PortAudio raises an error for a device that is lost or closed; it is released all the
        # same.
        with suppress(Exception):
            self._stream.abort()
        with suppress(Exception):
            self._stream.close()

    def _next_block(self, timeout: float) -> bytes | None:
        with suppress(Empty):
            return self._blocks.get(timeout=max(timeout, 0.0))
        if not is_active(self._stream):
            raise DeviceError(_STOPPED)
        return None

    def _waiting_blocks(self) -> Iterator[bytes]:
        with suppress(Empty):
            while True:
                yield self._blocks.get_nowait()

    def _open(self, library: Any, index: int) -> Any:  # noqa: ANN401 - the library has no types
        device = facts_of(index)
        own_rate = round(device["default_samplerate"])
        own_channels = int(device["max_input_channels"])
        reason = ""
        for rate in dict.fromkeys((SAMPLE_RATE, own_rate)):
            for channels in dict.fromkeys((1, min(2, own_channels), own_channels)):
                try:
                    stream = started(
                        library.RawInputStream(
                            device=index,
                            samplerate=rate,
                            channels=channels,
                            dtype="float32",
                            blocksize=round(BLOCK * rate),
                            callback=self._take,
                        )
                    )
                except library.PortAudioError as error:
                    reason = str(error)
                    continue
                self._rate, self._channels = rate, channels
                return stream
        raise DeviceError(
            f"the microphone cannot be opened ({reason}); close what uses it or name another one"
        )

    def _take(self, block: Any, count: int, time: Any, status: Any) -> None:  # noqa: ANN401
        """Keep a copy of PortAudio's block, which it reuses."""
        del count, time
        if status and status.input_overflow:
            self._dropped += 1
        if self._blocks.qsize() >= MOST_BLOCKS:
            with suppress(Empty):
                self._blocks.get_nowait()
                self._dropped += 1
        self._blocks.put(bytes(block))
