"""Which Vosk model the kiosk uses where its settings name none: the one that was set up last."""

from pathlib import Path
from typing import TYPE_CHECKING

from audio.vosk_models.store import ModelStore
from audio.vosk_models.table import ModelRecord
from kiosk import CHECKOUT

if TYPE_CHECKING:
    from kiosk.settings import Settings

BUNDLED = CHECKOUT / ".launch" / "models"
"""The models that a bundle brings along."""


def stores(models_folder: Path) -> tuple[ModelStore, ...]:
    """Give the places where models are looked for, in this order."""
    return ModelStore(models_folder), ModelStore(BUNDLED)


def installed_model(models_folder: Path, language: str) -> Path | None:
    """Give the folder of the model to use: whole by its files' sizes, and of that language."""
    for store in stores(models_folder):
        record = store.chosen()
        if record is not None and record.language == language:
            whole = store.state(record, thoroughly=False) == "whole"
            return store.place(record) if whole else None
    return None


def record_of(settings: "Settings") -> ModelRecord | None:
    """Give the record of the model in use; None when it is named by hand, or there is none."""
    for store in stores(settings.models_folder):
        record = store.chosen()
        if record is not None and store.place(record) == settings.vosk_model:
            return record
    return None


def damaged_model(settings: "Settings") -> Path | None:
    """Give the folder of a model that would be used, were it whole."""
    if settings.vosk_model is not None:
        return None
    for store in stores(settings.models_folder):
        record = store.chosen()
        if record is not None and record.language == settings.language:
            return store.place(record)
    return None
