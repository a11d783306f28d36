"""The safety rules in random visits: no NO without evidence, a yes latches, only staff clear it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from grammar.intents import Intent
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    HearingBack,
    HearingLost,
    KeyPressed,
    NamesLost,
    QuestionsOffered,
    QuestionsRefused,
    Reading,
    Refusal,
    StaffCleared,
    StaffReachable,
    Started,
)
from kiosk.visit.dialogue.red_flags.answers import Answer, ConfirmedNo, No, NotAnswered, Unsure, Yes
from kiosk.visit.dialogue.table import ASIDES, ASKING, MENUS, OUTCOMES, State
from kiosk.visit.dialogue.visitor_call import TAKEN_WITHIN
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.reviewed import is_reviewed
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import (
    CONTENT,
    KEYS_ONLY,
    SPOKEN_OVER,
    STAFF_ANSWER,
    STAFF_CODE,
    WITH_NAMES,
    YES_NO_ONLY,
    World,
)

pytestmark = pytest.mark.unit

EMERGENCY_QUESTIONS = {q.id for q in CONTENT.questions if q.tier is Tier.EMERGENCY}
CALLING = "I am calling a member of staff."
LESSER = {q.id: q.tier for q in CONTENT.questions if q.tier in (Tier.SAME_DAY, Tier.VISIT)}
ABILITIES = (YES_NO_ONLY, WITH_NAMES, SPOKEN_OVER, KEYS_ONLY, STAFF_ANSWER)
ANSWERS = (Intent.YES, Intent.NO, Intent.NOT_SURE, None)
ANYTHING = (*ANSWERS, *Intent, "topic.symptoms.back_pain", "section.causes", "topic.overview")
MENTIONS = st.frozensets(
    st.sampled_from((*ANSWERS[:3], Intent.DISTRESS, "topic.symptoms.nerve_changes")), max_size=2
)
ALTERNATIVES = st.lists(st.sampled_from([i for i in ANYTHING if i]), max_size=3).map(tuple)
UTTERANCES = st.sampled_from(ANSWERS) | st.sampled_from(ANYTHING)
OTHERS = st.builds(Reading, st.sampled_from(["vosk", "moonshine"]), UTTERANCES) | st.builds(
    Reading, st.sampled_from(["vosk", "moonshine"]), st.none(), MENTIONS, ALTERNATIVES
)
"""What a recognizer of phrases may give beside the yes/no listener."""
FREE = st.builds(
    Reading,
    st.just("moonshine"),
    UTTERANCES,
    st.just(frozenset()) | MENTIONS,
    st.just(()) | ALTERNATIVES,
    st.just(True),
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, True]),
)
"""What a free reading may come to: never evidence for a no."""
NEAR_CRIES = st.builds(
    Reading,
    st.just("moonshine"),
    st.none() | st.sampled_from([i for i in ANYTHING if i]),
    MENTIONS,
    ALTERNATIVES,
    st.just(True),
    st.just(True),
)
"""Words that are near a cry for help, whatever else they mean."""


class RandomVisit(RuleBasedStateMachine):
    """A visitor who does anything at any time; many of them answer the questions."""

    world: World

    @initialize(abilities=st.sampled_from(ABILITIES))
    def a_kiosk_is_started(self, abilities: Abilities) -> None:
        self.world = World(abilities)

    def answers(self) -> dict[str, Answer]:
        questions = self.world.dialogue.questions
        return dict(questions.answers) if questions else {}

    def act(self, deed: str, do_it: Callable[[], object], *, may_be_no: bool = False) -> None:
        """Do one thing and compare what it wrote with what it may write."""
        before = self.answers()
        latched = self.world.state == State.EMERGENCY
        asked = self.world.state == State.QUESTION and self.world.dialogue.questions
        emergency = asked.current.id in EMERGENCY_QUESTIONS if asked else False
        do_it()
        fresh = {k: a for k, a in self.answers().items() if before.get(k) != a}
        if not may_be_no:
            assert not any(isinstance(a, No) for a in fresh.values()), f"{deed} made a NO"
        if emergency and any(isinstance(a, Yes | Unsure) for a in fresh.values()):
            assert self.world.state == State.EMERGENCY
        if latched and deed != "staff":
            assert self.world.state == State.EMERGENCY

    @rule(seconds=st.sampled_from([0.0, 3.0, 10.0, 25.0]))
    def silence(self, seconds: float) -> None:
        self.act("wait", lambda: self.world.waits(seconds))

    @rule()
    def a_sentence_sounds(self) -> None:
        if self.world.speaking:
            self.act("sound", self.world.sentence)

    @precondition(lambda self: self.world.listen().window is not None)
    @rule(first=UTTERANCES, other=st.none() | OTHERS, free=st.none() | FREE)
    def an_utterance(self, first: str | None, other: Reading | None, free: Reading | None) -> None:
        readings = [Reading("yes-no", first)]
        if other is not None:
            readings.append(other)
        if free is not None:
            readings.append(free)
        self.act(
            "hear", lambda: self.world.reads(*readings), may_be_no=self.may_make_a_no(readings)
        )

    def may_make_a_no(self, readings: Sequence[Reading]) -> bool:
        """Say, by rules of this test's own, whether these readings may be evidence for a no."""
        held = [r.intent for r in readings if not r.open]
        everything = {r.intent for r in readings} - {None}
        clean = not any(r.mentions or r.near_cry for r in readings)
        if self.world.state == State.CONFIRM_NO:
            return clean and Intent.YES in held and everything == {Intent.YES}
        if self.world.state != State.QUESTION or self.world.dialogue.questions is None:
            return False
        if not self.world.questions.emergency:
            return any(i in (Intent.NO, Intent.HEDGED_NO) for i in held)
        pair = {r.recognizer for r in readings if not r.open} == {"moonshine", "yes-no"}
        return clean and pair and held == [Intent.NO, Intent.NO] and everything == {Intent.NO}

    @precondition(lambda self: self.world.listen().window is not None)
    @rule(near=NEAR_CRIES, beside=UTTERANCES)
    def words_near_a_cry(self, near: Reading, beside: str | None) -> None:
        """They end no visit and read nothing: staff are told and offered, or come at once."""
        world = self.world
        state, ended, alerts = world.state, world.sessions_ended, len(world.alerts)
        self.act("hear", partial(world.reads, near, Reading("yes-no", beside)))
        outside = (State.EMERGENCY, State.OUT_OF_SERVICE)
        asks = world.state in (State.OFFER_STAFF, State.EMERGENCY)
        assert asks or state in (*outside, State.OFFER_STAFF)
        assert world.sessions_ended == ended
        if state not in (*outside, State.ATTRACT, State.OFFER_STAFF):
            assert len(world.alerts) > alerts
        if state == State.ATTRACT and world.state == State.OFFER_STAFF:
            assert len(world.alerts) == alerts

    @precondition(lambda self: self.world.state == State.OFFER_STAFF)
    @rule(seconds=st.sampled_from([3.0, 10.0]))
    def no_answer_to_the_offer_of_staff(self, seconds: float) -> None:
        tentative = self.world.dialogue.visit.tentative
        self.act("wait", lambda: self.world.waits(seconds))
        if self.world.state != State.OFFER_STAFF:
            rests = tentative and not self.world.latched  # a call may have become an emergency
            assert self.world.state == (State.ATTRACT if rests else State.EMERGENCY)

    @precondition(lambda self: self.world.listen().window is not None)
    @rule(alternatives=ALTERNATIVES)
    def words_that_may_have_been_something_else(self, alternatives: tuple[str, ...]) -> None:
        before, state = self.answers(), self.world.state
        reading = Reading("vosk", None, alternatives=alternatives)
        self.act("hear", partial(self.world.reads, Reading("yes-no", None), reading))
        fresh = {k: a for k, a in self.answers().items() if before.get(k) != a}
        assert all(isinstance(answer, NotAnswered) for answer in fresh.values())
        assert (self.world.state == State.EMERGENCY) == (state == State.EMERGENCY)
        if self.world.state == State.CONFIRM_CHOICE != state:
            assert state not in ASKING
            asked = set(self.world.dialogue.visit.proposals)
            assert asked <= {*alternatives, Intent.STAFF}, "staff are offered the third time"
            assert not asked & {*ANSWERS, Intent.DISTRESS}

    @precondition(lambda self: self.world.listen().window is not None)
    @rule(answer=st.sampled_from([Intent.NO, Intent.YES]))
    def a_lone_answer(self, answer: Intent) -> None:
        reading = Reading("yes-no", answer)
        hear = partial(self.world.reads, reading)
        self.act("hear", hear, may_be_no=self.may_make_a_no([reading]))

    @precondition(lambda self: self.can_be_spoken_over)
    @rule(first=UTTERANCES, second=UTTERANCES, mentions=MENTIONS)
    def words_over_its_speech(
        self, first: str | None, second: str | None, mentions: frozenset[str]
    ) -> None:
        readings = (Reading("yes-no", first), Reading("vosk", second, mentions))
        self.act("interrupt", partial(self.world.interrupts, *readings))

    @property
    def can_be_spoken_over(self) -> bool:
        window = self.world.window
        return self.world.speaking and window is not None and window.over_speech

    @rule(key=st.sampled_from("12 yn0hrbkpctmx+-<>?ew"))
    def a_key(self, key: str) -> None:
        state, screen = self.world.state, self.world.screen
        no_offered = screen is not None and [c.label for c in screen.choices] == ["no"]
        no_key = (key in "2n" or (key in "w " and no_offered)) and state == State.QUESTION
        yes_key = key in "1y w" and state == State.CONFIRM_NO
        self.act("press", partial(self.world.presses, key), may_be_no=no_key or yes_key)

    @precondition(lambda self: self.world.state in ASKING)
    @rule(key=st.sampled_from("12n y"), sentences=st.integers(0, 2))
    def a_key_before_the_question_was_heard(self, key: str, sentences: int) -> None:
        """It makes no NO and agrees to none, however often a shaking hand repeats it."""
        world = self.world
        asked, state = world.dialogue.questions, world.state
        assert asked is not None
        emergency = asked.emergency
        for _ in range(sentences):
            if world.speaking:
                world.sentence()
        enough = world.dialogue.visit.heard.is_enough(world.now)
        scanning = world.dialogue.visit.scanning
        confirmed = asked.reading_back and not scanning and emergency
        self.act("press", lambda: world.post(KeyPressed(key)), may_be_no=enough or not emergency)
        if confirmed and not enough and world.state in ASKING:
            assert world.state == state

    @rule()
    def to_the_questions(self) -> None:
        """Most random walks never get there by themselves."""
        if self.world.state == State.ATTRACT:
            self.world.post(HearingBack())
            self.world.post(QuestionsOffered())
            self.world.presses(" k").says(Intent.QUESTIONS).says(Intent.YES)

    @precondition(lambda self: self.world.state == State.QUESTION)
    @rule(noes=st.integers(1, 9))
    def some_noes_by_key(self, noes: int) -> None:
        """So that walks come to the later questions and the outcomes, too."""
        for _ in range(noes):
            if self.world.state == State.QUESTION:
                self.act("press", partial(self.world.presses, "2"), may_be_no=True)

    @precondition(lambda self: self.world.state == State.QUESTION)
    @rule(lesser=st.lists(st.sampled_from("22221k3"), min_size=5, max_size=5))
    def the_rest_by_key(self, lesser: list[str]) -> None:
        """No to every emergency question that is left, then anything to the lesser ones."""
        for _ in range(9):
            asked = self.world.dialogue.questions
            reads_back = self.world.state == State.READ_BACK
            if reads_back or (self.world.state in ASKING and asked and asked.emergency):
                key = "1" if reads_back else "2"
                self.act("press", partial(self.world.presses, key), may_be_no=key == "2")
        for key in lesser:
            if self.world.state == State.QUESTION:
                self.act("press", partial(self.world.presses, key), may_be_no=key == "2")

    @precondition(lambda self: self.world.state in (State.READ_BACK, *OUTCOMES, *ASKING))
    @rule(key=st.sampled_from("1b"))
    def agrees_or_goes_back(self, key: str) -> None:
        confirms_no = self.world.state == State.CONFIRM_NO and key == "1"
        self.act("press", partial(self.world.presses, key), may_be_no=confirms_no)

    @rule(reason=st.none() | st.sampled_from(Refusal))
    def the_questions_are_refused_or_offered(self, reason: Refusal | None) -> None:
        event = QuestionsRefused(reason) if reason else QuestionsOffered()
        self.act("refuse", partial(self.world.post, event))

    @rule()
    def a_person_is_asked_for(self) -> None:
        """Staff are called, by an alarm or by a call."""
        self.act("press", partial(self.world.presses, "s"))
        assert self.world.latched or self.world.call.age is not None

    @rule(works=st.booleans())
    def a_channel_can_confirm_a_call_or_not(self, works: bool) -> None:
        self.act("reachable", partial(self.world.post, StaffReachable(works)))
        untaken = self.world.call.age is not None and not self.world.call.taken
        assert works or not untaken

    @rule()
    def an_acknowledgement(self) -> None:
        self.act("acknowledge", partial(self.world.post, AlertAcknowledged("desk")))

    @rule()
    def the_microphone_is_lost_or_back(self) -> None:
        event = HearingLost() if self.world.dialogue.conversation.abilities.voice else HearingBack()
        self.act("microphone", partial(self.world.post, event))

    @rule()
    def names_are_no_longer_heard(self) -> None:
        self.act("names", partial(self.world.post, NamesLost()))

    @rule(by_code=st.booleans())
    def staff_come(self, by_code: bool) -> None:
        was = self.world.state
        if by_code and was == State.EMERGENCY:
            self.act("staff", partial(self.world.presses, f"?{STAFF_CODE}#"))
        else:
            self.act("staff", partial(self.world.post, StaffCleared()))
        assert (was == State.EMERGENCY) <= (self.world.state == State.ATTRACT)

    @rule()
    def the_process_restarts(self) -> None:
        latched, visiting = self.world.latched, self.world.visiting
        call, made_at = self.world.call, self.world.call_made_at
        age = None if call.age is None else self.world.now - made_at
        started = Started(latched, visiting, call_age=age, call_taken=call.taken)
        self.world = World(self.world.abilities, started)
        assert (self.world.state == State.EMERGENCY) == latched
        assert latched or (self.world.call.age is None) == (call.age is None)
        if visiting and not latched:
            self.world.listen()
            assert "If you need help, please speak to a member of staff." in self.world.said
        assert not self.answers(), "nothing of the visit outlives the process"

    @invariant()
    def every_no_has_its_evidence(self) -> None:
        for answer in self.answers().values():
            assert not isinstance(answer, No) or answer.evidence is not None

    @invariant()
    def all_no_only_when_every_item_is_no(self) -> None:
        if self.world.state == State.OUTCOME_ALL_NO:
            answers = self.answers()
            items = [q.id for q in CONTENT.questions if q.tier is not Tier.CONTEXT]
            assert all(isinstance(answers.get(item), No) for item in items)

    @invariant()
    def the_outcome_is_that_of_the_answers_as_they_are(self) -> None:
        if self.world.state not in OUTCOMES:
            return
        alarmed = {
            LESSER.get(item)
            for item, answer in self.answers().items()
            if isinstance(answer, Yes | Unsure)
        }
        same_day, visit = Tier.SAME_DAY in alarmed, Tier.VISIT in alarmed
        assert (self.world.state == State.OUTCOME_SAME_DAY) == same_day
        assert (self.world.state == State.OUTCOME_VISIT) == (visit and not same_day)

    @invariant()
    def nothing_is_asked_while_the_questions_are_refused(self) -> None:
        if self.world.dialogue.conversation.abilities.refusal is not None:
            assert self.world.within not in (State.PREAMBLE, *ASKING)

    @invariant()
    def a_visit_is_marked_while_it_lasts(self) -> None:
        asleep = (State.ATTRACT, State.OUT_OF_SERVICE)
        if self.world.state in asleep:
            assert not self.world.visiting
        elif self.world.state != State.EMERGENCY:
            assert self.world.visiting

    @invariant()
    def every_sentence_was_reviewed(self) -> None:
        for sentence in self.world.last_say.sentences:
            assert is_reviewed(sentence), sentence

    @invariant()
    def a_latched_emergency_is_kept_and_has_alerted(self) -> None:
        assert self.world.latched == (self.world.state == State.EMERGENCY)
        if self.world.latched:
            assert "emergency" in self.world.alerts

    @invariant()
    def a_call_is_claimed_only_once_it_is_confirmed(self) -> None:
        if self.world.call.age is not None and not self.world.call.taken:
            assert CALLING not in self.world.last_say.sentences

    @invariant()
    def a_call_that_nobody_takes_becomes_an_emergency_in_time(self) -> None:
        world = self.world
        if world.call.age is not None and not world.call.taken:
            assert world.dialogue.deadline is not None
            assert world.dialogue.deadline <= world.call_made_at + TAKEN_WITHIN

    @invariant()
    def nothing_waits_for_ever(self) -> None:
        """It speaks, or counts time, or it is asleep and listens, unless it cannot hear."""
        world = self.world
        listens = world.window is not None or not world.dialogue.conversation.abilities.voice
        asleep = world.state in (State.ATTRACT, State.OUT_OF_SERVICE) and listens
        assert world.speaking or world.dialogue.deadline is not None or asleep


