"""Whether the echo is cancelled, as the sound server tells it; and what the kiosk hears then."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import CHECKOUT
from tests.system.live.echo import cancel_echo
from tests.system.live.sound_server import SoundServer

pytestmark = pytest.mark.live

ASK = """
import sys
from audio.server.echo import echo_is_cancelled
print(echo_is_cancelled(), echo_is_cancelled("room"), echo_is_cancelled(None, "room"))
"""


def asked(environment: dict[str, str]) -> list[str]:
    """Ask in a process of its own about the default devices, and about devices chosen by name."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.split()


def test_only_both_ends_of_a_canceller_as_defaults_count(sound: SoundServer) -> None:
    assert asked(sound.environment) == ["False", "False", "False"]
    canceller = cancel_echo(sound)
    assert asked(sound.environment) == ["True", "False", "False"]
    subprocess.run(["pactl", "set-default-sink", "speaker"], env=sound.environment, check=True)
    assert asked(sound.environment) == ["False", "False", "False"]
    subprocess.run(
        ["pactl", "set-default-sink", "cancelled_speaker"], env=sound.environment, check=True
    )
    assert asked(sound.environment)[0] == "True"
    sound.unload(canceller)
    assert asked(sound.environment) == ["False", "False", "False"]


def test_where_the_server_cannot_be_asked_the_echo_counts_as_not_cancelled(
    sound: SoundServer, tmp_path: Path
) -> None:
    cancel_echo(sound)
    assert asked(sound.environment | {"PATH": str(tmp_path)})[0] == "False"


@pytest.mark.parametrize("reply", ["not json", "[]", '[{"name": "x"}]', '{"name": 1}'])
def test_an_answer_that_makes_no_sense_counts_as_no(
    sound: SoundServer, tmp_path: Path, reply: str
) -> None:
    cancel_echo(sound)
    program = tmp_path / "pactl"
    program.write_text(f"#!/bin/sh\necho '{reply}'\n")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert asked(sound.environment | {"PATH": path})[0] == "False"


def own_voice(*options: str) -> dict[str, Any]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmarks.own_voice"),
            *("--minutes", "0.3", "--json", *options),
        ],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
        timeout=90,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    assert measured["sentences"] >= 2
    return measured


def test_its_own_voice_over_and_over_means_nothing() -> None:
    """Ten minutes of it, and what comes without a canceller: tests.benchmarks.own_voice."""
    assert own_voice()["understood"] == []


def test_by_turns_it_hears_nothing_of_the_yes_or_no_that_it_has_just_said() -> None:
    measured = own_voice("--by-turns")
    assert measured["utterances"] == 0
    assert measured["understood"] == []
