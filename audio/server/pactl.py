"""Queries the sound server, PulseAudio or PipeWire, with `pactl`, which may be missing."""

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["sources", "sinks", "source-outputs", "sink-inputs"]

Lists: TypeAlias = Mapping[Kind, list[dict[str, Any]]]
"""All devices and streams, by their kind."""

NO_ANSWER = (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError)
"""What asking may raise: no program, no server, or an answer of another shape."""

_ANSWERS_WITHIN = 2.0
"""Seconds the server may take to answer."""


def ask(*words: str) -> str:
    """Give what `pactl` prints; raises one of `NO_ANSWER`."""
    return subprocess.run(
        ["pactl", *words],
        check=True,
        capture_output=True,
        text=True,
        timeout=_ANSWERS_WITHIN,
        env=_in_english(),
    ).stdout


def listed(kind: Kind) -> list[dict[str, Any]]:
    """Give all devices or streams of a kind; raises one of `NO_ANSWER`."""
    found: list[dict[str, Any]] = json.loads(ask("--format=json", "list", kind))
    return found


def everything() -> Lists:
    """List all devices and streams of this moment; nothing if the server does not answer."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    try:
        return {kind: listed(kind) for kind in kinds}
    except NO_ANSWER:
        return {kind: [] for kind in kinds}


def changes() -> "subprocess.Popen[bytes]":
    """Follow the server: a line is printed at each change, until the server ends.

    Raises:
        OSError: the program is missing.
    """
    return subprocess.Popen(
        ["pactl", "subscribe"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_in_english(),
    )


def _in_english() -> dict[str, str]:
    """It translates what it tells, even what it calls an event or a port that is there."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}
