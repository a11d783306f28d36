"""What a clinic's monitoring reads: the numbers of `status`, for Prometheus, on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kiosk.errors import ServiceError
from kiosk.service.snapshot import Snapshot

ADDRESS = "127.0.0.1"


@contextmanager
def served_metrics(port: int, snapshot: Callable[[], Snapshot]) -> Iterator[None]:
    """Serve them while the body runs.

    Args:
        port: of the loopback address.
        snapshot: tells how the kiosk is; called on the server's thread.

    Raises:
        ServiceError: the port is taken, or may not be used.
    """
    registry = CollectorRegistry()
    registry.register(_Numbers(snapshot))
    try:
        server, thread = start_http_server(port, ADDRESS, registry)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServiceError(
            f"metrics cannot be served on port {port}: {reason}; set metrics_port to another one"
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
