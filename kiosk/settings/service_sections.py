"""The sections of the settings for the clinic and its staff: words, calls, desk and folders."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, ValidationInfo, field_validator

from kiosk.settings.own_folders import own_state_folder
from kiosk.settings.section import Section
from kiosk.settings.types import (
    Command,
    Day,
    FolderPath,
    Language,
    Line,
    Port,
    SpokenNumber,
    StaffCode,
    Switch,
    Token,
    WebAddress,
)
from kiosk.visit.loop.questions_gate import SignOff

_OneLine = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$")]
_Place = Annotated[_OneLine, StringConstraints(strip_whitespace=True, max_length=120)]
_Name = Annotated[Line, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$")]


class ClinicSettings(Section):
    """The language, and what the spoken text says about the clinic."""

    language: Language = Field(default="en", description="language of everything said and shown")
    name: Line = Field(
        default="this clinic",
        alias="clinic_name",
        description="the clinic's name, as it is spoken in a sentence",
    )
    emergency_number: SpokenNumber = Field(
        default="nine one one",
        description="whom to call when no one comes, in words as it is spoken",
    )

    @property
    def spoken_values(self) -> dict[str, str]:
        """The values that fill the blanks of the content."""
        return {"clinic_name": self.name, "emergency_number": self.emergency_number}


class SignOffSettings(Section):
    """Who has approved the wording for this clinic, and when."""

    signed_off_by: str = Field(
        default="", description="who has signed the wording off for this clinic; empty: nobody has"
    )
    signed_off_on: Day = Field(
        default=None, description="the day of the signing-off, as 2027-01-31", validate_default=True
    )

    @field_validator("signed_off_on")
    @classmethod
    def _goes_with_a_name(cls, value: date | None, info: ValidationInfo) -> date | None:
        named = bool(info.data.get("signed_off_by"))
        if named != (value is not None):
            missing = "signed_off_on" if named else "signed_off_by"
            raise ValueError(f"signing off needs a name and a day: give {missing} too")
        return value

    @property
    def given(self) -> SignOff | None:
        """Who has signed off, and when; None when nobody has."""
        if self.signed_off_on is None:
            return None
        return SignOff(self.signed_off_by, self.signed_off_on)


class AlertSettings(Section):
    """How staff are called, the kiosk's name, and the code with which staff end an emergency."""

    staff_code: StaffCode = Field(
        default="",
        description="6 to 8 digits that staff press, and then Enter or #, to end an emergency; "
        "4 and 5 work too, and check refuses them; empty: no code",
    )
    kiosk_name: _Name = Field(
        default="kiosk", description="which kiosk calls, for the staff who are fetched"
    )
    kiosk_place: _Place = Field(
        default="",
        description="where it stands, in a few words for staff, such as Ground floor, by the lift; "
        "the desk shows it; empty: not told",
    )
    command: Command = Field(
        default=(),
        alias="alert_command",
        description="program and arguments, run with emergency, attention, cleared or test "
        "added; exit code 0: acknowledged; it prints the line cleared when staff have taken "
        "over; empty: none",
    )
    webhook: WebAddress = Field(
        default="",
        alias="alert_webhook",
        description="http or https address to which alerts are sent; status 2xx: acknowledged; "
        'it answers {"cleared": true} to a repeat when staff have taken over; empty: none',
    )
    webhook_token: Token = Field(
        default=SecretStr(""),
        alias="alert_webhook_token",
        description="sent to alert_webhook as a bearer token, and never shown; empty: none",
    )


class MetricsSettings(Section):
    """Where the clinic's monitoring reads metrics."""

    port: Port = Field(
        default=0,
        alias="metrics_port",
        description="port of this machine alone at which Prometheus reads numbers; 0: none",
        ge=0,
        le=65535,
    )


class MqttSettings(Section):
    """The broker over which a desk is called, and what the desk may do."""

    host: _OneLine = Field(
        default="",
        alias="mqtt_host",
        description="the MQTT broker by which the desk is called; empty: none",
    )
    port: Port = Field(
        default=1883, alias="mqtt_port", ge=1, le=65535, description="its port; 8883 with TLS"
    )
    site: Line = Field(
        default="clinic",
        alias="mqtt_site",
        description="the site whose desk is called; part of the topics",
    )
    desk_name: _Name = Field(
        default="the desk",
        description="the name of this desk, which stands beside the calls that it has taken",
    )
    user: _OneLine = Field(
        default="", alias="mqtt_user", description="the kiosk's user there; empty: none"
    )
    password: Token = Field(
        default=SecretStr(""),
        alias="mqtt_password",
        description="its password, never shown; empty: none",
    )
    authority: FolderPath | None = Field(
        default=None,
        alias="mqtt_authority",
        description="file of the certificates that vouch for the broker; empty: no TLS",
    )
    certificate: FolderPath | None = Field(
        default=None,
        alias="mqtt_certificate",
        description="file of the kiosk's own certificate; empty: none",
    )
    key: FolderPath | None = Field(
        default=None, alias="mqtt_key", description="file of that certificate's key"
    )
    restart: Switch = Field(
        default=False,
        alias="mqtt_restart",
        description="whether a desk that may end an emergency may also restart the kiosk",
    )
    desk_may_clear_unprotected: Switch = Field(
        default=False,
        alias="mqtt_desk_may_clear_unprotected",
        description="whether the desk may end an emergency over a broker without TLS and a "
        "password or certificate, where anybody can say that they are the desk",
    )

    @field_validator("certificate", "key")
    @classmethod
    def _goes_with_tls(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and info.data.get("authority") is None:
            raise ValueError("it is of no use without TLS: give mqtt_authority too")
        return value


class InstallationSettings(Section):
    """The measurements at the place where the kiosk stands."""

    sheet: FolderPath | None = Field(
        default=None,
        alias="install_sheet",
        description="file of what was measured where the kiosk stands; empty: none",
    )


class StorageSettings(Section):
    """Where the kiosk keeps the state that must survive a restart."""

    state_folder: FolderPath = Field(
        default_factory=lambda: own_state_folder(os.environ),
        description="folder where a latched emergency is kept over a restart",
    )
