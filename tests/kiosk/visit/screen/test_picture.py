"""A whole terminal shows every state in full, at every width and height."""

import io
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kiosk.visit.dialogue.actions import Urgency
from kiosk.visit.dialogue.table import State
from kiosk.visit.screen.picture import Painter
from kiosk.visit.screen.seen import Seen
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.words import ALERT_WORDS, ASCII, SIGNS, STATUS_WORDS, Symbols, key_name
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to

pytestmark = pytest.mark.unit

SIZES = ((40, 10), (60, 16), (80, 24), (132, 43), (200, 60))
NOTICES = (
    "no microphone was found; plug one in, or use the keys and captions",
    "no speaker was found; plug one in, or use the keys and captions",
    "the clinic's folder cannot be written: permission denied; name a writable state_folder",
)
CLINIC = "Hill Road Clinic"
QUESTIONS = (State.QUESTION, State.CONFIRM_NO, State.READ_BACK, State.OFFER_STAFF)


def drawn(seen: Seen, size: tuple[int, int], symbols: Symbols = SIGNS) -> list[str]:
    rows = Painter(Console(file=io.StringIO()), symbols).rows(seen, *size)
    assert len(rows) == size[1]
    assert {row.cell_len for row in rows} == {size[0]}
    return [row.plain for row in rows]


def words(rows: list[str]) -> str:
    """Give what a person reads, without the signs at its edge."""
    return " ".join(" ".join(rows).replace(SIGNS.now, " ").split())


def seen_in(state: State, *, alert: Urgency | None = None) -> list[Seen]:
    """Give what is to be seen as each sentence of a state sounds."""
    world = brought_to(state)
    assert world.screen is not None
    said = [sentence for sentence in world.last_say.sentences if sentence] or [""]
    return [
        Seen(CLINIC, world.screen, tuple(said[:count]), "speaking", told=Told(NOTICES, alert))
        for count in range(1, len(said) + 1)
    ]


@every_row(("state", "size"), list(product(State, SIZES)))
def test_title_status_keys_and_the_sentence_that_sounds_stand_there_in_every_state(
    state: State, size: tuple[int, int]
) -> None:
    for seen in seen_in(state):
        assert seen.view is not None
        shown = words(drawn(seen, size))
        assert seen.view.title.lower() in shown.lower()
        assert CLINIC in shown or size[0] == 40
        paused = state == State.PAUSED
        assert ("Paused: press c" if paused else STATUS_WORDS["speaking"]) in shown
        assert seen.captions[-1] in shown
        for choice in seen.view.choices:
            assert f"[{key_name(choice.key)}] {choice.label}" in shown


DESIGNED_FOR = ((80, 24), (120, 40), (200, 60))


@every_row(("state", "size"), list(product((*QUESTIONS, State.CONFIRM_CHOICE), DESIGNED_FOR)))
def test_a_question_stands_in_the_middle_with_its_answers_below_and_the_keys_in_one_line(
    state: State, size: tuple[int, int]
) -> None:
    *_, seen = seen_in(state)
    width, height = size
    rows = drawn(seen, size)
    sounds = [number for number, row in enumerate(rows) if SIGNS.now in row]
    assert height / 4 < sounds[0] < height * 3 / 4
    (answers,) = (number for number, row in enumerate(rows) if "[y] yes" in row)
    assert answers == sounds[-1] + 2
    widest = max(len(row.strip()) for row in rows[sounds[0] : answers + 1])
    left = rows[sounds[0]].index(SIGNS.now)
    assert abs(left - (width - widest) / 2) <= width / 8
    assert "[r] again" in rows[-1]
    assert "[?] more keys" in rows[-1]
    assert [row for row in rows if row.startswith(" ! ")] == [rows[-3]]


def test_the_sentence_that_sounds_stays_where_it_is_while_there_is_room() -> None:
    places = []
    for seen in seen_in(State.READING)[:4]:
        rows = Painter(Console(file=io.StringIO()), SIGNS).rows(seen, 120, 40)
        now = [number for number, row in enumerate(rows) if SIGNS.now in row.plain]
        places.append((now[0], rows[now[0]].plain.index(SIGNS.now)))
        earlier = [row for row in rows if any("dim" in str(span.style) for span in row.spans)]
        assert {row.plain.strip() for row in earlier} == set(seen.captions[:-1])
    assert len(set(places)) == 1


