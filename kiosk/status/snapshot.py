"""The snapshot of a kiosk: how it is now, in numbers and names; never what was said."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1
"""Of this form; a reader that knows another one says so instead of guessing."""


JUST_BEGUN = "it has only just begun; look again in some seconds"
"""Why a kiosk is not in service whose parts have not been looked at yet."""


class ChannelState(BaseModel):
    """One channel for calling staff.

    Attributes:
        name: as alerts call it.
        working: whether it can be used, as far as its last use or test shows.
        detail: what is wrong with it and what to do; "" if nothing is.
        answered: it has confirmed the call that is on.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    working: bool
    detail: str = ""
    answered: bool = False


class Snapshot(BaseModel):
    """What `status`, the desk and the metrics tell of a kiosk.

    Attributes:
        version: see `VERSION`.
        kiosk: its `kiosk_name`.
        in_service: a visitor can be served, and staff be fetched.
        reasons: why it is not in service, or serves with less than all; one line each.
        state: the dialogue's state, by the name in the diagram; all outcomes have one name, and
            all that is asked of health has one, for the others would tell of answers.
        visit: somebody is in a visit.
        emergency: an emergency is latched.
        call: a visitor has asked for staff, who have not ended that call.
        hears: a microphone gives frames.
        sounds: a speaker takes speech.
        microphone_dbfs: level of the last second, in dBFS; None without frames.
        last_heard: seconds since the last utterance; None: none since the start.
        last_spoken: seconds since the last sentence began; None: none since the start.
        recognizers: the names of those that listen.
        model: name of the Vosk model; empty: there is none.
        channels: how staff are fetched.
        questions: whether the health questions are asked, and why, in one sentence.
        page: what the page does, in a few words; empty: there is none.
        lines_dropped: lines that its terminal, or another reader of its output, did not take.
        uptime: seconds since the service began; it goes on over restarts of the process.
        restarts: times that the process was replaced since then.
        visits_today: visits that began since midnight.
        unclear_today: answers to health questions since midnight that were not understood.
        emergencies_today: emergencies that were latched since midnight.
        restart_reason: why the process was replaced last, as `kiosk.watchdog.restarts` names it;
            empty: it never was.
        restart_part: the thread by whose hanging it was; empty: by none.
        restarted_at: when that was, in seconds since 1970.
        presses_dropped: presses that this process dropped because too many came.
        process: number of the process that serves.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    kiosk: str
    in_service: bool
    reasons: tuple[str, ...] = ()
    state: str
    visit: bool = False
    emergency: bool = False
    call: bool = False
    hears: bool
    sounds: bool
    microphone_dbfs: float | None = None
    last_heard: float | None = None
    last_spoken: float | None = None
    recognizers: tuple[str, ...] = ()
    model: str = ""
    channels: tuple[ChannelState, ...] = ()
    questions: str = ""
    page: str = ""
    lines_dropped: Annotated[int, Field(ge=0)] = 0
    uptime: Annotated[float, Field(ge=0)] = 0.0
    restarts: Annotated[int, Field(ge=0)] = 0
    visits_today: Annotated[int, Field(ge=0)] = 0
    unclear_today: Annotated[int, Field(ge=0)] = 0
    emergencies_today: Annotated[int, Field(ge=0)] = 0
    restart_reason: str = ""
    restart_part: str = ""
    restarted_at: float | None = None
    presses_dropped: Annotated[int, Field(ge=0)] = 0
    process: int = 0

    @property
    def calls_staff(self) -> bool:
        """Whether staff are called: for an emergency, or for a visitor who asked for a person."""
        return self.emergency or self.call
