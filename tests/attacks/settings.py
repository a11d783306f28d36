"""A4, A5: the settings become wrong while a kiosk runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attacks.attacked import Attacked, attacked

_GOOD = 'clinic_name = "Hill Road"\n'
_LOOKED_WITHIN = 6.0
"""Seconds in which a running kiosk has seen that its settings have changed."""


def huge_number(folder: Path) -> None:
    """A4. A number of 5,000 digits

    Attack: the settings of a running kiosk get a number of 5,000 digits, and the process is killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """
    _serves_on(folder, lambda file: _written(file, "dwell = " + "9" * 5000))


def deep_brackets(folder: Path) -> None:
    """A4. 100,000 brackets

    Attack: the settings of a running kiosk get 100,000 brackets, and the process is killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """
    _serves_on(folder, lambda file: _written(file, "keys = " + "[" * 100_000))


def not_toml(folder: Path) -> None:
    """A4. Bytes that are no text

    Attack: the settings of a running kiosk become bytes that are no text, and the process is
        killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """
    _serves_on(folder, lambda file: file.write_bytes(b"\xff\x00\xfe" * 1000))


def fifo(folder: Path) -> None:
    """A4. A FIFO in place of the settings

    Attack: the settings' file becomes a FIFO that nobody writes to, and the process is killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """

    def put_a_fifo(file: Path) -> None:
        file.unlink()
        os.mkfifo(file)

    _serves_on(folder, put_a_fifo)


def endless_file(folder: Path) -> None:
    """A4. A link to /dev/zero in place of the settings

    Attack: the settings' file becomes a link to /dev/zero, and the process is killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """

    def put_a_link(file: Path) -> None:
        file.unlink()
        file.symlink_to("/dev/zero")

    _serves_on(folder, put_a_link)


def removed(folder: Path) -> None:
    """A4. The settings are removed

    Attack: the settings' file of a running kiosk is removed, and the process is killed.
    Holds: it serves again with the settings from before, and s calls staff.
    """
    _serves_on(folder, Path.unlink)


def wrong_copy(folder: Path) -> None:
    """A4. The copy of the settings is damaged too

    Attack: the settings get a number of 5,000 digits, all files of the state folder that hold
        settings are overwritten, and the process is killed.
    Holds: it serves again, and s calls staff.
    """

    def damage_all(file: Path) -> None:
        _written(file, "dwell = " + "9" * 5000)
        for kept in (folder / "state").rglob("*"):
            if kept.is_file() and b"Hill Road" in kept.read_bytes():
                kept.write_text("[" * 100_000)

    _serves_on(folder, damage_all)


def typo(folder: Path) -> None:
    """A5. A typo in the settings, then staff's commands

    Attack: the settings of a running kiosk get a name that there is none of, in the file that names
        the state folder as well; then staff use status, clear-emergency and stop.
    Holds: each reaches the kiosk and does what it says; staff were called before.
    """
    with _with_settings(folder) as (kiosk, file):
        file.write_text(file.read_text() + 'clinic_nmae = "Mill Road"\n')
        _commands_reach_it(kiosk, file)


def unknown_variable(folder: Path) -> None:
    """A5. An unknown variable in the environment, then staff's commands

    Attack: staff use status, clear-emergency and stop with KIOSK_FOO=1 in their environment.
    Holds: each reaches the kiosk and does what it says; staff were called before.
    """
    with _with_settings(folder) as (kiosk, file):
        kiosk.environment["KIOSK_FOO"] = "1"
        _commands_reach_it(kiosk, file)


def _serves_on(folder: Path, harm: Callable[[Path], object]) -> None:
    with _with_settings(folder) as (kiosk, file):
        process = kiosk.process()
        before = len(kiosk.window.text)
        harm(file)
        kiosk.happens(
            lambda: kiosk.process() != process or str(file) in kiosk.window.text[before:],
            _LOOKED_WITHIN,
        )
        if (serving := kiosk.process()) == process:
            kiosk.kill()
        back = kiosk.happens(
            lambda: kiosk.is_so(lambda now: now.process not in (0, process) and now.state != ""),
            20.0,
        )
        kiosk.press("s")
        kiosk.must_call()
        assert serving == process, "the process died of the settings"
        assert back, "it does not serve again"


@contextmanager
def _with_settings(folder: Path) -> Iterator[tuple[Attacked, Path]]:
    file = folder / "clinic.toml"
    file.write_text(f'{_GOOD}state_folder = "{folder}/state"\n')
    # Only the file tells where the kiosk is, so the command must read it.
    with attacked(folder, {"KIOSK_STATE_FOLDER": ""}, "--settings", str(file)) as kiosk:
        yield kiosk, file


def _commands_reach_it(kiosk: Attacked, file: Path) -> None:
    kiosk.press("s")
    kiosk.must_call()
    named = ("--settings", str(file))
    status = kiosk.command("status", *named)
    assert "A VISITOR ASKS FOR STAFF" in status.stdout, f"status: {status.stdout}{status.stderr}"
    cleared = kiosk.command("clear-emergency", *named)
    assert "cleared" in cleared.stdout.lower(), f"clear-emergency: {cleared.stdout}{cleared.stderr}"
    kiosk.must("the emergency is over", lambda: kiosk.is_so(lambda now: not now.calls_staff), 10.0)
    stopped = kiosk.command("stop", *named)
    assert stopped.returncode == 0, f"stop: {stopped.stdout}{stopped.stderr}"
    kiosk.must("it ends", lambda: kiosk.window.process.poll() is not None)


def _written(file: Path, line: str) -> None:
    file.write_text(f"{file.read_text()}{line}\n")