RandomVisit.TestCase.settings = settings(stateful_step_count=40)
test_random_visits = RandomVisit.TestCase


def ask(world: World) -> World:
    return world.go(("key: ", "key:k", "say:questions", "say:yes"))


def test_two_recognizers_that_agree_are_taken_at_once() -> None:
    world = ask(World(WITH_NAMES)).says(Intent.NO)
    assert world.state == State.QUESTION
    assert isinstance(world.questions.answers["E1"], No)


def test_one_recognizer_alone_is_asked_back() -> None:
    world = ask(World(YES_NO_ONLY)).says(Intent.NO)
    assert world.state == State.CONFIRM_NO
    world.says(Intent.YES)
    answer = world.questions.answers["E1"]
    assert isinstance(answer, No)
    assert isinstance(answer.evidence, ConfirmedNo)


def test_a_yes_by_one_recognizer_latches_even_when_the_other_heard_no() -> None:
    world = ask(World(WITH_NAMES))
    world.reads(Reading("vosk", Intent.NO), Reading("yes-no", Intent.YES))
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]


@pytest.mark.parametrize("key", ["2", "n"])
@pytest.mark.parametrize("hold", [(0.05,), (0.3, 0.3, 0.3), (0.03,) * 40])
def test_a_no_key_that_bounces_or_is_held_answers_one_question(
    key: str, hold: tuple[float, ...]
) -> None:
    world = ask(World(WITH_NAMES)).listen().presses(key)
    for seconds in hold:
        world.now += seconds
        world.post(KeyPressed(key))
    assert set(world.questions.answers) == {"E1"}
    assert world.speaking
    assert world.last_say.sentences == (CONTENT.questions[1].text,)
    world.now += BOUNCE
    world.presses(key)
    assert set(world.questions.answers) == {"E1", "E2"}


