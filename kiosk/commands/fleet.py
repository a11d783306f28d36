"""`fleet`: shows all kiosks of a site and answers their calls."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from threading import Event as Flag

from rich.console import Group
from rich.live import Live
from rich.table import Column, Table
from rich.text import Text

from kiosk.errors import FleetError, SettingsError
from kiosk.launch.printable import one_line
from kiosk.notices import PrintedNotices
from kiosk.service.fleet.access import access_rules
from kiosk.service.fleet.broker import Broker, broker_of
from kiosk.service.fleet.desk import NOT_CLEARABLE, Desk, waited_for
from kiosk.service.fleet.seen import Seen
from kiosk.settings.load import load_settings, load_some
from kiosk.settings.model import Settings, keys_of
from kiosk.settings.service_sections import MqttSettings
from kiosk.status.state_names import state_name
from kiosk.terminal.console import own_console
from kiosk.terminal.outlet import Outlet
from kiosk.visit.dialogue.actions import LASTING
from kiosk.web.descriptors import raise_limit

CONNECTS_WITHIN = 10.0
TELL_WITHIN = 2.0
"""Seconds; every kiosk's last word is with the broker."""

LOOK_EVERY = 0.25

_BROKER = frozenset(keys_of(MqttSettings))
"""Settings by which the broker is reached."""

SHOWN_FOR = 5.0
"""Seconds after which a terminal that takes no more output counts as seen by nobody."""


def run(args: argparse.Namespace) -> int:
    """Show the kiosks, or answer one."""
    settings = _settings(args)
    if args.acl:
        print(access_rules(settings.mqtt.site, args.acl))  # noqa: T201 - its output
        return 0
    if args.page:
        return _serve_page(settings)
    # Without a terminal nobody sees or hears a call, so kiosks must not be told otherwise.
    shown = _LastShown(by_terminal=sys.stdout.isatty())
    mqtt = settings.mqtt
    desk = Desk(_broker(settings), mqtt.site, attended=shown.lately, name=mqtt.desk_name)
    with closing(desk):
        if not waited_for(lambda: not desk.trouble, CONNECTS_WITHIN):
            raise FleetError(desk.trouble)
        if args.acknowledge or args.clear:
            return _answer(desk, args)
        if args.restart:
            return _restart(desk, args.restart)
        if args.once or args.json:
            time.sleep(TELL_WITHIN)
            own_console().print(_shown(desk)) if args.once else print(_json(desk))  # noqa: T201
            return 0
        _watch(desk, shown)
    return 0


def _settings(args: argparse.Namespace) -> Settings:
    """Read the settings; an answer to a kiosk waits for no mending of those that it does not need.

    Raises:
        SettingsError: they are wrong: for the desk itself, which somebody starts, any of them.
    """
    try:
        return load_settings(args.settings)
    except SettingsError as error:
        reaches = args.acknowledge or args.clear or args.restart or args.once or args.json
        broker = load_some(_BROKER, args.settings, os.environ) if reaches else None
        if broker is None:
            raise
        for line in str(error).splitlines():
            PrintedNotices().notice(line)
        return broker


def _broker(settings: Settings) -> Broker:
    broker = broker_of(settings.mqtt)
    if broker is None:
        raise SettingsError("the settings name no MQTT broker; set mqtt_host")
    return broker


def _answer(desk: Desk, args: argparse.Namespace) -> int:
    name = args.acknowledge or args.clear
    if args.clear:
        # The broker has each kiosk's status.
        waited_for(lambda: desk.kiosk(name).status is not None, TELL_WITHIN)
        if not desk.kiosk(name).clearable:
            raise FleetError(NOT_CLEARABLE.format(name=name))
    answer = desk.acknowledge if args.acknowledge else desk.clear
    # The broker sends open calls; kiosks repeat those that it has forgotten.
    if not waited_for(lambda: answer(name), 2 * CONNECTS_WITHIN):
        raise FleetError(f'"{name}" is not calling; see who is: run_kiosk.py fleet')
    if not waited_for(lambda: desk.kiosk(name).told, CONNECTS_WITHIN):
        raise FleetError(
            desk.trouble or f'"{name}" was not told: the broker took no message; try again'
        )
    return 0


def _restart(desk: Desk, name: str) -> int:
    # The broker has each kiosk's status.
    if not waited_for(lambda: desk.kiosk(name).status is not None, TELL_WITHIN):
        raise FleetError(f'no kiosk "{name}" was heard of; see which there are: run_kiosk.py fleet')
    if not desk.kiosk(name).restartable:
        raise FleetError(
            f'"{name}" cannot be restarted from here: it is not connected, or its settings do not '
            "allow it (mqtt_restart, with a protected broker); restart it there"
        )
    if not desk.restart(name):
        raise FleetError(desk.trouble or f'"{name}" was not told: the broker is away; try again')
    return 0


