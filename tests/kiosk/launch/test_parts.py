"""A command brings the packages that it needs when it runs, and says so; help brings none."""

import shutil
import subprocess
import sys

import pytest

from kiosk.cli import COMMANDS
from tests.kiosk.launch.checkout import HOUSE, PROGRAM, Checkout

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


def test_help_brings_nothing_and_says_nothing(asked: Checkout) -> None:
    asked.lose_the_network()
    for command in ("pictures", "conformance", "hazards", "selftest", "run"):
        for option in ("--help", "-h"):
            started = asked.start(command, option)
            assert started.told["arguments"][-1] == option
            assert started.said == ""


def test_help_of_pytest_brings_pytest(asked: Checkout) -> None:
    assert asked.start("selftest", "-k", "edge", "--help").told["toy"] == "1.0"


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_the_list_of_commands_is_shown_before_anything_is_built(
    checkout: Checkout, word: str
) -> None:
    checkout.lose_the_network()
    shutil.copy(HOUSE / "kiosk" / "cli.py", checkout.folder / "kiosk")
    for package in ("audio", "grammar"):
        (checkout.folder / package).mkdir()
        for name in ("__init__.py", "errors.py"):
            shutil.copy(HOUSE / package / name, checkout.folder / package)
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


def test_the_natural_voice_is_brought_by_setup_alone_and_stays(built: Checkout) -> None:
    built.lock(run=built.wheel("tiny", "1.0"), natural=built.wheel("person", "2.0"))
    assert built.start("setup").told["person"] is None
    brought = built.start("setup", "--natural-voice").told
    assert brought["person"] == "2.0"
    assert brought["arguments"] == ["setup", "--natural-voice"]
    assert built.start("run").told["person"] == "2.0"


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
    text = (HOUSE / "requirements.lock").read_text("utf-8")
    assert text.rpartition("# part: ")[2].startswith("natural ")


def test_the_list_of_commands_needs_the_standard_library_alone() -> None:
    lists = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(HOUSE)!r}); "]
    lists[-1] += "from kiosk.cli import main; sys.exit(main(['--help']))"
    shown = subprocess.run(lists, capture_output=True, text=True, check=False)
    assert shown.stdout.startswith(f"usage: {PROGRAM}"), shown.stderr
