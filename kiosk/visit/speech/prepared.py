"""Synthesizes the fixed texts in the background, so that answers begin at once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

from audio.errors import AudioError
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations


@contextmanager
def prepared(speak_ahead: Callable[[Iterable[str], int], None], content: Content) -> Iterator[None]:
    """Synthesize them while the body runs.

    Args:
        speak_ahead: synthesizes texts ahead at so many words per minute; raises VoiceError.
        content: what is said.
    """
    ended = Flag()
    respelled = Pronunciations(content.pronunciations)

    def texts() -> Iterator[str]:
        for sentence in _fixed_sentences(content):
            if ended.is_set():
                return
            yield respelled.apply(sentence)

    def prepare() -> None:
        try:
            speak_ahead(texts(), Pace().words_per_minute)
        except AudioError:
            return  # the mouth meets the same fault and reports it

    thread = Thread(target=prepare, name="prepare")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _fixed_sentences(content: Content) -> Iterator[str]:
    """Give the sentences without a blank to be filled in; those around topics come first."""
    yield from (sentence for sentence in content.prompt_sentences() if "{" not in sentence)
    for question in content.questions:
        yield question.text
    for topic in content.topics.values():
        yield from topic.plain
        yield from topic.fuller
    names = (
        *(topic.name for topic in content.topics.values()),
        *(label for name, label in content.labels.items() if not name.startswith("title.")),
    )
    for (offer,) in content.said("scan_offer", {"switch"}):
        yield from (offer.format(name=name) for name in names)
