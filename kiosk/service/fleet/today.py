"""The calls that a desk has known today: where, what for, who took each, and when it ended.

They are kept in memory only, and tell nothing of a visitor.
"""

from collections import deque
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from kiosk.service.fleet.seen import Seen
from kiosk.visit.dialogue.actions import Urgency

MOST_KEPT = 100
"""Calls that are kept after they have ended."""


@dataclass(frozen=True, slots=True)
class CallToday:
    """A call; times are in seconds since 1970.

    Attributes:
        kiosk: which kiosk called.
        place: where that kiosk stands; may be empty.
        urgency: what for.
        at: when.
        taken_by: the desk that took it; empty: it has no name, or none took it.
        taken_at: when it did; None: none took it.
        ended_at: when it was over; None: it is still on.
        became_emergency: it ended because an emergency took its place.
    """

    kiosk: str
    place: str
    urgency: Urgency
    at: float
    taken_by: str = ""
    taken_at: float | None = None
    ended_at: float | None = None
    became_emergency: bool = False


class CallsToday:
    """Follows each kiosk's calls; a call that is made again before it is taken is the same."""

    def __init__(self, since: float) -> None:
        """Know of no call yet; `since` is when the desk began to listen, in seconds since 1970."""
        self.since = since
        self._lock = Lock()
        self._open: dict[str, CallToday] = {}
        self._ended: deque[CallToday] = deque(maxlen=MOST_KEPT)

    def note(self, seen: Seen, since: float, now: float) -> None:
        """Note how a kiosk's call stands.

        Args:
            seen: the kiosk.
            since: when its call was made, in seconds since 1970.
            now: the time in seconds since 1970.
        """
        with self._lock:
            call = self._open.pop(seen.name, None)
            if call is not None:
                call = _taken(call, seen, now)
                again = call.taken_at is not None and seen.alert is not None
                if call.urgency != seen.needs or (again and not seen.acknowledged):
                    grew = seen.needs == "emergency" != call.urgency
                    self._ended.append(replace(call, ended_at=now, became_emergency=grew))
                    call = None
            if seen.needs is not None:
                call = call or CallToday(seen.name, seen.place, seen.needs, since)
                call = replace(call, place=seen.place or call.place)
                self._open[seen.name] = _taken(call, seen, now)

    def calls(self, now: float) -> list[CallToday]:
        """Give those that are on and those of the day of `now`, the latest first."""
        today = date.fromtimestamp(now)
        with self._lock:
            ended = [each for each in self._ended if date.fromtimestamp(each.at) == today]
            known = [*self._open.values(), *ended]
        return sorted(known, key=lambda call: call.at, reverse=True)[:MOST_KEPT]


def _taken(call: CallToday, seen: Seen, now: float) -> CallToday:
    if call.taken_at is not None or not seen.acknowledged:
        return call
    # Another desk's clock may be ahead.
    at = now if seen.taken_at is None else min(seen.taken_at, now)
    return replace(call, taken_by=seen.taken_by, taken_at=at)
