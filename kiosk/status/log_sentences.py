"""What staff read of an occurrence in the log, where its name and fields do not say it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kiosk.visit.dialogue.events import Refusal

Fields = Mapping[str, Any]

_PARTS: Mapping[str, str] = MappingProxyType({"names": "the recognizer of phrases"})
"""Names of what is lost or back, where staff know another one."""


_UNASKED: Mapping[str, str] = MappingProxyType(
    {
        Refusal.NO_ALERT: "no alert can reach staff",
        Refusal.REVIEW_EXPIRED: "the wording must be reviewed again",
        Refusal.NOT_SIGNED_OFF: "nobody has signed off the wording",
        Refusal.SIGN_OFF_UNREADABLE: "the settings are wrong",
    }
)


def _part(fields: Fields) -> str:
    what = str(fields["what"])
    return _PARTS.get(what, f"the {what}")


def _started(fields: Fields) -> str:
    emergency = "; the emergency from before goes on" if fields["emergency"] else ""
    return f"the kiosk has started{emergency}" + (
        "; a visit was interrupted" if fields["interrupted"] else ""
    )


def _heard(fields: Fields) -> str:
    over = ", over the kiosk's own speech" if fields["over_speech"] else ""
    understood, recognizers = fields["understood"], fields["recognizers"]
    return f"somebody spoke{over}: understood by {understood} of {recognizers} recognizers"


def _questions(fields: Fields) -> str:
    if fields["offered"]:
        return "the health questions are asked"
    return f"the health questions are not asked: {_UNASKED[fields['reason']]}"


def _call(fields: Fields) -> str:
    if not fields["on"]:
        return "the visitor's call is over"
    return f"a visitor asks for staff: {'taken' if fields['taken'] else 'not taken yet'}"


_SENTENCES: Mapping[str, Callable[[Fields], str]] = MappingProxyType(
    {
        "started": _started,
        "stopping": lambda _: "the kiosk is stopping",
        "key": lambda _: "a key was pressed",
        "heard": _heard,
        "staff_acknowledged": lambda fields: f"the call was taken: {fields['channel']}",
        "staff_cleared": lambda _: "staff have taken over",
        "emergency": lambda fields: (
            "an emergency has begun" if fields["latched"] else "the emergency is over"
        ),
        "call": _call,
        "lost": lambda fields: f"{_part(fields)} does not work any more",
        "back": lambda fields: f"{_part(fields)} works again",
        "headphones": lambda fields: (
            f"headphones were {'plugged in' if fields['plugged_in'] else 'unplugged'}"
        ),
        "questions": _questions,
    }
)


def sentence(event: str, fields: Fields) -> str | None:
    """Give an occurrence in words; None where it has none, or lacks a field."""
    try:
        return _SENTENCES[event](fields)
    except LookupError:
        return None
