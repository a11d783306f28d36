"""Calls a desk or pager behind a URL."""

from kiosk.alerts.http_post import LONGEST, HttpPost
from kiosk.alerts.remote import AGAIN, Message, RemoteChannel
from kiosk.clock import Clock

RETRIES = (1.0, 2.0, 5.0, 10.0, 30.0)
TEST_EVERY = 60.0
REPEAT_EVERY = 5.0

_REPEATED = {again: urgency for urgency, again in AGAIN.items()}


class WebhookChannel(RemoteChannel):
    """POSTs `{"kiosk": NAME, "event": EVENT}`.

    EVENT is "emergency", "call" (a visitor asks for staff), "attention", "cleared" or "test".

    A 2xx status is an acknowledgement. While an acknowledged emergency or call is on, the channel
    asks again with `"repeat": true`; the answer `{"cleared": true}` to that says that staff have
    taken over. In the first answer it does not count, since a desk that is stuck would end every
    emergency before anyone has seen it.
    """

    def __init__(
        self, url: str, kiosk_name: str, clock: Clock, *, token: str = "", longest: float = LONGEST
    ) -> None:
        """Use a URL.

        Args:
            url: http or https.
            kiosk_name: tells the desk which kiosk calls.
            clock: tells when to call again.
            token: sent as bearer token, and never shown; "" sends none.
            longest: seconds that a request may take in all.
        """
        self._posts: list[HttpPost] = []

        def call(message: Message) -> HttpPost:
            repeat = message in _REPEATED
            body: dict[str, str | bool] = {
                "kiosk": kiosk_name,
                "event": _REPEATED.get(message, message),
            }
            if repeat:
                body["repeat"] = True
            self._posts = [post for post in self._posts if post.running]
            self._posts.append(HttpPost(url, body, token, longest, asks=repeat))
            return self._posts[-1]

        super().__init__(
            "webhook",
            call,
            clock,
            retries=RETRIES,
            longest=longest,
            test_every=TEST_EVERY,
            repeat_every=REPEAT_EVERY,
        )

    def close(self) -> None:
        """End the requests under way, dropped ones among them."""
        super().close()
        for post in self._posts:
            post.join()
