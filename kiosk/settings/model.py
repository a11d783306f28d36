"""The settings: each key with its kind, its default and its meaning."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
)

from audio.signals.levels import MAXIMUM
from kiosk.settings.types import (
    Command,
    Constant,
    Day,
    FolderPath,
    Inches,
    KeyTable,
    Language,
    Level,
    Line,
    Millimetres,
    Port,
    Seconds,
    SpokenNumber,
    StaffCode,
    Switch,
    Token,
    WebAddress,
)
from kiosk.visit.dialogue.access.access import DWELL, Access
from kiosk.visit.keys.key_map import KeyMap
from kiosk.visit.loop.questions_gate import SignOff

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"

NATURAL = "natural"
"""The voice that is no voice of pyttsx3."""


def _goes_with_a_name(value: date | None, info: ValidationInfo) -> date | None:
    named = bool(info.data.get("signed_off_by"))
    if named != (value is not None):
        missing = "signed_off_on" if named else "signed_off_by"
        raise ValueError(f"signing off needs a name and a day: give {missing} too")
    return value


def _goes_with_tls(value: Path | None, info: ValidationInfo) -> Path | None:
    if value is not None and info.data.get("mqtt_authority") is None:
        raise ValueError("it is of no use without TLS: give mqtt_authority too")
    return value


def own_folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Give the kiosk's own folder under an XDG base folder."""
    base = environment.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / fallback) / "voice-kiosk"


def own_state_folder(environment: Mapping[str, str]) -> Path:
    """Give where this user's kiosk keeps its state unless the settings name another folder."""
    return own_folder(environment, "XDG_STATE_HOME", ".local/state")


