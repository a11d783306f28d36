"""What a turn expects, beside what has come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kiosk.lab.replay.scenario import Expect
from kiosk.lab.replay.transcript import NOTHING, Moment, Transcript


@dataclass(frozen=True, slots=True)
class Check:
    """One of the things that a turn expects.

    Attributes:
        what: what sort of thing it is.
        expected: its name or words.
        got: what has come; of several sentences the nearest.
        met: whether it has come about.
    """

    what: str
    expected: str
    got: str
    met: bool


def checks(expect: Expect, transcript: Transcript, late: float | None) -> tuple[Check, ...]:
    """Compare all that is expected with what was recorded.

    Args:
        expect: what is expected.
        transcript: what was recorded since the input.
        late: seconds after the input at which the last of it came about; None: something is
            missing.
    """
    return tuple(_checks(expect, transcript, late))


def _checks(expect: Expect, transcript: Transcript, late: float | None) -> Iterator[Check]:
    if expect.state is not None:
        state = transcript.state()
        yield Check("state", expect.state, state, state == expect.state)
    if expect.heard is not None:
        heard = list(dict.fromkeys(moment.what for moment in transcript.understood)) or [NOTHING]
        yield Check("heard", expect.heard, ", ".join(heard), heard == [expect.heard])
    for text in expect.spoken:
        yield _said("spoken", text, transcript.sentences)
    for text in expect.caption:
        yield _said("caption", text, transcript.captions)
    if expect.alert is not None:
        alerts = [moment.what for moment in transcript.alerts]
        got = ", ".join(alerts) or "none"
        yield Check("alert", expect.alert, got, first(transcript.alerts, expect.alert) is not None)
    if expect.within_ms is not None:
        got = "not by then" if late is None else f"{1000 * late:.0f} ms"
        met = late is not None and 1000 * late <= expect.within_ms
        yield Check("within", f"{expect.within_ms} ms", got, met)
    for text in expect.absent:
        found = first(transcript.sentences, text)
        yield Check("not spoken", text, found.what if found else "not spoken", found is None)


def _said(what: str, text: str, said: Sequence[Moment]) -> Check:
    found = first(said, text)
    if found is not None:
        return Check(what, text, found.what, met=True)
    nearest = max(
        (moment.what for moment in said), key=lambda has: _likeness(text, has), default=""
    )
    return Check(what, text, nearest or "nothing", met=False)


def _likeness(text: str, has: str) -> float:
    return SequenceMatcher(None, text.lower().split(), has.lower().split()).ratio()


def first(moments: Sequence[Moment], text: str) -> Moment | None:
    """Give the first that has this text in it, in capitals or not."""
    return next((moment for moment in moments if text.lower() in moment.what.lower()), None)


def described(expect: Expect) -> str:
    """Say on one line what is expected."""
    parts = [f"state {expect.state}"] if expect.state is not None else []
    parts += [f"heard {expect.heard}"] if expect.heard is not None else []
    parts += [f'spoken: "{text}"' for text in expect.spoken]
    parts += [f'caption: "{text}"' for text in expect.caption]
    parts += [f"alert {expect.alert}"] if expect.alert is not None else []
    parts += [f"within {expect.within_ms} ms"] if expect.within_ms is not None else []
    return "; ".join(parts)


def happened(transcript: Transcript) -> str:
    """Say on one line what was recorded."""
    parts = [f"state {transcript.state()}"]
    parts += [f"heard {moment.what}" for moment in transcript.heard]
    parts += [f"alert {moment.what}" for moment in transcript.alerts]
    spoken = " ".join(moment.what for moment in transcript.sentences)
    parts.append(f'spoken: "{spoken}"' if spoken else "nothing spoken")
    return "; ".join(parts)
