"""The kiosk's own environment: `.venv` in the checkout, built from the lock file."""

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.launch.errors import LaunchError
from kiosk.launch.lock import Part, read_lock
from kiosk.launch.package_installer import PackageInstaller
from kiosk.launch.progress import Progress
from kiosk.launch.stamp import Contents, Stamp, contents

_OF_PYTHON = "PYTHON"
_ABOUT_OUTPUT = ("PYTHONUTF8", "PYTHONIOENCODING", "PYTHONUNBUFFERED")
"""Python's variables that the command keeps. The others could load foreign code into the kiosk,
switch off its checks or end it at a warning."""


class Environment:
    """A virtual environment that each start builds, repairs or extends as it needs.

    A part is kept if its stamp is there, fits the lock and its files are still there. Everything
    else is built again, so a person never has to clear anything away.
    """

    def __init__(self, checkout: Path, progress: Progress) -> None:
        self._checkout = checkout
        self._progress = progress
        self._folder = checkout / ".venv"
        library = f"python{sys.version_info.major}.{sys.version_info.minor}"
        self._packages = self._folder / "lib" / library / "site-packages"
        self._installer = PackageInstaller(self.python, checkout / ".launch")

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self._folder / "bin" / "python"

    def variables(self) -> dict[str, str]:
        """Give the environment variables for its interpreter."""
        return {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OF_PYTHON) or name in _ABOUT_OUTPUT
        }

    def ensure(self, wanted: Sequence[str]) -> None:
        """Install these parts of the lock, if they are missing or damaged.

        Raises:
            LaunchError: the environment cannot be built; the next call begins again.
        """
        lock = read_lock(self._checkout)
        parts = [lock[name] for name in wanted]
        if self._sound(parts):
            return
        with self._alone() as lock_file:
            if not self._sound(parts):
                self._build(parts, lock, lock_file)

    def _sound(self, parts: Sequence[Part]) -> bool:
        stamp = Stamp.read(self._folder)
        if any(stamp.digests.get(part.name) != part.digest for part in parts):
            return False
        try:
            present = contents(self._packages)
        except OSError:
            return False
        return (
            (self._folder / "pyvenv.cfg").is_file()
            and self.python.exists()
            and all(
                present.get(name) == size
                for part in parts
                for name, size in stamp.holds[part.name].items()
            )
        )

    def _build(self, parts: Sequence[Part], lock: dict[str, Part], lock_file: int) -> None:
        began = time.monotonic()
        stamp = Stamp.read(self._folder)
        finished = [lock.get(name) for name in stamp.digests]
        kept = [part for part in finished if part is not None]
        if not kept or len(kept) < len(finished) or not self._sound(kept):
            self._create()
            stamp, kept = Stamp(), []
        missing = [part for part in parts if part not in kept]
        count = sum(part.packages for part in missing)
        packages = "package" if count == 1 else "packages"
        purposes = ", ".join(part.purpose for part in missing)
        self._progress.line(
            f"installing {count} {packages} into {self._folder.name} ({purposes}); once only"
        )
        before = 0
        for part in missing:

            def report(number: int, what: str, detail: str, before: int = before) -> None:
                self._progress.step(f"{before + number} of {count}: {what}", detail)

            if part.packages:
                self._installer.install(part, lock_file, report)
            before += part.packages
            self._mark(stamp, part)
        self._progress.line(f"the environment is ready after {time.monotonic() - began:.0f} s")

    def _create(self) -> None:
        try:
            import venv  # noqa: PLC0415 - slow to load, and a Debian's smallest Python lacks it
        except ImportError as error:
            raise LaunchError(
                "this Python lacks its venv module; install Debian's package python3"
            ) from error
        if self._folder.is_dir() and not self._folder.is_symlink():
            Stamp.remove(self._folder)
            shutil.rmtree(self._folder)
        else:
            self._folder.unlink(missing_ok=True)
        venv.EnvBuilder(symlinks=True, with_pip=False).create(self._folder)
        # This file lets any process of the environment import the kiosk, whatever folder it is
        # started in. The path is relative, so that the checkout may be moved.
        up = Path(*[".."] * len(self._packages.relative_to(self._checkout).parts))
        (self._packages / "kiosk.pth").write_text(f"{up}\n", "utf-8")

    def _mark(self, stamp: Stamp, part: Part) -> None:
        present = contents(self._packages)
        of_others: Contents = {}
        for name, names in stamp.holds.items():
            # Packages of two parts may share a folder, so earlier parts are measured again.
            stamp.holds[name] = {each: present[each] for each in names}
            of_others |= names
        stamp.digests[part.name] = part.digest
        stamp.holds[part.name] = {
            name: size for name, size in present.items() if name not in of_others
        }
        stamp.write(self._folder)

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """Keep other starts from building; give the file descriptor of the lock.

        Installers inherit it, so one that outlives a killed start still blocks the next start.
        """
        descriptor = os.open(
            self._checkout / ".venv.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666
        )
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._progress.line("another start is building the environment; waiting for it")
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)
