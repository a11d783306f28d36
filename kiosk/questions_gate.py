"""Whether the red-flag questions may be asked at this moment, and if not, why.

A yes to one of them must bring somebody, and their words must be vouched for. So they are not
offered while no alert channel works (clinical-safety.md §4, hazard 10), when a review has expired
(hazard 15) and, where nobody looks on, until somebody has signed the wording off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kiosk.content.model import Content
from kiosk.events import Event, QuestionsOffered, QuestionsRefused, Refusal

UNASKED: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.NO_ALERT: "nobody can be fetched by any way that is set; mend one of the alerts",
        Refusal.REVIEW_EXPIRED: "the wording must be reviewed again; see the README",
        Refusal.NOT_SIGNED_OFF: "nobody has signed off the wording for this clinic; see the README",
    }
)
"""Why they are not asked, for staff."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who has approved the wording for this clinic, and on which day."""

    by: str
    on: date


def wording_refusal(
    content: Content, sign_off: SignOff | None, today: date, *, attended: bool
) -> Refusal | None:
    """Say why the wording forbids the questions; None when it allows them.

    Args:
        content: knows when it was reviewed and until when that holds.
        sign_off: approval by the clinic; void for a wording that was reviewed after it.
        today: the date.
        attended: whoever started the kiosk sits before it and reads that nobody has signed off.
    """
    if today > content.review_due:
        return Refusal.REVIEW_EXPIRED
    approved = sign_off is not None and content.reviewed <= sign_off.on <= today
    return None if approved or attended else Refusal.NOT_SIGNED_OFF


class QuestionsGate:
    """Looks at wording and alerts as the days go by; tells the dialogue when the answer changes."""

    def __init__(
        self,
        content: Content,
        sign_off: SignOff | None,
        *,
        alerts_work: Callable[[], bool],
        today: Callable[[], date] = date.today,
        attended: bool,
    ) -> None:
        """Watch `alerts_work` and the date; see `wording_refusal` for the rest."""
        self._content = content
        self._sign_off = sign_off
        self._alerts_work = alerts_work
        self._today = today
        self._attended = attended
        self._told: Refusal | None = None

    @property
    def refusal(self) -> Refusal | None:
        """Why the questions may not be asked now; None when they may."""
        if not self._alerts_work():
            return Refusal.NO_ALERT
        return wording_refusal(
            self._content, self._sign_off, self._today(), attended=self._attended
        )

    def progress(self) -> list[Event]:
        """Give the event that tells the dialogue, when the answer is another one than last told."""
        refusal = self.refusal
        if refusal == self._told:
            return []
        self._told = refusal
        return [QuestionsOffered() if refusal is None else QuestionsRefused(refusal)]
