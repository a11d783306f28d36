"""How soon the page answers a touch, and what it takes of the processor while nobody is there.

    python -m tests.benchmarks.page [--count 10] [--seconds 30] [--json]

The kiosk runs in a terminal with a virtual microphone and speaker; its page is in a Chromium
without a window. A time is taken in the page, from the click that begins a visit to the frame that
shows the first words. The first visit is not counted: it fills the cache of the voice. Processor is
what all processes of Chromium take together, in percent of one core, while the page is at rest; so
a busy machine changes it little.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from tests.benchmarks.idle import processes, processor
from tests.system.live.own_browser import free_port, opened_page
from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import children_of, kiosk

TITLE = "Information kiosk"
SETTLING = 5.0
"""Seconds after the last visit before the processor is measured."""

AT_REST_MS = 1000
"""Milliseconds that the kiosk has been at rest: its tone for that is over."""

LIMIT_S, LIMIT_PERCENT = 0.25, 3.0

_FIRST_WORDS = """() => {
    const words = () => [...document.querySelectorAll(".now")]
        .some(each => each.checkVisibility() && each.textContent.trim());
    window.answered = new Promise(done => addEventListener("click", () => {
        const touched = performance.now();
        const look = () => words()
            ? done(performance.now() - touched) : requestAnimationFrame(look);
        requestAnimationFrame(look);
    }, {capture: true, once: true}));
}"""


def answer(page: Page) -> float:
    """Begin a visit by a touch, and end it; give the seconds until its first words are shown."""
    page.wait_for_function("() => document.body.dataset.state === 'attract'")
    page.wait_for_timeout(AT_REST_MS)
    page.evaluate(_FIRST_WORDS)
    page.mouse.click(200, 200)
    seconds: float = page.evaluate("() => window.answered") / 1000
    page.keyboard.press("q")
    page.wait_for_function("() => document.body.dataset.state === 'attract'", timeout=60_000)
    return seconds


def browsers(parent: int) -> list[int]:
    """Give the processes of the Chromium that the kiosk has opened."""
    for process in processes(parent):
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        if b"--remote-debugging-port" in command and b"--type=" not in command:
            return [process, *(each for child in children_of(process) for each in processes(child))]
    raise SystemExit("the kiosk has opened no browser")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as name, sound_server(Path(name)) as server:
        own = {"KIOSK_BROWSER": f"chromium --headless --remote-debugging-port={port}"}
        with (
            kiosk(
                *("run", "--page"),
                folder=Path(name),
                environment=server.environment | own,
                light=False,
                warm=False,
            ) as terminal,
            opened_page(port, TITLE) as page,
        ):
            answer(page)
            times = sorted(answer(page) for _ in range(args.count))
            time.sleep(SETTLING)
            seen = browsers(terminal.process.pid)
            before = sum(map(processor, seen))
            time.sleep(args.seconds)
            used = sum(map(processor, seen)) - before
    measured = {
        "visits": args.count,
        "first_words_median_s": round(times[len(times) // 2], 3),
        "first_words_most_s": round(times[-1], 3),
        "chromium_percent": round(used / args.seconds * 100, 1),
    }
    measured["within_limits"] = (
        measured["first_words_most_s"] <= LIMIT_S and measured["chromium_percent"] <= LIMIT_PERCENT
    )
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
