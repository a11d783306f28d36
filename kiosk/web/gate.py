"""Decides which connections to a port may stay, without a socket or a clock."""

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

MOST = 32
"""Connections to one port at a time."""

KEPT = 8
"""Places of these for connections that have shown the secret."""

Caller = TypeVar("Caller", bound=Hashable)


class Gate(Generic[Caller]):
    """Callers begin as strangers; one that has shown the secret is known.

    A stranger never takes the place of a known caller, and never one of the places kept for them.
    """

    def __init__(self, most: int = MOST, kept: int = KEPT) -> None:
        """Let nobody in yet.

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
        """Give everybody inside, as it is now."""
        return iter([*self._known, *self._strangers])

    def admit(self, caller: Caller) -> Caller | None:
        """Let a stranger in.

        Returns:
            Who has to leave for it: the oldest stranger, or the new one itself where all places
            are taken by known callers; None: nobody.
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
        """A stranger inside has shown the secret; one that has left meanwhile stays outside."""
        if caller in self._strangers:
            del self._strangers[caller]
            self._known[caller] = None

    def oldest_stranger(self) -> Caller | None:
        """Give the stranger that came first; None: there is none."""
        return next(iter(self._strangers), None)

    def remove(self, caller: Caller) -> None:
        """Let a caller leave; one that has left before does no harm."""
        self._strangers.pop(caller, None)
        self._known.pop(caller, None)
