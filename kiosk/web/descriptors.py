"""Reserves file descriptors for alerts, marks and sound, so that strangers cannot take all."""

import resource

RESERVE = 64
"""Descriptors that no connection of a stranger may take: an alert's process needs six, a mark two,
a sound device opened anew some ten."""

WANTED = 1024
"""Descriptors that the process should be allowed; `select` in libraries takes no number above."""


def raise_limit() -> None:
    """Raise this process's limit of descriptors, where the system allows that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def in_reserve(descriptor: int) -> bool:
    """Whether a newly opened descriptor is one of the reserve: the system gives the lowest."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft != resource.RLIM_INFINITY and descriptor >= soft - RESERVE
