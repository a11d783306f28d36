from tests.audio.vosk.models.conftest import _without_proxies, server

__all__ = ["_without_proxies", "server"]
