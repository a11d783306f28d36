"""Plays scenarios in several processes; what comes of it is as if they were played one by one."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from kiosk.lab.replay.processes import Player
from kiosk.lab.replay.runner import Rehearsed
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging


def played_in_parallel(
    scenarios: Sequence[Scenario], jobs: int, staging: Staging, patience: float
) -> Iterator[Rehearsed]:
    """Play scenarios; what came of each is given in their order.

    Args:
        scenarios: to be played.
        jobs: processes at most.
        staging: how each process sets up its kiosks.
        patience: seconds that a process may stand still (see `kiosk.lab.replay.processes.Player`).

    Raises:
        KioskError: no process starts.
        ScenarioError, ContentError, GrammarError, AudioError: as `Rehearsals.play`.
    """
    jobs = min(jobs, len(scenarios))
    players = [Player(staging, patience) for _ in range(jobs)]
    free: SimpleQueue[Player] = SimpleQueue()
    for player in players:
        free.put(player)

    def play(scenario: Scenario) -> Rehearsed:
        player = free.get()
        try:
            return player.play(scenario)
        finally:
            free.put(player)

    # A thread each, which only waits: whatever befalls one process holds up no other.
    threads = ThreadPoolExecutor(jobs)
    try:
        yield from threads.map(play, scenarios)
        for player in players:  # before its thread ends, which would take it along
            player.close()
    except BaseException:  # by Ctrl-C too: what they still play is of no use
        threads.shutdown(wait=False, cancel_futures=True)
        for player in players:
            player.stop()
        raise
    finally:
        threads.shutdown()
        for player in players:
            player.close()
