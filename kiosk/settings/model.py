"""The settings: one TOML file and `KIOSK_*` environment variables, each key checked and documented.

`--settings FILE` names the file; else it is `$XDG_CONFIG_HOME/voice-kiosk/kiosk.toml`, if there is
one. An environment variable (`KIOSK_CLINIC_NAME` for `clinic_name`) goes before the file.
"""

import difflib
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)

from audio.signals.levels import MAXIMUM
from audio.vosk.models.installed import installed_model
from kiosk.errors import SettingsError
from kiosk.files.toml_file import TomlFaultError, parse_toml, read_toml
from kiosk.launch.printable import one_line
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

ENVIRONMENT_PREFIX = "KIOSK_"

SECRETS = frozenset(
    {"staff_code", "alert_webhook", "alert_webhook_token", "alert_command", "mqtt_password"}
)
"""Keys whose values are never shown; an address or a command may hold a password."""

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"

_FOLDERS = (
    "vosk_model",
    "models_folder",
    "cache_folder",
    "state_folder",
    "install_sheet",
    "mqtt_authority",
    "mqtt_certificate",
    "mqtt_key",
)

MOST_COMPLAINTS = 20
"""Things that are wrong, one line each, that are told at once."""

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


def _folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Give the kiosk's own folder under an XDG base folder."""
    base = environment.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / fallback) / "voice-kiosk"


def own_state_folder(environment: Mapping[str, str]) -> Path:
    """Give where this user's kiosk keeps its state unless the settings name another folder."""
    return _folder(environment, "XDG_STATE_HOME", ".local/state")


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
        default_factory=lambda: _folder(os.environ, "XDG_DATA_HOME", ".local/share") / "models"
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
    ] = Field(default_factory=lambda: _folder(os.environ, "XDG_CACHE_HOME", ".cache"))
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


def default_file(environment: Mapping[str, str]) -> Path:
    """Give the place of the settings file where none is named."""
    return _folder(environment, "XDG_CONFIG_HOME", ".config") / "kiosk.toml"


def load_settings(file: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; where they name no Vosk model, it is the one that set-up brought.

    Args:
        file: the file to read, which must exist and belong to this user or root; None: the default
            one, which need not.
        environment: where `KIOSK_*` variables are looked up; None: the process's own.

    Raises:
        SettingsError: whatever is wrong: one line for each thing, with file and line.
    """
    environment = os.environ if environment is None else environment
    try:
        return with_installed_model(_checked(file, environment, owners={os.geteuid(), 0}))
    except SettingsError:
        raise
    except Exception as fault:  # noqa: BLE001, RUF100 - whatever it is, a kiosk that runs goes on
        what = " ".join(f"{type(fault).__name__}: {fault}".split())
        place = file or "the settings file"
        raise SettingsError(one_line(f"{place}: cannot be used: {what}; correct it")) from fault


def load_some(
    names: Collection[str], file: Path | None, environment: Mapping[str, str]
) -> Settings | None:
    """Read a few of the settings, whatever is wrong with the others and whosever the file is.

    Args:
        names: of those that are read; the others have their defaults.
        file: see `load_settings`.
        environment: likewise.

    Returns:
        None: they cannot be read either.
    """
    try:
        return _checked(file, environment, names)
    except Exception:  # noqa: BLE001, RUF100 - whoever wants to know why asks `load_settings`
        return None


def _checked(
    file: Path | None,
    environment: Mapping[str, str],
    names: Collection[str] | None = None,
    owners: Collection[int] | None = None,
) -> Settings:
    file = file or _usual(environment)
    from_environment = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    if names is not None:
        from_environment = {k: v for k, v in from_environment.items() if k in names}
    _require_text(from_environment)
    values: dict[str, Any] = {}
    text = ""
    # What the environment names, is that, whatever the file says.
    if file is not None and (names is None or not from_environment.keys() >= set(names)):
        text = _read(file, owners)
        values = _parse(file, text)
        if names is not None:
            values = {key: value for key, value in values.items() if key in names}
        _resolve_folders(values, file.parent)
        _refuse_zero_bytes(values, file, text)
    try:
        return Settings.model_validate(values | from_environment)
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(error, file, text, from_environment))) from None


def with_installed_model(settings: Settings) -> Settings:
    """Let settings that name no model name the one that was set up last, if there is one."""
    if settings.vosk_model is not None:
        return settings
    installed = installed_model(settings.models_folder, settings.language)
    return settings.model_copy(update={"vosk_model": installed})


def describe_settings() -> list[tuple[str, str, str]]:
    """Give name, default and meaning of each key, for help texts and the manual."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = (
            json.dumps(default)
            if isinstance(default, tuple)
            else f'"{"" if default is None else default}"'
        )
        if isinstance(default, bool | float | int):
            shown = str(default).lower()
        elif name == "keys":
            shown = "{}"
        rows.append((name, shown, field.description or ""))
    return rows


