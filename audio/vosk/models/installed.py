"""Finds the Vosk model to use if the settings name none: the one that was set up last."""

from pathlib import Path

from audio import CHECKOUT
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import ModelRecord

BUNDLED = CHECKOUT / ".launch" / "models"
"""The models that a bundle brings along."""


def stores(models_folder: Path) -> tuple[ModelStore, ...]:
    """Give the places where models are searched, in this order."""
    return ModelStore(models_folder), ModelStore(BUNDLED)


def installed_model(models_folder: Path, language: str) -> Path | None:
    """Give the folder of the model to use: whole by its files' sizes, and of that language."""
    for store in stores(models_folder):
        record = store.chosen()
        if record is not None and record.language == language:
            whole = store.state(record, thoroughly=False) == "whole"
            return store.place(record) if whole else None
    return None


def record_of(models_folder: Path, model: Path | None) -> ModelRecord | None:
    """Give the record of the model in use; None when it is named by hand, or there is none."""
    for store in stores(models_folder):
        record = store.chosen()
        if record is not None and store.place(record) == model:
            return record
    return None


def damaged_model(models_folder: Path, language: str) -> Path | None:
    """Give the folder of a model that would be used if it were complete."""
    for store in stores(models_folder):
        record = store.chosen()
        if record is not None and record.language == language:
            return store.place(record)
    return None