class Settings(BaseModel):
    """Everything a clinic can set; never changes while the kiosk runs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    language: Annotated[
        Language,
        Field(description="language of everything said and shown"),
    ] = "en"
    clinic_name: Annotated[
        Line, Field(description="the clinic's name, as it is spoken in a sentence")
    ] = "this clinic"
    emergency_number: Annotated[
        SpokenNumber,
        Field(description="whom to call when no one comes, in words as it is spoken"),
    ] = "nine one one"
    signed_off_by: Annotated[
        str,
        Field(description="who has signed the wording off for this clinic; empty: nobody has"),
    ] = ""
    signed_off_on: Annotated[
        Day,
        AfterValidator(_goes_with_a_name),
        Field(description="the day of the signing-off, as 2027-01-31", validate_default=True),
    ] = None
    staff_code: Annotated[
        StaffCode,
        Field(
            description="6 to 8 digits that staff press, and then Enter or #, to end an emergency; "
            "4 and 5 work too, and check refuses them; empty: no code"
        ),
    ] = ""
    kiosk_name: Annotated[
        Line,
        StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$"),
        Field(description="which kiosk calls, for the staff who are fetched"),
    ] = "kiosk"
    alert_command: Annotated[
        Command,
        Field(
            description="program and arguments, run with emergency, attention, cleared or test "
            "added; exit code 0: acknowledged; it prints the line cleared when staff have taken "
            "over; empty: none"
        ),
    ] = ()
    alert_webhook: Annotated[
        WebAddress,
        Field(
            description="http or https address to which alerts are sent; status 2xx: acknowledged; "
            'it answers {"cleared": true} to a repeat when staff have taken over; empty: none'
        ),
    ] = ""
    alert_webhook_token: Annotated[
        Token,
        Field(description="sent to alert_webhook as a bearer token, and never shown; empty: none"),
    ] = SecretStr("")
    metrics_port: Annotated[
        Port,
        Field(
            description="port of this machine alone at which Prometheus reads numbers; 0: none",
            ge=0,
            le=65535,
        ),
    ] = 0
    mqtt_host: Annotated[
        str,
        StringConstraints(pattern=_ONE_LINE),
        Field(description="the MQTT broker by which the desk is called; empty: none"),
    ] = ""
    mqtt_port: Annotated[Port, Field(ge=1, le=65535, description="its port; 8883 with TLS")] = 1883
    mqtt_site: Annotated[
        Line, Field(description="the site whose desk is called; part of the topics")
    ] = "clinic"
    mqtt_user: Annotated[
        str,
        StringConstraints(pattern=_ONE_LINE),
        Field(description="the kiosk's user there; empty: none"),
    ] = ""
    mqtt_password: Annotated[Token, Field(description="its password, never shown; empty: none")] = (
        SecretStr("")
    )
    mqtt_authority: Annotated[
        FolderPath | None,
        Field(description="file of the certificates that vouch for the broker; empty: no TLS"),
    ] = None
    mqtt_certificate: Annotated[
        FolderPath | None,
        AfterValidator(_goes_with_tls),
        Field(description="file of the kiosk's own certificate; empty: none"),
    ] = None
    mqtt_key: Annotated[
        FolderPath | None,
        AfterValidator(_goes_with_tls),
        Field(description="file of that certificate's key"),
    ] = None
    mqtt_restart: Annotated[Switch, Field(description="whether the desk may restart the kiosk")] = (
        False
    )
    mqtt_desk_may_clear_unprotected: Annotated[
        Switch,
        Field(
            description="whether the desk may end an emergency over a broker without TLS and a "
            "password or certificate, where anybody can say that they are the desk"
        ),
    ] = False
    microphone: Annotated[
        str, Field(description="part of the microphone's name; empty: the system's default")
    ] = ""
    speaker: Annotated[
        str, Field(description="part of the speaker's name; empty: the system's default")
    ] = ""
    headphones: Annotated[
        str,
        Field(
            description="part of the name of the headphones' port or sink in the sound server; "
            "auto: whatever it calls headphones or a headset; empty: none"
        ),
    ] = ""
    level_constant: Annotated[
        Constant,
        Field(
            description="dBA at the visitor's ear for 0 dBFS from the speaker, measured as check "
            "says; empty: not measured"
        ),
    ] = None
    headphones_constant: Annotated[
        Constant, Field(description="the same in the headphones; empty: not measured")
    ] = None
    microphone_constant: Annotated[
        Constant,
        Field(
            description="dB in the room for 0 dBFS from the microphone, measured as check says; "
            "empty: not measured"
        ),
    ] = None
    maximum_level: Annotated[
        Level,
        Field(
            description="dBA that no step of the volume passes where it is measured, 65 to 100",
            ge=65,
            le=100,
        ),
    ] = MAXIMUM
    barge_in: Annotated[
        Literal["auto", "on", "off"],
        Field(
            description="whether the kiosk can be spoken over; auto: where the sound server takes "
            "what it plays out of what it hears"
        ),
    ] = "auto"
    key_device: Annotated[
        str,
        Field(
            description="part of the name of a USB keypad or switch that is read with no terminal, "
            "or its path under /dev/input; empty: none"
        ),
    ] = ""
    key_grab: Annotated[
        Switch, Field(description="keep the keys of key_device from every other program")
    ] = True
    keys: Annotated[
        KeyTable,
        Field(
            description="table of keys that mean something else than what is printed on them, such "
            'as kp7 = "repeat" or f13 = "switch"; the command keys learns it'
        ),
    ] = ()
    one_switch: Annotated[
        Switch,
        Field(
            description="every visit offers one thing at a time, and one switch or key takes it; "
            "false: from the first press of the switch's own key on"
        ),
    ] = False
    dwell: Annotated[
        Seconds,
        Field(description="seconds each thing stays offered to one switch, 1 to 60", ge=1, le=60),
    ] = DWELL
    slow_answers: Annotated[
        Switch,
        Field(description='every visit waits twice as long for answers, as after "more time"'),
    ] = False
    page_port: Annotated[
        Port,
        Field(
            description="port of this machine alone at which run --page or fleet --page serves "
            "its page; 0: any",
            ge=0,
            le=65535,
        ),
    ] = 0
    browser: Annotated[
        Command,
        Field(
            description="program and arguments that run --page opens the page with, in Chromium's "
            "kiosk mode, and fleet --page in a window; empty: none, a browser is opened by hand"
        ),
    ] = ("chromium",)
    theme: Annotated[
        Literal["auto", "light", "dark"],
        Field(description="colors of the page; auto: as the desktop has them"),
    ] = "auto"
    viewing_distance: Annotated[
        Millimetres,
        Field(description="from the eyes to the screen; the page's letters hang on it", ge=300),
    ] = 600.0
    screen_inches: Annotated[
        Inches,
        Field(description="diagonal of the screen; the page's letters hang on it", ge=5, le=120),
    ] = 15.6
    vosk_model: Annotated[
        FolderPath | None,
        Field(description="folder of a Vosk model; empty: the one that setup brought last, if any"),
    ] = None
    fetch_model: Annotated[
        Switch,
        Field(
            description="the first run with no model fetches one in the background, once; false: "
            "only setup does"
        ),
    ] = True
    models_folder: Annotated[FolderPath, Field(description="where setup puts Vosk models")] = Field(
        default_factory=lambda: own_folder(os.environ, "XDG_DATA_HOME", ".local/share") / "models"
    )
    install_sheet: Annotated[
        FolderPath | None,
        Field(description="file of what was measured where the kiosk stands; empty: none"),
    ] = None
    voice: Annotated[
        str,
        Field(
            description="natural: a voice that sounds like a person, which setup --natural-voice "
            "fetches; else the name of a pyttsx3 voice; empty: the language's own"
        ),
    ] = ""
    cache_folder: Annotated[
        FolderPath, Field(description="where synthesized sentences are kept")
    ] = Field(default_factory=lambda: own_folder(os.environ, "XDG_CACHE_HOME", ".cache"))
    state_folder: Annotated[
        FolderPath, Field(description="where a latched emergency outlives a restart")
    ] = Field(default_factory=lambda: own_state_folder(os.environ))

    @property
    def sign_off(self) -> SignOff | None:
        """Who has signed off, and when; None when nobody has."""
        if self.signed_off_on is None:
            return None
        return SignOff(self.signed_off_by, self.signed_off_on)

    @property
    def key_map(self) -> KeyMap:
        """What each key means here."""
        return KeyMap(dict(self.keys))

    @property
    def access(self) -> Access:
        """How each visit begins."""
        return Access(self.one_switch, self.dwell, self.slow_answers)

    @property
    def spoken_values(self) -> dict[str, str]:
        """What the content's blanks are filled with."""
        return {"clinic_name": self.clinic_name, "emergency_number": self.emergency_number}
