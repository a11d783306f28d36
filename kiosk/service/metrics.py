"""What a clinic's monitoring reads: the numbers of `status`, for Prometheus, on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kiosk.errors import ServiceError
from kiosk.pulse import Pulse
from kiosk.service.snapshot import Snapshot

ADDRESS = "127.0.0.1"

_THREAD = "metrics"


@contextmanager
def served_metrics(port: int, snapshot: Callable[[], Snapshot], pulse: Pulse) -> Iterator[None]:
    """Serve them while the body runs.

    Args:
        port: of the loopback address.
        snapshot: tells how the kiosk is; called on a thread of the request.
        pulse: told as often as the server's thread comes round.

    Raises:
        ServiceError: the port is taken, or may not be used.
    """
    registry = CollectorRegistry()
    registry.register(_Numbers(snapshot))
    try:
        server = _Server((ADDRESS, port), pulse)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServiceError(
            f"metrics cannot be served on port {port}: {reason}; set metrics_port to another one"
        ) from None
    server.set_app(make_wsgi_app(registry))
    thread = Thread(target=server.serve, name=_THREAD, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each request on a thread of its own, and beats between them."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], pulse: Pulse) -> None:
        self._pulse = pulse
        super().__init__(address, _Silent)

    def serve(self) -> None:
        with self._pulse.watched(_THREAD):
            self.serve_forever()

    def service_actions(self) -> None:
        self._pulse.beat(_THREAD)


class _Silent(WSGIRequestHandler):
    """What somebody asks is nothing for the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


class _Numbers(Collector):
    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        now = self._snapshot()
        truths = {
            "in_service": now.in_service,
            "emergency": now.emergency,
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
