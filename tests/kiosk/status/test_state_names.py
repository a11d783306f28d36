"""Staff read what the kiosk is doing in words, wrapped to the width of their terminal."""

import io
import sys

import pytest

from kiosk.status.state_names import state_name
from kiosk.terminal.wrapped import wrapped
from kiosk.visit.dialogue.table import State, told_as

pytestmark = pytest.mark.unit


def test_every_state_has_a_name_for_staff_and_one_of_another_version_keeps_its_own() -> None:
    told = {told_as(state) for state in State}
    names = {state_name(each) for each in told}
    assert len(names) == len(told)
    assert not [name for name in names if "_" in name]
    assert state_name("attract") == "waiting for a visitor"
    assert state_name("of_tomorrow") == "of_tomorrow"


class OnATerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


LINE = "state        waiting for a visitor, and nobody has been here since the kiosk began"


def test_a_line_is_wrapped_to_the_width_under_where_its_words_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", OnATerminal())
    monkeypatch.setenv("COLUMNS", "50")
    rows = wrapped(LINE, 13).splitlines()
    assert len(rows) == 2
    assert all(len(row) <= 50 for row in rows)
    assert all(row.startswith(" " * 13) and row[13] != " " for row in rows[1:])
    assert " ".join(row.strip() for row in rows) == LINE


def test_a_line_for_another_program_stays_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("COLUMNS", "50")
    assert wrapped(LINE, 13) == LINE
