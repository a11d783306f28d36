"""H18. The answers of the visitor before leak

Cause: something of a visit outlives it: in memory, on disk, in a log, on the screen
Effect: wrong advice to the next, a breach of privacy
Mitigation: everything of a visit is dropped at its end; only prepared speech is kept on disk; the
    terminal is cleared; nothing is logged
Severity: critical
Likelihood: improbable
Residual risk: what others in the room have heard and seen
Owner: the clinical safety officer, who is not yet named
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import StaffCleared
from kiosk.visit.dialogue.table import OUTCOMES, State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, SETTLED, brought_to
from tests.kiosk.visit.dialogue.world import WITH_NAMES, YES_NO_ONLY, World
from tests.system.live.terminal import NO_SOUND, kiosk
from tests.waiting import until

pytestmark = pytest.mark.unit

OF_THE_HOUSE = {"content", "now", "_last_id", "_shown", "pad", "abilities"}
"""What is no memory of a visit: texts, the clock, the count of utterances, the picture shown."""


def remembered(value: object, seen: set[int], name: str = "dialogue") -> Iterator[str]:
    """Everything that an object of the kiosk holds, as lines that can be compared."""
    if id(value) in seen or callable(value):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from remembered(inner, seen, f"{name}[{key}]")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from remembered(inner, seen, f"{name}[{index}]")
    elif isinstance(value, set | frozenset):  # equal ones may come in another order
        yield f"{name} = {sorted(map(repr, value))}"
    elif type(value).__module__.startswith("kiosk") and not callable(value):
        slots = [s for kind in type(value).__mro__ for s in getattr(kind, "__slots__", ())]
        held = {slot: getattr(value, slot) for slot in slots if hasattr(value, slot)}
        held |= getattr(value, "__dict__", {})
        for key, inner in sorted(held.items()):
            if key not in OF_THE_HOUSE and not callable(inner):
                yield from remembered(inner, seen, f"{name}.{key}")
    else:
        seen.discard(id(value))
        yield f"{name} = {value!r}"


def memory(world: World) -> list[str]:
    return list(remembered(world.dialogue, set()))


def leaves(world: World) -> World:
    """End the visit in whatever way is open."""
    if world.state == State.EMERGENCY:
        world.post(StaffCleared())
    while world.state != State.ATTRACT:
        # Where staff are offered, nothing ends a visit before the answer.
        world.presses("n" if world.state == State.OFFER_STAFF else "q").listen()
    return world


@every_row("state", [s for s in State if s != State.OUT_OF_SERVICE])
def test_after_a_visit_it_remembers_as_much_as_before_the_first(state: State) -> None:
    world = brought_to(state)
    world.presses("+-<+t").listen()
    left = leaves(world)
    fresh = World(left.abilities)
    assert memory(left) == memory(fresh)
    assert left.sessions_ended > 0 or state == State.ATTRACT


def test_a_visit_that_times_out_is_forgotten_too() -> None:
    world = World(WITH_NAMES).go((*SETTLED, "say:no", "say:yes")).waits(600)
    assert world.state == State.ATTRACT
    assert memory(world) == memory(World(WITH_NAMES))


def test_the_memory_dump_sees_what_a_visit_holds() -> None:
    """The dump above would be worth nothing if it did not show answers and topics."""
    world = World(WITH_NAMES).go(MAIN_MENU).says("topic.treatments.surgery").says(Intent.QUESTIONS)
    world.says(Intent.YES).presses("2").presses("k")
    held = "\n".join(memory(world))
    assert "treatments.surgery" in held
    assert "E1" in held
    assert "ByHand" in held or "key = '2'" in held


@pytest.mark.parametrize("first", [("1", "k"), ("2", "1", "2", "k", "b", "q"), ("k", "e", "2")])
def test_the_second_visitor_hears_what_the_first_heard_at_the_beginning(first: str) -> None:
    both = World(YES_NO_ONLY)
    for key in (" ", "k", *first):
        both.presses(key).listen()
    leaves(both)
    before = len(both.said)
    alone = World(YES_NO_ONLY)
    for key in (" ", "k", "3", "2", "2"):
        for world in (both, alone):
            world.presses(key).listen()
    assert both.said[before:] == alone.said
    assert not set(OUTCOMES) & {both.state}


@pytest.mark.live
def test_nothing_is_left_on_disk_or_on_the_screen(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        until((tmp_path / "state" / "last-settings.json").exists)
        before = contents(tmp_path)
        for _ in range(2):
            terminal.press(" k2")
            terminal.wait_for("Health questions")
            terminal.press("1k")
            terminal.wait_for("Question 2 of 13")
            terminal.press("q")
            terminal.wait_for("Please speak to a member of staff.")
            terminal.press("q")
            terminal.wait_for("Press any key")
            # The disk's own thread takes the mark of the visit away.
            until(lambda: contents(tmp_path) == before, told=lambda: contents(tmp_path))
        shown_after = terminal.raw.decode().rpartition("\x1b[3J\x1b[2J\x1b[H")[2]
        assert "13" not in shown_after
        assert "member of staff" not in shown_after
        terminal.process.terminate()
        terminal.read_to_end()
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that a kiosk with all its folders here has written.

    Log, counts and the clinic's own settings are left out: they tell of states and numbers (see
    tests/log), or of nobody.
    """
    files = (file for file in folder.rglob("*") if file.is_file() and file.name not in _NUMBERS)
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


_NUMBERS = {"counts", "kiosk.log", "last-settings.json"}
