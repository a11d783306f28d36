"""Reads topics aloud, and asks the menus that lead to them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.menus import Option
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import refusal_words


@dataclass(eq=False, repr=False)
class Topics(Part):
    """Offers sections and topics, and reads them."""

    menus: MenuPrompts

    def enter_main_menu(self) -> None:
        """Offer the sections, the red-flag questions if they may be asked, and the other topics."""
        topic, labelled = self.talk.content.topic, self.menus.labelled
        offered = self.talk.abilities.refusal is None
        if not offered and not self.visit.refusal_said:
            self.visit.announcement = refusal_words(self.talk)
            self.visit.refusal_said = True
        self.menus.make(
            (
                labelled("section.symptoms"),
                *((labelled("questions", "offer_questions"),) if offered else ()),
                labelled("section.treatments"),
                labelled("section.causes"),
                Option("topic.overview", topic("overview").name),
                Option("topic.clinic", topic("clinic").name),
            ),
            offered_too=("staff", "goodbye"),
        )
        self.menus.ask(before=self.visit.announced())

    def enter_section_menu(self) -> None:
        """Offer the section's topics and its closing words."""
        section, content = self.visit.section, self.talk.content
        topics = (*content.section(section), content.topic(f"{section}.closing"))
        self.menus.make(
            tuple(Option(f"topic.{topic.id}", topic.name) for topic in topics),
            offered_too=("main_menu", "staff"),
        )
        self.menus.ask(before=self.visit.announced())

    def enter_reading(self) -> None:
        """Read a topic: its name first, then its plain or fuller text."""
        topic, fuller = self.talk.content.topic(self.visit.topic_id), self.visit.fuller
        is_intro = topic.id.endswith(".intro")
        heading = "fuller_heading" if fuller else "topic_heading"
        # Each symptom is followed by a disclaimer (clinical-safety.md §2 rule 14).
        is_symptom = topic in self.talk.content.section("symptoms")
        self.talk.say(
            (
                *(() if is_intro else self.talk.prompt(heading, name=topic.name)),
                *(topic.fuller if fuller else topic.plain),
                *(self.talk.prompt("after_symptom_topic") if is_symptom else ()),
            ),
            then=partial(self.go, "to_section" if is_intro else "topic_read"),
        )

    def enter_after_topic(self) -> None:
        """Offer the fuller text or a repeat, the next topic or the section, and the main menu."""
        following, labelled = self._following(), self.menus.labelled
        options = [
            labelled("repeat", "offer_again")
            if self.visit.fuller
            else labelled("more", "offer_more"),
            Option("continue", self.talk.content.topic(following).name, "offer_next")
            if following
            else labelled("back", "offer_section"),
            labelled("main_menu", "offer_main_menu"),
        ]
        asked = ("questions",) if self.talk.abilities.refusal is None else ()
        self.menus.make(options, offered_too=(*asked, "staff"))
        self.menus.ask(before=self.visit.announced())

    def _following(self) -> str:
        """Give the topic of the same section that follows the one that was read, or ""."""
        topic_id = self.visit.topic_id
        section = topic_id.partition(".")[0]
        ids = [t.id for t in self.talk.content.section(section)] if "." in topic_id else []
        place = ids.index(topic_id) + 1 if topic_id in ids else len(ids)
        return ids[place] if place < len(ids) else ""

    def read(self, topic_id: str) -> None:
        """Go to a topic's plain text."""
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

    def skip_rest(self) -> None:
        """Leave a topic as if it had been read to its end."""
        self.go("to_section" if self.visit.topic_id.endswith(".intro") else "topic_read")

    def back(self) -> None:
        """Go back to the topic's section, or to the main menu."""
        self.go("to_section" if self.visit.section else "to_main_menu")
