"""A checkout with the real launcher, a lock of tiny packages and a command that tells its start."""

import atexit
import compileall
import hashlib
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from tests import CHECKOUT

PROGRAM = "run_kiosk.py"
PATIENCE = 60
"""Seconds after which a start that says nothing counts as stuck."""

_COMMAND = """\
import json, os, sys
import tiny
told = {"arguments": sys.argv[1:], "tiny": tiny.VERSION, "prefix": sys.prefix, "pid": os.getpid()}
told |= {"file": __file__, "stdin": "" if sys.stdin.isatty() else sys.stdin.read()}
for name in ("toy", "trainer", "person", "many"):
    try:
        told[name] = __import__(name).VERSION
    except ImportError:
        told[name] = None
print(json.dumps(told))
sys.exit(7 if "seven" in sys.argv else 0)
"""


@dataclass(frozen=True, slots=True)
class Started:
    """A start that has ended."""

    code: int
    out: str
    said: str

    @property
    def told(self) -> dict[str, Any]:
        """What the command told of itself."""
        assert self.out, self.said
        answer: dict[str, Any] = json.loads(self.out)
        return answer


@cache
def compiled_pip() -> Path:
    """Give pip's wheel with its modules compiled: else each start compiles them, for a second."""
    (wheel,) = (CHECKOUT / ".launch").glob("pip-*.whl")
    kept = Path(tempfile.mkdtemp(prefix="compiled-pip-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(kept / "pip")
    compileall.compile_dir(
        kept / "pip",
        quiet=2,
        legacy=True,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    made = kept / wheel.name
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for file in (kept / "pip").rglob("*"):
            if file.suffix != ".py":
                packed.write(file, file.relative_to(kept / "pip"))
    return made


class Checkout:
    """A folder as `git clone` leaves it, beside a folder of wheels that stands for the network."""

    def __init__(self, root: Path, programs: Path) -> None:
        self._root = root
        self.folder = root / "a checkout"
        self.wheels = root / "wheels"
        self.elsewhere = root / "elsewhere"
        self.programs = programs

    def fill(self) -> None:
        """Lay everything in place, nothing built."""
        for each in (self.folder, self.wheels, self.elsewhere):
            each.mkdir()
        shutil.copy(CHECKOUT / PROGRAM, self.folder)
        shutil.copytree(CHECKOUT / "kiosk" / "launch", self.folder / "kiosk" / "launch")
        for package in ("audio", "grammar", "kiosk"):
            (self.folder / package).mkdir(exist_ok=True)
            for name in ("__init__.py", "errors.py"):
                shutil.copy(CHECKOUT / package / name, self.folder / package)
        (self.folder / ".launch").mkdir()
        pip = compiled_pip()
        (self.folder / ".launch" / pip.name).symlink_to(pip)
        (self.folder / "kiosk" / "__main__.py").write_text(_COMMAND)
        (self.folder / "kiosk" / "commands").mkdir()
        (self.folder / "kiosk" / "commands" / "__init__.py").touch()
        (self.folder / "kiosk" / "commands" / "selftest.py").write_text(_COMMAND)
        # For the name of the system, which pip tells an index, it starts a dozen processes.
        self.program("lsb_release", "exit 1")
        self.needs("")
        self.lock(run=self.wheel("tiny", "1.0"))

    def bring_commands(self) -> None:
        """Lay the kiosk itself in place, whose commands tell what they take."""
        for package in ("audio", "grammar", "kiosk"):
            only_code = shutil.ignore_patterns("__pycache__", "launch", "__main__.py", "*.flac")
            shutil.copytree(
                CHECKOUT / package, self.folder / package, dirs_exist_ok=True, ignore=only_code
            )

    def fill_from(self, other: "Checkout") -> None:
        """Take over all that another checkout has, built or not."""
        shutil.copytree(other._root, self._root, symlinks=True, dirs_exist_ok=True)

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    @property
    def packages(self) -> Path:
        return next(self.environment.glob("lib/*/site-packages"))

    def wheel(self, name: str, version: str) -> str:
        """Publish a package of one module; gives its line in the lock."""
        file = self.wheels / f"{name}-{version}-py3-none-any.whl"
        about = f"{name}-{version}.dist-info"
        files = {
            f"{name}.py": f'VERSION = "{version}"\n',
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        files[f"{about}/RECORD"] = "".join(f"{each},,\n" for each in (*files, f"{about}/RECORD"))
        with zipfile.ZipFile(file, "w") as archive:
            for each, text in files.items():
                archive.writestr(zipfile.ZipInfo(each), text)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"

    def lock(
        self, run: str, natural: str = "", cluster: str = "", test: str = "", train: str = ""
    ) -> None:
        """Write the lock file."""
        parts = {
            "run": run,
            "natural": natural,
            "cluster": cluster,
            "test": test,
            "train": train,
        }
        (self.folder / "requirements.lock").write_text(
            "\n".join(f"# part: {name} (x)\n{lines}" for name, lines in parts.items())
        )

    def needs(self, table: str) -> None:
        """Write what the kiosk needs of the operating system."""
        (self.folder / ".launch" / "system-packages").write_text(table)

    def program(self, name: str, script: str) -> None:
        """Put a shell script first on the search path."""
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def lose_the_network(self) -> None:
        """Take every wheel away."""
        shutil.rmtree(self.wheels)
        self.wheels.mkdir()

    def variables(self, **more: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        return own | {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            **more,
        }

    def begin(
        self, *arguments: str, by: tuple[str, ...] = (), **variables: str
    ) -> "subprocess.Popen[str]":
        """Start it with nobody at the terminal, and do not wait."""
        return subprocess.Popen(
            [*by, sys.executable, str(self.folder / PROGRAM), *arguments],
            cwd=self.elsewhere,
            env=self.variables(**variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(
        self,
        *arguments: str,
        stdin: str = "",
        by: tuple[str, ...] = (),
        **variables: str,
    ) -> Started:
        """Start it with nobody at the terminal, and wait for its end.

        Args:
            arguments: after the program's name.
            stdin: what the command may read.
            by: the command line that starts it.
            variables: of the environment.
        """
        process = self.begin(*arguments, by=by, **variables)
        out, said = process.communicate(stdin, timeout=2 * PATIENCE)
        return Started(process.returncode, out, said)

    @contextmanager
    def at_a_terminal(self, *arguments: str) -> Iterator["Person"]:
        """Start it with a person at the terminal."""
        outer, inner = pty.openpty()
        process = subprocess.Popen(
            # With a terminal that is theirs, so that Ctrl-C reaches them.
            ["setsid", "--ctty", sys.executable, str(self.folder / PROGRAM), *arguments],
            cwd=self.elsewhere,
            env=self.variables(TERM="xterm"),
            stdin=inner,
            stdout=subprocess.PIPE,
            stderr=inner,
            text=True,
        )
        os.close(inner)
        try:
            yield Person(process, outer)
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)
            os.close(outer)


class Person:
    """Someone who reads what a start says and types."""

    def __init__(self, process: "subprocess.Popen[str]", descriptor: int) -> None:
        self._process = process
        self._descriptor = descriptor
        self.read = ""

    def waits_for(self, wanted: str) -> None:
        """Read until that is printed."""
        while wanted not in self.read:
            assert self._reads(), f"ended without {wanted!r}:\n{self.read}"

    def types(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def sees_the_end(self) -> Started:
        """Read until the start has ended."""
        while self._reads():
            pass
        out, _ = self._process.communicate(timeout=PATIENCE)
        return Started(self._process.returncode, out, self.read)

    def _reads(self) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE)
        assert ready, f"nothing more within {PATIENCE} s:\n{self.read}"
        try:
            chunk = os.read(self._descriptor, 65536)
        except OSError:  # Linux's word for the end of a pseudo-terminal
            return False
        self.read += chunk.decode(errors="replace")
        return bool(chunk)
