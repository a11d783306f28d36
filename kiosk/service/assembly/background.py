"""Work in the background of a start: visitors are greeted while recognizers are still loading."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from kiosk.visit.hearing.recognizers import Recognizers


@contextmanager
def background(name: str) -> Iterator[ThreadPoolExecutor]:
    """Give one thread; at the end, work that has not begun is dropped."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


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
