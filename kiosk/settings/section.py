"""The base of every section of the settings: a frozen model whose fields are keys of the TOML file.

A field's alias is its key in the file; without one, the key is the field's name.
"""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Settings that belong together; they never change while the kiosk runs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
