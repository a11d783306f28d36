"""What the desk's page shows of each kiosk, and of today's calls: names, words and times."""

import time
from datetime import date
from typing import TypeAlias

from kiosk.service.fleet.seen import Seen
from kiosk.service.fleet.today import CallsToday
from kiosk.status.snapshot import Snapshot

Entry: TypeAlias = dict[str, object]

_CHANNELS = {
    "desk": "this desk",
    "local": "the kiosk's own sound",
    "command": "the alert command",
    "webhook": "the alert webhook",
}
"""Names of alert channels, as staff read them."""


def entry_of(seen: Seen, now: float) -> Entry:
    """Give what is to be seen of a kiosk; `now` is `time.monotonic`'s."""
    snapshot = seen.status.snapshot if seen.status is not None and seen.there(now) else None
    if snapshot is None:
        state = "not connected"
    elif not snapshot.in_service:
        state = "not in service"
    else:
        state = "in a visit" if snapshot.visit else "in service"
    wall = time.time()
    return {
        "name": seen.name,
        "place": seen.place,
        "state": state,
        "why": list(snapshot.reasons) if snapshot is not None else [],
        "needs": seen.needs or "",
        "call": seen.alert.id if seen.alert is not None else "",
        "since": _clock(wall - max(now - seen.called, 0.0), wall) if seen.alert is not None else "",
        "called": _called(snapshot),
        "rings": seen.rings,
        "acknowledged": seen.acknowledged,
        "taken_by": seen.taken_by,
        "taken_at": _clock(seen.taken_at, wall),
        "cleared": seen.cleared,
        "told": seen.told,
        "restartable": seen.restartable,
        "clearable": seen.clearable,
    }


def past_calls(today: CallsToday, now: float) -> Entry:
    """Give today's calls; `now` is in seconds since 1970."""
    return {
        "since": _clock(today.since, now),
        "calls": [
            {
                "kiosk": call.kiosk,
                "place": call.place,
                "urgency": call.urgency,
                "at": _clock(call.at, now),
                "taken_by": call.taken_by,
                "taken_at": _clock(call.taken_at, now),
                "ended_at": _clock(call.ended_at, now),
                "became_emergency": call.became_emergency,
            }
            for call in today.calls(now)
        ],
    }


def rank(entry: Entry) -> tuple[bool | str, ...]:
    """Sort those first that need staff soonest."""
    needs, serves = entry["needs"], entry["state"] in ("in service", "in a visit")
    return (
        not entry["rings"],
        needs != "emergency",
        needs != "call",
        needs != "attention",
        serves,
        not entry["why"],
        str(entry["name"]),
    )


def _called(snapshot: Snapshot | None) -> dict[str, list[str]]:
    """Give by which ways staff are called, which of these have answered, and which fail."""
    channels = snapshot.channels if snapshot is not None else ()
    names = {each.name: _CHANNELS.get(each.name, each.name) for each in channels}
    return {
        "answered": [names[each.name] for each in channels if each.answered],
        "called": [names[each.name] for each in channels if each.working and not each.answered],
        "failed": [names[each.name] for each in channels if not each.working],
    }


def _clock(at: float | None, now: float) -> str:
    """Give a time of day as people here read it, with its day if that is not today's."""
    if at is None:
        return ""
    same = date.fromtimestamp(at) == date.fromtimestamp(now)
    return time.strftime("%H:%M" if same else "%a %H:%M", time.localtime(at))
