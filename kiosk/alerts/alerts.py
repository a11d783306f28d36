"""Calls staff on every channel, and says which channels have confirmed the call."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from kiosk.alerts.channel import AlertChannel, News
from kiosk.visit.dialogue.actions import AlertStaff
from kiosk.visit.dialogue.events import AlertAcknowledged, Event, StaffCleared, StaffReachable

Result = TypeVar("Result")

NOT_YET_TRIED = "no alert channel has answered yet; wait a few seconds"


class Alerts:
    """All channels together; one that fails does not keep the others from being called."""

    def __init__(
        self,
        channels: Iterable[AlertChannel],
        report: Callable[[str], None] = lambda _: None,
        withdraw: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Use these channels.

        Args:
            channels: each has a name of its own.
            report: gets each fault once, and again only after the channel worked in between.
            withdraw: gets a reported line that is no longer true.
        """
        self._channels = tuple(channels)
        self._report = report
        self._withdraw = withdraw
        self._troubles: dict[str, list[str]] = {channel.name: [] for channel in self._channels}
        self._reachable = False
        self.answered: frozenset[str] = frozenset()
        """Names of the channels that have confirmed the call that is on; replaced, never changed.
        """
        # Replaced, never changed: control socket and metrics iterate over it on their threads.
        self._raised: Mapping[tuple[str, str], str] = {}

    @property
    def due(self) -> float | None:
        """When `progress` has something to do."""
        times = [channel.due for channel in self._channels]
        return min((time for time in times if time is not None), default=None)

    @property
    def working(self) -> bool:
        """Whether at least one channel works."""
        return any(self._works(channel) for channel in self._channels)

    @property
    def trouble(self) -> str:
        """What is wrong with the channels that do not work, joined to one line."""
        lines = [channel.trouble for channel in self._channels if channel.trouble]
        lines += self._raised.values()
        if not lines and not self.working:
            return NOT_YET_TRIED
        return "; ".join(dict.fromkeys(lines))

    @property
    def channels(self) -> tuple[tuple[str, bool, str], ...]:
        """Each channel's name, whether it works, and its trouble."""
        return tuple((each.name, self._works(each), each.trouble) for each in self._channels)

    def fetch(self, alert: AlertStaff) -> None:
        """Raise the alert on every channel."""
        self.answered = frozenset()
        for channel in self._channels:
            self._guarded(channel, "fetch", partial(channel.fetch, alert.urgency))

    def clear(self) -> None:
        """Stop ringing on every channel."""
        self.answered = frozenset()
        for channel in self._channels:
            self._guarded(channel, "clear", channel.clear)

    def test(self) -> None:
        """Find out on every channel whether it works, unless an alert is on."""
        for channel in self._channels:
            self._guarded(channel, "test", channel.test)

    def progress(self) -> list[Event]:
        """Do what is due; give the acknowledgements and the clearing that have come.

        `StaffReachable` is among them when it changes whether a channel can confirm a call.
        """
        acknowledged: list[Event] = []
        cleared = False
        for channel in self._channels:
            news = self._guarded(channel, "progress", channel.progress) or News()
            if news.acknowledged:
                acknowledged.append(AlertAcknowledged(channel.name))
                self.answered |= {channel.name}
            cleared = cleared or news.cleared
            self._report_trouble(channel)
        reachable = any(each.confirms and self._works(each) for each in self._channels)
        if reachable != self._reachable:
            self._reachable = reachable
            acknowledged.append(StaffReachable(reachable))
        return [*acknowledged, StaffCleared()] if cleared else acknowledged

    def close(self) -> None:
        """End what the channels do in the background."""
        for channel in self._channels:
            self._guarded(channel, "close", channel.close)

    def _works(self, channel: AlertChannel) -> bool:
        raised = any(name == channel.name for name, _ in self._raised)
        return channel.working and not raised

    def _report_trouble(self, channel: AlertChannel) -> None:
        told = self._troubles[channel.name]
        if channel.trouble and channel.trouble not in told:
            told.append(channel.trouble)
            self._report(channel.trouble)
        elif told and not channel.trouble and self._works(channel):
            for line in told:
                self._withdraw(line)
            told.clear()

    def _guarded(
        self, channel: AlertChannel, name: str, call: Callable[[], Result]
    ) -> Result | None:
        """Call a channel; whatever it raises must not reach the others, nor end an emergency."""
        key = (channel.name, name)
        try:
            result = call()
        except Exception as error:
            line = f'the alert channel "{channel.name}" failed: {str(error) or repr(error)}'
            if self._raised.get(key) != line:
                self._raised = {**self._raised, key: line}
                self._report(line)
            return None
        if (over := self._raised.get(key)) is not None:
            self._raised = {k: line for k, line in self._raised.items() if k != key}
            self._withdraw(over)
        return result
