"""Work in the background of a start: visitors are greeted while recognizers are still loading."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from kiosk.visit.dialogue.actions import Action
from kiosk.visit.hearing.recognizers import Recognizers
from kiosk.visit.loop.ports import Observer


@contextmanager
def background(name: str) -> Iterator[ThreadPoolExecutor]:
    """Give one thread; at the end, work that has not begun is dropped."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class FirstAction(Observer):
    """Tells when the kiosk acts for the first time: its screen and its keys work then."""

    def __init__(self) -> None:
        self.happened = Event()

    def on_action(self, now: float, action: Action) -> None:
        """Tell it."""
        self.happened.set()


@contextmanager
def held_back(name: str) -> Iterator[tuple[ThreadPoolExecutor, FirstAction]]:
    """Give one thread that works from the first action on, and what has to watch for that.

    What it does takes the processor from the start itself: Python runs one thread at a time.
    """
    first = FirstAction()
    with background(name) as executor:
        executor.submit(first.happened.wait)
        try:
            yield executor, first
        finally:
            first.happened.set()  # else the thread would wait for ever


def is_loaded(loading: Future[Recognizers]) -> bool:
    """Whether the recognizers are loaded."""
    return loading.done() and not loading.cancelled() and loading.exception() is None


def when_loaded(
    loading: Future[Recognizers],
    fail: Callable[[BaseException], None],
    report: Callable[[str], None],
) -> None:
    """Stop the start for a model that cannot be used, and tell of words that nobody hears.

    Later such a model would end a visit.
    """

    def ended(_: Future[Recognizers]) -> None:
        error = None if loading.cancelled() else loading.exception()
        if error is not None:
            fail(error)
        elif is_loaded(loading) and (words := loading.result().unheard):
            report(
                "Nobody hears phrases with these words, which the Vosk model lacks: "
                f"{', '.join(words)}; let Moonshine listen: recognizers in the settings"
            )

    loading.add_done_callback(ended)
