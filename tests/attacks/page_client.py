"""A client of the page: it presses keys and receives pictures as a browser would."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

_WITHIN = 15.0
"""Seconds until a connection, a press or a picture counts as failed."""


def press_at_page(address: str, key: str, within: float = _WITHIN) -> bool:
    """Connect as a page does and press a button; return False if that fails `within` seconds."""

    async def press() -> bool:
        ends = time.monotonic() + within
        while (left := ends - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(min(left, 3.0)), _connected(address) as page:
                    await page.send_json({"key": key})
                    await page.receive()  # closing at once could outrun the press
                    return True
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(0.05)
        return False

    return asyncio.run(press())


def picture(address: str) -> dict[str, Any]:
    """Give the picture that a page at this address shows."""

    async def look() -> dict[str, Any]:
        async with asyncio.timeout(_WITHIN), _connected(address) as page:
            while "scene" not in (shown := json.loads(await page.receive_str())):
                pass
            return dict(shown)

    return asyncio.run(look())


def flood_page(
    address: str,
    keys: str,
    seconds: float,
    *,
    a_second: int = 500,
    then: str = "",
    meanwhile: Callable[[], None] = lambda: None,
    until: Callable[[float], bool] = lambda _: False,
) -> None:
    """Press keys over and over, at the rate `a_second`.

    If the kiosk closes the connection because of that, open another one.

    Args:
        address: of the page.
        keys: pressed one after the other.
        seconds: how long the flood lasts.
        a_second: presses a second.
        then: the key to press at the end; "": none.
        meanwhile: called all the time.
        until: gets the seconds passed; True ends the flood early.
    """

    async def flood() -> None:
        began = time.monotonic()
        typed = 0
        while (passed := time.monotonic() - began) < seconds and not until(passed):
            try:
                async with asyncio.timeout(seconds - passed), _connected(address) as page:
                    reading = asyncio.create_task(_read(page))
                    while (passed := time.monotonic() - began) < seconds and not page.closed:
                        while typed < passed * a_second:
                            await page.send_json({"key": keys[typed % len(keys)]})
                            typed += 1
                        meanwhile()
                        if until(passed):
                            return
                        await asyncio.sleep(0.002)
                    reading.cancel()
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(0.05)

    asyncio.run(flood())
    if then:
        press_at_page(address, then)


async def _read(page: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in page:
        pass


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession(address) as session, session.ws_connect("socket") as page:
        yield page
