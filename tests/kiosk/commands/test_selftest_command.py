"""`selftest`: every check runs, and `--quick` leaves out the tests that need much."""

import subprocess

import pytest

from kiosk.commands import selftest

pytestmark = pytest.mark.unit


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Keep what would be run, in order of the names, and run nothing: only the style is wrong."""
    kept: list[list[str]] = []

    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        kept.append(command[command.index("-m") + 1 :])
        kept.sort()
        return subprocess.CompletedProcess(command, int("ruff" in command), f"of {command[-1]}")

    monkeypatch.setattr(subprocess, "run", run)
    return kept


def test_every_check_runs_though_one_fails(
    commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert selftest.main(["tests/grammar", "-k", "edge"]) == 1
    assert [command[0] for command in commands] == ["mypy", "pytest", "ruff", "ruff"]
    assert commands[1][-3:] == ["tests/grammar", "-k", "edge"]
    assert "-m" not in commands[1]
    told = capsys.readouterr().out
    assert "==> mypy \nof mypy\n" in told
    assert told.endswith("failed: ruff check, ruff format\n")


@pytest.mark.parametrize("words", [["--quick", "-k", "edge"], ["-k", "edge", "--quick"]])
def test_a_quick_one_leaves_out_what_needs_devices_other_programs_or_long(
    commands: list[list[str]], words: list[str]
) -> None:
    selftest.main(words)
    *_, option, chosen, name, value = commands[1]
    assert (option, name, value) == ("-m", "-k", "edge")
    assert chosen.startswith("not (")
    assert set(chosen.removeprefix("not (").removesuffix(")").split(" or ")) == {
        *("live", "browser", "broker", "systemd", "slow")
    }


def test_help_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        selftest.main(["--help"])
    assert "--quick" in capsys.readouterr().out