@dataclass(frozen=True, slots=True)
class Setting:
    """A key as `settings --show` has it.

    Attributes:
        name: of the key.
        value: as TOML writes it; of a secret only whether there is one.
        origin: "default", a file and line, or a variable of the environment.
    """

    name: str
    value: str
    origin: str


def shown_settings(file: Path | None, environment: Mapping[str, str]) -> list[Setting]:
    """Give each key with where its value comes from; see `load_settings` for the arguments."""
    file = file or _usual(environment)
    settings = load_settings(file, environment)
    text = _read(file) if file is not None else ""
    in_file = _parse(file, text) if file is not None else {}
    shown = []
    for name in Settings.model_fields:
        variable = ENVIRONMENT_PREFIX + name.upper()
        value = getattr(settings, name)
        origin = "default"
        if environment.get(variable):
            origin = variable
        elif name in in_file:
            origin = f"{file}:{_line_of(name, text)}"
        elif name == "vosk_model" and value is not None:
            origin = "run_kiosk.py setup"
        shown.append(Setting(name, _shown(name, value), origin))
    return shown


def _shown(name: str, value: object) -> str:
    if name in SECRETS:
        return "(set, not shown)" if value else '""'
    if value is None:
        return '""'
    plain = value if isinstance(value, bool | int | float | str | tuple | dict) else str(value)
    return json.dumps(plain, ensure_ascii=False)


def _usual(environment: Mapping[str, str]) -> Path | None:
    """Give the default file; None only where there is none: one out of reach is an error."""
    usual = default_file(environment)
    try:
        usual.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # whoever reads it tells why it cannot be read
    return usual


def _read(file: Path, owners: Collection[int] | None = None) -> str:
    try:
        return read_toml(file, owners)
    except PermissionError as error:
        reason = (error.strerror or str(error)).lower()
        advice = "name a readable file with --settings, or give it to root: sudo chown root"
        raise SettingsError(f"{file}: cannot read the settings: {reason}; {advice}") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            f"{file}: cannot read the settings: {reason}; name a readable file with --settings"
        ) from None
    except TomlFaultError as error:
        raise SettingsError(error.at(file)) from None


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except TomlFaultError as error:
        raise SettingsError(one_line(error.at(file))) from None


def _resolve_folders(values: dict[str, Any], base: Path) -> None:
    """Take relative folders from the settings file's own folder; "" is as if there were none."""
    for name in _FOLDERS:
        value = values.get(name)
        if value == "":
            del values[name]
        elif isinstance(value, str):
            values[name] = str(base / value) if not value.startswith("~") else value


def _refuse_zero_bytes(values: Mapping[str, Any], file: Path, text: str) -> None:
    """Refuse what no path, name or device of the system can hold."""
    for key, value in values.items():
        if isinstance(value, str) and "\0" in value:
            place = one_line(f'{file}:{_line_of(key, text)}: "{key}"')
            raise SettingsError(f"{place} is wrong: it has a zero byte; take it out")


def _require_text(variables: Mapping[str, str]) -> None:
    for name, value in variables.items():
        try:
            f"{name}{value}".encode()
        except UnicodeEncodeError:
            variable = one_line(f"{ENVIRONMENT_PREFIX}{name.upper()}")
            raise SettingsError(
                f"environment variable {variable}: it is not UTF-8 text; correct or remove it"
            ) from None


def _complaints(
    error: ValidationError, file: Path | None, text: str, from_environment: Mapping[str, str]
) -> Iterable[str]:
    """Give one line for each problem, in the order of the file."""
    lines = []
    problems = error.errors(include_url=False)
    for problem in problems[:MOST_COMPLAINTS]:
        key = str(problem["loc"][0])
        line = 0
        where = f"environment variable {ENVIRONMENT_PREFIX}{key.upper()}"
        if file is not None and key not in from_environment:
            line = _line_of(key, text)
            where = f"{file}:{line}"
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, Settings.model_fields, n=1)
            what = f'unknown setting "{key}"; ' + (
                f'did you mean "{near[0]}"?' if near else "remove it"
            )
        else:
            reason = problem["msg"].removeprefix("Value error, ")
            what = f'"{key}" is wrong: {reason[0].lower()}{reason[1:]}'
        lines.append((line, one_line(f"{where}: {what}")))
    told = [complaint for _, complaint in sorted(lines)]
    if len(problems) > MOST_COMPLAINTS:
        told.append(f"and {len(problems) - MOST_COMPLAINTS} more things are wrong")
    return told


def _line_of(key: str, text: str) -> int:
    """Give the number of the line that sets a top-level key or opens its table."""
    pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[].=]""")
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)
