"""Serves the numbers of `status` to Prometheus, on this machine only."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kiosk.errors import ServiceError
from kiosk.status.snapshot import Snapshot
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.http_site import served_site
from kiosk.web.local_socket import listening_on
from kiosk.web.loop_thread import LoopThread

_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine may be called in a request: another name may be a web page's, which its owner
lets lead here (DNS rebinding)."""

_THREAD = "metrics"


@contextmanager
def served_metrics(
    port: int, snapshot: Callable[[], Snapshot], heartbeats: ThreadHeartbeats
) -> Iterator[None]:
    """Serve the metrics while the body runs.

    Args:
        port: of the loopback address.
        snapshot: gives how the kiosk is; called on the server's thread.
        heartbeats: gets a heartbeat each round of the server's thread.

    Raises:
        ServiceError: the port is taken, or may not be used.
    """

    def failure(reason: str) -> ServiceError:
        return ServiceError(
            f"metrics cannot be served on port {port}: {reason}; set metrics_port to another one"
        )

    @asynccontextmanager
    async def serving() -> AsyncIterator[None]:
        with listening_on(port) as listening:
            async with served_site(_application(snapshot), listening):
                yield

    with LoopThread(_THREAD, serving, lambda: heartbeats.beat(_THREAD), failure=failure):
        yield


def _application(snapshot: Callable[[], Snapshot]) -> web.Application:
    registry = CollectorRegistry()
    registry.register(_Numbers(snapshot))

    async def give(request: web.Request) -> web.Response:
        name, _, port = request.host.rpartition(":")
        if (name if port.isdigit() else request.host) not in _NAMES:
            raise web.HTTPForbidden(text="ask for this machine by its own name")
        answer = web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
        answer.force_close()
        return answer

    app = web.Application()
    app.router.add_get("/metrics", give)
    return app


class _Numbers(Collector):
    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        now = self._snapshot()
        truths = {
            "in_service": now.in_service,
            "emergency": now.emergency,
            "call": now.call,
            "visit": now.visit,
            "hears": now.hears,
            "sounds": now.sounds,
        }
        for name, value in truths.items():
            yield GaugeMetricFamily(f"kiosk_{name}", f"1: {name.replace('_', ' ')}", float(value))
        channels = GaugeMetricFamily("kiosk_alert_channel", "1: it works", labels=["channel"])
        for channel in now.channels:
            channels.add_metric([channel.name], float(channel.working))
        yield channels
        if now.microphone_dbfs is not None:
            yield GaugeMetricFamily(
                "kiosk_microphone_dbfs", "level of the last second", now.microphone_dbfs
            )
        yield GaugeMetricFamily("kiosk_uptime_seconds", "since the service began", now.uptime)
        counted = {
            "restarts": now.restarts,
            "visits_today": now.visits_today,
            "unclear_answers_today": now.unclear_today,
            "emergencies_today": now.emergencies_today,
        }
        for name, number in counted.items():
            yield CounterMetricFamily(f"kiosk_{name}", name.replace("_", " "), float(number))

    def describe(self) -> Iterator[Metric]:
        """Give nothing: the names are known only with a snapshot."""
        return iter(())
