"""A real systemd, booted beside the machine's own in namespaces and on a copy of its file system.

It sees the machine's files and changes none of them: what it writes goes into memory.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import CHECKOUT

PATIENCE = 60.0

PLACE = "/opt/voice-kiosk"
"""Where the checkout is in there: a unit has a /tmp of its own, and nobody else reads /root."""

_PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
_ENVIRONMENT = ("HOME=/root", "LANG=C.UTF-8", _PATH)

_BOOT = r"""
set -eu
cd "$1"
mkdir groups memory root
if grep -q name=systemd /proc/self/cgroup; then
    mount -t cgroup -o none,name=systemd groups groups
else
    mount -t cgroup2 groups groups
fi
own="groups/kiosk-test-$$"
mkdir "$own"
mount -t tmpfs memory memory
mkdir memory/upper memory/work
mount -t overlay overlay -o lowerdir=/,upperdir=memory/upper,workdir=memory/work root
for empty in run tmp dev; do mount -t tmpfs "$empty" "root/$empty"; done
mkdir -p "root$4"
mount --bind "$2" "root$4"
mount -o remount,bind,ro "root$4"
mkdir root/dev/shm
for device in null zero full random urandom tty; do
    touch "root/dev/$device"
    mount --bind "/dev/$device" "root/dev/$device"
done
sh -c 'echo $$ > "$1/cgroup.procs"; shift; exec "$@"' sh "$own" \
    unshare --pid --mount --ipc --uts --net --cgroup --fork sh -c "
        mount -t proc proc root/proc
        mount -t sysfs sysfs root/sys
        if grep -q name=systemd /proc/self/cgroup; then
            mount -t tmpfs groups root/sys/fs/cgroup
            mkdir root/sys/fs/cgroup/systemd
            mount -t cgroup -o none,name=systemd groups root/sys/fs/cgroup/systemd
        else
            mount -t cgroup2 groups root/sys/fs/cgroup
        fi
        # In a container systemd leaves this to whoever runs it; units get no credentials otherwise.
        mount --make-rshared root
        exec env -i container=test $3 \
            chroot root /lib/systemd/systemd --system --unit=basic.target
    " &
echo $! > booting
wait $! || true
find "$own" -depth -type d -exec rmdir {} +
"""


class BootedSystemd:
    """Runs commands where that systemd rules."""

    def __init__(self, process: int) -> None:
        self._enter = ["nsenter", "--target", str(process), "--all", "--root"]

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._enter, "env", "-i", "-C", PLACE, *_ENVIRONMENT, *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            start_new_session=True,  # what is sent to a whole group there must not reach this one
        )

    def kiosk(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the kiosk's."""
        return self.run(f"{PLACE}/.venv/bin/python", "-P", "-m", "kiosk", *words)

    def let_everybody_read(self, file: Path) -> None:
        """Open the folders on the way to a file to every user, in there alone."""
        folders = [str(folder) for folder in file.parents]
        assert self.run("chmod", "o+rx", *folders).returncode == 0


@contextmanager
def booted_systemd(folder: Path) -> Iterator[BootedSystemd]:
    """Boot one; it ends with all that it has started."""
    for program, package in (
        ("/lib/systemd/systemd", "systemd"),
        ("/usr/bin/nsenter", "util-linux"),
    ):
        if not Path(program).exists():
            pytest.fail(f"{package} is missing; run: apt-get install {package}")
    log = folder / "log"
    with log.open("wb") as said:
        boot = subprocess.Popen(
            [
                *("unshare", "--mount", "sh", "-c", _BOOT),
                *("sh", str(folder), str(CHECKOUT), _PATH, PLACE),
            ],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    first = None
    try:
        ends = time.monotonic() + PATIENCE
        while (first := _first_process(folder / "booting")) is None or not _rules(first):
            if boot.poll() is not None or time.monotonic() > ends:
                pytest.fail(f"no systemd boots here, which root may:\n{log.read_text()}")
            time.sleep(0.1)
        systemd = BootedSystemd(first)
        yield systemd
    finally:
        if first is not None:
            os.kill(first, signal.SIGKILL)
        boot.wait(PATIENCE)


def _first_process(booting: Path) -> int | None:
    """Give the number, out here, of the process that is the first one in there."""
    try:
        parent = int(booting.read_text())
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        first = int(children[0])
        return first if Path(f"/proc/{first}/comm").read_text().strip() == "systemd" else None
    except (OSError, ValueError, IndexError):
        return None


def _rules(first: int) -> bool:
    return BootedSystemd(first).run("systemctl", "is-active", "basic.target").returncode == 0
