"""1,500 half-open connections from another program cost a running kiosk neither life nor a call."""

import asyncio
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import httpx
import pytest

from kiosk.web.descriptors import RESERVE
from tests.system.live.own_browser import free_port
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk
from tests.waiting import killed_when_late, until

pytestmark = [pytest.mark.live, pytest.mark.browser]

PATIENCE = 60.0
MOST_DESCRIPTORS = 256
"""That the kiosk may have; a quiet one has some 60. Fewer than systemd's 1,024 show sooner that
strangers take them all."""

FLOOD = """
import resource, socket, sys
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
ports, held = [int(port) for port in sys.argv[1:]], []
while True:
    for port in ports:
        try:
            held.append(socket.create_connection(("127.0.0.1", port), 5))
            held[-1].sendall(b"GET / HTTP/1.1\\r\\n")
        except OSError:
            pass
    if len(held) >= 1500:
        print("flooded", flush=True)
        held.pop(0).close()
        held.pop(0).close()
"""


@contextmanager
def flooded(*ports: int) -> Iterator[None]:
    """Half-open connections at these ports, 1,500 of them held and renewed."""
    with subprocess.Popen(
        [sys.executable, "-c", FLOOD, *map(str, ports)], stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            with killed_when_late(program):
                assert program.stdout.readline() == "flooded\n"
            yield
        finally:
            program.kill()


def descriptors(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def address_in(terminal: Terminal) -> str:
    terminal.wait_for("The page is at ")
    terminal.wait_for("/\n")
    found = re.search(r"The page is at (http://127\.0\.0\.1:\d+/[\w-]+/)", terminal.text)
    assert found is not None
    return found[1]


async def touch(address: str, key: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}socket") as page,
    ):
        await page.receive()
        await page.send_str(json.dumps({"key": key}))
        while json.loads((await page.receive()).data).get("alert") != "emergency":
            pass


@pytest.mark.parametrize("way", ["key", "touch"])
def test_staff_are_called_while_1500_connections_are_held_and_renewed(
    tmp_path: Path, way: str
) -> None:
    called, metrics_port = tmp_path / "called", free_port()
    program = tmp_path / "call"
    program.write_text(f'#!/bin/sh\necho "$1" >> {called}\n')
    program.chmod(0o755)
    settings = tmp_path / "kiosk.toml"
    settings.write_text("browser = []\n")
    environment = NO_SOUND | {
        "KIOSK_METRICS_PORT": str(metrics_port),
        "KIOSK_ALERT_COMMAND": str(program),
    }
    options = ("run", "--page", "--settings", str(settings))
    with kiosk(*options, folder=tmp_path, environment=environment) as terminal:
        address = address_in(terminal)
        terminal.wait_for("Touch the screen")
        process = terminal.serving_process()
        _, most = resource.prlimit(process, resource.RLIMIT_NOFILE)
        resource.prlimit(process, resource.RLIMIT_NOFILE, (MOST_DESCRIPTORS, most))
        with flooded(int(address.split(":")[2].split("/")[0]), metrics_port):
            assert descriptors(process) <= MOST_DESCRIPTORS - RESERVE
            if way == "key":
                terminal.press("!")
            else:
                asyncio.run(asyncio.wait_for(touch(address, "!"), PATIENCE))
            terminal.wait_for("You need a member of staff", PATIENCE)
            until(lambda: called.exists() and "emergency" in called.read_text())
            numbers = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=PATIENCE).text
            assert "kiosk_emergency 1.0" in numbers
            assert descriptors(process) <= MOST_DESCRIPTORS - RESERVE
        assert terminal.serving_process() == process
        assert "starts again" not in terminal.text
