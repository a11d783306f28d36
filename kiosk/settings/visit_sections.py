"""The sections of the settings for the visit: sound, keys, access, page, hearing and voice."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from audio.signals.levels import MAXIMUM
from kiosk.settings.own_folders import own_folder
from kiosk.settings.section import Section
from kiosk.settings.types import (
    RECOGNIZERS,
    BrandColor,
    Command,
    Constant,
    FolderPath,
    Inches,
    KeyTable,
    Level,
    Millimetres,
    Port,
    RecognizerKinds,
    Seconds,
    Switch,
    WebAddress,
)
from kiosk.visit.dialogue.access.access import DWELL, Access
from kiosk.visit.keys.key_map import KeyMap
from kiosk.web.brand import DEFAULT, Brand, fault_of_logo

AUTO, NATURAL, PLAIN = "auto", "natural", "plain"
"""Values of `voice` that are no names: Piper where it can be, Piper, and espeak-ng."""


class SoundSettings(Section):
    """The microphone, speaker and headphones, and their levels where the kiosk stands."""

    microphone: str = Field(
        default="", description="part of the microphone's name; empty: the system's default"
    )
    speaker: str = Field(
        default="", description="part of the speaker's name; empty: the system's default"
    )
    headphones: str = Field(
        default="",
        description="part of the name of the headphones' port or sink in the sound server; "
        "auto: whatever it calls headphones or a headset; empty: none",
    )
    level_constant: Constant = Field(
        default=None,
        description="dBA at the visitor's ear for 0 dBFS from the speaker, measured as check "
        "says; empty: not measured",
    )
    headphones_constant: Constant = Field(
        default=None, description="the same in the headphones; empty: not measured"
    )
    microphone_constant: Constant = Field(
        default=None,
        description="dB in the room for 0 dBFS from the microphone, measured as check says; "
        "empty: not measured",
    )
    maximum_level: Level = Field(
        default=MAXIMUM,
        description="dBA that no step of the volume exceeds, once it is measured, 65 to 100",
        ge=65,
        le=100,
    )
    barge_in: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="whether visitors can speak over the kiosk; auto: if the sound server cancels "
        "echo",
    )


class KeySettings(Section):
    """The keypad or switch, and what its keys mean."""

    device: str = Field(
        default="",
        alias="key_device",
        description="part of the name of a USB keypad or switch that is read with no terminal, "
        "or its path under /dev/input; empty: none",
    )
    grab: Switch = Field(
        default=True,
        alias="key_grab",
        description="keep the keys of key_device from every other program",
    )
    table: KeyTable = Field(
        default=(),
        alias="keys",
        description="table of keys that mean something else than what is printed on them, such "
        'as kp7 = "repeat" or f13 = "switch"; the command keys writes it',
    )

    @property
    def map(self) -> KeyMap:
        """What each key means here."""
        return KeyMap(dict(self.table))


class AccessSettings(Section):
    """How each visit begins, for visitors who use one switch or answer slowly."""

    one_switch: Switch = Field(
        default=False,
        description="every visit offers one thing at a time, and one switch or key takes it; "
        "false: only after the first press of the switch's own key",
    )
    dwell: Seconds = Field(
        default=DWELL,
        description="seconds each thing stays offered to one switch, 1 to 60",
        ge=1,
        le=60,
    )
    slow_answers: Switch = Field(
        default=False,
        description='every visit waits twice as long for answers, as after "more time"',
    )

    @property
    def at_start(self) -> Access:
        """How each visit begins."""
        return Access(self.one_switch, self.dwell, self.slow_answers)


class PageSettings(Section):
    """The touch page: where it is served, which browser opens it, and the screen it is shown on."""

    port: Port = Field(
        default=0,
        alias="page_port",
        description="port of this machine alone at which run --page or fleet --page serves "
        "its page; 0: any",
        ge=0,
        le=65535,
    )
    browser: Command = Field(
        default=("chromium",),
        description="program and arguments that run --page opens the page with, in Chromium's "
        "kiosk mode, and fleet --page in a window; empty: none, a browser is opened by hand",
    )
    theme: Literal["auto", "light", "dark"] = Field(
        default="auto", description="colors of the page; auto: as the desktop has them"
    )
    brand_color: BrandColor = Field(
        default=DEFAULT,
        description="the clinic's color on the page, dark enough for letters on white",
    )
    logo: FolderPath | None = Field(
        default=None,
        description="the clinic's logo, an SVG or PNG file of 100 KB at most; empty: none",
    )
    take_home: WebAddress = Field(
        default="",
        description="web address that the QR code after a topic leads to; empty: the code holds "
        "the topic's words, which a telephone shows without a network",
    )
    viewing_distance: Millimetres = Field(
        default=600.0,
        description="millimetres from the eyes to the screen; they set the letters' size",
        ge=300,
    )
    screen_inches: Inches = Field(
        default=15.6,
        description="diagonal of the screen; it sets the size of the page's letters",
        ge=5,
        le=120,
    )

    @field_validator("logo")
    @classmethod
    def _can_be_shown(cls, value: Path | None) -> Path | None:
        if value is not None and (fault := fault_of_logo(value)):
            raise ValueError(fault)
        return value

    @property
    def brand(self) -> Brand:
        """How the clinic is recognized on the page."""
        return Brand(self.brand_color, self.logo)


class HearingSettings(Section):
    """Which recognizers listen, and where Vosk models come from."""

    recognizers: RecognizerKinds = Field(
        default=RECOGNIZERS,
        description="recognizers that listen, the preferred first; without moonshine on small "
        "machines; auto: all. vosk listens where it is before moonshine and has a model",
    )
    vosk_model: FolderPath | None = Field(
        default=None,
        description="folder of a Vosk model; empty: the one that setup brought last, if any",
    )
    fetch_model: Switch = Field(
        default=True,
        description="where moonshine is left out, the first run with no Vosk model fetches one in "
        "the background, once; false: only setup does",
    )
    models_folder: FolderPath = Field(
        default_factory=lambda: own_folder(os.environ, "XDG_DATA_HOME", ".local/share") / "models",
        description="where setup puts Vosk models",
    )


class VoiceSettings(Section):
    """The voice of the kiosk, and the folder where its sentences are kept."""

    name: str = Field(
        default=AUTO,
        alias="voice",
        min_length=1,
        description="auto: natural where setup has brought it and this machine keeps up, else "
        "plain; natural: sounds like a person; plain: espeak-ng; else the name of an espeak-ng "
        "voice",
    )
    cache_folder: FolderPath = Field(
        default_factory=lambda: own_folder(os.environ, "XDG_CACHE_HOME", ".cache"),
        description="where synthesized sentences are kept",
    )
