"""Writes the units with which systemd runs the kiosk, as a user of its own with minimal rights.

The page's browser is a unit of another user, which learns the page's address from the kiosk.

See systemd.service(5) and systemd.exec(5). The watchdog is fed by the kiosk's parent process, with
each heartbeat of the process that serves (see `kiosk.watchdog.process_heartbeat`).
"""

import grp
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.errors import reason_of
from kiosk import CHECKOUT
from kiosk.errors import ServiceError
from kiosk.service.control.background import PAGE_UNIT, UNIT
from kiosk.service.control.units import FOLDERS, USER
from kiosk.web.handover import PAGE_USER

_GROUPS = ("audio", "input")
_SCREEN_GROUPS = ("video", "render")

PAGE_FOLDER = PAGE_USER
"""Of /run: where the kiosk leaves the file for the page's browser. Everybody may pass through it,
and the file is the kiosk's and the page's user's alone."""

_PAGE_FILE = f"/run/{PAGE_FOLDER}/page"

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
LimitCORE=0
DevicePolicy=closed
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
{wants}
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User={user}
SupplementaryGroups={groups}
WorkingDirectory={checkout}
ExecStart={command}
Environment={folders} KIOSK_FETCH_MODEL=false
StateDirectory={user}
StateDirectoryMode=0700
CacheDirectory={user}
CacheDirectoryMode=0700
{runtime}
StandardOutput=null
WatchdogSec=30
TimeoutStartSec=90
TimeoutStopSec=30
# The kiosk's parent passes a signal on; a second signal would cut off the kiosk's last words.
KillMode=mixed
Restart=on-failure
RestartSec=1
{hardened}
# The sound card, and keypads and switches.
DeviceAllow=char-alsa rw
DeviceAllow=char-input r
{network}

[Install]
WantedBy=multi-user.target
"""

_RUNTIME = f"""\
RuntimeDirectory={PAGE_FOLDER}
RuntimeDirectoryMode=0711"""

_PAGE = """\
[Unit]
Description=Screen of the voice kiosk
BindsTo={kiosk}
After={kiosk} graphical.target
StartLimitIntervalSec=0

[Service]
User={user}
SupplementaryGroups={groups}
WorkingDirectory={checkout}
ExecStart={command}
Environment=HOME=/tmp
{display}
# Its user may read what all users may, but not the settings and no file of the kiosk.
InaccessiblePaths={closed}
Restart=always
RestartSec=2
{hardened}
DeviceAllow=char-drm rw
{network}
"""


@dataclass(frozen=True, slots=True)
class Display:
    """The screen of the page.

    Attributes:
        name: as DISPLAY has it, such as ":0"; or the path of a Wayland socket.
        authority: the X authority file of its session, which systemd reads for the page's user;
            None if that user may use the screen in another way.
    """

    name: str
    authority: Path | None

    @property
    def lines(self) -> str:
        """Give the lines of a unit."""
        if self.name.startswith("/"):
            return f"Environment=WAYLAND_DISPLAY={self.name}"
        found = [f"Environment=DISPLAY={self.name}", "BindReadOnlyPaths=-/tmp/.X11-unix"]
        if self.authority is not None:
            found += [
                f"LoadCredential=xauthority:{self.authority}",
                "Environment=XAUTHORITY=%d/xauthority",
            ]
        return "\n".join(found)


def write_units(
    folder: Path, settings_file: Path | None, page: Display | None, *, calls: bool, opens: bool
) -> list[Path]:
    """Write the kiosk's unit and that of the page's browser; give their paths.

    Args:
        folder: where systemd looks for units.
        settings_file: handed to the kiosk; None: it looks where it always does.
        page: where the page is shown; None: there is no page.
        calls: somebody is called over the network.
        opens: there is a page, and a browser is opened at it.

    Raises:
        ServiceError: they cannot be written.
    """
    options = ["--settings", str(settings_file)] if settings_file else []
    network = "" if calls else _NO_NETWORK
    if page is not None:
        options.append("--page")
    if opens:
        options += ["--page-file", _PAGE_FILE]
    units = {
        UNIT: _KIOSK.format(
            # So the page comes back with each start of the kiosk, also after a crash.
            wants=f"Wants={PAGE_UNIT}" if opens else "",
            user=USER,
            groups=" ".join([*_groups(_GROUPS), *([PAGE_USER] if opens else [])]),
            checkout=CHECKOUT,
            folders=" ".join(f"{name}={folder}" for name, folder in FOLDERS.items()),
            command=_command("run", "--in-service", "--fall-back", *options),
            runtime=_RUNTIME if opens else "",
            hardened=f"{_HARDENED}\n{_NO_BROWSER}",
            network=network,
        )
    }
    if page is not None and opens:
        closed = [FOLDERS["KIOSK_STATE_FOLDER"], FOLDERS["KIOSK_CACHE_FOLDER"]]
        closed += [str(settings_file)] if settings_file else []
        # Chromium's own sandbox needs namespaces.
        units[PAGE_UNIT] = _PAGE.format(
            user=PAGE_USER,
            groups=" ".join(_groups(_SCREEN_GROUPS)),
            checkout=CHECKOUT,
            kiosk=UNIT,
            command=_command("page", "--file", _PAGE_FILE),
            display=page.lines,
            closed=" ".join(f'"-{path}"' for path in closed),
            hardened=_HARDENED,
            network=_NO_NETWORK,
        )
    written = []
    for name, text in units.items():
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            reason = reason_of(error)
            raise ServiceError(f"{folder / name}: {reason}; do it as root: sudo ...") from None
        written.append(folder / name)
    return written


def hand_to_systemd(*, page: bool) -> None:
    """Create the users of the units, and let systemd start the units with the machine.

    Args:
        page: there is a unit for the page's browser.

    Raises:
        ServiceError: a step fails.
    """
    if page:
        _make_user(PAGE_USER, _SCREEN_GROUPS, "/nonexistent")
    _make_user(USER, _GROUPS, FOLDERS["KIOSK_STATE_FOLDER"])
    for user in (USER, *([PAGE_USER] if page else [])):
        _require_readable(user)
    _do("systemctl", "daemon-reload")
    _do("systemctl", "enable", UNIT)


def _make_user(name: str, groups: Sequence[str], home: str) -> None:
    if subprocess.run(["id", name], capture_output=True, check=False).returncode:
        shell = ("--user-group", "--home-dir", home, "--shell", "/usr/sbin/nologin")
        there = _groups(groups)
        _do("useradd", "--system", *shell, *(["--groups", ",".join(there)] if there else []), name)


def _groups(wanted: Sequence[str]) -> list[str]:
    """Give those of the groups that this machine has: systemd starts nothing with one it lacks."""
    there = {group.gr_name for group in grp.getgrall()}
    return [group for group in wanted if group in there]


def _require_readable(user: str) -> None:
    """Find out that a unit's user may read kiosk and Python before systemd fails at it."""
    loads = ["runuser", "-u", user, "--", sys.executable, "-P", "-c", "import kiosk.cli"]
    if subprocess.run(loads, cwd="/", capture_output=True, check=False).returncode:
        raise ServiceError(
            f"the user {user} cannot read {CHECKOUT} or {Path(sys.executable).resolve()}; put the "
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
