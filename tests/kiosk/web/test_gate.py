"""Which connections may stay at a port, in whatever order they come."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.web.gate import KEPT, MOST, Gate

pytestmark = pytest.mark.unit


def test_the_oldest_stranger_leaves_for_the_one_that_comes_last() -> None:
    gate: Gate[int] = Gate()
    assert [gate.admit(each) for each in range(MOST - KEPT)] == [None] * (MOST - KEPT)
    assert gate.admit(100) == 0
    assert gate.admit(101) == 1
    assert {0, 1}.isdisjoint(gate)


def test_strangers_never_take_the_places_kept_for_those_who_have_shown_the_secret() -> None:
    gate: Gate[int] = Gate()
    for each in range(KEPT):
        gate.admit(each)
        gate.know(each)
    for each in range(1000, 2000):
        gate.admit(each)
    assert len(list(gate)) == MOST
    assert set(range(KEPT)) <= set(gate)


def test_one_that_comes_where_all_places_are_known_has_to_leave_itself() -> None:
    gate: Gate[int] = Gate()
    for each in range(MOST):
        gate.admit(each)
        gate.know(each)
    assert gate.admit(100) == 100
    gate.remove(0)
    assert gate.admit(101) is None


def test_one_that_has_left_is_not_let_in_by_what_it_shows_afterwards() -> None:
    gate: Gate[int] = Gate()
    gate.admit(1)
    gate.remove(1)
    gate.know(1)
    assert list(gate) == []


@given(st.lists(st.tuples(st.sampled_from(["comes", "shows", "leaves"]), st.integers(0, 40))))
def test_whatever_happens_no_more_than_allowed_are_inside_and_no_known_one_is_put_out(
    happened: list[tuple[str, int]],
) -> None:
    gate: Gate[int] = Gate(most=8, kept=3)
    numbers, everybody, known = count(), list[int](), set[int]()
    for what, which in happened:
        caller = everybody[which % len(everybody)] if everybody else 0
        if what == "comes":
            everybody.append(next(numbers))
            before = [each for each in gate if each not in known]
            leaves = gate.admit(everybody[-1])
            assert leaves not in known
            assert leaves in (None, everybody[-1], *before[:1])
        elif what == "shows" and caller in gate:
            gate.know(caller)
            known.add(caller)
        elif what == "leaves":
            gate.remove(caller)
            known.discard(caller)
        inside = list(gate)
        assert known <= set(inside)
        assert len(inside) <= 8
        assert len(set(inside) - known) <= 5
