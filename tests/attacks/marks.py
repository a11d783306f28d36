"""B2, B3, B5: the files that mark emergencies and visits are forged, or stay too long."""

import os
import pwd
import signal
import stat
from collections.abc import Callable
from pathlib import Path

from tests.attacks.attacked import Attacked, attacked, calls_in, started

_WATCHED_FOR = 4.0
_REFUSED_WITHIN = 20.0
_MARKS = ("emergency", "visit", "call", "call-taken")
_CLEARING = "emergency-cleared-by-staff"


def folder_that_clears(folder: Path) -> None:
    """B2. A folder named as if staff had cleared

    Attack: in an emergency a folder "emergency-cleared-by-staff" is made in the state folder, as a
        browser's save dialog can; then the process is killed.
    Holds: the emergency stays, before and after.
    """
    with attacked(folder) as kiosk:
        kiosk.press("s")
        kiosk.must_call()
        (kiosk.state / _CLEARING).mkdir()
        _stays(kiosk)
        kiosk.must_serve(but=kiosk.kill())
        _stays(kiosk)


def mark_is_a_folder(folder: Path) -> None:
    """B3. The marks are folders

    Attack: the names of the marks are folders in the state folder when the kiosk starts; later s
        is pressed, the process is killed, and staff clear.
    Holds: the start calls nobody; s does; the emergency is on after the kill, and over after the
        clearing, also at the next start.
    """
    _not_believed(folder, lambda mark: mark.mkdir())


def mark_is_another_users(folder: Path) -> None:
    """B3. The marks are another user's files

    Attack: the names of the marks are files of another user when the kiosk starts; later s is
        pressed, the process is killed, and staff clear.
    Holds: as with folders.
    """

    def make(mark: Path) -> None:
        mark.touch()
        _give_away(mark)

    _not_believed(folder, make)


def mark_is_a_link(folder: Path) -> None:
    """B3. The marks are symbolic links

    Attack: the names of the marks are links to another file when the kiosk starts; later s is
        pressed, the process is killed, and staff clear.
    Holds: as with folders; the file that they lead to is as before.
    """
    other = folder / "other"
    other.write_text("kept")
    _not_believed(folder, lambda mark: mark.symlink_to(other))
    assert other.read_text() == "kept", "what the link led to was written to"


def open_state_folder(folder: Path) -> None:
    """B3. Everybody may write to the state folder

    Attack: the state folder has mode 0777 when the kiosk starts.
    Holds: it is brought to 0700, that is told, and s calls staff.
    """
    state = folder / "state"
    state.mkdir()
    state.chmod(0o777)
    with attacked(folder) as kiosk:
        mode = stat.S_IMODE(state.stat().st_mode)
        kiosk.window.read_what_is_there()
        told = kiosk.happens(lambda: str(state) in kiosk.window.text, 5.0)
        kiosk.press("s")
        kiosk.must_call()
        assert mode == 0o700, f"the folder has mode {mode:o}"
        assert told, "that the folder was open to all is not told"


def another_users_state_folder(folder: Path) -> None:
    """B3. The state folder is another user's

    Attack: the state folder belongs to another user when the kiosk starts.
    Holds: it does not start, and says why in a line that names the folder.
    """
    state = folder / "state"
    state.mkdir(mode=0o700)
    _give_away(state)
    with started(folder) as kiosk:
        kiosk.must("it ends", lambda: kiosk.window.process.poll() is not None, _REFUSED_WITHIN)
        kiosk.window.read_what_is_there()
        assert kiosk.window.process.returncode not in (0, None), "it ends as if all were well"
        assert str(state) in kiosk.window.text, "the line does not name the folder"


