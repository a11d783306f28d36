"""The units by which systemd runs the kiosk: as a user of its own, with no more than it needs.

See systemd.service(5) and systemd.exec(5). The watchdog is fed by the kiosk's parent process, with
each beat of the process that serves (see `kiosk.lifeline`).
"""

import grp
import os
import shlex
import subprocess
import sys
from pathlib import Path

from kiosk.errors import ServiceError
from kiosk.service.background import CHECKOUT, PAGE_UNIT, UNIT
from kiosk.service.installed import FOLDERS, USER
from kiosk.settings import Settings

_GROUPS = ("audio", "input", "video")

_HARDENED = """\
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0077"""

_NO_BROWSER = """\
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallFilter=@system-service"""

_NO_NETWORK = """\
IPAddressDeny=any
IPAddressAllow=localhost"""

_KIOSK = """\
[Unit]
Description=Voice kiosk of the waiting room
After=sound.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User={user}
SupplementaryGroups={groups}
WorkingDirectory={checkout}
ExecStart={command}
Environment={folders} KIOSK_FETCH_MODEL=false "KIOSK_BROWSER= "
StateDirectory={user}
StateDirectoryMode=0700
CacheDirectory={user}
StandardOutput=null
WatchdogSec=30
TimeoutStartSec=90
TimeoutStopSec=30
# The kiosk's parent process hands a signal on; one that came twice would cut off its last words.
KillMode=mixed
Restart=on-failure
RestartSec=1
{hardened}
{network}

[Install]
WantedBy=multi-user.target
"""

_PAGE = """\
[Unit]
Description=Screen of the voice kiosk
BindsTo={kiosk}
After={kiosk} graphical.target

[Service]
User={user}
SupplementaryGroups={groups}
WorkingDirectory={checkout}
ExecStart={command}
Environment={folders} DISPLAY=:0
StateDirectory={user}
StateDirectoryMode=0700
Restart=always
RestartSec=2
{hardened}
{network}

[Install]
WantedBy=graphical.target
"""


def write_units(
    folder: Path, settings: Settings, settings_file: Path | None, *, page: bool
) -> list[Path]:
    """Write the kiosk's unit, and that of the page's browser; give where they are.

    Args:
        folder: where systemd looks for units.
        settings: say whether anybody is called over the network.
        settings_file: handed to the kiosk; None: it looks where it always does.
        page: the kiosk has one.

    Raises:
        ServiceError: they cannot be written.
    """
    options = ["--settings", str(settings_file)] if settings_file else []
    network = "" if settings.alert_webhook or settings.mqtt_host else _NO_NETWORK
    shared = {
        "user": USER,
        "groups": " ".join(_groups()),
        "checkout": str(CHECKOUT),
        "folders": " ".join(f"{name}={folder}" for name, folder in FOLDERS.items()),
    }
    units = {
        UNIT: _KIOSK.format(
            **shared,
            command=_command(
                "run", "--in-service", "--fall-back", *(["--page"] if page else []), *options
            ),
            hardened=f"{_HARDENED}\n{_NO_BROWSER}",
            network=network,
        )
    }
    if page:
        # Chromium's own sandbox needs namespaces.
        units[PAGE_UNIT] = _PAGE.format(
            **shared,
            kiosk=UNIT,
            command=_command("page", *options),
            hardened=_HARDENED,
            network=_NO_NETWORK,
        )
    written = []
    for name, text in units.items():
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ServiceError(f"{folder / name}: {reason}; do it as root: sudo ...") from None
        written.append(folder / name)
    return written


def hand_to_systemd(*, page: bool) -> None:
    """Make the kiosk's user, and let systemd start its units with the machine.

    Raises:
        ServiceError: a step fails.
    """
    if subprocess.run(["id", USER], capture_output=True, check=False).returncode:
        groups = ",".join(_groups())
        home = f"/var/lib/{USER}"
        _do("useradd", "--system", "--home-dir", home, "--groups", groups, USER)
    _require_readable()
    _do("systemctl", "daemon-reload")
    _do("systemctl", "enable", UNIT, *([PAGE_UNIT] if page else []))


def _groups() -> list[str]:
    """Give those of the groups that this machine has: systemd starts nothing with one it lacks."""
    there = {group.gr_name for group in grp.getgrall()}
    return [group for group in _GROUPS if group in there]


def _require_readable() -> None:
    """Find out that the kiosk's user may read kiosk and Python before systemd fails at it."""
    loads = ["runuser", "-u", USER, "--", sys.executable, "-P", "-c", "import kiosk.cli"]
    if subprocess.run(loads, cwd="/", capture_output=True, check=False).returncode:
        raise ServiceError(
            f"the user {USER} cannot read {CHECKOUT} or {Path(sys.executable).resolve()}; put the "
            f"kiosk where everybody can read it, such as in /opt, run it there once by the "
            "system's python3, and set the service up from there"
        )


def _command(*words: str) -> str:
    return shlex.join([sys.executable, "-P", "-m", "kiosk", *words])


def _do(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise ServiceError(
            f"{command[0]} is missing; this machine has no systemd: run_kiosk.py start does without"
        ) from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason is given"])[-1]
        root = "" if os.geteuid() == 0 else "; do it as root: sudo ..."
        raise ServiceError(f"{shlex.join(command)}: {said}{root}")