def test_the_key_that_starts_the_questions_answers_none_of_them() -> None:
    world = World(WITH_NAMES).go(("key: ", "key:k", "say:questions")).presses("y")
    world.post(KeyPressed("y"))
    assert world.state == State.QUESTION
    assert world.alerts == []
    world.presses("y")
    assert world.state == State.EMERGENCY


def test_another_key_right_after_a_no_counts_at_once() -> None:
    world = ask(World(WITH_NAMES)).listen().presses("2")
    world.post(KeyPressed("3"))
    assert world.state == State.EMERGENCY


def test_words_of_a_symptom_at_an_emergency_question_act_as_yes() -> None:
    world = ask(World(WITH_NAMES)).reads(Reading("vosk", "topic.symptoms.nerve_changes"))
    assert world.state == State.EMERGENCY


@pytest.mark.parametrize("state", ASKING)
def test_what_may_have_been_said_changes_nothing_at_a_question(state: State) -> None:
    plain = brought_to(state).reads(Reading("vosk", None))
    for meant in (Intent.YES, Intent.STAFF, "topic.overview", "topic.symptoms.nerve_changes"):
        world = brought_to(state).reads(Reading("vosk", None, alternatives=(meant,)))
        assert world.state == plain.state
        assert plain.dialogue.questions is not None
        assert world.questions.answers == plain.dialogue.questions.answers
        assert world.alerts == plain.alerts