def cleared_while_away(folder: Path) -> None:
    """B5. s, Ctrl-C, clear-emergency, start

    Attack: s is pressed, Ctrl-C ends the kiosk, staff clear the emergency, and it starts again and
        once more.
    Holds: "cleared" is said and the mark is gone; `check` names no emergency; neither start calls
        staff, and `status` says that none is on.
    """
    with attacked(folder) as kiosk:
        kiosk.press("s")
        kiosk.must_call()
        kiosk.window.process.send_signal(signal.SIGINT)
        kiosk.must("it ends", lambda: kiosk.window.process.poll() is not None)
        done = kiosk.command("clear-emergency")
        assert "cleared" in done.stdout.lower(), f"{done.stdout}{done.stderr}"
        assert not any((kiosk.state / mark).exists() for mark in _MARKS), "a mark stays"
        checked = kiosk.command("check").stdout.lower()
        assert "go there" not in checked, "check says that one is on"
    before = calls_in(folder)
    for _ in range(2):
        with attacked(folder) as again:
            again.window.wait_for("Waiting")
            assert again.calls == before, "the start called staff"
            assert "clear-emergency" not in again.command("status").stdout
            assert again.is_so(lambda now: not now.calls_staff), "status says that one is on"


def cleared_after_a_kill(folder: Path) -> None:
    """B5. s, kill -9, clear-emergency

    Attack: s is pressed, the process is killed, and staff clear what was kept.
    Holds: the emergency was on after the kill; after the clearing neither `status` nor the screen
        says that one was kept.
    """
    with attacked(folder) as kiosk:
        kiosk.press("s")
        kiosk.must_call()
        kiosk.must_serve(but=kiosk.kill())
        kiosk.must("the emergency is back", lambda: kiosk.is_so(lambda now: now.calls_staff))
        done = kiosk.command("clear-emergency")
        assert "cleared" in done.stdout.lower(), f"{done.stdout}{done.stderr}"
        kiosk.must("it is over", lambda: kiosk.is_so(lambda now: not now.calls_staff), 10.0)
        kiosk.must(
            "status tells of none that was kept",
            lambda: "kept from before" not in kiosk.command("status").stdout,
            5.0,
        )


def cleared_in_a_restart(folder: Path) -> None:
    """B5. clear-emergency while the process is replaced

    Attack: s is pressed, the process is killed, and `clear-emergency` runs at once.
    Holds: when it says "cleared" the emergency is over and stays so.
    """
    with attacked(folder) as kiosk:
        kiosk.press("s")
        kiosk.must_call()
        killed = kiosk.kill()
        done = kiosk.command("clear-emergency")
        assert "cleared" in done.stdout.lower(), f"{done.stdout}{done.stderr}"
        kiosk.must_serve(but=killed)
        kiosk.must("it is over", lambda: kiosk.is_so(lambda now: not now.calls_staff), 3.0)
        back = kiosk.happens(lambda: kiosk.is_so(lambda now: now.calls_staff), 2.0)
        assert not back, "the emergency is on again"


def _not_believed(folder: Path, make: Callable[[Path], object]) -> None:
    state = folder / "state"
    state.mkdir(mode=0o700)
    for name in _MARKS:
        make(state / name)
    with attacked(folder) as kiosk:
        kiosk.window.wait_for("Waiting")
        believed = kiosk.calls
        kiosk.press("s")
        kiosk.must_call(times=1 + len(believed))
        kiosk.must_serve(but=kiosk.kill())
        kiosk.must("it is on again", lambda: kiosk.is_so(lambda now: now.calls_staff))
        done = kiosk.command("clear-emergency")
        assert done.returncode == 0, f"clear-emergency: {done.stdout}{done.stderr}"
        kiosk.must("it is over", lambda: kiosk.is_so(lambda now: not now.calls_staff), 10.0)
        assert not believed, f"the start called staff: {believed}"
    before = calls_in(folder)
    with attacked(folder) as again:
        again.window.wait_for("Waiting")
        assert again.calls == before, "the next start called staff"


def _stays(kiosk: Attacked) -> None:
    over = kiosk.happens(lambda: kiosk.is_so(lambda now: not now.calls_staff), _WATCHED_FOR)
    assert not over, "the emergency was ended"


def _give_away(path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(path, nobody.pw_uid, nobody.pw_gid)