@pytest.mark.parametrize("size", SIZES)
def test_an_emergency_fills_the_middle_and_a_call_stands_in_a_line(size: tuple[int, int]) -> None:
    for seen in seen_in(State.EMERGENCY, alert="emergency"):
        rows = Painter(Console(file=io.StringIO()), SIGNS).rows(seen, *size)
        red = [number for number, row in enumerate(rows) if "on red" in str(row.style)]
        assert len(red) >= size[1] // 2
        assert red == list(range(red[0], red[-1] + 1))
        shown = words([row.plain for row in rows])
        assert ALERT_WORDS["emergency"] in shown
        assert "[+] louder" in shown
        assert seen.captions[-1] in shown
    for seen in seen_in(State.QUESTION, alert="call"):
        shown = words(drawn(seen, size))
        assert ALERT_WORDS["call"] in shown
        assert seen.captions[-1] in shown


def test_where_room_is_short_notices_go_before_words_of_the_sentence_that_sounds() -> None:
    sentence = (
        "Is it harder than it was to control when you pee, or do you leak, or can you not pee?"
    )
    (seen, *_) = seen_in(State.QUESTION, alert="call")
    assert seen.view is not None
    shown = words(
        drawn(Seen(CLINIC, seen.view, (sentence * 2,), "listening", told=Told(NOTICES)), (40, 10))
    )
    assert sentence * 2 in shown
    assert all(f"[{key_name(choice.key)}] {choice.label}" in shown for choice in seen.view.choices)
    assert "! " not in shown


def test_at_rest_staff_can_read_all_that_is_wrong() -> None:
    (seen, *_) = seen_in(State.ATTRACT)
    shown = words(drawn(seen, (80, 24)))
    assert all(notice in shown for notice in NOTICES)


@pytest.mark.parametrize("size", SIZES)
def test_the_other_keys_are_listed_on_demand(size: tuple[int, int]) -> None:
    (*_, seen) = seen_in(State.READING)
    assert "[?] more keys" in words(drawn(seen, size))
    listing = Seen(
        CLINIC, seen.view, seen.captions, "speaking", told=Told(NOTICES), lists_keys=True
    )
    shown = words(drawn(listing, size))
    for key in ("m", "k", "e", "t", "+", "-", "<", ">"):
        assert f"[{key}] " in shown


def test_where_any_key_says_that_somebody_is_there_none_is_the_screens_own() -> None:
    for seen in seen_in(State.STILL_THERE):
        assert not seen.has_list
        assert "[?]" not in words(drawn(seen, (80, 24)))


def test_a_terminal_without_unicode_gets_ascii() -> None:
    for state in (State.QUESTION, State.EMERGENCY, State.PAUSED):
        alert: Urgency = "emergency" if state == State.EMERGENCY else "attention"
        for seen in seen_in(state, alert=alert):
            assert "".join(drawn(seen, (80, 24), ASCII)).isascii()


def test_control_characters_in_names_and_notices_are_shown_and_not_sent() -> None:
    seen = Seen("Hill\x1b[2J Road", None, (), "waiting", told=Told(("a\x07b\nc",)))
    shown = "".join(drawn(seen, (80, 24)))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert r"a\x07b\nc" in shown


@cache
def last_of(state: State) -> Seen:
    return seen_in(state)[-1]


def with_words(
    state: State, clinic: str, caption: str, alert: Urgency | None, lists_keys: bool
) -> Seen:
    seen = last_of(state)
    captions = (*seen.captions, caption)
    return Seen(
        clinic, seen.view, captions, "listening", told=Told(NOTICES, alert), lists_keys=lists_keys
    )


@given(
    seen=st.builds(
        with_words,
        st.sampled_from(State),
        st.text(max_size=60),
        st.text(max_size=300),
        st.sampled_from([None, "attention", "call", "emergency"]),
        st.booleans(),
    ),
    size=st.tuples(st.integers(20, 220), st.integers(6, 70)),
)
def test_every_picture_has_exactly_the_size_of_its_terminal(
    seen: Seen, size: tuple[int, int]
) -> None:
    drawn(seen, size)