@pytest.mark.parametrize(
    "state", [State.EMERGENCY, *(s for s in ASIDES if s != State.CONFIRM_CHOICE)]
)
def test_what_may_have_been_said_changes_nothing_where_it_is_not_asked_back(state: State) -> None:
    everything = tuple(intent for intent in ANYTHING if intent)
    plain = brought_to(state).reads(Reading("vosk", None))
    for alternatives in ((Intent.YES,), (Intent.STAFF,), ("topic.overview",), everything):
        world = brought_to(state).reads(Reading("vosk", None, alternatives=alternatives))
        assert world.last_actions == plain.last_actions
        assert world.state == plain.state
        assert world.dialogue.deadline == plain.dialogue.deadline


@every_row("state", [*MENUS, State.PREAMBLE])
def test_no_answer_and_no_cry_for_help_is_asked_back(state: State) -> None:
    world = brought_to(state)
    readings = Reading("vosk", None, alternatives=(*filter(None, ANSWERS), Intent.DISTRESS))
    world.reads(readings)
    assert world.state == state


def test_the_kiosk_claims_a_call_only_once_it_is_acknowledged() -> None:
    world = ask(World(WITH_NAMES)).says(Intent.YES).listen()
    assert "I am calling them." not in world.said
    assert "Please ask anyone near you to fetch staff." in world.said
    world.post(AlertAcknowledged("desk"))
    world.listen()
    assert "I am calling them." in world.said


