"""Reads sound files with libsndfile, one block after the other.

A recorder that crashed, or that wrote into a pipe, never wrote the length into the header. Such a
file is read all the same.
"""

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile

ENDINGS = (
    *(".wav", ".wave", ".w64", ".rf64", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".mp2"),
    *(".aiff", ".aif", ".aifc", ".au", ".snd", ".caf", ".voc", ".iff", ".svx", ".8svx"),
    *(".avr", ".htk", ".ircam", ".sf", ".mat", ".nist", ".sph", ".paf", ".pvf", ".sds", ".wve"),
    ".xi",
)
"""How the names of recordings end, in lower case: the formats of libsndfile. Not among them are raw
samples, whose rate nothing tells, and SD2, which keeps it in a second file."""

_BLOCK = 1 << 16
"""Frames held with all their channels at a time."""

_EMPTY_TAG = b"ID3\x03\0\0\0\0\0\x0a" + bytes(10)
"""By it libsndfile knows an MP3 file whose name it is not told."""

_SMALL_BLOCK = 1 << 12
"""Frames at a time of a file that may end in the middle of a block, which then is lost."""

_UNKNOWN = (1 << 63) - 1
"""Frames that libsndfile gives for a FLAC file whose header does not tell."""

_LONGEST_HEADER = 1 << 20
"""Bytes within which the samples of a WAV or CAF file begin."""

_AS_MUCH_AS_THERE_IS = b"\xff\xff\xff\xff"
"""What libsndfile takes for it as the length of a WAV or AU file."""


class SoundFile(soundfile.SoundFile):  # type: ignore[misc]
    """A sound file that is read once from its beginning to its end, without seeking.

    libsndfile cannot seek in every format (GSM 6.10 in WAV), and seeking after each block is slow.

    Raises:
        OSError, LibsndfileError: when it is opened or read, what is wrong with it.
    """

    def __init__(self, opened: BinaryIO) -> None:
        """Read the header."""
        super().__init__(_readable(opened))

    def seekable(self) -> bool:
        """Say no, so that soundfile never seeks."""
        return False

    @property
    def length(self) -> int | None:
        """Frames that the header tells; None: it does not."""
        return None if self.frames >= _UNKNOWN else int(self.frames)

    def each_block(self) -> Iterator[npt.NDArray[np.float32]]:
        """Give the frames block by block, shape (n, channels).

        Where the header does not tell a length, they end where they cannot be read any more: a
        recorder that crashed has cut the last of them.
        """
        frames = _BLOCK if self.length is not None else _SMALL_BLOCK
        while True:
            try:
                block = self.read(frames, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError:
                if self.length is None:
                    return
                raise
            if not len(block):
                return
            yield block


def _readable(opened: BinaryIO) -> BinaryIO | io.RawIOBase:
    """Give the file with a header that libsndfile reads, where its own is none such."""
    size = opened.seek(0, os.SEEK_END)
    opened.seek(0)
    header = opened.read(_LONGEST_HEADER)
    opened.seek(0)
    other: tuple[bytes, int] | None = None
    if header[:4] == b"RIFF" and header[8:12] == b"WAVE":
        other = _in_wav(header, size)
    elif header[:4] == b"caff":
        other = _in_caf(header, size)
    elif header[:4] == b".snd" and header[8:12] == bytes(4):
        other = header[:8] + _AS_MUCH_AS_THERE_IS, 12
    elif header[:1] == b"\xff" and header[1:2] >= b"\xe0":
        other = _EMPTY_TAG, 0
    return opened if other is None else _Headed(opened, size, *other)


def _in_wav(header: bytes, size: int) -> tuple[bytes, int] | None:
    """Correct a length 0 of samples that follow all the same; see `_Headed` for what is given."""
    place = 12
    while place + 8 <= len(header):
        length = int.from_bytes(header[place + 4 : place + 8], "little")
        if header[place : place + 4] == b"data":
            rest = size - place - 8
            right = length or not rest or _is_chunk(header[place + 8 :], rest)
            return None if right else (header[: place + 4] + _AS_MUCH_AS_THERE_IS, place + 8)
        place += 8 + length + length % 2
    return None


def _in_caf(header: bytes, size: int) -> tuple[bytes, int] | None:
    """Correct a length -1, which CAF has for "to the end"; see `_Headed` for what is given."""
    place = 8
    while place + 12 <= len(header):
        length = int.from_bytes(header[place + 4 : place + 12], "big", signed=True)
        if length < 0:
            to_the_end = header[: place + 4] + (size - place - 12).to_bytes(8, "big")
            return (to_the_end, place + 12) if header[place : place + 4] == b"data" else None
        place += 12 + length
    return None


def _is_chunk(rest: bytes, size: int) -> bool:
    """Whether what follows are no samples but another part of the file, such as its title."""
    name, length = rest[:4], int.from_bytes(rest[4:8], "little")
    return len(rest) >= 8 and name.isalnum() and length + 8 <= size


class _Headed(io.RawIOBase):
    """A file that begins with other bytes in place of its first ones."""

    def __init__(self, file: BinaryIO, size: int, head: bytes, instead_of: int) -> None:
        """Give it `head` in place of its first `instead_of` bytes of `size`."""
        self._file = file
        self._head = head
        self._behind = len(head) - instead_of
        self._size = size + self._behind
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(begin + offset, 0)
        return self._place

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._size - self._place if size < 0 else size
        content = self._head[self._place : self._place + wanted]
        if not content:
            self._file.seek(self._place - self._behind)
            content = self._file.read(wanted)
        self._place += len(content)
        return content

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)
