"""Makes the snapshots of a kiosk that serves."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.service.assembly.kiosk import Service
from kiosk.status.snapshot import JUST_BEGUN, ChannelState, Snapshot
from kiosk.visit.dialogue.table import State
from kiosk.visit.screen.printing import PrintingScreen
from kiosk.visit.screen.screens import Screens
from kiosk.watchdog.process_heartbeat import ProcessHeartbeat

if TYPE_CHECKING:
    from kiosk.visit.screen.touch.server import PageServer


class Snapshotter:
    """Takes a snapshot of a kiosk's parts, on any thread.

    So it reads only what is replaced as a whole, and never iterates over what the app loop changes.
    """

    def __init__(
        self,
        kiosk: Service,
        screens: Screens,
        terminal: PrintingScreen,
        *,
        name: str,
        model: Path | None,
        page: "PageServer | None",
        heartbeat: ProcessHeartbeat,
        clock: Clock,
        fallen_back: bool = False,
    ) -> None:
        """Look at these.

        Args:
            kiosk: in service.
            screens: know what is wrong.
            terminal: one of them.
            name: the kiosk's.
            model: folder of the Vosk model; None if there is none.
            page: None: there is none.
            heartbeat: knows how often the kiosk was started.
            clock: as the kiosk's.
            fallen_back: its settings are not those of the file, which somebody has to mend.
        """
        self._name = name
        self._model = "" if model is None else model.name
        self._kiosk = kiosk
        self._screens = screens
        self._terminal = terminal
        self._page = page
        self._heartbeat = heartbeat
        self._clock = clock
        self._fallen_back = fallen_back

    def take(self) -> Snapshot:
        """Take a snapshot."""
        kiosk, now = self._kiosk, self._clock.now()
        vitals, devices = kiosk.vitals, kiosk.devices
        counts = vitals.counts()
        trouble = kiosk.health.last_trouble
        reached = devices.sounds or self._screens.seen
        # Keys and captions work without a microphone, but not for people who cannot reach or see
        # them.
        hears = devices.hears
        served = vitals.state != State.OUT_OF_SERVICE and kiosk.driver.alive() and not trouble
        served = served and not self._fallen_back
        last = self._heartbeat.restarts.last
        answered = kiosk.alerts.answered
        return Snapshot(
            kiosk=self._name,
            in_service=served and reached and hears and kiosk.alerts.working,
            reasons=tuple(self._reasons(trouble)),
            state=vitals.told_state,
            visit=vitals.visit,
            emergency=vitals.emergency,
            call=vitals.call,
            hears=hears,
            sounds=devices.sounds,
            microphone_dbfs=devices.level,
            last_heard=None if vitals.last_heard is None else now - vitals.last_heard,
            last_spoken=None if vitals.last_spoken is None else now - vitals.last_spoken,
            recognizers=kiosk.recognizers(),
            model=self._model,
            channels=tuple(
                ChannelState(name=name, working=works, detail=trouble, answered=name in answered)
                for name, works, trouble in kiosk.alerts.channels
            ),
            questions=kiosk.gate.told,
            page=self._page_words(),
            lines_dropped=self._terminal.lines_dropped,
            uptime=time.monotonic() - self._heartbeat.first_start,
            restarts=self._heartbeat.starts - 1,
            visits_today=counts.visits,
            unclear_today=counts.unclear,
            emergencies_today=counts.emergencies,
            restart_reason=last.reason if last is not None else "",
            restart_part=last.part if last is not None else "",
            restarted_at=last.at if last is not None else None,
            presses_dropped=kiosk.driver.dropped,
            process=os.getpid(),
        )

    def _reasons(self, trouble: str) -> Iterator[str]:
        if not self._kiosk.driver.begun:
            yield JUST_BEGUN
        if trouble:
            yield trouble
        yield from self._screens.notices
        if self._kiosk.gate.refusal is not None:
            yield self._kiosk.gate.told

    def _page_words(self) -> str:
        if self._page is None:
            return ""
        return "shown" if self._page.watchers else "served, but no browser shows it"
