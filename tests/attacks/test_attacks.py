"""Tests that the hazard log lists all attacks, and tries the attacks that take little time."""

from pathlib import Path

import pytest

from kiosk.assurance.attack_list import Attack, attacks_as_markdown, read_attacks
from kiosk.commands.hazards import LOG
from kiosk.errors import HazardLogError
from tests.attacks import __main__ as attacks
from tests.attacks.attacked import CallLostError

pytestmark = pytest.mark.unit

CHEAP = (
    "A1. Ctrl-S, then s",
    "A2. The loop hangs, then s",
    "B3. Everybody may write to the state folder",
)

WRITTEN = '''
def one(folder):
    """A1. Something is done

    Attack: somebody does
        something.
    Holds: all is well.
    """
    raise {error}
'''


def named(name: str) -> Attack:
    (found,) = [attack for attack in read_attacks() if attack.name == name]
    return found


@pytest.mark.live
@pytest.mark.parametrize("name", CHEAP)
def test_it_is_held_and_no_call_is_lost(name: str) -> None:
    row = attacks.tried(named(name))
    assert row.held, row.said
    assert not row.call_lost


def test_every_attack_is_in_the_hazard_log() -> None:
    released = LOG.read_text(encoding="utf-8")
    assert attacks_as_markdown(read_attacks()) in released, "run: run_kiosk.py hazards --write"


def test_each_line_that_can_be_attacked_is() -> None:
    lines = {attack.name.partition(".")[0] for attack in read_attacks()}
    expected = {"A1", "A2", "A3", "A4", "A5", "A6"}
    expected |= {f"B{number}" for number in range(1, 7)} | {f"C{number}" for number in range(1, 7)}
    assert lines == expected


def test_an_attack_is_read_from_its_docstring(tmp_path: Path) -> None:
    (tmp_path / "made.py").write_text(WRITTEN.format(error="AssertionError"))
    (read,) = read_attacks(tmp_path)
    assert read == Attack(
        "A1. Something is done",
        "somebody does something.",
        "all is well.",
        "tests.attacks.made",
        "one",
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("Holds:", "Hold:", "the docstring lacks"), ("    Attack:", "    It:", "the docstring lacks")],
)
def test_an_attack_that_is_not_whole_is_one_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    (tmp_path / "made.py").write_text(WRITTEN.replace(before, after))
    with pytest.raises(HazardLogError, match=said) as caught:
        read_attacks(tmp_path)
    assert "\n" not in str(caught.value)


def test_two_attacks_of_one_name_are_told(tmp_path: Path) -> None:
    for name in ("made.py", "made_again.py"):
        (tmp_path / name).write_text(WRITTEN)
    with pytest.raises(HazardLogError, match="two attacks are called"):
        read_attacks(tmp_path)


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (CallLostError("nobody"), True),
        (AssertionError("it ended"), False),
        (OSError("gone"), False),
    ],
)
def test_what_is_not_held_is_told_and_a_lost_call_is_counted(
    monkeypatch: pytest.MonkeyPatch, error: Exception, lost: bool
) -> None:
    def fails(_: Path) -> None:
        raise error

    attack = named(CHEAP[0])
    monkeypatch.setattr(f"{attack.module}.{attack.function}", fails)
    row = attacks.tried(attack)
    assert (row.held, row.call_lost) == (False, lost)
    assert str(error) in row.said
