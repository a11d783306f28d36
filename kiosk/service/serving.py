"""Serves visitors in this process: the kiosk's parts, its keys, its page and its control socket."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import LiveClock
from kiosk.errors import KioskError
from kiosk.notices import Board, Notices
from kiosk.service.assembly.kiosk import Service, service
from kiosk.service.assembly.loading import RecognizerName
from kiosk.service.assembly.terminal import keys_read, screens_of
from kiosk.service.control.door import ControlSocket
from kiosk.service.control.messages import Order
from kiosk.service.control.server import ControlServer
from kiosk.service.last_settings import Keeping, LastSettings, Served
from kiosk.service.snapshotter import Snapshotter
from kiosk.settings.load import with_installed_model
from kiosk.settings.model import Settings
from kiosk.settings.watch import SettingsWatch
from kiosk.status.log_observer import LogObserver
from kiosk.status.log_restarts import DroppedPresses, log_restarts
from kiosk.status.log_writer import ServiceLog
from kiosk.terminal.printed import Printed
from kiosk.terminal.whole_screen import TakenScreen
from kiosk.visit.dialogue.events import StaffCleared
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.live import Ending, ending_signals
from kiosk.visit.screen.screens import Screens
from kiosk.visit.screen.touch.ear import ShownEar
from kiosk.visit.screen.touch.screen import PageScreen
from kiosk.watchdog.disk import DiskThread
from kiosk.watchdog.process_heartbeat import ProcessHeartbeat
from kiosk.watchdog.supervisor import MAKES_PLACE, leave_at_once
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.descriptors import raise_limit

if TYPE_CHECKING:
    from kiosk.visit.screen.touch.server import PageServer
    from kiosk.web.door import Door

NOT_LOCKED_DOWN = (
    "The page's browser is not locked down: it runs as this user, without a policy. For visitors: "
    "sudo run_kiosk.py setup --service --page"
)
_WELCOME = ("page.purpose", "page.private")
"""Labels of what a whole terminal says of the kiosk at rest."""

_DISK_HANGS = (
    "{}: the disk does not answer, and nothing outlives a restart of the kiosk; see whether that "
    "disk fails"
)


@dataclass(frozen=True, slots=True)
class Doors:
    """The sockets that stay open when this process is replaced.

    Attributes:
        control: where commands reach the kiosk.
        page: where browsers do; None if there is no page.
    """

    control: ControlSocket
    page: "Door | None"


def serve_visitors(
    served: Served,
    recognizer: RecognizerName,
    doors: Doors,
    heartbeat: ProcessHeartbeat,
    printed: Printed,
    *,
    whole: TakenScreen | None,
    lane: Lane,
    settings_file: Path | None,
    last: LastSettings,
    attended: bool,
    opens_browser: bool = True,
) -> int:
    """Serve until told to stop; give the exit code.

    Args:
        served: the clinic's settings.
        recognizer: who listens (see `kiosk.service.assembly.kiosk.service`).
        doors: where others reach it.
        heartbeat: sends heartbeats to the parent.
        printed: standard output.
        whole: remembers that a whole terminal is drawn on; None: plain lines are printed.
        lane: calls for staff, which survive this process.
        settings_file: where the settings were read; None for the usual place.
        last: stores the settings once they have served.
        attended: the person who started it sees the screen.
        opens_browser: keep a browser at the page, unless the settings name none.
    """
    raise_limit()
    _keep_temporary_files_in(doors.control)
    settings = with_installed_model(served.settings)  # one may have come since the first start
    page, terminal = screens_of(settings, printed, whole)
    screen = Screens(terminal, *([page] if doors.page is not None else []))
    home = settings.storage.state_folder
    with ExitStack() as stack:
        notices = Notices(screen)
        disk = stack.enter_context(closing(DiskThread()))
        log = stack.enter_context(
            closing(ServiceLog(home / "log", lambda text: notices.put("log", text), disk))
        )
        screen.logged = lambda text, over: log.notice(text, over=over)
        log_restarts(log, heartbeat.restarts, disk)
        for told in filter(None, (served.warning, doors.control.warning)):
            screen.notice(told)
        kiosk = stack.enter_context(
            service(
                settings,
                screen,
                disk,
                recognizer,
                lane=lane,
                attended=attended,
                touch=doors.page is not None,
                sign_off_known=served.sign_off_known,
                observers=[LogObserver(log), ear := ShownEar(page)],
                watched=ear.hear,
            )
        )
        terminal.welcome(*(kiosk.content.labels[line] for line in _WELCOME))
        stack.enter_context(ending_signals(kiosk.driver.stop))
        stack.enter_context(keys_read(settings.keys, kiosk, screen, lane, terminal))
        browser = settings.page.browser if opens_browser else ()
        if doors.page is not None and opens_browser:
            # Anybody who knows the address can press keys, so it stands on the terminal only.
            terminal.note(NOT_LOCKED_DOWN if browser else f"The page is at {doors.page.address}")
        server = stack.enter_context(
            _paged(settings, kiosk, page, doors.page, screen, browser=browser)
        )
        snapshots = Snapshotter(
            kiosk,
            screen,
            terminal,
            name=settings.alerts.kiosk_name,
            model=settings.hearing.vosk_model,
            page=server,
            heartbeat=heartbeat,
            clock=LiveClock(),
            fallen_back=bool(served.warning),
        )
        _enter_or_tell(_control(doors.control, kiosk, snapshots), screen, stack)
        if kiosk.desk is not None:
            kiosk.desk.tell(snapshots.take)
        if settings.metrics.port:
            _serve_metrics(settings.metrics.port, snapshots, kiosk.heartbeats, screen, stack)
        watch = SettingsWatch(
            settings_file,
            LiveClock(),
            kiosk.driver.begin_anew,
            screen,
            served=None if served.warning else served.settings,
            disk=disk,
            was_wrong=not served.sign_off_known,
        )
        keeping = Keeping(last, served, disk, screen.notice)

        dropped = DroppedPresses(log, LiveClock())

        def came_round() -> None:
            heartbeat.beat()
            dropped.look(kiosk.driver.dropped)
            notices.put("disk", _DISK_HANGS.format(home) if disk.hangs else "")
            notices.put("terminal", terminal.look())
            watch.look()
            keeping.look(kiosk.driver.begun and kiosk.ready())
            kiosk.pad.look()
            if kiosk.desk is not None:
                kiosk.desk.tell_now()

        ending = kiosk.driver.run(kiosk.started, came_round, kiosk.health.trouble)
        _tell_parent(ending, kiosk, heartbeat)
        if ending == "hung":
            leave_at_once(kiosk.health.trouble())
        terminal.sum_up(kiosk.tally.summary())
        log.tell("summary", **kiosk.tally.numbers(), lines_dropped=terminal.lines_dropped)
    if ending == "anew":
        leave_at_once("a fresh process takes over", MAKES_PLACE)
    screen.say_goodbye()
    return 0


def _tell_parent(ending: Ending, kiosk: Service, heartbeat: ProcessHeartbeat) -> None:
    """Say why another process is to follow this one, or that none is."""
    if ending == "stopped":
        heartbeat.tell_end()
    elif ending == "anew":
        heartbeat.restarts.leave(kiosk.driver.why)
    elif (trouble := kiosk.health.first) is not None:
        heartbeat.restarts.leave(trouble.reason, trouble.part)


def _control(door: ControlSocket, kiosk: Service, snapshots: Snapshotter) -> ControlServer:
    """Give what answers commands at the control socket."""
    orders: dict[Order, Callable[[], None]] = {
        "stop": kiosk.driver.stop,
        "restart": kiosk.driver.restart,
        "clear-emergency": lambda: kiosk.driver.post(StaffCleared()),
    }
    return ControlServer(
        door.socket, snapshots.take, lambda order: orders[order](), kiosk.heartbeats
    )


def _enter_or_tell(part: AbstractContextManager[object], board: Board, stack: ExitStack) -> bool:
    """Begin a part without which visitors can be served; tells whether it has begun."""
    try:
        stack.enter_context(part)
    except KioskError as error:
        board.notice(str(error))
        return False
    return True


def _serve_metrics(
    port: int, snapshots: Snapshotter, heartbeats: ThreadHeartbeats, board: Board, stack: ExitStack
) -> None:
    # It takes long to load, and few kiosks have metrics.
    from kiosk.status.metrics import served_metrics  # noqa: PLC0415

    _enter_or_tell(served_metrics(port, snapshots.take, heartbeats), board, stack)


def _keep_temporary_files_in(door: ControlSocket) -> None:
    """Let what a killed process leaves behind be found, and cleared, by the next."""
    door.clear()
    tempfile.tempdir = os.environ["TMPDIR"] = str(door.temporary)


@contextmanager
def _paged(
    settings: Settings,
    kiosk: Service,
    page: PageScreen,
    door: "Door | None",
    board: Board,
    *,
    browser: tuple[str, ...],
) -> Iterator["PageServer | None"]:
    """Serve the page, if there is to be one, and keep a browser at it."""
    if door is None:
        yield None
        return
    from kiosk.service.assembly.page_words import words_of_page  # noqa: PLC0415
    from kiosk.visit.screen.touch.server import PageServer  # noqa: PLC0415
    from kiosk.web.browser import opened  # noqa: PLC0415

    with ExitStack() as stack:
        server = PageServer(
            door,
            page,
            words_of_page(kiosk.content, settings),
            kiosk.driver.press,
            kiosk.driver.touch,
            brand=settings.page.brand,
            keys=settings.keys.map,
            alive=kiosk.driver.alive,
            heartbeats=kiosk.heartbeats,
        )
        entered = _enter_or_tell(server, board, stack)
        if entered and browser:
            stack.enter_context(opened(browser, door.address, board))
        yield server if entered else None
