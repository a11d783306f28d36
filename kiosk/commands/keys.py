"""`keys`: learns what the keys of a keypad or switch mean."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from queue import Empty, SimpleQueue

from kiosk.clock import LiveClock
from kiosk.settings.key_table import toml_lines, write_keys
from kiosk.settings.load import default_file, load_settings
from kiosk.settings.model import Settings
from kiosk.visit.content.loader import load_content
from kiosk.visit.keys.device import DeviceKeys, find_devices, list_devices
from kiosk.visit.keys.key_map import FUNCTIONS
from kiosk.visit.keys.names import MODIFIERS, name_of_character
from kiosk.visit.keys.terminal import KeyReader
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

_ASKED = tuple(
    name for name in FUNCTIONS if not name.isdigit() and name not in ("stop", "code_end")
)
_LEAVE_OUT = "tab"
_LOOK_EVERY = 0.25
"""Seconds between two looks whether the input has ended."""


def run(args: argparse.Namespace) -> int:
    """Ask for each function and record the key that was pressed."""
    settings = load_settings(args.settings)
    if args.list:
        return _list()
    unknown = [name for name in args.functions if name not in FUNCTIONS]
    if unknown:
        _tell(f'"{unknown[0]}" is not a function; choose from: {", ".join(FUNCTIONS)}', error=True)
        return 2
    learned = _learn(settings, args.functions or _ASKED, args.device or settings.keys.device)
    if not learned:
        _tell("Nothing was learned.")
        return 1
    if not args.write:
        _tell("\nThese lines go into the settings file:\n")
        _tell("\n".join(toml_lines(learned)))
        return 0
    file = args.settings or default_file(os.environ)
    write_keys(file, learned)
    _tell(f"Written to {file}; the kiosk knows them from its next start.")
    return 0


def _learn(settings: Settings, functions: Iterable[str], device: str) -> dict[str, str]:
    """Ask for one key after the other; give the functions by key."""
    names = load_content(settings.clinic.language, values=settings.clinic.spoken_values).labels
    learned: dict[str, str] = {}
    with _presses(device) as presses:
        for function in functions:
            words = names.get(function, function.replace("_", " "))
            _tell(f"Press the key for: {words}. Tab leaves it out.")
            for name in presses:
                if name == _LEAVE_OUT:
                    _tell("  none")
                elif name in MODIFIERS:
                    continue
                elif name in learned:
                    _tell(f"  {name} means {learned[name]} already; press another")
                    continue
                else:
                    learned[name] = function
                    _tell(f"  {name} means {words}")
                break
    return learned


@contextmanager
def _presses(device: str) -> Iterator[Iterator[str]]:
    """Give the names of the keys that are pressed, until the terminal's input ends."""
    pressed: SimpleQueue[str] = SimpleQueue()
    if device:
        find_devices(device)
    with ExitStack() as readers:

        def typed(character: str) -> None:
            name = name_of_character(character)
            if not device or name == _LEAVE_OUT:
                pressed.put(name)

        heartbeats = ThreadHeartbeats(LiveClock())
        reader = KeyReader(sys.stdin.fileno() if sys.stdin else None, typed, heartbeats)
        readers.enter_context(reader)
        if device:
            readers.enter_context(DeviceKeys(device, pressed.put, _Lines(), heartbeats))

        def names() -> Iterator[str]:
            while True:
                try:
                    yield pressed.get(timeout=_LOOK_EVERY)
                except Empty:
                    if reader.ended:
                        return

        yield names()


def _list() -> int:
    devices = list_devices()
    for path, name in devices:
        _tell(f"{path}  {name}")
    if not devices:
        _tell("no key device was found; plug one in and look again", error=True)
    return 0 if devices else 1


class _Lines:
    """Shows the device's troubles among the questions."""

    def notice(self, text: str) -> None:
        """Print it."""
        _tell(f"! {text}", error=True)

    def withdraw(self, text: str) -> None:
        """Leave it printed."""


def _tell(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)
