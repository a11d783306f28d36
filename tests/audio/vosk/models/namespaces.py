"""Programs that have file systems of their own, or no network: the rest of the machine keeps its.

Root may part them from it, and whoever else where the system lets users have namespaces.
"""

import os
import subprocess
from typing import Literal

import pytest

_IN_ANOTHER_ROOT = ["--propagation", "unchanged"]
"""What `unshare --mount` needs where `/` is no mount of its own, as after chroot."""


def apart(what: Literal["--mount", "--net"]) -> list[str]:
    """Give what goes before a command so that it runs apart; fails the test where nobody may."""
    parted = ["unshare", what] if os.geteuid() == 0 else ["unshare", "--map-root-user", what]
    ways = [parted, [*parted, *_IN_ANOTHER_ROOT]] if what == "--mount" else [parted]
    said = ""
    for way in ways:
        try:
            subprocess.run([*way, "true"], check=True, capture_output=True)
        except FileNotFoundError:
            pytest.fail("unshare is missing; run: apt-get install util-linux")
        except subprocess.CalledProcessError as error:
            said = said or error.stderr.decode().strip()
        else:
            return way
    pytest.fail(
        f"this test needs `{' '.join(parted)}` ({said}); run it as root, or: "
        "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    )
