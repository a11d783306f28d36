"""Decides which connections to a port may stay, without a socket or a clock."""

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

MOST = 32
"""Connections to one port at a time."""

KEPT = 8
"""Places of these for connections that have shown the secret."""

Caller = TypeVar("Caller", bound=Hashable)


class Gate(Generic[Caller]):
    """The callers at one port. Each begins as a stranger; one that has shown the secret is known.

    A stranger never takes the place of a known caller, nor one of the places kept for them.
    """

    def __init__(self, most: int = MOST, kept: int = KEPT) -> None:
        """Begin without callers.

        Args:
            most: callers at a time.
            kept: places among them that strangers never take; fewer than `most`.
        """
        self._most = most
        self._for_strangers = most - kept
        # Both keep the order of arrival.
        self._strangers: dict[Caller, None] = {}
        self._known: dict[Caller, None] = {}

    def __iter__(self) -> Iterator[Caller]:
        """Give every caller inside at present."""
        return iter([*self._known, *self._strangers])

    def admit(self, caller: Caller) -> Caller | None:
        """Let a stranger in.

        Returns:
            The caller that has to leave for it: the oldest stranger, or the new one itself where
                all
            places are taken by known callers; None if nobody has to.
        """
        places = min(self._for_strangers, self._most - len(self._known))
        if places < 1:
            return caller
        leaves = self.oldest_stranger() if len(self._strangers) >= places else None
        self._strangers[caller] = None
        if leaves is not None:
            self.remove(leaves)
        return leaves

    def know(self, caller: Caller) -> None:
        """Make a stranger known that has shown the secret; do nothing if it has left meanwhile."""
        if caller in self._strangers:
            del self._strangers[caller]
            self._known[caller] = None

    def oldest_stranger(self) -> Caller | None:
        """Give the stranger that came first; None if there is none."""
        return next(iter(self._strangers), None)

    def remove(self, caller: Caller) -> None:
        """Remove a caller; do nothing if it has left before."""
        self._strangers.pop(caller, None)
        self._known.pop(caller, None)
