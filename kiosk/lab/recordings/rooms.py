"""Rooms in which commands play recordings, and the option that names them."""

import argparse
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.errors import RecordingError
from audio.frames import Frames
from audio.signals.recording import read_recording
from audio.signals.room import check_response, in_room
from kiosk.lab.recordings.noise import Noise, recordings_in


@dataclass(frozen=True, slots=True)
class Rooms:
    """Rooms of which each recording meets one.

    Attributes:
        responses: their impulse responses (see `audio.signals.room`).
        seed: chooses a recording's room.
    """

    responses: Sequence[Frames]
    seed: int

    def around(self, frames: Frames, name: str) -> Frames:
        """Let a recording sound in one of the rooms.

        Args:
            frames: the recording, shape (n,).
            name: tells recordings apart. The room hangs on it and on the seed alone, so that a
                recording meets the same room in whatever company it is.

        Returns:
            Shape (n,).
        """
        key = zlib.crc32(f"{self.seed} room of {name}".encode())
        return in_room(frames, self.responses[key % len(self.responses)])


def rooms_of(args: argparse.Namespace) -> Rooms | None:
    """Read the rooms that the option names; None when it is not given.

    Raises:
        SettingsError: the folder has no recording.
        RecordingError: a response cannot be read, or is not an impulse response.
    """
    if args.room is None:
        return None
    return Rooms([_response(file) for file in recordings_in(args.room)], args.seed)


def surroundings(
    rooms: Rooms | None, noise: Noise | None
) -> Callable[[Frames, str], Frames] | None:
    """Give what makes a recording sound in its room and then in noise; None: as it is.

    The noise is measured against the recording as it sounds in the room.
    """
    if rooms is None:
        return None if noise is None else noise.over
    if noise is None:
        return rooms.around
    return lambda frames, name: noise.over(rooms.around(frames, name), name)


def told(args: argparse.Namespace) -> dict[str, object]:
    """Give the rooms of the option for a report: nothing where there are none."""
    return {} if args.room is None else {"room": str(args.room), "seed": args.seed}


def _response(file: Path) -> Frames:
    """Read a response; one that is none is wrong once, not in each clip."""
    response = read_recording(file)
    try:
        check_response(response)
    except RecordingError as error:
        raise RecordingError(f"{file}: {error}") from None
    return response
