"""Calls staff by a program of the clinic."""

from collections.abc import Sequence

from kiosk.alerts.process import ProcessCall
from kiosk.alerts.remote import Message, RemoteChannel
from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import URGENCIES

LONGEST_ALERT = 600.0
"""Seconds after which a call for staff that still runs is killed."""

LONGEST_OTHER = 10.0
"""Seconds that a test, or the word that the alert is over, may take."""

RETRIES = (5.0, 5.0, 5.0, 10.0, 20.0, 30.0)
TEST_EVERY = 300.0


class CommandChannel(RemoteChannel):
    """Runs a command with `emergency`, `call`, `attention`, `cleared` or `test` added.

    Exit code 0 is an acknowledgement. A line `cleared` on its standard output, at any time while
    an emergency or a call is on, says that staff have taken over; for this it may leave a process
    behind that keeps standard output open. All it started is killed when the alert is over.
    """

    def __init__(self, command: Sequence[str], kiosk_name: str, clock: Clock) -> None:
        """Use a command.

        Args:
            command: program and arguments; no shell reads them.
            kiosk_name: handed to the command in the environment, as `KIOSK_NAME`.
            clock: tells when it has run too long, and when to run it again.
        """

        def call(message: Message) -> ProcessCall:
            alert = message in URGENCIES
            return ProcessCall(
                [*command, message],
                {"KIOSK_NAME": kiosk_name},
                clock,
                LONGEST_ALERT if alert else LONGEST_OTHER,
            )

        super().__init__(
            "command",
            call,
            clock,
            retries=RETRIES,
            longest=LONGEST_ALERT,
            test_every=TEST_EVERY,
        )