def test_the_emergency_text_is_said_again_every_twenty_seconds() -> None:
    world = ask(World(WITH_NAMES)).says(Intent.YES).listen()
    times = world.said.count("You need a member of staff now.")
    world.waits(65)
    assert world.said.count("You need a member of staff now.") - times >= 2


def test_a_staff_key_that_is_hammered_is_one_call_and_later_a_new_one() -> None:
    world = World(WITH_NAMES).presses("s")
    while world.dialogue.conversation.must_be_heard:
        world.presses("s").sentence()
    world.presses("sss")
    assert world.alerts == ["emergency"]
    world.waits(30).listen().presses("s")
    assert world.alerts == ["emergency", "emergency"]


def test_i_said_no_does_not_silence_an_emergency() -> None:
    world = ask(World(WITH_NAMES)).says(Intent.YES).says(Intent.NO)
    assert world.state == State.EMERGENCY
    assert world.speaking


def test_read_back_denied_asks_the_block_again_once_then_leaves_it_open() -> None:
    world = ask(World(WITH_NAMES)).go(["say:no"] * 8)
    assert world.state == State.READ_BACK
    world.says(Intent.NO)
    assert world.state == State.QUESTION
    assert world.questions.current.id == "E1"
    world.go(["say:no"] * 8).says(Intent.NO)
    assert world.state == State.OUTCOME_UNCLEAR
    assert world.alerts == ["attention"]


def test_silence_at_two_questions_in_a_row_ends_the_set_with_staff_told() -> None:
    world = ask(World(WITH_NAMES)).waits(10).waits(10).waits(10).waits(10)
    assert world.state == State.OUTCOME_UNCLEAR
    assert world.alerts == ["attention"]


def test_going_back_overwrites_the_answer() -> None:
    world = ask(World(WITH_NAMES)).go(["say:no"] * 3).says(Intent.BACK)
    assert world.questions.current.id == "E3"
    assert "E3" not in world.questions.answers


def test_leaving_the_questions_says_that_something_stayed_open() -> None:
    world = ask(World(WITH_NAMES)).go(["say:no"] * 2).says(Intent.GOODBYE).listen()
    assert "I could not get a clear answer to every question." in world.said
    assert "attention" in world.alerts


def test_without_an_alert_the_questions_are_refused_with_the_reason() -> None:
    refused = replace(WITH_NAMES, refusal=Refusal.NO_ALERT)
    world = World(refused).go((*("key: ", "key:k"), "say:questions")).listen()
    assert world.state == State.MAIN_MENU
    assert "I have no way to call staff at this time." in world.said
    assert "So I am not able to ask the health questions." in world.said
