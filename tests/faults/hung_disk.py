"""Makes the disk hang for one process: opening a file in some folders neither succeeds nor fails.

See fanotify(7): the kernel asks this program whether a file may be opened, and gets no answer.
"""

import ctypes
import os
import select
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

_CLASS_CONTENT, _CLOEXEC = 0x4, 0x1
_MARK_ADD = 0x1
_OPEN_PERM, _ON_DIRECTORY, _ON_CHILD = 0x10000, 0x40000000, 0x08000000
_AT_CWD = -100
_ALLOW = 1

_EVENT = struct.Struct("=IBBHQii")
_ANSWER = struct.Struct("=iI")


@contextmanager
def hung_disk(process: int, *folders: Path) -> Iterator[None]:
    """Make the disk hang for one process only, while the body runs; needs root."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.fanotify_mark.argtypes = [
        *(ctypes.c_int, ctypes.c_uint, ctypes.c_uint64, ctypes.c_int, ctypes.c_char_p)
    ]
    asked = _checked(libc.fanotify_init(_CLASS_CONTENT | _CLOEXEC, os.O_RDONLY))
    over = Event()
    answering = Thread(target=_answer, args=(asked, process, over))
    try:
        answering.start()
        for folder in folders:
            watched = _OPEN_PERM | _ON_DIRECTORY | _ON_CHILD
            _checked(libc.fanotify_mark(asked, _MARK_ADD, watched, _AT_CWD, bytes(folder)))
        yield
    finally:
        over.set()
        answering.join()
        os.close(asked)  # a process that still waits may then go on


def _checked(given: int) -> int:
    if given < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return given


def _answer(asked: int, process: int, over: Event) -> None:
    """Allow all other processes to open files."""
    while not over.is_set():
        if not select.select([asked], [], [], 0.05)[0]:
            continue
        events = os.read(asked, 4096)
        while events:
            length, *_, file, asking = _EVENT.unpack_from(events)
            events = events[length:]
            if asking != process:
                os.write(asked, _ANSWER.pack(file, _ALLOW))
            os.close(file)
