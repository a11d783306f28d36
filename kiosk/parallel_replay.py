"""Plays scenarios in several processes; what comes of it is as if they were played one by one."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.util import Finalize

from kiosk.errors import KioskError
from kiosk.rehearsal import Rehearsals, Rehearsed
from kiosk.scenario import Scenario
from kiosk.supervision import end_with_parent

AT_ONCE = 8
"""Scenarios that a process is handed at a time."""

_stage: list[Rehearsals] = []


def played_in_parallel(
    scenarios: Sequence[Scenario], jobs: int, prepare: Callable[[], Rehearsals]
) -> Iterator[Rehearsed]:
    """Play scenarios; what came of each is given in their order.

    Args:
        scenarios: to be played.
        jobs: processes at most.
        prepare: makes the stage in each process; it and what it holds can be pickled.

    Raises:
        KioskError: a process died.
        ScenarioError, AudioError: as `Rehearsals.play`, of the first scenario that raises.
    """
    jobs = min(jobs, len(scenarios))
    pool = ProcessPoolExecutor(
        # Forked, a process would share this one's threads' locks.
        jobs,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(prepare,),
    )
    done = False
    several = max(1, min(AT_ONCE, len(scenarios) // jobs))
    try:
        # The processes begin here and inherit that Ctrl-C is not theirs to heed: who hands out the
        # work ends them.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            played = pool.map(_play, scenarios, chunksize=several)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield from played
        done = True
    except BrokenProcessPool:
        raise KioskError(
            "a process that played scenarios died, perhaps for want of memory; use a smaller -j"
        ) from None
    finally:
        if not done:  # by Ctrl-C: what they still play is of no use
            for process in active_children():
                process.kill()
        pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[[], Rehearsals]) -> None:
    end_with_parent()
    stage = prepare()
    _stage.append(stage)
    Finalize(stage, stage.close, exitpriority=10)


def _play(scenario: Scenario) -> Rehearsed:
    played = _stage[0].play(scenario)
    # The dialogue itself stays here; what it has come to goes along.
    return replace(played, record=replace(played.record, state=partial(str, played.record.state())))
