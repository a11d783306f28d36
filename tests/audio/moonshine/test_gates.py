"""The gates that decide whether a phrase was said, on looks made by hand."""

import pytest

from audio.moonshine.free import Reading
from audio.moonshine.gates import Look, is_speech, is_vague, phrase_said, with_opposites
from audio.moonshine.held import Held

pytestmark = pytest.mark.unit

MEANINGS = {"yes": "yes", "yeah": "yes", "yep": "yes", "no": "no", "what": "repeat"}


def look(free: float, **held: float) -> Look:
    """Make a look: the free reading's log probability, and those of phrases."""
    phrases = sorted((Held(*each, pieces=3) for each in held.items()), key=_likeliest)
    return Look(Reading((1, 2), free, ended=True), tuple(phrases), "text")


def said(*looks: Look) -> str:
    return phrase_said(looks, MEANINGS.get)


def _likeliest(held: Held) -> float:
    return -held.log_probability


def test_a_clear_phrase_needs_one_look() -> None:
    assert look(-0.2, yes=-0.2, yeah=-3.0).clear
    assert said(look(-0.2, no=-0.3)) == "no"


def test_a_yeah_is_looked_at_again_however_well_it_fits() -> None:
    assert not look(-0.1, yeah=-0.1, yep=-3.0).clear
    assert is_vague(look(-0.1, yeah=-0.1).held)
    assert not is_vague(look(-0.1, yes=-0.1, yeah=-3.0).held)
    assert not is_vague(look(-5.0).held)


def test_a_yeah_counts_where_each_look_finds_a_yes_and_nothing_else_near() -> None:
    first, second = look(-0.5, yeah=-0.5, yep=-1.7), look(-1.0, yep=-1.0, yeah=-1.1, what=-6.0)
    assert said(first, second) == "yeah"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(look(-1.3, no=-1.3, yeah=-2.4), id="a no ahead"),
        pytest.param(look(-1.7, yeah=-1.7, no=-3.3), id="a no close behind"),
        pytest.param(look(-3.0), id="no phrase at all"),
        pytest.param(look(-3.0, what=-4.0), id="another phrase alone"),
    ],
)
def test_a_badly_recorded_no_is_not_heard_as_yeah(other: Look) -> None:
    first = look(-0.2, yeah=-0.2, yep=-2.7)
    assert said(first, other) == ""
    assert said(other, first) == ""


def test_a_yeah_counts_where_a_no_is_close_behind_in_one_look_of_three() -> None:
    far, close = look(-0.2, yeah=-0.2, no=-7.5), look(-1.7, yeah=-1.7, no=-3.3)
    assert said(far, close, far) == "yeah"
    assert said(close, far, close) == ""


def test_a_no_that_passes_in_two_of_three_looks_counts_where_a_yeah_is_refused() -> None:
    yeah, no = look(-0.2, yeah=-0.2, no=-5.0), look(-0.7, no=-0.7, yeah=-2.4)
    assert said(yeah, no, no) == "no"
    assert said(yeah, no, look(-0.2, yeah=-0.2, no=-3.0)) == ""


def test_a_no_that_was_not_among_the_best_is_put_where_it_belongs() -> None:
    held, noes = look(-0.2, yeah=-0.2, what=-6.0).held, look(-0.2, no=-3.0).held
    assert [each.phrase for each in with_opposites(held, noes)] == ["yeah", "no", "what"]
    assert with_opposites(noes, look(-0.2, no=-3.1).held) == noes


def test_a_plain_yes_may_have_a_no_behind_it() -> None:
    assert said(look(-1.5, yes=-1.5, no=-3.5), look(-1.4, yes=-1.4, no=-3.0)) == "yes"


@pytest.mark.parametrize("text", ["yeah.", "yeah, yeah", "yep"])
def test_a_yeah_that_was_refused_is_not_read_freely_either(text: str) -> None:
    sneeze = Look(Reading((1, 2), -0.8, ended=True), (), text)
    assert not is_speech(sneeze, "")
    assert is_speech(sneeze, "yeah")
    assert is_speech(Look(sneeze.free, (), f"{text} i have felt that"), "")