class _LastShown:
    """When a terminal showed the kiosks last: one that is stopped, or hangs, shows nobody."""

    def __init__(self, *, by_terminal: bool) -> None:
        self._by_terminal = by_terminal
        self._at = float("-inf")

    def now(self) -> None:
        self._at = time.monotonic()

    def lately(self) -> bool:
        return self._by_terminal and time.monotonic() < self._at + SHOWN_FOR


def _watch(desk: Desk, shown: _LastShown) -> None:
    console = own_console()
    with (
        suppress(KeyboardInterrupt),
        Live(_shown(desk), console=console, auto_refresh=False) as live,
    ):
        while True:
            live.update(_shown(desk), refresh=True)
            shown.now()
            if any(_sounds(seen) for seen in desk.kiosks):
                console.bell()
            time.sleep(LOOK_EVERY)


def _serve_page(settings: Settings) -> int:
    # They take long to load, and only this way needs them.
    from kiosk.service.fleet.desk_page import DeskPage, served  # noqa: PLC0415
    from kiosk.visit.loop.live import ending_signals  # noqa: PLC0415
    from kiosk.web.browser import DESK_WINDOW, opened, require_browser  # noqa: PLC0415
    from kiosk.web.door import open_door  # noqa: PLC0415

    if settings.page.browser:
        require_browser(settings.page.browser)
    raise_limit()
    page, ended = DeskPage(), Flag()
    bell = Outlet(sys.stderr.fileno())  # the desk continues while its terminal is stopped
    with ExitStack() as stack:
        stack.enter_context(ending_signals(ended.set))
        door = stack.enter_context(closing(open_door(settings.page.port)))
        desk = Desk(
            _broker(settings),
            settings.mqtt.site,
            page.changed,
            page.attended,
            settings.mqtt.desk_name,
        )
        stack.enter_context(closing(desk))
        page.show(desk)
        stack.enter_context(served(door, page, settings.mqtt.site, settings.page.theme))
        if settings.page.browser:
            notices = PrintedNotices()
            stack.enter_context(opened(settings.page.browser, door.address, notices, DESK_WINDOW))
        else:
            print(f"The desk's page is at {door.address}", flush=True)  # noqa: T201 - its output
        while not ended.wait(LOOK_EVERY):
            # If no page can ring, the terminal rings.
            if not page.attended() and any(_sounds(seen) for seen in desk.kiosks):
                bell.put("\a" if sys.stderr.isatty() else "")
    return 0


def _sounds(seen: Seen) -> bool:
    """Whether the terminal rings for it."""
    return seen.rings or (seen.calls and not seen.acknowledged)


def _shown(desk: Desk) -> Group:
    kiosks = desk.kiosks
    table = Table("kiosk", "place", "is", "state", Column("why", overflow="fold"))
    for seen in kiosks:
        style = "bold red" if seen.needs_staff else ""
        table.add_row(*(Text(one_line(cell)) for cell in _row(seen)), style=style)
    caption = _caption(desk, kiosks)
    return Group(table, Text(one_line(caption), style="bold")) if caption else Group(table)


def _caption(desk: Desk, kiosks: list[Seen]) -> str:
    """Say what is wrong, else what is to be done next."""
    if desk.trouble:
        return f"Emergencies do not reach this desk: {desk.trouble}"
    if any((seen.needs and not seen.acknowledged) for seen in kiosks):
        return "To take a call: run_kiosk.py fleet --acknowledge KIOSK, in another terminal"
    if any(seen.needs in LASTING for seen in kiosks):
        return "Once staff are there, end it: run_kiosk.py fleet --clear KIOSK, in another terminal"
    return desk.warning


def _row(seen: Seen) -> Iterator[str]:
    yield seen.name
    yield seen.place
    snapshot = seen.status.snapshot if seen.status is not None else None
    if seen.needs_staff:
        yield "NEEDS STAFF" + _taken(seen)
    elif seen.calls:
        yield "A VISITOR ASKS FOR STAFF" + _taken(seen)
    elif seen.wants_staff:
        yield "calls for staff, no emergency"
    elif not seen.there(time.monotonic()):
        yield "gone"
    else:
        yield "in service" if snapshot is not None and snapshot.in_service else "not in service"
    yield state_name(snapshot.state) if snapshot is not None else ""
    yield "; ".join(snapshot.reasons) if snapshot is not None else ""


def _taken(seen: Seen) -> str:
    if not seen.acknowledged:
        return ""
    return f" (taken by {seen.taken_by})" if seen.taken_by else " (acknowledged)"


def _json(desk: Desk) -> str:
    return json.dumps(
        [
            {
                "kiosk": seen.name,
                "place": seen.place,
                "online": seen.there(time.monotonic()),
                "needs_staff": seen.needs_staff,
                "calls": seen.calls,
                "wants_staff": seen.wants_staff,
                "acknowledged": seen.acknowledged,
                "taken_by": seen.taken_by,
                "snapshot": seen.status.snapshot.model_dump(mode="json")
                if seen.status is not None and seen.status.snapshot is not None
                else None,
            }
            for seen in desk.kiosks
        ],
        indent=2,
    )
