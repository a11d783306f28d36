"""A command brings the packages that it needs when it runs, and says so; help brings none."""

import subprocess
import sys

import pytest

from kiosk.cli import COMMANDS
from tests import CHECKOUT
from tests.kiosk.launch.checkout import PROGRAM, Checkout

pytestmark = [pytest.mark.unit, pytest.mark.slow]


@pytest.fixture
def asked(built: Checkout) -> Checkout:
    """A built checkout whose lock has a package in each other part."""
    built.lock(
        run=built.wheel("tiny", "1.0"),
        cluster=built.wheel("many", "3.0"),
        test=built.wheel("toy", "1.0"),
        train=built.wheel("trainer", "1.0"),
        natural=built.wheel("person", "2.0"),
    )
    return built


def test_help_is_shown_before_anything_is_built(checkout: Checkout) -> None:
    checkout.bring_commands()
    checkout.lose_the_network()
    for asked in ("pictures --help", "selftest -h", "replay there --help", "--settings x -h"):
        started = checkout.start(*asked.split())
        assert started.code == 0, started.said
        command = asked.split()[0] if asked[0] != "-" else "run"
        assert started.out.startswith(f"usage: {PROGRAM} {command} ")
        assert started.said == ""
    assert not checkout.environment.exists()


def test_help_of_pytest_brings_pytest(built: Checkout) -> None:
    built.lock(run=built.wheel("tiny", "1.0"), test=built.wheel("toy", "1.0"))
    assert built.start("selftest", "-k", "edge", "--help").told["toy"] == "1.0"


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_the_list_of_commands_is_shown_before_anything_is_built(
    checkout: Checkout, word: str
) -> None:
    checkout.bring_commands()
    checkout.lose_the_network()
    started = checkout.start(word)
    assert started.code == 0, started.said
    assert all(f"  {command}" in started.out for command in COMMANDS)
    assert started.said == ""
    assert not checkout.environment.exists()


@pytest.mark.parametrize("command", ["pictures", "conformance", "hazards"])
def test_what_runs_tests_brings_their_tools_without_the_gpl_voice(
    asked: Checkout, command: str
) -> None:
    started = asked.start(command)
    told = started.told
    assert (told["many"], told["toy"]) == ("3.0", "1.0")
    assert (told["trainer"], told["person"]) == (None, None)
    assert "installing 2 packages into .venv (x, x); once only" in started.said


def test_what_is_installed_is_said_with_its_purpose(built: Checkout) -> None:
    lock = built.folder / "requirements.lock"
    built.lock(run=built.wheel("tiny", "1.0"), natural=built.wheel("person", "2.0"))
    lock.write_text(lock.read_text().replace("natural (x)", "natural (the voice, under the GPL)"))
    said = built.start("setup", "--natural-voice").said
    assert "installing 1 package into .venv (the voice, under the GPL); once only" in said


def test_the_natural_voice_is_brought_by_setup_and_stays(built: Checkout) -> None:
    built.lock(run=built.wheel("tiny", "1.0"), natural=built.wheel("person", "2.0"))
    assert built.start("run").told["person"] is None
    assert built.start("setup", "--cluster").told["person"] is None
    brought = built.start("setup", "--service").told
    assert brought["person"] == "2.0"
    assert brought["arguments"] == ["setup", "--service"]
    assert built.start("run").told["person"] == "2.0"


def test_a_set_up_goes_on_without_the_natural_voice_unless_it_is_all_that_was_asked_for(
    built: Checkout,
) -> None:
    built.lock(run=built.wheel("tiny", "1.0"), natural="person==9.9 \\\n    --hash=sha256:00\n")
    went_on = built.start("setup")
    assert went_on.code == 0, went_on.said
    assert went_on.told["person"] is None
    assert "the natural voice is not installed: " in went_on.said
    assert built.start("setup", "--natural-voice").code == 1


@pytest.mark.parametrize(
    "command",
    [
        ["replay", "there", "--scheduler", "tcp://there:1"],
        ["replay", "there", "--scheduler=tcp://there:1"],
        ["setup", "--cluster"],
    ],
)
def test_a_cluster_is_brought_to_who_asks_for_one(built: Checkout, command: list[str]) -> None:
    built.lock(run=built.wheel("tiny", "1.0"), cluster=built.wheel("many", "3.0"))
    assert built.start("replay", "there").told["many"] is None
    assert built.start(*command).told["many"] == "3.0"


def test_no_other_part_leans_on_the_natural_voice() -> None:
    text = (CHECKOUT / "requirements.lock").read_text("utf-8")
    assert text.rpartition("# part: ")[2].startswith("natural ")


def test_help_needs_the_standard_library_alone() -> None:
    """And no command's own module, so that it is there at once."""
    script = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})\n"
        "from kiosk.cli import COMMANDS, main\n"
        "wrong = [command for command in COMMANDS if main([command, '--help'])]\n"
        "own = {command.module for command in COMMANDS.values()}\n"
        "loaded = [name for name in sys.modules if name in own]\n"
        "sys.exit(str(wrong + loaded) if wrong + loaded else main(['--help']))"
    )
    shown = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    assert all(f"usage: {PROGRAM} {command} " in shown.stdout for command in COMMANDS)
    assert f"usage: {PROGRAM} [COMMAND]" in shown.stdout
