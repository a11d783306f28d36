"""Reads topics aloud, and asks the menus that lead to them."""

from collections.abc import Callable
from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.content.model import Topic
from kiosk.visit.dialogue.events import Refusal
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.menus import PAGE, Option
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import refusal_words
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import State

_NOT_OF_HEALTH = "clinic"
"""The topic that is no health content, which needs no disclaimer."""


@dataclass(eq=False, repr=False)
class Topics(Part):
    """Offers sections and topics, and reads them."""

    menus: MenuPrompts

    def make_main_menu(self) -> None:
        """Make the menu of the sections, the red-flag questions if asked, and the other topics."""
        topic, labelled = self.talk.content.topic, self.menus.labelled
        asked = self.talk.abilities.refusal is None
        self.menus.make(
            (
                labelled("section.symptoms"),
                *((labelled("questions", "offer_questions"),) if asked else ()),
                labelled("section.treatments"),
                labelled("section.causes"),
                Option("topic.overview", topic("overview").name),
                Option("topic.clinic", topic("clinic").name),
            ),
            offered_too=("goodbye",),
        )

    def enter_main_menu(self) -> None:
        """Offer the sections, the red-flag questions if they may be asked, and the other topics.

        A kiosk that has no way to call staff says so first. That the questions are not approved is
        said to those who ask for them, and in the help.
        """
        self.make_main_menu()
        if self.talk.abilities.refusal is Refusal.NO_ALERT and not self.visit.refusal_said:
            self.visit.announcement = refusal_words(self.talk)
            self.visit.refusal_said = True
        self.menus.ask(before=self.visit.announced())

    def decline_questions(self) -> None:
        """Go to the main menu, which offers the questions last."""
        self.visit.unwanted.add(Intent.QUESTIONS)
        self.go("to_main_menu")

    def greeted_more(self) -> None:
        """Go to the second page of the main menu."""
        self.go("to_main_menu")
        self.menus.turn_page()

    def enter_section_menu(self) -> None:
        """Offer the section's first topics, all of it in one go, and the other topics."""
        section, content = self.visit.section, self.talk.content
        topics = (*content.section(section), content.topic(f"{section}.closing"))
        named = [Option(f"topic.{topic.id}", topic.name) for topic in topics]
        read_all = self.menus.labelled("read_all", "offer_read_all")
        self.menus.make(
            (*named[: PAGE - 1], read_all, *named[PAGE - 1 :]),
            offered_too=("main_menu",),
            opening="",
        )
        self.menus.ask(before=self.visit.announced())

    def enter_reading(self) -> None:
        """Read a topic: what the kiosk is not for, the topic's name, and its plain or fuller text.

        The first topic about health is followed by the full disclaimer and each symptom by one of
        its own, before the sentence that sends to staff (clinical-safety.md §2 rule 14).
        """
        topic, fuller = self.talk.content.topic(self.visit.topic_id), self.visit.fuller
        prompt, of_health = self.talk.prompt, topic.id != _NOT_OF_HEALTH
        introduction = () if self.visit.introduced or not of_health else prompt("introduction")
        self.visit.introduced |= of_health
        text = topic.fuller if fuller else topic.plain
        urgent = text[-1:] if topic.urgent else ()
        self.visit.text_read = (
            *introduction,
            *prompt("fuller_heading" if fuller else "topic_heading", name=topic.name),
            *text[: len(text) - len(urgent)],
            *self._disclaimer(topic),
            *urgent,
        )
        self.talk.say(self.visit.text_read, before=self.visit.announced(), then=self._topic_heard)

    def read_from(self, index: int) -> None:
        """Read the topic on from a sentence of its text; what lies between counts as not heard."""
        visit, speech = self.visit, self.visit.speech
        at = speech.place if self.state == State.READING and speech is not None else 0
        if self.state == State.AFTER_TOPIC:
            self.go("read")
        visit.part_left_out |= index > at
        self.talk.say(
            visit.text_read, before=visit.announced(), then=self._topic_heard, begin=index
        )

    def _disclaimer(self, topic: Topic) -> Sentences:
        if topic.id == _NOT_OF_HEALTH:
            return ()
        is_symptom = topic in self.talk.content.section("symptoms")
        if not self.visit.disclaimed:
            return self.talk.prompt("after_first_symptom" if is_symptom else "after_first_topic")
        return self.talk.prompt("after_symptom") if is_symptom else ()

    def _topic_heard(self) -> None:
        if not self.visit.part_left_out:
            self.visit.disclaimed |= self.visit.topic_id != _NOT_OF_HEALTH
            self.visit.topics_heard.add(self.visit.topic_id)
        self.read_on()

    def read_on(self) -> None:
        """Go on after a topic: to its menu, or to the next one where all are read."""
        following = self._following()
        if self.visit.reading_all and following:
            self._begin(following)
        else:
            self.go("topic_read")

    def enter_after_topic(self) -> None:
        """Offer the fuller text or a repeat, the next topic, and something else."""
        following, labelled = self._following(), self.menus.labelled
        name = self.talk.content.topic(following).name if following else ""
        asked = ("questions",) if self.talk.abilities.refusal is None else ()
        self.menus.make(
            (
                labelled("repeat", "offer_again")
                if self.visit.fuller
                else labelled("more", "offer_more"),
                *((Option("continue", name, "offer_next"),) if following else ()),
                labelled("something_else", "offer_something_else"),
            ),
            offered_too=(*asked, "main_menu"),
            opening="menu_ask_next",
        )
        holds = self.talk.explained("scan_holds") if self.visit.scanning else ()
        self.menus.ask(before=(*self.visit.announced(), *holds))

    def _following(self) -> str:
        """Give the topic of the same section that follows the one that was read, or ""."""
        topics = self.talk.content.topics
        section, dot, _ = self.visit.topic_id.partition(".")
        ids = [topic_id for topic_id in topics if topic_id.startswith(f"{section}.")]
        place = ids.index(self.visit.topic_id) + 1 if dot else 0
        return ids[place] if 0 < place < len(ids) else ""

    def open_section(self, section: str) -> None:
        """Go to the menu of a section."""
        self.visit.section = section
        self.go("to_section")

    def read_all(self) -> bool:
        """Read the introduction and all topics of the section; False outside of the sections."""
        if not self.visit.section:
            return False
        self.visit.reading_all = True
        self._begin(f"{self.visit.section}.intro")
        return True

    def read(self, topic_id: str) -> None:
        """Go to a topic's plain text."""
        self.visit.reading_all = False
        self._begin(topic_id)

    def _begin(self, topic_id: str) -> None:
        section, dot, _ = topic_id.partition(".")
        self.visit.topic_id = topic_id
        self.visit.fuller = False
        self.visit.refused.clear()
        self.visit.section = section if dot else ""
        self.go("read")

    def read_following(self, otherwise: Callable[[], None]) -> None:
        """Go to the next topic of the section, or do `otherwise` after the last."""
        following = self._following()
        if following:
            self.read(following)
        else:
            otherwise()

    def read_again(self, *, fuller: bool) -> None:
        """Read the topic's fuller or plain text."""
        self.visit.fuller = fuller
        self.go("read")

    def back(self) -> None:
        """Go back to the topic's section, or to the main menu."""
        self.go("to_section" if self.visit.section else "to_main_menu")
