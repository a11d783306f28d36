"""Programs that have file systems of their own, or no network: the rest of the machine keeps its.

Root may part them from it, and whoever else where the system lets users have namespaces.
"""

import os
import subprocess
from typing import Literal

import pytest


def apart(what: Literal["--mount", "--net"]) -> list[str]:
    """Give what goes before a command so that it runs apart; fails the test where nobody may."""
    parted = ["unshare", what] if os.geteuid() == 0 else ["unshare", "--map-root-user", what]
    try:
        subprocess.run([*parted, "true"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.fail("unshare is missing; run: apt-get install util-linux")
    except subprocess.CalledProcessError as error:
        pytest.fail(
            f"this test needs `{' '.join(parted)}` ({error.stderr.decode().strip()}); run it as "
            "root, or: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    return parted
