"""Decides whether the red-flag questions may be asked now, and if not, why.

A yes to one of them must bring somebody, and somebody must vouch for the words. So they are not
offered while no alert channel works (clinical-safety.md §4, hazard 10), when a review has expired
(hazard 15) and, where no person watches, until somebody has signed the wording off.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.events import Event, QuestionsOffered, QuestionsRefused, Refusal

UNASKED = "the health questions are not asked"


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who has approved the wording for this clinic, and on which day."""

    by: str
    on: date


def wording_refusal(
    content: Content, sign_off: SignOff | None, today: date, *, attended: bool
) -> Refusal | None:
    """Say why the wording forbids the questions; None if it allows them.

    Args:
        content: knows when it was reviewed and until when that holds.
        sign_off: approval by the clinic; void for a wording that was reviewed after it.
        today: the date.
        attended: the person who started the kiosk sees on the screen that nobody has signed off.
    """
    if today > content.review_due:
        return Refusal.REVIEW_EXPIRED
    approved = sign_off is not None and content.reviewed <= sign_off.on <= today
    return None if approved or attended else Refusal.NOT_SIGNED_OFF


def _why_unasked(refusal: Refusal, content: Content, sign_off: SignOff | None, today: date) -> str:
    """Say for staff why the questions are not asked, with the dates in question, and what to do."""
    match refusal:
        case Refusal.NO_ALERT:
            return "no alert that is set up can reach staff; mend one"
        case Refusal.SIGN_OFF_UNREADABLE:
            return "the settings are wrong, so it cannot be read who has signed off; correct them"
        case Refusal.REVIEW_EXPIRED:
            return (
                f"the wording must be reviewed again since {content.review_due}, and this "
                f"machine's date is {today}; see kiosk/visit/README.md, or set the clock if it is "
                "wrong"
            )
        case Refusal.NOT_SIGNED_OFF:
            return _why_unsigned(content, sign_off, today)


def _why_unsigned(content: Content, sign_off: SignOff | None, today: date) -> str:
    if sign_off is None:
        return (
            "nobody has signed off the wording for this clinic; set signed_off_by and "
            "signed_off_on (see kiosk/visit/README.md)"
        )
    if fault := clock_fault(content, today):
        return fault
    if sign_off.on > today:
        return (
            f"signed_off_on is {sign_off.on}, which is after this machine's date, {today}; correct "
            "that day, or set the clock if it is wrong"
        )
    return (
        f"signed_off_on is {sign_off.on}, and the wording was reviewed after that, on "
        f"{content.reviewed}; have the wording signed off as it is now"
    )


def approval(
    content: Content, sign_off: SignOff | None, today: date, *, attended: bool = False
) -> str:
    """Say in one sentence, the same everywhere, whether the questions are asked, and why.

    Args as `wording_refusal`.
    """
    refusal = wording_refusal(content, sign_off, today, attended=False)
    if refusal is None:
        assert sign_off is not None
        return (
            f"the health questions are asked: signed off by {sign_off.by} on {sign_off.on}, "
            f"reviewed until {content.review_due}"
        )
    why = _why_unasked(refusal, content, sign_off, today)
    if wording_refusal(content, sign_off, today, attended=attended) is None:
        return f"this trial run asks the health questions, and the service does not: {why}"
    return f"{UNASKED}: {why}"


def lasting_notice(content: Content, sign_off: SignOff | None, today: date) -> str:
    """Say on the screen of an attended kiosk which approval it lacks; "" if it lacks none."""
    if wording_refusal(content, sign_off, today, attended=False) is not Refusal.NOT_SIGNED_OFF:
        return ""
    told = approval(content, sign_off, today, attended=True)
    return f"{told[0].upper()}{told[1:]}."


def clock_fault(content: Content, today: date) -> str:
    """Say that the machine's clock must be wrong; "" if nothing shows that."""
    if today >= content.reviewed:
        return ""
    return (
        f"this machine's date is {today}, which is before the wording was reviewed, on "
        f"{content.reviewed}: its clock must be wrong; set it: timedatectl set-time"
    )


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
        sign_off_known: bool = True,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Watch `alerts_work` and the date.

        Args:
            content: see `wording_refusal`.
            sign_off: likewise.
            alerts_work: tells whether staff can be fetched.
            today: the date.
            attended: see `wording_refusal`.
            sign_off_known: the settings can be read; else nobody knows whether the approval stands.
            report: told what is wrong with the clock, and "" once nothing is.
        """
        self._content = content
        self._sign_off = sign_off
        self._alerts_work = alerts_work
        self._today = today
        self._attended = attended
        self._sign_off_known = sign_off_known
        self._report = report
        self._clock_fault = ""
        self._told: Refusal | None = None

    @property
    def refusal(self) -> Refusal | None:
        """Why the questions may not be asked now; None when they may."""
        if not self._alerts_work():
            return Refusal.NO_ALERT
        refusal = wording_refusal(
            self._content, self._sign_off, self._today(), attended=self._attended
        )
        if refusal is None and not self._sign_off_known:
            return Refusal.SIGN_OFF_UNREADABLE
        return refusal

    @property
    def why(self) -> str:
        """Why the questions are not asked, for staff; "": they are."""
        refusal = self.refusal
        if refusal is None:
            return ""
        return _why_unasked(refusal, self._content, self._sign_off, self._today())

    @property
    def told(self) -> str:
        """Say in one sentence, for staff, whether the questions are asked, and why."""
        if why := self.why:
            return f"{UNASKED}: {why}"
        return approval(self._content, self._sign_off, self._today(), attended=self._attended)

    def progress(self) -> list[Event]:
        """Give the event that tells the dialogue, when the answer is another one than last told."""
        if (fault := clock_fault(self._content, self._today())) != self._clock_fault:
            self._clock_fault = fault
            self._report(fault)
        refusal = self.refusal
        if refusal == self._told:
            return []
        self._told = refusal
        return [QuestionsOffered() if refusal is None else QuestionsRefused(refusal)]
