"""The settings: one section for each part of the kiosk, with the keys of one flat TOML file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Self, get_args, get_type_hints

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from kiosk.settings.section import Section
from kiosk.settings.service_sections import (
    AlertSettings,
    ClinicSettings,
    InstallationSettings,
    MetricsSettings,
    MqttSettings,
    SignOffSettings,
    StorageSettings,
)
from kiosk.settings.types import FolderPath
from kiosk.settings.visit_sections import (
    AccessSettings,
    HearingSettings,
    KeySettings,
    PageSettings,
    SoundSettings,
    VoiceSettings,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a clinic can set; it never changes while the kiosk runs.

    Help texts list the keys of the TOML file in this order.
    """

    clinic: ClinicSettings = field(default_factory=ClinicSettings)
    sign_off: SignOffSettings = field(default_factory=SignOffSettings)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    metrics: MetricsSettings = field(default_factory=MetricsSettings)
    mqtt: MqttSettings = field(default_factory=MqttSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    page: PageSettings = field(default_factory=PageSettings)
    hearing: HearingSettings = field(default_factory=HearingSettings)
    installation: InstallationSettings = field(default_factory=InstallationSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)

    @classmethod
    def of(cls, /, **values: object) -> Self:
        """Make settings from values by the keys of the TOML file; other keys get their defaults.

        Raises:
            ValidationError: values are wrong; it lists each, with its key as its place.
        """
        sections: dict[str, Any] = {}
        wrong: list[Any] = []  # as `from_exception_data` takes them
        for name, section in SECTIONS.items():
            try:
                own = {key: values[key] for key in keys_of(section) if key in values}
                sections[name] = section.model_validate(own)
            except ValidationError as error:
                wrong += error.errors(include_url=False)
        wrong += [
            {"type": "extra_forbidden", "loc": (key,), "input": value}
            for key, value in values.items()
            if key not in KEYS
        ]
        if wrong:
            raise ValidationError.from_exception_data("Settings", wrong)
        return cls(**sections)

    def by_key(self) -> dict[str, Any]:
        """Give each value by its key of the TOML file."""
        sections: list[Section] = [getattr(self, each.name) for each in fields(self)]
        return {k: v for each in sections for k, v in each.model_dump(by_alias=True).items()}

    def changed(self, **values: object) -> Self:
        """Give a copy of these settings with some values changed; the arguments are as for `of`."""
        return self.of(**(self.by_key() | values))


def keys_of(section: type[Section]) -> dict[str, FieldInfo]:
    """Give the keys of the TOML file that are in a section."""
    return {info.alias or name: info for name, info in section.model_fields.items()}


SECTIONS: Mapping[str, type[Section]] = MappingProxyType(get_type_hints(Settings))
"""Each section by its name."""

KEYS: Mapping[str, FieldInfo] = MappingProxyType(
    {key: info for section in SECTIONS.values() for key, info in keys_of(section).items()}
)
"""Each key of the TOML file, with its default and its meaning."""


def _folders(section: type[Section]) -> set[str]:
    kinds = get_type_hints(section, include_extras=True)
    return {
        info.alias or name
        for name, info in section.model_fields.items()
        if FolderPath in (kinds[name], *get_args(kinds[name]))
    }


FOLDERS = frozenset[str]().union(*map(_folders, SECTIONS.values()))
"""Keys whose values are folders or files."""
