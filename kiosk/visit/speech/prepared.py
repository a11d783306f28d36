"""Synthesizes texts ahead in the background, so that answers begin at once.

They are the fixed sentences, and those that are composed of names: menus and headings. All are the
same for every visitor.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from math import ceil
from threading import Event as Flag
from threading import Thread

from audio.errors import AudioError
from grammar.intents import Intent
from kiosk.visit.content.model import SECTIONS, Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Say
from kiosk.visit.dialogue.events import Refusal, SpeechEnded
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.menus import PAGE
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations

_HELP_PAGES = 6
"""Pages of the help at a menu, or more."""


@contextmanager
def prepared(
    speak_ahead: Callable[[Iterable[str], int], None], content: Content, abilities: Abilities
) -> Iterator[None]:
    """Synthesize them while the body runs.

    Args:
        speak_ahead: synthesizes texts ahead at so many words per minute; raises VoiceError.
        content: what is said.
        abilities: what the kiosk can do, by which its menus are worded.
    """
    ended = Flag()
    respelled = Pronunciations(content.pronunciations)

    def texts() -> Iterator[str]:
        sentences = chain(
            composed_sentences(content, replace(abilities, refusal=None)),
            _fixed_sentences(content),
            composed_sentences(content, replace(abilities, refusal=Refusal.NO_ALERT)),
        )
        for sentence in dict.fromkeys(sentences):
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


def composed_sentences(content: Content, abilities: Abilities) -> Iterator[str]:
    """Give what a visit says that hears every topic, every menu and the help of the main menu."""
    rehearsal = _Rehearsal(content, abilities)
    yield from rehearsal.menu(Intent.HELLO)
    yield from rehearsal.does(Intent.HELP, *[Intent.MORE] * _HELP_PAGES, Intent.MAIN_MENU)
    for section in SECTIONS:
        yield from rehearsal.menu(f"section.{section}")
    for topic in content.topics:
        yield from rehearsal.menu(f"topic.{topic}")


class _Rehearsal:
    """A visit without anybody, in a dialogue of its own."""

    def __init__(self, content: Content, abilities: Abilities) -> None:
        self._dialogue = Dialogue(content, abilities, staff_code="")

    def menu(self, intent: str) -> Iterator[str]:
        """Go where an intent leads, and give what is said on all pages of the menu there.

        After a topic "more" is its fuller text.
        """
        yield from self.does(intent)
        menu = self._dialogue.visit.menu
        if self._dialogue.visit.one_at_a_time:
            yield from self.does(*[Intent.NO] * len(menu.offers))
        yield from self.does(*[Intent.MORE] * ceil(len(menu.options) / PAGE))

    def does(self, *intents: str) -> Iterator[str]:
        """Carry intents out one after the other, and give what is said."""
        for intent in intents:
            self._dialogue.do(intent)
            actions = self._dialogue.conversation.taken_actions()
            while spoken := [each for each in actions if isinstance(each, Say)]:
                yield from spoken[-1].sentences
                actions = self._dialogue.handle(SpeechEnded(spoken[-1].id), 0.0)
