"""`status`: shows how the kiosk is, on one screen."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.errors import PageError, ServiceError
from kiosk.service.control.client import NOT_RUNNING, ask
from kiosk.service.control.door import page_file
from kiosk.service.control.messages import Reply
from kiosk.service.control.units import state_folder_of_kiosk
from kiosk.status.snapshot import Snapshot
from kiosk.status.state_names import state_name
from kiosk.terminal.wrapped import wrapped
from kiosk.watchdog.marks import emergency_is_kept
from kiosk.web.handover import handed_over

_WHY = {
    "killed": "the process was killed",
    "hung": "the process hung",
    "fault": "the program met a fault",
    "cannot_start": "the process could not start",
    "asked_to": "somebody asked for it",
    "new_settings": "the settings had changed",
    "new_model": "a model was downloaded",
    "sound_lost": "microphone or speaker did not come back",
    "part_hangs": "a part hung",
    "voice_stuck": "the voice was stuck",
    "events_wait": "keys and sounds were not handled",
    "loading_hangs": "the recognizers were not loaded in time",
}
"""Words for `kiosk.watchdog.restarts.Reason`."""

SILENT = -100.0
"""Level in dBFS below which a microphone gives zeros: the quietest room is far above."""


def run(args: argparse.Namespace) -> int:
    """Print it."""
    folder = state_folder_of_kiosk(args.settings)
    snapshot = _asked(folder).snapshot
    assert snapshot is not None, "a reply without trouble has one"
    shown = [*lines(snapshot), *page_lines(snapshot, folder)]
    text = snapshot.model_dump_json(indent=2) if args.json else "\n".join(shown)
    print(text)  # noqa: T201 - what the command is for
    return 0 if snapshot.in_service else 1


def _asked(state_folder: Path) -> Reply:
    """Ask the kiosk; where none runs, say too that an emergency is kept for its next start."""
    try:
        return ask(state_folder, "status")
    except ServiceError as error:
        if str(error) == NOT_RUNNING and emergency_is_kept(state_folder):
            raise ServiceError(
                "AN EMERGENCY IS ON, and no kiosk runs here: go there, then run_kiosk.py "
                "clear-emergency, then run_kiosk.py start"
            ) from None
        raise


def lines(snapshot: Snapshot) -> Iterator[str]:
    """Give the lines of the screen."""
    word = "in service" if snapshot.in_service else "NOT IN SERVICE"
    if snapshot.emergency:
        word += "; AN EMERGENCY IS ON: go there, then run_kiosk.py clear-emergency"
    elif snapshot.call:
        word += "; A VISITOR ASKS FOR STAFF: go there, then run_kiosk.py clear-emergency"
    rows = [
        ("kiosk", f"{snapshot.kiosk}: {word}"),
        *(("", f"! {reason}") for reason in snapshot.reasons),
        ("state", state_name(snapshot.state) + (" (somebody is there)" if snapshot.visit else "")),
        ("microphone", _microphone(snapshot)),
        ("last heard", _ago(snapshot.last_heard)),
        ("speaker", "works" if snapshot.sounds else "does not work"),
        ("last spoken", _ago(snapshot.last_spoken)),
        ("recognizers", ", ".join(snapshot.recognizers) or "none"),
        ("Vosk model", snapshot.model or "none"),
        *(
            (
                f"alert: {channel.name}",
                "works" if channel.working else channel.detail or "not yet tried",
            )
            for channel in snapshot.channels
        ),
        ("questions", snapshot.questions or "not known"),
        ("page", snapshot.page or "none"),
        *_lines_dropped(snapshot),
        ("up for", _duration(snapshot.uptime)),
        ("restarts", _restarts(snapshot)),
        *(
            [("keys", f"{snapshot.presses_dropped} presses were dropped: too many at once")]
            if snapshot.presses_dropped
            else []
        ),
        ("today", _today(snapshot)),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield wrapped(f"{name:{width}}  {value}", width + 2)


def page_lines(snapshot: Snapshot, state_folder: Path) -> list[str]:
    """Give the page's address where a person has to open it.

    Anybody who knows the address can press keys. So only the kiosk's own user and root see it, on
    this screen, and it is never in the snapshot, which other programs store.
    """
    if not snapshot.page:
        return []
    try:
        page = handed_over(page_file(state_folder))
    except PageError as error:
        return [str(error)]
    return [page.by_hand] if page.by_hand else []


def _microphone(snapshot: Snapshot) -> str:
    if not snapshot.hears:
        return "does not work"
    if snapshot.microphone_dbfs is None:
        return "works"
    level = snapshot.microphone_dbfs
    return f"works, {level:.0f} dBFS" if level > SILENT else "works, but gives pure silence"


def _lines_dropped(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    if snapshot.lines_dropped:
        yield (
            "terminal",
            f"{snapshot.lines_dropped} lines were not shown: the terminal was slow",
        )


def _restarts(snapshot: Snapshot) -> str:
    if snapshot.restarted_at is None:
        return str(snapshot.restarts)
    at = datetime.fromtimestamp(snapshot.restarted_at).astimezone()
    why = _WHY.get(snapshot.restart_reason, snapshot.restart_reason.replace("_", " "))
    part = f": {snapshot.restart_part}" if snapshot.restart_part else ""
    return f"{snapshot.restarts}, the last at {at:%Y-%m-%d %H:%M:%S}: {why}{part}"


def _today(snapshot: Snapshot) -> str:
    return (
        f"visits {snapshot.visits_today}, unclear answers {snapshot.unclear_today}, "
        f"emergencies {snapshot.emergencies_today}"
    )


def _ago(seconds: float | None) -> str:
    return "not since the start" if seconds is None else f"{_duration(seconds)} ago"


def _duration(seconds: float) -> str:
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days:.0f} d {hours % 24:.0f} h"
    if hours:
        return f"{hours:.0f} h {minutes % 60:.0f} min"
    return f"{minutes:.0f} min" if minutes else f"{seconds:.0f} s"
