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


def warn_of_unheard(loading: Future[Recognizers], report: Callable[[str], None]) -> None:
    """Tell, once all is loaded, of words that no recognizer knows."""

    def ended(_: Future[Recognizers]) -> None:
        words = loading.result().unheard if is_loaded(loading) else ()
        if words:
            report(
                f"Nobody hears phrases with these words, which the Vosk model lacks: "
                f"{', '.join(words)}; let Moonshine listen: recognizers in the settings"
            )

    loading.add_done_callback(ended)


def fail_with(loading: Future[Recognizers], fail: Callable[[BaseException], None]) -> None:
    """Stop the start for a model that cannot be used: later it would end a visit."""

    def ended(_: Future[Recognizers]) -> None:
        error = None if loading.cancelled() else loading.exception()
        if error is not None:
            fail(error)

    loading.add_done_callback(ended)
